#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The tour of the README, run: readme_test.py SOURCE_DIR QUEQIAO. Both READMEs must show the same commands, and each must end well."""
import os
import pathlib
import re
import subprocess
import sys
import tempfile

root, queqiao = pathlib.Path(sys.argv[1]).resolve(), pathlib.Path(sys.argv[2]).resolve()


def tour(name):
    text = (root / name).read_text(encoding="utf-8")
    return re.findall(r"^\$ (.+)$", re.search(r"```console\n(.*?)```", text, re.S)[1], re.M)


commands = tour("README.md")
if commands != tour("README.zh-CN.md"):
    sys.exit("the two READMEs show different tours")
with tempfile.TemporaryDirectory() as work:
    os.symlink(root / "corpus", pathlib.Path(work) / "corpus")
    os.symlink(queqiao, pathlib.Path(work) / "queqiao")
    environment = dict(os.environ, PATH=f"{work}:{os.environ['PATH']}")
    for command in commands:
        ran = subprocess.run(command, shell=True, cwd=work, env=environment, capture_output=True, text=True)
        print(f"$ {command}\n{ran.stdout[:400]}")
        if ran.returncode != 0 or ("export" not in command and "backup" not in command and not ran.stdout.strip()):
            sys.exit(f"exit {ran.returncode}\n{ran.stderr}")
