/* SPDX-License-Identifier: Apache-2.0 */
/* The rows of SPDX in the table of formats. */
#include "bom/spdx/spdx.h"

#include "bom/bom.h"
#include "bom/sniff.h"
#include "bom/spdx/read.h"
#include "bom/spdx/write.h"

static enum rc
write_json(const struct bom *b, const char *version, struct out *o,
    struct err *e)
{
	return spdx_write(&spdx_syntax_json, b, version, o, e);
}

/* Microsoft's sbom-tool lists all files before it says what it writes. */
static bool
is_list(struct str head)
{
	if (!sniff_member(head, "files", NULL) &&
	    !sniff_member(head, "packages", NULL))
		return false;
	head = sniff_document(head);
	return str_find_str(head, STR("\"SPDXID\"")) < head.n;
}

/* Some write the version last. */
static bool
is_json(struct str head)
{
	struct str id = STR("");

	if (head.n == 0 || head.p[0] != '{')
		return false;
	return sniff_member(head, "spdxVersion", NULL) ||
	    sniff_member(head, "sbom", NULL) ||
	    (sniff_member(head, "SPDXID", &id) &&
	    str_eq(id, STR("SPDXRef-DOCUMENT"))) || is_list(head);
}

const struct bom_format format_spdx_json = {
	.name = "spdx-json", .version = "2.3", .versions = "2.2 2.3",
	.suffix = ".spdx.json", .write = write_json,
	.read = spdx_read_json, .sniff = is_json,
};

/* The syntax has no end, so one stream holds one document. */
static enum rc
write_tag_value(const struct bom *b, const char *version, struct out *o,
    struct err *e)
{
	if (b->one_line)
		return err_set(e, RC_UNSUPPORTED, "spdx-tag-value: many "
		    "documents need a file each: -o spdx-tag-value=DIR/");
	return spdx_write(&spdx_syntax_tag_value, b, version, o, e);
}

/* The SPDX project's own tools begin with a comment. */
static bool
is_tag_value(struct str head)
{
	struct str line = STR("");

	while (str_line(&head, &line)) {
		line = str_trim(line);
		if (line.n != 0 && line.p[0] != '#')
			break;
	}
	return str_starts(line, STR("SPDXVersion:"));
}

const struct bom_format format_spdx_tag_value = {
	.name = "spdx-tag-value", .version = "2.3",
	.versions = "2.2 2.3", .suffix = ".spdx",
	.write = write_tag_value, .read = spdx_read_tag_value,
	.sniff = is_tag_value,
};

static enum rc
write_json3(const struct bom *b, const char *version, struct out *o,
    struct err *e)
{
	return spdx_write(&spdx_syntax_json3, b, version, o, e);
}

/* The context may come last. */
static bool
is_json3(struct str head)
{
	struct str context = STR("");

	if (head.n == 0 || head.p[0] != '{' ||
	    !sniff_member(head, "@graph", NULL))
		return false;
	if (sniff_member(head, "@context", &context))
		return str_starts(context, STR("https://spdx.org/rdf/3."));
	head = sniff_document(head);
	return str_find_str(head, STR("\"spdxId\"")) < head.n;
}

const struct bom_format format_spdx3_json = {
	.name = "spdx3-json", .version = "3.0.1", .versions = "3.0.1",
	.suffix = ".spdx3.json", .write = write_json3,
	.read = spdx_read_json3, .sniff = is_json3,
};
