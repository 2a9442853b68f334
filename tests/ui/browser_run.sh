#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# A real browser on the real service over the sample corpus: browser_run.sh QUEQIAO SOURCE_DIR
set -eu
queqiao=$1
source=$2
data=$(mktemp -d)
pid=
trap 'kill "$pid" 2>/dev/null || true; wait 2>/dev/null || true; rm -rf "$data"' EXIT
"$queqiao" --data "$data/d" import --quiet "$source/corpus/sample/enterprises.jsonl" "$source/corpus/sample/achievements.jsonl" \
  "$source/corpus/sample/needs.jsonl" "$source/corpus/sample/experts.jsonl" >/dev/null
"$queqiao" --data "$data/d" index build --quiet >/dev/null
token=$("$queqiao" --data "$data/d" token new browser --quiet)
broker=$("$queqiao" --data "$data/d" token new broker --scope broker --quiet)
"$queqiao" --data "$data/d" serve --port 0 --pages "$source/web/ui/dist" >"$data/out" 2>"$data/log" &
pid=$!
for _ in $(seq 100); do
  url=$(grep -oh 'http://[0-9.:]*' "$data/out" "$data/log" 2>/dev/null | head -n 1 || true)
  [ -n "$url" ] && break
  sleep 0.1
done
[ -n "$url" ] || { cat "$data/log" >&2; exit 1; }
QUEQIAO_URL=$url QUEQIAO_TOKEN=$token QUEQIAO_BROKER=$broker node "$source/tests/ui/browser_run.mjs"
