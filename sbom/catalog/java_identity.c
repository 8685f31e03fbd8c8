/* SPDX-License-Identifier: Apache-2.0 */
#include "sbom/catalog/java.h"

#include <stdlib.h>

/*
 * Who a Java archive is.
 *
 * Source:   Syft's order of evidence (reference, section 5.3): pom.properties
 *           whose artifact is the file's name; the only pom.xml; the manifest;
 *           the file's name. Apache Felix, maven-bundle-plugin: the symbolic
 *           name is "groupId.artifactId" unless stated otherwise.
 * Guesses:  a group that no Maven file and no Group-Id states is taken from
 *           the table of java_group.c, from the manifest's words, or is the
 *           artifact's name: marked.
 * Limits:   none of its own.
 */

/* ---- the file's name ---- */

enum java_kind
java_kind_of(struct str file)
{
	static const struct { const char *ext; enum java_kind kind; } kinds[] = {
		{ "jar", JAVA_ARCHIVE }, { "war", JAVA_ARCHIVE },
		{ "ear", JAVA_ARCHIVE }, { "lpkg", JAVA_ARCHIVE },
		{ "jpi", JAVA_JENKINS }, { "hpi", JAVA_JENKINS },
		{ "par", JAVA_OTHER }, { "sar", JAVA_OTHER },
		{ "nar", JAVA_OTHER }, { "kar", JAVA_OTHER },
		{ "far", JAVA_OTHER }, { "rar", JAVA_OTHER },
		{ "zap", JAVA_OTHER }, { "zip", JAVA_ZIP },
	};
	size_t dot = str_rfind(file, '.');
	struct str ext = str_from_pos(file, dot + 1);

	if (dot == file.n)
		return JAVA_NONE;
	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
		if (str_eq_nocase(ext, str_from(kinds[i].ext)))
			return kinds[i].kind;
	return JAVA_NONE;
}

static bool
digit_at(struct str s, size_t i)
{
	return i < s.n && is_digit(s.p[i]);
}

/* "r" or "rc" and digits, up to the end of a group. */
static bool
is_revision(struct str s)
{
	size_t i = 1;

	if (s.n < 2 || to_lower(s.p[0]) != 'r')
		return false;
	if (to_lower(s.p[1]) == 'c')
		i++;
	if (!digit_at(s, i))
		return false;
	while (i < s.n && (is_digit(s.p[i]) || s.p[i] == '.'))
		i++;
	return i == s.n || s.p[i] == '-';
}

static bool
begins_version(struct str s)
{
	return digit_at(s, 0) || is_revision(s) ||
	    (s.n > 5 && str_eq_nocase(str_sub(s, 0, 5), STR("build")) &&
	    is_digit(s.p[5]));
}

/* Where behind one of the separators a version begins; s.n when none does. */
static size_t
version_at(struct str s, const char *separators)
{
	for (size_t i = 1; i + 1 < s.n; i++)
		if (s.p[i] != '\0' && strchr(separators, s.p[i]) != NULL &&
		    begins_version(str_from_pos(s, i + 1)))
			return i + 1;
	return s.n;
}

/* Dash groups that begin with a letter. */
static bool
is_name(struct str s)
{
	struct str group;

	if (s.n == 0 || s.p[s.n - 1] == '-')
		return false;
	while (str_split(&s, '-', &group))
		if (group.n == 0 || !is_alpha(group.p[0]))
			return false;
	return true;
}

/*
 * A Maven classifier behind the version is none of it. What a rebuild by a
 * vendor adds ("-redhat-1") is.
 */
static struct str
without_classifier(struct str version, bool *ret_dev)
{
	static const struct { const char *word; bool dev; } words[] = {
		{ "sources", true }, { "javadoc", true }, { "tests", true },
		{ "test-sources", true }, { "test-javadoc", true },
		{ "shaded", false }, { "all", false }, { "uber", false },
		{ "exec", false }, { "jar-with-dependencies", false },
		{ "linux", false }, { "osx", false }, { "windows", false },
		{ "natives", false },
	};

	for (size_t i = 1; i < version.n; i++) {
		struct str tail = str_from_pos(version, i + 1);

		for (size_t k = 0; version.p[i] == '-' &&
		    k < sizeof words / sizeof *words; k++) {
			struct str w = str_from(words[k].word);

			if (!str_starts(tail, w) ||
			    (tail.n > w.n && tail.p[w.n] != '-'))
				continue;
			*ret_dev = words[k].dev;
			return str_sub(version, 0, i);
		}
	}
	return version;
}

