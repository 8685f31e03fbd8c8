/* SPDX-License-Identifier: Apache-2.0 */
#ifndef FEEDS_FEED_OSV_AFFECTED_H
#define FEEDS_FEED_OSV_AFFECTED_H

#include <stdbool.h>
#include <stddef.h>

#include "advisory/advisory.h"

/* `affected` of an OSV record as statements. */
struct arena;
struct json;

struct osv_statements {
	struct arena *a;
	struct str module;	/* streams that an erratum's summary names */
	bool erratum;
	bool malware;		/* no version named: all of them */
	struct str word;	/* of the record, where a package has none */
	struct adv_affected *v;
	size_t n, cap;
	size_t unnamed;		/* entries that name no package and no commit */
};

/* All statements of the list, which text borrows from, added to s. */
void osv_statements(struct osv_statements *s, const struct json *affected);

/* Of a `severity` list: a word, else the score of the newest CVSS. */
enum severity osv_list_severity(const struct json *list);
/* The word in database_specific or ecosystem_specific. */
enum severity osv_word_severity(const struct json *object);

#endif
