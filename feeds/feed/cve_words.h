/* SPDX-License-Identifier: Apache-2.0 */
#ifndef FEEDS_FEED_CVE_WORDS_H
#define FEEDS_FEED_CVE_WORDS_H

#include "base/str.h"

/* What NVD and the CVE list write alike. */
struct arena;
struct json;

/* CISA's container of additional data: who NVD says scored. */
extern const struct str cve_cisa;

/* The English one of [ { lang, value } ], or "". */
struct str cve_english(const struct json *list);
/* The first words of a description, which is a text and no title. */
struct str cve_title(struct arena *a, struct str text);

#endif
