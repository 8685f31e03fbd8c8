/* SPDX-License-Identifier: Apache-2.0 */
/* fuzz-cover: lib/score/cvss.c lib/score/cvss2.c lib/score/cvss3.c lib/score/cvss4.c lib/score/severity.c */
/* fuzz-seeds: tests/fixtures/fuzz/cvss.txt */
#include <assert.h>
#include <stddef.h>
#include <stdint.h>

#include "score/cvss.h"
#include "score/severity.h"

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);

static void
check_score(double score)
{
	assert(score >= 0 && score <= 10);
}

static void
check_line(struct str line)
{
	struct cvss c;
	enum severity s = severity_from_word(line), t = SEV_UNKNOWN;
	double score;
	int version;

	assert(severity_from_name(str_from(severity_name(s)), &t) && s == t);
	if (!cvss_scores(line, &c)) {
		assert(!cvss_score(line, &version, &score));
		return;
	}
	check_score(c.base);
	if (c.has_temporal)
		check_score(c.temporal);
	if (c.has_environmental)
		check_score(c.environmental);
	assert(cvss_score(line, &version, &score) && version == c.version);
	assert((severity_from_score(version, score) == SEV_UNKNOWN) ==
	    !(score > 0));
}

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	struct str rest = str_of(p, n), line;

	while (str_line(&rest, &line))
		check_line(line);
	return 0;
}
