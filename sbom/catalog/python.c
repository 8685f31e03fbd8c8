/* SPDX-License-Identifier: Apache-2.0 */
#include "sbom/catalog/python.h"

#include "base/arena.h"
#include "sbom/catalog/pep508.h"
#include "sbom/layer/path.h"

/*
 * Debian: usr/local/lib/pythonX.Y/dist-packages, then usr/lib/python3/dist-
 * packages (README.Debian of python3). Others: usr/local/lib/pythonX.Y/site-
 * packages, then usr/lib/pythonX.Y/site-packages, and lib64 beside lib.
 */
struct str
python_home(struct arena *a, struct str site)
{
	struct str local = STR("usr/local/"), lib64 = STR("lib64/");
	bool is_local = str_starts(site, local);
	struct str rest = str_from_pos(site, is_local ? local.n :
	    str_starts(site, STR("usr/")) ? 4 : site.n);
	struct str base = path_base(site), version = path_base(path_dir(site));

	if (rest.n == 0 || !str_starts(version, STR("python")))
		return site;
	if (str_starts(rest, lib64))
		rest = str_from_pos(rest, lib64.n);
	else if (str_starts(rest, STR("lib/")))
		rest = str_from_pos(rest, 4);
	if (!str_eq(path_dir(rest), version))
		return site;
	if (str_eq(base, STR("dist-packages")) &&
	    str_starts(version, STR("python3")))
		version = STR("python3");
	return str_fmt(a, "usr/lib/%.*s/%.*s%s", STR_ARG(version),
	    STR_ARG(base), is_local ? "/local" : "");
}

/*
 * "{name}-{version}(-{tags}).whl", "{name}-{version}(-pyX.Y).egg-info": the
 * name holds no '-' (PEP 427, "Escaping and Unicode").
 */
bool
python_file_name(struct str base, struct str *name, struct str *version)
{
	static const char *const ends[] = { ".dist-info", ".egg-info", ".whl",
		".egg" };

	for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
		if (str_ends(base, str_from(ends[i]))) {
			base = str_sub(base, 0, base.n - strlen(ends[i]));
			break;
		}

	size_t dash = str_find(base, '-');
	struct str rest = str_from_pos(base, dash + 1);

	*name = str_sub(base, 0, dash);
	*version = str_sub(rest, 0, str_find(rest, '-'));
	return name->n != 0 && version->n != 0 && is_digit(version->p[0]);
}

void
python_provide(struct records *out, struct str name)
{
	char buf[PEP503_MAX];
	struct str key = pep503(name, buf);

	if (key.n != 0)
		out->provides(out, key);
}

void
python_require(struct records *out, struct str requirement)
{
	struct pep508 q;
	char buf[PEP503_MAX];

	if (!pep508_parse(requirement, &q))
		return;

	struct str key = pep503(q.name, buf);

	if (key.n != 0)
		out->requires(out, key);
}

enum rc
python_declare(struct records *out, const struct pkg *p, struct str url)
{
	struct pkg q = *p;

	q.type = "pypi";

	enum rc rc = out->package(out, &q);

	if (rc != RC_OK)
		return rc;
	python_provide(out, q.name);
	/* Without pip's fragment, "#egg=name". */
	if (str_find(url, '+') < str_find(url, ':') && !q.local)
		out->qualifier(out, "vcs_url",
		    str_sub(url, 0, str_find(url, '#')));
	return RC_OK;
}
