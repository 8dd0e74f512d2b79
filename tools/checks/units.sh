#!/usr/bin/env bash
# systemd's own judgement of the units in deploy/systemd: every line understood, and no more exposed than `safe`. Their
# programs need not be installed.
#
# usage: units.sh [UNIT…]    those of deploy/systemd without a UNIT
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
if [ $# = 0 ]; then set -- deploy/systemd/*@.service; fi
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
for unit in "$@"; do
  instance=$work/$(basename "${unit/@.service/@decode.service}")
  sed 's#^ExecStart=[^ ]*#ExecStart=/bin/true#' "$unit" >"$instance"
  said=$(systemd-analyze verify --man=no "$instance" 2>&1) || { printf '%s\n' "$said"; exit 1; }
  # An unknown key is only warned of.
  if [ -n "$said" ]; then printf '%s\n' "$said"; exit 1; fi
  systemd-analyze security --offline=yes --threshold=20 "$instance" | tail -n 1  # fails above it
done
