/* SPDX-License-Identifier: Apache-2.0 */
/* A staged definition as a struct. */
#include "base/arena.h"
#include "feeds/feed/oval_int.h"

struct caps {
	size_t refs, cves, platforms, cpes, resolutions, components;
};

/* Append s to a list whose elements we own. */
static void
add_str(struct arena *a, const struct str **v, size_t *n, size_t *cap,
    struct str s)
{
	struct str *own = arena_grow(a, (void *)(uintptr_t)*v, *n, cap,
	    sizeof *own);

	own[(*n)++] = s;
	*v = own;
}

static void
add_ref(struct arena *a, struct oval_def *d, size_t *cap,
    const struct str *v)
{
	struct oval_ref *own = arena_grow(a, (void *)(uintptr_t)d->refs,
	    d->nrefs, cap, sizeof *own);

	own[d->nrefs++] = (struct oval_ref){ v[0], v[1], v[2] };
	d->refs = own;
}

static void
add_cve(struct arena *a, struct oval_def *d, size_t *cap,
    const struct str *v)
{
	struct oval_cve *own = arena_grow(a, (void *)(uintptr_t)d->cves,
	    d->ncves, cap, sizeof *own);

	own[d->ncves++] = (struct oval_cve){ v[0], v[1], v[2], v[3], v[4],
		v[5] };
	d->cves = own;
}

static void
add_resolution(struct arena *a, struct oval_def *d, struct caps *c,
    struct str state)
{
	struct oval_resolution *own = arena_grow(a,
	    (void *)(uintptr_t)d->resolutions, d->nresolutions,
	    &c->resolutions, sizeof *own);

	own[d->nresolutions++] = (struct oval_resolution){ .state = state };
	d->resolutions = own;
	c->components = 0;
}

static void
add_component(struct arena *a, struct oval_def *d, struct caps *c,
    struct str name)
{
	struct oval_resolution *r;

	if (d->nresolutions == 0)
		return;
	r = (void *)(uintptr_t)&d->resolutions[d->nresolutions - 1];
	add_str(a, &r->components, &r->ncomponents, &c->components, name);
}

/* The first of several counts. */
static void
set(struct str *to, struct str s)
{
	if (to->n == 0)
		*to = s;
}

static struct str *
text_of(struct oval_def *d, char tag)
{
	switch (tag) {
	case TOK_ID:		return &d->id;
	case TOK_CLASS:		return &d->class;
	case TOK_TITLE:		return &d->title;
	case TOK_TEXT:		return &d->text;
	case TOK_SEVERITY:	return &d->severity;
	case TOK_ISSUED:	return &d->issued;
	case TOK_UPDATED:	return &d->updated;
	case TOK_PUBLIC:	return &d->published;
	case TOK_PATCHABLE:	return &d->patchable;
	case TOK_MORE:		return &d->more;
	case TOK_DSA:		return &d->dsa;
	default:		return NULL;
	}
}

void
oval_decode(struct arena *a, struct str tokens, struct oval_def *d)
{
	struct caps c = { 0 };
	struct oval_token_read t;

	*d = (struct oval_def){ .version = 0 };
	while (oval_token_next(&tokens, &t)) {
		struct str *text = text_of(d, t.tag);

		if (text != NULL)
			set(text, t.v[0]);
		else if (t.tag == TOK_VERSION)
			(void)str_u64(t.v[0], UINT64_MAX, &d->version);
		else if (t.tag == TOK_PLATFORM)
			add_str(a, &d->platforms, &d->nplatforms,
			    &c.platforms, t.v[0]);
		else if (t.tag == TOK_CPE)
			add_str(a, &d->cpes, &d->ncpes, &c.cpes, t.v[0]);
		else if (t.tag == TOK_REF)
			add_ref(a, d, &c.refs, t.v);
		else if (t.tag == TOK_CVE)
			add_cve(a, d, &c.cves, t.v);
		else if (t.tag == TOK_RESOLUTION)
			add_resolution(a, d, &c, t.v[0]);
		else if (t.tag == TOK_COMPONENT)
			add_component(a, d, &c, t.v[0]);
	}
}
