# Bare Debian roots, for the scripts beside this one, which source it. As root, with debootstrap.
# The network is the host's: its resolver, hosts, proxies and the certificates that it trusts are lent to each root.
#   MIRROR=URL    where debootstrap fetches from
#   ROOT_TAR=TAR  an archive of a bare root: debootstrap is not asked
#   KEEP=1        leaves the roots for a look
# shellcheck shell=bash

ROOTS=()

# make_root SUITE [PACKAGE]: its folder is the last of ROOTS.
make_root() {
  local root
  root=$(mktemp -d "${TMPDIR:-/tmp}/marsad-bare.XXXXXX")
  ROOTS+=("$root")
  if [ -n "${ROOT_TAR:-}" ]; then tar -C "$root" -xf "$ROOT_TAR"; return; fi
  debootstrap --variant=minbase ${2:+--include="$2"} "$1" "$root" "${MIRROR:-http://deb.debian.org/debian}" >"$root.log" 2>&1 ||
    { tail "$root.log" >&2; exit 1; }
  rm -f "$root.log"
  chmod 755 "$root"
}

lend_network() {
  local root=$1
  cp --dereference /etc/resolv.conf /etc/hosts "$root/etc/"
  mkdir -p "$root/usr/local/share/ca-certificates"
  cp /usr/local/share/ca-certificates/*.crt "$root/usr/local/share/ca-certificates/" 2>/dev/null || true
  apt-config dump | grep -iE '^Acquire::(http|https)::' >"$root/etc/apt/apt.conf.d/90host" || true
}

mount_system() {
  local root=$1
  mount -t proc proc "$root/proc"
  mount --rbind /dev "$root/dev"
  mount --make-rslave "$root/dev"
  mount --bind /sys "$root/sys"
}

# inside ROOT COMMAND: by its shell, in its own environment.
inside() {
  local root=$1 lent
  mapfile -t lent < <(env | grep -iE '^(https?|no|all)_proxy=' || true)
  env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root TERM="${TERM:-dumb}" "${lent[@]}" \
    chroot "$root" /bin/bash -c "$2" </dev/null
}

drop_roots() {
  local root place
  for root in "${ROOTS[@]}"; do
    for place in dev proc sys; do umount -l "$root/$place" 2>/dev/null || true; done
    if [ -z "${KEEP:-}" ]; then rm -rf --one-file-system "$root"; else echo "left: $root"; fi
  done
}

timed() {
  local started=$SECONDS
  "$@"
  echo "bare: $((SECONDS - started)) s: ${*: -1}"
}

[ "$(id -u)" = 0 ] || { echo "run as root" >&2; exit 1; }
trap drop_roots EXIT
