#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# What Maven itself builds: a Spring Boot jar, a shaded jar and a war, whose
# packages are those of mvn dependency:list; from the file, from a root file
# system and from a pipe.

B=${B:-build}
case $B in /*) ;; *) B=$PWD/$B ;; esac
T=$(mktemp -d)
trap 'rm -rf "$T"' EXIT
. tests/cli/says.sh

if ! command -v mvn >/dev/null || ! command -v javac >/dev/null; then
	[ -z "${CI:-}" ] || { echo "Bail out! Maven is missing"; exit 1; }
	echo "1..0 # SKIP Maven is missing"
	exit 0
fi

# Kept below the build directory: a second run fetches nothing.
M=$B/mvn
build() {
	mkdir -p "$M"
	for p in boot shade war; do
		rm -rf "$M/$p"
		cp -r "tests/fixtures/mvn/$p" "$M/" &&
		(cd "$M/$p" && mvn -B -q -ntp "-Dmaven.repo.local=$M/repo" \
		    package dependency:list -DoutputFile=list.txt) || return 1
		[ -s "$M/$p/list.txt" ] || return 1
	done
}

mvn_list() {	# project, scopes
	sed -n "s/^ *\([^: ]*\):\([^:]*\):[^:]*:\([^:]*\):\($2\).*/\1:\2:\3/p" \
	    "$M/$1/list.txt" | LC_ALL=C sort -u
}

our_list() {	# document
	jq -r '.components[] | select((.purl // "") |
	    startswith("pkg:maven/")) |
	    "\(.group):\(.name):\(.version)"' "$1" | LC_ALL=C sort
}

sbom() {	# where, document, options...
	w=$1 d=$2
	shift 2
	"$B/bin/sbom" "$@" "$w" >"$d" 2>"$T/err" || { cat "$T/err"; return 1; }
}

# The archive itself, and all that Maven put in it. spring-boot:repackage
# leaves starters out, which are empty, and adds its own jarmode.
boot() {	# document
	{ echo com.example.shop:front:1.4.0
	    echo org.springframework.boot:spring-boot-jarmode-layertools:3.2.5
	    mvn_list boot 'compile\|runtime' | grep -v :spring-boot-starter
	} | LC_ALL=C sort >"$T/want"
	[ "$(wc -l <"$T/want")" -gt 25 ] && our_list "$1" | diff "$T/want" -
}

war() {
	{ echo com.example.shop:window:2.0-SNAPSHOT
	    mvn_list war 'compile\|runtime'; } | LC_ALL=C sort >"$T/want"
	[ "$(wc -l <"$T/want")" = 5 ] && our_list "$1" | diff "$T/want" -
}

# checker-qual is built by Gradle: nothing of it but classes is in the jar.
shade() {
	{ echo com.example.shop:till:0.9
	    mvn_list shade 'compile\|runtime' | grep -v :checker-qual:
	} | LC_ALL=C sort >"$T/want"
	[ "$(wc -l <"$T/want")" -gt 8 ] && our_list "$1" | diff "$T/want" -
}

# The archive depends on each of those in it.
edges() {	# document, reference
	count=$(our_list "$1" | wc -l)
	[ "$(jq --arg r "$2" '[.dependencies[] | select(.ref == $r) |
	    .dependsOn[]] | length' "$1")" = $((count - 1)) ]
}

sums() {	# document: SHA-1 of what lies in the jar, against sha1sum
	(cd "$T" && rm -rf x && mkdir x && cd x &&
	    unzip -q "$M/boot/target/front-1.4.0.jar" 'BOOT-INF/lib/*' &&
	    sha1sum BOOT-INF/lib/*) |
	    awk '{ print "/front-1.4.0.jar!/" $2, $1 }' |
	    LC_ALL=C sort >"$T/want"
	jq -r '.components[] | . as $c | .properties[]? |
	    select(.name == "airbom:java:sha1") |
	    "\($c.evidence.occurrences[0].location) \(.value)"' "$1" |
	    grep BOOT-INF | LC_ALL=C sort |
	    diff "$T/want" -
}

guesses() {	# what is not stated is marked, and only that
	jq -r '.components[] | select([.properties[]?.name] |
	    index("airbom:package:guessed")) | .name' "$1" | LC_ALL=C sort |
	    grep -vx 'spring-.*\|tomcat-embed-.*\|micrometer-.*' && return 1
	jq -e '[.components[] | select(.name == "spring-core") |
	    .properties[] | select(.name == "airbom:package:guessed")] |
	    length == 1' "$1"
}

root() {
	mkdir -p "$T/root/etc" "$T/root/opt"
	echo 'ID=scratch' >"$T/root/etc/os-release"
	cp "$M/boot/target/front-1.4.0.jar" "$T/root/opt/" &&
	tar -C "$T/root" -cf "$T/root.tar" . &&
	"$B/bin/sbom" --from rootfs "$T/root" >"$T/root.json" 2>"$T/err"
	[ $? = 4 ]	# no package database
}

# 20 MB pass by on a pipe: more than is held.
piped() {
	"$B/bin/sbom" --from rootfs - <"$T/root.tar" >"$T/pipe.json" \
	    2>"$T/err"
	[ $? = 4 ] && boot "$T/pipe.json" || { cat "$T/err"; return 1; }
	jq -S .components "$T/root.json" >"$T/a"
	jq -S .components "$T/pipe.json" >"$T/b"
	cmp "$T/a" "$T/b"
}

# Versions that the file itself states; the parent's are unknown.
poms() {
	{ echo com.fasterxml.jackson.core:jackson-databind:2.13.2
	    echo com.google.guava:guava:31.0.1-jre
	    echo junit:junit:4.13.2
	    echo org.apache.commons:commons-text:1.9; } >"$T/want"
	mvn_list shade '[a-z]*' >"$T/all"
	[ "$(LC_ALL=C comm -12 "$T/want" "$T/all" | wc -l)" = 4 ] &&
	    our_list "$1" | diff "$T/want" - &&
	    [ "$(jq -r '.components[] | select(.scope == "excluded") |
	        .name' "$1")" = junit ]
}

echo 1..12
says 1 "Maven builds three projects" build
says 2 "a Spring Boot jar" sbom "$M/boot/target/front-1.4.0.jar" \
    "$T/boot.json"
says 3 "has what Maven lists" boot "$T/boot.json"
says 4 "and depends on it" edges "$T/boot.json" \
    pkg:maven/com.example.shop/front@1.4.0
says 5 "SHA-1 of each" sums "$T/boot.json"
says 6 "groups that are not stated are marked" guesses "$T/boot.json"
sbom "$M/war/target/window-2.0-SNAPSHOT.war" "$T/war.json"
says 7 "a war has what Maven lists" war "$T/war.json"
sbom "$M/shade/target/till-0.9.jar" "$T/shade.json"
says 8 "a shaded jar has what Maven lists" shade "$T/shade.json"
says 9 "a root file system" root
says 10 "the same from a pipe" piped
mkdir "$T/pom" && cp "$M/shade/pom.xml" "$T/pom/"
says 11 "a pom.xml" sbom "$T/pom" "$T/pom.json" --from dir
says 12 "has what Maven lists, as far as it tells" poms "$T/pom.json"
exit $failed
