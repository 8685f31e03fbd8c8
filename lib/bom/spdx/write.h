/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BOM_SPDX_WRITE_H
#define BOM_SPDX_WRITE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/out.h"
#include "base/str.h"
#include "bom/bom.h"
#include "bom/facts.h"
#include "text/json_out.h"

/*
 * SPDX 2 on its way out. One walk over the model (write.c) makes records of
 * the elements; a syntax writes each down.
 */
struct arena;
struct buf;
struct digest;
struct map;
struct spdx_writer;

struct spdx_reference {
	bool manager;			/* PACKAGE-MANAGER, else SECURITY */
	const char *type;		/* "purl", "cpe23Type" … */
	struct str locator;
};

struct spdx_checksum {
	const char *alg;		/* "SHA256" */
	struct str hex;
};

/* "" and NULL: nothing is written, or NOASSERTION where something must be. */
struct spdx_out_package {
	struct str id, name, version;
	struct str supplier;		/* "Organization: NAME" */
	struct str verification;	/* "": files were not analysed */
	struct str source_info, description;
	struct str declared, concluded;	/* licences */
	const char *purpose;		/* "OPERATING-SYSTEM" */
	struct spdx_checksum *sums;
	size_t nsums, csums;
	struct spdx_reference *refs;
	size_t nrefs, crefs;
	struct str *notes;		/* comments of annotations */
	size_t nnotes;
};

struct spdx_out_file {
	struct str id, name;
	const char *type;		/* "BINARY" or NULL */
	struct spdx_checksum sums[2];	/* SHA1 first */
	struct str *notes;
	size_t nnotes;
};

struct spdx_out_head {
	struct str name, space, comment, root;
	struct str *authors;		/* "Organization: NAME" */
	size_t nauthors;
	struct str *notes;
	size_t nnotes;
};

struct spdx_out_licence {
	struct str id;			/* "LicenseRef-…" */
	struct str name;		/* "": not fit for one line */
	struct str text;
};

struct spdx_syntax {
	const char *name;
	bool third;			/* of SPDX 3: all files have a place */
	void (*head)(struct spdx_writer *w, const struct spdx_out_head *h);
	void (*file)(struct spdx_writer *w, const struct spdx_out_file *f);
	void (*package)(struct spdx_writer *w,
	    const struct spdx_out_package *p);
	void (*licence)(struct spdx_writer *w,
	    const struct spdx_out_licence *l);
	void (*relation)(struct spdx_writer *w, struct str from,
	    const char *type, struct str to, const char *comment);
	void (*end)(struct spdx_writer *w);
};

struct spdx_writer {
	const struct bom *b;
	const struct spdx_syntax *syntax;
	const char *version;		/* "2.3" */
	unsigned minor;			/* 2 or 3; of SPDX 3 as in 2.3 */
	struct str space;		/* "" while the digest is made */
	struct spdx_open {		/* of SPDX 3: the relationship that is
					   being written */
		struct str from;
		const char *type;	/* NULL: none */
	} open;
	struct map *agents, *expressions;	/* of SPDX 3: written ones */
	struct out *out;
	struct json_out j;
	const char *section;		/* of JSON: the array that is open */
	struct arena *document;		/* lives as long as the writer */
	struct arena *record;		/* emptied after each element */
	struct map *layers;
	struct str created;		/* "" while the digest is made */
	struct str root, os;		/* ids */
	struct str *ids;		/* of the components */
	struct str *codes;		/* their verification codes; or NULL */
	struct map *operands;		/* licences that were looked up */
	struct map *declared;		/* ids of those in licences */
	struct spdx_out_licence *licences;
	size_t nlicences, clicences;
	struct digest *digest;		/* of the content, else NULL */
	struct buf *buf;		/* what was written for it */
};

extern const struct spdx_syntax spdx_syntax_json, spdx_syntax_tag_value,
    spdx_syntax_json3;

enum rc spdx_write(const struct spdx_syntax *s, const struct bom *b,
    const char *version, struct out *o, struct err *e);

/* Sorts; *ret and *ret_n are what the annotations of an element say. */
void spdx_notes(struct bom_facts *f, struct str **ret, size_t *ret_n);

/* The package of a component, of the operating system, of the subject; it
   lives until the next. */
void spdx_make_package(struct spdx_writer *w, const struct bom_component *c,
    struct spdx_out_package *ret);
void spdx_make_distro(struct spdx_writer *w, struct spdx_out_package *ret);
void spdx_make_subject(struct spdx_writer *w, struct spdx_out_package *ret);
/* The document's authors as SPDX 2 says them; if not all come back from that,
   they go to f. */
void spdx_make_authors(struct spdx_writer *w, struct bom_facts *f,
    struct spdx_out_head *h);
struct bom_facts spdx_facts(const struct spdx_writer *w);

/* The id of a file; lives in record. */
struct str spdx_file_id(struct spdx_writer *w, const struct bom_file *f);
/* Call it after each element: record is emptied. */
enum rc spdx_pulse(struct spdx_writer *w, struct err *e);

/*
 * The component's licences as one expression, or "": those that an analyst
 * concluded, or all others. Words that are no expression become a
 * LicenseRef-, which the writer keeps.
 */
struct str spdx_licences_of(struct spdx_writer *w,
    const struct bom_component *c, bool concluded);

/* s with each byte that an id may not have as '-', at most max of them. */
struct str spdx_id_text(struct arena *a, struct str s, size_t max);
/* n hex digits of a digest of s; lives in a. */
struct str spdx_id_hash(struct arena *a, struct str s, size_t n);

#endif
