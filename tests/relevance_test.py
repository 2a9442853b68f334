#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Result pages of the sample corpus, kept so that a change of ranking is read as a difference of pages and figures.

relevance_test.py SOURCE_DIR QUEQIAO [--update]   Writes what it sees to tests/relevance/pages.md and figures.json with --update, else says how the two differ.
"""
import difflib
import json
import pathlib
import subprocess
import sys
import tempfile

source, queqiao = pathlib.Path(sys.argv[1]), sys.argv[2]
place = source / "tests" / "relevance"
SHOWN = 5
LONGEST_HEADING = 80
FIGURES = ("MRR@10", "nDCG@10", "R@10", "R@100", "queries")


def run(data, *words):
    done = subprocess.run([queqiao, "--data", data, *words], capture_output=True, text=True, check=False)
    if done.returncode not in (0, 1):
        sys.exit(f"queqiao {' '.join(words)}: exit {done.returncode}\n{done.stderr}")
    return done.stdout


def marked(parts):
    return "".join(f"**{part['text']}**" if part["match"] else part["text"] for part in parts)


def heading(query):
    return query if len(query) <= LONGEST_HEADING else f"{query[:LONGEST_HEADING]}… ({len(query)} characters)"


def page(number, kind, pipeline, query, data):
    if pipeline == "search":
        answer = json.loads(run(data, "search", "--json", "--no-facets", "--kind", kind, "--size", str(SHOWN), "--", query))
        found, total = answer["hits"], f", {'' if answer['total']['relation'] == 'exact' else 'about '}{answer['total']['value']} found"
    else:
        file = pathlib.Path(data) / "need.txt"
        file.write_text(query, encoding="utf-8")
        answer = json.loads(run(data, "match", "--json", "--to", kind, "--top", str(SHOWN), "--text", str(file)))
        found, total = answer["matches"], ""
    lines = [f"## {number} {heading(query)}", "", f"{pipeline}, {kind}{total}", ""]
    lines += [f"> {note['message']}" for note in answer["notes"]]
    if "did_you_mean" in answer:
        lines.append(f"> 您是不是要找 did you mean: {answer['did_you_mean']['text']}")
    for rank, hit in enumerate(found, 1):
        title = marked(hit["title_parts"]) if "title_parts" in hit else hit["title"]
        lines.append(f"{rank}. {hit['id']} {title} ({hit['score']:.3f})")
        lines += [f"   {marked(fragment['parts'])}".replace("\n", " ") for fragment in hit["fragments"][:1]]
    return lines + [""]


with tempfile.TemporaryDirectory() as data:
    sample = source / "corpus" / "sample"
    run(data, "import", "--quiet", *(str(sample / f"{name}.jsonl") for name in ("enterprises", "achievements", "needs", "experts")))
    run(data, "index", "build", "--quiet", "--threads", "1")
    pages = ["# Pages of the sample corpus", "", "Fictional records. Written by relevance_test.py --update; each number in brackets is a score.", ""]
    for line in (place / "queries.tsv").read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            pages += page(*line.split("\t"), data)
    figures = {side: {name: row[name] for name in FIGURES} for side, row in json.loads(run(data, "eval", "--json", str(sample))).items()}

seen = {"pages.md": "\n".join(pages), "figures.json": json.dumps(figures, indent=1) + "\n"}
differs = False
for name, text in seen.items():
    file = place / name
    if "--update" in sys.argv:
        file.write_text(text, encoding="utf-8")
        continue
    kept = file.read_text(encoding="utf-8") if file.exists() else ""
    for line in difflib.unified_diff(kept.splitlines(), text.splitlines(), f"kept {name}", f"seen {name}", lineterm="", n=2):
        differs = True
        print(line)
if differs:
    sys.exit("the pages differ from those kept; where the change is meant, read the difference and run it with --update")
