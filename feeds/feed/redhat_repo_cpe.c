/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Red Hat's products by repository.
 *
 * Source:   https://security.access.redhat.com/data/meta/v1/
 *           repository-to-cpe.json (older: data/metrics/).
 * Grammar:  { "data": { REPOSITORY: { "cpes": [ CPE ] } } }.
 */
#include "advisory/fill.h"
#include "base/arena.h"
#include "feeds/feed/feed.h"
#include "feeds/feed/table.h"
#include "text/json.h"

struct repos {
	struct json_in *j;
	struct fill *out;
	struct arena *a;	/* for one repository */
	struct str repo;
};

static enum rc
read_cpes(struct repos *x, struct err *e)
{
	struct str s;
	enum json_kind kind;
	enum rc rc = json_in_peek(x->j, &kind, e);

	if (rc == RC_OK && kind != JSON_ARRAY)
		return json_in_skip(x->j, e);
	if (rc == RC_OK)
		rc = json_in_enter(x->j, e);
	while (rc == RC_OK && (rc = json_in_next(x->j, &s, e)) == RC_OK) {
		rc = json_in_peek(x->j, &kind, e);
		if (rc == RC_OK && kind != JSON_STRING) {
			rc = json_in_skip(x->j, e);
			continue;
		}
		if (rc == RC_OK)
			rc = json_in_string(x->j, &s, e);
		s = str_trim(s);
		if (rc == RC_OK && str_starts(s, STR("cpe:")))
			rc = fill_repo_cpe(x->out, x->repo, s, e);
	}
	return rc == RC_STOP ? RC_OK : rc;
}

static enum rc
read_repo(struct repos *x, struct err *e)
{
	struct str name;
	enum json_kind kind;
	enum rc rc = json_in_peek(x->j, &kind, e);

	if (rc == RC_OK && (kind != JSON_OBJECT || x->repo.n == 0)) {
		rc = fill_reject(x->out, x->repo, "no repository with CPEs", e);
		return rc == RC_OK ? json_in_skip(x->j, e) : rc;
	}
	if (rc == RC_OK)
		rc = json_in_enter(x->j, e);
	while (rc == RC_OK && (rc = json_in_next(x->j, &name, e)) == RC_OK)
		rc = str_eq(name, STR("cpes")) ? read_cpes(x, e) :
		    json_in_skip(x->j, e);
	return rc == RC_STOP ? RC_OK : rc;
}

static enum rc
read_data(struct repos *x, struct err *e)
{
	struct str name;
	enum rc rc = json_in_enter(x->j, e);

	while (rc == RC_OK && (rc = json_in_next(x->j, &name, e)) == RC_OK) {
		arena_reset(x->a);
		x->repo = str_dup(x->a, str_trim(name));
		rc = read_repo(x, e);
	}
	return rc == RC_STOP ? RC_OK : rc;
}

static enum rc
load(const struct feed_file *f, struct reader *in, const struct limits *lim,
    struct fill *out, struct err *e)
{
	struct repos x = { .out = out,
		.j = json_in_new(in, (size_t)lim->json_record),
		.a = arena_new((size_t)lim->memory) };
	struct str name;
	enum rc rc = json_in_enter(x.j, e);

	(void)f;
	while (rc == RC_OK && (rc = json_in_next(x.j, &name, e)) == RC_OK)
		rc = str_eq(name, STR("data")) ? read_data(&x, e) :
		    json_in_skip(x.j, e);
	if (rc == RC_STOP)
		rc = feed_end(x.j, e);
	arena_free(x.a);
	json_in_free(x.j);
	return rc;
}

static bool
detect(const struct feed_head *h)
{
	return h->object && h->nkeys != 0 &&
	    str_eq(h->key[0], STR("data")) && h->inner_object &&
	    str_find_str(h->text, STR("\"cpes\"")) < h->text.n;
}

const struct feed feed_redhat_repo_cpe = {
	.name = "redhat-repo-cpe",
	.about = "Red Hat products by repository, repository-to-cpe.json",
	.detect = detect, .load = load,
};
