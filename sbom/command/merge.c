/* SPDX-License-Identifier: Apache-2.0 */
/*
 * sbom merge: several documents as one. Each document's subject becomes a
 * component that depends on what was in it, and keeps what was said of it; a
 * package that documents agree about is one. Gaps are kept, with the name of
 * the subject that they are in.
 *
 * Two findings of a package in different layers stay two: nothing is made up
 * about where it is.
 */
#include <stdlib.h>

#include "base/arena.h"
#include "base/hash.h"
#include "base/limits.h"
#include "base/opt.h"
#include "base/out.h"
#include "base/sandbox.h"
#include "base/when.h"
#include "bom/bom.h"
#include "bom/facts.h"
#include "bom/property.h"
#include "identity/purl.h"
#include "sbom/command/command.h"

enum { ID_OUTPUT, ID_NAME, ID_VERSION_LABEL, ID_SUPPLIER, ID_AUTHOR,
	ID_PLAIN };

static const struct opt options[] = {
	{ 'o', "output", "[intoto:]FORMAT[@VERSION][=FILE]",
	    "write FORMAT, as sbom itself does; may be repeated", ID_OUTPUT },
	{ 0, "name", "NAME", "of the whole", ID_NAME },
	{ 0, "version-label", "TEXT", "its version", ID_VERSION_LABEL },
	{ 0, "supplier", "NAME", "its supplier", ID_SUPPLIER },
	{ 0, "author", "NAME", "who stands for the document", ID_AUTHOR },
	{ 0, "no-foreign-properties", NULL, "nothing that only other tools "
	    "look for", ID_PLAIN },
	COMMON_OPTIONS,
	{ 0 },
};

static const struct opt_set set = { "sbom merge",
	"sbom merge [OPTION]... FILE...",
	"FILE is a document of any format that match(1) reads, or - for\n"
	"standard input. Each one's subject becomes a component of the whole.",
	options };

struct merge {
	struct context *c;
	const char *name, *version_label, *supplier;
	struct str author;
	struct bom **v;			/* documents, in the order given */
	size_t n, cap;
};

static bool
take(void *ctx, int id, const char *arg)
{
	struct merge *m = ctx;

	switch (id) {
	case ID_OUTPUT: return common_output(m->c, set.tool, arg);
	case ID_NAME: m->name = arg; break;
	case ID_VERSION_LABEL: m->version_label = arg; break;
	case ID_SUPPLIER: m->supplier = arg; break;
	case ID_AUTHOR: return author_option(set.tool, arg, &m->author);
	case ID_PLAIN: m->c->outputs.plain = true; break;
	default: return common_option(m->c, set.tool, id, arg);
	}
	return true;
}

/* ---- what is true of all ---- */

static bool
same_release(const struct distro *x, const struct distro *y)
{
	return str_eq(x->id, y->id) && str_eq(x->version_id, y->version_id) &&
	    str_eq(x->codename, y->codename);
}

/* Does every document have the same operating system? */
static bool
is_one_distro(const struct merge *m)
{
	for (size_t i = 1; i < m->n; i++)
		if (!same_release(&m->v[0]->distro, &m->v[i]->distro))
			return false;
	return true;
}

static bool
has_prop(const struct bom *b, const struct bom_prop *p)
{
	for (size_t i = 0; i < b->props.n; i++)
		if (str_eq(b->props.v[i].name, p->name) &&
		    str_eq(b->props.v[i].value, p->value))
			return true;
	return false;
}

/* Where packages come from: what match(1) asks of the whole document. */
static void
merge_context(struct merge *m, struct bom *to)
{
	bool differ = false;

	for (size_t i = 0; i < m->n; i++)
		for (size_t k = 0; k < m->v[i]->props.n; k++) {
			const struct bom_prop *p = &m->v[i]->props.v[k];
			bool all = property_is_context(p->name);

			for (size_t j = 0; all && j < m->n; j++)
				all = has_prop(m->v[j], p);
			if (all && i == 0)
				bom_prop_put(to, &to->props, p->name,
				    p->value);
			differ |= property_is_context(p->name) && !all;
		}
	if (differ)
		notice_note(&m->c->notices, "merge", STR(""),
		    "the documents' package sources differ: they stay with "
		    "each subject, and packages are judged without them");
}

