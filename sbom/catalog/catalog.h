/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SBOM_CATALOG_CATALOG_H
#define SBOM_CATALOG_CATALOG_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/limits.h"
#include "base/str.h"
#include "sbom/catalog/blob.h"

struct classify;
struct exe;
struct keep;
struct selector;

/*
 * Catalogers are pure: a blob in, records out; no I/O, no globals, no globs.
 * One file per ecosystem, one row in catalog.c, one folder in tests/fixtures/
 * catalog/, one line in sbom.1.
 */

enum pkg_kind { PKG_LIBRARY, PKG_APPLICATION };

/* A package as its evidence states it. Text is borrowed by the callee. */
struct pkg {
	const char *type;		/* purl type: "deb", "npm", "maven" … */
	struct str group;		/* purl namespace where the ecosystem has
					   one: groupId, "@scope", vendor, Go path
					   before the last '/'; else "" */
	struct str name;
	struct str version;		/* deb, apk: whole; rpm: without epoch */
	struct str epoch;		/* rpm: the tag's value, "" if absent */
	struct str arch;
	struct str source_name, source_version;	/* "" when same as binary */
	bool source_epoch_unknown;
	struct str licence;		/* as the database says it */
	struct str vendor;		/* rpm vendor; deb, apk maintainer */
	struct str module;		/* rpm modularity label */
	bool module_known;
	struct str description;		/* one line */
	struct str checksum;		/* apk: Q1…; rpm: header sha1/sha256 hex */
	enum pkg_kind kind;
	struct str purl;		/* whole; "": made from the parts */
	bool local;			/* from no registry: it has no purl */
	bool dev;			/* for development only */
	bool guessed;			/* identity inferred: low confidence */
	struct str inside;		/* path in the archive that the file is */
	struct str home, from;		/* LINK_NEAR, see there */
	size_t line;			/* where it began, or record number */
};

/* Cut a full name ("@scope/name", "vendor/name", a Go path) at its last '/'
   into group and name. */
void pkg_name_split(struct pkg *p, struct str full);

/*
 * Where a row's results go. Everything is copied by the sink. The package-
 * related calls speak of the package emitted last.
 */
struct records {
	/* Returns RC_OK, or RC_STOP when no more is wanted. */
	enum rc (*package)(struct records *r, const struct pkg *p);
	/* A key that it offers or needs: name, virtual name, "so:…", or an
	   absolute path. Constraints already stripped. */
	void (*provides)(struct records *r, struct str key);
	void (*requires)(struct records *r, struct str key);
	/* More of the package, each may be said several times: a declared
	   licence, a CPE, a qualifier of its purl, an airbom:* property, a
	   digest ("SHA-1", hex). */
	void (*licence)(struct records *r, struct str licence);
	void (*cpe)(struct records *r, struct str cpe);
	void (*qualifier)(struct records *r, const char *key,
	    struct str value);
	void (*property)(struct records *r, const char *name,
	    struct str value);
	void (*hash)(struct records *r, const char *alg, struct str hex);
	/* An absolute path that it owns. */
	void (*owns)(struct records *r, struct str path);
	/* The same for a package named elsewhere (dpkg's info/NAME.list,
	   usr/share/doc/NAME/copyright): name, or name:arch; or an absolute
	   path that a LINK_NEAR package provides: the directory which its files
	   share. */
	void (*owns_named)(struct records *r, struct str package,
	    struct str path);
	void (*licence_named)(struct records *r, struct str package,
	    struct str licence);
	/* By path only. */
	void (*requires_named)(struct records *r, struct str package,
	    struct str key);
	void (*qualifier_named)(struct records *r, struct str package,
	    const char *key, struct str value);
	/* A small fact about the image: key is one of the CTX_* words. Facts of
	   a path are replaced when a later layer replaces the path. */
	void (*fact)(struct records *r, const char *key, struct str value);
	/* The database is of this kind and is installed here; without a
	   package from it afterwards it is a gap. */
	void (*database)(struct records *r, const char *what);
	void (*note)(struct records *r, size_t line, const char *fmt, ...)
	    __attribute__((format(printf, 3, 4)));
	/* The file is of another kind than its name promised: nothing wanted
	   it. */
	void (*other)(struct records *r);
	/* Blind to something material, though reading goes on. */
	void (*gap)(struct records *r, const char *kind, const char *fmt, ...)
	    __attribute__((format(printf, 3, 4)));
	/* Whose records these are, when not of the row that was called: the
	   driver of inspectors sets it. */
	const struct cataloger *row;
};

