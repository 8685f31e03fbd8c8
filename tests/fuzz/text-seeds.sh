#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# tests/fuzz/text-seeds.sh NAME DIR: seeds for the targets of lib/text and
# lib/db. From the shared data when it is there, else small ones alone.

mkdir -p "$2"
shared=../shared/conformance


json() {	# prefix
	i=0
	while IFS= read -r line; do
		i=$((i + 1))
		printf '%s%s' "$1" "$line" >"$dir/own-$i"
	done <<'EOF'
{"a":1,"b":[true,false,null,-0.5e+10,"x"],"c":{}}
"\"\\\/\b\f\n\r\t\u00e9\ud834\udd1e\ud800\u0000"
[1e999,12345678901234567890,-9223372036854775808,0.1,"9.8","-7","1e999"]
[[[[[[[["deep"]]]]]]]]
{"a":1,"a":2,"":{"":[]}}
[ 1 , 2 ]   { "a" : [ ] }
["\udc00\ud800\ud800\udc00\ud83d\u0041"]
EOF
	printf '%s\357\273\277{"\377":"\303\251\300\257"}' "$1" >"$dir/own-bom"
	printf '%s{\n  "a": [\n            1,\n            2\n  ]\n}\n' "$1" \
	    >"$dir/own-indent"
	for f in $shared/feeds/cvelistv5/*.json $shared/feeds/openssl/*.json \
	    $shared/feeds/osv/*.json $shared/feeds/rocky/osv/*.json; do
		[ -f "$f" ] || continue
		{ printf '%s' "$1"; head -c 6000 "$f"; } \
		    >"$dir/$(basename "$f")"
	done
}

xml() {
	i=0
	while IFS= read -r line; do
		i=$((i + 1))
		printf '%s' "$line" >"$dir/own-$i"
	done <<'EOF'
<?xml version="1.0"?><r a="1" b='2'><s/>text<![CDATA[x]]><!-- c --></r>
<r xmlns="u:1" xmlns:p="u:2" p:a="x"><p:s>&lt;&#65;</p:s></r>
<!DOCTYPE r SYSTEM "x.dtd"><r a="&nbsp;">&nbsp;</r>
<!DOCTYPE r [<!ELEMENT r ANY><!ENTITY e "x">]><r>&e;</r>
<!DOCTYPE r [<!ENTITY % p "<!ELEMENT r ANY>"> %p;]><r/>
<!DOCTYPE r [<!ENTITY a "x"><!ENTITY b "&a;&a;">]><r a="&b;"/>
<?xml version="1.0" encoding="ISO-8859-1"?><r id="x"><a><b><c/></b></a></r>
EOF
	for f in $shared/feeds/rocky/*.xml $shared/feeds/openeuler/*.xml; do
		[ -f "$f" ] && head -c 6000 "$f" >"$dir/$(basename "$f")"
	done
}

csv() {
	printf 'cve,epss\nCVE-1,0.5\n"a,""b""\nc",\n' >"$dir/own-1"
	printf '\357\273\277#x:1\r\n"a"\r\n\r\nb,,\r\n' >"$dir/own-2"
	printf '"a"b\n' >"$dir/own-3"
	printf 'a\rb,"c' >"$dir/own-4"
	awk 'BEGIN { for (i = 0; i < 300; i++) printf "," }' >"$dir/own-5"
}

# packaged NAME...: files of these names in the package data
packaged() {
	for name in "$@"; do
		find $shared/packages -path '*/root/*' -name "$name" \
		    -size -32k 2>/dev/null
	done | sort | while IFS= read -r f; do
		cp "$f" "$dir/$(echo "${f#$shared/packages/}" | tr / _)"
	done
}

yaml() {
	packaged '*.yaml' '*.yml' Podfile.lock pubspec.lock
	i=0
	while IFS= read -r line; do
		i=$((i + 1))
		printf '%b' "$line" >"$dir/own-$i"
	done <<'EOF'
a: &x {b: c}\nd: *x\n? [p]\n: q\n*x : r\n
a: |\n  x\n  y\nb: >-\n  p\n---\n- "q\\n"\n- !!str z\n
[a: 1, {b: 2}, ? c]
a: &a\n - *a\n
- &a [x,x]\n- &b [*a,*a]\n- [*b,*b]\n
{a: 1,b: 1,c: 1,d: 1,e: 1,f: 1,g: 1,h: 1,i: 1,a: 2}
a: *b
\0357\0273\0277a: b
a: \0377
EOF
	awk 'BEGIN { for (i = 0; i < 130; i++) printf "- " }' >"$dir/own-deep"
	awk 'BEGIN { printf "- &a [[[[x]]]]\n- "
	    for (i = 0; i < 124; i++) printf "["; printf "*a" }' \
	    >"$dir/own-deep-alias"
}

toml() {
	packaged '*.toml' Cargo.lock poetry.lock uv.lock pdm.lock
	i=0
	while IFS= read -r line; do
		i=$((i + 1))
		printf '%b' "$line" >"$dir/own-$i"
	done <<'EOF'
a=1\n[b.c]\nd.e=2\nd.f="x"\n[[g]]\nh=[1,{i=2},]\n[g.j]\n[[g]]\n
a="\\b\\t\\n\\f\\r\\e\\"\\\\\\x41\\u00e9\\U0001F600"\nb='c'\n"d"={}\n
a="""\nx\\\n  y""""\nb=\0047\0047\0047z\r\n\0047\0047\0047\n
a=[0x1f,0o7,0b1,-1_0,+1.5e-3,inf,-nan,true,false]
a=1979-05-27T07:32:00.5-07:00\nb=1979-05-27 07:32:00Z\nc=07:32:00\n
a={b=1,#x\n}\n# y\n[c]#z\r\n
a=1\na=2\n
[a]\n[a]\n
a=[{}]\n[[a]]\n
[[a]]\n[a]\n
a.b=1\n[a]\n
a={}\na.b=1\n
\0357\0273\0277a=1
a="\0377"
a="x\ny"
EOF
	awk 'BEGIN { printf "a="; for (i = 0; i < 130; i++) printf "[" }' \
	    >"$dir/own-deep"
	awk 'BEGIN { for (i = 0; i < 130; i++) printf "a."; print "a=1" }' \
	    >"$dir/own-deep-key"
}

jsonc() {
	packaged bun.lock
	printf '\357\273\277{ // x\n"a": [1, /* y */],\n}\n' >"$dir/own-1"
	printf '["\\",]", /* z' >"$dir/own-2"
	printf '[1,,] / ["x\\' >"$dir/own-3"
}

