/* SPDX-License-Identifier: Apache-2.0 */
/*
 * PE files by their version resource: .NET assemblies, and other libraries
 * and programs of Windows.
 *
 * Source:   sbom/binary/version_info.c; ECMA-335 II.25.3.3 for the CLI header
 *           (data directory 14), which tells assemblies.
 * Name:     of an assembly its file's name, which compilers write there and
 *           which is the package's in all but a few cases ("Newtonsoft.Json",
 *           whose product is "Json.NET"); of other files Microsoft's
 *           description, others' product. A guess, and marked as one.
 * Left out: satellites (NAME.resources.dll: translations of NAME), and, in a
 *           shared framework's directory, all but the one assembly that every
 *           version of it has, which stands for the framework.
 * A .dll that does not begin as such a file is noted: what is left of one that
 * was damaged, or put off (git-lfs).
 * Limits:   none of its own.
 */
#include "sbom/binary/version_info.h"
#include "sbom/catalog/catalog.h"
#include "sbom/catalog/dotnet_framework.h"

enum { DIR_CLI = 14, CLI_HEADER = 8, PART_MAX = 9 };

/* ---- versions ---- */

/* What begins with a digit, up to a blank: not "@Commit: …" behind it. */
static struct str
first_word(struct str s)
{
	size_t i = 0;

	s = str_trim(s);
	while (s.n > 0 && (s.p[0] == 'v' || s.p[0] == 'V'))
		s = str_from_pos(s, 1);
	/* Old tools write "1, 2, 3, 4"; that is left to the numbers. */
	while (i < s.n && !is_space(s.p[i]) && s.p[i] != ',' &&
	    s.p[i] != '(')
		i++;
	s = str_sub(s, 0, i);
	return s.n > 0 && is_digit(s.p[0]) ? s : STR("");
}

static struct str
without_build(struct str s)
{
	return str_sub(s, 0, str_find(s, '+'));
}

static size_t
count_dots(struct str s)
{
	size_t n = 0;

	for (size_t i = 0; i < s.n && (is_digit(s.p[i]) || s.p[i] == '.');
	    i++)
		n += s.p[i] == '.';
	return n;
}

/* The next number of a dotted version; 0 past its end. */
static uint64_t
next_number(struct str *s)
{
	size_t i = 0;
	uint64_t v = 0;

	while (i < s->n && is_digit(s->p[i]))
		i++;
	if (i > PART_MAX || !str_u64(str_sub(*s, 0, i), UINT32_MAX, &v))
		v = i > PART_MAX ? UINT32_MAX : 0;
	*s = i < s->n && s->p[i] == '.' ? str_from_pos(*s, i + 1) : STR("");
	return v;
}

static int
compare(struct str a, struct str b, size_t parts)
{
	for (size_t i = 0; i < parts; i++) {
		uint64_t x = next_number(&a), y = next_number(&b);

		if (x != y)
			return x < y ? -1 : 1;
	}
	return 0;
}

/*
 * Arcade, the build of .NET itself, made file versions of a package's version
 * so: major.(minor * 100 + patch / 100).(patch % 100 * 100 + year).revision
 * (Version.BeforeCommonTargets.targets). 4.700.19.56404 is 4.7.0 of 2019.
 */
static struct str
decode_stamp(struct arena *a, struct str s)
{
	struct str rest = s;
	uint64_t major = next_number(&rest), minor = next_number(&rest);
	uint64_t build = next_number(&rest);

	if (minor < 100 || minor >= 10000 || count_dots(s) != 3)
		return s;
	return str_fmt(a, "%u.%u.%u", (unsigned)major, (unsigned)minor / 100,
	    (unsigned)(minor % 100 * 100 + build / 100));
}

/*
 * A product version with a build behind '+' was made by the .NET SDK from the
 * package's version, while the file's numbers are stamps (3.1.6+3acd… beside
 * 3.100.620.31604); not so when even the first number differs. Microsoft's
 * file versions are stamps, too. Else the greater one, or the more exact.
 */
static struct str
choose_version(struct arena *a, const struct version_info *v, bool microsoft)
{
	struct str product = without_build(first_word(v->product_version));
	struct str file = without_build(first_word(v->file_version));

	if (microsoft)
		file = decode_stamp(a, file);
	if (product.n == 0 || file.n == 0)
		return product.n > 0 ? product : file;
	if (str_find(v->product_version, '+') < v->product_version.n &&
	    compare(product, file, 1) == 0)
		return product;
	if (microsoft && compare(product, file, 2) == 0 &&
	    count_dots(product) < count_dots(file))
		return product;
	int d = compare(product, file, 4);

	if (d == 0)
		d = count_dots(product) < count_dots(file) ? -1 : 1;
	return d < 0 ? file : product;
}

/* ---- names ---- */

static bool
has_microsoft(struct str s)
{
	static const char word[] = "microsoft";
	size_t n = sizeof word - 1;

	for (size_t i = 0; i + n <= s.n; i++)
		if (str_eq_nocase(str_sub(s, i, i + n), str_from(word)))
			return true;
	return false;
}

static struct str
base_of(struct str path)
{
	size_t slash = str_rfind(path, '/');

	return slash < path.n ? str_from_pos(path, slash + 1) : path;
}

