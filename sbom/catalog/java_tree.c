/* SPDX-License-Identifier: Apache-2.0 */
#include "sbom/catalog/java_tree.h"

#include <stdarg.h>
#include <stdlib.h>

#include "base/arena.h"
#include "base/hash.h"
#include "base/limits.h"
#include "base/notice.h"
#include "bom/property.h"

/*
 * Archives in archives, and what is known of each.
 *
 * Memory:   a level costs its inflater and its few texts, however large the
 *           archive is; archives held in memory share ARCHIVE_HELD. What is
 *           found is kept until the file's end: a scan has nowhere to put it
 *           before.
 * Limits:   ARCHIVE_DEPTH levels; ARCHIVE_PACKAGES and ARCHIVE_TEXT of what is
 *           found; PROPERTIES and POM bytes of a text, POMS of one archive.
 *           Each that is hit is said once.
 */
enum {
	PROPERTIES = 64 * 1024,
	POM = 1024 * 1024,
	POMS = 4096,
	SAID = 20,		/* of one file; then only that there are more */
};

struct found {
	struct java_id id;
	struct str vendor, licence, inside, sha1;
	struct str offers, needs;
	bool guessed, dev;
};

/* ---- what is said ---- */

__attribute__((format(printf, 4, 5))) static void
say(struct tree *t, enum notice_level level, const char *kind,
    const char *fmt, ...)
{
	char text[512];
	va_list ap;

	if (t->nsaid[level] >= SAID) {
		if (t->nsaid[level]++ == SAID)
			notices_add(t->said, (struct notice){ .level = level,
				.kind = STR("archive"),
				.what = STR("more of the kind was left out") });
		return;
	}
	t->nsaid[level]++;
	va_start(ap, fmt);
	(void)vsnprintf(text, sizeof text, fmt, ap);
	va_end(ap);
	notices_add(t->said, (struct notice){ .level = level,
		.kind = str_from(kind), .what = str_from(text) });
}

/* "inside: ", or nothing for the file itself. */
static struct str
where(const struct level *l)
{
	return l->inside.n == 0 ? STR("") :
	    str_fmt(l->a, "%.*s: ", STR_ARG(l->inside));
}

void
tree_damage(struct level *l, struct str entry, const char *why)
{
	struct str at = where(l);

	say(l->t, NOTICE_GAP, "archive", "%.*s%.*s: %s", STR_ARG(at),
	    STR_ARG(entry), why);
}

static void
odd_entry(struct level *l, struct str entry, const char *why)
{
	struct str at = where(l);

	say(l->t, NOTICE_NOTE, "archive", "%.*s%.*s%s%s", STR_ARG(at),
	    STR_ARG(entry), entry.n > 0 ? ": " : "", why);
}

void
level_odd(struct level *l, const char *what)
{
	odd_entry(l, STR(""), what);
}

/* ---- what is kept ---- */

static struct str
keep(struct tree *t, struct str s)
{
	t->bytes += s.n;
	return str_dup(t->a, s);
}

static void
found(struct tree *t, const struct found *f)
{
	if (t->nfound == ARCHIVE_PACKAGES || t->bytes > ARCHIVE_TEXT) {
		if (!t->full)
			say(t, NOTICE_GAP, "limit", "over %d packages in one "
			    "archive: the rest is left out",
			    (int)t->nfound);
		t->full = true;
		return;
	}
	t->found = arena_grow(t->a, t->found, t->nfound, &t->cfound,
	    sizeof *t->found);
	t->found[t->nfound++] = (struct found){
		.id = { keep(t, f->id.group), keep(t, f->id.artifact),
		    keep(t, f->id.version) },
		.vendor = keep(t, f->vendor), .licence = keep(t, f->licence),
		.inside = keep(t, f->inside), .sha1 = keep(t, f->sha1),
		.offers = keep(t, f->offers), .needs = keep(t, f->needs),
		.guessed = f->guessed, .dev = f->dev };
}

