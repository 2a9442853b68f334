#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# systemd_test.sh QUEQIAO SOURCE_DIR: does systemd find the units of packaging/systemd sound? With the program just built in place of /usr/bin/queqiao.
set -eu
if ! command -v systemd-analyze >/dev/null; then
  echo "skipped: this machine has no systemd-analyze"
  exit 0
fi
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
for unit in "$2"/packaging/systemd/*; do
  sed "s|/usr/bin/queqiao|$1|" "$unit" >"$place/$(basename "$unit")"
done
# What opens an index needs more files than the 1,024 that systemd gives at first.
for unit in "$2"/packaging/systemd/*.service; do
  if grep -q "^ExecStart=/usr/bin/queqiao" "$unit" && ! grep -q "^LimitNOFILE=" "$unit"; then
    echo "no LimitNOFILE: $unit"
    exit 1
  fi
done
# Its words are the verdict: it also ends with 0 after a warning about an unknown key.
said=$(systemd-analyze verify "$place"/* 2>&1) || { echo "$said"; exit 1; }
if echo "$said" | grep -q queqiao; then
  echo "$said"
  exit 1
fi
echo "units sound: $(ls "$place" | tr '\n' ' ')"
