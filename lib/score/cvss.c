/* SPDX-License-Identifier: Apache-2.0 */
#include "score/cvss.h"

#include "score/vector.h"

static bool
is_value(const char *words, struct str value, unsigned char *ret)
{
	struct str rest = str_from(words), word;

	for (unsigned char i = 0; str_word(&rest, &word); i++)
		if (str_eq(word, value)) {
			*ret = i;
			return true;
		}
	return false;
}

static size_t
metric_index(const struct cvss_metric *table, size_t n, struct str name)
{
	for (size_t i = 0; i < n; i++)
		if (str_eq(name, str_from(table[i].name)))
			return i;
	return n;
}

bool
cvss_read(struct str text, const struct cvss_metric *table, size_t n,
    bool ordered, unsigned char value[], uint32_t *ret_present)
{
	uint32_t present = 0;
	size_t least = 0;	/* the lowest index that may come next */

	memset(value, 0, n);
	if (text.n == 0 || text.p[text.n - 1] == '/')
		return false;
	for (struct str part; str_split(&text, '/', &part);) {
		size_t colon = str_find(part, ':');
		size_t i = metric_index(table, n, str_sub(part, 0, colon));

		if (i == n || (present >> i & 1) != 0 || (ordered && i < least))
			return false;
		if (!is_value(table[i].values, str_from_pos(part, colon + 1),
		    &value[i]))
			return false;
		present |= UINT32_C(1) << i;
		least = i + 1;
	}
	for (size_t i = 0; i < n; i++)
		if (table[i].required && (present >> i & 1) == 0)
			return false;
	*ret_present = present;
	return true;
}

bool
cvss_scores(struct str vector, struct cvss *ret)
{
	static const struct { struct str prefix; int version; } prefixes[] = {
		{ { "CVSS:3.0/", 9 }, 30 }, { { "CVSS:3.1/", 9 }, 31 },
		{ { "CVSS:4.0/", 9 }, 40 },
	};
	struct cvss c = { .version = 20 };
	bool ok;

	vector = str_trim(vector);
	for (size_t i = 0; i < sizeof prefixes / sizeof *prefixes; i++)
		if (str_starts(vector, prefixes[i].prefix)) {
			vector = str_from_pos(vector, prefixes[i].prefix.n);
			c.version = prefixes[i].version;
			break;
		}
	ok = c.version == 20 ? cvss2(vector, &c) :
	    c.version == 40 ? cvss4(vector, &c) :
	    cvss3(vector, c.version - 30, &c);
	if (ok)
		*ret = c;
	return ok;
}

bool
cvss_score(struct str vector, int *ret_version, double *ret_score)
{
	struct cvss c;

	if (!cvss_scores(vector, &c))
		return false;
	*ret_version = c.version;
	*ret_score = c.base;
	return true;
}
