/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Packages of SPDX 2, from components, the operating system and the subject:
 * what has a field of the standard goes there, the rest into an annotation.
 *
 * Source:   SPDX 2.3, clause 7 and annex F (patterns of external references);
 *           version 2.2 has fewer checksums and no purpose.
 */
#include "base/arena.h"
#include "base/hash.h"
#include "bom/cyclonedx/cyclonedx.h"
#include "bom/foreign.h"
#include "bom/property.h"
#include "bom/spdx/read.h"
#include "bom/spdx/spdx.h"
#include "bom/spdx/write.h"

enum { NOTE_MAX = 64 * 1024 };	/* of a comment; the next one goes on */

struct bom_facts
spdx_facts(const struct spdx_writer *w)
{
	return (struct bom_facts){ .b = w->b, .a = w->record,
		.layers = w->layers, .refs = w->ids };
}

/* ---- annotations ---- */

/* Bytes of s that stand for themselves. */
static size_t
plain(struct str s, bool name)
{
	uint8_t c = (uint8_t)s.p[0];

	if (c < 0x20 || c == 0x7f || c == '%' || (name && c == '='))
		return 0;
	return str_utf8_len(s);
}

static size_t
encode(char *to, struct str s, bool name)
{
	static const char hex[] = "0123456789ABCDEF";
	size_t n = 0;

	while (s.n != 0) {
		size_t step = plain(s, name);

		if (step != 0) {
			memcpy(to + n, s.p, step);
			n += step;
		} else {
			uint8_t c = (uint8_t)s.p[0];

			to[n++] = '%';
			to[n++] = hex[c >> 4];
			to[n++] = hex[c & 15];
			step = 1;
		}
		s = str_from_pos(s, step);
	}
	return n;
}

static size_t
room_for(const struct bom_prop *p)
{
	return 3 * (p->name.n + p->value.n) + 2;
}

/* As many of the properties as one comment takes; at least one. */
static struct str
note(struct arena *a, const struct bom_prop *v, size_t n, size_t *ret_used)
{
	const struct str head = STR(SPDX_PROPERTIES);
	size_t room = head.n, used = 0, len = head.n;

	do
		room += room_for(&v[used++]);
	while (used < n && room + room_for(&v[used]) <= NOTE_MAX);
	char *p = NEWN(a, char, room);

	memcpy(p, head.p, head.n);
	for (size_t i = 0; i < used; i++) {
		p[len++] = '\n';
		len += encode(p + len, v[i].name, true);
		p[len++] = '=';
		len += encode(p + len, v[i].value, false);
	}
	*ret_used = used;
	return str_of(p, len);
}

void
spdx_notes(struct bom_facts *f, struct str **ret, size_t *ret_n)
{
	struct str *v = NULL;
	size_t n = 0, cap = 0, used;

	bom_props_sort(&f->props);
	for (size_t i = 0; i < f->props.n; i += used) {
		v = arena_grow(f->a, v, n, &cap, sizeof *v);
		v[n++] = note(f->a, f->props.v + i, f->props.n - i, &used);
	}
	*ret = v;
	*ret_n = n;
}

/* ---- external references ---- */

static bool
is_one_of(char c, const char *set)
{
	return c != '\0' && strchr(set, c) != NULL;
}

/* One value of a name of CPE 2.3 that stands for a text. */
static bool
is_cpe_value(struct str s)
{
	size_t n = 0, end = s.n, begin;

	if (str_eq(s, STR("*")) || str_eq(s, STR("-")))
		return true;
	while (n < end && s.p[n] == '?')
		n++;
	if (n == 0 && end != 0 && s.p[0] == '*')
		n = 1;
	for (begin = n; n < end; n++)
		if (s.p[n] == '\\' && n + 1 < end && is_one_of(s.p[n + 1],
		    "\\*?!\"#$%&'()+,/:;<=>@[]^`{|}~"))
			n++;
		else if (!is_alnum(s.p[n]) && !is_one_of(s.p[n], "-._"))
			break;
	if (n == begin)
		return false;
	if (n + 1 == end && s.p[n] == '*')
		return true;
	while (n < end && s.p[n] == '?')
		n++;
	return n == end;
}

/* Two or three letters, and perhaps a region. */
static bool
is_cpe_language(struct str s)
{
	size_t dash = str_find(s, '-');
	struct str region = str_from_pos(s, dash + 1);
	bool letters = true, digits = true;

	if (str_eq(s, STR("*")) || str_eq(s, STR("-")))
		return true;
	for (size_t i = 0; i < dash; i++)
		letters &= is_alpha(s.p[i]);
	if (!letters || dash < 2 || dash > 3 || dash == s.n)
		return letters && dash == s.n && dash >= 2 && dash <= 3;
	for (size_t i = 0; i < region.n; i++) {
		letters &= is_alpha(region.p[i]);
		digits &= is_digit(region.p[i]);
	}
	return (region.n == 2 && letters) || (region.n == 3 && digits);
}

