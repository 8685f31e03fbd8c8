/* SPDX-License-Identifier: Apache-2.0 */
#include "sbom/catalog/npm.h"

#include "base/arena.h"
#include "codec/digest.h"
#include "text/json.h"

/*
 * Names, sources and digests of npm packages.
 *
 * Source:   npm's documentation: package.json ("name", "license",
 *           "dependencies": URLs, git and local paths), package-spec;
 *           Node.js documentation, modules: loading from node_modules;
 *           W3C Subresource Integrity section 3.1; purl specification,
 *           known qualifiers (vcs_url, download_url).
 */
#define MODULES STR("node_modules/")

/* Where the last component "node_modules" of path begins, or path.n. */
static size_t
last_modules(struct str path)
{
	size_t n = MODULES.n;

	for (size_t i = path.n; i >= n; i--)
		if (path.p[i - 1] == '/' &&
		    str_eq(str_sub(path, i - n, i), MODULES) &&
		    (i == n || path.p[i - n - 1] == '/'))
			return i - n;
	return path.n;
}

bool
npm_is_vendored(struct str path)
{
	return last_modules(path) < path.n;
}

struct str
npm_installed_as(struct str dir, struct str *ret_home)
{
	size_t at = last_modules(dir);

	if (at == dir.n)
		return STR("");

	struct str name = str_from_pos(dir, at + MODULES.n);
	size_t slash = str_find(name, '/');

	if (name.n != 0 && name.p[0] == '@') {
		if (slash == name.n || slash == 1)
			return STR("");
		slash += 1 + str_find(str_from_pos(name, slash + 1), '/');
	}
	if (name.n == 0 || slash != name.n || name.p[name.n - 1] == '/')
		return STR("");
	*ret_home = str_sub(dir, 0, at == 0 ? 0 : at - 1);
	return name;
}

bool
npm_name(struct pkg *p, struct str full)
{
	pkg_name_split(p, str_trim(full));
	return str_trim(p->name).n != 0;
}

bool
npm_spec(struct str spec, struct str *ret_name, struct str *ret_rest)
{
	size_t from = spec.n != 0 && spec.p[0] == '@' ? 1 : 0;
	size_t at = from + str_find(str_from_pos(spec, from), '@');

	if (at >= spec.n || at == from)
		return false;
	*ret_name = str_sub(spec, 0, at);
	*ret_rest = str_from_pos(spec, at + 1);
	return true;
}

bool
npm_is_version(struct str s)
{
	if (s.n != 0 && (s.p[0] == 'v' || s.p[0] == '='))
		s = str_from_pos(s, 1);
	if (s.n == 0 || !is_digit(s.p[0]) || str_find(s, '.') == s.n)
		return false;
	for (size_t i = 0; i < s.n; i++)
		if (!is_alnum(s.p[i]) && memchr(".-+_", s.p[i], 4) == NULL)
			return false;
	return true;
}

bool
npm_is_published(struct str manifest)
{
	struct json *v;
	struct err e;
	bool is;

	if (manifest.n == 0 || json_record(manifest, &v, NULL, &e) != RC_OK)
		return false;
	is = json_get_text(v, "version").n != 0 &&
	    !json_is_true(json_get(v, "private"));
	json_free(v);
	return is;
}

void
npm_project(struct arena *a, struct str manifest, struct pkg *p)
{
	struct json *v;
	struct err e;

	p->kind = PKG_APPLICATION;
	p->local = !npm_is_published(manifest);
	if (manifest.n == 0 || json_record(manifest, &v, NULL, &e) != RC_OK)
		return;
	struct str version = json_get_text(v, "version");

	if (version.n != 0 &&
	    npm_name(p, str_dup(a, json_get_text(v, "name"))))
		p->version = str_dup(a, version);
	json_free(v);
}

/* ---- where it came from ---- */

static bool
starts_any(struct str s, const char *const *with)
{
	for (; *with != NULL; with++)
		if (str_starts(s, str_from(*with)))
			return true;
	return false;
}

/* The address without user name and password, but "git@". */
static struct str
without_secret(struct arena *a, struct str url)
{
	size_t colon = str_find_str(url, STR("://"));

	if (colon == url.n)
		return url;

	struct str scheme = str_sub(url, 0, colon + 3);
	struct str rest = str_from_pos(url, colon + 3);
	struct str host = str_sub(rest, 0, str_find(rest, '/'));
	size_t at = str_rfind(host, '@');

	if (at == host.n || str_eq(str_sub(host, 0, at), STR("git")))
		return url;
	return str_join(a, scheme, str_from_pos(rest, at + 1));
}

/* "…#commit", "…#commit=commit" (yarn 2), "…#commit:commit": "…@commit". */
static struct str
with_commit(struct arena *a, struct str url)
{
	size_t hash = str_find(url, '#');
	struct str ref = str_from_pos(url, hash + 1);

	if (hash == url.n || ref.n == 0)
		return str_sub(url, 0, hash);
	if (str_starts(ref, STR("commit=")) || str_starts(ref, STR("commit:")))
		ref = str_from_pos(ref, STR("commit=").n);
	return str_join(a, str_join(a, str_sub(url, 0, hash), STR("@")), ref);
}