static void
merge_time(const struct merge *m, struct bom *to)
{
	for (size_t i = 0; i < m->n; i++) {
		const struct bom *b = m->v[i];

		if (b->has_time && (!to->has_time || b->time_s > to->time_s)) {
			to->has_time = true;
			to->time_s = b->time_s;
		}
	}
}

/* ---- components ---- */

static struct str
subject_label(const struct bom *b)
{
	return b->name.n != 0 ? b->name
	     : b->manifest_digest.n != 0 ? b->manifest_digest
	     : b->config_digest.n != 0 ? b->config_digest : STR("unnamed");
}

/* What was said of the document, but gaps and notes, which are the whole's. */
static void
subject_props(struct bom *to, struct bom_component *c, const struct bom *b)
{
	struct bom_facts f = { .b = b, .a = to->arena };

	facts_document(&f);
	facts_authors(&f);
	for (size_t i = 0; i < f.props.n; i++) {
		const struct bom_prop *p = &f.props.v[i];

		if (!str_eq(p->name, STR(PROP_GAP)) &&
		    !str_eq(p->name, STR(PROP_NOTE)))
			bom_prop_put(to, &c->props, p->name, p->value);
	}
}

/* A file would be passed over by readers: there may be thousands. */
static void
add_subject(struct bom *to, const struct bom *b, size_t base)
{
	struct bom_component *c = bom_add(to);

	c->kind = b->subject == SUBJECT_IMAGE || b->subject == SUBJECT_ROOTFS ?
	    BOM_CONTAINER : BOM_APPLICATION;
	c->name = subject_label(b);
	c->version = b->version_label.n != 0 ? b->version_label
	    : b->manifest_digest;
	c->vendor = b->supplier;
	c->purl = bom_subject_purl(to->arena, b);
	if (c->purl.n != 0)
		c->type = STR("oci");
	c->depends_known = true;
	c->ndepends = b->ncomponents;
	c->depends = NEWN(to->arena, size_t, b->ncomponents);
	for (size_t i = 0; i < b->ncomponents; i++)
		c->depends[i] = base + i;
	subject_props(to, c, b);
}

static bool
is_os_package(const struct bom_component *c)
{
	return str_eq(c->type, STR("deb")) || str_eq(c->type, STR("rpm")) ||
	    str_eq(c->type, STR("apk")) || str_eq(c->type, STR("alpm"));
}

/*
 * Its own distribution, where the whole has none: in the purl too, since that
 * is where documents keep it.
 */
static void
keep_distro(struct bom *to, struct bom_component *c, const struct bom *b)
{
	struct purl p;
	struct err e;

	if (!is_os_package(c) || c->distro != NULL || b->distro.id.n == 0)
		return;
	c->distro = NEW(to->arena, struct distro);
	*c->distro = b->distro;
	if (purl_parse(to->arena, c->purl, &p, &e) != RC_OK ||
	    purl_get(&p, "distro").n != 0)
		return;
	purl_set(to->arena, &p, "distro", distro_qualifier(to->arena,
	    &b->distro));
	c->purl = purl_format(to->arena, &p);
}

static struct str
distro_key(struct arena *a, const struct bom_component *c)
{
	return c->distro == NULL ? STR("") : distro_qualifier(a, c->distro);
}

/*
 * What must be the same of two for them to be one; all but where it lies. Each
 * generator has qualifiers of its own on the operating system's purls.
 */
static struct str
package_key(struct arena *a, const struct bom_component *c)
{
	struct str purl = !is_os_package(c) ? c->purl
	    : str_sub(c->purl, 0, str_find(c->purl, '?'));
	const struct str part[] = { purl, c->type, c->group, c->name,
		c->version, c->arch, c->epoch, c->source_name,
		c->source_version, c->module, distro_key(a, c) };
	struct str key = str_fmt(a, "%d %d %d %d", (int)c->kind,
	    (int)c->owner_vendor, c->source_package, c->source_epoch_unknown);

	for (size_t i = 0; i < sizeof part / sizeof *part; i++)
		key = str_join(a, str_join(a, key, str_of("", 1)), part[i]);
	return key;
}

/* Of what documents agree about, the first is the leader. */
struct twins {
	struct map *seen;		/* index of a leader, plus one */
	size_t *leader;			/* of each component, likewise; or 0 */
	size_t n, cap;
};

/* A digest of the parts; what is compared is 64 bits of a keyed hash. */
static struct str
place_key(struct arena *a, struct str key, struct str path, struct str layer)
{
	const uint64_t part[] = { hash_str(key), hash_str(path),
		hash_str(layer) };
	uint64_t all = hash_str(str_of(part, sizeof part));
	char *p = arena_alloc(a, 1, sizeof all);

	memcpy(p, &all, sizeof all);
	return str_of(p, sizeof all);
}

