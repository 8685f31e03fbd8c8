/* SPDX-License-Identifier: Apache-2.0 */
/* Words of CycloneDX: the component types of bom-1.4.schema.json and later. */
#include "bom/cyclonedx/cyclonedx.h"

#include "bom/sniff.h"

static const struct {
	enum bom_kind kind;
	const char *type;
	unsigned since;			/* minor version, where not 4 */
} types[] = {
	{ BOM_LIBRARY, "library", 0 },
	{ BOM_APPLICATION, "application", 0 },
	{ BOM_OS, "operating-system", 0 },
	{ BOM_CONTAINER, "container", 0 },
	{ BOM_FILE, "file", 0 },
	{ BOM_OTHER, "framework", 0 },
	{ BOM_OTHER, "device", 0 },
	{ BOM_OTHER, "firmware", 0 },
	{ BOM_OTHER, "platform", 5 },
	{ BOM_OTHER, "device-driver", 5 },
	{ BOM_OTHER, "machine-learning-model", 5 },
	{ BOM_OTHER, "data", 5 },
	{ BOM_OTHER, "cryptographic-asset", 6 },
};

enum { NTYPES = sizeof types / sizeof *types };

struct str
cdx_type_of(enum bom_kind kind)
{
	for (size_t i = 0; i < NTYPES && types[i].kind != BOM_OTHER; i++)
		if (types[i].kind == kind)
			return str_from(types[i].type);
	return STR("");
}

enum bom_kind
cdx_kind_of(struct str type)
{
	for (size_t i = 0; i < NTYPES; i++)
		if (str_eq(type, str_from(types[i].type)))
			return types[i].kind;
	return BOM_OTHER;
}

bool
cdx_is_type(struct str type, unsigned minor)
{
	for (size_t i = 0; i < NTYPES; i++)
		if (str_eq(type, str_from(types[i].type)))
			return types[i].since <= minor;
	return false;
}

struct str
cdx_subject_name(const struct bom *b)
{
	return b->name.n != 0 ? b->name
	    : b->manifest_digest.n != 0 ? b->manifest_digest
	    : b->config_digest.n != 0 ? b->config_digest : STR("unnamed");
}

/* Python's library writes bomFormat behind the components; reading checks
   it. */
static bool
is_json(struct str head)
{
	if (head.n == 0 || head.p[0] != '{')
		return false;
	return sniff_member(head, "bomFormat", NULL) ||
	    sniff_member(head, "components", NULL);
}

const struct bom_format format_cyclonedx_json = {
	.name = "cyclonedx-json", .version = "1.6",
	.versions = "1.4 1.5 1.6 1.7",
	.write = cdx_write_json, .read = cdx_read_json, .sniff = is_json,
};

static bool
is_xml(struct str head)
{
	struct str space = STR("http://cyclonedx.org/schema/bom/1.");

	return head.n != 0 && head.p[0] == '<' &&
	    str_find_str(head, space) < head.n;
}

const struct bom_format format_cyclonedx_xml = {
	.name = "cyclonedx-xml", .version = "1.6",
	.versions = "1.4 1.5 1.6 1.7", .suffix = ".cdx.xml",
	.write = cdx_write_xml, .read = cdx_read_xml, .sniff = is_xml,
};
