/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What Python projects say that they depend on.
 *
 * Source:   pyproject.toml: PEP 621 (dependencies, optional-dependencies), PEP
 *           735 (dependency-groups), tables of Poetry, PDM and uv; setup.cfg
 *           and setup.py of setuptools.
 * Only exact versions pin: other packages are listed without a version. Of
 * setup.py, a program, only string literals "name==version" are taken.
 * Limits:   those of text/toml.h; literals of LITERAL_MAX bytes.
 */
#include "base/arena.h"
#include "sbom/catalog/pep508.h"
#include "sbom/catalog/python.h"
#include "text/ini.h"
#include "text/toml.h"

enum { LITERAL_MAX = 1024 };

static enum rc
requirement(struct records *out, struct str text, size_t line, bool dev)
{
	struct pep508 q;

	if (text.n == 0)
		return RC_OK;
	if (!pep508_parse(text, &q)) {
		out->note(out, line, "no requirement: %.*s",
		    STR_ARG(str_sub(text, 0, 200)));
		return RC_OK;
	}
	return python_declare(out, &(struct pkg){ .name = q.name,
	    .version = q.version, .line = line, .dev = dev }, q.url);
}

/* A list of requirements; in groups also { include-group = … }, passed over. */
static enum rc
list(struct records *out, const struct node *l, bool dev)
{
	enum rc rc = RC_OK;

	for (const struct node *n = node_first(l); rc == RC_OK && n != NULL;
	    n = n->next)
		rc = requirement(out, node_text(n), n->line, dev);
	return rc;
}

/* A map of lists. */
static enum rc
lists(struct records *out, const struct node *m, bool dev)
{
	enum rc rc = RC_OK;

	for (const struct node *n = node_first(m); rc == RC_OK && n != NULL;
	    n = n->next)
		rc = list(out, n, dev);
	return rc;
}

/* Poetry: "1.2.3" is exactly that, as "==1.2.3" is; "^1.2" is not. */
static struct str
poetry_version(const struct node *n)
{
	struct str s = node_text(n);

	if (node_kind(n) == NODE_MAP)
		s = node_get_text(n, "version");
	s = str_trim(s);
	for (size_t i = 0; i < s.n; i++)
		if (!is_alnum(s.p[i]) && s.p[i] != '.' && s.p[i] != '+' &&
		    s.p[i] != '-' && s.p[i] != '!')
			return pep508_pin(s);
	return s;
}

static enum rc
poetry_table(struct records *out, const struct node *m, bool dev)
{
	enum rc rc = RC_OK;

	for (const struct node *n = node_first(m); rc == RC_OK && n != NULL;
	    n = n->next) {
		struct pkg p = { .name = n->key, .dev = dev, .line = n->line,
			.version = poetry_version(n),
			.local = node_get(n, "path") != NULL };

		if (n->key.n != 0 && !str_eq(n->key, STR("python")))
			rc = python_declare(out, &p, STR(""));
	}
	return rc;
}

static enum rc
poetry(struct records *out, const struct node *t)
{
	enum rc rc = poetry_table(out, node_get(t, "dependencies"), false);
	const struct node *g = node_first(node_get(t, "group"));

	if (rc == RC_OK)
		rc = poetry_table(out, node_get(t, "dev-dependencies"), true);
	for (; rc == RC_OK && g != NULL; g = g->next)
		rc = poetry_table(out, node_get(g, "dependencies"), true);
	return rc;
}

static enum rc
project(struct records *out, const struct node *root)
{
	const struct node *p = node_get(root, "project"),
	    *tool = node_get(root, "tool");
	enum rc rc = list(out, node_get(p, "dependencies"), false);

	if (rc == RC_OK)
		rc = lists(out, node_get(p, "optional-dependencies"), false);
	if (rc == RC_OK)
		rc = lists(out, node_get(root, "dependency-groups"), true);
	if (rc == RC_OK)
		rc = poetry(out, node_get(tool, "poetry"));
	if (rc == RC_OK)
		rc = lists(out, node_get(node_get(tool, "pdm"),
		    "dev-dependencies"), true);
	if (rc == RC_OK)
		rc = list(out, node_get(node_get(tool, "uv"),
		    "dev-dependencies"), true);
	return rc;
}