static enum rc
flush_one(const struct found *f, struct records *out)
{
	struct pkg p = { .type = "maven", .group = f->id.group,
		.name = f->id.artifact, .version = f->id.version,
		.vendor = f->vendor, .licence = f->licence,
		.guessed = f->guessed, .dev = f->dev, .inside = f->inside };
	enum rc rc = out->package(out, &p);

	if (rc != RC_OK)
		return rc;
	if (f->sha1.n > 0) {
		out->hash(out, "SHA-1", f->sha1);
		out->property(out, PROP_JAVA_SHA1, f->sha1);
	}
	if (f->offers.n > 0)
		out->provides(out, f->offers);
	if (f->needs.n > 0)
		out->requires(out, f->needs);
	return RC_OK;
}

enum rc
tree_flush(struct tree *t, struct records *out)
{
	enum rc rc = RC_OK;

	/* the file itself was found last */
	for (size_t i = t->nfound; rc == RC_OK && i > 0; i--)
		rc = flush_one(&t->found[i - 1], out);
	for (size_t i = 0; i < t->said->n; i++) {
		const struct notice *n = &t->said->v[i];

		if (n->level == NOTICE_NOTE)
			out->note(out, 0, "%.*s", STR_ARG(n->what));
		else
			out->gap(out, str_z(t->a, n->kind), "%.*s",
			    STR_ARG(n->what));
	}
	return rc;
}

/* ---- trees and levels ---- */

struct tree *
tree_new(struct str path, uint64_t size, const struct limits *lim)
{
	struct arena *a = arena_new(lim->memory);
	struct tree *t = NEW(a, struct tree);

	t->a = a;
	t->lim = lim;
	if (__builtin_mul_overflow(size, ARCHIVE_RATIO, &t->work.left) ||
	    __builtin_add_overflow(t->work.left, lim->archive, &t->work.left))
		t->work.left = UINT64_MAX;
	t->said = NEW(a, struct notices);
	notices_init(t->said, a);
	t->top = level_new(t, NULL, path);
	return t;
}

void
tree_free(struct tree *t)
{
	if (t == NULL)
		return;
	level_free(t->top);
	zip_budget_done(&t->work);
	arena_free(t->a);
}

struct level *
level_new(struct tree *t, struct level *up, struct str name)
{
	struct arena *a = arena_new(t->lim->memory);
	struct level *l = NEW(a, struct level);

	l->t = t;
	l->a = a;
	l->up = up;
	l->depth = up == NULL ? 1 : up->depth + 1;
	if (up != NULL)
		l->inside = up->inside.n == 0 ? str_dup(a, name) :
		    str_fmt(a, "%.*s!/%.*s", STR_ARG(up->inside),
		    STR_ARG(name));
	l->jar.file = str_dup(a, str_from_pos(name,
	    str_rfind(name, '/') == name.n ? 0 : str_rfind(name, '/') + 1));
	l->jar.mf.a = a;
	l->kind = java_kind_of(l->jar.file);
	if (l->kind == JAVA_ZIP)
		l->key = up == NULL ? STR("") : up->key;
	else
		l->key = str_fmt(a, "in:%.*s", STR_ARG(l->inside));
	if (l->kind != JAVA_ZIP)
		l->sha1 = digest_new(DIGEST_SHA1);
	return l;
}

void
level_free(struct level *l)
{
	if (l == NULL)
		return;
	level_free(l->child);
	zip_push_free(l->push);
	digest_free(l->sha1);
	java_manifest_done(&l->jar.mf);
	buf_done(&l->text);
	arena_free(l->a);
}

/* ---- entries ---- */

/* In META-INF/maven/, at the root or below (WEB-INF/classes/META-INF). */
static bool
is_maven(struct str name)
{
	struct str dir = STR("META-INF/maven/");
	size_t at = str_find_str(name, dir);

	return at < name.n && (at == 0 || name.p[at - 1] == '/');
}