#define CTX_OS_RELEASE		"os-release"		/* text, verbatim */
#define CTX_REDHAT_RELEASE	"redhat-release"
#define CTX_DEBIAN_VERSION	"debian-version"
#define CTX_ALPINE_RELEASE	"alpine-release"
#define CTX_APK_REPOSITORIES	"apk-repositories"	/* text, verbatim */
#define CTX_APT_SOURCE		"apt-source"		/* one line each */
#define CTX_APT_ORIGIN		"apt-origin"
#define CTX_CONTENT_SET		"content-set"
#define CTX_UBUNTU_PRO		"ubuntu-pro"
#define CTX_APK_WORLD		"apk-world"		/* text, verbatim */
#define CTX_NOT_INSTALLED	"not-installed"	/* a name that is known */
#define CTX_STORE		"store"		/* a directory with '/' */
#define CTX_OTHER_ROOT		"other-root"	/* its database, without root */

/* What a row wants to see. Paths have no leading '/'. */
enum want_kind {
	WANT_PATH,		/* exactly this path; also reached by links */
	WANT_IN_DIR,		/* files directly in this directory; "DIR/" "*"
				   "END": those whose names end so */
	WANT_NAME,		/* files of this basename, anywhere */
	WANT_SUFFIX,		/* basename ends so; begins with '.' */
	WANT_PREFIX,		/* basename begins so; 3 bytes or more */
	WANT_DIR_NAME,		/* "A/" "*" "/NAME": the file NAME in any
				   directory that lies directly in A */
	WANT_TAIL,		/* path ends so, from one of its components on:
				   "A/NAME"; "A/" "*" "/NAME" with any one
				   component there; the name may be "*.END" */
	WANT_MAGIC,		/* first bytes, for hard-linked objects whose
				   name says nothing (text may hold NUL: len) */
	WANT_HEAD,		/* first bytes, whatever the name; such a row
				   runs beside one that wants the name */
};

struct want {
	enum want_kind kind;
	const char *text;	/* NULL ends the list */
	size_t len;		/* WANT_MAGIC, WANT_HEAD: its length; else 0 */
};

enum reads {
	READ_TEXT,		/* whole, up to limits.text_file */
	READ_DATABASE,		/* whole, up to limits.package_db */
	READ_RANDOM,		/* at offsets, by blob_at */
	READ_STREAM,		/* one pass, constant memory */
};

/* A single file that came on standard input without a name: the name it gets
   says nothing about it. */
#define FILE_UNNAMED	"standard-input"

/* Which file a row is looking at. */
struct file_ref {
	struct str path;	/* normalised, no leading '/' */
	const struct want *want;	/* what in the row asked for it */
	/* A sibling by basename, whole, when the row's `sibling` names one and
	   it was seen beside it (rpmdb.sqlite-wal); n 0, and p NULL, when not
	   there. */
	struct str sibling;
	bool declared;		/* a source tree or single file: declared state
				   is asked for, too */
	const struct classify *classify;	/* table in force, or NULL */
	const struct selector *selector;	/* which rows run; NULL: all */
};

/*
 * A file that is too large to hold, on a stream: its bytes in order, once, in
 * chunks of any size. end comes after the last of them; free always.
 */
struct scan {
	void (*feed)(struct scan *s, const uint8_t *p, size_t n);
	enum rc (*end)(struct scan *s, struct records *out, struct err *e);
	void (*free)(struct scan *s);
	/*
	 * What it keeps of the file, if it does: when end gave RC_LIMIT, what
	 * was missed is wanted of the scan of a second visit, before its first
	 * byte. Set by scan_new; or NULL.
	 */
	struct keep *keep;
};

/* Where what a package requires is looked for. Keys are compared bytewise. */
enum link {
	LINK_DATABASE,		/* all packages of its type in the image */
	LINK_FILE,		/* the packages of the same file: locks, archives */
	LINK_NEAR,		/* what packages of its type offer in directory
				   `home`; looked up in `from` ("": home), then
				   in each directory above */
};

