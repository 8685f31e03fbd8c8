/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A document as the predicate of an in-toto statement: what `cosign attest`
 * makes of a document, for signing with a key of one's own.
 *
 * Source:   in-toto attestation framework, Statement v1; its predicates
 *           CycloneDX and SPDX, with cosign's type URIs ("cyclonedx",
 *           "spdxjson"). A subject is matched by its digest alone: for an
 *           image that of its manifest, since that is what registries serve.
 */
#include "bom/other/statement.h"

#include <string.h>

#include "base/buf.h"
#include "bom/bom.h"
#include "bom/format.h"
#include "text/json_out.h"

static const struct {
	const char *format, *type;
} types[] = {
	{ "cyclonedx-json", "https://cyclonedx.org/bom" },
	{ "spdx-json", "https://spdx.dev/Document" },
	{ "spdx3-json", "https://spdx.dev/Document/v3" },
};

const char *
statement_type(const struct bom_format *f)
{
	for (size_t i = 0; i < sizeof types / sizeof *types; i++)
		if (strcmp(f->name, types[i].format) == 0)
			return types[i].type;
	return NULL;
}

/* An array of one subject; its name is for people. */
static void
put_subject(struct json_out *j, const struct bom *b, struct str alg,
    struct str hex)
{
	json_begin_array(j);
	json_begin_object(j);
	json_pair_opt(j, "name", b->name);
	json_key(j, "digest");
	json_begin_object(j);
	json_key_str(j, alg);
	json_put_str(j, hex);
	json_end_object(j);
	json_end_object(j);
	json_end_array(j);
}

/* The document's last newline goes, so that what stands on one line does. */
static enum rc
end_line(struct out *o, struct err *e)
{
	enum rc rc = out_flush(o, e);

	if (rc == RC_OK && o->buf->n != 0 && o->buf->p[o->buf->n - 1] == '\n')
		o->buf->n--;
	return rc;
}

enum rc
statement_write(const struct bom *b, const struct bom_format *f,
    const char *version, struct out *o, struct err *e)
{
	struct str digest = b->manifest_digest;
	size_t colon = str_find(digest, ':');
	struct json_out j;
	enum rc rc;

	if (colon + 1 >= digest.n)
		return err_set(e, RC_UNSUPPORTED, "a statement is about an "
		    "image's manifest digest, which is not known here (an OCI "
		    "layout has it, docker save does not)");
	/* By parts: what stands between them is the writer's. */
	out_z(o, "{\"_type\":\"https://in-toto.io/Statement/v1\","
	    "\"subject\":");
	json_out_init(&j, o, true);
	put_subject(&j, b, str_sub(digest, 0, colon),
	    str_from_pos(digest, colon + 1));
	out_z(o, ",\"predicateType\":\"");
	out_z(o, statement_type(f));
	out_z(o, "\",\"predicate\":");
	rc = f->write(b, version, o, e);
	if (rc == RC_OK && o->buf != NULL)
		rc = end_line(o, e);
	out_z(o, "}\n");
	return rc;
}
