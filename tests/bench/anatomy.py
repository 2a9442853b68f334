#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the tables of a Xapian database hold, in bytes: anatomy.py DATABASE. Prints JSON.

Xapian keeps value slots and document lengths in the table of its postings, so the size of that file says little about postings. The layout read here is that of
the glass backend of Xapian 1.4 (backends/glass/glass_table.h, glass_postlist.cc): blocks of 8 KiB, of which those of level 0 hold items.
"""
import json
import pathlib
import sys

BLOCK = 8192
LEAF_DIRECTORY = 11
ITEM_SIZE = 0x1FFF
SPECIAL = {0xC0: "metadata", 0xD0: "values", 0xD8: "values", 0xE0: "lengths"}
CHUNK_OF_VALUES, PLACE = 0xD8, 18  # the slot of indexer/schema.h that vectors stand in; slots below 128 are a byte of the key
SUGGESTIONS = (b"XS", b"XT", b"XY")  # by sound as well


def number(data, at):
    return data[at] << 8 | data[at + 1]


def kind_of(key):
    if key[:1] == b"\0" and len(key) > 1:
        if key[1] == CHUNK_OF_VALUES and key[2] == PLACE:
            return "vectors"
        return SPECIAL.get(key[1], "postings")
    return "suggestions" if key.startswith(SUGGESTIONS) else "postings"


def parts_of(table):
    """Bytes of items by kind, and what the tree itself takes: branches, directories, free space."""
    parts, chunks = {"vectors": 0}, 0
    size = 0
    with open(table, "rb") as file:
        while block := file.read(BLOCK):
            size += len(block)
            if block[4] != 0:
                continue
            for at in range(LEAF_DIRECTORY, number(block, 9), 2):
                item = number(block, at)
                length = (number(block, item) & ITEM_SIZE) + 3
                key = block[item + 3 : item + 3 + block[item + 2]]
                kind = kind_of(key)
                parts[kind] = parts.get(kind, 0) + length + 2
                chunks += kind == "postings"
    parts["tree"] = size - sum(parts.values())
    return parts, chunks


def anatomy(database):
    """{"postings", "suggestions", "values", "vectors", "lengths", "metadata", "tree", "positions", "termlists", "documents", "all": bytes, "chunks": of postings}"""
    database = pathlib.Path(database)
    parts, chunks = parts_of(database / "postlist.glass")
    for name, table in (("positions", "position"), ("termlists", "termlist"), ("documents", "docdata")):
        file = database / f"{table}.glass"
        parts[name] = file.stat().st_size if file.exists() else 0
    parts["all"] = sum(parts.values())
    return parts | {"chunks": chunks}


if __name__ == "__main__":
    print(json.dumps(anatomy(sys.argv[1])))