static enum takes
take_archive(struct level *l, const struct zip_entry *x)
{
	const char *why = zip_unreadable(x);

	if (l->depth == ARCHIVE_DEPTH) {
		say(l->t, NOTICE_GAP, "limit", "%.*s: archives nested over %d "
		    "deep are not read", STR_ARG(l->inside), ARCHIVE_DEPTH);
		return TAKE_NOTHING;
	}
	if (l->inside.n + x->name.n > PATH_MAX_BYTES)
		why = "its path is too long";
	if (why != NULL) {
		tree_damage(l, str_sub(x->name, 0, 256), why);
		return TAKE_NOTHING;
	}
	if (l->push == NULL && x->method == ZIP_STORED)
		return TAKE_STORED;
	return x->size <= ARCHIVE_HELD - l->t->held ? TAKE_HELD : TAKE_PUSHED;
}

static enum takes
take_small(struct level *l, const struct zip_entry *x, enum takes takes,
    uint64_t max)
{
	const char *why = zip_unreadable(x);

	if (x->size != ZIP_UNKNOWN && x->size > max)
		why = "it is too large for what it is";
	if (why == NULL)
		return takes;
	odd_entry(l, x->name, why);
	return TAKE_NOTHING;
}

static enum takes
kind_of(struct level *l, const struct zip_entry *x)
{
	size_t slash = str_rfind(x->name, '/');
	struct str base = str_from_pos(x->name,
	    slash == x->name.n ? 0 : slash + 1);

	if (l->t->stop || base.n == 0)
		return TAKE_NOTHING;
	if (str_eq_nocase(x->name, STR("META-INF/MANIFEST.MF")))
		return l->jar.mf.there ? TAKE_NOTHING :
		    take_small(l, x, TAKE_MANIFEST, l->t->lim->manifest);
	if (str_eq(base, STR("pom.properties")) && is_maven(x->name))
		return take_small(l, x, TAKE_PROPERTIES, PROPERTIES);
	if (str_eq(base, STR("pom.xml")) && is_maven(x->name)) {
		l->npom_xml++;
		return l->npom_xml > 1 || l->jar.npoms > 0 ? TAKE_NOTHING :
		    take_small(l, x, TAKE_POM, POM);
	}
	return java_kind_of(base) == JAVA_NONE ? TAKE_NOTHING :
	    take_archive(l, x);
}

enum takes
level_begin(struct level *l, const struct zip_entry *x)
{
	l->is_zip = true;
	l->takes = kind_of(l, x);
	l->text.n = 0;
	l->entry = x->name;
	return l->takes;
}

bool
level_text(struct level *l, const uint8_t *p, size_t n)
{
	if (l->takes == TAKE_MANIFEST)
		return java_manifest_feed(&l->jar.mf, p, n);
	l->text.limit = l->takes == TAKE_POM ? POM : PROPERTIES;
	if (buf_add(&l->text, p, n))
		return true;
	odd_entry(l, l->entry, "it is too large for what it is");
	l->takes = TAKE_NOTHING;
	return false;
}

static void
take_properties(struct level *l)
{
	struct java_jar *j = &l->jar;
	struct java_id id = java_properties(buf_str(&l->text));

	if (j->npoms == POMS) {
		if (!l->full)
			say(l->t, NOTICE_GAP, "limit", "%.*sover %d "
			    "pom.properties: the rest is left out",
			    STR_ARG(where(l)), (int)POMS);
		l->full = true;
		return;
	}
	j->poms = arena_grow(l->a, j->poms, j->npoms, &j->cpoms,
	    sizeof *j->poms);
	j->poms[j->npoms++] = (struct java_pom){
		.id = { str_dup(l->a, id.group), str_dup(l->a, id.artifact),
		    str_dup(l->a, id.version) },
		.path = str_dup(l->a, l->entry) };
}

