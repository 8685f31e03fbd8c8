/* SPDX-License-Identifier: Apache-2.0 */
#ifndef IDENTITY_REDHAT_CPE_H
#define IDENTITY_REDHAT_CPE_H

#include <stdbool.h>

#include "base/str.h"

struct arena;

/*
 * Which release and stream the CPE name of a Red Hat product means: feeds
 * store statements under them, and match looks them up from the CPE names of
 * an image's repositories by the same rule.
 */
enum redhat_kind {
	REDHAT_MAIN,		/* RHEL itself: release "9", channel "" */
	REDHAT_STREAM,		/* release "9.2", channel "eus", "e4s", "aus",
				   "tus", "eus-long-life"; "7" and "els" */
	REDHAT_LAYERED,		/* another product with packages of its own:
				   channel "openshift:4.16", and release "9"
				   where the name tells (::el9), else "" */
	REDHAT_HUMMINGBIRD,	/* a distribution of its own; release "" */
};

struct redhat_product {
	enum redhat_kind kind;
	struct str release, channel;
};

/* Both spellings, "cpe:/o:redhat:…" and "cpe:2.3:o:redhat:…". False: not of
   Red Hat, or no CPE. Text borrows from cpe or lives in the arena. */
bool redhat_product(struct arena *a, struct str cpe,
    struct redhat_product *ret);

/* "9" of "1:3.0.7-27.el9_4", "8" of "…module+el8.6.0+1"; "" when no
   distribution tag is there. *ret_minor (may be NULL): "4", "6", or "". */
struct str redhat_tag(struct str version, struct str *ret_minor);

#endif
