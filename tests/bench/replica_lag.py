#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a replica costs and how far it is behind: replica_lag.py QUEQIAO DATA QUERIES.tsv [CHANGES] [ASKED]

Serves DATA (imported and built before), copies its shards with xapian-replicate-server and xapian-replicate as docs/operations.md has them, one after another
first, then each second, and serves the copies by a second `queqiao serve`, all on this machine over the loopback. Asks both in turn ASKED queries (default
1000) of QUERIES.tsv (id, TAB, text); hands in and publishes CHANGES records (default 60), one after another, and asks both until each finds it; and builds
a new generation, which is copied whole. Prints JSON: bytes as a relay between the two sides counted them, delays from the end of the publishing command,
both latencies, and how the tables grew. DATA is changed: give a copy.
"""
import http.client
import json
import os
import pathlib
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
import urllib.parse

for tool in ("xapian-replicate", "xapian-replicate-server"):
    if not shutil.which(tool):
        print(f"skipped: {tool} is not installed (Debian: xapian-tools)")
        sys.exit(0)

queqiao, data, queries = os.path.abspath(sys.argv[1]), pathlib.Path(sys.argv[2]).resolve(), sys.argv[3]
changes = int(sys.argv[4]) if len(sys.argv) > 4 else 60
asked = int(sys.argv[5]) if len(sys.argv) > 5 else 1000
texts = [line.split("\t", 1)[1].strip() for line in pathlib.Path(queries).read_text(encoding="utf-8").splitlines()]
environment = dict(os.environ, XAPIAN_MAX_CHANGESETS="50")  # read by the writer: without it every commit is a full copy
started, shipped = [], [0]


def start(*words, **more):
    process = subprocess.Popen([str(word) for word in words], env=environment, start_new_session=True, **more)  # a session: it forks for each connection
    started.append(process)
    return process


def run(*words):
    return subprocess.run([queqiao, *map(str, words)], env=environment, capture_output=True, text=True, check=True).stdout


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return listener.getsockname()[1]


def wait_for(what, seconds=60.0):
    begun = time.monotonic()
    while not (found := what()):
        if time.monotonic() - begun > seconds:
            sys.exit(f"waited {seconds} s in vain")
        time.sleep(0.01)
    return found


def listens(port):
    try:
        socket.create_connection(("127.0.0.1", port), 1).close()
        return True
    except OSError:
        return False


def relay(to):
    """A port that hands on to `to` and counts what comes back."""

    def pump(source, target, counted):
        try:
            while part := source.recv(1 << 18):
                if counted:
                    shipped[0] += len(part)
                target.sendall(part)
            target.shutdown(socket.SHUT_WR)
        except OSError:
            pass

    def serve(listener):
        while True:
            near, _ = listener.accept()
            try:
                far = socket.create_connection(("127.0.0.1", to))
            except OSError:
                near.close()
                continue
            for source, target, counted in ((near, far, False), (far, near, True)):
                threading.Thread(target=pump, args=(source, target, counted), daemon=True).start()

    listener = socket.create_server(("127.0.0.1", 0), backlog=64)
    threading.Thread(target=serve, args=(listener,), daemon=True).start()
    return listener.getsockname()[1]


def service(*words):
    process = start(queqiao, *words, "serve", "--port", "0", stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    port = next((int(found[1]) for line in process.stdout if (found := re.search(r"http://[^:/]+:(\d+)", line))), None)
    if port is None:
        sys.exit(f"serve did not start: {words}")
    threading.Thread(target=lambda: [None for _ in process.stdout], daemon=True).start()
    return port


class Client:
    def __init__(self, port, token=None):
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        self.headers = {"Content-Type": "application/json"} | ({"Authorization": "Bearer " + token} if token else {})

    def ask(self, method, path, body=None):
        self.connection.request(method, path, json.dumps(body) if body is not None else None, self.headers)
        answer = self.connection.getresponse()
        text = answer.read()
        if answer.status not in (200, 201, 202):
            sys.exit(f"{path}: {answer.status} {text[:200].decode(errors='replace')}")
        return json.loads(text)

    def search(self, text, size=10):
        return self.ask("GET", "/api/v1/search?" + urllib.parse.urlencode({"q": text, "size": size}))


def spread(values, digits=2, scale=1):
    values = sorted(values)
    return {f"p{p}": round(scale * values[min(len(values) - 1, len(values) * p // 100)], digits) for p in (50, 99)} | {"max": round(scale * values[-1], digits)}


def mb_under(directory, files="*.glass"):
    return round(sum(file.stat().st_size for file in pathlib.Path(directory).rglob(files)) / 1e6, 2)


def generation(port):
    """That which answers. By a connection of its own: one that is idle for a while is closed."""
    return Client(port).search("a", 1)["generation"]


def sizes():
    here = data / "index" / generation(writer_port)
    return {"writer": mb_under(here), "writer_changesets": mb_under(here, "changes*"), "replica": mb_under(replicas)}


def delays_of(port, word, wanted, since, delays):
    client = Client(port)
    wait_for(lambda: any(hit["id"] == wanted for hit in client.search(word, 1)["hits"]))
    delays.append(time.monotonic() - since)


signal.signal(signal.SIGTERM, lambda *_: sys.exit("ended"))  # what was started ends with it
work = pathlib.Path(tempfile.mkdtemp(prefix="queqiao-replica-"))
replicas, searcher = work / "replicas", work / "searcher"
replicas.mkdir()
try:
    shards = sorted(path.name for path in (data / "index" / "live").iterdir())
    token = json.loads(run("--data", data, "token", "new", "replica-lag", "--scope", "write", "--json"))["token"]
    writer_port, server_port = service("--data", data), free_port()
    start("xapian-replicate-server", "--interface", "127.0.0.1", "--port", server_port, data / "index", stdout=subprocess.DEVNULL,
          stderr=subprocess.DEVNULL)
    wait_for(lambda: listens(server_port), 20)
    relay_port = relay(server_port)

    def replicate(shard, *more):
        return start("xapian-replicate", "--quiet", "--host", "127.0.0.1", "--port", relay_port, "--master", "live/" + shard, "--reader-time", "0",
                     "--timeout", "60", *more, replicas / shard)

    begun = time.monotonic()
    for shard in shards:
        if code := replicate(shard, "--one-shot").wait():
            sys.exit(f"xapian-replicate of {shard}: exit {code}")
    first = {"seconds": round(time.monotonic() - begun, 2), "mb": round(shipped[0] / 1e6, 2)}
    for shard in shards:
        replicate(shard, "--interval", "1")

    run("--data", data, "backup", work / "copy.db")
    run("--data", searcher, "restore", "--no-build", work / "copy.db")
    (work / "queqiao.toml").write_text("[search]\nshards = " + json.dumps([str(replicas / shard) for shard in shards]) + "\n", encoding="utf-8")
    replica_port = service("--data", searcher, "--config", work / "queqiao.toml")
    writer, replica = Client(writer_port), Client(replica_port)

    times = {"writer": [], "replica": []}
    for number in range(-200, asked):  # the first 200 fill caches
        for name, client in (("writer", writer), ("replica", replica)) if number % 2 else (("replica", replica), ("writer", writer)):
            begun = time.monotonic()
            client.search(texts[number % len(texts)])
            if number >= 0:
                times[name].append(time.monotonic() - begun)

    before = sizes()
    sent, on_writer, on_replica = [shipped[0]], [], []
    for number in range(changes):
        word = f"replica{time.time_ns()}"
        record = {"kind": "achievement", "visibility": "公开", "title": f"虚构成果 {word}",
                  "summary": "此记录为测试而虚构，不涉及任何真实的单位与个人。"}
        wanted = Client(writer_port, token).ask("POST", "/api/v1/records", record)["id"]
        run("--data", data, "review", "publish", wanted)
        published = time.monotonic()
        waiting = [threading.Thread(target=delays_of, args=(port, word, wanted, published, into))
                   for port, into in ((writer_port, on_writer), (replica_port, on_replica))]
        for thread in waiting:
            thread.start()
        for thread in waiting:
            thread.join()
        time.sleep(0.137 * (number % 7))  # not in step with the second of replication
        sent.append(shipped[0])
    if len(on_replica) != changes or len(on_writer) != changes:
        sys.exit(f"found {len(on_writer)} on the writer and {len(on_replica)} on the replica of {changes}")
    after = sizes()
    a_change = [(end - begin) / 1e6 for begin, end in zip(sent, sent[1:])]

    sent_before, old = shipped[0], generation(replica_port)
    run("--data", data, "index", "build", "--quiet", "--shards", len(shards))
    published = time.monotonic()
    wait_for(lambda: generation(replica_port) != old)
    new = {"seconds_after_build": round(time.monotonic() - published, 2), "mb": round((shipped[0] - sent_before) / 1e6, 2)}
    built = mb_under(data / "index" / generation(writer_port))
finally:
    for process in started:
        try:
            os.killpg(process.pid, signal.SIGKILL)
        except ProcessLookupError:
            pass
        process.wait()
    shutil.rmtree(work, ignore_errors=True)

print(json.dumps({"shards": len(shards), "first_replication": first,
                  "published_found_after_s": {"changes": changes, "writer": spread(on_writer), "replica": spread(on_replica)},
                  "changes_shipped_mb": round(sum(a_change), 2), "shipped_a_change_mb": spread(a_change),
                  "tables_mb": {"before_changes": before, "after_changes": after, "built_anew": built},
                  "search_ms": {"queries": asked, **{name: spread(values, 2, 1000) for name, values in times.items()}},
                  "new_generation": new}, indent=1))
