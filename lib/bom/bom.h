/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BOM_BOM_H
#define BOM_BOM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/notice.h"
#include "base/str.h"
#include "identity/distro.h"
#include "identity/licence.h"

/*
 * The one model of a bill of materials. `sbom` fills it from an image, readers
 * of every format fill it from documents, writers and `match` read it. All of
 * it lives in its arena and dies with bom_free. "" means not known.
 *
 * Order is part of the model: bom_finish() sorts, so that equal facts give
 * equal bytes.
 */
struct arena;
struct github_run;
struct map;

struct bom_prop {
	struct str name, value;
};

struct bom_props {
	struct bom_prop *v;
	size_t n, cap;
};

struct bom_hash {
	struct str alg;			/* "SHA-256", as CycloneDX spells it */
	struct str hex;
};

struct bom_place {			/* where a component was seen */
	struct str path;		/* absolute inside the image */
	struct str layer;		/* digest, or "" */
};

enum bom_kind {
	BOM_LIBRARY, BOM_APPLICATION, BOM_OS, BOM_CONTAINER, BOM_FILE,
	BOM_OTHER,
};

/* How a component was found out, in CycloneDX's words. */
enum bom_technique {
	TECHNIQUE_MANIFEST,	/* a database, lock file or manifest said it */
	TECHNIQUE_BINARY,	/* the bytes of an executable */
	TECHNIQUE_FILENAME,
	TECHNIQUE_HASH,
	TECHNIQUE_OTHER,
};

/* Is the package that owns a component's evidence the distribution's own? */
enum bom_owner { OWNER_UNKNOWN, OWNER_VENDOR, OWNER_OTHER };

/* By whom: the package itself, or someone who looked into it. */
enum licence_said { LICENCE_UNSAID, LICENCE_DECLARED, LICENCE_CONCLUDED };

struct bom_licence {
	struct str text;		/* SPDX expression, id, or raw words */
	enum licence_form form;
	enum licence_said said;
};

struct bom_component {
	struct str ref;			/* unique; bom_finish makes it */
	enum bom_kind kind;
	struct str type;		/* "deb", "apk", "rpm", "npm" …: purl type,
					   or what stands in for one */
	struct str group, name;
	struct str version;		/* native and whole: deb with epoch
					   ("1:2.3-4"), rpm with epoch when it
					   is there ("1:2.3-4.el9") */
	struct str epoch;		/* rpm: "0", "1", … or "" (no tag) */
	struct str arch;
	struct str purl;		/* canonical text */
	struct str cpe;
	struct str *cpes;		/* all others */
	size_t ncpes;
	struct str source_name, source_version;	/* source package / origin;
					   version as known: without epoch when
					   source_epoch_unknown */
	bool source_epoch_unknown;	/* rpm: from the source file's name */
	struct str module;		/* rpm modularity label */
	bool module_known;		/* the database said that there is none */
	struct str vendor;		/* rpm vendor, dpkg/apk maintainer */
	struct str description;
	struct str found_by;		/* cataloger, or tool */
	struct distro *distro;		/* its own, when not the document's */
	struct bom_licence *licences;
	size_t nlicences;
	struct bom_hash *hashes;
	size_t nhashes;
	struct bom_place *places;	/* first: the file that proved it */
	size_t nplaces;
	struct str layer;		/* of the layer that introduced it */
	struct str created_by;		/* the history line that made that layer */
	struct bom_props props;		/* airbom:* and foreign ones */
	size_t *depends;		/* indices into components */
	size_t ndepends;
	bool depends_known;		/* false: absent from the graph */
	bool excluded;			/* development only */
	bool local;			/* from no registry: it has no purl */
	bool guessed;			/* identity inferred: low confidence */
	bool cached;			/* seen in caches only */
	bool source_package;		/* not installed: others were built
					   from it */
	enum bom_technique technique;
	size_t owner;			/* the OS package whose file the
					   evidence is: its index + 1; or 0 */
	enum bom_owner owner_vendor;
	struct str owner_ref;		/* of a document: a reference that none
					   of its components has, or "" */
};

/* A file of the subject that is no component by itself (--files). */
struct bom_file {
	struct str path;		/* absolute */
	uint64_t size;
	struct str type;		/* "file", "elf", "symlink" … */
	const uint8_t *sha256, *sha1;	/* 32 and 20 bytes, or NULL */
	size_t owner;			/* index + 1 of the component, or 0 */
	struct str layer, removed;	/* which brought it, which took it */
};

/*
 * All of them, in order, without holding them: each is asked for when it is
 * written. What get hands out is valid until its next call.
 */
