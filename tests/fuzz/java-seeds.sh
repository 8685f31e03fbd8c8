#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# java-seeds.sh java|java_text DIR: seeds for the targets of the Java rows, one
# byte before each file.
set -e
out=$(cd "$2" && pwd)

seed() {	# octal-byte file name
	[ -f "$2" ] || return 0
	{ printf "\\$1"; head -c 65000 "$2"; } >"$out/$3"
}

if [ "$1" = java ]; then
	tmp=$(mktemp -d)
	trap 'rm -rf "$tmp"' EXIT
	python3 "$(dirname "$0")/../tools/jars.py" "$tmp"
	for f in "$tmp"/root/id/*.?[ap][ri] "$tmp"/root/*.jar \
	    "$tmp"/root/nest*/*.jar "$tmp"/bad/*.jar; do
		d=$(basename "$(dirname "$f")")
		[ "$(wc -c <"$f")" -lt 60000 ] || continue
		case $f in *.hpi) b=103 ;; *) b=003 ;; esac
		seed $b "$f" "$d-$(basename "$f")"
	done
	exit 0
fi
fix=tests/fixtures/catalog
seed 000 $fix/java-pom/pom.xml pom
seed 000 tests/fixtures/mvn/boot/pom.xml pom2
seed 001 $fix/java-gradle/gradle.lockfile lock
seed 002 $fix/java-gradle/verification-metadata.xml verification
seed 003 $fix/java-gradle/libs.versions.toml catalogue
seed 004 $fix/java-lock/build.sbt.lock sbt
seed 005 $fix/java-lock/maven_install.json bazel
seed 006 $fix/java-gradle/gradle.lockfile old
printf '\007maven.install(artifacts = ["g:a:1", "g:b:jar:2"])\n' >"$out/module"
