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

/*
 * False: no rpm (an image, a file). bare: a version may stand without an
 * architecture after it ("widget-1.2-3").
 */
bool nevra_parse(struct str text, bool bare, struct nevra *ret);

#endif