void
java_file_name(struct str file, struct str *ret_name,
    struct str *ret_version, bool *ret_dev)
{
	struct str stem = str_sub(file, 0, str_rfind(file, '.'));
	size_t at = version_at(stem, "-");
	struct str name = at < stem.n ? str_sub(stem, 0, at - 1) : stem;

	*ret_dev = false;
	if (!is_name(name)) {
		*ret_name = *ret_version = STR("");
		return;
	}
	if (at == stem.n) {
		at = version_at(stem, "._-");
		name = at < stem.n ? str_sub(stem, 0, at - 1) : stem;
	}
	*ret_name = name;
	*ret_version = without_classifier(str_from_pos(stem, at), ret_dev);
}

/* ---- names ---- */

static bool
is_identifier(struct str s)
{
	if (s.n == 0 || is_digit(s.p[0]))
		return false;
	for (size_t i = 0; i < s.n; i++)
		if (!is_alnum(s.p[i]) && s.p[i] != '_' && s.p[i] != '$')
			return false;
	return true;
}

/* "org.acme.tool" is tool of org.acme; artifacts of Eclipse are named so. */
static struct str
artifact_of_file(struct str name)
{
	struct str rest = name, part;

	if (str_find(name, '.') == name.n ||
	    str_starts(name, STR("org.eclipse.")))
		return name;
	while (str_split(&rest, '.', &part))
		if (!is_identifier(part))
			return name;
	return str_from_pos(name, str_rfind(name, '.') + 1);
}

static struct str
directive_cut(struct str s)
{
	return str_trim(str_sub(s, 0, str_find(s, ';')));
}

/* The symbolic name, where it is known to be "groupId.artifactId". */
static struct str
bundle_symbol(const struct java_manifest *m)
{
	struct str made = m->attr[MF_CREATED_BY];
	struct str symbol = directive_cut(m->attr[MF_BUNDLE_SYMBOLIC]);

	if (str_find_str(made, STR("Apache Maven Bundle Plugin")) == made.n ||
	    str_eq(symbol, m->attr[MF_IMPLEMENTATION_VENDOR_ID]))
		return STR("");
	return symbol;
}

static struct str
bundle_artifact(const struct java_manifest *m)
{
	struct str symbol = bundle_symbol(m);
	size_t dot = str_rfind(symbol, '.');

	return dot < symbol.n ? str_from_pos(symbol, dot + 1) : symbol;
}

static struct str
first_of(const struct java_manifest *m, const enum java_attr *order,
    size_t n)
{
	for (size_t i = 0; i < n; i++) {
		struct str s = java_word(m->attr[order[i]]);

		if (s.n > 0)
			return s;
	}
	return STR("");
}

static struct str
artifact_of(const struct java_jar *j, struct str stem)
{
	static const enum java_attr order[] = { MF_NAME, MF_BUNDLE_NAME,
		MF_SHORT_NAME, MF_EXTENSION_NAME, MF_IMPLEMENTATION_TITLE };
	struct str s = java_word(bundle_artifact(&j->mf));

	if (java_kind_of(j->file) == JAVA_JENKINS &&
	    j->mf.attr[MF_SHORT_NAME].n > 0)
		s = java_word(j->mf.attr[MF_SHORT_NAME]);
	if (s.n == 0)
		s = artifact_of_file(stem);
	return s.n > 0 ? s :
	    first_of(&j->mf, order, sizeof order / sizeof *order);
}

static struct str
version_of(const struct java_jar *j, struct str of_file)
{
	static const enum java_attr order[] = { MF_IMPLEMENTATION_VERSION,
		MF_SPECIFICATION_VERSION, MF_PLUGIN_VERSION,
		MF_BUNDLE_VERSION };

	if (java_kind_of(j->file) == JAVA_JENKINS &&
	    j->mf.attr[MF_PLUGIN_VERSION].n > 0)
		return java_word(j->mf.attr[MF_PLUGIN_VERSION]);
	return of_file.n > 0 ? of_file :
	    first_of(&j->mf, order, sizeof order / sizeof *order);
}

/* ---- groups ---- */

