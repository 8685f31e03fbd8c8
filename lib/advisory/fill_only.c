/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Leaving out what is not wanted: before it is staged, so that it costs
 * nothing. A namespace of which nothing is wanted is not covered, and packages
 * of it are a gap for match, as they are where no feed was read.
 */
#include <string.h>

#include "advisory/fill_int.h"
#include "base/when.h"
#include "identity/ecosystem.h"

void
fill_only(struct fill *f, const struct fill_only *o)
{
	f->only = o;
}

bool
fill_wants(const struct fill *f, const struct ecosystem *eco,
    struct str release)
{
	const struct fill_only *o = f->only;

	if (o == NULL)
		return true;
	if (eco->distro ? !o->os : !o->lang)
		return false;
	if (!eco->distro || o->nreleases == 0)
		return true;
	for (size_t i = 0; i < o->nreleases; i++)
		if (o->releases[i].eco == eco && (o->releases[i].release.n == 0
		    || str_eq(o->releases[i].release, release)))
			return true;
	return false;
}

/* CVE-2031-1 is of 2031; 0: it does not tell. */
static int
year_of_id(struct str id)
{
	uint64_t year;

	id = str_trim(id);
	if (!str_eq_nocase(str_sub(id, 0, 3), STR("CVE")) || id.n < 9 ||
	    !str_u64(str_sub(id, 4, 8), 9999, &year))
		return 0;
	return (int)year;
}

static int
year_of(const struct adv_record *r)
{
	int year = year_of_id(r->id);
	char buf[24];
	uint64_t y;

	if (year == 0 && (r->has_published || r->has_modified) &&
	    str_u64(str_sub(when_format(buf, r->has_published ?
	    r->published_s : r->modified_s), 0, 4), 9999, &y))
		year = (int)y;
	return year;
}

bool
fill_wants_record(const struct fill *f, const struct adv_record *r)
{
	const struct fill_only *o = f->only;

	if (o == NULL)
		return true;
	if (o->no_malware && (r->flags & ADV_MALWARE))
		return false;
	if (o->since_year != 0) {
		int year = year_of(r);

		/* 1: a record that writes 0001 for a date it does not know */
		if (year > 1 && year < o->since_year)
			return false;
	}
	for (size_t i = 0; i < r->naffected; i++)
		if (fill_wants(f, r->affected[i].eco, r->affected[i].release))
			return true;
	return r->naffected == 0;
}

bool
fill_has(const struct fill *f, const struct ecosystem *eco,
    struct str release)
{
	const struct intern *pools[] = { &f->seen, &f->stated };

	for (size_t p = 0; p < 2; p++) {
		for (uint32_t i = 1; i < intern_count(pools[p]); i++) {
			struct src_ns_key at;
			struct ns_key k;

			memcpy(&at, intern_text(pools[p], i).p, sizeof at);
			memcpy(&k, intern_text(&f->ns, at.ns).p, sizeof k);
			if (!f->src[at.src].refused &&
			    str_eq(fill_word(f, k.eco), str_from(eco->key)) &&
			    (release.n == 0 ||
			    str_eq(fill_word(f, k.release), release)))
				return true;
		}
	}
	return false;
}
