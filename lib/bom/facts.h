/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BOM_FACTS_H
#define BOM_FACTS_H

#include <stdbool.h>

#include "base/str.h"
#include "bom/bom.h"

/*
 * What a format has no field for, as airbom:* properties, for the writers of
 * every format; and back, for its readers. Foreign properties go along.
 */
struct arena;
struct bom_decoder;
struct map;

struct bom_facts {
	const struct bom *b;
	struct arena *a;		/* of the list, and of made text */
	const struct map *layers;	/* of bom_layer_map */
	const struct str *refs;		/* of the components, by index; NULL:
					   their own */
	struct bom_props props;		/* facts_* add; writers sort it */
};

/* What the format says in fields of its own. */
enum {
	FACT_PLACES = 1,		/* a component's places, with layers */
	FACT_TECHNIQUE = 2,
	FACT_CPES = 4,			/* all of a component's */
	FACT_VENDOR = 8,
	FACT_FOREIGN = 16,		/* nothing, but has properties: other
					   tools' names go there, too */
};

/* Nothing for a value that is "". */
void facts_add(struct bom_facts *f, const char *name, struct str value);
void facts_add_true(struct bom_facts *f, const char *name, bool is);

/* Of the document: gaps, notes, layers, the image's configuration. */
void facts_document(struct bom_facts *f);
/* All of them: a field of the format does not hold what one of them is. */
void facts_authors(struct bom_facts *f);
void facts_component(struct bom_facts *f, const struct bom_component *c,
    unsigned fields);
/* Of the operating system: all but id, version and CPE. */
void facts_distro(struct bom_facts *f);
/* Of a file: all but path and digests. */
void facts_file(struct bom_facts *f, const struct bom_file *x);

/*
 * A property of the document, text that lives as long as the bom, into its
 * field. False: it is none that the model has a field for.
 */
bool facts_take_document(struct bom_decoder *d, struct str name,
    struct str value);
/* Once all are read: what the layers tell of the components in them. */
void facts_take_history(struct arena *tmp, struct bom *b);
/* The operating system that an OS component of name, version and CPE tells
   by its properties, ours or Syft's. */
struct distro facts_take_distro(struct bom *b, const struct bom_component *c);

#endif
