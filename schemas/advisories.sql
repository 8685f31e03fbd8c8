-- SPDX-License-Identifier: Apache-2.0
--
-- The advisory database: one read-only SQLite file. application_id is
-- 0x46454544 ("FEED"), user_version the schema's major version: a reader that
-- knows another version refuses with a message that names both. Minor
-- additions come as new tables only.
--
-- Rules of the file: nothing tells the host or the clock of the build. Rows
-- are inserted sorted, so that equal inputs give equal bytes. Days are days
-- since 1970, times are seconds since 1970. Text is UTF-8. An empty text
-- stands for absent, never NULL, where a UNIQUE constraint holds.
--
-- meta.content is "sha256:" and the hex digest of, for each table but meta in
-- the order of this file, its name, a line feed, the hex SHA-256 of its rows,
-- a line feed. Rows go in primary key order, columns in the order below, each
-- as one byte and its value: 0 for NULL, 1 and eight bytes (two's complement,
-- big-endian) for an integer, 2 and the length (eight bytes, big-endian) and
-- the bytes for text, 3 and the same for a blob. Tables after repo_cpe count
-- only when they have rows: older files lack them.
--
-- What differs from the measured prototype, and why:
--   vrange has no UNIQUE constraint: the builder interns, and the index was
--     half of the table's bytes.
--   vid's names are indexed after the rows are in: their order is not that of
--     the ids, and a table's own UNIQUE would leave half-full pages.
--   pkg ids go by (namespace, name), so that one image's packages, which are
--     all of one namespace, share pages of affected and vrange.
--   cpe_match keeps configuration, node and operator apart: with one group
--     number an AND of two OR nodes could not be told from one OR node.
--   cvss.vector is interned, link.url cut in two, its first part interned; vid's
--     groups are indexed without those of one: a sixth of the file went so.
--   source.torn marks a file that could not be read to its end: what came
--     before counts, but its silence proves nothing.
--   ns_source tells a namespace that a feed covers from one that merely
--     occurs in it (a Maven archive with a PyPI package in one record).

-- k: content; built_by (tool and version); newest (greatest data_time of all
-- sources, seconds); epss_date, epss_model; selection (what of the feeds was
-- asked for, when not all); nvd_years (records of NVD by the year of their
-- CVE, "2002:2393 2003:1553"); lost (feeds that had a file of which nothing
-- could be read, or which was refused: "debian osv").
CREATE TABLE meta(k TEXT PRIMARY KEY, v TEXT NOT NULL) WITHOUT ROWID;

-- One row per imported file or archive. name is the file's name without its
-- directory; scope what it covers ("AlmaLinux", "v3.20/main"); data_time the
-- newest record inside the data; frozen: carried over from an older database.
CREATE TABLE source(
  id INTEGER PRIMARY KEY, feed TEXT NOT NULL, name TEXT NOT NULL,
  scope TEXT NOT NULL DEFAULT '', sha256 TEXT NOT NULL, bytes INTEGER NOT NULL,
  data_time INTEGER, records INTEGER NOT NULL, rejected INTEGER NOT NULL,
  torn INTEGER NOT NULL DEFAULT 0, frozen INTEGER NOT NULL DEFAULT 0);

-- The first 1,000 of a source.
CREATE TABLE reject(source INTEGER NOT NULL, seq INTEGER NOT NULL,
  record TEXT NOT NULL, reason TEXT NOT NULL,
  PRIMARY KEY(source, seq)) WITHOUT ROWID;

-- What a package is looked up in. vercmp: enum version_id in
-- lib/version/version.h; names: 0 source, 1 binary, 2 either.
CREATE TABLE ns(
  id INTEGER PRIMARY KEY, eco TEXT NOT NULL, release TEXT NOT NULL DEFAULT '',
  channel TEXT NOT NULL DEFAULT '', vercmp INTEGER NOT NULL,
  names INTEGER NOT NULL, data_time INTEGER, UNIQUE(eco, release, channel));

-- A namespace without a row here has no feed: packages of it are a gap.
CREATE TABLE ns_source(ns INTEGER NOT NULL, source INTEGER NOT NULL,
  PRIMARY KEY(ns, source)) WITHOUT ROWID;

