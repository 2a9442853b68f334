#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The commands that the README shows, run: readme_test.py SOURCE_DIR QUEQIAO. Both READMEs must show the same commands, each must end well, each
search must find something, and what they ask of the service by curl must be answered."""
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile

root, queqiao = pathlib.Path(sys.argv[1]).resolve(), pathlib.Path(sys.argv[2]).resolve()


def text_of(name):
    return (root / name).read_text(encoding="utf-8")


def tour(name):
    return [command for block in re.findall(r"```console\n(.*?)```", text_of(name), re.S) for command in re.findall(r"^\$ (.+)$", block, re.M)]


def curls(name):
    return re.findall(r"^curl .+$", text_of(name), re.M)


def run(command, **places):
    ran = subprocess.run(command, shell=True, capture_output=True, text=True, **places)
    print(f"$ {command}\n{ran.stdout[:400]}")
    written = re.search(r"--output (\S+)", command)
    if ran.returncode != 0 or not (written or "backup" in command or ran.stdout.strip()):
        sys.exit(f"exit {ran.returncode}\n{ran.stderr}")
    if written and (pathlib.Path(places["cwd"]) / written[1]).stat().st_size == 0:
        sys.exit(f"{written[1]} is empty")
    return ran.stdout


def check_service(asked, **places):
    """The curl lines as they stand, but for the port: 8080 may be in use."""
    server = subprocess.Popen(["queqiao", "serve", "--port", "0"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, **places)
    try:
        address = re.search(r"http://[0-9.]+:\d+", server.stdout.readline())[0]
        for command in asked:
            if "http://127.0.0.1:8080" not in command:
                sys.exit(f"not the address that serve answers on: {command}")
            answer = json.loads(run(command.replace("http://127.0.0.1:8080", address).replace("curl ", "curl -sS ", 1), **places))
            if not (answer.get("hits") or answer.get("matches")):
                sys.exit(f"nothing is found: {command}\n{json.dumps(answer, ensure_ascii=False)[:400]}")
    finally:
        server.terminate()
        server.wait()


commands, asked = tour("README.md"), curls("README.md")
if commands != tour("README.zh-CN.md") or asked != curls("README.zh-CN.md"):
    sys.exit("the two READMEs show different commands")
if not asked:
    sys.exit("the README shows no curl")
with tempfile.TemporaryDirectory() as work:
    os.symlink(root / "corpus", pathlib.Path(work) / "corpus")
    os.symlink(queqiao, pathlib.Path(work) / "queqiao")
    places = {"cwd": work, "env": dict(os.environ, PATH=f"{work}:{os.environ['PATH']}")}
    for command in commands:
        run(command, **places)
        if command.startswith("queqiao search") and not json.loads(run(command.removesuffix(" --json") + " --json", **places))["hits"]:
            sys.exit(f"nothing is found: {command}")
    check_service(asked, **places)
