/* SPDX-License-Identifier: Apache-2.0 */
#include "base/notice.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/arena.h"
#include "base/limits.h"

void
notices_init(struct notices *l, struct arena *a)
{
	*l = (struct notices){ .arena = a };
}

void
notices_add(struct notices *l, struct notice n)
{
	if (n.level == NOTICE_NOTE && l->n >= NOTES_MAX) {
		l->dropped++;
		return;
	}
	l->v = arena_grow(l->arena, l->v, l->n, &l->cap, sizeof *l->v);
	l->v[l->n++] = (struct notice){ n.level, str_dup(l->arena, n.kind),
		str_dup(l->arena, n.path), str_dup(l->arena, n.layer),
		str_dup(l->arena, n.what) };
}

__attribute__((format(printf, 5, 0))) static void
add_text(struct notices *l, enum notice_level level, const char *kind,
    struct str path, const char *fmt, va_list ap)
{
	char text[512];
	int n = vsnprintf(text, sizeof text, fmt, ap);
	size_t len = n < 0 ? 0 : (size_t)n < sizeof text ? (size_t)n
	    : sizeof text - 1;

	notices_add(l, (struct notice){ level, str_from(kind), path, STR(""),
		str_of(text, len) });
}

void
notice_note(struct notices *l, const char *kind, struct str path,
    const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	add_text(l, NOTICE_NOTE, kind, path, fmt, ap);
	va_end(ap);
}

void
notice_gap(struct notices *l, const char *kind, struct str path,
    const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	add_text(l, NOTICE_GAP, kind, path, fmt, ap);
	va_end(ap);
}

void
notices_join(struct notices *to, const struct notices *from)
{
	for (size_t i = 0; i < from->n; i++)
		notices_add(to, from->v[i]);
	to->dropped += from->dropped;
}

static int
compare(const void *x, const void *y)
{
	const struct notice *a = x, *b = y;
	int d = (int)b->level - (int)a->level;

	if (d == 0)
		d = str_cmp(a->kind, b->kind);
	if (d == 0)
		d = str_cmp(a->layer, b->layer);
	if (d == 0)
		d = str_cmp(a->path, b->path);
	return d != 0 ? d : str_cmp(a->what, b->what);
}

void
notices_sort(struct notices *l)
{
	size_t kept = 0;

	if (l->n == 0)
		return;
	qsort(l->v, l->n, sizeof *l->v, compare);
	for (size_t i = 1; i < l->n; i++)
		if (compare(&l->v[kept], &l->v[i]) != 0)
			l->v[++kept] = l->v[i];
	l->n = kept + 1;
}

size_t
notices_count(const struct notices *l, enum notice_level level)
{
	size_t n = level == NOTICE_NOTE ? l->dropped : 0;

	for (size_t i = 0; i < l->n; i++)
		n += l->v[i].level == level;
	return n;
}
