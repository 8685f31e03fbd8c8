/* SPDX-License-Identifier: Apache-2.0 */
/*
 * jvm: Java runtimes.
 *
 * Source:   JEP 223 and JEP 322 (N.N.N[-pre][+build][-rest]), and the scheme
 *           before them, of "Java SE Naming and Versions": 1.N.N_update.
 * Grammar:  1.8.0_302-b08, 1.8.0-update_302, 8u302 and 8.0.302+8 are one
 *           version: a 1 in front of another number is dropped, and an update
 *           is the third number.
 * Order:    numbers, an absent one being 0; a pre-release ("ea") before its
 *           release. Builds ("+8", "-b08") and the word LTS are ignored.
 */
#include "version/digits.h"
#include "version/semver.h"
#include "version/version.h"

struct parts {
	struct str core, update, pre;
	bool has_pre;
};

static bool
is_separator(char c)
{
	return c == '.' || c == '-' || c == '_' || c == ' ' || c == ':';
}

/*
 * What introduces an update's digits at i of v: "_", or the word "update" or
 * "u" with separators around it. Returns where the digits are; i: none.
 */
static size_t
update_at(struct str v, size_t i)
{
	size_t k = i, word;

	while (k < v.n && is_separator(v.p[k]))
		k++;
	word = k;
	if (str_starts(str_from_pos(v, k), STR("update")))
		k += 6;
	else if (k < v.n && v.p[k] == 'u')
		k++;
	if (k > word && k < v.n && v.p[k] == '_')
		k++;
	if (k == word && (k != i + 1 || v.p[i] != '_'))
		return i;
	return digits_len(v, k) > 0 ? k : i;
}

/* Without "-b08" or "b08" at the end. */
static struct str
without_build(struct str s)
{
	size_t n = s.n;

	while (n > 0 && is_digit(s.p[n - 1]))
		n--;
	if (n == s.n || n == 0 || s.p[n - 1] != 'b')
		return s;
	n--;
	if (n > 0 && s.p[n - 1] != '-')
		return s;
	return str_sub(s, 0, n > 0 ? n - 1 : 0);
}

static struct parts
split(struct str v)
{
	struct parts p = { 0 };
	size_t i = 0;

	v = str_sub(v, 0, str_find(v, '+'));
	if (v.n > 2 && v.p[0] == '1' && v.p[1] == '.' && is_digit(v.p[2]))
		v = str_from_pos(v, 2);
	while (i < v.n && is_digit(v.p[i])) {
		i += digits_len(v, i);
		if (i + 1 < v.n && v.p[i] == '.' && is_digit(v.p[i + 1]))
			i++;
	}
	p.core = str_sub(v, 0, i);
	i = update_at(v, i);
	p.update = digits_take(v, &i);
	if (i < v.n && v.p[i] == '-')
		i++;
	p.pre = without_build(str_from_pos(v, i));
	p.has_pre = p.pre.n > 0 && !str_eq_nocase(p.pre, STR("LTS"));
	return p;
}

/* The numbers of a version in turn, from the k-th on; false at the end. */
static bool
take(struct parts *p, size_t k, struct str *number)
{
	if (str_split(&p->core, '.', number))
		return true;
	*number = STR("");
	if (k < 2)
		return p->update.n > 0;
	*number = p->update;
	p->update = STR("");
	return number->n > 0;
}

int
jvm_cmp(struct str a, struct str b)
{
	struct parts x = split(a), y = split(b);
	bool more = true;

	for (size_t k = 0; more; k++) {
		struct str m, n;
		bool p = take(&x, k, &m), q = take(&y, k, &n);
		int c = digits_cmp(m, n);

		if (c != 0)
			return c;
		more = p || q;
	}
	if (x.has_pre != y.has_pre)
		return x.has_pre ? -1 : 1;
	return x.has_pre ? semver_ids_cmp(x.pre, y.pre) : 0;
}

bool
jvm_valid(struct str v)
{
	return version_printable(v) && is_digit(v.p[0]);
}
