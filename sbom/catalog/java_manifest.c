/* SPDX-License-Identifier: Apache-2.0 */
#include "sbom/catalog/java.h"

#include "base/arena.h"

/*
 * The small texts in a jar: its manifest, and Maven's pom.properties.
 *
 * Source:   JAR File Specification, "Name-Value pairs and Sections": lines of
 *           at most 72 bytes that end with CR LF, LF or CR; one that begins
 *           with a space continues the one before it, with nothing in
 *           between; names without regard to case; the main section ends at
 *           the first empty line. Names of attributes: the same, Java
 *           Product Versioning; OSGi Core, 3.2.1; Jenkins' hpi plugin.
 *           pom.properties: Maven Archiver; java.util.Properties for its
 *           lines, of which only "key=value" is ever written.
 * A value that begins with '%' is a key of a file of translations: dropped.
 * Limits:   LINE bytes of a line with its continuations are looked at.
 */
enum { LINE = 8192, WORD = 512 };

static const char *const names[MF_COUNT] = {
	[MF_BUNDLE_ACTIVATOR] = "Bundle-Activator",
	[MF_BUNDLE_LICENSE] = "Bundle-License",
	[MF_BUNDLE_NAME] = "Bundle-Name",
	[MF_BUNDLE_SYMBOLIC] = "Bundle-SymbolicName",
	[MF_BUNDLE_VENDOR] = "Bundle-Vendor",
	[MF_BUNDLE_VERSION] = "Bundle-Version",
	[MF_CREATED_BY] = "Created-By",
	[MF_EXTENSION_NAME] = "Extension-Name",
	[MF_GROUP_ID] = "Group-Id",
	[MF_IMPLEMENTATION_TITLE] = "Implementation-Title",
	[MF_IMPLEMENTATION_VENDOR] = "Implementation-Vendor",
	[MF_IMPLEMENTATION_VENDOR_ID] = "Implementation-Vendor-Id",
	[MF_IMPLEMENTATION_VERSION] = "Implementation-Version",
	[MF_NAME] = "Name",
	[MF_PLUGIN_VERSION] = "Plugin-Version",
	[MF_SHORT_NAME] = "Short-Name",
	[MF_SPECIFICATION_VENDOR] = "Specification-Vendor",
	[MF_SPECIFICATION_VERSION] = "Specification-Version",
	[MF_WEAVE] = "Weave-Classes",
};

struct str
java_word(struct str s)
{
	s = str_trim(s);
	if (s.n > WORD || str_find_str(s, STR("${")) < s.n)
		return STR("");
	return s;
}

static void
take_line(struct java_manifest *m)
{
	struct str line = buf_str(&m->line);
	size_t colon = str_find(line, ':');
	struct str name = str_sub(line, 0, colon);
	struct str value = str_trim(str_from_pos(line, colon + 1));

	m->line.n = 0;
	if (value.n == 0 || value.p[0] == '%')
		return;
	for (size_t i = 0; i < MF_COUNT; i++)
		if (m->attr[i].n == 0 &&
		    str_eq_nocase(name, str_from(names[i])))
			m->attr[i] = str_dup(m->a, value);
}

/* A byte that begins a line. */
static void
begin_line(struct java_manifest *m, char c)
{
	m->begun = c != '\r' && c != '\n';
	m->cr = c == '\r';
	if (c == ' ')
		return;
	take_line(m);
	if (!m->begun)
		m->done = true;		/* empty: the section ends */
	else
		(void)buf_add(&m->line, &c, 1);
}

bool
java_manifest_feed(struct java_manifest *m, const void *p, size_t n)
{
	const char *s = p;

	m->there = m->there || n > 0;
	for (size_t i = 0; i < n && !m->done; i++) {
		bool after_cr = m->cr;

		m->cr = false;
		if (s[i] == '\n' && after_cr)
			continue;
		if (!m->begun) {
			begin_line(m, s[i]);
		} else if (s[i] == '\r' || s[i] == '\n') {
			m->begun = false;
			m->cr = s[i] == '\r';
		} else if (m->line.n < LINE) {
			(void)buf_add(&m->line, &s[i], 1);
		}
	}
	return !m->done;
}

void
java_manifest_end(struct java_manifest *m)
{
	if (!m->done)
		take_line(m);
	m->done = true;
}

void
java_manifest_done(struct java_manifest *m)
{
	buf_done(&m->line);
}

struct java_id
java_properties(struct str text)
{
	struct java_id id = { { 0 }, { 0 }, { 0 } };
	struct str line;

	while (str_line(&text, &line)) {
		size_t at = 0;

		line = str_trim(line);
		while (at < line.n && line.p[at] != '=' && line.p[at] != ':')
			at++;
		struct str key = str_trim(str_sub(line, 0, at));
		struct str value = java_word(str_from_pos(line, at + 1));

		if (str_eq(key, STR("groupId")))
			id.group = value;
		else if (str_eq(key, STR("artifactId")))
			id.artifact = value;
		else if (str_eq(key, STR("version")))
			id.version = value;
	}
	return id;
}
