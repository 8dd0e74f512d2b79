#!/usr/bin/env bash
# From the sources to a pod's programs, for real: the package is built in a bare Debian, installed, tried, walked (walk.py) and
# purged in another, put into an image by deploy/Dockerfile, and the image's programs run as they do in a pod: another user than root,
# a root that nobody can write to, and no shell.
#
# usage: tests/bare/try_package.sh [SUITE [PACKAGES]]     as root, with debootstrap and buildah; SUITE: trixie or bookworm
#
#   PACKAGES     a folder that `./dev package` left on that Debian: nothing is built then
#   TWICE=1      the image a second time: its layers must be the same
#   MIRROR, ROOT_TAR, KEEP: root.sh. The image stays in buildah's storage as localhost/marsad:try.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
# shellcheck source=tests/bare/root.sh
. tests/bare/root.sh

suite=${1:-trixie}
packages=${2:-}
export STORAGE_DRIVER=vfs BUILDAH_ISOLATION=chroot
work=$(mktemp -d "${TMPDIR:-/tmp}/marsad-package.XXXXXX")
trap 'drop_roots; rm -rf "$work"' EXIT

say() { printf '== %s\n' "$*"; }
fail() { printf 'try_package: %s\n' "$*" >&2; exit 1; }

# ------------------------------------------------------------------------------------------------------------ package
build_packages() {
  make_root "$suite" git
  local root=${ROOTS[-1]}
  lend_network "$root"
  mount_system "$root"
  git clone --quiet --no-local . "$root/marsad"
  inside "$root" "cd /marsad && ./dev package"
  packages=$work/packages
  cp -r "$root/marsad/build/package/packages" "$packages"
}

# What is in it, what it says of itself, and that nothing stays of it.
try_package() {
  make_root "$suite"
  local root=${ROOTS[-1]} before after unit
  tar -C "$root" -cf "$work/base.tar" .  # before anything is lent to it: what the image is made of
  lend_network "$root"
  mount_system "$root"
  cp "$packages"/marsad_*.deb "$root/root/"
  inside "$root" "apt-get update -qq && apt-get install -qq -y --no-install-recommends systemd procps" >"$work/apt.log" 2>&1 || fail "$(tail "$work/apt.log")"
  before=$(inside "$root" "find /usr/bin /etc /var/lib /usr/share/marsad /usr/share/doc -name '*marsad*' 2>/dev/null | sort")
  inside "$root" "apt-get install -qq -y --no-install-recommends /root/marsad_*.deb" >"$work/apt.log" 2>&1 || fail "$(tail "$work/apt.log")"
  version=$(inside "$root" "marsad --version")
  say "$version"
  inside "$root" "cd /tmp && marsad demo" >"$work/demo.log" 2>&1 || fail "marsad demo: $(tail "$work/demo.log")"
  tail -n 3 "$work/demo.log"
  inside "$root" "marsad check /etc/marsad/marsad.yaml --offline" >/dev/null || fail "the configuration that it brings is refused"
  for unit in decode normalize tag summarize order cluster; do
    said=$(inside "$root" "systemd-analyze verify --man=no marsad-stage@$unit.service" 2>&1) || fail "$said"
    [ -z "$said" ] || fail "$said"
  done
  /usr/bin/python3 tests/bare/walk.py "$root" "$(echo "$packages"/marsad_*.deb)" || fail "the walk of docs/install.md"
  inside "$root" "echo '# mine' >>/etc/marsad/marsad.yaml && mkdir -p /var/lib/private/marsad/tag && apt-get remove -qq -y marsad" >"$work/apt.log" 2>&1
  inside "$root" "grep -q mine /etc/marsad/marsad.yaml" || fail "removing it took the configuration"
  inside "$root" "apt-get purge -qq -y marsad" >"$work/apt.log" 2>&1 || fail "$(tail "$work/apt.log")"
  after=$(inside "$root" "find /usr/bin /etc /var/lib /usr/share/marsad /usr/share/doc -name '*marsad*' 2>/dev/null | sort")
  [ "$before" = "$after" ] || fail "purged, there is still: $after"
  say "installed, demo, units, a newcomer's walk, removed, purged: well"
}

try_symbols() {
  local deb=("$packages"/marsad-dbgsym_*.ddeb) program id
  [ -e "${deb[0]}" ] || fail "no marsad-dbgsym in $packages"
  dpkg-deb -x "${deb[0]}" "$work/symbols"
  dpkg-deb -x "$packages"/marsad_*.deb "$work/stripped"
  for program in "$work"/stripped/usr/bin/marsad*; do
    id=$(readelf -n "$program" | sed -n 's/.*Build ID: //p')
    readelf -S "$program" | grep -q '\.debug_info' && fail "$program is not stripped"
    [ -f "$work/symbols/usr/lib/debug/.build-id/${id:0:2}/${id:2}.debug" ] || fail "no symbols of $program ($id)"
  done
  say "symbols of $(find "$work/stripped/usr/bin" -name 'marsad*' | wc -l) programs, apart"
}