/* Up to a colon that no backslash protects. */
static struct str
cut_value(struct str *rest)
{
	size_t n = 0;

	while (n < rest->n && rest->p[n] != ':')
		n += rest->p[n] == '\\' && n + 1 < rest->n ? 2 : 1;
	struct str value = str_sub(*rest, 0, n);

	*rest = str_from_pos(*rest, n + 1);
	return value;
}

static bool
is_cpe23(struct str s)
{
	enum { LANGUAGE = 5, LAST = 9 };
	struct str rest = str_from_pos(s, sizeof "cpe:2.3:a:" - 1);
	bool good = str_starts(s, STR("cpe:2.3:")) && rest.n != 0 &&
	    is_one_of(s.p[8], "aho*-") && s.p[9] == ':';

	for (int i = 0; good && i <= LAST; i++) {
		bool last = rest.n == 0;
		struct str value = cut_value(&rest);

		good = !last && (i == LANGUAGE ? is_cpe_language(value)
		    : is_cpe_value(value));
	}
	return good && rest.n == 0 && s.p[s.n - 1] != ':';
}

static bool
is_cpe22(struct str s)
{
	struct str rest = str_from_pos(s, sizeof "cpe:/" - 1);
	size_t colons = 0;

	if (!str_starts(s, STR("cpe:/")))
		return false;
	if (rest.n != 0 && is_one_of(rest.p[0], "ahoAHO"))
		rest = str_from_pos(rest, 1);
	if (rest.n != 0 && rest.p[0] != ':')
		return false;
	for (size_t i = 0; i < rest.n; i++) {
		colons += rest.p[i] == ':';
		if (!is_alnum(rest.p[i]) && !is_one_of(rest.p[i], ":._-~%"))
			return false;
	}
	return colons <= 6;
}

static void
add_reference(struct spdx_writer *w, struct spdx_out_package *p, bool manager,
    const char *type, struct str locator)
{
	p->refs = arena_grow(w->record, p->refs, p->nrefs, &p->crefs,
	    sizeof *p->refs);
	p->refs[p->nrefs++] = (struct spdx_reference){ manager, type,
		locator };
}

/* What validators would refuse is kept as a fact. */
static void
add_cpe(struct spdx_writer *w, struct spdx_out_package *p,
    struct bom_facts *f, struct str cpe)
{
	if (is_cpe23(cpe))
		add_reference(w, p, false, "cpe23Type", cpe);
	else if (is_cpe22(cpe))
		add_reference(w, p, false, "cpe22Type", cpe);
	else
		facts_add(f, PROP_CPE, cpe);
}

static bool
is_locator(struct str purl)
{
	for (size_t i = 0; i < purl.n; i++)
		if ((uint8_t)purl.p[i] <= ' ' || purl.p[i] == 0x7f)
			return false;
	return str_starts(purl, STR("pkg:")) && str_find(purl, '/') < purl.n;
}

static void
add_purl(struct spdx_writer *w, struct spdx_out_package *p, struct str purl)
{
	if (is_locator(purl))
		add_reference(w, p, true, "purl", purl);
}

/* ---- checksums ---- */

static const struct {
	const char *ours, *spdx;
	size_t digits;
	unsigned minor;			/* since this version */
} sums[] = {
	{ "MD5", "MD5", 32, 2 }, { "SHA-1", "SHA1", 40, 2 },
	{ "SHA-256", "SHA256", 64, 2 }, { "SHA-384", "SHA384", 96, 2 },
	{ "SHA-512", "SHA512", 128, 2 }, { "SHA3-256", "SHA3-256", 64, 3 },
	{ "SHA3-384", "SHA3-384", 96, 3 }, { "SHA3-512", "SHA3-512", 128, 3 },
	{ "BLAKE2b-256", "BLAKE2b-256", 64, 3 },
	{ "BLAKE2b-384", "BLAKE2b-384", 96, 3 },
	{ "BLAKE2b-512", "BLAKE2b-512", 128, 3 },
};

static bool
is_hex(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if (!is_digit(s.p[i]) && (to_lower(s.p[i]) < 'a' ||
		    to_lower(s.p[i]) > 'f'))
			return false;
	return true;
}

