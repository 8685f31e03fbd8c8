/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Which feeds' files left nothing: not read to their first record, or refused.
 * They are no sources of the database, which would look as if they had never
 * been there. A feed that the previous database stands in for is not lost.
 */
#include "advisory/fill_int.h"

#include "base/arena.h"

static bool
is_lost(const struct fill_src *s)
{
	return s->id == 0 && (s->torn || (s->refused && s->left_out == 0));
}

static bool
stands_in(const struct fill *f, struct str feed)
{
	for (size_t i = 0; i < f->nsrc; i++)
		if (f->src[i].id != 0 && f->src[i].frozen &&
		    str_eq(f->src[i].feed, feed))
			return true;
	return false;
}

static bool
has_word(struct str words, struct str word)
{
	struct str w;

	while (str_word(&words, &w))
		if (str_eq(w, word))
			return true;
	return false;
}

struct str
fill_lost(struct fill *f)
{
	struct str s = STR("");

	for (size_t i = 0; i < f->nsrc; i++) {
		struct str feed = f->src[i].feed;

		if (is_lost(&f->src[i]) && !has_word(s, feed) &&
		    !stands_in(f, feed))
			s = str_fmt(f->arena, "%.*s%s%.*s", STR_ARG(s),
			    s.n != 0 ? " " : "", STR_ARG(feed));
	}
	return s;
}
