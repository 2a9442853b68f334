#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Checks indicators.tsv beside it: columns, spans, codes, bounds. Prints what the set holds; exits 1 with `line: fault` if anything is wrong."""
import collections
import math
import pathlib
import re
import sys

here = pathlib.Path(__file__).resolve().parent
COLUMNS = "sentence_id sentence name op value low high unit dimension condition begin end".split()
OPS = {line.split("\t")[0] for line in (here / "../../corpus/vocab/indicator_op.tsv").read_text(encoding="utf-8").splitlines()
       if line and not line.startswith("#")} - {"code"}
# Which of low and high an op fills.
BOUNDS = {"ge": (1, 0), "gt": (1, 0), "le": (0, 1), "lt": (0, 1), "eq": (1, 1), "approx": (1, 1), "range": (1, 1), "in_set": (0, 0)}
NUMBER = re.compile(r"-?\d+(\.\d+)?(e-?\d+)?")

faults = []
dimensions = set()
in_list = False
header = None
sentences = []  # (sentence, [rows])
counts = {"op": collections.Counter(), "dimension": collections.Counter()}

for number, line in enumerate((here / "indicators.tsv").read_text(encoding="utf-8").split("\n"), 1):
    def fault(text):
        faults.append(f"{number}: {text}")

    if line.startswith("#"):
        in_list = in_list or line.startswith("# Dimensions.")
        listed = re.match(r"#   ([a-z_]+) +\S", line)
        if in_list and listed:
            dimensions.add(listed[1])
        continue
    cells = line.split("\t")
    if header is None:
        header = cells
        if cells != COLUMNS:
            fault(f"columns are {cells}")
        continue
    if line == "":
        continue
    if len(cells) != len(COLUMNS):
        fault(f"{len(cells)} columns")
        continue
    row = dict(zip(COLUMNS, cells))
    sentence = row["sentence"]
    if row["sentence_id"] == str(len(sentences)) and sentences and sentences[-1][0] == sentence and row["op"] and sentences[-1][1]:
        pass
    elif row["sentence_id"] == str(len(sentences) + 1):
        if any(sentence == known for known, _ in sentences):
            fault("sentence stands twice")
        if not 8 <= len(sentence) <= 140:
            fault(f"sentence of {len(sentence)} characters")
        sentences.append((sentence, []))
    else:
        fault(f"id {row['sentence_id']} after {len(sentences)}, or rows of one sentence that differ")
        continue
    label = cells[2:]
    if not any(label):
        continue
    if row["op"] not in OPS or row["op"] not in BOUNDS:
        fault(f"op {row['op']}")
        continue
    if row["dimension"] not in dimensions:
        fault(f"dimension {row['dimension']} is not in the header")
    for column in ("name", "value"):
        if not row[column]:
            fault(f"no {column}")
    for column in ("name", "value", "unit", "condition"):
        if row[column] != row[column].strip() or row[column] not in sentence:
            fault(f"{column} «{row[column]}» is not in the sentence")
    for column, filled in zip(("low", "high"), BOUNDS[row["op"]]):
        if bool(row[column]) != bool(filled) or row[column] and not NUMBER.fullmatch(row[column]):
            fault(f"{column} «{row[column]}» with op {row['op']}")
    if row["low"] and row["high"]:
        low, high = float(row["low"]), float(row["high"])
        if not (math.isfinite(low) and math.isfinite(high) and low <= high):
            fault(f"low {low} above high {high}")
        if (low == high) != (row["op"] in ("eq", "approx")):
            fault(f"bounds {low} and {high} with op {row['op']}")
    try:
        begin, end = int(row["begin"]), int(row["end"])
        span = sentence.encode()[begin:end].decode()
        if not 0 <= begin < end <= len(sentence.encode()):
            fault("span outside the sentence")
    except (ValueError, UnicodeDecodeError):
        fault("span is not on character bounds")
        continue
    if row["value"] not in span or row["unit"] not in span:
        fault(f"span «{span}» without value or unit")
    if not span.endswith(row["unit"] or row["value"]) and not span.endswith(row["value"]):
        fault(f"span «{span}» goes on behind the unit")
    if span != span.strip():
        fault(f"span «{span}» has space at its ends")
    if sentences[-1][1] and begin < sentences[-1][1][-1]:
        fault(f"span «{span}» overlaps the one before")
    sentences[-1][1].append(end)
    for column in counts:
        counts[column][row[column]] += 1

for unused in sorted(dimensions - set(counts["dimension"])):
    faults.append(f"header: dimension {unused} is used by no row")
print("\n".join(faults) or "every row is sound")
print(f"{len(sentences)} sentences, {sum(1 for _, ends in sentences if not ends)} without an indicator, {sum(counts['op'].values())} indicators")
for column, counter in counts.items():
    print(f"{column}: " + ", ".join(f"{key} {count}" for key, count in counter.most_common()))
sys.exit(1 if faults else 0)
