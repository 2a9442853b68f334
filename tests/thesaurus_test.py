#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The thesaurus keeps its form: columns, known fields and kinds, groups of two and more, and no term that stands twice."""
import collections
import pathlib
import re
import sys
import unicodedata

root = pathlib.Path(sys.argv[1])
KINDS = {"synonym", "acronym", "variant"}
LEAST, LEAST_OF_FIELD, LONGEST = 1000, 60, 40
SMALL_FIELDS = {"services", "other"}
faults = []


def rows_of(path):
    for number, line in enumerate(path.read_text(encoding="utf-8").split("\n"), 1):
        if line and not line.startswith("#"):
            yield number, line


def folded(term):
    """As the analyzer compares terms: spaces, hyphens and case do not make another one."""
    return re.sub(r"[\s\-‐‑–]+", "", unicodedata.normalize("NFKC", term).casefold())


fields = [line.split("\t")[0] for _, line in rows_of(root / "corpus" / "vocab" / "field.tsv")][1:]
path = root / "corpus" / "thesaurus" / "thesaurus.tsv"
text = path.read_text(encoding="utf-8")
if "\r" in text or "\ufeff" in text or not text.endswith("\n"):
    faults.append("thesaurus.tsv: a carriage return or a byte order mark, or no line end at the end")
if not re.search(r"^# edition: [1-9][0-9]*$", text, re.M):
    faults.append("thesaurus.tsv: no line that gives the edition")

rows = list(rows_of(path))
if not rows or rows[0][1] != "field\tterms\tkind":
    faults.append("thesaurus.tsv: the first line that is no remark is not the heading field, terms, kind")
groups = collections.Counter()
line_of = {}
past = []
for number, line in rows[1:]:
    place = f"thesaurus.tsv:{number}"
    columns = line.split("\t")
    if len(columns) != 3:
        faults.append(f"{place}: {len(columns)} columns instead of 3")
        continue
    field, terms, kind = columns[0], columns[1].split(";"), columns[2]
    if field not in fields:
        faults.append(f"{place}: unknown field {field!r}")
    elif not past or past[-1] != field:
        if field in past:
            faults.append(f"{place}: the groups of {field} do not stand together")
        past.append(field)
    if kind not in KINDS:
        faults.append(f"{place}: unknown kind {kind!r}")
    if len(terms) < 2:
        faults.append(f"{place}: a group of one term")
    groups[field] += 1
    for term in terms:
        if not term or len(term) > LONGEST:
            faults.append(f"{place}: {term!r} has {len(term)} characters, allowed are 1 to {LONGEST}")
        if term != " ".join(term.split()) or any(unicodedata.category(c).startswith("C") for c in term):
            faults.append(f"{place}: white space or a control character too many in {term!r}")
        if re.fullmatch(r"[A-Za-z]{1,2}", term):
            faults.append(f"{place}: {term!r} is too short to mean one thing")
        if folded(term) in line_of:
            faults.append(f"{place}: {term!r} stands in line {line_of[folded(term)]} already")
        line_of.setdefault(folded(term), number)

if sum(groups.values()) < LEAST:
    faults.append(f"thesaurus.tsv: {sum(groups.values())} groups, at least {LEAST} are promised")
for field in fields:
    if field not in SMALL_FIELDS and groups[field] < LEAST_OF_FIELD:
        faults.append(f"thesaurus.tsv: {groups[field]} groups of {field}, at least {LEAST_OF_FIELD} are promised")

print("\n".join(faults) or f"{sum(groups.values())} groups, {len(line_of)} terms: " + ", ".join(f"{f} {groups[f]}" for f in fields))
sys.exit(1 if faults else 0)