-- Names are normalised by lib/identity/ecosystem.c.
CREATE TABLE pkg(id INTEGER PRIMARY KEY, ns INTEGER NOT NULL,
  name TEXT NOT NULL);

-- Every identifier: CVE, GHSA, ALSA, DSA ... prefix.t and tail are its text.
-- grp: the smallest id of its alias group; ids go CVE first, then GHSA, then
-- by prefix, years and numbers ascending, so that it is the one to show.
-- flags: 1 withdrawn, 2 disputed, 4 malware, 8 rejected, 16 its aliases lead
-- to more than one CVE (see alias; it is not in their groups), 32 a notice, not
-- a vulnerability ("unmaintained"), 64 it names packages of a language's registry.
CREATE TABLE prefix(id INTEGER PRIMARY KEY, t TEXT NOT NULL UNIQUE);
CREATE TABLE vid(
  id INTEGER PRIMARY KEY, prefix INTEGER NOT NULL, tail TEXT NOT NULL,
  grp INTEGER NOT NULL, flags INTEGER NOT NULL DEFAULT 0);

-- As records state it. rel: 0 alias, 1 upstream, 2 a fixes b, 3 related.
CREATE TABLE alias(a INTEGER NOT NULL, rel INTEGER NOT NULL,
  b INTEGER NOT NULL, PRIMARY KEY(a, rel, b)) WITHOUT ROWID;

-- One record of one source about one identifier. severity: 0 unknown,
-- 1 negligible, 2 low, 3 medium, 4 high, 5 critical. The rows of a withdrawn
-- one are not in affected.
CREATE TABLE adv(
  id INTEGER PRIMARY KEY, vid INTEGER NOT NULL, source INTEGER NOT NULL,
  severity INTEGER NOT NULL DEFAULT 0, published INTEGER, modified INTEGER,
  withdrawn INTEGER, title TEXT NOT NULL DEFAULT '',
  url TEXT NOT NULL DEFAULT '');

-- Addresses in two parts, since many begin alike: base.t || link.tail; base 0:
-- all of it is tail.
CREATE TABLE base(id INTEGER PRIMARY KEY, t TEXT NOT NULL);
CREATE TABLE link(adv INTEGER NOT NULL, seq INTEGER NOT NULL,
  base INTEGER NOT NULL, tail TEXT NOT NULL,
  PRIMARY KEY(adv, seq)) WITHOUT ROWID;

-- An interval, interned; ids in order of first use in affected. flags: 1 lo
-- included, 2 hi included, 4 exactly lo, 8 lo is a constraint that nothing
-- evaluates, 16 no lo, 32 no hi. fixed: empty means hi, when hi is excluded.
CREATE TABLE vrange(
  id INTEGER PRIMARY KEY, lo TEXT NOT NULL, hi TEXT NOT NULL,
  flags INTEGER NOT NULL, fixed TEXT NOT NULL DEFAULT '');

-- The hot table. vrange 0: all versions. state: enum adv_state in
-- lib/advisory/advisory.h. severity NULL: the record's. qual, word NULL: none;
-- word is the vendor's own. known: the day the statement was made.
CREATE TABLE affected(
  pkg INTEGER NOT NULL, adv INTEGER NOT NULL, seq INTEGER NOT NULL,
  vrange INTEGER NOT NULL, state INTEGER NOT NULL, severity INTEGER,
  qual INTEGER, word INTEGER, known INTEGER,
  PRIMARY KEY(pkg, adv, seq)) WITHOUT ROWID;

-- What else must hold, and words, interned.
CREATE TABLE qual(
  id INTEGER PRIMARY KEY, module TEXT NOT NULL DEFAULT '',
  arch TEXT NOT NULL DEFAULT '', cpeset INTEGER NOT NULL DEFAULT 0,
  flavour TEXT NOT NULL DEFAULT '', extra TEXT NOT NULL DEFAULT '',
  UNIQUE(module, arch, cpeset, flavour, extra));
CREATE TABLE word(id INTEGER PRIMARY KEY, t TEXT NOT NULL UNIQUE);

