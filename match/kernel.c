/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Kernels in containers: the host's is the one that runs, and headers hold no
 * code, though feeds that speak of source packages blame them for everything
 * that was ever wrong with it. Their findings are suppressed there, with that
 * as the reason, and counted; file systems of machines keep theirs.
 *
 * Source:   reference, "Kernel packages"; names of packages: Debian's and
 *           Ubuntu's source linux and its flavours; kernel.spec of Fedora;
 *           kernel-uek of Oracle; kernel-default of SUSE; linux-* of Alpine,
 *           Arch, Photon; the category sys-kernel of Gentoo.
 */
#include "match/kernel.h"

#include "bom/bom.h"
#include "match/policy/finding.h"

static bool
has(struct str s, struct str part)
{
	return str_find_str(s, part) < s.n;
}

/* Is the name one of the words, or does it begin with one and a dash? */
static bool
begins(struct str name, struct str words)
{
	struct str w;

	while (str_word(&words, &w))
		if (str_starts(name, w) && (name.n == w.n ||
		    name.p[w.n] == '-'))
			return true;
	return false;
}

/* linux-image-*, linux-headers-6.1.0-18-amd64 ... of whatever flavour. */
static bool
is_deb(const struct bom_component *c)
{
	struct str source = c->source_name.n != 0 ? c->source_name : c->name;

	return begins(source, STR("linux")) &&
	    begins(c->name, STR("linux-image linux-headers linux-libc-dev "
	    "linux-kbuild linux-modules linux-source linux-doc linux-support "
	    "linux-config linux-buildinfo linux-image-unsigned "
	    "linux-bootwrapper"));
}

/* kernel, kernel-core, kernel-rt-devel, kernel6.1, linux-esx; not its tools,
   nor what only bears the name. */
static bool
is_rpm(struct str name)
{
	static const struct str others[] = { { "tools", 5 }, { "macros", 6 },
		{ "firmware", 8 }, { "perf", 4 }, { "bpftool", 7 },
		{ "install", 7 }, { "abi", 3 }, { "cross", 5 } };

	for (size_t i = 0; i < sizeof others / sizeof *others; i++)
		if (has(name, others[i]))
			return false;
	return str_eq(name, STR("linux")) || begins(name, STR("kernel "
	    "kpatch-patch bottlerocket-kernel linux-esx linux-rt linux-aws "
	    "linux-secure linux-devel linux-docs linux-drivers linux-headers "
	    "linux-api-headers")) || (str_starts(name, STR("kernel")) &&
	    name.n > 6 && is_digit(name.p[6]));
}

/* Alpine's and Arch's: linux-lts, linux-virt-dev, linux-headers. */
static bool
is_linux(struct str name)
{
	return str_eq(name, STR("linux")) || begins(name, STR("linux-lts "
	    "linux-virt linux-edge linux-rpi linux-asahi linux-headers "
	    "linux-zen linux-hardened linux-rt linux-docs linux-dev "
	    "linux-api-headers linux-stable linux-gru linux-elm"));
}

bool
kernel_is(const struct bom_component *c)
{
	if (str_eq(c->type, STR("deb")))
		return is_deb(c);
	if (str_eq(c->type, STR("rpm")))
		return is_rpm(c->name);
	if (str_eq(c->type, STR("apk")) || str_eq(c->type, STR("alpm")))
		return is_linux(c->name);
	if (str_eq(c->type, STR("ebuild")))
		return str_eq(c->group, STR("sys-kernel")) &&
		    !str_eq(c->name, STR("linux-firmware"));
	return str_eq(c->type, STR("generic")) &&
	    (str_eq(c->name, STR("linux-kernel")) ||
	    str_eq(c->name, STR("linux_kernel")));
}

void
kernel_suppress(struct target *t, enum kernel_mode mode)
{
	size_t n = 0;

	if (mode == KERNEL_SHOW || (mode == KERNEL_AUTO &&
	    t->bom->subject != SUBJECT_IMAGE))
		return;
	for (size_t i = 0; i < t->nfindings; i++) {
		struct finding *f = &t->findings[i];

		if (!kernel_is(f->component)) {
			t->findings[n++] = *f;
			continue;
		}
		f->by = mode == KERNEL_HIDE ? STR("--kernel=hide")
		    : STR("a container runs the host's kernel "
		    "(--kernel=show shows it)");
		t->suppressed[t->nsuppressed++] = *f;
		t->kernels++;
	}
	t->nfindings = n;
}
