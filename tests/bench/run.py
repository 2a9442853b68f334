#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Figures of docs/benchmarks.md: imports, indexes and asks real abstracts, as they are and grown. Prints Markdown.

run.py BUILD_DIR [DOCUMENTS ...]   (default 24729 250000; needs ../shared/data/zhsci-title, says so where it is missing)
"""
import json
import os
import pathlib
import platform
import shutil
import subprocess
import sys
import tempfile
import time

from anatomy import anatomy

root = pathlib.Path(__file__).resolve().parents[2]
build = root / sys.argv[1]
sizes = [int(n) for n in sys.argv[2:]] or [24729, 250000]
shared = root.parent / "shared" / "data"
queqiao, answers = build / "queqiao", build / "tests" / "bench" / "how_fast_are_answers"

if not (shared / "zhsci-title" / "docs.jsonl").exists():
    print("skipped: ../shared/data/zhsci-title is not here; the benchmarks measure on its abstracts")
    sys.exit(0)


def run(*command):
    """Runs a command; returns (standard output, wall seconds, peak memory in MiB)."""
    start = time.monotonic()
    pid = os.posix_spawn("/bin/sh", ["sh", "-c", 'exec "$@" > "$0"', out_file, *map(str, command)], os.environ)
    _, status, usage = os.wait4(pid, 0)
    seconds = time.monotonic() - start
    text = pathlib.Path(out_file).read_text(encoding="utf-8")
    if os.waitstatus_to_exitcode(status) not in (0, 1):
        sys.exit(f"{command}: exit {os.waitstatus_to_exitcode(status)}\n{text}")
    return text, seconds, usage.ru_maxrss / 1024


def parts_of(index):
    """Bytes of what lies in the tables of the generation there, by anatomy.py, over its shards."""
    sums = {}
    for table in sorted(pathlib.Path(index).glob("gen-*/shard-*/postlist.glass")):
        for part, size in anatomy(table.parent).items():
            sums[part] = sums.get(part, 0) + size
    return sums


def peer(documents, source):
    """Lucene's figures for the same documents and queries (Debian: liblucene8-java); empty without it."""
    jars = [jar for name in ("core", "analyzers-common") for jar in sorted(pathlib.Path("/usr/share/java").glob(f"lucene-{name}-8*.jar"))]
    if len(jars) < 2 or not shutil.which("javac"):
        print("- skipped: Lucene beside ours (needs javac and liblucene8-java)")
        return {}
    classes = work / "peer"
    path = ":".join(map(str, [classes, *jars]))
    if not classes.exists():
        run("javac", "-cp", path, "-d", classes, root / "tests/bench/peer/LuceneCjk.java")
    place = work / f"lucene-{documents}"
    text, _, memory = run("java", "-Xmx2g", "-cp", path, "LuceneCjk", source, place, shared / "zhsci-title/queries.dev.tsv", shared / "zhsci-kw1/queries.dev.tsv")
    shutil.rmtree(place)
    return json.loads(text) | {"peak_mib": memory}