php_serial() {
	cp tests/fixtures/catalog/pear/*.reg "$dir"
	printf 'a:3:{i:0;b:1;i:-1;d:0.5;s:1:"k";O:1:"C":1:{s:1:"p";r:1;}}' \
	    >"$dir/own-1"
	printf 'a:2:{i:0;N;i:1;E:3:"A:B";}' >"$dir/own-2"
	printf 'C:1:"A":0:{}' >"$dir/own-3"
	printf 's:99:"x";' >"$dir/own-4"
	awk 'BEGIN { for (i = 0; i < 130; i++) printf "a:1:{i:0;" }' \
	    >"$dir/own-deep"
}

ini() {
	printf '=# c\n[s]\na = b\n  c\n\n ; d\n  e\nf: g\nbare\n' \
	    >"$dir/own-1"
	printf ':\357\273\277[s\nx\r\n = y\n[t] z\n' >"$dir/own-2"
}

deb822() {
	printf 'A: b\n c\n# d\n e\n\n\nF: g\nbad\n -x: y\n' >"$dir/own-1"
	printf '# c\r\nA: b\r\n \t\r\nC: d' >"$dir/own-2"
	printf ' x\n: y\nA b: c\n#\n\n#\n\nD:\n .\n' >"$dir/own-3"
	head -c 4000 /var/lib/dpkg/status >"$dir/status"
}

# joined IMAGE LOG: length (three bytes), image, log
joined() {
	n=$(stat -c %s "$1")
	printf "$(printf '\\%03o\\%03o\\%03o' $((n & 255)) $((n >> 8 & 255)) \
	    $((n >> 16)))"
	cat "$1" "$2"
}

db_image() {
	w=$(mktemp -d)
	for size in 512 1024 4096; do
		rm -f "$w"/*
		sqlite3 "$w/k.db" >"$w/out" 2>&1 <<EOF
PRAGMA page_size=$size;
PRAGMA journal_mode=WAL;
CREATE TABLE t(a INTEGER, b TEXT);
CREATE TABLE Packages(hnum INTEGER PRIMARY KEY, blob BLOB NOT NULL);
CREATE VIEW v AS SELECT 1;
PRAGMA wal_checkpoint(TRUNCATE);
INSERT INTO t VALUES(1, 'x');
INSERT INTO Packages VALUES(1, zeroblob(1500));
DELETE FROM t;
.shell kill -9 \$PPID
EOF
		joined "$w/k.db" "$w/k.db-wal" >"$dir/wal-$size"
		joined "$w/k.db" /dev/null >"$dir/alone-$size"
		: >"$w/none"
		joined "$w/none" "$w/k.db-wal" >"$dir/log-$size"
	done
	rm -rf "$w"
}

dir=$2
case $1 in
json_in) json 0 ;;
json_record) json '' ;;
xml | csv | deb822 | db_image | yaml | toml | jsonc | ini | php_serial) "$1" ;;
*) exit 1 ;;
esac
