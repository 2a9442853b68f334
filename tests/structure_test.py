#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The structure the documents promise: includes never go up, every path they name exists, every source says its licence."""
import pathlib
import re
import subprocess
import sys

root = pathlib.Path(sys.argv[1])
RANK = {"corpus": 0, "indexer": 1, "search": 2, "web": 3, "cli": 4}
# The upper half of indexer writes; search and web may include its lower half only.
LOWER_INDEXER = {"schema.h", "generation_layout.h", "hint.h", "indicator_agreement.h", "indicator_period.h", "indicators.h", "lost_table.h", "manifest.h", "near_duplicates.h", "stamp.h",
                 "xapian_error.h", "model/features.h", "model/model_file.h", "model/ranking_weights.h", "model/record_texts.h", "model/standing.h", "model/text_model.h"}
# What reads the command line; the commands see cli/command.h.
OPTION_PARSER = {"cli/command.cc", "cli/app.cc", "cli/completion.cc"}
faults = []

sources = [p for room in RANK for p in (root / room).rglob("*") if p.suffix in {".h", ".cc"} and "node_modules" not in p.parts]
for path in sources:
    room = path.relative_to(root).parts[0]
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        found = re.match(r'#include "(\w+)/([^"]+)"', line)
        if not found or found[1] not in RANK:
            continue
        place = f"{path.relative_to(root)}:{number}"
        if RANK[found[1]] > RANK[room]:
            faults.append(f"{place}: {room} includes {found[1]}, which is above it")
        lower = found[2] in LOWER_INDEXER or found[2].startswith("text/")
        if found[1] == "indexer" and room in {"search", "web"} and not lower:
            faults.append(f"{place}: {room} includes the writing half of indexer ({found[2]})")
    text = path.read_text(encoding="utf-8")
    if re.search(r'#include [<"]xapian\.h', text) and room not in {"indexer", "search"}:
        faults.append(f"{path.relative_to(root)}: xapian.h outside the rooms that own it")
    if "Query::MatchAll" in text:
        faults.append(f"{path.relative_to(root)}: Xapian::Query::MatchAll is not safe between threads; use search::everything()")
    if "soci/" in text and room != "corpus":
        faults.append(f"{path.relative_to(root)}: SOCI outside corpus")
    if re.search(r'#include [<"]CLI/', text) and str(path.relative_to(root)) not in OPTION_PARSER:
        faults.append(f"{path.relative_to(root)}: CLI11 in a file that costs seconds more to compile with it; use cli/command.h")

for document in ["ARCHITECTURE.md", "CONTRIBUTING.md", "README.md", "README.zh-CN.md", "indexer/FORMAT.md", "corpus/FORMAT.md"]:
    for name in re.findall(r"`((?:corpus|indexer|search|web|cli|tests|docs|packaging)/[\w./-]*)`", (root / document).read_text(encoding="utf-8")):
        if "dist" not in name and not (root / name).exists():
            faults.append(f"{document} names {name}, which does not exist")

# CMake splits the list of names at semicolons, and CTest would then run a name that nothing has and call it passed.
for path in sorted((root / "tests").rglob("*_test.cc")):
    for name in re.findall(r'(?:TEST_CASE|STORE_TEST)\("((?:[^"\\]|\\.)*)"', path.read_text(encoding="utf-8")):
        if ";" in name:
            faults.append(f"{path.relative_to(root)}: a semicolon in the name of a test: {name}")

listed = subprocess.run(["git", "-C", str(root), "ls-files"], capture_output=True, text=True).stdout.split("\n")
for name in listed:
    path = root / name
    if path.suffix in {".cc", ".h", ".ts", ".vue", ".py", ".sh", ".mjs"} and path.is_file():
        if "SPDX-License-Identifier: GPL-3.0-or-later" not in path.read_text(encoding="utf-8")[:400]:
            faults.append(f"{name}: no SPDX line")
    if path.name == "package-lock.json" and '"resolved": "http' in path.read_text(encoding="utf-8"):
        faults.append(f"{name}: records download addresses")

print("\n".join(faults) or f"{len(sources)} sources, includes and documents agree")
sys.exit(1 if faults else 0)