static const char *
sum_name(const struct spdx_writer *w, const struct bom_hash *h)
{
	for (size_t i = 0; i < sizeof sums / sizeof *sums; i++)
		if (str_eq(h->alg, str_from(sums[i].ours)) &&
		    h->hex.n == sums[i].digits && is_hex(h->hex) &&
		    w->minor >= sums[i].minor)
			return sums[i].spdx;
	return NULL;
}

static void
add_sum(struct spdx_writer *w, struct spdx_out_package *p, const char *alg,
    struct str hex)
{
	p->sums = arena_grow(w->record, p->sums, p->nsums, &p->csums,
	    sizeof *p->sums);
	p->sums[p->nsums++] = (struct spdx_checksum){ alg,
		str_lower(w->record, hex) };
}

static void
add_hashes(struct spdx_writer *w, struct spdx_out_package *p,
    struct bom_facts *f, const struct bom_component *c)
{
	for (size_t i = 0; i < c->nhashes; i++) {
		const struct bom_hash *h = &c->hashes[i];
		const char *alg = sum_name(w, h);

		if (alg != NULL)
			add_sum(w, p, alg, h->hex);
		else
			facts_add(f, PROP_HASH, str_fmt(w->record,
			    "%.*s:%.*s", STR_ARG(h->alg), STR_ARG(h->hex)));
	}
}

/* ---- who ---- */

/* No control bytes, good UTF-8, no blank at an end. */
static bool
is_plain(struct str s)
{
	size_t n = 0, step;

	while (n < s.n && (uint8_t)s.p[n] >= 0x20 && s.p[n] != 0x7f &&
	    (step = str_utf8_len(str_from_pos(s, n))) != 0)
		n += step;
	return n == s.n && str_trim(s).n == s.n;
}

/* KIND and "NAME (EMAIL)"; "" for what the syntax cannot say. SPDX 3 has the
   address apart, so that one blank stands before it. */
static struct str
agent_text(struct spdx_writer *w, struct str kind, struct str who)
{
	struct arena *a = w->record;
	size_t open = str_rfind(who, '<');
	bool apart = open >= 2 && open < who.n && who.p[open - 1] == ' ' &&
	    who.p[open - 2] != ' ';
	struct str text = who;

	if (open < who.n && open != 0 && str_ends(who, STR(">")) &&
	    (apart || !w->syntax->third))
		text = str_fmt(a, "%.*s(%.*s)", STR_ARG(str_sub(who, 0, open)),
		    STR_ARG(str_sub(who, open + 1, who.n - 1)));
	if (who.n == 0 || text.p[0] == '(' || !is_plain(text))
		return STR("");
	return str_join(a, kind, text);
}

/* A database says who, not whether that is a person. "" also for what would
   not be said back. */
static struct str
agent(struct spdx_writer *w, struct str who)
{
	struct str text = agent_text(w, STR("Organization: "), who);

	return str_eq(spdx_agent(w->record, text), who) ? text : STR("");
}

void
spdx_make_authors(struct spdx_writer *w, struct bom_facts *f,
    struct spdx_out_head *h)
{
	struct map *seen = map_new(w->record);
	bool all = true, is_new;

	h->authors = NEWN(w->record, struct str, w->b->nauthors);
	for (size_t i = 0; i < w->b->nauthors; i++) {
		struct str who;
		bool person = bom_is_person(w->b->authors[i], &who);
		struct str text = agent_text(w, person ? STR("Person: ")
		    : STR("Organization: "), who);

		all &= str_eq(spdx_agent(w->record, text), who);
		if (text.n == 0)
			continue;
		(void)map_put(seen, text, &is_new);
		if (is_new)
			h->authors[h->nauthors++] = text;
	}
	if (!all)
		facts_authors(f);
}

/* ---- the package ---- */

static const char *const purposes[] = {
	[BOM_LIBRARY] = "LIBRARY", [BOM_APPLICATION] = "APPLICATION",
	[BOM_OS] = "OPERATING-SYSTEM", [BOM_CONTAINER] = "CONTAINER",
	[BOM_FILE] = "FILE", [BOM_OTHER] = "OTHER",
};

static const char *
purpose_of(const struct bom_component *c)
{
	struct str own = bom_prop_get(&c->props, PROP_KIND);

	return c->kind != BOM_OTHER ? purposes[c->kind]
	    : str_eq(own, STR("framework")) ? "FRAMEWORK"
	    : str_eq(own, STR("device"))    ? "DEVICE"
	    : str_eq(own, STR("firmware"))  ? "FIRMWARE" : "OTHER";
}

