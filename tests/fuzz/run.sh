#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Coverage-guided fuzzing of every target for FUZZ_SECONDS each (default 600), with Debian's clang-19 and libFuzzer; beginning from the kept inputs.
# What breaks a target is left in build/fuzz/crashes: mend the fault and keep the input in tests/fuzz/kept/TARGET. Every target gets its time,
# whatever became of those before it; the exit status is 1 where one of them broke or had no inputs to begin from.
set -eu
cd "$(dirname "$0")/../.."
packaging/install-packages.sh packaging/packages.txt packaging/packages-test.txt packaging/packages-fuzz.txt
seconds=${FUZZ_SECONDS:-600}
cmake -S . -B build/fuzz -G Ninja -DCMAKE_BUILD_TYPE=Debug -DCMAKE_CXX_COMPILER=clang++-19 -DQUEQIAO_FUZZ=ON -DQUEQIAO_TESTS=OFF -DCMAKE_UNITY_BUILD=ON >/dev/null
# Each source is a target: a target left over from one that has gone is not run, and one that was not built is missed.
names=$(for source in tests/fuzz/fuzz_*.cc; do basename "$source" .cc; done)
# shellcheck disable=SC2086
cmake --build build/fuzz --target $names
mkdir -p build/fuzz/crashes
broken=""
for name in $names; do
  mkdir -p "build/fuzz/corpus/$name"
  log=build/fuzz/$name.log
  echo "== $name for $seconds s"
  # Not through a pipe: its exit status would be the last command's, and a crash would go by.
  if "build/fuzz/tests/fuzz/$name" -max_total_time="$seconds" -rss_limit_mb=4096 -timeout=20 -print_final_stats=1 \
    -artifact_prefix="build/fuzz/crashes/$name-" "build/fuzz/corpus/$name" "tests/fuzz/kept/$name" >"$log" 2>&1; then
    tail -n 8 "$log"
  else
    tail -n 40 "$log"
    broken="$broken $name"
  fi
done
if [ -n "$broken" ]; then
  echo "broken:$broken; the inputs are in build/fuzz/crashes, the reports in build/fuzz/TARGET.log" >&2
  exit 1
fi
echo "no fault in: $(echo $names)"
