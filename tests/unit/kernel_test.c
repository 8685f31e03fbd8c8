/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What is a kernel, and when findings about it are suppressed. Names are those
 * of the distributions' packages.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/arena.h"
#include "base/limits.h"
#include "bom/bom.h"
#include "match/kernel.h"
#include "match/policy/finding.h"

static const struct {
	const char *type, *name, *source;
	bool kernel;
} names[] = {
	{ "deb", "linux-image-6.1.0-18-amd64", "linux-signed-amd64", true },
	{ "deb", "linux-headers-6.1.0-18-common", "linux", true },
	{ "deb", "linux-libc-dev", "linux", true },
	{ "deb", "linux-kbuild-6.1", "linux", true },
	{ "deb", "linux-modules-extra-5.15.0-91-generic", "linux", true },
	{ "deb", "linux-image-5.15.0-1051-aws", "linux-signed-aws", true },
	{ "deb", "linux-perf", "linux", false },
	{ "deb", "bpftool", "linux", false },
	{ "deb", "linux-base", "linux-base", false },
	{ "deb", "linux-sound-base", "alsa-base", false },
	{ "rpm", "kernel", "", true },
	{ "rpm", "kernel-headers", "", true },
	{ "rpm", "kernel-rt-core", "", true },
	{ "rpm", "kernel-uek", "", true },
	{ "rpm", "kernel-default-base", "", true },
	{ "rpm", "kernel6.1", "", true },
	{ "rpm", "kpatch-patch-4_18_0-305", "", true },
	{ "rpm", "linux-esx", "linux", true },
	{ "rpm", "kernel-tools-libs", "", false },
	{ "rpm", "kernel-srpm-macros", "", false },
	{ "rpm", "kernel-firmware-intel", "", false },
	{ "rpm", "kernelshark", "", false },
	{ "rpm", "linux-system-roles", "", false },
	{ "apk", "linux-lts", "", true },
	{ "apk", "linux-headers", "", true },
	{ "apk", "linux-pam", "", false },
	{ "apk", "linux-firmware-none", "", false },
	{ "alpm", "linux", "", true },
	{ "alpm", "linux-api-headers", "", true },
	{ "alpm", "linux-firmware", "", false },
	{ "generic", "linux-kernel", "", true },
	{ "npm", "linux", "", false },
	{ "deb", "bash", "", false },
};

static void
test_names(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		struct bom_component c = { .type = str_from(names[i].type),
			.name = str_from(names[i].name),
			.source_name = str_from(names[i].source) };

		if (kernel_is(&c) != names[i].kernel)
			fail_msg("%s %s", names[i].type, names[i].name);
	}
}

static void
test_gentoo(void **state)
{
	struct bom_component c = { .type = STR("ebuild"),
		.group = STR("sys-kernel"), .name = STR("gentoo-sources") };

	(void)state;
	assert_true(kernel_is(&c));
	c.name = STR("linux-firmware");
	assert_false(kernel_is(&c));
	c.group = STR("sys-apps");
	c.name = STR("portage");
	assert_false(kernel_is(&c));
}

/* How many of two findings, one about a kernel, are left. */
static size_t
left(enum bom_subject subject, enum kernel_mode mode)
{
	static struct bom_component c[2];
	struct finding f[2] = { { .component = &c[0] }, { .component = &c[1] } };
	struct finding away[2];
	struct bom b = { .subject = subject };
	struct target t = { .bom = &b, .findings = f, .nfindings = 2,
		.suppressed = away };

	c[0] = (struct bom_component){ .type = STR("rpm"),
		.name = STR("kernel") };
	c[1] = (struct bom_component){ .type = STR("rpm"),
		.name = STR("bash") };
	kernel_suppress(&t, mode);
	assert_int_equal(t.nfindings + t.nsuppressed, 2);
	assert_int_equal(t.kernels, t.nsuppressed);
	if (t.nsuppressed != 0) {
		assert_ptr_equal(away[0].component, &c[0]);
		assert_true(away[0].by.n != 0);
	}
	return t.nfindings;
}

static void
test_modes(void **state)
{
	(void)state;
	assert_int_equal(left(SUBJECT_IMAGE, KERNEL_AUTO), 1);
	assert_int_equal(left(SUBJECT_IMAGE, KERNEL_SHOW), 2);
	assert_int_equal(left(SUBJECT_ROOTFS, KERNEL_AUTO), 2);
	assert_int_equal(left(SUBJECT_UNKNOWN, KERNEL_AUTO), 2);
	assert_int_equal(left(SUBJECT_ROOTFS, KERNEL_HIDE), 1);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_names),
		cmocka_unit_test(test_gentoo),
		cmocka_unit_test(test_modes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
