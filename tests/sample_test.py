#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The sample corpus keeps its promises: numbers, references, judgments, and no real organisation we know of."""
import collections
import json
import pathlib
import sys

sample = pathlib.Path(sys.argv[1]) / "corpus" / "sample"
faults = []
records = {}
for name, kind, least in [("achievements", "achievement", 240), ("needs", "need", 120), ("experts", "expert", 80), ("enterprises", "enterprise", 60)]:
    rows = [json.loads(line) for line in (sample / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()]
    if len(rows) < least:
        faults.append(f"{name}: {len(rows)} records, at least {least} are promised")
    for row in rows:
        if row["kind"] != kind or row["id"] in records:
            faults.append(f"{name}: {row['id']} has another kind or stands twice")
        if row.get("source_system") != "queqiao-sample":
            faults.append(f"{row['id']} does not say that it is sample data")
        records[row["id"]] = row

for row in records.values():
    references = [row.get(key) for key in ("owner_org_id", "enterprise_id", "org_id")] + row.get("linked_results", [])
    references += [member.get("expert_id") for member in row.get("members", []) if isinstance(member, dict)]
    references += [one.get(key) for field in ("relations", "education_history", "enterprise_interests") for one in row.get(field, []) for key in ("expert_id", "advisor_id", "org_id")]
    for reference in references:
        if reference and reference not in records:
            faults.append(f"{row['id']} refers to {reference}, which is not there")

achievements = [r for r in records.values() if r["kind"] == "achievement"]
provinces = {r["region"][:2] for r in achievements if r.get("region")}
fields = {field for r in achievements for field in r["tech_field"]}
if len(provinces) < 15 or len(fields) < 12:
    faults.append(f"{len(provinces)} provinces and {len(fields)} fields; 15 and 12 are promised")
for row in achievements:
    if not 150 <= len(row["summary"]) <= 600:
        faults.append(f"{row['id']}: the summary has {len(row['summary'])} characters")

judged = collections.defaultdict(dict)
for number, line in enumerate((sample / "judgments.tsv").read_text(encoding="utf-8").splitlines(), 1):
    if line.startswith("#"):
        continue
    need, record, grade, _ = line.split("\t")
    if need not in records or record not in records or grade not in "0123" or record in judged[need]:
        faults.append(f"judgments.tsv:{number}: unknown id, odd grade or a pair that stands twice")
    judged[need][record] = int(grade)
kinds = {"achievement": 0, "expert": 0}
unanswered = 0
for need, grades in judged.items():
    results = {i: g for i, g in grades.items() if records[i]["kind"] == "achievement"}
    experts = {i: g for i, g in grades.items() if records[i]["kind"] == "expert"}
    kinds["achievement"] += len(results) >= 6 and sum(g == 0 for g in results.values()) >= 2
    kinds["expert"] += len(experts) > 0
    unanswered += max(results.values(), default=0) < 2
if kinds["achievement"] < 40 or kinds["expert"] < 40 or unanswered < 10:
    faults.append(f"judgments: {kinds['achievement']} needs with six results and two hard negatives, {kinds['expert']} with experts, {unanswered} unanswered")

print("\n".join(faults) or f"{len(records)} records, {len(judged)} judged needs, {unanswered} of them unanswered")
sys.exit(1 if faults else 0)