void
level_text_end(struct level *l)
{
	struct err e = { "" };

	if (l->takes == TAKE_MANIFEST)
		java_manifest_end(&l->jar.mf);
	else if (l->takes == TAKE_PROPERTIES)
		take_properties(l);
	else if (l->takes == TAKE_POM && l->jar.npoms == 0 &&
	    java_pom_id(l->a, buf_str(&l->text), &l->jar.pom_xml, &e) != RC_OK)
		odd_entry(l, l->entry, e.msg);
	buf_done(&l->text);
}

/* ---- as the bytes come ---- */

static bool
on_begin(struct zip_sink *s, const struct zip_entry *x)
{
	struct level *l = (struct level *)s;

	if (level_begin(l, x) == TAKE_HELD) {
		l->text.limit = (size_t)x->size;
		l->t->held += (size_t)x->size;
	} else if (l->takes == TAKE_PUSHED) {
		l->child = level_new(l->t, l, x->name);
		level_push(l->child);
	}
	return l->takes != TAKE_NOTHING;
}

static void
on_data(struct zip_sink *s, const uint8_t *p, size_t n)
{
	struct level *l = (struct level *)s;

	if (l->takes == TAKE_PUSHED)
		level_feed(l->child, p, n);
	else if (l->takes == TAKE_HELD)
		(void)buf_add(&l->text, p, n);
	else if (l->takes != TAKE_NOTHING)
		(void)level_text(l, p, n);
}

static void
end_child(struct level *l, enum rc rc, const struct err *e)
{
	level_end(l->child, rc, e);
	level_free(l->child);
	l->child = NULL;
}

static void
on_end(struct zip_sink *s, const struct zip_entry *x)
{
	struct level *l = (struct level *)s;
	struct err e = { "" };

	if (l->takes == TAKE_PUSHED) {
		end_child(l, level_feed_end(l->child, &e), &e);
	} else if (l->takes == TAKE_HELD) {
		struct mem_blob m;

		l->child = level_new(l->t, l, x->name);
		end_child(l, level_walk(l->child, mem_blob_init(&m, l->text.p,
		    l->text.n), &e), &e);
		l->t->held -= (size_t)x->size;
		buf_done(&l->text);
	} else if (l->takes != TAKE_NOTHING) {
		level_text_end(l);
	}
	l->takes = TAKE_NOTHING;
}

static void
on_odd(struct zip_sink *s, struct str name, const char *what)
{
	odd_entry((struct level *)s, name, what);
}

void
level_push(struct level *l)
{
	l->sink = (struct zip_sink){ on_begin, on_data, on_end, on_odd };
	l->push = zip_push_new(&l->sink, &l->t->work);
	l->text.limit = 0;
}

void
level_feed(struct level *l, const uint8_t *p, size_t n)
{
	if (!l->fed)
		l->magic = zip_magic(p, n);
	l->fed = l->fed || n > 0;
	digest_add(l->sha1, p, n);
	if (l->push != NULL)
		zip_push_feed(l->push, p, n);
}

/* What was open when the archive ended too early. */
static void
drop_entry(struct level *l)
{
	struct err e = { "cut short" };

	if (l->takes == TAKE_PUSHED) {
		digest_free(l->child->sha1);
		l->child->sha1 = NULL;
		end_child(l, RC_FORMAT, &e);
	} else if (l->takes == TAKE_HELD) {
		l->t->held -= l->text.limit;
		buf_done(&l->text);
	}
	l->takes = TAKE_NOTHING;
}

enum rc
level_feed_end(struct level *l, struct err *e)
{
	uint64_t entries = 0;
	enum rc rc;

	if (l->push == NULL)
		return err_set(e, RC_IO, "no memory to inflate");
	rc = zip_push_end(l->push, &entries, e);
	l->is_zip = rc == RC_OK || entries > 0;
	if (rc != RC_OK)
		drop_entry(l);
	return rc;
}

/* ---- who it is ---- */