static struct str
path_of(const struct bom_component *c)
{
	return c->nplaces != 0 ? c->places[0].path : STR("");
}

/* What is not known of one agrees with whatever the other says. */
static size_t
find_leader(struct arena *a, const struct twins *t, struct str key,
    const struct bom_component *c)
{
	struct str path = path_of(c), none = STR(""), any = STR("*");
	const struct str keys[] = {
		place_key(a, key, path, c->layer),
		place_key(a, key, path, none),
		place_key(a, key, none, c->layer),
		place_key(a, key, none, none),
		place_key(a, key, path, c->layer.n == 0 ? any : c->layer),
		place_key(a, key, path.n == 0 ? any : path,
		    c->layer.n == 0 ? any : c->layer),
	};

	for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
		void **at = map_find(t->seen, keys[i]);

		if (at != NULL)
			return (size_t)*at;
	}
	return 0;
}

static void
put_leader(struct arena *a, struct twins *t, struct str key,
    const struct bom_component *c, size_t number)
{
	struct str path = path_of(c), any = STR("*");
	const struct str keys[] = {
		place_key(a, key, path, c->layer),
		place_key(a, key, path, any), place_key(a, key, any, any),
		place_key(a, key, any, c->layer),
	};

	for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
		void **at = map_put(t->seen, keys[i], NULL);

		if (*at == NULL)
			*at = (void *)number;
	}
}

/* What the leader does not know, its twin may. */
static void
teach(struct bom_component *leader, const struct bom_component *c)
{
	if (leader->layer.n == 0)
		leader->layer = c->layer;
	if (leader->cpe.n == 0)
		leader->cpe = c->cpe;
	if (leader->nplaces == 0) {
		leader->places = c->places;
		leader->nplaces = c->nplaces;
	}
}

/* A list of n elements with one more before it. */
static void *
behind(struct arena *a, const void *first, const void *list, size_t n,
    size_t size)
{
	char *v = arena_alloc(a, n + 1, size);

	memcpy(v, first, size);
	if (n != 0)
		memcpy(v + size, list, n * size);
	return v;
}

/* Make c what bom_finish joins with the leader. */
static void
follow(struct arena *a, struct bom_component *c,
    const struct bom_component *leader)
{
	if (leader->nplaces != 0) {
		c->places = behind(a, &leader->places[0], c->places,
		    c->nplaces, sizeof *c->places);
		c->nplaces++;
	}
	if (c->cpe.n != 0 && !str_eq(c->cpe, leader->cpe)) {
		c->cpes = behind(a, &c->cpe, c->cpes, c->ncpes,
		    sizeof *c->cpes);
		c->ncpes++;
	}
	c->purl = leader->purl;
	c->cpe = leader->cpe;
	c->layer = leader->layer;
}

static void
add_component(struct bom *to, const struct bom *b,
    const struct bom_component *from, size_t base, bool one_distro)
{
	struct bom_component *c = bom_add(to);

	*c = *from;
	c->ref = STR("");
	c->depends = NEWN(to->arena, size_t, from->ndepends);
	for (size_t i = 0; i < from->ndepends; i++)
		c->depends[i] = base + from->depends[i];
	if (c->owner != 0)
		c->owner += base;
	if (!one_distro)
		keep_distro(to, c, b);
}

/* Leaders are those of the documents before: twins in one stay two. */
static void
find_leaders(struct bom *to, struct twins *t, size_t base)
{
	struct arena *a = to->arena, *tmp = arena_new(limits_default.memory);

	for (size_t i = base; i < to->ncomponents; i++) {
		struct bom_component *c = &to->components[i];
		size_t leader = find_leader(tmp, t, package_key(tmp, c), c);

		arena_reset(tmp);
		t->leader = arena_grow(a, t->leader, t->n, &t->cap,
		    sizeof *t->leader);
		t->leader[t->n++] = leader;
		if (leader != 0)
			teach(&to->components[leader - 1], c);
	}
	for (size_t i = base; i < to->ncomponents; i++)
		if (t->leader[i] == 0) {
			put_leader(a, t, package_key(tmp, &to->components[i]),
			    &to->components[i], i + 1);
			arena_reset(tmp);
		}
	arena_free(tmp);
}

