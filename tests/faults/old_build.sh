#!/usr/bin/env bash
# The programs of an older commit, for the row `upgrade` (rows_upgrade.py).
#
# usage: tests/faults/old_build.sh [COMMIT]    the last line is the folder of its programs: MARSAD_OLD_BIN
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
commit=$(git rev-parse --verify "${1:-4b5df8d}^{commit}")
folder=$PWD/build/old/${commit:0:12}
if [ ! -e "$folder/built" ]; then
  mkdir -p "$folder"
  git archive "$commit" | tar -x -C "$folder"
  cmake -S "$folder" -B "$folder/build/release" -G Ninja -DCMAKE_CXX_COMPILER=g++-12 -DCMAKE_CXX_COMPILER_LAUNCHER=ccache \
    -DCMAKE_BUILD_TYPE=Release -DMARSAD_TESTS=OFF >"$folder/configure.log"
  cmake --build "$folder/build/release" >"$folder/build.log"
  touch "$folder/built"
fi
echo "$folder/build/release/bin"
