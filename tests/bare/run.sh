#!/usr/bin/env bash
# What a newcomer sees: a bare Debian 12 with nothing but git, a clean clone, `./dev demo` twice, or `./dev test`.
#
# usage: tests/bare/run.sh [demo | test | COMMAND]      as root, with debootstrap; needs some 3 GB (demo) or 8 GB (test)
#
#   SUITE=trixie is Debian 13; MIRROR, ROOT_TAR, KEEP: root.sh
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
# shellcheck source=tests/bare/root.sh
. tests/bare/root.sh

what=${1:-demo}
make_root "${SUITE:-bookworm}" git
root=${ROOTS[0]}
lend_network "$root"
mount_system "$root"
git clone --quiet --no-local . "$root/marsad"

case $what in
  demo)
    timed inside "$root" "cd /marsad && ./dev demo"
    timed inside "$root" "cd /marsad && ./dev demo"
    ;;
  test) timed inside "$root" "cd /marsad && .ci/run" ;;
  *) timed inside "$root" "cd /marsad && $what" ;;
esac
