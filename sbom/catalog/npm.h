/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SBOM_CATALOG_NPM_H
#define SBOM_CATALOG_NPM_H

#include <stdbool.h>

#include "base/str.h"
#include "sbom/catalog/catalog.h"

struct arena;
struct json;

/*
 * What the rows of JavaScript share: how package.json and the lock files of
 * npm, yarn, pnpm, bun and deno name packages and say where they come from.
 */

/* Is a directory of path named node_modules? Lock files there are those of a
   dependency's author: they say nothing of what is installed. */
bool npm_is_vendored(struct str path);

/*
 * What follows the last "node_modules/" of a directory when it is one package
 * of it ("name", "@scope/name"), and *ret_home the directory in which that
 * node_modules lies; else "".
 */
struct str npm_installed_as(struct str dir, struct str *ret_home);

/* Put "name" or "@scope/name" into p; false when that leaves no name. */
bool npm_name(struct pkg *p, struct str full);

/* "name@rest" cut at the '@' that is no scope's; false when there is none. */
bool npm_spec(struct str spec, struct str *ret_name, struct str *ret_rest);

/* A version of semver's shape, and no range, tag, URL or commit. */
bool npm_is_version(struct str s);

/* Is the project of this manifest (package.json, "" when there is none) known
   to be in a registry, too? */
bool npm_is_published(struct str manifest);

/* Name, version and kind of the project whose manifest this is ("": none), if
   it has both. Text lives in a. */
void npm_project(struct arena *a, struct str manifest, struct pkg *p);

/* Where a package was taken from when that is not a registry. */
struct npm_source {
	bool local;		/* a file or directory of the project */
	struct str vcs;		/* "git+https://host/path@commit", or "" */
	struct str url;		/* of an archive elsewhere, or "" */
};

/*
 * Understand "git+ssh://…#commit", "github:owner/name", "file:…", "link:…",
 * "https://…/x.tgz". An address of a registry ("…/-/name-1.0.tgz") is no
 * source. User names and passwords of addresses are left out.
 */
struct npm_source npm_source(struct arena *a, struct str where);

/* Tell the sink about the package emitted last. */
void npm_say_source(struct records *out, const struct npm_source *s);
/* A hash of package.json's shape "sha512-BASE64 sha1-BASE64": SRI. */
void npm_say_integrity(struct records *out, struct str integrity);
/* "MIT", { "type": "MIT" }, or a list of these. */
void npm_say_licence(struct records *out, const struct json *v);

#endif
