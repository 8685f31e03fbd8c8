#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Write lib/identity/spdx_ids.c from SPDX identifier lists.

usage: spdx-ids.py OLD NEW >lib/identity/spdx_ids.c

OLD and NEW are the spdx.schema.json files that CycloneDX bundles: the one that
version 1.6 first came with (list 3.23), and a current one. Both are in the
PyPI package cyclonedx-python-lib, as cyclonedx/schema/_res/spdx.SNAPSHOT.
schema.json: 7.3.0 has OLD, 11.12.0 has NEW. Licences come first in their
`enum`, exceptions behind them.
"""
import json
import sys

FIRST_EXCEPTION = "389-exception"


def wrap(names):
    lines, line = [], "\t"
    for name in names:
        item = '"%s", ' % name
        if len(line) + len(item) > 73:
            lines.append(line.rstrip())
            line = "\t"
        line += item
    return "\n".join(lines + [line.rstrip()])


def table(name, names):
    names = sorted(names, key=str.lower)
    return ("const char *const %s[] = {\n%s\n\tNULL,\n};\n\n"
            "const size_t %s_n = %d;\n" % (name, wrap(names), name, len(names)))


def main():
    old, new = (json.load(open(p)) for p in sys.argv[1:3])
    ids = new["enum"]
    cut = ids.index(FIRST_EXCEPTION)
    newer = set(ids[:cut]) - set(old["enum"])
    print("/* SPDX-License-Identifier: Apache-2.0 */\n"
          "/*\n"
          " * SPDX identifiers, sorted without case. Source: SPDX License List\n"
          " * %s; newer ones: not in %s. Made by\n"
          " * tests/tools/spdx-ids.py.\n"
          " */\n"
          '#include "identity/spdx_ids.h"\n'
          % (new["$comment"].split("-")[-1], old["$comment"].split("-")[-1]))
    print(table("spdx_licences", ids[:cut]))
    print(table("spdx_newer", newer))
    print(table("spdx_exceptions", ids[cut:]), end="")


main()
