/* SPDX-License-Identifier: Apache-2.0 */
#include "sbom/catalog/catalog.h"

#include "base/arena.h"
#include "base/buf.h"
#include "codec/reader.h"
#include "sbom/catalog/lock.h"
#include "text/json.h"

/*
 * yarn-pnp: what yarn 2 and later installed without node_modules. The packages
 * themselves are zip files in a cache; this file says which of them are in
 * use.
 *
 * Source:   yarn's documentation, "PnP Specification" (the data file), and
 *           the loader that yarn writes around it.
 * Files:    .pnp.data.json; .pnp.cjs (.pnp.js of yarn 2) with the same data
 *           inside: an argument of hydrateRuntimeState() (2), a string there
 *           (3), the string RAW_RUNTIME_STATE (4), in which a backslash ends
 *           each line.
 * Grammar:  packageRegistryData is a list of [ name, list of [ reference,
 *           { packageDependencies: list of [ name, reference ] } ] ]; a name
 *           of null is the project. A dependency's reference is null (a peer
 *           that nobody gave), or [ name, reference ] for an alias.
 *           References: "npm:1.0", "workspace:dir", "patch:…::version=1.0",
 *           "virtual:HASH#…" (one of several with different peers).
 * Limits:   JSON_DEPTH, JSON_VALUES.
 */

/* ---- the data in the loader ---- */

/* The inside of the string in quotes at s, with its escapes undone. */
static struct str
unquoted(struct str s, struct buf *to)
{
	for (size_t i = 1; i < s.n && s.p[i] != '\''; i++) {
		if (s.p[i] == '\\' && i + 1 < s.n && s.p[++i] == '\n')
			continue;
		(void)buf_add(to, s.p + i, 1);
	}
	return buf_str(to);
}

static enum rc
data_of(struct str text, struct buf *to, struct str *ret, struct err *e)
{
	static const char *const strings[] = { "RAW_RUNTIME_STATE =",
		"hydrateRuntimeState(JSON.parse('" };
	struct str call = STR("hydrateRuntimeState({");
	size_t at;

	for (size_t i = 0; i < 2; i++) {
		at = str_find_str(text, str_from(strings[i]));
		if (at == text.n)
			continue;
		text = str_from_pos(text, at);
		*ret = unquoted(str_from_pos(text, str_find(text, '\'')), to);
		return RC_OK;
	}
	at = str_find_str(text, call);
	if (at < text.n)
		text = str_from_pos(text, at + call.n - 1);

	/* The value ends somewhere in what follows. */
	struct reader *in = reader_of_mem(text.p, text.n);
	struct json_in *j = json_in_new(in, text.n);
	enum rc rc = json_in_value(j, ret, e);

	if (rc == RC_OK && !buf_add_str(to, *ret))
		rc = RC_LIMIT;
	*ret = buf_str(to);
	json_in_free(j);
	reader_close(in);
	return rc;
}

/* ---- packages ---- */

struct pnp {
	struct lock lock;
	struct arena *a;
};

static struct str
key_of(struct pnp *y, const struct json *name, const struct json *reference)
{
	return str_join(y->a, str_join(y->a, json_text(name), STR("@")),
	    json_text(reference));
}

/* "npm:1.0" of a reference, which may be virtual. */
static struct str
plain(struct str reference)
{
	size_t hash = str_find(reference, '#');

	return str_starts(reference, STR("virtual:")) ?
	    str_from_pos(reference, hash + 1) : reference;
}

static struct str
version_of(struct str reference)
{
	struct str npm = STR("npm:"), mark = STR("::version=");
	size_t at;

	if (str_starts(reference, npm)) {
		reference = str_from_pos(reference, npm.n);
		return str_sub(reference, 0, str_find(reference, ':'));
	}
	at = str_find_str(reference, mark);
	reference = str_from_pos(reference, at + mark.n);
	return str_sub(reference, 0, str_find(reference, '&'));
}