/* Declared state (lock files, manifests) is intent: never read in images. */
enum state { STATE_BOTH, STATE_INSTALLED, STATE_DECLARED };

#define NEAR_MEMBER	"workspace:"

struct cataloger {
	const char *name, *about;
	const struct want *wants;	/* NULL: an inspector */
	enum reads reads;
	enum state state;
	enum link link;
	bool database;			/* an OS package database: broken or
					   empty is a gap */
	bool context;			/* facts about the image, no packages:
					   never left out by --select */
	/*
	 * LINK_NEAR, or NULL: the key by which others find the package that
	 * lies in directory dir, and where it is offered; "": dir is no such
	 * place. So a symbolic link there offers the package it leads to, which
	 * is told by the file of the row's first want. One that leads out of
	 * such places, to a member of a workspace, is offered as NEAR_MEMBER,
	 * too.
	 */
	struct str (*near)(struct str dir, struct str *ret_home);
	/*
	 * Or NULL: does a directory's name make the files in it ones of this
	 * row? WANT_TAIL says so by itself. A link of such a name leads to
	 * them, whatever the directory is really called.
	 */
	bool (*place)(struct str dir);
	const char *sibling;		/* suffix of the sibling's name; "/NAME":
					   the file NAME beside it (rows of
					   declared state only) */
	/*
	 * RC_OK, or what stopped it: records emitted before count, and the
	 * engine makes a gap (database) or a note of the rest. An RC_LIMIT from
	 * blob_at is handed back unchanged and asks for a second visit.
	 */
	enum rc (*parse)(const struct file_ref *f, struct blob *b,
	    const struct limits *lim, struct records *out, struct err *e);
	/* Instead of parse: an executable that the row `executable` opened. */
	enum rc (*inspect)(const struct file_ref *f, const struct exe *x,
	    struct blob *b, const struct limits *lim, struct records *out,
	    struct err *e);
	/*
	 * For files over limits.buffer on a stream (size: KEEP_UNKNOWN when
	 * only their end tells it); NULL of a READ_RANDOM row:
	 * parse gets a blob of their first and last pieces. Returns NULL when
	 * memory lacks.
	 */
	struct scan *(*scan_new)(const struct file_ref *f, uint64_t size,
	    const struct limits *lim);
};

extern const struct cataloger *const catalogers[];	/* NULL ends */

/*
 * Paths are judged once: a compiled table of all wants. Returns the row that
 * wants path, or NULL. When several do, the earlier row wins.
 */
struct arena;

struct selector_opts {
	const char *select;	/* see below */
	bool declared;		/* rows of declared state, too */
	const struct classify *classify;	/* whose wants are added */
};

/*
 * o NULL: all rows but declared ones. select: NULL for all rows, else names
 * divided by commas; NAME also means the rows NAME-something, and context rows
 * always stay. Returns NULL when a name is no row's. Read-only afterwards:
 * threads may share it.
 */
struct selector *selector_new(struct arena *a, const struct selector_opts *o);
/* The same over a table of one's own, for tests. */
struct selector *selector_from(struct arena *a,
    const struct cataloger *const *rows, const struct selector_opts *o);
const struct selector_opts *selector_opts(const struct selector *s);
/* Was this row chosen? For inspectors. */
bool selector_has(const struct selector *s, const struct cataloger *row);
const struct cataloger *selector_path(const struct selector *s,
    struct str path, const struct want **ret);
const struct cataloger *selector_magic(const struct selector *s,
    const void *head, size_t n, const struct want **ret);
/* The same for WANT_HEAD. */
const struct cataloger *selector_head(const struct selector *s,
    const void *head, size_t n, const struct want **ret);
/* Path of the sibling that row wants of the file at path. */
struct str selector_sibling_of(struct arena *a, const struct cataloger *row,
    struct str path);
/* Is path the sibling of something wanted (…-wal)? */
bool selector_sibling(const struct selector *s, struct str path);
/* Paths that rows want exactly, for links: i from 0; NULL past the end. */
const char *selector_exact(const struct selector *s, size_t i,
    const struct cataloger **ret_row);

#endif
