/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BOM_CYCLONEDX_FORM_H
#define BOM_CYCLONEDX_FORM_H

#include <stdbool.h>

#include "base/out.h"
#include "base/str.h"
#include "text/json_out.h"
#include "text/xml_out.h"

/*
 * A CycloneDX document in either of its syntaxes, so that one walk over the
 * model writes both. It goes in the order of the XSD, which is fixed; that of
 * JSON's members is free.
 *
 *                                   JSON                    XML
 * form_begin(f, "a")                "a": {                  <a>
 * form_list(f, "a")                 "a": [                  <a>
 * form_bare_list(f, "a")            "a": [
 * form_bare(f)                      {
 * form_attr(f, "a", s)              "a": "s"                <… a="s">
 * form_text(f, "a", s)              "a": "s"                <a>s</a>
 * form_body(f, "a", s)              "a": "s"                <…>s
 * form_ref(f, "a", s)               "s"                     <a ref="s"/>
 *
 * In a list of JSON nothing has a name. form_end closes what was opened last.
 */
struct form {
	bool xml;
	struct json_out j;
	struct xml_out x;
	unsigned depth;
	char kinds[32];			/* what form_end has to close */
};

void form_init(struct form *f, bool xml, struct out *o, bool one_line);
void form_begin(struct form *f, const char *name);
void form_list(struct form *f, const char *name);
void form_bare_list(struct form *f, const char *name);
void form_bare(struct form *f);
void form_end(struct form *f);
void form_attr(struct form *f, const char *name, struct str value);
void form_text(struct form *f, const char *name, struct str text);
void form_text_opt(struct form *f, const char *name, struct str text);
void form_body(struct form *f, const char *name, struct str text);
void form_ref(struct form *f, const char *name, struct str ref);
/* What follows will be no attribute of what has begun. */
void form_settle(struct form *f);
/* A number of few decimals. */
void form_number(struct form *f, const char *name, double v);

#endif