static struct str
hosted(struct arena *a, struct str where)
{
	static const struct { const char *word, *host; } hosts[] = {
		{ "github:", "git+https://github.com/" },
		{ "gitlab:", "git+https://gitlab.com/" },
		{ "bitbucket:", "git+https://bitbucket.org/" },
		{ "gist:", "git+https://gist.github.com/" },
	};

	for (size_t i = 0; i < sizeof hosts / sizeof *hosts; i++) {
		struct str word = str_from(hosts[i].word);

		if (str_starts(where, word))
			return str_join(a, str_from(hosts[i].host),
			    str_from_pos(where, word.n));
	}
	return STR("");
}

static struct str
vcs_of(struct arena *a, struct str where)
{
	static const char *const git[] = { "git+", "git:", "ssh:", NULL };
	struct str at = hosted(a, where);
	struct str path = str_sub(where, 0, str_find(where, '#'));

	if (at.n == 0 && starts_any(where, git))
		at = str_starts(where, STR("git+")) ? where :
		    str_join(a, STR("git+"), where);
	if (at.n == 0 && (str_starts(where, STR("https://")) ||
	    str_starts(where, STR("http://"))) &&
	    (str_ends(path, STR(".git")) ||
	    str_find_str(where, STR("#commit")) < where.n))
		at = str_join(a, STR("git+"), where);
	if (at.n == 0)
		return at;
	return with_commit(a, without_secret(a, at));
}

struct npm_source
npm_source(struct arena *a, struct str where)
{
	static const char *const local[] = { "file:", "link:", "portal:",
		"workspace:", "root:", "./", "../", "/", NULL };
	static const char *const web[] = { "https://", "http://", NULL };
	struct npm_source s = { 0 };

	s.local = starts_any(where, local);
	if (s.local)
		return s;
	s.vcs = vcs_of(a, where);
	if (s.vcs.n == 0 && starts_any(where, web) &&
	    str_find_str(where, STR("/-/")) == where.n)
		s.url = without_secret(a,
		    str_sub(where, 0, str_find(where, '#')));
	return s;
}

void
npm_say_source(struct records *out, const struct npm_source *s)
{
	if (s->vcs.n != 0)
		out->qualifier(out, "vcs_url", s->vcs);
	if (s->url.n != 0)
		out->qualifier(out, "download_url", s->url);
}

/* ---- digests ---- */

static int
sextet(char c)
{
	if (is_upper(c))
		return c - 'A';
	if (is_lower(c))
		return c - 'a' + 26;
	if (is_digit(c))
		return c - '0' + 52;
	return c == '+' ? 62 : c == '/' ? 63 : -1;
}

/* Bytes of base64 text; 0 when it is none or more than max bytes. */
static size_t
unbase64(struct str s, uint8_t *to, size_t max)
{
	uint32_t bits = 0;
	size_t n = 0;
	unsigned have = 0;

	while (s.n != 0 && s.p[s.n - 1] == '=')
		s.n--;
	for (size_t i = 0; i < s.n; i++) {
		int v = sextet(s.p[i]);

		if (v < 0)
			return 0;
		bits = bits << 6 | (uint32_t)v;
		have += 6;
		if (have < 8)
			continue;
		have -= 8;
		if (n == max)
			return 0;
		to[n++] = (uint8_t)(bits >> have);
	}
	return n;
}

static void
say_digest(struct records *out, struct str alg, struct str text)
{
	static const struct { const char *word, *name; size_t size; } algs[] = {
		{ "sha1", "SHA-1", 20 }, { "sha256", "SHA-256", 32 },
		{ "sha384", "SHA-384", 48 }, { "sha512", "SHA-512", 64 },
	};
	uint8_t bytes[DIGEST_MAX];
	char hex[DIGEST_HEX_MAX];
	size_t n = unbase64(text, bytes, sizeof bytes);

	for (size_t i = 0; i < sizeof algs / sizeof *algs; i++)
		if (str_eq(alg, str_from(algs[i].word)) && n == algs[i].size)
			out->hash(out, algs[i].name,
			    digest_hex(hex, bytes, n));
}

void
npm_say_integrity(struct records *out, struct str integrity)
{
	struct str word;

	while (str_word(&integrity, &word)) {
		size_t dash = str_find(word, '-');
		struct str text = str_from_pos(word, dash + 1);

		say_digest(out, str_sub(word, 0, dash),
		    str_sub(text, 0, str_find(text, '?')));
	}
}

/* ---- licences ---- */

static void
say_one(struct records *out, const struct json *v)
{
	struct str s = json_kind_of(v) == JSON_OBJECT ?
	    json_get_text(v, "type") : json_text(v);

	s = str_trim(s);
	if (s.n != 0)
		out->licence(out, s);
}

void
npm_say_licence(struct records *out, const struct json *v)
{
	if (json_kind_of(v) != JSON_ARRAY) {
		say_one(out, v);
		return;
	}
	for (size_t i = 0; i < json_count(v); i++)
		say_one(out, json_at(v, i));
}
