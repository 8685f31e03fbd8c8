-- SPDX-License-Identifier: Apache-2.0
--
-- The advisory database: one read-only SQLite file. application_id is
-- 0x46454544 ("FEED"), user_version the schema's major version; a reader that
-- knows another version refuses with a message that names both. Minor
-- additions come as new tables only.
--
-- Rules of the file: nothing tells the host or the clock of the build; rows
-- are inserted sorted, so that equal inputs give equal bytes; days are days
-- since 1970; text is UTF-8; '' stands for absent, never NULL, where a UNIQUE
-- constraint holds.

CREATE TABLE meta(k TEXT PRIMARY KEY, v TEXT NOT NULL) WITHOUT ROWID;
-- content: "sha256:..." over the logical content · built_by: tool and version
-- newest: newest data_time of all sources, in seconds

CREATE TABLE source(		-- one row per imported file or archive
  id INTEGER PRIMARY KEY, feed TEXT NOT NULL,	-- "debian", "osv", "nvd", ...
  name TEXT NOT NULL,		-- file name as given, without its directory
  scope TEXT NOT NULL DEFAULT '',	-- what it covers: "AlmaLinux", "v3.20/main"
  sha256 TEXT NOT NULL, bytes INTEGER NOT NULL,
  data_time INTEGER,		-- newest record inside the data, seconds
  records INTEGER NOT NULL, rejected INTEGER NOT NULL,
  frozen INTEGER NOT NULL DEFAULT 0);	-- carried over from --previous
CREATE TABLE reject(source INTEGER NOT NULL, seq INTEGER NOT NULL,
  record TEXT NOT NULL, reason TEXT NOT NULL,
  PRIMARY KEY(source, seq)) WITHOUT ROWID;	-- the first 1,000 of a source

CREATE TABLE ns(		-- (ecosystem, release, channel): what a package
  id INTEGER PRIMARY KEY,	-- is looked up in
  eco TEXT NOT NULL, release TEXT NOT NULL DEFAULT '',
  channel TEXT NOT NULL DEFAULT '',
  vercmp INTEGER NOT NULL,	-- enum version_id (lib/version/version.h)
  names INTEGER NOT NULL,	-- enum eco_names: 0 source, 1 binary, 2 either
  data_time INTEGER,		-- newest data_time of the sources that fill it
  UNIQUE(eco, release, channel));
CREATE TABLE ns_source(ns INTEGER NOT NULL, source INTEGER NOT NULL,
  PRIMARY KEY(ns, source)) WITHOUT ROWID;
-- A namespace without a row here has no feed: packages of it are a gap.

CREATE TABLE pkg(id INTEGER PRIMARY KEY, ns INTEGER NOT NULL,
  name TEXT NOT NULL);		-- normalised by lib/identity/ecosystem.c
CREATE UNIQUE INDEX pkg_name ON pkg(name, ns);

CREATE TABLE prefix(id INTEGER PRIMARY KEY, t TEXT NOT NULL UNIQUE);
CREATE TABLE vid(		-- every identifier: CVE, GHSA, ALSA, DSA ...
  id INTEGER PRIMARY KEY, prefix INTEGER NOT NULL, tail TEXT NOT NULL,
  grp INTEGER NOT NULL,		-- representative of its alias group
  flags INTEGER NOT NULL DEFAULT 0,	-- 1 withdrawn, 2 disputed, 4 malware,
  UNIQUE(prefix, tail));	-- 8 rejected, 16 in several groups
CREATE TABLE alias(a INTEGER NOT NULL, b INTEGER NOT NULL,
  rel INTEGER NOT NULL,		-- 0 alias, 1 upstream, 2 fixes, 3 related
  PRIMARY KEY(a, rel, b)) WITHOUT ROWID;
CREATE INDEX alias_b ON alias(b, rel, a);
CREATE INDEX vid_grp ON vid(grp);

CREATE TABLE adv(		-- one record of one source about one identifier
  id INTEGER PRIMARY KEY, vid INTEGER NOT NULL, source INTEGER NOT NULL,
  severity INTEGER NOT NULL DEFAULT 0,	-- 0 unknown 1 negligible 2 low
				-- 3 medium 4 high 5 critical
  published INTEGER, modified INTEGER,	-- seconds
  withdrawn INTEGER,		-- seconds; its rows are not in `affected`
  title TEXT NOT NULL DEFAULT '', url TEXT NOT NULL DEFAULT '');
CREATE INDEX adv_vid ON adv(vid);

