#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Ranking quality: the sample corpus's judgments, and the collections of ../shared/data where they are there, beside the figures kept last and the peer's run on the same
# queries. eval.sh --update keeps this run's figures.
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
sets=
for row in zhsci-problem:need zhsci-kw1:search zhsci-title:search chinaxiv-cite:similar chinaxiv-expert:expert drcd:search; do
  sets="$sets $shared/$row"
done
echo "== collections, dev queries; changes since tests/relevance/quality.json"
# Without quotes: no name has a space.
"$queqiao" eval --quiet --table tests/relevance/quality.json "$@" $sets
# Two sets hold too little of their own for what learning needs, so the table of docs/benchmarks.md has them with texts of other sets beside; both prints have the figures without as well.
echo "== zhsci-kw1, learning from papers beside it"
"$queqiao" eval --quiet "$shared/zhsci-kw1" --as search --learn-from "$shared/papers.jsonl" --against "$shared/zhsci-kw1/peer-lucene-cjk.dev.run"
echo "== chinaxiv-expert, with linked results, learning from abstracts"
"$queqiao" eval --quiet "$shared/chinaxiv-expert" --as expert --results-from "$shared/chinaxiv-cite/docs.jsonl" --learn-from "$shared/zhsci-problem/docs.jsonl" \
  --against "$shared/chinaxiv-expert/peer-lucene-cjk.dev.run"
