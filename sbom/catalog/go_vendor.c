/* SPDX-License-Identifier: Apache-2.0 */
#include "sbom/catalog/go_mod.h"

#include "base/arena.h"

/*
 * go-vendor: vendor/modules.txt, the modules whose source lies beside it.
 *
 * Source:   go.dev/ref/mod: vendoring; cmd/go/internal/modcmd/vendor.go for
 *           what is written.
 * Grammar:  "# PATH VERSION [=> PATH [VERSION]]" begins a module; "## ..." is
 *           about it; any other line is a package of it that was copied.
 *           Modules without packages have none of their source here;
 *           replacements that nothing uses stand at the end.
 * Limits:   limits.text_file.
 */

/* "# PATH VERSION [=> PATH [VERSION]]", without the sign. */
static struct go_module
module_of(struct str line)
{
	struct go_module m = { .path = STR("") };
	struct str word, *to[] = { &m.path, &m.version, &m.by,
		&m.by_version };
	size_t n = 0;

	while (n < 4 && str_word(&line, &word)) {
		if (str_eq(word, STR("=>")))
			n = 2;
		else
			*to[n++] = word;
	}
	return m;
}

static enum rc
parse(const struct file_ref *f, struct blob *b, const struct limits *lim,
    struct records *out, struct err *e)
{
	struct go_module m = { .path = STR("") };
	struct str rest, line;
	size_t begun = 0;
	enum rc rc = blob_text(b, &rest, e);

	(void)f;
	if (rc != RC_OK)
		return rc;

	struct arena *a = arena_new(lim->memory);

	for (size_t n = 1; rc == RC_OK && str_line(&rest, &line); n++) {
		if (str_starts(line, STR("# "))) {
			m = module_of(str_from_pos(line, 2));
			begun = n;
		} else if (line.n != 0 && line.p[0] != '#' && begun != 0) {
			rc = go_say_module(a, out, &m, begun);
			begun = 0;	/* once, with its first package */
		} else if (line.n != 0 && line.p[0] != '#' && m.path.n == 0) {
			out->note(out, n, "a package of no module");
			break;
		}
	}
	arena_free(a);
	return rc;
}

const struct cataloger cat_go_vendor = {
	.name = "go-vendor",
	.about = "Go modules copied into a source tree",
	.wants = (const struct want[]){
		{ WANT_TAIL, "vendor/modules.txt", 0 },
		{ 0, NULL, 0 } },
	.reads = READ_TEXT,
	.state = STATE_DECLARED,
	.link = LINK_FILE,
	.parse = parse,
};
