#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# Each state, module, architecture, channel and flavour that a publisher's
# documents have is in a database of all samples: at least one row of it.
. tests/cli/feeds-lib.sh

sqlite3 "$tmp/vulnerability.db" <tests/fixtures/feeds/grype/vulnerability.sql
if [ -d "$D" ]; then shared=$D; else shared=; fi
SOURCE_DATE_EPOCH=1956528000 build all tests/fixtures/feeds \
    "$tmp/vulnerability.db" $shared
st=$?
[ $st = 4 ] || [ $st = 0 ]
ok $? "all samples in one database"
sql "
SELECT DISTINCT s.feed || ' state ' || CASE a.state WHEN 0 THEN 'affected'
  WHEN 1 THEN 'fixed' WHEN 2 THEN 'not_affected' WHEN 3 THEN 'wont_fix'
  WHEN 4 THEN 'deferred' WHEN 5 THEN 'investigating' WHEN 6 THEN 'end_of_life'
  ELSE 'undetermined' END FROM affected a JOIN adv x ON x.id = a.adv
  JOIN source s ON s.id = x.source
UNION SELECT DISTINCT s.feed || ' ' || n.eco || CASE n.channel WHEN '' THEN ''
  ELSE ' channel ' || n.channel END FROM affected a JOIN adv x ON x.id = a.adv
  JOIN source s ON s.id = x.source JOIN pkg k ON k.id = a.pkg
  JOIN ns n ON n.id = k.ns
UNION SELECT DISTINCT s.feed || ' ' || v.k || ' ' || v.t FROM affected a
  JOIN adv x ON x.id = a.adv JOIN source s ON s.id = x.source
  JOIN (SELECT id, 'module' k, module t FROM qual UNION ALL
  SELECT id, 'arch', arch FROM qual UNION ALL
  SELECT id, 'flavour', flavour FROM qual UNION ALL
  SELECT id, 'extra', substr(extra, 1, instr(extra, '=')) FROM qual) v
  ON v.id = a.qual WHERE v.t <> ''" >"$tmp/got"
