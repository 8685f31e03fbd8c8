/* SPDX-License-Identifier: Apache-2.0 */
#include "sbom/relate/parts.h"

#include "base/arena.h"

/*
 * Which distribution: etc/os-release, usr/lib/os-release, then the older
 * files. os-release(5) gives the first two their order; the rest goes from
 * the more telling to the less. etc/debian_version gives the point release of
 * Debian and nothing else where os-release is there: derivatives carry
 * Debian's own file in it.
 */
static struct str
visible_value(const struct facts *f, const char *key, const char *path)
{
	for (size_t i = 0; i < f->nfiles; i++) {
		const struct fact_file *x = &f->files[i];

		if (!x->visible ||
		    (path != NULL && !str_eq(x->path, str_from(path))))
			continue;
		for (size_t k = 0; k < x->nvalues; k++)
			if (str_eq(str_from(x->values[k].key), str_from(key)))
				return x->values[k].value;
	}
	return STR("");
}

static bool
from_os_release(struct relation *r)
{
	/* NULL: under whatever name a link gave it. */
	static const char *const places[] = { "etc/os-release",
		"usr/lib/os-release", NULL };

	for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
		struct str text = visible_value(r->f, CTX_OS_RELEASE,
		    places[i]);
		struct distro d = distro_from_os_release(r->b->arena,
		    str_dup(r->b->arena, text));

		if (d.id.n == 0)
			continue;
		r->b->distro = d;
		return true;
	}
	return false;
}

/* The vendor's own file says more than the copies it leaves for others. */
static bool
from_release_files(struct relation *r)
{
	static const char *const places[] = { "etc/rocky-release",
		"etc/almalinux-release", "etc/oracle-release",
		"etc/centos-release", "etc/fedora-release",
		"etc/redhat-release", "etc/system-release",
		"usr/lib/system-release", NULL };

	for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
		struct str text = visible_value(r->f, CTX_REDHAT_RELEASE,
		    places[i]);

		if (text.n != 0 && distro_from_redhat_release(r->b->arena,
		    str_dup(r->b->arena, text), &r->b->distro))
			return true;
	}
	return false;
}

static struct str
first_line(struct str text)
{
	struct str line = { 0 };

	(void)str_line(&text, &line);
	return str_trim(line);
}

static bool
from_alpine(struct relation *r)
{
	struct str v = first_line(visible_value(r->f, CTX_ALPINE_RELEASE,
	    NULL));

	if (v.n == 0)
		return false;
	r->b->distro = (struct distro){ .id = STR("alpine"),
		.version_id = str_dup(r->b->arena, v) };
	return true;
}

/* "12.11", or "trixie/sid" before the release. */
static bool
from_debian(struct relation *r, struct str point)
{
	size_t n = 0;

	if (point.n == 0)
		return false;
	while (n < point.n && is_digit(point.p[n]))
		n++;
	r->b->distro = (struct distro){ .id = STR("debian"),
		.version_id = str_sub(point, 0, n) };
	return true;
}

void
relate_distro(struct relation *r)
{
	struct str point = str_dup(r->b->arena, first_line(
	    visible_value(r->f, CTX_DEBIAN_VERSION, NULL)));
	struct distro *d = &r->b->distro;

	if (!from_os_release(r) && !from_release_files(r) && !from_alpine(r))
		(void)from_debian(r, point);
	if (str_eq(d->id, STR("debian")) || str_eq(d->id, STR("raspbian"))) {
		if (point.n != 0)
			d->point_release = point;
	}
}
