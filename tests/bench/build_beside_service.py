#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a full build costs those who search meanwhile: build_beside_service.py QUEQIAO DATA QUERIES.tsv [CLIENTS]

Serves DATA (imported and built before), asks the queries over HTTP from CLIENTS connections (default 1) while nothing else runs, then again while `index build` runs on the same
machine, as many as fit into the build, and prints both latencies, their ratio and the build's rate beside the service.
"""
import http.client
import json
import pathlib
import re
import subprocess
import sys
import threading
import time
import urllib.parse

queqiao, data, queries = sys.argv[1:4]
clients = int(sys.argv[4]) if len(sys.argv) > 4 else 1
IDLE_QUERIES = 2000
texts = [line.split("\t", 1)[1].strip() for line in pathlib.Path(queries).read_text(encoding="utf-8").splitlines()]


def ask(port, enough, times, errors, first):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    at = first
    while not enough():
        begun = time.monotonic()
        connection.request("GET", "/api/v1/search?" + urllib.parse.urlencode({"q": texts[at % len(texts)]}))
        answer = connection.getresponse()
        answer.read()
        times.append(time.monotonic() - begun)
        if answer.status != 200:
            errors.append(answer.status)
        at += clients
    connection.close()


def measured(port, enough_of):
    times, errors = [], []
    threads = [threading.Thread(target=ask, args=(port, lambda: enough_of(times), times, errors, i)) for i in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    times.sort()
    return {"queries": len(times), "errors": len(errors), **{f"p{p}_ms": round(1000 * times[min(len(times) - 1, len(times) * p // 100)], 2) for p in (50, 99)}}


service = subprocess.Popen([queqiao, "--data", data, "serve", "--port", "0"], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
try:
    port = None
    for line in service.stdout:
        if found := re.search(r"http://[^:/]+:(\d+)", line):
            port = int(found[1])
            break
    threading.Thread(target=lambda: [None for _ in service.stdout], daemon=True).start()
    measured(port, lambda times: len(times) >= 500)  # caches
    idle = measured(port, lambda times: len(times) >= IDLE_QUERIES)
    begun = time.monotonic()
    build = subprocess.Popen([queqiao, "--data", data, "index", "build", "--json", "--quiet"], stdout=subprocess.PIPE, text=True)
    beside = measured(port, lambda _: build.poll() is not None)
    seconds = time.monotonic() - begun
    report = json.loads(build.stdout.read())
finally:
    service.terminate()
    service.wait()
print(json.dumps({"clients": clients, "idle": idle, "beside_build": beside, "p99_ratio": round(beside["p99_ms"] / idle["p99_ms"], 2),
                  "build_docs_per_s_beside": round(report["documents"] / seconds)}, indent=1))
