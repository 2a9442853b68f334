#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Ranking quality: the sample corpus's judgments, and the collections of ../shared/data where they are there, beside the peer's run on the same queries.
set -eu
cd "$(dirname "$0")/../.."
queqiao=$PWD/build/release/queqiao
data=$(mktemp -d)
trap 'rm -rf "$data"' EXIT
"$queqiao" --data "$data" import --quiet corpus/sample/enterprises.jsonl corpus/sample/achievements.jsonl corpus/sample/needs.jsonl corpus/sample/experts.jsonl >/dev/null
"$queqiao" --data "$data" index build --quiet >/dev/null
echo "== sample corpus"
"$queqiao" --data "$data" eval --quiet corpus/sample
shared=../shared/data
if [ ! -d "$shared" ]; then
  echo "skipped: ../shared/data is not here, so only the sample corpus was measured"
  exit 0
fi
for row in zhsci-problem:need zhsci-kw1:search zhsci-title:search chinaxiv-cite:similar chinaxiv-expert:expert drcd:search; do
  set=${row%%:*} as=${row##*:}
  echo "== $set --as $as"
  "$queqiao" eval --quiet "$shared/$set" --split dev --as "$as" --against "$shared/$set/peer-lucene-cjk.dev.run"
done
