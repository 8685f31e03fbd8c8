/* SPDX-License-Identifier: Apache-2.0 */
/*
 * ELF package notes: what a distribution writes into the programs it builds.
 *
 * Source:   the UAPI group's "Package Metadata for Executable Files"; elf(5)
 *           for notes.
 * Grammar:  section .note.package, or a PT_NOTE segment: words namesz, descsz
 *           and type 0xcafe1a7e, the owner "FDO", both padded to 4 bytes; the
 *           descriptor is JSON, padded with NUL. Some write the JSON alone.
 * Limits:   NOTE_BYTES of notes.
 */
#include "base/rd.h"
#include "identity/purl.h"
#include "sbom/binary/exe.h"
#include "sbom/catalog/catalog.h"
#include "sbom/catalog/exe_libs.h"
#include "text/json.h"

enum {
	NOTE_BYTES = 1 << 20, PT_NOTE = 4,
	NOTE_PACKAGE = 0xcafe1a7e,
};

static uint32_t
word(const struct exe *x, struct rd *r)
{
	return x->big ? rd_be32(r) : rd_le32(r);
}

static struct str
until_nul(struct str s)
{
	return str_trim(str_sub(s, 0, str_find(s, '\0')));
}

/* The JSON of the first package note; "" when there is none. */
static struct str
find_json(const struct exe *x, struct str notes)
{
	struct rd r = rd_of(notes.p, notes.n);

	if (notes.n > 0 && notes.p[0] == '{')
		return until_nul(notes);
	while (r.n >= 12) {
		uint32_t nname = word(x, &r), ndesc = word(x, &r);
		uint32_t type = word(x, &r);
		const uint8_t *name = rd_take(&r, nname);

		rd_skip(&r, (4 - nname % 4) % 4);
		const uint8_t *desc = rd_take(&r, ndesc);

		if (r.bad)
			break;
		if (type == NOTE_PACKAGE && nname >= 3 &&
		    memcmp(name, "FDO", 3) == 0)
			return until_nul(str_of(desc, ndesc));
		/* The last one need not be padded. */
		uint32_t pad = (4 - ndesc % 4) % 4;

		rd_skip(&r, pad < r.n ? pad : r.n);
	}
	return STR("");
}

/* cpe:/o:fedoraproject:fedora:40 -> fedora, 40 */
static void
os_of_cpe(struct str cpe, struct str *os, struct str *version)
{
	struct str piece[5] = { { 0 } };

	for (size_t i = 0; i < 5 && str_split(&cpe, ':', &piece[i]); i++)
		;
	if (!str_eq(piece[0], STR("cpe")) || !str_eq(piece[1], STR("/o")))
		return;
	if (os->n == 0)
		*os = piece[3];
	if (version->n == 0)
		*version = piece[4];
}

static const char *
type_of(struct str type)
{
	static const char *const known[] = { "deb", "rpm", "apk", "alpm" };

	for (size_t i = 0; i < sizeof known / sizeof *known; i++)
		if (str_eq(type, str_from(known[i])))
			return known[i];
	return "generic";
}

static struct str
make_purl(const struct exe *x, const struct json *j, struct str name,
    struct str version)
{
	struct str os = json_get_text(j, "os");
	struct str os_version = json_get_text(j, "osVersion");
	struct purl u = { .type = str_from(type_of(json_get_text(j, "type"))),
		.name = name, .version = version };

	os_of_cpe(json_get_text(j, "osCpe"), &os, &os_version);
	u.namespace = os;
	purl_set(x->a, &u, "arch", json_get_text(j, "architecture"));
	if (os.n > 0 && os_version.n > 0)
		purl_set(x->a, &u, "distro", str_join(x->a, os,
		    str_join(x->a, STR("-"), os_version)));
	return purl_format(x->a, &u);
}

static enum rc
emit(const struct exe *x, struct blob *b, const struct json *j,
    struct records *out, struct err *e)
{
	struct str version = json_get_text(j, "version");
	struct pkg p = { .type = type_of(json_get_text(j, "type")),
		.name = json_get_text(j, "name"), .version = version,
		.arch = json_get_text(j, "architecture"),
		.licence = json_get_text(j, "license"),
		.vendor = json_get_text(j, "vendor"),
		.purl = json_get_text(j, "purl") };

	if (p.name.n == 0) {
		out->note(out, 0, "a package note without a name");
		return RC_OK;
	}
	if (p.purl.n == 0)
		p.purl = make_purl(x, j, p.name, version);
	enum rc rc = out->package(out, &p);

	if (rc != RC_OK)
		return rc;
	if (json_get_text(j, "cpe").n > 0)
		out->cpe(out, json_get_text(j, "cpe"));
	return exe_libs(x, b, out, e);
}

static enum rc
take_part(const struct exe *x, struct blob *b, const struct exe_part *part,
    struct records *out, bool *found, struct err *e)
{
	struct str notes;
	struct json *j = NULL;
	enum rc rc = exe_part_bytes(x, b, part, NOTE_BYTES, &notes, e);

	if (rc != RC_OK)
		return rc;
	struct str text = find_json(x, notes);

	if (text.n == 0)
		return RC_OK;
	*found = true;
	rc = json_record(text, &j, NULL, e);
	if (rc == RC_OK)
		rc = emit(x, b, j, out, e);
	json_free(j);
	return rc;
}

static enum rc
inspect(const struct file_ref *f, const struct exe *x, struct blob *b,
    const struct limits *lim, struct records *out, struct err *e)
{
	const struct exe_part *s = exe_section(x, STR(".note.package"));
	bool found = false;
	enum rc rc = RC_OK;

	(void)f;
	(void)lim;
	if (x->format != EXE_ELF)
		return RC_OK;
	if (s != NULL && s->size > 0) {
		rc = take_part(x, b, s, out, &found, e);
		if (rc == RC_OK && !found)
			out->note(out, 0, "no package note in its section "
			    ".note.package");
		return rc;
	}
	if (x->nsections > 0)
		return RC_OK;		/* its notes are sections, too */
	for (size_t i = 0; i < x->nsegments && rc == RC_OK && !found; i++)
		if (x->segments[i].type == PT_NOTE && x->segments[i].size > 0)
			rc = take_part(x, b, &x->segments[i], out, &found, e);
	return rc;
}

const struct cataloger cat_elf_note = {
	.name = "elf-note",
	.about = "package notes in ELF files",
	.inspect = inspect, .link = LINK_FILE,
};