-- NVD's configurations: a record is affected when one cfg holds; a cfg holds
-- when all its nodes do; a node when one of its members does. op: 1 the node
-- wants all its members, 2 it is negated, 4 one node of the cfg is enough,
-- 8 the cfg is negated.
-- role: 0 vulnerable, 1 platform, 2 exclusion. attrs: word.id of
-- "update:edition:lang:sw_edition:target_sw:target_hw:other", NULL for all *.
CREATE TABLE cpe(id INTEGER PRIMARY KEY, product TEXT NOT NULL,
  vendor TEXT NOT NULL, part TEXT NOT NULL);
CREATE TABLE cpe_match(cpe INTEGER NOT NULL, adv INTEGER NOT NULL,
  seq INTEGER NOT NULL, vrange INTEGER NOT NULL, cfg INTEGER NOT NULL,
  node INTEGER NOT NULL, op INTEGER NOT NULL, role INTEGER NOT NULL,
  attrs INTEGER, PRIMARY KEY(cpe, adv, seq)) WITHOUT ROWID;

-- src: word.id of who scored; vector: word.id, NULL when only the score is
-- known. ver: 20, 30, 31, 40. prim: NVD's "Primary".
CREATE TABLE cvss(vid INTEGER NOT NULL, src INTEGER NOT NULL,
  ver INTEGER NOT NULL, score10 INTEGER NOT NULL, vector INTEGER,
  prim INTEGER NOT NULL, PRIMARY KEY(vid, src, ver)) WITHOUT ROWID;
CREATE TABLE weakness(vid INTEGER NOT NULL, cwe INTEGER NOT NULL,
  PRIMARY KEY(vid, cwe)) WITHOUT ROWID;
CREATE TABLE kev(vid INTEGER PRIMARY KEY, added INTEGER, due INTEGER,
  ransom INTEGER NOT NULL, action TEXT NOT NULL);
-- Times 100,000.
CREATE TABLE epss(vid INTEGER PRIMARY KEY, score INTEGER NOT NULL,
  pct INTEGER NOT NULL);

-- Names beside records; cpes: CPE names, sorted, a blank between. In eol 1
-- stands for a day that nobody stated, of something that is so.
CREATE TABLE cwe(id INTEGER PRIMARY KEY, name TEXT NOT NULL);
CREATE TABLE eol(product TEXT NOT NULL, cycle TEXT NOT NULL, released INTEGER,
  eol INTEGER, eoas INTEGER, lts INTEGER,
  PRIMARY KEY(product, cycle)) WITHOUT ROWID;
CREATE TABLE cpeset(id INTEGER PRIMARY KEY, cpes TEXT NOT NULL UNIQUE);
CREATE TABLE repo_cpe(repo TEXT NOT NULL, cpe TEXT NOT NULL,
  PRIMARY KEY(repo, cpe)) WITHOUT ROWID;

-- Files of Java repositories by their SHA-1 (20 bytes): a repository may hold
-- one under several names.
CREATE TABLE maven_name(id INTEGER PRIMARY KEY, grp TEXT NOT NULL,
  artifact TEXT NOT NULL);
CREATE TABLE maven_sha1(sha1 BLOB NOT NULL, name INTEGER NOT NULL,
  version TEXT NOT NULL, PRIMARY KEY(sha1, name, version)) WITHOUT ROWID;

-- CISA's decisions (SSVC 2.0.3). exploitation: 0 none, 1 poc, 2 active;
-- automatable: 0 no, 1 yes; impact: 0 partial, 1 total; NULL: not said.
-- decided: seconds since 1970.
CREATE TABLE ssvc(vid INTEGER PRIMARY KEY, exploitation INTEGER,
  automatable INTEGER, impact INTEGER, decided INTEGER);

-- Indexes: made after the rows are in.
CREATE UNIQUE INDEX pkg_name ON pkg(name, ns);
CREATE UNIQUE INDEX vid_name ON vid(prefix, tail);
-- Of a group's first identifier grp is its own id.
CREATE INDEX vid_grp ON vid(grp) WHERE grp <> id;
CREATE INDEX alias_b ON alias(b, rel, a);
CREATE INDEX adv_vid ON adv(vid);
CREATE UNIQUE INDEX cpe_pv ON cpe(product, vendor, part);
CREATE INDEX cpe_match_adv ON cpe_match(adv, cfg);