CREATE TABLE vrange(		-- an interval, interned; ids in (package,
  id INTEGER PRIMARY KEY,	-- namespace) order of first use: locality
  lo TEXT NOT NULL, hi TEXT NOT NULL,
  flags INTEGER NOT NULL,	-- 1 lo incl, 2 hi incl, 4 exact, 8 opaque,
				-- 16 no lo, 32 no hi
  fixed TEXT NOT NULL DEFAULT '');	-- '': equals hi when hi is exclusive
CREATE TABLE qual(		-- what else must hold, interned
  id INTEGER PRIMARY KEY, module TEXT NOT NULL DEFAULT '',
  arch TEXT NOT NULL DEFAULT '', cpeset INTEGER NOT NULL DEFAULT 0,
  flavour TEXT NOT NULL DEFAULT '', extra TEXT NOT NULL DEFAULT '',
  UNIQUE(module, arch, cpeset, flavour, extra));
CREATE TABLE word(id INTEGER PRIMARY KEY, t TEXT NOT NULL UNIQUE);
CREATE TABLE affected(		-- THE hot table
  pkg INTEGER NOT NULL, adv INTEGER NOT NULL, seq INTEGER NOT NULL,
  vrange INTEGER NOT NULL,	-- 0: all versions
  state INTEGER NOT NULL,	-- enum adv_state (lib/advisory/advisory.h)
  severity INTEGER,		-- NULL: the record's
  qual INTEGER, word INTEGER,	-- NULL: none; the vendor's own word
  known INTEGER,		-- day the statement was made, or NULL
  PRIMARY KEY(pkg, adv, seq)) WITHOUT ROWID;

CREATE TABLE cpe(id INTEGER PRIMARY KEY, product TEXT NOT NULL,
  vendor TEXT NOT NULL, part TEXT NOT NULL);
CREATE UNIQUE INDEX cpe_pv ON cpe(product, vendor, part);
CREATE TABLE cpe_match(cpe INTEGER NOT NULL, adv INTEGER NOT NULL,
  seq INTEGER NOT NULL, vrange INTEGER NOT NULL,
  cfg INTEGER NOT NULL,		-- configuration: members of one are ANDed by node
  node INTEGER NOT NULL,	-- node in it: members of one are ORed
  op INTEGER NOT NULL,		-- 1 the node ANDs its members, 2 negated
  role INTEGER NOT NULL,	-- 0 vulnerable, 1 platform, 2 exclusion
  attrs INTEGER,		-- word.id of "update:edition:lang:sw:tsw:thw:other"
  PRIMARY KEY(cpe, adv, seq)) WITHOUT ROWID;
CREATE INDEX cpe_match_adv ON cpe_match(adv, cfg);

CREATE TABLE cvss(vid INTEGER NOT NULL, src INTEGER NOT NULL,	-- word.id
  ver INTEGER NOT NULL,		-- 20, 30, 31, 40
  score10 INTEGER NOT NULL, vector TEXT NOT NULL, prim INTEGER NOT NULL,
  PRIMARY KEY(vid, src, ver)) WITHOUT ROWID;
CREATE TABLE weakness(vid INTEGER NOT NULL, cwe INTEGER NOT NULL,
  PRIMARY KEY(vid, cwe)) WITHOUT ROWID;
CREATE TABLE kev(vid INTEGER PRIMARY KEY, added INTEGER, due INTEGER,
  ransom INTEGER NOT NULL, action TEXT NOT NULL);
CREATE TABLE epss(vid INTEGER PRIMARY KEY, score INTEGER NOT NULL,
  pct INTEGER NOT NULL);	-- x100000; date and model stand in meta
CREATE TABLE link(adv INTEGER NOT NULL, seq INTEGER NOT NULL,
  url TEXT NOT NULL, PRIMARY KEY(adv, seq)) WITHOUT ROWID;

-- Kept empty until the feeds that fill them are read, so that archived
-- databases and newer readers agree on their shape.
CREATE TABLE cwe(id INTEGER PRIMARY KEY, name TEXT NOT NULL);
CREATE TABLE eol(product TEXT NOT NULL, cycle TEXT NOT NULL, released INTEGER,
  eol INTEGER, eoas INTEGER, lts INTEGER,
  PRIMARY KEY(product, cycle)) WITHOUT ROWID;
CREATE TABLE cpeset(id INTEGER PRIMARY KEY, cpes TEXT NOT NULL UNIQUE);
CREATE TABLE repo_cpe(repo TEXT NOT NULL, cpe TEXT NOT NULL,
  PRIMARY KEY(repo, cpe)) WITHOUT ROWID;
