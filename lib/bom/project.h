/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BOM_PROJECT_H
#define BOM_PROJECT_H

#include <stdbool.h>
#include <stdint.h>

#include "base/str.h"

/*
 * What each format loses of the model, told once: read(write(b)) is
 * bom_project(b), the table in docs/formats.md is made of it, and so are the
 * warnings of what writes.
 */
struct bom;
struct bom_format;
struct notices;

enum bom_loss {
	LOSS_NOTES,
	LOSS_DISTRO,		/* but what purls say */
	LOSS_DISTRO_MORE,	/* all but id and version */
	LOSS_DATABASE,		/* that there was one */
	LOSS_NAME,		/* of the subject */
	LOSS_DIGEST,		/* of its manifest */
	LOSS_SUBJECT,		/* all else of it */
	LOSS_AUTHOR,		/* of the document */
	LOSS_LAYERS,
	LOSS_PROPS,		/* of the document */
	LOSS_TIME,
	LOSS_PURLLESS,		/* components that have no purl */
	LOSS_BUT_PURL,		/* of a component what its purl does not say
				   and what has no row below */
	LOSS_PLACE,		/* the path that proved it */
	LOSS_PLACES,		/* the others, and layers */
	LOSS_DEPENDS,
	LOSS_SCOPE,		/* development only */
	LOSS_REFS,		/* a document's own references */
	LOSS_LICENCE_SAID,	/* who said a licence */
	LOSS_LICENCE_UNSAID,	/* that nobody said it */
	LOSS_LICENCE_LIST,	/* several with an expression become one */
	BOM_LOSSES
};

struct bom_loss_row {
	const char *fact;	/* for people, in docs/formats.md */
	bool finding;		/* a finding may depend on it */
};

extern const struct bom_loss_row bom_losses[BOM_LOSSES];

static inline bool
loses(uint64_t losses, enum bom_loss l)
{
	return (losses >> l & 1) != 0;
}

/* A bit of 1 << LOSS_* for each; all bits when nothing reads the format. */
uint64_t bom_format_losses(const struct bom_format *f, const char *version);

/*
 * b, which is finished, as it comes back from a document of this format: a
 * finished bom of its own, whose text is borrowed from b.
 */
struct bom *bom_project(const struct bom *b, const struct bom_format *f,
    const char *version);

/* What of b a finding may depend on and the format does not hold, as a note
   to `to`; nothing where there is none. */
void bom_tell_losses(const struct bom *b, const struct bom_format *f,
    const char *version, struct notices *to);

#endif
