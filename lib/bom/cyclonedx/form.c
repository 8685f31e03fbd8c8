/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The two syntaxes of CycloneDX.
 *
 * Source:   bom-1.4.schema.json to bom-1.7.schema.json and bom-1.4.xsd to
 *           bom-1.7.xsd of the CycloneDX specification.
 */
#include "bom/cyclonedx/form.h"

#include <assert.h>

enum { OBJECT = 'o', LIST = 'l', BARE_OBJECT = 'O', BARE_LIST = 'L' };

void
form_init(struct form *f, bool xml, struct out *o, bool one_line)
{
	f->xml = xml;
	f->depth = 0;
	if (xml)
		xml_out_init(&f->x, o, one_line);
	else
		json_out_init(&f->j, o, one_line);
}

static void
push(struct form *f, char kind)
{
	assert(f->depth < sizeof f->kinds);
	f->kinds[f->depth++] = kind;
}

/* The document and what stands in a list have no name in JSON. */
static void
key(struct form *f, const char *name)
{
	char in = f->depth == 0 ? LIST : f->kinds[f->depth - 1];

	if (in != LIST && in != BARE_LIST)
		json_key(&f->j, name);
}

void
form_begin(struct form *f, const char *name)
{
	if (f->xml) {
		xml_begin(&f->x, name);
	} else {
		key(f, name);
		json_begin_object(&f->j);
	}
	push(f, OBJECT);
}

static void
begin_array(struct form *f, const char *name)
{
	key(f, name);
	json_begin_array(&f->j);
}

void
form_list(struct form *f, const char *name)
{
	if (f->xml)
		xml_begin(&f->x, name);
	else
		begin_array(f, name);
	push(f, LIST);
}

void
form_bare_list(struct form *f, const char *name)
{
	if (!f->xml)
		begin_array(f, name);
	push(f, BARE_LIST);
}

void
form_bare(struct form *f)
{
	if (!f->xml)
		json_begin_object(&f->j);
	push(f, BARE_OBJECT);
}

void
form_end(struct form *f)
{
	assert(f->depth > 0);
	char kind = f->kinds[--f->depth];

	if (f->xml && (kind == OBJECT || kind == LIST))
		xml_end(&f->x);
	else if (!f->xml && (kind == OBJECT || kind == BARE_OBJECT))
		json_end_object(&f->j);
	else if (!f->xml)
		json_end_array(&f->j);
}

void
form_attr(struct form *f, const char *name, struct str value)
{
	if (f->xml)
		xml_put_attr(&f->x, name, value);
	else
		json_pair(&f->j, name, value);
}

void
form_text(struct form *f, const char *name, struct str text)
{
	if (f->xml) {
		xml_pair(&f->x, name, text);
		return;
	}
	key(f, name);
	json_put_str(&f->j, text);
}

void
form_text_opt(struct form *f, const char *name, struct str text)
{
	if (text.n != 0)
		form_text(f, name, text);
}

void
form_body(struct form *f, const char *name, struct str text)
{
	if (f->xml)
		xml_put_text(&f->x, text);
	else
		json_pair(&f->j, name, text);
}

void
form_ref(struct form *f, const char *name, struct str ref)
{
	if (!f->xml) {
		json_put_str(&f->j, ref);
		return;
	}
	xml_begin(&f->x, name);
	xml_put_attr(&f->x, "ref", ref);
	xml_end(&f->x);
}

void
form_settle(struct form *f)
{
	if (f->xml)
		xml_settle(&f->x);
}

void
form_number(struct form *f, const char *name, double v)
{
	char z[32];

	if (f->xml) {
		(void)snprintf(z, sizeof z, "%.6g", v);
		xml_pair(&f->x, name, str_from(z));
	} else {
		json_key(&f->j, name);
		json_put_double(&f->j, v);
	}
}