/* Two labels or more, the first a top-level domain or Java's own. */
static bool
is_group(struct str s)
{
	static const char *const first[] = { "com", "org", "net", "io", "be",
		"de", "fr", "uk", "ch", "nl", "eu", "ru", "jp", "cn", "br",
		"it", "pl", "cz", "se", "no", "fi", "dk", "at", "us", "me",
		"co", "edu", "gov", "dev", "info", "java", "javax",
		"jakarta" };
	struct str part, rest = s;
	size_t dot = str_find(s, '.');
	bool known = false;

	if (dot == s.n)
		return false;
	for (size_t i = 0; i < sizeof first / sizeof *first; i++)
		known = known || str_eq(str_sub(s, 0, dot),
		    str_from(first[i]));
	while (known && str_split(&rest, '.', &part)) {
		known = part.n > 0;
		for (size_t i = 0; i < part.n; i++)
			known = known && (is_alnum(part.p[i]) ||
			    part.p[i] == '-' || part.p[i] == '_');
	}
	return known && s.p[s.n - 1] != '.';
}

static struct str
guess_group(const struct java_manifest *m, struct str artifact)
{
	static const enum java_attr order[] = { MF_BUNDLE_SYMBOLIC,
		MF_EXTENSION_NAME, MF_SPECIFICATION_VENDOR,
		MF_IMPLEMENTATION_VENDOR, MF_IMPLEMENTATION_VENDOR_ID,
		MF_IMPLEMENTATION_TITLE, MF_BUNDLE_ACTIVATOR };
	struct str symbol = bundle_symbol(m);
	size_t dot = str_rfind(symbol, '.');

	if (java_known_group(artifact).n > 0)
		return java_known_group(artifact);
	if (dot < symbol.n && str_eq(str_from_pos(symbol, dot + 1), artifact) &&
	    is_group(symbol))
		return str_sub(symbol, 0, dot);
	for (size_t i = 0; i < sizeof order / sizeof *order; i++) {
		struct str s = java_word(directive_cut(m->attr[order[i]]));

		if (is_group(s))
			return s;
	}
	return artifact;
}

/* ---- Maven's own words ---- */

static int
pom_cmp(const void *x, const void *y)
{
	return str_cmp(((const struct java_pom *)x)->path,
	    ((const struct java_pom *)y)->path);
}

/*
 * The properties file that speaks of the archive itself: its artifact is the
 * file's name; if none is, it begins with that, or ends it. Of several, the
 * one with the file's version.
 */
static struct java_pom *
own_pom(struct java_jar *j, struct str stem, struct str version)
{
	struct java_pom *found = NULL;
	bool exact = false;

	for (size_t i = 0; i < j->npoms && stem.n > 0; i++)
		exact = exact || str_eq(j->poms[i].id.artifact, stem);
	for (size_t i = 0; i < j->npoms && stem.n > 0; i++) {
		struct java_pom *p = &j->poms[i];
		struct str a = p->id.artifact;

		if (a.n == 0 || (exact ? !str_eq(a, stem) :
		    !str_starts(a, stem) && !str_ends(stem, a)))
			continue;
		if (found == NULL || (str_eq(p->id.version, version) &&
		    !str_eq(found->id.version, version)))
			found = p;
	}
	return found;
}

static struct java_id
maven_id(struct java_jar *j, struct str stem, struct str version)
{
	struct java_pom *own = own_pom(j, stem, version);

	if (own == NULL)
		return j->npoms == 0 ? j->pom_xml : (struct java_id){ 0 };
	own->used = true;
	return own->id;
}

static struct str
vendor_of(const struct java_manifest *m)
{
	static const enum java_attr order[] = { MF_IMPLEMENTATION_VENDOR,
		MF_BUNDLE_VENDOR, MF_SPECIFICATION_VENDOR };

	return first_of(m, order, sizeof order / sizeof *order);
}

bool
java_identify(struct java_jar *j, struct java_who *ret)
{
	struct str stem, version;

	*ret = (struct java_who){ .guessed = false };
	if (j->npoms > 1)
		qsort(j->poms, j->npoms, sizeof *j->poms, pom_cmp);
	java_file_name(j->file, &stem, &version, &ret->dev);
	if (str_eq(stem, STR(FILE_UNNAMED)))
		stem = STR("");
	ret->id = maven_id(j, stem, version);
	if (ret->id.artifact.n == 0)
		ret->id.artifact = artifact_of(j, stem);
	if (ret->id.version.n == 0)
		ret->id.version = version_of(j, version);
	if (ret->id.group.n == 0)
		ret->id.group = java_word(j->mf.attr[MF_GROUP_ID]);
	if (ret->id.group.n == 0) {
		ret->id.group = guess_group(&j->mf, ret->id.artifact);
		ret->guessed = true;
	}
	ret->vendor = vendor_of(&j->mf);
	ret->licence = directive_cut(j->mf.attr[MF_BUNDLE_LICENSE]);
	return j->mf.attr[MF_WEAVE].n == 0 && ret->id.artifact.n > 0;
}
