/* SPDX-License-Identifier: Apache-2.0 */
/*
 * NuGet packages that .NET projects ask for.
 *
 * Source:   NuGet, "PackageReference in project files", "Central Package
 *           Management", "packages.config reference".
 * Files:    *.csproj, *.vbproj, *.fsproj; Directory.Packages.props and other
 *           *.packages.props; packages.config.
 * Grammar:  XML. <PackageReference Include="X" Version="1.0"/>, or Version in a
 *           child element; PackageVersion and GlobalPackageReference the same.
 *           <package id="X" version="1.0" developmentDependency="true"/>.
 * A version that is computed ("$(V)"), floats or is a range tells none: a note.
 * Without one at all it stands in Directory.Packages.props.
 * Limits:   those of text/xml.h; a name or version of VALUE_MAX bytes.
 */
#include "codec/reader.h"
#include "sbom/catalog/dotnet.h"
#include "text/xml.h"

enum { VALUE_MAX = 512 };

struct value {
	char p[VALUE_MAX];
	size_t n;
};

struct reference {
	struct value name, version, assets;
	bool inside, dev;
	unsigned depth;
	uint64_t line;
};

static void
keep(struct value *v, struct str s)
{
	v->n = s.n < VALUE_MAX ? s.n : 0;
	if (v->n != 0)
		memcpy(v->p, s.p, v->n);
}

static void
append(struct value *v, struct str s)
{
	if (s.n > VALUE_MAX - v->n)
		s = str_sub(s, 0, VALUE_MAX - v->n);
	if (s.n != 0)
		memcpy(v->p + v->n, s.p, s.n);
	v->n += s.n;
}

static struct str
value(const struct value *v)
{
	return str_trim(str_of(v->p, v->n));
}

static bool
computed(struct str s)
{
	return str_find(s, '$') < s.n || str_find(s, '@') < s.n;
}

static enum rc
finish(const struct reference *r, struct records *out)
{
	struct str name = value(&r->name), text = value(&r->version),
	    version = dotnet_version(text);

	if (name.n == 0 || text.n == 0)
		return RC_OK;
	if (computed(name) || version.n == 0) {
		out->note(out, (size_t)r->line, "%.*s: no version in \"%.*s\"",
		    STR_ARG(name), STR_ARG(text));
		return RC_OK;
	}
	return out->package(out, &(struct pkg){ .type = "nuget", .name = name,
	    .version = version, .line = (size_t)r->line,
	    .dev = r->dev || str_eq_nocase(value(&r->assets), STR("all")) });
}

static bool
is_reference(struct str element)
{
	return str_eq(element, STR("PackageReference")) ||
	    str_eq(element, STR("PackageVersion")) ||
	    str_eq(element, STR("GlobalPackageReference"));
}

static void
open_reference(struct reference *r, struct xml_in *x)
{
	*r = (struct reference){ .inside = true, .depth = xml_in_depth(x),
		.line = xml_in_line(x) };
	keep(&r->name, xml_in_attr(x, "Include"));
	if (r->name.n == 0)
		keep(&r->name, xml_in_attr(x, "Update"));
	keep(&r->version, xml_in_attr(x, "Version"));
	if (xml_in_attr(x, "VersionOverride").n != 0)
		keep(&r->version, xml_in_attr(x, "VersionOverride"));
	keep(&r->assets, xml_in_attr(x, "PrivateAssets"));
}

/* The child element whose text goes on. */
static struct value *
child(struct reference *r, struct str element)
{
	return str_eq(element, STR("Version")) ||
	    str_eq(element, STR("VersionOverride")) ? &r->version :
	    str_eq(element, STR("PrivateAssets")) ? &r->assets : NULL;
}