static void
say_why(struct level *l, enum rc rc, const struct err *e)
{
	struct tree *t = l->t;

	if (t->work.left == 0) {
		if (!t->stop)
			say(t, NOTICE_GAP, "limit", "%.*sinflates to over %d "
			    "times the file's size and %llu bytes: the rest "
			    "is not read", STR_ARG(where(l)), ARCHIVE_RATIO,
			    (unsigned long long)t->lim->archive);
		t->stop = true;
	} else if (rc == RC_LIMIT) {
		say(t, NOTICE_GAP, "limit", "%.*s%s", STR_ARG(where(l)),
		    e->msg);
	} else if (l->is_zip || l->magic) {
		say(t, NOTICE_GAP, "archive", "%.*s%s", STR_ARG(where(l)),
		    e->msg);
	} else if (l->kind == JAVA_ARCHIVE || l->kind == JAVA_JENKINS) {
		odd_entry(l, STR(""), "not an archive");
	}
}

/* Was it there before? It is from now on. */
static bool
again(struct level *l, struct map *seen, const struct java_id *id)
{
	bool new;

	(void)map_put(seen, str_fmt(l->a, "%.*s:%.*s:%.*s",
	    STR_ARG(id->group), STR_ARG(id->artifact), STR_ARG(id->version)),
	    &new);
	return !new;
}

/* What else its pom.properties name: shaded into it. */
static void
shaded(struct level *l, const struct java_id *own)
{
	struct java_jar *j = &l->jar;
	struct map *seen = j->npoms > 1 ? map_new(l->a) : NULL;

	if (seen != NULL && own != NULL)
		(void)again(l, seen, own);
	for (size_t i = 0; i < j->npoms; i++) {
		const struct java_pom *p = &j->poms[i];

		if (p->used || (seen != NULL && again(l, seen, &p->id)))
			continue;
		if (p->id.artifact.n == 0 || p->id.version.n == 0 ||
		    p->id.group.n == 0) {
			odd_entry(l, p->path, "it does not state group, "
			    "artifact and version");
			continue;
		}
		if (own != NULL && str_eq(p->id.group, own->group) &&
		    str_eq(p->id.artifact, own->artifact) &&
		    str_eq(p->id.version, own->version))
			continue;
		found(l->t, &(struct found){ .id = p->id, .offers = l->key,
			.inside = l->inside.n == 0 ? p->path :
			str_fmt(l->a, "%.*s!/%.*s", STR_ARG(l->inside),
			STR_ARG(p->path)) });
	}
}

static struct str
sha1_of(struct level *l, char hex[DIGEST_HEX_MAX])
{
	uint8_t sum[DIGEST_MAX];
	size_t n = digest_end(l->sha1, sum);

	l->sha1 = NULL;
	return n == 0 ? STR("") : digest_hex(hex, sum, n);
}

void
level_end(struct level *l, enum rc rc, const struct err *e)
{
	char hex[DIGEST_HEX_MAX];
	struct java_who w;

	if (rc != RC_OK)
		say_why(l, rc, e);
	if (!l->is_zip)
		return;
	java_manifest_end(&l->jar.mf);
	if (l->npom_xml != 1)
		l->jar.pom_xml = (struct java_id){ .group = STR("") };
	if (l->kind == JAVA_ZIP) {
		shaded(l, NULL);
		return;
	}
	if (!java_identify(&l->jar, &w)) {
		if (l->jar.mf.attr[MF_WEAVE].n == 0) {
			odd_entry(l, STR(""), "nothing says who it is");
			shaded(l, NULL);
		}
		return;
	}
	shaded(l, &w.id);
	found(l->t, &(struct found){ .id = w.id, .vendor = w.vendor,
		.licence = w.licence, .inside = l->inside,
		.sha1 = sha1_of(l, hex),
		.offers = l->up == NULL ? STR("") : l->up->key,
		.needs = l->key, .guessed = w.guessed, .dev = w.dev });
}
