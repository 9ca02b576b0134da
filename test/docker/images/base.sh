#!/usr/bin/env bash
# The Debian that all test images stand on.
#   base.sh why-not        one line if this machine cannot make it, nothing if it can
#   base.sh build <image>  makes it and imports it under this name
set -euo pipefail
. "${BASH_SOURCE[0]%/*}/debian.sh"

readonly packages=(
  postgresql-17 postgresql-17-pgvector
  redis-server
  nginx-light libnginx-mod-http-lua libnginx-mod-http-headers-more-filter
  python3-minimal python3-aiohttp python3-redis python3-psycopg python3-boto3
  curl wget ca-certificates
)

# What no test reads is half of it. Of boto's 400 services we speak S3; just-in-time compiling wants all of LLVM.
slim() {
  cd "$1"
  rm -rf var/cache/apt var/lib/apt/lists usr/share/{doc,locale,man} \
    usr/lib/*/libLLVM* usr/lib/llvm* usr/lib/postgresql/17/lib/{llvmjit*,bitcode}
  find usr/lib/python3/dist-packages/{botocore,boto3}/data -mindepth 1 -maxdepth 1 -type d \
    ! -name s3 ! -name sts -exec rm -rf {} +
}

build() {
  bootstrap "$(IFS=,; echo "${packages[*]}")"
  (slim "$root")
  import base "$1"
}

case $1 in
  why-not) why_not ;;
  build) build "$2" ;;
esac
