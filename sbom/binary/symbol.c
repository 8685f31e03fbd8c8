/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Symbols by name. Tables are read in pieces: first the names, for the places
 * where the wanted one stands, then the symbols, for those that point there.
 *
 * Source:   elf(5) (Elf32_Sym, Elf64_Sym), Apple's <mach-o/nlist.h>, "PE
 *           Format", export directory table.
 * Limits:   EXE_SYMBOLS bytes of each table (RC_LIMIT beyond), 256 places.
 */
#include "sbom/binary/format.h"

enum {
	SHT_SYMTAB = 2, SHT_DYNSYM = 11,
	PIECE = 65536,			/* a multiple of all symbols' sizes
					   would do; the rest is read again */
	PLACES = 256,
	NAME_BYTES = 4096,
	EXPORTS = 65536,
};

struct table {
	uint64_t off, size, names, names_size;
	size_t entry;
};

struct search {
	const struct exe *x;
	struct blob *b;
	const struct str *texts;	/* each with its NUL */
	size_t ntexts, longest;
	bool suffix;
	struct exe_symbol *ret;
	size_t max, n;
	struct { uint32_t at; struct str name; } places[PLACES];
	size_t nplaces;
};

/* The name that ends in a wanted text at p[i], and where it begins. */
static void
add_place(struct search *s, const uint8_t *p, size_t i, struct str text,
    uint64_t base)
{
	size_t from = i;

	if (s->suffix)
		while (from > 0 && p[from - 1] != 0 && i - from < NAME_BYTES)
			from--;
	if (s->nplaces == PLACES || base + from > UINT32_MAX)
		return;
	s->places[s->nplaces].at = (uint32_t)(base + from);
	s->places[s->nplaces++].name = str_dup(s->x->a,
	    str_of(p + from, i - from + text.n - 1));
}

/* Every "text\0" of a piece, whose first bytes the piece before had, too. */
static void
find_names(struct search *s, struct str text, const uint8_t *p, size_t n,
    size_t old, uint64_t base)
{
	for (size_t i = 0; i < n; i++) {
		const uint8_t *q = memmem(p + i, n - i, text.p, text.n);

		if (q == NULL)
			return;
		i = (size_t)(q - p);
		/* Seen when the piece before ended at old. */
		if (i + text.n > old)
			add_place(s, p, i, text, base);
	}
}

static enum rc
read_names(struct search *s, const struct table *t, struct err *e)
{
	size_t lap = s->longest + (s->suffix ? NAME_BYTES : 0);

	s->nplaces = 0;
	for (uint64_t at = 0, back = 0; at < t->names_size;) {
		uint64_t left = t->names_size - at;
		size_t n = left < PIECE ? (size_t)left : PIECE;
		const uint8_t *p;

		back = at < lap ? at : lap;
		enum rc rc = blob_at(s->b, t->names + at - back,
		    n + (size_t)back, &p, e);

		if (rc != RC_OK)
			return rc;
		for (size_t i = 0; i < s->ntexts; i++)
			find_names(s, s->texts[i], p, n + (size_t)back,
			    (size_t)back, at - back);
		at += n;
	}
	return RC_OK;
}

static void
take_symbol(struct search *s, struct rd *r)
{
	const struct exe *x = s->x;
	uint32_t name = exe_u32(x, r);
	uint64_t value = 0, size = 0;

	if (x->format == EXE_MACHO) {
		rd_skip(r, 4);			/* type, section, description */
		value = exe_word(x, r);
	} else if (x->wide) {
		rd_skip(r, 4);			/* info, other, section */
		value = exe_u64(x, r);
		size = exe_u64(x, r);
	} else {
		value = exe_u32(x, r);
		size = exe_u32(x, r);
	}
	for (size_t i = 0; i < s->nplaces && s->n < s->max; i++)
		if (s->places[i].at == name && value != 0)
			s->ret[s->n++] = (struct exe_symbol){
				s->places[i].name, value, size };
}

static enum rc
read_symbols(struct search *s, const struct table *t, struct err *e)
{
	size_t step = PIECE / t->entry * t->entry;

	for (uint64_t at = 0; t->size - at >= t->entry;) {
		uint64_t left = (t->size - at) / t->entry * t->entry;
		size_t n = left < step ? (size_t)left : step;
		const uint8_t *p;
		enum rc rc = blob_at(s->b, t->off + at, n, &p, e);

		if (rc != RC_OK)
			return rc;
		for (size_t i = 0; i < n; i += t->entry) {
			struct rd r = rd_of(p + i, t->entry);

			take_symbol(s, &r);
		}
		at += n;
	}
	return RC_OK;
}

static enum rc
search_table(struct search *s, const struct table *t, struct err *e)
{
	if (t->size > EXE_SYMBOLS || t->names_size > EXE_SYMBOLS)
		return err_set(e, RC_LIMIT, "%llu bytes of symbols",
		    (unsigned long long)(t->size > t->names_size ? t->size :
		    t->names_size));
	enum rc rc = read_names(s, t, e);

	if (rc == RC_OK && s->nplaces > 0)
		rc = read_symbols(s, t, e);
	return rc;
}

