#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# What RubyGems itself installed, from gems that it built, beside the gems that
# came with Ruby and with Debian: names, versions and runtime dependencies are
# those that `gem list` and Gem::Specification tell.

B=${B:-build}
case $B in /*) ;; *) B=$PWD/$B ;; esac
T=$(mktemp -d)
trap 'rm -rf "$T"' EXIT
. tests/cli/says.sh
export LC_ALL=C.UTF-8
root=$T/root

if ! command -v gem >/dev/null || ! command -v ruby >/dev/null; then
	[ -z "${CI:-}" ] || { echo "Bail out! ruby is missing"; exit 1; }
	echo "1..0 # SKIP ruby is missing"
	exit 0
fi

build_gem() {	# name version more...
	mkdir -p "$T/src/lib" && echo '# nothing' >"$T/src/lib/$1.rb"
	{
		echo 'Gem::Specification.new do |s|'
		echo "s.name = '$1'; s.version = '$2'; s.summary = 'a \"$1\"'"
		echo "s.authors = [\"Andr\\u00e9\", 'B']"
		echo "s.files = ['lib/$1.rb']"
		shift 2
		for line in "$@"; do
			echo "$line"
		done
		echo end
	} >"$T/src/x.gemspec"
	(cd "$T/src" && gem build -q x.gemspec >/dev/null 2>&1 && mv ./*.gem ..)
}

# An application's own gems, and all those of the system.
make_root() {
	mkdir -p "$root/app/gems" "$root/etc"
	echo 'ID=debian' >"$root/etc/os-release"
	build_gem alpha 1.2.3 "s.licenses = ['MIT', 'Ruby']" \
	    "s.add_runtime_dependency 'beta', '~> 2.0'" \
	    "s.add_dependency 'rake'" \
	    "s.add_development_dependency 'minitest'" &&
	build_gem beta 2.0.0.pre.1 "s.license = 'BSD-2-Clause'" \
	    "s.add_dependency 'json', '>= 1'" &&
	build_gem beta 2.1 &&
	build_gem with-dash_x 0.1 "s.platform = 'x86_64-linux'" &&
	gem install -q --local --force --no-document \
	    --install-dir "$root/app/gems" "$T"/*.gem >/dev/null || return 1
	ruby -e 'puts Gem.path' | while read -r home; do
		case $home in "$HOME"/*) continue ;; esac
		[ -d "$home/specifications" ] || continue
		mkdir -p "$root$home" && cp -r "$home/specifications" \
		    "$root$home/"
	done
}

homes() {	# of the root, divided by colons
	ruby -e 'puts Gem.path.reject { |p| p.start_with?(Dir.home) }.map {
	    |p| ARGV[0] + p }.join(":")' "$root"
}

# Gem::Specification of nothing but the root: HOME is the application's.
ask() {	# ruby code, with s for each specification and app for its side
	GEM_HOME=$root/app/gems GEM_PATH=$(homes) ruby --disable-gems -e '
		require "rubygems"
		root = ENV["GEM_HOME"]
		files = ENV["GEM_PATH"].split(":").push(root).flat_map { |h|
		    Dir[h + "/specifications/*.gemspec"] +
		    Dir[h + "/specifications/default/*.gemspec"] }
		all = files.uniq.map { |f| [Gem::Specification.load(f),
		    f.start_with?(root)] }
		all.each { |s, app| '"$1"' }' | sort -u
}

want_list() {
	ask 'puts "#{s.name} #{s.version}"'
}

# Those in its own home, else the system's; every version that is there.
want_edges() {
	ask 's.runtime_dependencies.each { |d|
	    got = all.select { |t, a| t.name == d.name && a && app }
	    got = all.select { |t, a| t.name == d.name && !a } if got.empty?
	    got.each { |t, _| puts "#{s.name} #{s.version} > " +
	        "#{t.name} #{t.version}" if t.full_name != s.full_name } }'
}

# What `gem list` says of the application's home and the system's.
gem_list() {
	GEM_HOME=$root/app/gems GEM_PATH=$(homes) gem list --local --all |
	    grep '^[A-Za-z]' | grep '(' | sed 's/default: //g; s/[(),]//g' |
	    awk '{ for (i = 2; i <= NF; i++) if ($i ~ /^[0-9]/) print $1, $i }' |
	    sort -u
}

our_list() {	# document
	jq -r '.components[] | select((.purl // "") |
	    startswith("pkg:gem/")) | "\(.name) \(.version)"' "$1" | sort -u
}

our_edges() {	# document
	jq -r '(.components | map(select((.purl // "") |
	        startswith("pkg:gem/")) | { key: ."bom-ref",
	        value: "\(.name) \(.version)" }) | from_entries) as $n |
	    .dependencies[] | .ref as $r | .dependsOn[]? |
	    select($n[$r] != null and $n[.] != null) |
	    "\($n[$r]) > \($n[.])"' "$1" | sort -u
}

same() {	# what of Ruby, what of ours
	"$1" >"$T/want" && [ -s "$T/want" ] && "$2" "$T/rootfs.json" \
	    >"$T/got" && diff "$T/want" "$T/got"
}

# The gems that `gem list` adds are the running Ruby's own default ones, which
# lie outside of the root: they are of its list, too.
listed() {
	gem_list >"$T/want"
	[ -s "$T/want" ] && our_list "$T/rootfs.json" >"$T/got" &&
	    diff "$T/want" "$T/got"
}

scan() {
	"$B/bin/sbom" --from rootfs "$root" >"$T/rootfs.json" 2>"$T/err"
	s=$?
	[ $s = 0 ] || [ $s = 4 ] || { cat "$T/err"; return 1; }
}

details() {
	jq -e '.components[] | select(.name == "alpha") |
	    (.licenses | tostring | contains("MIT") and contains("Ruby")) and
	    (.supplier | tostring | contains("André"))' "$T/rootfs.json" &&
	jq -e '.components[] | select(.name == "with-dash_x") |
	    .purl == "pkg:gem/with-dash_x@0.1?platform=x86_64-linux"' \
	    "$T/rootfs.json"
}

echo 1..6
says 1 "gem builds and installs four gems" make_root
says 2 "a root file system" scan
says 3 "lists what the specifications say" same want_list our_list
says 4 "lists what gem list says" listed
says 5 "dependencies between them" same want_edges our_edges
says 6 "licences, an author beyond ASCII, a platform" details
exit $failed
