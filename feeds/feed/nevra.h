/* SPDX-License-Identifier: Apache-2.0 */
#ifndef FEEDS_FEED_NEVRA_H
#define FEEDS_FEED_NEVRA_H

#include <stdbool.h>

#include "base/str.h"

/* "widget-0:1.2-3.el9.x86_64" and its kin in parts, borrowed from the text. */
struct nevra {
	struct str name;
	struct str version;	/* "1.2-3.el9", "1:1.2-3"; "" : a name only */
	struct str arch;	/* "" if it has none */
	struct str module;	/* "ruby:2.7" after "::" or ".rpm-", or before
				   a '/'; "" */
};

/* Whether a version is there. */
enum nevra_form {
	NEVRA_ARCH,		/* before an architecture only */
	NEVRA_MAYBE,		/* "widget-1.2-3.1", "java-11-openjdk" */
	NEVRA_BUILD,		/* always */
};

/* False: no rpm (an image, a file). */
bool nevra_parse(struct str text, enum nevra_form form, struct nevra *ret);

#endif
