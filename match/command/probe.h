/* SPDX-License-Identifier: Apache-2.0 */
#ifndef MATCH_COMMAND_PROBE_H
#define MATCH_COMMAND_PROBE_H

#include <stddef.h>

/*
 * What `match self-test` asks: packages of known releases, and a problem that
 * each of them has. Those that were seen in a feed's own files prove it blind
 * when it does not find them. The others are facts of the public record, chosen
 * so that the installed version is the first one of its release, below any
 * fix: they can show that a feed sees, and no more.
 */
struct probe {
	const char *purl;
	const char *id;
	const char *feeds;	/* that say so, with blanks between */
};

extern const struct probe probes_seen[], probes[];
extern const size_t nprobes_seen, nprobes;

/* Feeds that say something of problems, not of packages: any of their
   identifiers that the database knows will do. */
struct fact_probe {
	const char *feed;
	enum fact { FACT_RECORD, FACT_KEV, FACT_EPSS } what;
	const char *ids;	/* with blanks between; seen in the feed's own
				   files, one of them at least */
};

extern const struct fact_probe fact_probes[];
extern const size_t nfact_probes;

#endif
