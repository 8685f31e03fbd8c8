# SPDX-License-Identifier: Apache-2.0
"""tree-dump.py yaml|toml: each file named on standard input as PyYAML or
tomllib read it, in the notation of tests/unit/tree_test.c; "error" when they
refuse it. PyYAML's own scanner, not its binding of libyaml."""
import sys


def text(mark, s):
    b = s.encode("utf-8", "surrogatepass")
    out.write(b"%s%d:%s\n" % (mark, len(b), b))


def yaml_node(n):
    import yaml
    if isinstance(n, yaml.MappingNode):
        out.write(b"{\n")
        for k, v in n.value:
            text(b"k", k.value if isinstance(k, yaml.ScalarNode) else "")
            yaml_node(v)
        out.write(b"}\n")
    elif isinstance(n, yaml.SequenceNode):
        out.write(b"[\n")
        for v in n.value:
            yaml_node(v)
        out.write(b"]\n")
    else:
        text(b"=" if n.style is None else b'"', n.value)


def toml_node(v):
    if isinstance(v, dict):
        out.write(b"{\n")
        for k, x in v.items():
            text(b"k", k)
            toml_node(x)
        out.write(b"}\n")
    elif isinstance(v, list):
        out.write(b"[\n")
        for x in v:
            toml_node(x)
        out.write(b"]\n")
    elif isinstance(v, str):
        text(b'"', v)
    elif isinstance(v, bool):
        text(b"=", "true" if v else "false")
    elif isinstance(v, (int, float)):
        text(b"=", str(v))
    else:
        text(b"=", v.isoformat().replace("+00:00", "Z"))


def yaml_file(data):
    import yaml
    try:
        docs = list(yaml.compose_all(data, yaml.BaseLoader))
    except yaml.YAMLError:
        out.write(b"error\n")
        return
    out.write(b"[\n")
    for d in docs:
        yaml_node(d)
    out.write(b"]\n")


def toml_file(data):
    import tomllib
    try:
        doc = tomllib.loads(data.decode())
    except ValueError:
        out.write(b"error\n")
        return
    toml_node(doc)


out = sys.stdout.buffer
for path in sys.stdin.read().splitlines():
    out.write(b"# %s\n" % path.encode())
    (yaml_file if sys.argv[1] == "yaml" else toml_file)(
        open(path, "rb").read())
