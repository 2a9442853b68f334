#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The commands that the README shows, run: readme_test.py SOURCE_DIR QUEQIAO. Both READMEs must show the same commands, each must end well, each
search must find something, and what they ask of the service by curl must be answered. The output that a README shows below a command is shortened: each
line of it must be one that the command prints, so that no figure goes stale."""
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


def shown(name):
    """For each command the lines of output below it, without trailing blanks."""
    lines = []
    for block in re.findall(r"```console\n(.*?)```", text_of(name), re.S):
        for line in block.splitlines():
            if line.startswith("$ "):
                lines.append([])
            elif line.strip():
                lines[-1].append(line.rstrip())
    return lines


def stale(lines, ran):
    """Those of these lines that the command did not print."""
    printed = {line.rstrip() for line in (ran.stdout + "\n" + ran.stderr).splitlines()}
    return [line for line in lines if line not in printed]


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
    return ran


def check_service(asked, **places):
    """The curl lines as they stand, but for the port: 8080 may be in use."""
    server = subprocess.Popen(["queqiao", "serve", "--port", "0"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, **places)
    try:
        address = re.search(r"http://[0-9.]+:\d+", server.stdout.readline())[0]
        for command in asked:
            if "http://127.0.0.1:8080" not in command:
                sys.exit(f"not the address that serve answers on: {command}")
            answer = json.loads(run(command.replace("http://127.0.0.1:8080", address).replace("curl ", "curl -sS ", 1), **places).stdout)
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
outputs = {name: shown(name) for name in ("README.md", "README.zh-CN.md")}
if not all(any(re.search(r"\d\.\d{3}", line) for lines in output for line in lines) for output in outputs.values()):
    sys.exit("the README shows no figures")
with tempfile.TemporaryDirectory() as work:
    os.symlink(root / "corpus", pathlib.Path(work) / "corpus")
    os.symlink(queqiao, pathlib.Path(work) / "queqiao")
    places = {"cwd": work, "env": dict(os.environ, PATH=f"{work}:{os.environ['PATH']}")}
    old = []
    for at, command in enumerate(commands):
        ran = run(command, **places)
        for name, lines in outputs.items():
            old += [f"{name}: {command}\n{line}" for line in stale(lines[at], ran)]
        if command.startswith("queqiao search") and not json.loads(run(command.removesuffix(" --json") + " --json", **places).stdout)["hits"]:
            sys.exit(f"nothing is found: {command}")
    if old:
        sys.exit("the README shows what the program does not print:\n" + "\n".join(old))
    check_service(asked, **places)