static enum rc
search_elf(struct search *s, struct err *e)
{
	const struct exe *x = s->x;
	enum rc rc = RC_OK;

	for (size_t i = 0; i < x->nsections && rc == RC_OK && s->n == 0; i++) {
		const struct exe_part *p = &x->sections[i], *names;

		if ((p->type != SHT_SYMTAB && p->type != SHT_DYNSYM) ||
		    p->link >= x->nsections)
			continue;
		names = &x->sections[p->link];
		rc = search_table(s, &(struct table){ p->off, p->size,
		    names->off, names->size, x->wide ? 24 : 16 }, e);
	}
	return rc;
}

static enum rc
search_macho(struct search *s, struct err *e)
{
	const struct exe *x = s->x;
	size_t entry = x->wide ? 16 : 12;

	return search_table(s, &(struct table){ x->symtab.off,
	    (uint64_t)x->symtab.n * entry, x->symtab.names,
	    x->symtab.names_size, entry }, e);
}

static bool
is_wanted(const struct search *s, struct str name)
{
	for (size_t i = 0; i < s->ntexts; i++) {
		struct str text = str_sub(s->texts[i], 0,
		    s->texts[i].n - 1);

		if (s->suffix ? str_ends(name, text) : str_eq(name, text))
			return true;
	}
	return false;
}

/* One exported name: i-th of the tables of names and of ordinals. */
static enum rc
take_export(struct search *s, struct str names, struct str ordinals,
    struct str addresses, size_t i, struct err *e)
{
	struct rd r = rd_of(names.p + i * 4, 4);
	struct rd o = rd_of(ordinals.p + i * 2, 2);
	struct str name = STR("");
	uint64_t off;
	enum rc rc = RC_OK;

	if (pe_offset(s->x, rd_le32(&r), 1, &off))
		rc = exe_text(s->x, s->b, off, NAME_BYTES / 8, &name, e);
	size_t at = (size_t)rd_le16(&o) * 4;

	if (rc != RC_OK || !is_wanted(s, name) || at + 4 > addresses.n ||
	    s->n == s->max)
		return rc;
	r = rd_of(addresses.p + at, 4);
	s->ret[s->n++] = (struct exe_symbol){ name,
		s->x->base + rd_le32(&r), 0 };
	return RC_OK;
}

static enum rc
search_pe(struct search *s, struct err *e)
{
	const struct exe *x = s->x;
	struct str dir, t[3];
	uint64_t off;

	if (x->dirs[0].size < 40 || !pe_offset(x, x->dirs[0].rva, 40, &off))
		return RC_OK;
	enum rc rc = exe_bytes(x, s->b, off, 40, 40, &dir, e);

	if (rc != RC_OK)
		return rc;
	struct rd r = rd_of(dir.p, dir.n);

	rd_skip(&r, 20);
	uint32_t n[3] = { rd_le32(&r), rd_le32(&r), 0 };
	const uint32_t entry[3] = { 4, 4, 2 };

	n[2] = n[1];
	if (n[0] > EXPORTS || n[1] > EXPORTS)
		return err_set(e, RC_LIMIT, "PE: %u exports", n[0]);
	for (size_t i = 0; i < 3; i++) {
		uint64_t size = (uint64_t)n[i] * entry[i];

		if (!pe_offset(x, rd_le32(&r), size, &off))
			return RC_OK;
		rc = exe_bytes(x, s->b, off, size, (size_t)size, &t[i], e);
		if (rc != RC_OK)
			return rc;
	}
	for (size_t i = 0; i < n[1] && rc == RC_OK; i++)
		rc = take_export(s, t[1], t[2], t[0], i, e);
	return rc;
}

enum rc
exe_symbols(const struct exe *x, struct blob *b, const struct str *texts,
    size_t ntexts, bool suffix, struct exe_symbol *ret, size_t max,
    size_t *ret_n, struct err *e)
{
	struct str *ended = NEWN(x->a, struct str, ntexts);
	struct search s = { .x = x, .b = b, .texts = ended, .ntexts = ntexts,
		.suffix = suffix, .ret = ret, .max = max };
	enum rc rc = RC_OK;

	*ret_n = 0;
	for (size_t i = 0; i < ntexts; i++) {
		ended[i] = str_join(x->a, texts[i], STR("\0"));
		if (ended[i].n > s.longest)
			s.longest = ended[i].n;
	}
	switch (x->format) {
	case EXE_ELF:
		rc = search_elf(&s, e);
		break;
	case EXE_MACHO:
		rc = search_macho(&s, e);
		break;
	case EXE_PE:
		rc = search_pe(&s, e);
		break;
	default:
		break;
	}
	*ret_n = s.n;
	return rc;
}
