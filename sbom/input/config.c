/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The image's configuration.
 *
 * Source: OCI image-spec config.md; Docker image specification v1.2
 *         (Healthcheck).
 */
#include "sbom/input/input.h"

#include "base/arena.h"
#include "base/when.h"
#include "text/json.h"

/* Entrypoint and Cmd: an array, or one string in old images. */
static struct str
joined(struct arena *a, const struct json *v)
{
	struct str s = str_dup(a, json_text(v));

	for (size_t i = 0; json_kind_of(v) == JSON_ARRAY && i < json_count(v);
	    i++) {
		struct str part = json_text(json_at(v, i));

		s = i == 0 ? str_dup(a, part) :
		    str_join(a, str_join(a, s, STR(" ")), part);
	}
	return s;
}

/* Keys of an object: ExposedPorts, Volumes. */
static struct str *
keys(struct arena *a, const struct json *v, size_t *ret_n)
{
	size_t n = json_kind_of(v) == JSON_OBJECT ? json_count(v) : 0;
	struct str *ret = NEWN(a, struct str, n), key;
	const struct json *x;

	*ret_n = 0;
	for (void *it = NULL; *ret_n < n && json_member(v, &it, &key, &x);)
		ret[(*ret_n)++] = str_dup(a, key);
	return ret;
}

/* Names only: values are secrets too often. */
static void
read_env(struct arena *a, const struct json *v, struct image_meta *m)
{
	m->nenv = json_kind_of(v) == JSON_ARRAY ? json_count(v) : 0;
	m->env_names = NEWN(a, struct str, m->nenv);
	for (size_t i = 0; i < m->nenv; i++) {
		struct str s = json_text(json_at(v, i));

		m->env_names[i] = str_dup(a, str_sub(s, 0, str_find(s, '=')));
	}
}

static void
read_labels(struct arena *a, const struct json *v, struct image_meta *m)
{
	size_t n = json_kind_of(v) == JSON_OBJECT ? json_count(v) : 0;
	const struct json *x;
	struct str key;

	m->labels = NEWN(a, struct image_label, n);
	for (void *it = NULL; m->nlabels < n &&
	    json_member(v, &it, &key, &x);) {
		m->labels[m->nlabels++] = (struct image_label){
			str_dup(a, key), str_dup(a, json_text(x)) };
	}
}

static void
read_run(struct arena *a, const struct json *c, struct image_meta *m)
{
	m->user = str_dup(a, json_get_text(c, "User"));
	m->entrypoint = joined(a, json_get(c, "Entrypoint"));
	m->cmd = joined(a, json_get(c, "Cmd"));
	m->healthcheck = joined(a, json_get(json_get(c, "Healthcheck"),
	    "Test"));
	read_env(a, json_get(c, "Env"), m);
	m->ports = keys(a, json_get(c, "ExposedPorts"), &m->nports);
	m->volumes = keys(a, json_get(c, "Volumes"), &m->nvolumes);
	read_labels(a, json_get(c, "Labels"), m);
}

/* History lines that made a layer stand for the layers in order. */
static void
read_history(struct arena *a, const struct json *v, struct image *im)
{
	struct image_meta *m = &im->meta;
	size_t n = json_kind_of(v) == JSON_ARRAY ? json_count(v) : 0, full = 0;

	m->history = NEWN(a, struct image_history, n);
	m->nhistory = n;
	for (size_t i = 0; i < n; i++) {
		const struct json *h = json_at(v, i);

		m->history[i].created_by = str_dup(a,
		    json_get_text(h, "created_by"));
		m->history[i].empty_layer = json_is_true(json_get(h,
		    "empty_layer"));
		full += !m->history[i].empty_layer;
	}
	if (full != im->nlayers) {
		if (n > 0)
			notice_note(&im->notices, "config", STR(""),
			    "%zu history lines for %zu layers", full,
			    im->nlayers);
		return;
	}
	for (size_t i = 0, k = 0; i < n; i++)
		if (!m->history[i].empty_layer)
			im->layers[k++].fact.created_by =
			    m->history[i].created_by;
}

static enum rc
read_diff_ids(struct arena *a, const struct json *v, struct image *im,
    struct err *e)
{
	size_t n = json_kind_of(v) == JSON_ARRAY ? json_count(v) : 0;

	if (n != im->nlayers)
		return err_set(e, RC_FORMAT, "configuration names %zu layers, "
		    "manifest %zu", n, im->nlayers);
	for (size_t i = 0; i < n; i++)
		im->layers[i].fact.diff_id = str_dup(a,
		    json_text(json_at(v, i)));
	return RC_OK;
}

enum rc
config_read(struct arena *a, struct str text, struct image *im,
    struct err *e)
{
	struct json *root;
	struct image_meta *m = &im->meta;
	enum rc rc = json_record(text, &root, NULL, e);

	if (rc != RC_OK)
		return err_in(e, rc, "configuration");
	if (json_kind_of(root) != JSON_OBJECT) {
		json_free(root);
		return err_set(e, RC_FORMAT, "configuration: not an object");
	}
	m->os = str_dup(a, json_get_text(root, "os"));
	m->architecture = str_dup(a, json_get_text(root, "architecture"));
	m->variant = str_dup(a, json_get_text(root, "variant"));
	m->has_created = when_parse(json_get_text(root, "created"),
	    &m->created_s);
	read_run(a, json_get(root, "config"), m);
	rc = read_diff_ids(a, json_get(json_get(root, "rootfs"), "diff_ids"),
	    im, e);
	if (rc == RC_OK)
		read_history(a, json_get(root, "history"), im);
	json_free(root);
	return rc;
}
