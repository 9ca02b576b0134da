#!/usr/bin/env bash
# A Debian that plays the EC2 host: an engine of its own, Compose, the AWS CLI, and a registry to pull from.
#   host.sh why-not        one line if this machine cannot make it, nothing if it can
#   host.sh build <image>  makes it and imports it under this name
set -euo pipefail
. "${BASH_SOURCE[0]%/*}/debian.sh"

readonly packages=(
  docker.io docker-cli docker-compose iptables e2fsprogs
  awscli amazon-ecr-credential-helper
  docker-registry apache2-utils
  python3 curl
)

# debootstrap has no /proc to offer to python3-cryptography while that is set up; apt in the finished root can.
install() {
  printf '#!/bin/sh\nexit 101\n' >"$root/usr/sbin/policy-rc.d"
  chmod +x "$root/usr/sbin/policy-rc.d"
  cp /etc/resolv.conf "$root/etc/resolv.conf"
  mount -t proc proc "$root/proc"
  [[ -z $http_proxy ]] || echo "Acquire::http::Proxy \"$http_proxy\";" >"$root/etc/apt/apt.conf.d/99proxy"
  DEBIAN_FRONTEND=noninteractive chroot "$root" apt-get install --yes --no-install-recommends "${packages[@]}" >&2
  umount "$root/proc"
}

slim() {
  cd "$1"
  rm -rf var/cache/apt var/lib/apt/lists usr/share/{doc,locale,man} etc/apt/apt.conf.d/99proxy
}

build() {
  bootstrap ca-certificates
  install
  (slim "$root")
  import host "$1"
}

case $1 in
  why-not) why_not ;;
  build) build "$2" ;;
esac
