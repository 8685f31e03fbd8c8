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

/*
 * Catalogers are pure: a blob in, records out; no I/O, no globals, no globs.
 * One file per ecosystem, one row in catalog.c, one folder in tests/fixtures/
 * catalog/, one line in sbom.1.
 */

enum pkg_type { PKG_DEB, PKG_APK, PKG_RPM };

/* A package as its database states it. Text is borrowed by the callee. */
struct pkg {
	enum pkg_type type;
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
	size_t line;			/* where it began, or record number */
};

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
	/* An absolute path that it owns. */
	void (*owns)(struct records *r, struct str path);
	/* The same for a package named elsewhere (dpkg's info/NAME.list,
	   usr/share/doc/NAME/copyright): name, or name:arch. */
	void (*owns_named)(struct records *r, struct str package,
	    struct str path);
	void (*licence_named)(struct records *r, struct str package,
	    struct str licence);
	/* A small fact about the image: key is one of the CTX_* words. Facts of
	   a path are replaced when a later layer replaces the path. */
	void (*fact)(struct records *r, const char *key, struct str value);
	/* The database is of this kind and is installed here; without a
	   package from it afterwards it is a gap. */
	void (*database)(struct records *r, const char *what);
	void (*note)(struct records *r, size_t line, const char *fmt, ...)
	    __attribute__((format(printf, 3, 4)));
	/* Blind to something material, though reading goes on. */
	void (*gap)(struct records *r, const char *kind, const char *fmt, ...)
	    __attribute__((format(printf, 3, 4)));
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

/* What a row wants to see. Paths have no leading '/'. */
enum want_kind {
	WANT_PATH,		/* exactly this path; also reached by links */
	WANT_IN_DIR,		/* files directly in this directory; "DIR/" "*"
				   "END": those whose names end so */
	WANT_NAME,		/* files of this basename, anywhere */
	WANT_SUFFIX,		/* basename ends so; begins with '.' */
	WANT_DIR_NAME,		/* "A/" "*" "/NAME": the file NAME in any
				   directory that lies directly in A */
	WANT_MAGIC,		/* first bytes, for hard-linked objects whose
				   name says nothing (text may hold NUL: len) */
};

struct want {
	enum want_kind kind;
	const char *text;	/* NULL ends the list */
	size_t len;		/* WANT_MAGIC: its length; else 0 */
};

enum reads {
	READ_TEXT,		/* whole, up to limits.text_file */
	READ_DATABASE,		/* whole, up to limits.package_db */
	READ_RANDOM,		/* at offsets, by blob_at */
	READ_STREAM,		/* one pass, constant memory */
};

/* Which file a row is looking at. */
struct file_ref {
	struct str path;	/* normalised, no leading '/' */
	const struct want *want;	/* what in the row asked for it */
	/* A sibling by basename, whole, when the row's `sibling` names one and
	   it was seen beside it (rpmdb.sqlite-wal); n 0 when not there. */
	struct str sibling;
};

struct cataloger {
	const char *name, *about;
	const struct want *wants;
	enum reads reads;
	bool database;			/* an OS package database: broken or
					   empty is a gap */
	bool context;			/* facts about the image, no packages:
					   never left out by --select */
	const char *sibling;		/* suffix of the sibling's name */
	/*
	 * RC_OK, or what stopped it: records emitted before count, and the
	 * engine makes a gap (database) or a note of the rest. An RC_LIMIT from
	 * blob_at is handed back unchanged and asks for a second visit.
	 */
	enum rc (*parse)(const struct file_ref *f, struct blob *b,
	    const struct limits *lim, struct records *out, struct err *e);
};

extern const struct cataloger *const catalogers[];	/* NULL ends */

/*
 * Paths are judged once: a compiled table of all wants. Returns the row that
 * wants path, or NULL. When several do, the earlier row wins.
 */
struct arena;
struct selector;

/*
 * select_names: NULL for all rows, else names divided by commas; NAME also
 * means the rows NAME-something, and context rows always stay. Returns NULL
 * when a name is no row's. Read-only afterwards: threads may share it.
 */
struct selector *selector_new(struct arena *a, const char *select_names);
/* The same over a table of one's own, for tests. */
struct selector *selector_from(struct arena *a,
    const struct cataloger *const *rows, const char *select_names);
const struct cataloger *selector_path(const struct selector *s,
    struct str path, const struct want **ret);
const struct cataloger *selector_magic(const struct selector *s,
    const void *head, size_t n, const struct want **ret);
/* Is path the sibling of something wanted (…-wal)? */
bool selector_sibling(const struct selector *s, struct str path);
/* Paths that rows want exactly, for links: i from 0; NULL past the end. */
const char *selector_exact(const struct selector *s, size_t i,
    const struct cataloger **ret_row);

#endif
