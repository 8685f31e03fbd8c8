/* SPDX-License-Identifier: Apache-2.0 */
/*
 * deb: Debian and its like. The tracker speaks of source packages and source
 * versions; a binary's own may differ from both (binNMU "+b1", "Source: gcc-12
 * (12.2.0-14)"), and a binary's name is never tried among source names: an
 * unrelated source may bear it. Signed kernels come from a source of their own
 * (linux-signed-amd64 6.1.90+1) but are the build of another one (linux
 * 6.1.90-1), of which feeds speak; the binary bears its version. Packages of
 * other makers reuse names (gh, nodejs) with version lines of their own.
 *
 * Source:   deb-control(5) "Source"; deb-version(7); reference, "Debian and
 *           Ubuntu details", "Kernel packages", "Third-party repositories".
 */
#include "match/rule/rule.h"

#include "identity/deb_vendor.h"

/* "linux" of "linux-signed-amd64", "linux-aws" of "linux-signed-aws"; "" of a
   source that signs no kernel. */
static struct str
signed_kernel(struct arena *a, struct str source)
{
	static const struct str signer = { "linux-signed", 12 };
	static const struct str arches[] = { { "-amd64", 6 }, { "-arm64", 6 },
		{ "-i386", 5 }, { "-armhf", 6 } };
	struct str rest = str_from_pos(source, signer.n);

	if (!str_starts(source, signer) || (rest.n != 0 && rest.p[0] != '-'))
		return STR("");
	for (size_t i = 0; i < sizeof arches / sizeof *arches; i++)
		if (str_ends(rest, arches[i]))
			rest = str_sub(rest, 0, rest.n - arches[i].n);
	return str_join(a, STR("linux"), rest);
}

/* As the archive has it: "libc6" of dpkg's "libc6:amd64"; lower case. */
static struct str
plain(struct arena *a, struct str name)
{
	return str_lower(a, str_sub(name, 0, str_find(name, ':')));
}

/* A version of the archive begins with a digit; "latest" would be above all. */
static bool
is_version(struct str v)
{
	struct str s = rule_without_epoch(v);

	return s.n != 0 && is_digit(s.p[0]);
}

static enum uncovered
ask(struct rule_ctx *c)
{
	const struct bom_component *p = c->component;
	struct str name = plain(c->arena, p->source_name.n != 0
	    ? p->source_name : p->name);
	struct str kernel = signed_kernel(c->arena, name);
	struct ask q = { .eco = c->eco, .release = c->release,
		.name = kernel.n != 0 ? kernel : name,
		.version = kernel.n == 0 && p->source_version.n != 0
		    ? p->source_version : p->version,
		.confidence = CONF_VENDOR };
	enum uncovered u = rule_distro(c);

	if (deb_third_party(p->vendor))
		return THIRD_PARTY;	/* whatever the system is */
	if (u != JUDGED)
		return u;
	return is_version(q.version) && rule_ask(c, q) ? JUDGED : BAD_VERSION;
}

const struct rule rule_deb = { .type = "deb", .ask = ask };