# -------------------------------------------------------------------------------------------------------------- image
make_base() {
  local container
  container=$(buildah from scratch)
  buildah add --quiet "$container" "$work/base.tar" / >/dev/null
  buildah commit --quiet "$container" localhost/marsad-base:try >/dev/null
  buildah rm "$container" >/dev/null
  container=$(buildah from scratch)
  buildah copy --quiet "$container" "$packages" /packages >/dev/null
  buildah commit --quiet "$container" localhost/marsad-packages:try >/dev/null
  buildah rm "$container" >/dev/null
}

build_image() {
  local commit=${version#*+}
  buildah build --quiet --format docker --timestamp "$(git log -1 --format=%ct)" -f deploy/Dockerfile -t "$1" \
    --build-arg BASE=localhost/marsad-base:try --build-arg RUNTIME=localhost/marsad-base:try \
    --build-arg PACKAGES=localhost/marsad-packages:try --build-arg "VERSION=${version#marsad }" --build-arg "COMMIT=$commit" . >/dev/null
}

# All that is in it. The rest of an image in Docker's format names the container in which it was made.
layers() { buildah inspect --type image --format '{{.OCIv1.RootFS.DiffIDs}}' "$1"; }

# In the image, as in a pod; the process becomes the command.
# shellcheck disable=SC2016  # expanded by the inner shell
become_pod() {
  exec env -i PATH=/usr/bin:/bin HOME=/var/lib/marsad TMPDIR=/var/lib/marsad unshare --mount bash -c '
    set -e
    image=$1; shift
    mount --bind "$image" "$image"
    mount -o remount,ro,bind "$image"
    mount -t proc proc "$image/proc"
    mount -t tmpfs -o mode=1777 tmpfs "$image/var/lib/marsad"
    for shell in sh bash dash; do mount --bind /dev/null "$image/usr/bin/$shell"; done
    cd "$image"
    exec setpriv --no-new-privs /usr/sbin/chroot --userspec=10001:10001 "$image" "$@"' pod "$mounted" "$@"
}

pod() { (become_pod "$@"); }

try_image() {
  local container
  container=$(buildah from localhost/marsad:try)
  mounted=$(buildah mount "$container")
  local label
  label=$(buildah inspect --format '{{index .Docker.Config.Labels "org.opencontainers.image.version"}} {{.Docker.Config.User}}' "$container")
  [ "$label" = "${version#marsad } 10001" ] || fail "the image says $label, the program $version"
  [ "$(pod marsad --version)" = "$version" ] || fail "the image's program is another"
  if pod sh -c true 2>/dev/null; then fail "there is a shell after all"; fi
  if pod touch /usr/x 2>/dev/null; then fail "its root can be written to"; fi
  local program
  for program in decode normalize tag summarize order cluster; do pod "marsad-$program" --version; done
  pod marsad demo --out /var/lib/marsad/demo >"$work/demo.log" 2>&1 || fail "marsad demo: $(tail "$work/demo.log")"
  tail -n 3 "$work/demo.log"
  try_health
  [ -f "$mounted/usr/share/marsad/sbom.cdx.json" ] || fail "no bill of materials"
  say "the image: $(du -sm "$mounted" | cut -f1) MB, user 10001, root read-only, no shell"
  buildah rm "$container" >/dev/null
}

# A stage whose Kafka is away is alive and not ready, and the image's own probe says so.
try_health() {
  local port
  port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
  printf 'kafka: {bootstrap.servers: "127.0.0.1:1"}\nhttp: {listen: "127.0.0.1:%s"}\n' "$port" >"$mounted/etc/marsad/marsad.yaml"
  become_pod marsad-decode --config /etc/marsad/marsad.yaml --set state_dir=/var/lib/marsad >"$work/decode.log" 2>&1 &
  local stage=$! tries
  for tries in $(seq 100); do
    if pod marsad health --config /etc/marsad/marsad.yaml >"$work/health" 2>&1; then break; fi
    [ "$tries" -lt 100 ] || fail "never alive: $(cat "$work/health" "$work/decode.log")"
  done
  if pod marsad health --ready --config /etc/marsad/marsad.yaml >"$work/health" 2>&1; then fail "ready without Kafka"; fi
  kill "$stage"
  wait "$stage" || fail "SIGTERM: exit $? of $(tail "$work/decode.log")"
  say "alive, not ready: $(cat "$work/health")"
}

[ -n "$packages" ] || build_packages
try_package
try_symbols
make_base
build_image localhost/marsad:try
try_image
if [ -n "${TWICE:-}" ]; then
  build_image localhost/marsad:again
  first=$(layers localhost/marsad:try)
  second=$(layers localhost/marsad:again)
  [ "$first" = "$second" ] || fail "built twice, two images: $first and $second"
  say "built twice, the same layers: $first"
fi
