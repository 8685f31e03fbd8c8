/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a document is, from its first bytes. Never from $schema alone, which is
 * optional and often wrong, and never from a file's name.
 */
#include "bom/sniff.h"

#include "base/str.h"

/* Index after the string that begins at s.p[i], or s.n when it is cut. */
static size_t
string_end(struct str s, size_t i)
{
	for (i++; i < s.n && s.p[i] != '"'; i++)
		if (s.p[i] == '\\')
			i++;
	return i < s.n ? i + 1 : s.n;
}

static size_t
blanks_end(struct str s, size_t i)
{
	while (i < s.n && is_space(s.p[i]))
		i++;
	return i;
}

/* The value that follows a name which ended before i, if it is a string. */
static struct str
value_at(struct str s, size_t i)
{
	i = blanks_end(s, i);
	if (i < s.n && s.p[i] == ':')
		i = blanks_end(s, i + 1);
	if (i >= s.n || s.p[i] != '"')
		return STR("");
	return str_sub(s, i + 1, string_end(s, i) - 1);
}

bool
sniff_member(struct str head, const char *name, struct str *ret_value)
{
	struct str want = str_from(name);
	unsigned depth = 0;
	size_t end;

	for (size_t i = 0; i < head.n; i++) {
		char c = head.p[i];

		if (c == '{' || c == '[')
			depth++;
		else if ((c == '}' || c == ']') && --depth == 0)
			return false;
		if (c != '"')
			continue;
		end = string_end(head, i);
		struct str text = str_sub(head, i + 1, end - 1);
		size_t after = blanks_end(head, end);

		if (depth == 1 && str_eq(text, want) && after < head.n &&
		    head.p[after] == ':') {
			if (ret_value != NULL)
				*ret_value = value_at(head, end);
			return true;
		}
		i = end - 1;
	}
	return false;
}

struct str
sniff_document(struct str head)
{
	unsigned depth = 0;

	for (size_t i = 0; i < head.n; i++) {
		char c = head.p[i];

		if (c == '"')
			i = string_end(head, i) - 1;
		else if (c == '{' || c == '[')
			depth++;
		else if ((c == '}' || c == ']') && --depth == 0)
			return str_sub(head, 0, i + 1);
	}
	return head;
}

static const struct {
	const char *member, *also;	/* also: NULL or one more member */
	const char *name;
} kinds[] = {
	{ "bomFormat", NULL, "a CycloneDX document" },
	{ "spdxVersion", NULL, "an SPDX 2 document" },
	{ "@context", "@graph", "an SPDX 3 document" },
	{ "@context", "statements", "an OpenVEX document" },
	{ "sbom", NULL, "a GitHub SBOM export" },
	{ "artifacts", "source", "Syft's own JSON" },
	{ "matches", "descriptor", "a Grype report" },
	{ "SchemaVersion", "ArtifactName", "a Trivy report" },
	{ "schemaVersion", "layers", "an image manifest" },
	{ "schemaVersion", "manifests", "an image index" },
	{ "document", "product_tree", "a CSAF document" },
	{ "runs", "version", "a SARIF report" },
	{ "schema", "targets", "a report of match" },
};

static const struct {
	struct str start;
	const char *name;
} starts[] = {
	{ { "[", 1 }, "a JSON array" },
	{ { "\x1f\x8b", 2 }, "gzip data" },
	{ { "\x28\xb5\x2f\xfd", 4 }, "zstd data" },
	{ { "\xfd" "7zXZ", 5 }, "xz data" },
	{ { "BZh", 3 }, "bzip2 data" },
	{ { "PK\x03\x04", 4 }, "a zip archive" },
	{ { "SQLite format 3", 15 }, "a SQLite database" },
	{ { "SPDXVersion:", 12 }, "an SPDX tag-value document" },
	{ { "pkg:", 4 }, "a list of purls" },
	{ { "cpe:", 4 }, "a list of CPEs" },
	{ { "<!DOCTYPE", 9 }, "an HTML page" },
	{ { "<!doctype", 9 }, "an HTML page" },
	{ { "<html", 5 }, "an HTML page" },
};

static const char *
xml_name(struct str head)
{
	if (str_find_str(head, STR("cyclonedx.org/schema/bom")) != head.n)
		return "a CycloneDX XML document";
	if (str_find_str(head, STR("22-rdf-syntax-ns")) != head.n)
		return "an SPDX RDF document";
	return "an XML document";
}

/* Where a tar header says so: pax, POSIX.1-2001. */
static bool
is_tar(struct str head)
{
	return head.n >= 262 && memcmp(head.p + 257, "ustar", 5) == 0;
}

const char *
sniff_name(struct str head)
{
	for (size_t i = 0; i < sizeof starts / sizeof *starts; i++)
		if (str_starts(head, starts[i].start))
			return starts[i].name;
	if (is_tar(head))
		return "a tar archive";
	if (head.n != 0 && head.p[0] == '<')
		return xml_name(head);
	if (head.n == 0 || head.p[0] != '{')
		return NULL;
	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
		if (sniff_member(head, kinds[i].member, NULL) &&
		    (kinds[i].also == NULL ||
		    sniff_member(head, kinds[i].also, NULL)))
			return kinds[i].name;
	return "JSON of an unknown kind";
}