/* ---- all ---- */

static void
add_notices(struct merge *m, struct bom *to, const struct bom *b)
{
	for (size_t i = 0; i < b->notices.n; i++) {
		struct notice n = b->notices.v[i];

		if (m->n > 1)
			n.what = str_fmt(to->arena, "%.*s: %.*s",
			    STR_ARG(subject_label(b)), STR_ARG(n.what));
		notices_add(&to->notices, n);
	}
}

static void
add_document(struct merge *m, struct bom *to, struct twins *t, size_t i,
    bool one_distro)
{
	const struct bom *b = m->v[i];
	size_t base = to->ncomponents;

	for (size_t k = 0; k < b->ncomponents; k++)
		add_component(to, b, &b->components[k], base, one_distro);
	add_subject(to, b, base);
	find_leaders(to, t, base);
	add_notices(m, to, b);
	to->has_os_database |= b->has_os_database;
}

static struct bom *
merge_all(struct merge *m)
{
	struct bom *to = bom_new((size_t)m->c->lim.memory);
	struct twins t = { .seen = map_new(to->arena) };
	bool one_distro = is_one_distro(m);

	to->name = str_from(m->name != NULL ? m->name : "merged");
	to->version_label = str_from(m->version_label != NULL ?
	    m->version_label : "");
	to->supplier = str_from(m->supplier != NULL ? m->supplier : "");
	bom_author_put(to, m->author);
	if (one_distro)
		to->distro = m->v[0]->distro;
	merge_context(m, to);
	merge_time(m, to);
	for (size_t i = 0; i < m->n; i++)
		add_document(m, to, &t, i, one_distro);
	for (size_t i = 0; i < to->ncomponents; i++)
		if (t.leader[i] != 0)
			follow(to->arena, &to->components[i],
			    &to->components[t.leader[i] - 1]);
	bom_finish(to);
	return to;
}

static enum rc
keep(void *ctx, struct bom *b, struct err *e)
{
	struct merge *m = ctx;

	(void)e;
	m->v = arena_grow(m->c->arena, m->v, m->n, &m->cap, sizeof *m->v);
	m->v[m->n++] = b;
	return RC_OK;
}

static enum rc
read_files(struct merge *m, int n, char **paths, const int *fds,
    struct err *e)
{
	enum rc rc = RC_OK;

	for (int i = 0; rc == RC_OK && i < n; i++)
		rc = document_read(m->c, paths[i], fds[i], keep, m, e);
	return rc;
}

static enum rc
write_merged(struct merge *m, struct err *e)
{
	struct bom *whole = merge_all(m);
	enum rc rc = outputs_write(&m->c->outputs, whole, false, e);

	outputs_tell_losses(&m->c->outputs, whole, &m->c->notices);
	bom_free(whole);
	return rc == RC_OK ? outputs_commit(&m->c->outputs, e) : rc;
}

static enum rc
merge(struct merge *m, int n, char **paths, struct err *e)
{
	int *fds = NEWN(m->c->arena, int, (size_t)n);
	struct err ignored;
	enum rc rc = RC_OK;
	int opened = 0;

	while (rc == RC_OK && opened < n) {
		rc = document_open(paths[opened], &fds[opened], e);
		opened += rc == RC_OK;
	}
	if (rc == RC_OK)
		rc = outputs_open(&m->c->outputs, e);
	if (rc == RC_OK) {
		(void)sandbox_enter(&ignored);
		rc = read_files(m, n, paths, fds, e);
	}
	if (rc == RC_OK)
		rc = write_merged(m, e);
	for (size_t i = 0; i < m->n; i++)
		bom_free(m->v[i]);
	for (int i = 0; i < opened; i++)
		document_close(fds[i]);
	return rc;
}

static enum status
run(struct context *c, int argc, char **argv, struct err *e)
{
	struct merge m = { .c = c };
	int first = opt_parse(&set, argc, argv, take, &m);
	int standard = 0;

	if (first < 0)
		return ST_USAGE;
	for (int i = first; i < argc; i++)
		standard += strcmp(argv[i], "-") == 0;
	if (first == argc || standard > 1) {
		say(set.tool, first == argc ? "no FILE" :
		    "standard input can be read once only");
		return ST_USAGE;
	}
	return merge(&m, argc - first, argv + first, e) == RC_OK ? ST_DONE :
	    ST_FAILED;
}

const struct command command_merge = {
	"merge", "several documents as one", run,
};