struct bom_files {
	size_t n;
	uint32_t *owners;		/* bom_finish renumbers them */
	void (*get)(const struct bom_files *f, size_t i,
	    struct bom_file *ret);
	const void *ctx;
};

struct bom_layer {
	struct str diff_id, digest;	/* of the tar; of the blob */
	struct str created_by;
	bool empty;			/* history line without a layer */
};

struct bom {
	struct arena *arena;

	/* subject */
	enum bom_subject { SUBJECT_IMAGE, SUBJECT_ROOTFS, SUBJECT_DIR, SUBJECT_FILE,
	    SUBJECT_UNKNOWN } subject;
	struct str name, version_label, supplier;
	struct str *authors;		/* who stand for the document: NAME
					   or "Person: NAME"; not the supplier
					   of what it describes */
	size_t nauthors;
	struct str manifest_digest, config_digest, platform;
	struct str *tags;
	size_t ntags;
	struct bom_layer *layers;
	size_t nlayers;
	struct bom_props props;		/* of the subject: airbom:image:* … */
	struct bom_component *about;	/* the subject as a package of a
					   registry, in documents of others;
					   none of the components; or NULL */
	bool has_time;
	int64_t time_s;			/* see design.md, Time */

	struct distro distro;		/* id "" : none found */
	bool has_os_database;		/* an OS package database was there */

	struct bom_component *components;
	size_t ncomponents, ccomponents;

	struct bom_files *files;	/* or NULL */

	struct notices notices;		/* gaps and notes; they cross the pipe */

	bool one_line;			/* write the document as one line */
	unsigned width;			/* of the terminal that a table goes
					   to; 0: to none */
	bool colour;			/* and whether it may have colours */
	bool plain;			/* without properties that other tools
					   look for */
	const struct github_run *run;	/* who submits it to GitHub, or NULL:
					   other/other.h */
	bool lean;			/* see bom_read_lean */

	/* of a document that was read */
	struct str format, spec_version, tool, serial;
};

struct bom *bom_new(size_t memory_limit);
void bom_free(struct bom *b);

/* Room for n components in all, when their number is known before. */
void bom_reserve(struct bom *b, size_t n);

/* A zeroed component at the end. The pointer holds until the next call. */
struct bom_component *bom_add(struct bom *b);
void bom_prop_add(struct bom *b, struct bom_props *to, const char *name,
    struct str value);
/* The same of text that lives as long as b. */
void bom_prop_put(struct bom *b, struct bom_props *to, struct str name,
    struct str value);
struct str bom_prop_get(const struct bom_props *p, const char *name);
/* One more author, whose text lives as long as b; "" is nobody. */
void bom_author_put(struct bom *b, struct str who);
/* Is that a person? The name alone goes to ret_name. */
bool bom_is_person(struct str author, struct str *ret_name);
/* One more at the end of the component's list; text is copied. */
void bom_place_add(struct bom *b, struct bom_component *c, struct str path,
    struct str layer);
/* The same of text that lives as long as b. */
void bom_place_put(struct bom *b, struct bom_component *c, struct str path,
    struct str layer);
void bom_hash_add(struct bom *b, struct bom_component *c, struct str alg,
    struct str hex);
void bom_cpe_add(struct bom *b, struct bom_component *c, struct str cpe);
void bom_licence_add(struct bom *b, struct bom_component *c,
    struct bom_licence l);

/* "manifest-analysis" …, and back; what is not known is TECHNIQUE_OTHER. */
struct str bom_technique_name(enum bom_technique t);
enum bom_technique bom_technique_of(struct str name);

/*
 * Sort components, properties and places, make refs where there is none (the
 * purl where it is unique, else with a hash of place and layer), renumber
 * `depends` and `owner`, join duplicates: components equal in everything that tells one
 * from another. After this the bom is ready to be written.
 */
void bom_finish(struct bom *b);

/*
 * References of the subject and of the operating system in any document; no
 * component has them after bom_finish.
 */
struct str bom_subject_ref(struct arena *a, const struct bom *b);
struct str bom_distro_ref(struct arena *a, const struct bom *b);

/* pkg:oci/NAME@DIGEST of an image whose name and manifest digest are known;
   else "". */
struct str bom_subject_purl(struct arena *a, const struct bom *b);

/* For bom_layer_find; lives in a. */
struct map *bom_layer_map(struct arena *a, const struct bom *b);
/* The layer with this diffID or digest, or NULL. */
const struct bom_layer *bom_layer_find(const struct map *layers,
    struct str digest);

/* Bytewise by name, then value. */
void bom_props_sort(struct bom_props *p);

#endif