work = pathlib.Path(tempfile.mkdtemp(prefix="queqiao-bench-"))
out_file = str(work / "out")
cpu = next((line.split(":")[1].strip() for line in open("/proc/cpuinfo") if line.startswith("model name")), platform.machine())
print(f"Machine: {os.cpu_count()} cores, {cpu}; {platform.system()} {platform.release()}; {time.strftime('%Y-%m-%d')}\n")
rows = []
try:
    for documents in sizes:
        source = work / f"{documents}.jsonl"
        with open(source, "w", encoding="utf-8") as file:
            grown = subprocess.run([sys.executable, root / "tests/bench/grow.py", shared / "zhsci-title/docs.jsonl", str(documents)], stdout=file, stderr=subprocess.PIPE, text=True, check=True)
        print("-", grown.stderr.strip())
        text_bytes = sum(len(json.loads(line)["summary"].encode()) for line in open(source, encoding="utf-8"))
        data = work / f"data-{documents}"
        _, imported, import_memory = run(queqiao, "--data", data, "import", "--quiet", "--kind", "achievement", "--title-from", "summary", source)
        _, indexed, index_memory = run(queqiao, "--data", data, "index", "build", "--quiet")
        text, _, answer_memory = run(answers, data, shared / "zhsci-title/queries.dev.tsv", shared / "zhsci-problem/queries.dev.tsv")
        kw_text, _, _ = run(answers, data, shared / "zhsci-kw1/queries.dev.tsv", shared / "zhsci-problem/queries.dev.tsv")
        figures, keywords = json.loads(text), json.loads(kw_text)
        size = parts_of(data / "index")
        theirs = peer(documents, source)
        rows.append({
            "documents": f"{documents:,}",
            "text (MB)": f"{text_bytes / 1e6:.1f}",
            "unique terms": f"{figures['unique_terms']:,}",
            "import docs/s": f"{documents / imported:,.0f}",
            "import MB/s": f"{text_bytes / 1e6 / imported:.2f}",
            "import peak MiB": f"{import_memory:.0f}",
            "index docs/s": f"{documents / indexed:,.0f}",
            "index MB/s": f"{text_bytes / 1e6 / indexed:.2f}",
            "index peak MiB": f"{index_memory:.0f}",
            "index / text": f"{figures['bytes']['all'] / text_bytes:.2f}",
            "postings and positions / text": f"{(size['postings'] + size['positions']) / text_bytes:.2f}",
            "of it positions": f"{size['positions'] / text_bytes:.2f}",
            "term lists / text": f"{size['termlists'] / text_bytes:.2f}",
            "stored text / text": f"{size['documents'] / text_bytes:.2f}",
            "value slots / text": f"{size['values'] / text_bytes:.2f}",
            "vectors / text": f"{size['vectors'] / text_bytes:.2f}",
            "suggestions / text": f"{size['suggestions'] / text_bytes:.2f}",
            "ranking, titles p50/p99 ms": f"{figures['rank']['p50_ms']:.2f} / {figures['rank']['p99_ms']:.2f}",
            "ranking, keywords p50/p99 ms": f"{keywords['rank']['p50_ms']:.2f} / {keywords['rank']['p99_ms']:.2f}",
            "ranking p50 / get_mset of Xapian for the same terms, titles; keywords": f"{figures['rank']['p50_ms'] / figures['get_mset']['p50_ms']:.2f}; {keywords['rank']['p50_ms'] / keywords['get_mset']['p50_ms']:.2f}",
            "searches of titles two threads answer / one": f"{figures['two_threads_to_one']:.2f}",
            "search, titles p50/p99 ms": f"{figures['search']['p50_ms']:.2f} / {figures['search']['p99_ms']:.2f}",
            "search, keywords p50/p99 ms": f"{keywords['search']['p50_ms']:.2f} / {keywords['search']['p99_ms']:.2f}",
            "search over HTTP, titles": f"{figures['search_http']['p50_ms']:.2f} / {figures['search_http']['p99_ms']:.2f}",
            "search over HTTP, keywords": f"{keywords['search_http']['p50_ms']:.2f} / {keywords['search_http']['p99_ms']:.2f}",
            "suggestions p50/p99 ms": f"{keywords['suggest']['p50_ms']:.2f} / {keywords['suggest']['p99_ms']:.2f}",
            "match, problems p50/p99 ms": f"{figures['match']['p50_ms']:.2f} / {figures['match']['p99_ms']:.2f}",
            "match over HTTP, problems": f"{figures['match_http']['p50_ms']:.2f} / {figures['match_http']['p99_ms']:.2f}",
            "answering peak MiB": f"{answer_memory:.0f}",
        })
        if theirs:
            title, keyword = theirs["zhsci-title"]["p50_ms"], theirs["zhsci-kw1"]["p50_ms"]
            rows[-1] |= {
                "Lucene CJK, one thread: index docs/s; peak MiB": f"{theirs['docs_per_s']:,}; {theirs['peak_mib']:.0f}",
                "Lucene CJK: index / text": f"{theirs['bytes'] / text_bytes:.2f}",
                "Lucene CJK: ranking, titles; keywords p50 ms": f"{title:.2f}; {keyword:.2f}",
                "ours / Lucene CJK: index docs/s": f"{documents / indexed / theirs['docs_per_s']:.2f}",
                "ours / Lucene CJK: ranking p50, titles; keywords": f"{figures['rank']['p50_ms'] / title:.2f}; {keywords['rank']['p50_ms'] / keyword:.2f}",
            }
        shutil.rmtree(data)
        source.unlink()
finally:
    shutil.rmtree(work, ignore_errors=True)

print("\n| |" + "|".join(row["documents"] for row in rows) + "|\n|---|" + "---|" * len(rows))
for key in list(rows[0])[1:]:
    print(f"| {key} | " + " | ".join(row[key] for row in rows) + " |")