lines=0
while read -r feed rest; do
	case $feed in
	'#') continue ;;
	'+') feed=${rest%% *} rest=${rest#* }	# of upstream's samples only
		[ -n "$shared" ] || continue ;;
	esac
	lines=$((lines + 1))
	grep -qxF "$feed $rest" "$tmp/got"
	ok $? "$feed: $rest"
done <<'EOT'
# the tracker: open, no-dsa, postponed, ignored, undetermined, 0
debian state affected
debian state deferred
debian state fixed
debian state not_affected
debian state undetermined
debian state wont_fix
+ debian state end_of_life
# <unfixed> <not-affected> <end-of-life> <ignored> <postponed> <undetermined>
debian-lists state affected
debian-lists state deferred
debian-lists state end_of_life
debian-lists state fixed
debian-lists state not_affected
debian-lists state undetermined
debian-lists state wont_fix
debian-oval state affected
debian-oval state fixed
# released, needed, deferred, ignored, needs-triage, not-affected; Pro
ubuntu-cve state affected
ubuntu-cve state deferred
ubuntu-cve state fixed
ubuntu-cve state investigating
ubuntu-cve state not_affected
+ ubuntu-cve state end_of_life
+ ubuntu-cve state wont_fix
+ ubuntu-cve ubuntu channel esm-apps
+ ubuntu-cve ubuntu channel esm-infra
+ ubuntu-cve ubuntu channel fips-updates
ubuntu-oval state affected
ubuntu-oval state deferred
ubuntu-oval state fixed
ubuntu-oval state investigating
ubuntu-oval state not_affected
ubuntu-oval state wont_fix
ubuntu-usn state fixed
ubuntu-usn ubuntu channel esm-infra
ubuntu-usn ubuntu channel fips
ubuntu-usn ubuntu channel pro
# fixed in a version is not affected from there: the first is OSV's to tell
ubuntu-vex state affected
ubuntu-vex state investigating
ubuntu-vex state not_affected
ubuntu-vex state wont_fix
+ ubuntu-vex state end_of_life
+ ubuntu-vex ubuntu channel esm-apps
+ ubuntu-vex ubuntu channel esm-infra
osv state affected
osv state fixed
+ osv state wont_fix
+ osv ubuntu channel esm-apps
+ osv ubuntu channel esm-infra
+ osv redhat channel eus
+ osv redhat channel aus
+ osv redhat channel e4s
+ osv redhat channel tus
+ osv suse channel ltss
+ osv extra imports=
# secdb and its family
secdb state fixed
secdb state not_affected
secdb alpine
secdb secureos
secdb wolfi
+ secdb chainguard
+ secdb minimos
alpine-rejections state not_affected
alpine-unfixed state affected
alpine-unfixed state fixed
echo state affected
echo state fixed
echo state not_affected
rootio state affected
rootio state fixed
rootio flavour rootio
rootio alpine
rootio debian
rootio ubuntu
# Red Hat: affected, deferred, will not fix, out of support, ...; streams
redhat-vex state affected
redhat-vex state deferred
redhat-vex state end_of_life
redhat-vex state fixed
redhat-vex state investigating
redhat-vex state not_affected
redhat-vex state wont_fix
redhat-vex hummingbird
+ redhat-vex arch src
redhat-vex arch x86_64
+ redhat-vex redhat channel aus
+ redhat-vex redhat channel e4s
redhat-vex redhat channel eus
+ redhat-vex redhat channel els
+ redhat-vex redhat channel tus
redhat-csaf state fixed
+ redhat-csaf redhat channel aus
+ redhat-csaf redhat channel eus
redhat-api state affected
redhat-api state deferred
redhat-api state end_of_life
redhat-api state fixed
redhat-api state investigating
redhat-api state not_affected
redhat-api state wont_fix
+ redhat-api redhat channel els
redhat-oval state affected
redhat-oval state deferred
redhat-oval state end_of_life
redhat-oval state fixed
redhat-oval state investigating
redhat-oval state not_affected
redhat-oval state wont_fix
# modules
alma-errata state fixed
rocky arch aarch64
rocky arch x86_64
# Oracle: kinds of builds, architectures
oracle-oval state fixed
oracle-oval flavour fips
oracle-oval flavour ksplice
oracle-oval arch aarch64
oracle-oval arch x86_64
# Amazon's topics
amazon state fixed
amazon amazon channel kernel-5.10
bottlerocket state fixed
# SUSE: affected, not affected, will not fix; kinds of support
suse-oval state affected
suse-oval state fixed
suse-oval state not_affected
suse-oval opensuse
suse-oval suse channel ltss
suse-csaf state fixed
suse-csaf opensuse
suse-csaf suse channel ltss
suse-csaf suse channel sap
suse-vex state affected
suse-vex state fixed
suse-vex state investigating
suse-vex state not_affected
suse-vex state wont_fix
suse-cvrf state fixed
+ suse-cvrf suse channel ltss
# the others
photon state affected
photon state fixed
photon state not_affected
photon-oval state fixed
azure-oval state affected
azure-oval state fixed
azure-oval state not_affected
azure-oval azurelinux
arch state affected
arch state fixed
arch state investigating
arch state not_affected
bodhi fedora
bodhi epel
fedora state fixed
openeuler-csaf state fixed
openeuler-cvrf state fixed
gentoo state affected
gentoo state fixed
gentoo state not_affected
# CSAF and VEX of anybody
csaf state affected
csaf state fixed
csaf state investigating
csaf state not_affected
csaf state wont_fix
openvex state affected
openvex state fixed
openvex state investigating
openvex state not_affected
openvex extra product=
# languages and others
ghsa state affected
ghsa state fixed
+ gitlab state affected
gitlab state fixed
friendsofphp state affected
friendsofphp state fixed
+ rubysec state affected
rubysec state fixed
nodejs state affected
nodejs state fixed
cve5 state affected
cve5 state fixed
cve5 state not_affected
grype state affected
grype state fixed
grype state not_affected
grype state wont_fix
grype redhat channel eus
EOT
[ "$lines" -ge 120 ]
ok $? "$lines kinds of rows"
grep -q ' module ' "$tmp/got"
ok $? "modules"
for feed in redhat-vex ${shared:+redhat-csaf} redhat-api redhat-oval oracle-oval rocky \
    alma-errata grype; do
	grep -q "^$feed module .*:" "$tmp/got"
	ok $? "$feed: a module and its stream"
done
done_testing
