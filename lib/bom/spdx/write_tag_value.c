/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The tag-value syntax of SPDX 2.
 *
 * Source:   SPDX 2.3, clause 4.4 and the tags of clauses 6 to 12.
 * Order:    is meaning: a file that follows a package is in it, so that files
 *           come first; an annotation follows its element. The relationship
 *           that says what the document describes is the last line, by which
 *           a reader knows that nothing was cut off.
 * Hostile:  a value of one line has no control bytes (each becomes U+FFFD),
 *           one of many no "</text>".
 */
#include "bom/spdx/write.h"

static const struct str replacement = { "\xef\xbf\xbd", 3 };

static bool
is_control(char c)
{
	return (uint8_t)c < 0x20 || c == 0x7f;
}

/* Bytes at the start of s that may stand in a value; 0: replace the first. */
static size_t
plain_run(struct str s, bool lines)
{
	size_t n = 0, step;

	while (n < s.n && (step = str_utf8_len(str_from_pos(s, n))) != 0 &&
	    (!is_control(s.p[n]) || (lines && (s.p[n] == '\n' ||
	    s.p[n] == '\t'))))
		n += step;
	return n;
}

static void
put_text(struct out *o, struct str s, bool lines)
{
	while (s.n != 0) {
		size_t n = plain_run(s, lines);

		out_str(o, str_sub(s, 0, n));
		if (n < s.n)
			out_str(o, replacement);
		s = str_from_pos(s, n + 1);
	}
}

/* A value that began with <text> would go over lines. */
static void
put_line(struct spdx_writer *w, const char *tag, struct str value)
{
	const struct str open = STR("<text>");
	struct str s = str_trim(value);

	out_z(w->out, tag);
	out_z(w->out, ": ");
	if (str_starts(s, open)) {
		out_z(w->out, "< text>");
		s = str_from_pos(s, open.n);
	}
	put_text(w->out, s, false);
	out_z(w->out, "\n");
}

static void
put_opt(struct spdx_writer *w, const char *tag, struct str value)
{
	if (value.n != 0)
		put_line(w, tag, value);
}

static void
put_lines(struct spdx_writer *w, const char *tag, struct str value)
{
	const struct str close = STR("</text>");
	struct str rest = value;

	out_z(w->out, tag);
	out_z(w->out, ": <text>");
	for (;;) {
		size_t at = str_find_str(rest, close);

		put_text(w->out, str_sub(rest, 0, at), true);
		if (at == rest.n)
			break;
		out_z(w->out, "< /text>");
		rest = str_from_pos(rest, at + close.n);
	}
	out_z(w->out, "</text>\n");
}

static void
put_none(struct spdx_writer *w, const char *tag)
{
	put_line(w, tag, STR("NOASSERTION"));
}

static void
put_notes(struct spdx_writer *w, struct str id, const struct str *v, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		out_z(w->out, "\n");
		put_line(w, "Annotator", STR("Tool: sbom-" AIRBOM_VERSION));
		put_line(w, "AnnotationDate", w->created);
		put_line(w, "AnnotationType", STR("OTHER"));
		put_line(w, "SPDXREF", id);
		put_lines(w, "AnnotationComment", v[i]);
	}
}

static void
put_head(struct spdx_writer *w, const struct spdx_out_head *h)
{
	const struct str id = STR("SPDXRef-DOCUMENT");

	put_line(w, "SPDXVersion", w->minor == 2 ? STR("SPDX-2.2")
	    : STR("SPDX-2.3"));
	put_line(w, "DataLicense", STR("CC0-1.0"));
	put_line(w, "SPDXID", id);
	put_line(w, "DocumentName", h->name);
	put_line(w, "DocumentNamespace", h->space);
	out_z(w->out, "\n");
	put_line(w, "Creator", STR("Tool: sbom-" AIRBOM_VERSION));
	for (size_t i = 0; i < h->nauthors; i++)
		put_line(w, "Creator", h->authors[i]);
	put_line(w, "Created", w->created);
	put_lines(w, "CreatorComment", h->comment);
	put_notes(w, id, h->notes, h->nnotes);
}