static enum rc
parse_project(const struct file_ref *f, struct blob *b,
    const struct limits *lim, struct records *out, struct err *e)
{
	struct arena *a = arena_new(lim->memory);
	const struct node *root;
	struct str text;
	enum rc rc = blob_text(b, &text, e);

	(void)f;
	if (rc == RC_OK)
		rc = toml_read(a, text, &root, e);
	if (rc == RC_OK)
		rc = project(out, root);
	arena_free(a);
	return rc;
}

/* ---- setuptools ---- */

static enum rc
setup_cfg(struct str text, struct records *out)
{
	struct ini i = ini_of(text, "=:");
	struct ini_entry x;
	enum rc rc = RC_OK;

	while (rc == RC_OK && ini_next(&i, &x)) {
		struct str rest = x.value, line;
		bool extra = str_eq(x.section, STR("options.extras_require"));

		if (!extra && (!str_eq(x.section, STR("options")) ||
		    (!str_eq(x.name, STR("install_requires")) &&
		    !str_eq(x.name, STR("tests_require")))))
			continue;
		while (rc == RC_OK && ini_value_line(&rest, &line))
			rc = requirement(out, line, x.line, str_eq(x.name,
			    STR("tests_require")));
	}
	return rc;
}

/* Of a line of a program: what stands between quotes. */
static bool
literal(struct str *rest, struct str *ret)
{
	for (size_t i = 0; i < rest->n; i++) {
		char c = rest->p[i];
		struct str tail = str_from_pos(*rest, i + 1);
		size_t end = str_find(tail, c);

		if (c == '#')
			return false;
		if ((c != '"' && c != '\'') || end == tail.n)
			continue;
		*ret = str_sub(tail, 0, end);
		*rest = str_from_pos(tail, end + 1);
		return true;
	}
	return false;
}

static enum rc
setup_py(struct str text, struct records *out)
{
	struct str line, word;
	enum rc rc = RC_OK;

	for (size_t n = 1; rc == RC_OK && str_line(&text, &line); n++)
		while (rc == RC_OK && literal(&line, &word)) {
			struct pep508 q;

			if (word.n <= LITERAL_MAX && pep508_parse(word, &q) &&
			    q.version.n != 0 && is_digit(q.version.p[0]))
				rc = python_declare(out, &(struct pkg){
				    .name = q.name, .version = q.version,
				    .guessed = true, .line = n }, STR(""));
		}
	return rc;
}

static enum rc
parse_setup(const struct file_ref *f, struct blob *b, const struct limits *lim,
    struct records *out, struct err *e)
{
	struct str text;
	enum rc rc = blob_text(b, &text, e);

	(void)lim;
	if (rc != RC_OK)
		return rc;
	return str_ends(f->path, STR(".py")) ? setup_py(text, out) :
					       setup_cfg(text, out);
}

const struct cataloger cat_python_project = {
	.name = "python-project",
	.about = "Python packages that pyproject.toml asks for",
	.wants = (const struct want[]){
		{ WANT_NAME, "pyproject.toml", 0 },
		{ 0, NULL, 0 } },
	.reads = READ_TEXT,
	.state = STATE_DECLARED,
	.link = LINK_FILE,
	.parse = parse_project,
};

const struct cataloger cat_python_setup = {
	.name = "python-setup",
	.about = "Python packages that setup.cfg and setup.py ask for",
	.wants = (const struct want[]){
		{ WANT_NAME, "setup.cfg", 0 },
		{ WANT_NAME, "setup.py", 0 },
		{ 0, NULL, 0 } },
	.reads = READ_TEXT,
	.state = STATE_DECLARED,
	.link = LINK_FILE,
	.parse = parse_setup,
};
