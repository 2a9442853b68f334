#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Who is seated on the panels of the judged needs: panel_grades.py QUEQIAO DATA [--sample DIR] [--seeds a,b,c] [--judges 3] [--date 2026-06-30] [-- MORE …].
DATA is a data directory with the sample corpus imported and built; MORE are further arguments of `queqiao panel`, such as --fit 50. For each seed a line with
the seats by the grade of who has them (a pair that is not judged counts as 0, as the judgments have it), how many seats stay empty, how many are forced,
and in how many needs somebody better graded was eligible and not seated beside a seat of grade 0. Panels are drawn with --hidden, so that every judged need
has one."""
import argparse
import collections
import json
import pathlib
import subprocess
import sys

own, more = (sys.argv[1:sys.argv.index("--")], sys.argv[sys.argv.index("--") + 1:]) if "--" in sys.argv else (sys.argv[1:], [])
parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
parser.add_argument("queqiao", type=pathlib.Path)
parser.add_argument("data", type=pathlib.Path)
parser.add_argument("--sample", type=pathlib.Path, default=pathlib.Path(__file__).resolve().parents[2] / "corpus" / "sample")
parser.add_argument("--seeds", default="a,b,c")
parser.add_argument("--judges", type=int, default=3)
parser.add_argument("--date", default="2026-06-30")
arguments = parser.parse_args(own)

grades = collections.defaultdict(dict)
for line in (arguments.sample / "judgments.tsv").read_text(encoding="utf-8").splitlines():
    if line and not line.startswith("#"):
        need, record, grade = line.split("\t")[:3]
        grades[need][record] = int(grade)


def panel_of(need, seed):
    command = [arguments.queqiao, "--data", arguments.data, "panel", need, "--seed", seed, "--judges", str(arguments.judges), "--reserves", "0",
               "--date", arguments.date, "--hidden", "--json", *more]
    ran = subprocess.run([str(word) for word in command], capture_output=True, text=True)
    if ran.returncode not in (0, 1) or not ran.stdout.strip():
        sys.exit(f"{need}: exit {ran.returncode}\n{ran.stderr}")
    return json.loads(ran.stdout)


print(f"{len(grades)} judged needs, {arguments.judges} judges each")
print("seed  seats  grade 0  grade 1  grade 2  grade 3  of no use  empty  forced  filled  passed over")
for seed in arguments.seeds.split(","):
    seats, empty, forced, filled, passed_over = collections.Counter(), 0, 0, 0, 0
    for need, judged in grades.items():
        panel = panel_of(need, seed)
        drawn = [judged.get(one["id"], 0) for one in panel["judges"]]
        seats.update(drawn)
        empty += arguments.judges - len(drawn)
        forced += sum(one.get("forced", False) for one in panel["judges"])
        filled += panel["complete"]
        seated = {one["id"] for one in panel["judges"]}
        passed_over += 0 in drawn and any(judged.get(one["id"], 0) > 0 and one["id"] not in seated for one in panel["eligible"])
    number = sum(seats.values())
    print(f"{seed:4}  {number:5}  " + "  ".join(f"{seats[grade]:7}" for grade in range(4)) +
          f"  {seats[0] / number if number else 0:8.0%}  {empty:5}  {forced:6}  {filled:6}  {passed_over:11}")
