#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What each part of the search is worth on the collections of ../shared/data: ablation.py QUEQIAO [SET ...] > TABLE.md

For each collection words alone, then with each part added by itself, then with all of them, compared query by query with words alone. Everything is
built anew for each row, learning too, so all of it takes an hour. Two rows are measured at a time, so no row has a time.
"""
import concurrent.futures
import json
import pathlib
import subprocess
import sys
import tempfile

SHARED = pathlib.Path(__file__).resolve().parents[3] / "shared" / "data"
# Collection, pipeline, what stands beside it, figures with a goal.
SETS = {
    "zhsci-problem": ("need", [], ["MRR@10", "R@100"]),
    "zhsci-kw1": ("search", ["--learn-from", SHARED / "papers.jsonl"], ["nDCG@10", "R@100"]),
    "zhsci-title": ("search", [], ["MRR@10"]),
    "chinaxiv-cite": ("similar", [], ["MRR@10", "R@100"]),
    "chinaxiv-expert": ("expert", ["--results-from", SHARED / "chinaxiv-cite" / "docs.jsonl", "--learn-from", SHARED / "zhsci-problem" / "docs.jsonl"],
                        ["MRR@10", "R@100"]),
    "drcd": ("search", [], ["MRR@10"]),
}
# Row, whether another name stands for a word, whether a lexicon, meaning and the order of words are learned.
ROWS = {
    "words alone": (False, False, False, False),
    "+ thesaurus": (True, False, False, False),
    "+ learned lexicon": (False, True, False, False),
    "+ meaning": (False, False, True, False),
    "+ order of words": (False, False, False, True),
    "thesaurus, meaning and order (the default)": (True, False, True, True),
}


def config_of(row):
    synonyms, lexicon, meaning, order = (str(part).lower() for part in ROWS[row])
    return f"[search]\nsynonyms = {synonyms}\n[learn]\nlexicon = {lexicon}\nmodel = {meaning}\nranking = {order}\n"


def measured(queqiao, name, row, place, against):
    """The answer of `eval --json`, or what it said where it failed."""
    pipeline, beside, _ = SETS[name]
    learns = ROWS[row][2] or ROWS[row][3]
    if not learns and "--learn-from" in beside:
        beside = beside[: beside.index("--learn-from")]
    slug = str(list(ROWS).index(row))
    config = place / f"{name}.{slug}.toml"
    config.write_text(config_of(row), encoding="utf-8")
    command = [queqiao, "--config", config, "eval", SHARED / name, "--as", pipeline, "--json", "--run", place / f"{name}.{slug}.run", *beside]
    if against:
        command += ["--against", against]
    done = subprocess.run([str(part) for part in command], capture_output=True, text=True)
    if done.returncode != 0:
        sys.exit(f"{name}, {row}: {done.stderr[-2000:]}")
    print(f"{name}, {row}: {json.loads(done.stdout).get('learned', '')}", file=sys.stderr, flush=True)
    return json.loads(done.stdout)


def cell(answer, figure):
    if "against" not in answer:
        return f"{answer[figure]:.4f}"
    compared = answer["against"]["figures"][figure]
    return f"{compared['difference']:+.4f} (p {compared['p']:.2g})" if compared["difference"] else "0"


def rows_of(queqiao, names, place):
    bases = {name: measured(queqiao, name, "words alone", place, None) for name in names}
    wanted = [(name, row) for row in list(ROWS)[1:] for name in names]
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        answers = pool.map(lambda one: measured(queqiao, *one, place, place / f"{one[0]}.0.run"), wanted)
        return {(name, "words alone"): bases[name] for name in names} | dict(zip(wanted, answers))


def main():
    if len(sys.argv) < 2 or any(name not in SETS for name in sys.argv[2:]):
        sys.exit(f"usage: ablation.py QUEQIAO [SET ...]; sets: {' '.join(SETS)}")
    names = sys.argv[2:] or list(SETS)
    if not SHARED.is_dir():
        print(f"skipped: {SHARED} is not here")
        return
    with tempfile.TemporaryDirectory() as place:
        answers = rows_of(pathlib.Path(sys.argv[1]).resolve(), names, pathlib.Path(place))
    heads = [(name, figure) for name in names for figure in SETS[name][2]]
    print("| | " + " | ".join(f"{name} {figure}" for name, figure in heads) + " |")
    print("|---" * (len(heads) + 1) + "|")
    for row in ROWS:
        print(f"| {row} | " + " | ".join(cell(answers[name, row], figure) for name, figure in heads) + " |")


if __name__ == "__main__":
    main()
