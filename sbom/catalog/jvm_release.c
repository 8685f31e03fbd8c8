/* SPDX-License-Identifier: Apache-2.0 */
#include "base/arena.h"
#include "sbom/catalog/catalog.h"
#include "sbom/catalog/cpe.h"

/*
 * Java installations, by the file `release` at their top.
 *
 * Source:   docs.oracle.com, "JDK release file"; make/ReleaseFile.gmk of
 *           OpenJDK: lines KEY="value", as a shell reads them.
 * Version:  JAVA_RUNTIME_VERSION (with build and patch), else FULL_VERSION,
 *           SEMANTIC_VERSION, JAVA_VERSION. Without JAVA_VERSION it is some
 *           other program's file.
 * Names:    as NVD calls vendor and product; what is no known vendor's is
 *           built from OpenJDK, whose advisories it shares.
 * Limits:   none of its own.
 */
enum key {
	JAVA_VERSION, JAVA_RUNTIME_VERSION, FULL_VERSION, SEMANTIC_VERSION,
	IMPLEMENTOR, IMAGE_TYPE, BUILD_TYPE, MODULES, KEYS
};

static const char *const names[KEYS] = {
	"JAVA_VERSION", "JAVA_RUNTIME_VERSION", "FULL_VERSION",
	"SEMANTIC_VERSION", "IMPLEMENTOR", "IMAGE_TYPE", "BUILD_TYPE",
	"MODULES",
};

struct release {
	struct str v[KEYS];
	struct str dir;
};

static void
take_line(struct release *r, struct str line)
{
	size_t eq = str_find(line, '=');
	struct str key = str_trim(str_sub(line, 0, eq));
	struct str value = str_trim(str_from_pos(line, eq + 1));

	if (value.n >= 2 && value.p[0] == '"' && value.p[value.n - 1] == '"')
		value = str_trim(str_sub(value, 1, value.n - 1));
	for (size_t i = 0; i < KEYS; i++)
		if (str_eq(key, str_from(names[i])) && eq < line.n)
			r->v[i] = value;
}

static bool
has(struct arena *a, struct str s, struct str word)
{
	return str_find_str(str_lower(a, s), word) < s.n;
}

/* A compiler makes it a JDK. */
static bool
is_jdk(struct arena *a, const struct release *r)
{
	struct str type = r->v[IMAGE_TYPE], modules = r->v[MODULES];

	return type.n != 0 ? has(a, type, STR("jdk")) :
	    modules.n == 0 || has(a, modules, STR("jdk.compiler"));
}

struct product {
	struct str vendor, name;
};

static struct product
product_of(struct arena *a, const struct release *r)
{
	struct str who = r->v[IMPLEMENTOR];
	bool jdk = is_jdk(a, r);

	if (has(a, who, STR("azul")))
		return (struct product){ STR("azul"), STR("zulu") };
	if (has(a, who, STR("sun microsystems")))
		return (struct product){ STR("sun"),
			jdk ? STR("jdk") : STR("jre") };
	if (has(a, who, STR("ibm")) ||
	    has(a, who, STR("international business machines")))
		return (struct product){ STR("ibm"),
			jdk ? STR("java_sdk") : STR("java") };
	if (has(a, who, STR("oracle")) || has(a, r->dir, STR("oracle")) ||
	    str_eq(r->v[BUILD_TYPE], STR("commercial")))
		return (struct product){ STR("oracle"),
			jdk ? STR("jdk") : STR("jre") };
	return (struct product){ STR("oracle"), STR("openjdk") };
}

static struct str
version_of(const struct release *r)
{
	static const enum key order[] = { JAVA_RUNTIME_VERSION, FULL_VERSION,
		SEMANTIC_VERSION, JAVA_VERSION };
	size_t i = 0;

	while (r->v[order[i]].n == 0)	/* JAVA_VERSION is not empty */
		i++;
	return r->v[order[i]];
}

/* The programs that classifiers would find once more. */
static void
own(struct arena *a, struct str dir, struct records *out)
{
	static const char *const programs[] = { "/bin/java", "/jre/bin/java",
		"/bin/jdb" };

	if (dir.n != 0)
		dir = str_join(a, STR("/"), dir);
	for (size_t i = 0; i < sizeof programs / sizeof *programs; i++)
		out->owns(out, str_join(a, dir, str_from(programs[i])));
}

static enum rc
emit(struct arena *a, const struct release *r, struct records *out)
{
	struct product of = product_of(a, r);
	struct pkg p = { .type = "generic", .group = of.vendor,
		.name = of.name, .version = version_of(r),
		.vendor = r->v[IMPLEMENTOR],
		.kind = PKG_APPLICATION, .home = r->dir };
	enum rc rc = out->package(out, &p);

	if (rc != RC_OK)
		return rc;
	out->cpe(out, cpe_of(a, of.vendor, of.name, p.version, true));
	own(a, r->dir, out);
	return RC_OK;
}

static enum rc
parse(const struct file_ref *f, struct blob *b, const struct limits *lim,
    struct records *out, struct err *e)
{
	size_t slash = str_rfind(f->path, '/');
	struct release r = { .dir = str_sub(f->path, 0,
	    slash < f->path.n ? slash : 0) };
	struct str text, line;
	enum rc rc = blob_text(b, &text, e);

	if (rc != RC_OK)
		return rc;
	while (str_line(&text, &line))
		take_line(&r, line);
	if (r.v[JAVA_VERSION].n == 0) {
		out->other(out);
		return RC_OK;
	}

	struct arena *a = arena_new(lim->memory);

	rc = emit(a, &r, out);
	arena_free(a);
	return rc;
}

const struct cataloger cat_jvm_release = {
	.name = "jvm-release",
	.about = "Java installations by their release file",
	.wants = (const struct want[]){
		{ WANT_NAME, "release", 0 },
		{ 0, NULL, 0 } },
	.reads = READ_TEXT,
	.parse = parse,
};
