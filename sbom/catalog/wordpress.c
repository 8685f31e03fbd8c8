/* SPDX-License-Identifier: Apache-2.0 */
#include "sbom/catalog/catalog.h"

#include "base/arena.h"
#include "identity/purl.h"

/*
 * wordpress: WordPress itself, its plugins and themes.
 *
 * Source:   developer.wordpress.org: plugin handbook, header requirements;
 *           theme handbook, main stylesheet; get_file_data() for how headers
 *           are looked for: in the first 8 KiB, "Name: value" behind blanks
 *           and comment signs, case ignored.
 * Files:    wp-includes/version.php: $wp_version = '6.1.9';
 *           wp-content/plugins/NAME/ any .php with "Plugin Name:", and
 *           single files beside these directories;
 *           wp-content/themes/NAME/style.css with "Theme Name:".
 * Names:    of plugins and themes the directory's: it is what the world knows
 *           them by; the header's is for people.
 * A plugin's main file may have any name: that its header is gone is told only
 * of NAME/NAME.php, as most are named, and of themes.
 * Limits:   HEAD bytes of each file are read.
 */
enum { HEAD = 8192 };

/* The value of a header, without the comment's end. */
static struct str
value_of(struct str line)
{
	size_t end = str_find_str(line, STR("*/"));
	size_t php = str_find_str(line, STR("?>"));

	return str_trim(str_sub(line, 0, end < php ? end : php));
}

/* What may stand before a header's name. */
static struct str
without_signs(struct str line)
{
	if (str_starts(str_trim(line), STR("<?php")))
		line = str_from_pos(str_trim(line), 5);
	while (line.n > 0 && (is_blank(line.p[0]) ||
	    memchr("/*#@", line.p[0], 4) != NULL))
		line = str_from_pos(line, 1);
	return line;
}

static struct str
header(struct str text, struct str name)
{
	struct str line;

	while (str_line(&text, &line)) {
		line = without_signs(line);
		if (line.n > name.n && line.p[name.n] == ':' &&
		    str_eq_nocase(str_sub(line, 0, name.n), name))
			return value_of(str_from_pos(line, name.n + 1));
	}
	return STR("");
}

/* The text between quotes behind "$wp_version =". */
static struct str
core_version(struct str text)
{
	struct str line;

	while (str_line(&text, &line)) {
		struct str rest = str_trim(line), var = STR("$wp_version");
		size_t quote;

		if (!str_starts(rest, var))
			continue;
		rest = str_trim(str_from_pos(rest, var.n));
		if (rest.n < 2 || rest.p[0] != '=')
			continue;
		rest = str_trim(str_from_pos(rest, 1));
		if (rest.n < 2 || (rest.p[0] != '\'' && rest.p[0] != '"'))
			continue;
		quote = str_find(str_from_pos(rest, 1), rest.p[0]);
		return str_sub(rest, 1, quote + 1);
	}
	return STR("");
}

/* Cut path at its last '/'. */
static struct str
last_of(struct str *path)
{
	size_t slash = str_rfind(*path, '/');
	struct str last = slash == path->n ? *path :
	    str_from_pos(*path, slash + 1);

	*path = str_sub(*path, 0, slash == path->n ? 0 : slash);
	return last;
}

/* Characters other than these are quoted in a CPE: NISTIR 7695, 5.3.2. */
static struct str
cpe_quoted(struct arena *a, struct str s)
{
	char *p = NEWN(a, char, 2 * s.n);
	size_t n = 0;

	for (size_t i = 0; i < s.n; i++) {
		if (!is_alnum(s.p[i]) && memchr("._-", s.p[i], 3) == NULL)
			p[n++] = '\\';
		p[n++] = s.p[i];
	}
	return str_lower(a, str_of(p, n));
}

static enum rc
say_core(struct arena *a, struct str text, struct records *out,
    struct err *e)
{
	struct pkg p = { .type = "generic", .name = STR("wordpress"),
		.version = core_version(text), .kind = PKG_APPLICATION };
	enum rc rc;

	if (p.version.n == 0)
		return err_set(e, RC_FORMAT, "no $wp_version");
	rc = out->package(out, &p);
	if (rc == RC_OK)
		out->cpe(out, str_join(a, str_join(a,
		    STR("cpe:2.3:a:wordpress:wordpress:"),
		    cpe_quoted(a, p.version)), STR(":*:*:*:*:*:*:*")));
	return rc;
}

/* A plugin or theme. Without a header of that name it is none, which is told
   when its file is the main one. */
static enum rc
say_part(struct arena *a, struct str text, const char *kind,
    struct str title, struct str name, bool main, struct records *out)
{
	struct purl u = { .type = STR("generic"), .namespace = str_from(kind),
		.name = name, .version = header(text, STR("Version")) };
	struct pkg p = { .type = kind, .name = name, .version = u.version,
		.description = header(text, title),
		.licence = header(text, STR("License")) };

	if (main && p.description.n == 0)
		out->note(out, 0, "no \"%.*s:\": its header is damaged, or "
		    "in another file", STR_ARG(title));
	if (p.description.n == 0 || name.n == 0)
		return RC_OK;
	if (u.version.n == 0)
		out->note(out, 0, "no \"Version:\" in its header");
	p.purl = purl_format(a, &u);
	return out->package(out, &p);
}

static enum rc
judge(struct arena *a, struct str path, struct str text, struct records *out,
    struct err *e)
{
	struct str file = last_of(&path), dir = last_of(&path);

	if (str_eq(file, STR("version.php")) &&
	    str_eq(dir, STR("wp-includes")))
		return say_core(a, text, out, e);
	if (str_eq(file, STR("style.css")))
		return say_part(a, text, "wordpress-theme",
		    STR("Theme Name"), dir, true, out);

	struct str stem = str_sub(file, 0, file.n - STR(".php").n);
	bool alone = str_eq(dir, STR("plugins"));

	return say_part(a, text, "wordpress-plugin", STR("Plugin Name"),
	    alone ? stem : dir, !alone && str_eq(stem, dir), out);
}

static enum rc
parse(const struct file_ref *f, struct blob *b, const struct limits *lim,
    struct records *out, struct err *e)
{
	size_t n = b->size < HEAD ? (size_t)b->size : HEAD;
	const uint8_t *p;
	enum rc rc = blob_at(b, 0, n, &p, e);

	if (rc != RC_OK)
		return rc;

	struct arena *a = arena_new(lim->memory);

	rc = judge(a, f->path, str_of(p, n), out, e);
	arena_free(a);
	return rc;
}

const struct cataloger cat_wordpress = {
	.name = "wordpress",
	.about = "WordPress, its plugins and themes",
	.wants = (const struct want[]){
		{ WANT_TAIL, "wp-includes/version.php", 0 },
		{ WANT_TAIL, "wp-content/plugins/*.php", 0 },
		{ WANT_TAIL, "wp-content/plugins/*/*.php", 0 },
		{ WANT_TAIL, "wp-content/themes/*/style.css", 0 },
		{ 0, NULL, 0 } },
	.reads = READ_RANDOM,
	.link = LINK_FILE,
	.parse = parse,
};