static void
add_package(struct pnp *y, const struct json *name, const struct json *entry)
{
	struct str where = plain(json_text(json_at(entry, 0)));
	bool npm = str_starts(where, STR("npm:")) ||
	    str_starts(where, STR("patch:"));
	struct lock_pkg *p;

	if (json_kind_of(name) != JSON_STRING || where.n == 0)
		return;		/* the project stands under its name, too */
	p = lock_add(&y->lock);
	if (!npm_name(&p->p, json_text(name)))
		return;
	p->p.version = version_of(where);
	if (!npm)
		p->from = npm_source(y->a, where);
	p->p.local = p->from.local;
	if (str_eq(where, STR("workspace:.")))
		p->p.kind = PKG_APPLICATION;
	lock_offer(&y->lock, p, key_of(y, name, json_at(entry, 0)));
}

static void
add_needs(struct pnp *y, const struct json *name, const struct json *entry)
{
	const struct json *all = json_get(json_at(entry, 1),
	    "packageDependencies");
	struct lock_pkg *p = lock_find(&y->lock, key_of(y, name,
	    json_at(entry, 0)));

	for (size_t i = 0; p != NULL && i < json_count(all) &&
	    json_kind_of(all) == JSON_ARRAY; i++) {
		const struct json *to = json_at(all, i);

		if (json_kind_of(json_at(to, 1)) == JSON_ARRAY)
			to = json_at(to, 1);

		struct lock_pkg *q = lock_find(&y->lock, key_of(y,
		    json_at(to, 0), json_at(to, 1)));

		if (q != p)
			lock_need(&y->lock, p, q, false);
	}
}

static void
each(struct pnp *y, const struct json *v, void (*f)(struct pnp *,
    const struct json *, const struct json *))
{
	const struct json *all = json_get(v, "packageRegistryData");

	for (size_t i = 0; json_kind_of(all) == JSON_ARRAY &&
	    i < json_count(all); i++) {
		const struct json *one = json_at(all, i);
		const struct json *list = json_at(one, 1);

		for (size_t k = 0; json_kind_of(list) == JSON_ARRAY &&
		    k < json_count(list); k++)
			f(y, json_at(one, 0), json_at(list, k));
	}
}

static enum rc
say_all(const struct json *v, const struct limits *lim, struct records *out,
    struct err *e)
{
	struct pnp y = { .a = NULL };
	enum rc rc;

	if (json_kind_of(json_get(v, "packageRegistryData")) != JSON_ARRAY)
		return err_set(e, RC_FORMAT, "no packageRegistryData");
	y.a = arena_new(lim->memory);
	lock_init(&y.lock, y.a);
	each(&y, v, add_package);
	each(&y, v, add_needs);
	/* The project is always among them. */
	rc = y.lock.first == NULL ? err_set(e, RC_FORMAT, "no packages") :
	    lock_emit(&y.lock, out);
	arena_free(y.a);
	return rc;
}

static enum rc
parse(const struct file_ref *f, struct blob *b, const struct limits *lim,
    struct records *out, struct err *e)
{
	struct buf data = { 0 };
	struct json *v;
	struct str text;
	enum rc rc;

	if (npm_is_vendored(f->path))
		return RC_OK;
	if ((rc = blob_text(b, &text, e)) == RC_OK)
		rc = data_of(text, &data, &text, e);
	if (rc == RC_OK)
		rc = json_record(text, &v, NULL, e);
	if (rc == RC_OK) {
		rc = say_all(v, lim, out, e);
		json_free(v);
	}
	buf_done(&data);
	return rc;
}

const struct cataloger cat_yarn_pnp = {
	.name = "yarn-pnp",
	.about = "packages that yarn installed without node_modules",
	.wants = (const struct want[]){
		{ WANT_NAME, ".pnp.cjs", 0 },
		{ WANT_NAME, ".pnp.js", 0 },
		{ WANT_NAME, ".pnp.data.json", 0 },
		{ 0, NULL, 0 } },
	.reads = READ_TEXT,
	.state = STATE_BOTH,
	.link = LINK_FILE,
	.parse = parse,
};