static void
put_sums(struct spdx_writer *w, const char *tag,
    const struct spdx_checksum *v, size_t n)
{
	for (size_t i = 0; i < n; i++)
		put_line(w, tag, str_fmt(w->record, "%s: %.*s", v[i].alg,
		    STR_ARG(v[i].hex)));
}

static void
put_file(struct spdx_writer *w, const struct spdx_out_file *f)
{
	out_z(w->out, "\n");
	put_line(w, "FileName", f->name);
	put_line(w, "SPDXID", f->id);
	put_opt(w, "FileType", str_from(f->type));
	put_sums(w, "FileChecksum", f->sums, 2);
	if (w->minor == 2) {
		put_none(w, "LicenseConcluded");
		put_none(w, "LicenseInfoInFile");
		put_none(w, "FileCopyrightText");
	}
	put_notes(w, f->id, f->notes, f->nnotes);
}

static void
put_analysis(struct spdx_writer *w, const struct spdx_out_package *p)
{
	bool analysed = p->verification.n != 0;

	put_line(w, "FilesAnalyzed", analysed ? STR("true") : STR("false"));
	put_opt(w, "PackageVerificationCode", p->verification);
}

static void
put_known(struct spdx_writer *w, const char *tag, struct str s)
{
	put_line(w, tag, s.n != 0 ? s : STR("NOASSERTION"));
}

static void
put_references(struct spdx_writer *w, const struct spdx_out_package *p)
{
	for (size_t i = 0; i < p->nrefs; i++) {
		struct str head = str_fmt(w->record, "%s %s ",
		    p->refs[i].manager ? "PACKAGE-MANAGER" : "SECURITY",
		    p->refs[i].type);

		put_line(w, "ExternalRef",
		    str_join(w->record, head, p->refs[i].locator));
	}
}

static void
put_package(struct spdx_writer *w, const struct spdx_out_package *p)
{
	out_z(w->out, "\n");
	put_line(w, "PackageName", p->name);
	put_line(w, "SPDXID", p->id);
	put_opt(w, "PackageVersion", p->version);
	put_known(w, "PackageSupplier", p->supplier);
	put_none(w, "PackageDownloadLocation");
	put_analysis(w, p);
	put_sums(w, "PackageChecksum", p->sums, p->nsums);
	if (p->source_info.n != 0)
		put_lines(w, "PackageSourceInfo", p->source_info);
	put_known(w, "PackageLicenseConcluded", p->concluded);
	if (p->verification.n != 0)
		put_none(w, "PackageLicenseInfoFromFiles");
	put_known(w, "PackageLicenseDeclared", p->declared);
	put_none(w, "PackageCopyrightText");
	if (p->description.n != 0)
		put_lines(w, "PackageDescription", p->description);
	put_references(w, p);
	if (p->purpose != NULL && w->minor >= 3)
		put_line(w, "PrimaryPackagePurpose", str_from(p->purpose));
	put_notes(w, p->id, p->notes, p->nnotes);
}

static void
put_licence(struct spdx_writer *w, const struct spdx_out_licence *l)
{
	out_z(w->out, "\n");
	put_line(w, "LicenseID", l->id);
	put_lines(w, "ExtractedText", l->text);
	put_opt(w, "LicenseName", l->name);
}

static void
put_relation(struct spdx_writer *w, struct str from, const char *type,
    struct str to, const char *comment)
{
	put_line(w, "Relationship", str_fmt(w->record, "%.*s %s %.*s",
	    STR_ARG(from), type, STR_ARG(to)));
	put_opt(w, "RelationshipComment", str_from(comment));
}

static void
put_end(struct spdx_writer *w)
{
	(void)w;
}

const struct spdx_syntax spdx_syntax_tag_value = {
	.name = "spdx-tag-value", .head = put_head, .file = put_file,
	.package = put_package, .licence = put_licence,
	.relation = put_relation, .end = put_end,
};
