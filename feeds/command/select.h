/* SPDX-License-Identifier: Apache-2.0 */
#ifndef FEEDS_COMMAND_SELECT_H
#define FEEDS_COMMAND_SELECT_H

#include <stdbool.h>

#include "advisory/fill.h"

/*
 * How much of the feeds is wanted: --profile, --releases, --since-year,
 * --no-malware. Each call returns false after saying why on stderr.
 */
struct arena;

struct select {
	struct arena *arena;
	struct fill_only only;
	bool nvd, text;		/* feeds that speak by CPE; bodies */
	struct fill_release *releases;
	size_t nreleases, cap;
};

void select_init(struct select *s, struct arena *a);	/* everything */
bool select_profile(struct select *s, const char *arg);	/* "os,lang" */
bool select_releases(struct select *s, const char *arg);/* "debian:12,wolfi" */
bool select_since(struct select *s, const char *arg);	/* "2015" */
/* After all options: only is complete, its words are in one order. */
void select_done(struct select *s);

#endif
