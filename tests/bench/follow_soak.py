#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""How soon is a published record found, while others ask: follow_soak.py QUEQIAO DATA TEXTS.tsv [SECONDS] [BATCH.jsonl]

Serves DATA (imported and built before) and, for SECONDS (default 600), hands in a record, publishes it and asks until a search finds it, again and again. Meanwhile one client matches
every text of TEXTS.tsv in turn and one pages through result lists to their end. After a third of the time BATCH.jsonl is imported at once. Prints the delays from the end of the
publishing command, whose own time is apart, and every answer that was no 200. DATA is changed: give a copy.
"""
import http.client
import itertools
import json
import pathlib
import re
import subprocess
import sys
import threading
import time
import urllib.parse

queqiao, data, texts_file = sys.argv[1:4]
seconds = float(sys.argv[4]) if len(sys.argv) > 4 else 600
batch = sys.argv[5] if len(sys.argv) > 5 else None
texts = [line.split("\t", 1)[1].strip() for line in pathlib.Path(texts_file).read_text(encoding="utf-8").splitlines()]
stop = threading.Event()
errors, counts, delays, publishing, batches = [], {"matches": 0, "pages": 0, "polls": 0}, [], [], []


def run(*words):
    return subprocess.run([queqiao, "--data", data, *words], capture_output=True, text=True, check=True).stdout


class Client:
    def __init__(self, port, token=None):
        self.port, self.headers = port, {"Content-Type": "application/json"} | ({"Authorization": "Bearer " + token} if token else {})
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)

    def ask(self, method, path, body=None, good=(200,)):
        self.connection.request(method, path, json.dumps(body) if body is not None else None, self.headers)
        answer = self.connection.getresponse()
        text = answer.read()
        if answer.status not in good:
            errors.append((path[:80], answer.status, text[:200].decode(errors="replace")))
            return None
        return json.loads(text)


def match_all(port):
    client = Client(port)
    for text in itertools.cycle(texts):
        if stop.is_set():
            return
        client.ask("POST", "/api/v1/match", {"text": text, "to": "achievement", "top": 20})
        counts["matches"] += 1


def page_deep(port):
    client = Client(port)
    for text in itertools.cycle(texts):
        for page in itertools.count(1):
            if stop.is_set():
                return
            answer = client.ask("GET", "/api/v1/search?" + urllib.parse.urlencode({"q": text[:12], "page": page, "size": 100}))
            counts["pages"] += 1
            if answer is None or len(answer["hits"]) < 100 or page >= 50:
                break


def publish(port, writer):
    client, reader = Client(port, writer), Client(port)
    for number in itertools.count(1):
        if stop.is_set():
            return
        word = f"soak{time.time_ns()}"
        record = {"kind": "achievement", "title": f"虚构成果 {word}", "summary": "此记录为测试而虚构，不涉及任何真实的单位与个人。", "visibility": "公开"}
        receipt = client.ask("POST", "/api/v1/records", record, (200, 201, 202))
        if receipt is None:
            return
        begun = time.monotonic()
        run("review", "publish", receipt["id"])
        published = time.monotonic()
        publishing.append(published - begun)
        while not stop.is_set():
            answer = reader.ask("GET", "/api/v1/search?" + urllib.parse.urlencode({"q": word, "size": 1}))
            counts["polls"] += 1
            if answer is not None and any(hit["id"] == receipt["id"] for hit in answer["hits"]):
                delays.append(time.monotonic() - published)
                break
            if time.monotonic() - published > 60:
                errors.append(("never found", receipt["id"], ""))
                break
            time.sleep(0.01)
        time.sleep(0.2)


def import_batch():
    if batch and not stop.wait(seconds / 3):
        begun = time.monotonic()
        run("import", "--quiet", batch)
        batches.append(round(time.monotonic() - begun, 1))


writer = json.loads(run("token", "new", "soak", "--scope", "write", "--json"))["token"]
service = subprocess.Popen([queqiao, "--data", data, "serve", "--port", "0"], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
try:
    port = next(int(found[1]) for line in service.stdout if (found := re.search(r"http://[^:/]+:(\d+)", line)))
    threading.Thread(target=lambda: [None for _ in service.stdout], daemon=True).start()
    threads = [threading.Thread(target=match_all, args=(port,)), threading.Thread(target=page_deep, args=(port,)), threading.Thread(target=publish, args=(port, writer)),
               threading.Thread(target=import_batch)]
    for thread in threads:
        thread.start()
    time.sleep(seconds)
    stop.set()
    for thread in threads:
        thread.join()
finally:
    service.terminate()
    code = service.wait()


def percentile(values, p):
    values = sorted(values)
    return round(values[min(len(values) - 1, len(values) * p // 100)], 3) if values else None


print(json.dumps({"seconds": seconds, "published": len(delays), "found_after_s": {f"p{p}": percentile(delays, p) for p in (50, 99)} | {"max": max(delays, default=None)},
                  "publish_command_s_p50": percentile(publishing, 50), **counts, "batch_import_s": batches, "errors": len(errors), "first_errors": errors[:5], "service_exit": code}, ensure_ascii=False, indent=1))
