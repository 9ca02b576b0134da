# What the recipes of our images share; to be sourced. A Debian from packages alone: no image registry is asked.

readonly suite=trixie

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

# The smallest Debian and these packages, comma between them, in a new folder. Its name is in $root; it goes with the script.
bootstrap() {
  root=$(mktemp -d -p /var/tmp)
  trap 'umount "$root/proc" 2>/dev/null || true; rm -rf --one-file-system "$root"' EXIT
  # The way that apt itself takes to the mirror.
  http_proxy=${http_proxy:-}
  eval "$(apt-config shell http_proxy Acquire::http::Proxy)"
  export http_proxy
  debootstrap --variant=minbase --include="$1" "$suite" "$root" "$(mirror)" >&2
}

# $1 is what kind of image of ours it is, $2 its name.
import() {
  tar -C "$root" --exclude='./dev/*' --exclude='./proc/*' --exclude='./sys/*' -c . |
    docker import --change "LABEL ferry.test.image=$1" - "$2"
}
