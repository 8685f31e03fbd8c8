/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SBOM_CATALOG_JAVA_H
#define SBOM_CATALOG_JAVA_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "sbom/catalog/catalog.h"

/* What the files of the Java rows say to each other. */
struct arena;

/* A project's coordinates; "" where they are not stated. */
struct java_id {
	struct str group, artifact, version;
};

/* Text of a coordinate that is one: no "${revision}", nothing endless. */
struct str java_word(struct str s);

/* ---- META-INF/MANIFEST.MF ---- */

enum java_attr {
	MF_BUNDLE_ACTIVATOR, MF_BUNDLE_LICENSE, MF_BUNDLE_NAME,
	MF_BUNDLE_SYMBOLIC, MF_BUNDLE_VENDOR, MF_BUNDLE_VERSION,
	MF_CREATED_BY, MF_EXTENSION_NAME, MF_GROUP_ID,
	MF_IMPLEMENTATION_TITLE, MF_IMPLEMENTATION_VENDOR,
	MF_IMPLEMENTATION_VENDOR_ID, MF_IMPLEMENTATION_VERSION, MF_NAME,
	MF_PLUGIN_VERSION, MF_SHORT_NAME, MF_SPECIFICATION_VENDOR,
	MF_SPECIFICATION_VERSION, MF_WEAVE, MF_COUNT
};

/* Zero-initialise with the arena; release with java_manifest_done. */
struct java_manifest {
	struct arena *a;
	struct str attr[MF_COUNT];	/* of the main section; in a */
	bool there;			/* any bytes came */
	/* how far it is read */
	bool done, begun, cr;
	struct buf line;
};

/* More of the file; false when no more is needed. */
bool java_manifest_feed(struct java_manifest *m, const void *p, size_t n);
/* After the last byte. */
void java_manifest_end(struct java_manifest *m);
void java_manifest_done(struct java_manifest *m);

/* ---- META-INF/maven/G/A/pom.properties ---- */

struct java_id java_properties(struct str text);	/* borrowed */

/* ---- pom.xml ---- */

/* Own or the parent's coordinates of the project; copies in a. */
enum rc java_pom_id(struct arena *a, struct str text, struct java_id *ret,
    struct err *e);

/* ---- who an archive is ---- */

struct java_pom {
	struct java_id id;
	struct str path;		/* in the archive */
	bool used;			/* it is the archive itself */
};

struct java_jar {
	struct str file;		/* its base name */
	struct java_manifest mf;
	struct java_pom *poms;		/* pom.properties */
	size_t npoms, cpoms;
	struct java_id pom_xml;		/* the only pom.xml, when it is */
};

struct java_who {
	struct java_id id;
	struct str vendor, licence;
	bool guessed;			/* its group is */
	bool dev;			/* sources, documentation, tests */
};

/*
 * False when it is nobody: an instrumentation module, or nothing that names
 * it. Orders poms by path and marks the one that it is.
 */
bool java_identify(struct java_jar *j, struct java_who *ret);

/* "commons-io-2.11.0.jar" is commons-io, 2.11.0. */
void java_file_name(struct str file, struct str *ret_name,
    struct str *ret_version, bool *ret_dev);

/* Of an artifact whose jar does not state it; "" when it is none of those. */
struct str java_known_group(struct str artifact);

enum java_kind {
	JAVA_NONE,		/* no archive of ours */
	JAVA_ZIP,		/* only what is inside it */
	JAVA_OTHER,		/* by its name, if it is a zip */
	JAVA_ARCHIVE,
	JAVA_JENKINS,		/* a plugin of Jenkins */
};

/* By its extension. */
enum java_kind java_kind_of(struct str file);

#endif
