#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Grows a collection of abstracts to N documents for benchmarks: grow.py DOCS.jsonl N > GROWN.jsonl

Each new document takes sentences of at least three abstracts and carries new names and model numbers, so that the vocabulary grows with the
collection as a real one's does, and near-duplicates do not appear. Same seed, same documents. The originals come first, as they are.
On stderr: how many documents, sentences, and the largest group of documents that share two sentences (near-duplicates would show there).
"""
import collections
import json
import random
import re
import sys

source, wanted = sys.argv[1], int(sys.argv[2])
rng = random.Random(20261121)
docs = [json.loads(line) for line in open(source, encoding="utf-8")]
sentences = []  # (abstract number, sentence)
for number, doc in enumerate(docs):
    for sentence in re.split(r"(?<=[。.；;])", doc["abstract"]):
        if len(sentence) >= 12:
            sentences.append((number, sentence.strip()))
characters = sorted({c for _, s in sentences[:20000] for c in s if "\u4e00" <= c <= "\u9fff"})


def clause():
    return max(re.split(r"[，,。；;：:（(]", rng.choice(sentences)[1]), key=len)


def name():
    return "".join(rng.choice(characters) for _ in range(rng.randint(2, 4)))


def model():
    return "".join(rng.choice("ABCDEFGHJKLMNPQRSTUVWXYZ") for _ in range(rng.randint(1, 3))) + "-" + str(rng.randint(10, 99999)) + rng.choice(["", "A", "B", "Pro"])


out = sys.stdout
for doc in docs[:wanted]:
    out.write(json.dumps({"id": doc["id"], "summary": doc["abstract"]}, ensure_ascii=False) + "\n")
shared = collections.Counter()
for number in range(len(docs), wanted):
    while True:
        picked = [rng.choice(sentences) for _ in range(rng.randint(3, 6))]
        if len({abstract for abstract, _ in picked}) >= 3:
            break
    texts = [text for _, text in picked]
    texts.insert(rng.randint(0, len(texts)), f"{name()}{rng.choice(['公司', '研究所', '团队'])}研制的{name()}{rng.choice(['装置', '系统', '材料', '方法'])}{model()}用于{name()}。")
    # A title is made of the first clause, and real titles are hardly ever shared: the halves of two clauses.
    texts.insert(0, f"{clause()[:12]}{clause()[-12:]}。")
    keys = sorted({hash(text) & 0xFFFFFFFF for text in texts})
    for i, first in enumerate(keys):
        for second in keys[i + 1:]:
            shared[(first, second)] += 1
    out.write(json.dumps({"id": f"g{number:07}", "summary": "".join(texts)}, ensure_ascii=False) + "\n")
largest = shared.most_common(1)[0][1] if shared else 1
print(f"{wanted} documents from {len(docs)} abstracts, {len(sentences)} sentences; largest group that shares two sentences: {largest}", file=sys.stderr)
