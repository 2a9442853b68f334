#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Coverage-guided fuzzing of every target for FUZZ_SECONDS each (default 600), with Debian's clang-19 and libFuzzer; beginning from the kept inputs.
# What breaks a target is left in build/fuzz/crashes: mend the fault and keep the input in tests/fuzz/kept/TARGET.
set -eu
cd "$(dirname "$0")/../.."
packaging/install-packages.sh packaging/packages.txt packaging/packages-test.txt packaging/packages-fuzz.txt
seconds=${FUZZ_SECONDS:-600}
cmake -S . -B build/fuzz -G Ninja -DCMAKE_BUILD_TYPE=Debug -DCMAKE_CXX_COMPILER=clang++-19 -DQUEQIAO_FUZZ=ON -DQUEQIAO_TESTS=OFF >/dev/null
cmake --build build/fuzz
mkdir -p build/fuzz/crashes
for target in build/fuzz/tests/fuzz/fuzz_*; do
  [ -x "$target" ] && [ -f "$target" ] || continue
  name=$(basename "$target")
  mkdir -p "build/fuzz/corpus/$name"
  echo "== $name for $seconds s"
  "$target" -max_total_time="$seconds" -rss_limit_mb=4096 -timeout=20 -print_final_stats=1 \
    -artifact_prefix="build/fuzz/crashes/$name-" "build/fuzz/corpus/$name" "tests/fuzz/kept/$name" 2>&1 | tail -n 12
done
