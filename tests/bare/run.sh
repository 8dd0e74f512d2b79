#!/usr/bin/env bash
# What a newcomer sees: a bare Debian 12 with nothing but git, a clean clone, `./dev demo` twice, or `./dev test`.
#
# usage: tests/bare/run.sh [demo | test | COMMAND]      as root, with debootstrap; needs some 3 GB (demo) or 8 GB (test)
#
# The network is the host's: its resolver, hosts, proxies and the certificates that it trusts are lent to the new root.
#   MIRROR=URL   where debootstrap fetches from; KEEP=1 leaves the root for a look; SUITE=trixie is Debian 13
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

what=${1:-demo}
mirror=${MIRROR:-http://deb.debian.org/debian}
suite=${SUITE:-bookworm}
root=$(mktemp -d "${TMPDIR:-/tmp}/marsad-bare.XXXXXX")

clean() {
  local place
  for place in dev proc sys; do umount -l "$root/$place" 2>/dev/null || true; done
  if [ -z "${KEEP:-}" ]; then rm -rf --one-file-system "$root"; else echo "left: $root"; fi
}
trap clean EXIT

timed() {
  local started=$SECONDS
  "$@"
  echo "bare: $((SECONDS - started)) s: ${*: -2}"
}

lend_network() {
  cp --dereference /etc/resolv.conf /etc/hosts "$root/etc/"
  mkdir -p "$root/usr/local/share/ca-certificates"
  cp /usr/local/share/ca-certificates/*.crt "$root/usr/local/share/ca-certificates/" 2>/dev/null || true
  apt-config dump | grep -iE '^Acquire::(http|https)::' >"$root/etc/apt/apt.conf.d/90host" || true
}

inside() {
  local lent
  mapfile -t lent < <(env | grep -iE '^(https?|no|all)_proxy=' || true)
  env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root TERM="${TERM:-dumb}" "${lent[@]}" \
    chroot "$root" /bin/bash -c "cd /marsad && $1" </dev/null
}

[ "$(id -u)" = 0 ] || { echo "run as root" >&2; exit 1; }
debootstrap --variant=minbase --include=git "$suite" "$root" "$mirror" >"$root.log" 2>&1 || { tail "$root.log" >&2; exit 1; }
rm -f "$root.log"
lend_network
mount -t proc proc "$root/proc"
mount --rbind /dev "$root/dev"
mount --make-rslave "$root/dev"
mount --bind /sys "$root/sys"
git clone --quiet --no-local . "$root/marsad"

case $what in
  demo)
    timed inside "./dev demo"
    timed inside "./dev demo"
    ;;
  test) timed inside ".ci/run" ;;
  *) timed inside "$what" ;;
esac
