#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""How well near-duplicates are found: copies of real abstracts with 0 to 40 % of their text changed, among all the others. Prints Markdown.

near_duplicates.py BUILD_DIR [COPIES]   (COPIES of each kind and level, default 200; needs ../shared/data/zhsci-title, says so where it is missing)

Two kinds of change: `characters` replaces, leaves out or adds single characters; `sentences` leaves out sentences, puts in others from elsewhere and
changes the order. Titles are changed by characters, half as much. Precision counts every group whose records are no original with its copies; real
abstracts hold a few duplicates of their own, which it counts as wrong.
"""
import collections
import json
import pathlib
import random
import re
import shutil
import subprocess
import sys
import tempfile

root = pathlib.Path(__file__).resolve().parents[2]
queqiao = root / sys.argv[1] / "queqiao"
copies = int(sys.argv[2]) if len(sys.argv) > 2 else 200
shared = root.parent / "shared" / "data" / "zhsci-title"
if not (shared / "docs.jsonl").exists():
    print("skipped: ../shared/data/zhsci-title is not here; near-duplicates are measured on its abstracts")
    sys.exit(0)

rng = random.Random(20261126)
docs = {d["id"]: d["abstract"] for d in map(json.loads, open(shared / "docs.jsonl", encoding="utf-8"))}
queries = dict(line.rstrip("\n").split("\t")[:2] for line in open(shared / "queries.dev.tsv", encoding="utf-8"))
titles = {}
for line in open(shared / "qrels.tsv", encoding="utf-8"):
    query, _, doc, _ = line.split()
    if query in queries:
        titles[doc] = queries[query]
characters = [c for text in list(docs.values())[:2000] for c in text if "\u4e00" <= c <= "\u9fff"]
sentences = [s for text in list(docs.values())[:5000] for s in re.split(r"(?<=[。；;])", text) if len(s) > 12]


def by_characters(text, share):
    out = []
    for c in text:
        if rng.random() >= share:
            out.append(c)
            continue
        what = rng.randrange(3)
        if what != 0:
            out.append(rng.choice(characters))
        if what == 2:
            out.append(c)
    return "".join(out)


def by_sentences(text, share):
    kept = [s for s in re.split(r"(?<=[。；;,，])", text) if s]
    new = [rng.choice(sentences) if rng.random() < share / 2 else s for s in kept if rng.random() >= share / 2]
    if share and rng.random() < 0.5:
        rng.shuffle(new)
    return "".join(new) or text


levels = [0, 0.05, 0.1, 0.2, 0.3, 0.4]
with_titles = [d for d in titles if len(docs.get(d, "")) > 80]
originals = rng.sample(with_titles, copies * len(levels) * 2)
work = pathlib.Path(tempfile.mkdtemp(prefix="queqiao-duplicates-"))
try:
    planted = {}
    with open(work / "all.jsonl", "w", encoding="utf-8") as file:
        for doc, text in docs.items():
            file.write(json.dumps({"id": doc, "title": titles.get(doc) or re.split("[,，。.;；]", text)[0][:60] or "无题", "summary": text}, ensure_ascii=False) + "\n")
        for number, doc in enumerate(originals):
            level, change = levels[number // copies % len(levels)], (by_characters if number < copies * len(levels) else by_sentences)
            planted[f"copy-{number:05}"] = (doc, level, change.__name__)
            file.write(json.dumps({"id": f"copy-{number:05}", "title": by_characters(titles[doc], level / 2) or "无题", "summary": change(docs[doc], level)}, ensure_ascii=False) + "\n")

    def run(*command):
        return subprocess.run([queqiao, "--data", work / "data", *command], check=True, capture_output=True, text=True).stdout

    run("import", "--quiet", "--kind", "achievement", work / "all.jsonl")
    run("index", "build", "--quiet")
    group = {}
    right = wrong = 0
    for line in run("index", "duplicates", "--json").splitlines():
        ids = json.loads(line)["ids"]
        sources = [planted[i][0] if i in planted else i for i in ids]
        group.update({i: number for number, i in ((ids[0], i) for i in ids)})
        for source, count in collections.Counter(sources).items():
            right += count - 1
        wrong += len(set(sources)) - 1
finally:
    shutil.rmtree(work, ignore_errors=True)

found = collections.Counter()
for copy, (doc, level, change) in planted.items():
    found[(change, level)] += copy in group and group.get(doc) == group[copy]
print(f"{len(docs):,} abstracts, {len(planted):,} planted copies; precision {right / max(1, right + wrong):.3f} ({right} right, {wrong} wrong joins)\n")
print("| text changed | " + " | ".join(f"{level:.0%}" for level in levels) + " |\n|---|" + "---|" * len(levels))
for change, words in (("by_characters", "by characters"), ("by_sentences", "by sentences")):
    print(f"| {words}: found | " + " | ".join(f"{found[(change, level)] / copies:.2f}" for level in levels) + " |")
