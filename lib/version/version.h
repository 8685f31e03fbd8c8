/* SPDX-License-Identifier: Apache-2.0 */
#ifndef VERSION_VERSION_H
#define VERSION_VERSION_H

#include <stdbool.h>
#include <stddef.h>

#include "base/str.h"

struct arena;

/*
 * Version schemes: one file each, one row in version.c. A comparator is a
 * total order over all byte strings (sorting never fails), needs no memory,
 * and never overflows: digit runs compare as text. `valid` says whether to
 * believe the text as a version of the scheme.
 */
enum version_id {		/* stored in databases: never renumber */
	VERSION_NONE = 0,
	VERSION_DPKG = 1, VERSION_RPM = 2, VERSION_APK = 3, VERSION_SEMVER = 4,
	VERSION_PACMAN = 5, VERSION_GENTOO = 6, VERSION_NPM = 7,
	VERSION_PEP440 = 8, VERSION_MAVEN = 9, VERSION_GEM = 10,
	VERSION_GO = 11, VERSION_NUGET = 12, VERSION_COMPOSER = 13,
	VERSION_HEX = 14, VERSION_CARGO = 15, VERSION_SWIFT = 16,
	VERSION_PUB = 17, VERSION_CRAN = 18, VERSION_HACKAGE = 19,
	VERSION_CONAN = 20, VERSION_BITNAMI = 21, VERSION_GENERIC = 22,
	VERSION_JVM = 23, VERSION_OPENSSL = 24, VERSION_KB = 25,
	VERSION_DATETIME = 26, VERSION_LEXICOGRAPHIC = 27,
};

struct version_scheme {
	enum version_id id;
	const char *name;	/* as `match compare` and conformance spell it */
	const char *vers;	/* type in vers: URIs */
	int (*cmp)(struct str a, struct str b);		/* -1, 0, 1 */
	bool (*valid)(struct str v);
};

extern const struct version_scheme *const version_schemes[];	/* NULL ends */

const struct version_scheme *version_by_name(struct str name);
const struct version_scheme *version_by_id(int id);

/* As cmp, of a version and what an advisory says: where that is known to mean
   less than it says, as the scheme's file has it. */
int version_bound_cmp(const struct version_scheme *s, struct str v,
    struct str bound);

int dpkg_cmp(struct str a, struct str b);
bool dpkg_valid(struct str v);
int rpm_cmp(struct str a, struct str b);	/* [epoch:]version[-release] */
bool rpm_valid(struct str v);
int apk_cmp(struct str a, struct str b);
bool apk_valid(struct str v);
int semver_cmp(struct str a, struct str b);	/* loose: v1, 1.2 */
bool semver_valid(struct str v);
int composer_cmp(struct str a, struct str b);
bool composer_valid(struct str v);
int pub_cmp(struct str a, struct str b);
int cran_cmp(struct str a, struct str b);
bool cran_valid(struct str v);
int hackage_cmp(struct str a, struct str b);
bool hackage_valid(struct str v);
int conan_cmp(struct str a, struct str b);
bool conan_valid(struct str v);
int bitnami_cmp(struct str a, struct str b);	/* N.N.N-REVISION */
int bitnami_bound_cmp(struct str v, struct str bound);
int jvm_cmp(struct str a, struct str b);
bool jvm_valid(struct str v);
int openssl_cmp(struct str a, struct str b);
int kb_cmp(struct str a, struct str b);		/* only 0 or not means much */
bool kb_valid(struct str v);
int datetime_cmp(struct str a, struct str b);
bool datetime_valid(struct str v);
int lexicographic_cmp(struct str a, struct str b);
bool lexicographic_valid(struct str v);
int generic_cmp(struct str a, struct str b);	/* a guess: unknown schemes */
bool generic_valid(struct str v);
int pacman_cmp(struct str a, struct str b);
bool pacman_valid(struct str v);
int gentoo_cmp(struct str a, struct str b);
bool gentoo_valid(struct str v);
int npm_cmp(struct str a, struct str b);
bool npm_valid(struct str v);
int pep440_cmp(struct str a, struct str b);
bool pep440_valid(struct str v);
int maven_cmp(struct str a, struct str b);
bool maven_valid(struct str v);
int gem_cmp(struct str a, struct str b);
bool gem_valid(struct str v);
int go_cmp(struct str a, struct str b);
bool go_valid(struct str v);
int nuget_cmp(struct str a, struct str b);
bool nuget_valid(struct str v);

/*
 * An interval of versions, as feeds are reduced to (OSV events, fixed
 * versions, CPE bounds).
 */
struct interval {
	struct str lo, hi;
	bool has_lo, has_hi;	/* false: unbounded on that side */
	bool lo_incl, hi_incl;
};

bool interval_has(const struct version_scheme *s, const struct interval *i,
    struct str v);

/* Canonical VERS notation: "vers:deb/<5.6.1"; a lone star for everything. */
struct str interval_vers(struct arena *a, const struct version_scheme *s,
    const struct interval *i);

#endif