/* What the purpose does not tell, or not to every reader. */
static void
add_kind(struct spdx_writer *w, struct bom_facts *f,
    const struct bom_component *c)
{
	struct str kind = c->kind == BOM_OTHER ?
	    bom_prop_get(&c->props, PROP_KIND) : cdx_type_of(c->kind);

	if (c->kind == BOM_LIBRARY ||
	    (c->kind == BOM_APPLICATION && w->minor >= 3))
		return;
	facts_add(f, PROP_KIND, kind.n != 0 ? kind : STR("framework"));
}

/* What tag-value cannot quote: a blank goes into it. */
static bool
has_mark(struct str s)
{
	return str_find_str(s, STR("<text>")) < s.n ||
	    str_find_str(s, STR("</text>")) < s.n;
}

/* "a/b", Maven's "a:b"; a group that no reader could tell stands aside. */
static struct str
full_name(struct spdx_writer *w, const struct bom_component *c)
{
	bool maven = str_eq(c->type, STR("maven"));

	if (c->group.n == 0 || !is_plain(c->group) || has_mark(c->group))
		return c->name.n != 0 ? c->name : STR("NOASSERTION");
	return str_join(w->record, str_join(w->record, c->group,
	    maven ? STR(":") : STR("/")), c->name);
}

static void
end_package(struct bom_facts *f, struct spdx_out_package *p)
{
	spdx_notes(f, &p->notes, &p->nnotes);
}

void
spdx_make_package(struct spdx_writer *w, const struct bom_component *c,
    struct spdx_out_package *ret)
{
	struct bom_facts f = spdx_facts(w);
	size_t i = (size_t)(c - w->b->components);

	*ret = (struct spdx_out_package){ .id = w->ids[i],
		.name = full_name(w, c), .version = c->version,
		.supplier = agent(w, c->vendor),
		.source_info = foreign_source_info(w->record, c),
		.description = c->description,
		.declared = spdx_licences_of(w, c, false),
		.concluded = spdx_licences_of(w, c, true),
		.purpose = purpose_of(c) };
	if (w->codes != NULL)
		ret->verification = w->codes[i];
	facts_component(&f, c, FACT_CPES |
	    (ret->supplier.n != 0 ? FACT_VENDOR : 0));
	facts_add(&f, PROP_GROUP, c->group);
	if (!str_eq(c->ref, c->purl))
		facts_add(&f, PROP_REF, c->ref);
	add_kind(w, &f, c);
	add_purl(w, ret, c->purl);
	add_cpe(w, ret, &f, c->cpe);
	for (size_t k = 0; k < c->ncpes; k++)
		add_cpe(w, ret, &f, c->cpes[k]);
	add_hashes(w, ret, &f, c);
	end_package(&f, ret);
}

void
spdx_make_distro(struct spdx_writer *w, struct spdx_out_package *ret)
{
	const struct distro *d = &w->b->distro;
	struct bom_facts f = spdx_facts(w);

	*ret = (struct spdx_out_package){ .id = w->os, .name = d->id,
		.version = d->version_id, .purpose = purposes[BOM_OS] };
	facts_distro(&f);
	facts_add(&f, PROP_KIND, cdx_type_of(BOM_OS));
	add_cpe(w, ret, &f, d->cpe_name);
	end_package(&f, ret);
}

void
spdx_make_subject(struct spdx_writer *w, struct spdx_out_package *ret)
{
	static const enum bom_kind kinds[] = {
		[SUBJECT_IMAGE] = BOM_CONTAINER,
		[SUBJECT_ROOTFS] = BOM_CONTAINER,
		[SUBJECT_DIR] = BOM_APPLICATION, [SUBJECT_FILE] = BOM_FILE,
		[SUBJECT_UNKNOWN] = BOM_APPLICATION,
	};
	const struct bom *b = w->b;
	const struct str sha256 = STR("sha256:");
	struct str digest = b->manifest_digest.n != 0 ? b->manifest_digest
	    : b->config_digest;
	struct bom_facts f = spdx_facts(w);

	*ret = (struct spdx_out_package){ .id = w->root,
		.name = cdx_subject_name(b),
		.version = b->version_label.n != 0 ? b->version_label
		    : digest,
		.supplier = agent(w, b->supplier),
		.purpose = purposes[kinds[b->subject]] };
	if (ret->supplier.n == 0)
		facts_add(&f, PROP_VENDOR, b->supplier);
	add_purl(w, ret, bom_subject_purl(w->record, b));
	if (str_starts(b->manifest_digest, sha256) &&
	    b->manifest_digest.n == sha256.n + 64 &&
	    is_hex(str_from_pos(b->manifest_digest, sha256.n)))
		add_sum(w, ret, "SHA256", str_from_pos(b->manifest_digest,
		    sha256.n));
	end_package(&f, ret);
}