static enum rc
project(struct xml_in *x, struct records *out, struct err *e)
{
	struct reference r = { .inside = false };
	struct value *text = NULL;
	enum xml_event ev;
	enum rc rc;

	while ((rc = xml_in_next(x, &ev, e)) == RC_OK && ev != XML_END) {
		if (ev == XML_OPEN && xml_in_depth(x) == 1 &&
		    !str_eq(xml_in_name(x), STR("Project")))
			return err_set(e, RC_FORMAT, "not a project of MSBuild");
		if (ev == XML_OPEN && is_reference(xml_in_name(x))) {
			open_reference(&r, x);
			text = NULL;
		} else if (ev == XML_OPEN && r.inside) {
			text = child(&r, xml_in_name(x));
			if (text != NULL)
				text->n = 0;
		} else if (ev == XML_TEXT && r.inside && text != NULL) {
			append(text, xml_in_text(x));
		} else if (ev == XML_CLOSE) {
			text = NULL;
			if (!r.inside || xml_in_depth(x) != r.depth)
				continue;
			r.inside = false;
			rc = finish(&r, out);
			if (rc != RC_OK)
				break;
		}
	}
	return rc;
}

static enum rc
config(struct xml_in *x, struct records *out, struct err *e)
{
	enum xml_event ev;
	enum rc rc;

	while ((rc = xml_in_next(x, &ev, e)) == RC_OK && ev != XML_END) {
		struct reference r = { .line = xml_in_line(x) };

		if (ev == XML_OPEN && xml_in_depth(x) == 1 &&
		    !str_eq(xml_in_name(x), STR("packages")))
			return err_set(e, RC_FORMAT, "no list of packages");
		if (ev != XML_OPEN || !str_eq(xml_in_name(x), STR("package")))
			continue;
		keep(&r.name, xml_in_attr(x, "id"));
		keep(&r.version, xml_in_attr(x, "version"));
		r.dev = str_eq_nocase(xml_in_attr(x, "developmentDependency"),
		    STR("true"));
		if (r.name.n != 0 && r.version.n == 0)
			out->note(out, (size_t)r.line,
			    "%.*s has no version", STR_ARG(value(&r.name)));
		rc = finish(&r, out);
		if (rc != RC_OK)
			break;
	}
	return rc;
}

static enum rc
with_xml(struct blob *b, enum rc (*read)(struct xml_in *x,
    struct records *out, struct err *e), struct records *out, struct err *e)
{
	struct xml_in *x;
	struct str text;
	enum rc rc = blob_text(b, &text, e);

	if (rc != RC_OK)
		return rc;

	struct reader *in = reader_of_mem(text.p, text.n);

	rc = xml_in_new(in, &x, e);
	if (rc == RC_OK) {
		rc = read(x, out, e);
		xml_in_free(x);
	}
	reader_close(in);
	return rc;
}

static enum rc
parse_project(const struct file_ref *f, struct blob *b,
    const struct limits *lim, struct records *out, struct err *e)
{
	(void)f;
	(void)lim;
	return with_xml(b, project, out, e);
}

static enum rc
parse_config(const struct file_ref *f, struct blob *b,
    const struct limits *lim, struct records *out, struct err *e)
{
	(void)f;
	(void)lim;
	return with_xml(b, config, out, e);
}

const struct cataloger cat_dotnet_project = {
	.name = "dotnet-project",
	.about = "NuGet packages that .NET projects ask for",
	.wants = (const struct want[]){
		{ WANT_SUFFIX, ".csproj", 0 },
		{ WANT_SUFFIX, ".vbproj", 0 },
		{ WANT_SUFFIX, ".fsproj", 0 },
		{ WANT_NAME, "Directory.Packages.props", 0 },
		{ WANT_SUFFIX, ".packages.props", 0 },
		{ 0, NULL, 0 } },
	.reads = READ_TEXT,
	.state = STATE_DECLARED,
	.link = LINK_FILE,
	.parse = parse_project,
};

const struct cataloger cat_dotnet_config = {
	.name = "dotnet-config",
	.about = "NuGet packages of packages.config",
	.wants = (const struct want[]){
		{ WANT_NAME, "packages.config", 0 },
		{ 0, NULL, 0 } },
	.reads = READ_TEXT,
	.state = STATE_DECLARED,
	.link = LINK_FILE,
	.parse = parse_config,
};
