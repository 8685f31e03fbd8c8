/* SPDX-License-Identifier: Apache-2.0 */
#include "sbom/relate/parts.h"

#include "base/arena.h"
#include "bom/property.h"

/*
 * Facts that decide which advisories apply, as properties of the document.
 * Those that are about a layer, not the whole image (content sets: what one
 * layer was built from), carry the layer's digest after a blank.
 */
static const struct {
	const char *key, *property;
	bool lines, layered;
} table[] = {
	{ CTX_APK_REPOSITORIES, PROP_APK_REPOSITORY, true, false },
	{ CTX_APT_SOURCE, PROP_APT_SOURCE, false, false },
	{ CTX_APT_ORIGIN, PROP_APT_ORIGIN, false, false },
	{ CTX_CONTENT_SET, PROP_CONTENT_SET, false, true },
	{ CTX_UBUNTU_PRO, PROP_UBUNTU_PRO, false, false },
};

/* A repository's URL without user name and password. */
static struct str
without_user(struct arena *a, struct str line)
{
	size_t at = str_find_str(line, STR("://"));
	struct str rest = str_from_pos(line, at + 3);
	struct str host = str_sub(rest, 0, str_find(rest, '/'));
	size_t user = str_rfind(host, '@');

	if (at == line.n || user == host.n)
		return line;
	return str_join(a, str_sub(line, 0, at + 3),
	    str_from_pos(rest, user + 1));
}

static void
add_lines(struct relation *r, const char *property, struct str text)
{
	struct str line;

	while (str_line(&text, &line)) {
		line = str_trim(line);
		if (line.n != 0 && line.p[0] != '#')
			bom_prop_add(r->b, &r->b->props, property,
			    without_user(r->tmp, line));
	}
}

static void
add_value(struct relation *r, const struct fact_file *x,
    const struct fact_value *v)
{
	for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
		struct str layer = relate_layer(r->f, x->layer);
		struct str value = v->value;

		if (!str_eq(str_from(v->key), str_from(table[i].key)))
			continue;
		if (table[i].lines) {
			add_lines(r, table[i].property, value);
			continue;
		}
		if (table[i].layered && layer.n != 0)
			value = str_join(r->tmp, str_join(r->tmp, value,
			    STR(" ")), layer);
		bom_prop_add(r->b, &r->b->props, table[i].property, value);
	}
}

void
relate_context(struct relation *r)
{
	for (size_t i = 0; i < r->f->nfiles; i++) {
		const struct fact_file *x = &r->f->files[i];

		for (size_t k = 0; x->visible && k < x->nvalues; k++)
			add_value(r, x, &x->values[k]);
	}
}