static struct str
without_suffix(struct str name)
{
	static const struct str ends[] = { { ".dll", 4 }, { ".exe", 4 },
		{ ".bpl", 4 } };

	for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
		size_t n = ends[i].n;

		if (name.n > n && str_eq_nocase(str_from_pos(name,
		    name.n - n), ends[i]))
			return str_sub(name, 0, name.n - n);
	}
	return name;
}

/* "Name (net8.0)": the framework it was built for is no part of it. */
static struct str
tidy(struct str name)
{
	size_t at = str_rfind(name, '(');

	name = str_trim(name);
	if (at < name.n && name.p[name.n - 1] == ')' &&
	    str_starts(str_from_pos(name, at), STR("(net")))
		name = str_trim(str_sub(name, 0, at));
	return without_suffix(name);
}

static struct str
choose_name(const struct version_info *v, bool assembly, bool microsoft,
    struct str path)
{
	const struct str own[] = { str_ends(v->original, STR(".dll")) ?
	    v->original : base_of(path), v->internal, v->product,
	    v->description };
	const struct str ms[] = { v->description, v->internal, v->original,
		v->product };
	const struct str others[] = { v->product, v->description,
		v->internal, v->original };

	for (size_t i = 0; i < 4; i++) {
		struct str s = tidy(assembly ? own[i] : microsoft ? ms[i] :
		    others[i]);

		if (s.n > 0)
			return s;
	}
	return without_suffix(base_of(path));
}

/* ---- frameworks ---- */

/* The assembly that each version of a shared framework has. */
static const struct {
	const char *name, *file;
} anchors[] = {
	{ "Microsoft.NETCore.App", "System.Private.CoreLib.dll" },
	{ "Microsoft.AspNetCore.App", "Microsoft.AspNetCore.dll" },
	{ "Microsoft.AspNetCore.All", "Microsoft.AspNetCore.All.dll" },
	{ "Microsoft.WindowsDesktop.App", "PresentationCore.dll" },
};

static bool
is_anchor(struct str framework, struct str file)
{
	for (size_t i = 0; i < sizeof anchors / sizeof *anchors; i++)
		if (str_eq(framework, str_from(anchors[i].name)))
			return str_eq(file, str_from(anchors[i].file));
	return false;
}

/* ---- assemblies ---- */

/* An assembly's CLI header states the runtime that it needs. */
static enum rc
is_assembly(const struct exe *x, struct blob *b, bool *ret, struct err *e)
{
	const uint8_t *p;
	uint64_t off;

	*ret = false;
	if (x->dirs[DIR_CLI].size < CLI_HEADER || !exe_offset(x,
	    x->base + x->dirs[DIR_CLI].rva, CLI_HEADER, &off))
		return RC_OK;
	enum rc rc = blob_at(b, off, CLI_HEADER, &p, e);

	if (rc == RC_OK)
		*ret = (p[4] | p[5] | p[6] | p[7]) != 0;
	return rc;
}

static enum rc
inspect(const struct file_ref *f, const struct exe *x, struct blob *b,
    const struct limits *lim, struct records *out, struct err *e)
{
	struct version_info v;
	struct str framework, version;
	bool found = false, assembly = false;

	(void)lim;
	if (x->format != EXE_PE || x->kind == EXE_OBJECT ||
	    str_ends(f->path, STR(".resources.dll")))
		return RC_OK;
	enum rc rc = is_assembly(x, b, &assembly, e);

	if (rc != RC_OK)
		return rc;
	if (dotnet_framework(f->path, &framework, &version))
		return is_anchor(framework, base_of(f->path)) ?
		    dotnet_framework_emit(framework, version, out) :
		    RC_OK;
	rc = version_info_read(x, b, &v, &found, e);
	if (rc != RC_OK || !found)
		return rc;
	bool microsoft = has_microsoft(v.company) || has_microsoft(v.product);
	struct pkg p = { .type = assembly ? "nuget" : "generic",
		.name = choose_name(&v, assembly, microsoft, f->path),
		.version = choose_version(x->a, &v, microsoft),
		.vendor = v.company, .guessed = true, .local = !assembly };

	return p.name.n > 0 && p.version.n > 0 ? out->package(out, &p) : RC_OK;
}

/* By its name: only whether it is what that promises. */
static enum rc
parse(const struct file_ref *f, struct blob *b, const struct limits *lim,
    struct records *out, struct err *e)
{
	const uint8_t *p;
	enum rc rc = b->size < 2 ? RC_OK : blob_at(b, 0, 2, &p, e);

	(void)f;
	(void)lim;
	(void)out;
	if (rc == RC_OK && (b->size < 2 || memcmp(p, "MZ", 2) != 0))
		return err_set(e, RC_FORMAT, "no library of Windows, as its "
		    "name says");
	return rc;
}

const struct cataloger cat_dotnet_pe = {
	.name = "dotnet-pe",
	.about = ".NET assemblies and other PE files by version resource",
	.wants = (const struct want[]){
		{ WANT_SUFFIX, ".dll", 0 },
		{ 0, NULL, 0 } },
	.reads = READ_RANDOM, .parse = parse,
	.inspect = inspect, .link = LINK_FILE,
};
