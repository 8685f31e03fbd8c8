#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Validate JSON documents against a JSON Schema (2020-12).

usage: schema-validate.py SCHEMA FILE...

Prints one line per fault; exit status 1 when there is any.
"""

import json
import sys

import jsonschema


def main():
    with open(sys.argv[1], encoding="utf-8") as f:
        schema = json.load(f)
    jsonschema.Draft202012Validator.check_schema(schema)
    validator = jsonschema.Draft202012Validator(schema)
    faults = 0
    for path in sys.argv[2:]:
        with open(path, encoding="utf-8") as f:
            doc = json.load(f)
        for fault in validator.iter_errors(doc):
            where = "/".join(str(p) for p in fault.absolute_path)
            print(f"{path}: {where}: {fault.message[:200]}")
            faults += 1
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
