/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Severity words of all vendors, and the bands of base scores.
 *
 * Source:   CVSS v3.1 section 5 and v4.0 section 6 (qualitative rating); NVD's
 *           bands for CVSS v2, which know no critical; the vendors' own pages
 *           for their words.
 */
#include "score/severity.h"

static const struct str names[] = {
	[SEV_UNKNOWN] = { "unknown", 7 },
	[SEV_NEGLIGIBLE] = { "negligible", 10 },
	[SEV_LOW] = { "low", 3 },
	[SEV_MEDIUM] = { "medium", 6 },
	[SEV_HIGH] = { "high", 4 },
	[SEV_CRITICAL] = { "critical", 8 },
};

enum { NNAMES = sizeof names / sizeof *names };

const char *
severity_name(enum severity s)
{
	return (unsigned)s < NNAMES ? names[s].p : names[SEV_UNKNOWN].p;
}

bool
severity_from_name(struct str name, enum severity *ret)
{
	for (unsigned i = 0; i < NNAMES; i++)
		if (str_eq(name, names[i])) {
			*ret = (enum severity)i;
			return true;
		}
	return false;
}

/* Words besides our own. */
static const struct { struct str word; enum severity severity; } words[] = {
	{ { "moderate", 8 }, SEV_MEDIUM },	/* GHSA, Red Hat, SUSE */
	{ { "important", 9 }, SEV_HIGH },	/* Red Hat, Amazon, Oracle */
	{ { "urgent", 6 }, SEV_CRITICAL },	/* Fedora */
	{ { "unimportant", 11 }, SEV_NEGLIGIBLE },	/* Debian */
	{ { "minor", 5 }, SEV_LOW },		/* openSUSE, old Ubuntu */
};

enum severity
severity_from_word(struct str w)
{
	w = str_trim(w);
	/* Debian: "low*" is judged without a DSA, "low**" comes from NVD. */
	while (w.n > 0 && w.p[w.n - 1] == '*')
		w.n--;
	for (unsigned i = 0; i < NNAMES; i++)
		if (str_eq_nocase(w, names[i]))
			return (enum severity)i;
	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (str_eq_nocase(w, words[i].word))
			return words[i].severity;
	return SEV_UNKNOWN;
}

/* A score of 0 rates nothing: versions 3 and 4 call it "none". */
enum severity
severity_from_score(int cvss_version, double score)
{
	if (!(score > 0) || score > 10)
		return SEV_UNKNOWN;
	if (score < 4)
		return SEV_LOW;
	if (score < 7)
		return SEV_MEDIUM;
	return score < 9 || cvss_version == 20 ? SEV_HIGH : SEV_CRITICAL;
}
