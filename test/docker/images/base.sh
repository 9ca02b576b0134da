#!/usr/bin/env bash
# The Debian that all test images stand on, made from packages alone: no image registry is asked.
#   base.sh why-not        one line if this machine cannot make it, nothing if it can
#   base.sh build <image>  makes it and imports it under this name
set -euo pipefail

readonly suite=trixie
readonly packages=(
  postgresql-17 postgresql-17-pgvector
  redis-server
  nginx-light libnginx-mod-http-lua libnginx-mod-http-headers-more-filter
  python3-minimal python3-aiohttp python3-redis python3-psycopg python3-boto3
  curl wget ca-certificates
)

# apt reads its own sources, whichever of the two formats they are in; this is known after its first update.
mirror() {
  apt-get indextargets --format '$(REPO_URI)' 'Created-By: Packages' 'Origin: Debian' 'Label: Debian' | sed -n 1p
}

why_not() {
  if [[ $EUID != 0 ]]; then echo "only root can make a Debian root file system"
  elif ! command -v debootstrap >/dev/null; then echo "debootstrap is not installed"
  elif [[ -z $(mirror) ]]; then echo "apt knows no Debian mirror: apt-get update has not run"
  fi
}

# What no test reads is half of it. Of boto's 400 services we speak S3; just-in-time compiling wants all of LLVM.
slim() {
  cd "$1"
  rm -rf var/cache/apt var/lib/apt/lists usr/share/{doc,locale,man} \
    usr/lib/*/libLLVM* usr/lib/llvm* usr/lib/postgresql/17/lib/{llvmjit*,bitcode}
  find usr/lib/python3/dist-packages/{botocore,boto3}/data -mindepth 1 -maxdepth 1 -type d \
    ! -name s3 ! -name sts -exec rm -rf {} +
}

build() {
  local root http_proxy=${http_proxy:-}
  root=$(mktemp -d -p /var/tmp)
  # shellcheck disable=SC2064 # the folder's name is known now, and not when the trap runs
  trap "rm -rf --one-file-system '$root'" EXIT
  # The way that apt itself takes to the mirror.
  eval "$(apt-config shell http_proxy Acquire::http::Proxy)"
  export http_proxy
  debootstrap --variant=minbase --include="$(IFS=,; echo "${packages[*]}")" "$suite" "$root" "$(mirror)" >&2
  (slim "$root")
  tar -C "$root" --exclude='./dev/*' --exclude='./proc/*' --exclude='./sys/*' -c . |
    docker import --change 'LABEL ferry.test.image=base' - "$1"
}

case $1 in
  why-not) why_not ;;
  build) build "$2" ;;
esac
