/* SPDX-License-Identifier: Apache-2.0 */
#include "sbom/relate/parts.h"

#include "base/arena.h"
#include "bom/property.h"

/* What the image says of itself. Values of its environment are never kept. */

static void
add(struct bom *b, const char *name, struct str value)
{
	if (value.n != 0)
		bom_prop_add(b, &b->props, name, value);
}

static void
add_list(struct bom *b, const char *name, const struct str *v, size_t n)
{
	for (size_t i = 0; i < n; i++)
		add(b, name, v[i]);
}

static void
take_layer(struct relation *r, struct bom_layer *l, size_t i)
{
	const struct fact_layer *x = &r->f->layers[i];
	struct arena *a = r->b->arena;

	*l = (struct bom_layer){ str_dup(a, x->diff_id),
		str_dup(a, x->digest), str_dup(a, x->created_by), false };
}

/*
 * History lines and layers go together when there is a line without
 * empty_layer for each layer (OCI image-spec config.md); else the layers
 * stand alone.
 */
static void
take_layers(struct relation *r)
{
	const struct image_meta *m = r->m;
	struct bom *b = r->b;
	size_t full = 0, next = 0;

	for (size_t i = 0; i < m->nhistory; i++)
		full += !m->history[i].empty_layer;
	b->nlayers = full == r->f->nlayers ? m->nhistory : r->f->nlayers;
	b->layers = NEWN(b->arena, struct bom_layer, b->nlayers);
	for (size_t i = 0; i < b->nlayers; i++) {
		if (full != r->f->nlayers)
			take_layer(r, &b->layers[i], i);
		else if (!m->history[i].empty_layer)
			take_layer(r, &b->layers[i], next++);
		else
			b->layers[i] = (struct bom_layer){ .empty = true,
				.created_by = str_dup(b->arena,
				    m->history[i].created_by) };
	}
}

static void
take_tags(struct bom *b, const struct image_meta *m)
{
	b->tags = NEWN(b->arena, struct str, m->ntags);
	for (b->ntags = 0; b->ntags < m->ntags; b->ntags++)
		b->tags[b->ntags] = str_dup(b->arena, m->tags[b->ntags]);
}

static struct str
platform(struct arena *a, const struct image_meta *m)
{
	if (m->os.n == 0 && m->architecture.n == 0)
		return STR("");
	return str_fmt(a, "%.*s/%.*s%s%.*s", STR_ARG(m->os),
	    STR_ARG(m->architecture), m->variant.n != 0 ? "/" : "",
	    STR_ARG(m->variant));
}

static void
take_config(struct bom *b, const struct image_meta *m)
{
	add(b, PROP_VERIFIED, m->verified ? STR("true") : STR("false"));
	add(b, PROP_USER, m->user);
	add(b, PROP_ENTRYPOINT, m->entrypoint);
	add(b, PROP_CMD, m->cmd);
	add(b, PROP_HEALTHCHECK, m->healthcheck);
	add_list(b, PROP_ENV, m->env_names, m->nenv);
	add_list(b, PROP_PORT, m->ports, m->nports);
	add_list(b, PROP_VOLUME, m->volumes, m->nvolumes);
	for (size_t i = 0; i < m->nlabels; i++) {
		const char *name = str_z(b->arena, str_join(b->arena,
		    STR(PROP_LABEL), m->labels[i].key));

		if (name != NULL)
			bom_prop_add(b, &b->props, name, m->labels[i].value);
	}
}

void
relate_subject(struct relation *r)
{
	static const enum bom_subject subjects[] = { [INPUT_IMAGE] = SUBJECT_IMAGE,
		[INPUT_ROOTFS] = SUBJECT_ROOTFS, [INPUT_DIR] = SUBJECT_DIR,
		[INPUT_FILE] = SUBJECT_FILE };
	const struct image_meta *m = r->m;
	struct bom *b = r->b;

	b->subject = subjects[m->kind];
	b->name = str_dup(b->arena, m->name);
	b->manifest_digest = str_dup(b->arena, m->manifest_digest);
	b->config_digest = str_dup(b->arena, m->config_digest);
	b->platform = platform(b->arena, m);
	take_tags(b, m);
	if (m->kind != INPUT_IMAGE)
		return;
	take_layers(r);
	take_config(b, m);
}
