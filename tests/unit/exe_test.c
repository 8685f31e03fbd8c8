/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Executables: this machine's own, and headers that lie. What readelf(1) says
 * of them is asked of it when it is there.
 */
#include <fcntl.h>
#include <sys/stat.h>

#include "tests/unit/collect.h"

#include "sbom/binary/exe.h"
#include "sbom/binary/go_build.h"

extern const struct cataloger cat_executable, cat_go_binary, cat_linux_kernel;

static struct exe *
open_text(struct arena *a, struct mem_blob *m, struct str s)
{
	struct exe *x;
	struct err e;

	if (exe_open(a, mem_blob_init(m, s.p, s.n), &x, &e) != RC_OK)
		fail_msg("%s", e.msg);
	return x;
}

/* ---- against readelf ---- */

/* Lines of a command's output. */
static struct str
output(struct arena *a, const char *command)
{
	FILE *f = popen(command, "r");
	struct buf b = { 0 };
	size_t n;

	assert_non_null(f);
	while ((n = fread(buf_room(&b, 4096), 1, 4096, f)) > 0)
		b.n += n;
	(void)pclose(f);
	struct str s = str_dup(a, buf_str(&b));

	buf_done(&b);
	return s;
}

static void
test_sections(void **state)
{
	struct arena *a = arena_new(256 << 20);
	struct str path = str_fmt(a, "/proc/%d/exe", (int)getpid()), line;
	struct str want = output(a, str_z(a, str_fmt(a, "readelf -SW %.*s "
	    "2>/dev/null | sed -n 's/^ *\\[ *[0-9]*\\] \\(\\.[^ ]*\\) *"
	    "[A-Z_0-9]* *\\([0-9a-f]*\\) \\([0-9a-f]*\\) "
	    "\\([0-9a-f]*\\) .*/\\1\\t\\2\\t\\3\\t\\4/p'",
	    STR_ARG(path))));
	struct mem_blob m;
	size_t rows = 0;

	(void)state;
	if (want.n == 0) {		/* no readelf */
		arena_free(a);
		skip();
	}
	struct exe *x = open_text(a, &m, collect_file(a, "/proc/self/exe"));

	assert_int_equal(x->format, EXE_ELF);
	assert_null(x->odd);
	for (; str_line(&want, &line); rows++) {
		struct str name = cell(line, 0);
		const struct exe_part *p = exe_section(x, name);

		if (p == NULL)
			fail_msg("no section %.*s", STR_ARG(name));
		assert_int_equal(p->vaddr, strtoull(str_z(a, cell(line, 1)),
		    NULL, 16));
		assert_int_equal(p->off, strtoull(str_z(a, cell(line, 2)),
		    NULL, 16));
		assert_int_equal(p->vsize, strtoull(str_z(a, cell(line, 3)),
		    NULL, 16));
	}
	assert_true(rows > 10);
	arena_free(a);
}

static bool
has_library(const struct str *libs, size_t n, const char *begin)
{
	for (size_t i = 0; i < n; i++)
		if (str_starts(libs[i], str_from(begin)))
			return true;
	return false;
}

static void
test_self(void **state)
{
	struct arena *a = arena_new(256 << 20);
	struct str self = collect_file(a, "/proc/self/exe");
	struct mem_blob m;
	struct exe *x = open_text(a, &m, self);
	struct exe_symbol found[4];
	struct str name = STR("cat_go_binary"), ends[] = { STR("no_such"),
		STR("t_go_binary") };
	const struct str *libs;
	struct err e;
	uint64_t off;
	size_t n;

	(void)state;
	assert_int_equal(x->format, EXE_ELF);
	assert_true(x->kind == EXE_LIBRARY || x->kind == EXE_PROGRAM);
	assert_int_equal(x->wide, sizeof(void *) == 8);
	assert_true(x->interpreter.n > 4 && x->interpreter.p[0] == '/');
	assert_int_equal(exe_needed(x, &m.b, &libs, &n, &e), RC_OK);
	assert_true(has_library(libs, n, "libcmocka.so"));
	assert_true(has_library(libs, n, "libc."));
	assert_int_equal(exe_symbols(x, &m.b, &name, 1, false, found, 4,
	    &n, &e), RC_OK);
	if (n > 0) {		/* not stripped */
		assert_true(exe_offset(x, found[0].vaddr, 8, &off));
		assert_true(off < self.n);
	}
	assert_int_equal(exe_symbols(x, &m.b, ends, 2, false, found, 4,
	    &n, &e), RC_OK);
	assert_int_equal(n, 0);		/* a tail is no name */
	assert_int_equal(exe_symbols(x, &m.b, ends, 2, true, found, 4,
	    &n, &e), RC_OK);
	if (n > 0)
		/* The sanitizers make names of their own of it. */
		assert_true(str_ends(found[0].name, STR("cat_go_binary")));
	arena_free(a);
}

/* ---- headers that lie ---- */

static void
test_cut(void **state)
{
	struct arena *a = arena_new(256 << 20);
	struct str self = collect_file(a, "/proc/self/exe");

	(void)state;
	/* Each byte of the header in turn is all ones, then the file ends. */
	for (size_t i = 0; i < 128; i++) {
		struct arena *t = arena_new(256 << 20);
		char *copy = malloc(8192);
		struct mem_blob m;
		struct exe *x;
		struct err e;

		memcpy(copy, self.p, 8192);
		if (i < 64)
			copy[i] = (char)0xff;
		enum rc rc = exe_open(t, mem_blob_init(&m, copy, i < 64 ?
		    8192 : i - 64), &x, &e);

		/* What is read of it is said to be odd, or nothing is. */
		if (rc == RC_OK)
			assert_true(x->odd != NULL || x->nsections == 0);
		else
			assert_true(rc == RC_FORMAT || rc == RC_LIMIT ||
			    rc == RC_UNSUPPORTED);
		free(copy);
		arena_free(t);
	}
	arena_free(a);
}

static void
test_magic(void **state)
{
	static const struct {
		const char *head;
		size_t n;
		enum exe_format want;
	} cases[] = {
		{ "\177ELF", 4, EXE_ELF },
		{ "MZ\220\0", 4, EXE_PE },
		{ "\xcf\xfa\xed\xfe", 4, EXE_MACHO },
		{ "\xfe\xed\xfa\xce", 4, EXE_MACHO },
		{ "\xca\xfe\xba\xbe\0\0\0\2", 8, EXE_FAT },
		{ "\xca\xfe\xba\xbf\0\0\0\1", 8, EXE_FAT },
		{ "\xca\xfe\xba\xbe\0\0\0\x34", 8, EXE_NONE },	/* Java 8 */
		{ "\xca\xfe\xba\xbe", 4, EXE_NONE },
		{ "\177EL", 3, EXE_NONE },
		{ "#!/bin/sh", 9, EXE_NONE },
		{ "", 0, EXE_NONE },
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		assert_int_equal(exe_magic(cases[i].head, cases[i].n),
		    cases[i].want);
}

/* A range that was not kept: handed back as it is. */
static enum rc
lost_at(struct blob *b, uint64_t off, size_t n, const uint8_t **ret,
    struct err *e)
{
	static uint8_t head[4096];

	(void)b;
	if (off == 0 && n <= sizeof head) {
		int fd = open("/proc/self/exe", O_RDONLY);

		assert_true(fd >= 0);
		assert_int_equal(read(fd, head, n), (ssize_t)n);
		(void)close(fd);
		*ret = head;
		return RC_OK;
	}
	return err_set(e, RC_LIMIT, "not kept");
}

static void
test_limit(void **state)
{
	struct arena *a = arena_new(1 << 20);
	struct blob b = { .size = 1 << 30, .at = lost_at };
	struct stat st;
	struct exe *x;
	struct err e;

	(void)state;
	assert_int_equal(stat("/proc/self/exe", &st), 0);
	b.size = (uint64_t)st.st_size;
	assert_int_equal(exe_open(a, &b, &x, &e), RC_LIMIT);
	assert_string_equal(e.msg, "not kept");

	struct collect c = collect_of(a);
	struct file_ref f = { .path = STR("x") };

	assert_int_equal(cat_executable.parse(&f, &b, &limits_default, &c.r,
	    &e), RC_LIMIT);
	arena_free(a);
}

/* ---- Go ---- */

/* A Go program that is likely here, or NULL. */
static const char *
go_program(void)
{
	static const char *const all[] = { "/usr/bin/umoci",
		"/usr/bin/skopeo", "/usr/local/go/bin/gofmt" };

	for (size_t i = 0; i < sizeof all / sizeof *all; i++)
		if (access(all[i], R_OK) == 0)
			return all[i];
	return NULL;
}

/* However the bytes come, the stream gives what the file does. */
static void
test_go_scan(void **state)
{
	static const size_t steps[] = { 1, 7, 16, 4096, 65537, SIZE_MAX };
	const char *path = go_program();

	(void)state;
	if (path == NULL)
		skip();
	struct arena *a = arena_new(256 << 20);
	struct str all = collect_file(a, path);
	struct mem_blob m;
	struct exe *x = open_text(a, &m, all);
	struct go_build want, got;
	struct err e;
	bool found;

	assert_int_equal(go_build_read(x, &m.b, &want, &found, &e), RC_OK);
	assert_true(found);
	assert_true(str_starts(want.version, STR("go1.")));
	assert_true(str_starts(want.modules, STR("path\t")));
	for (size_t i = 0; i < sizeof steps / sizeof *steps; i++) {
		struct go_scan *s = go_scan_new();
		size_t step = steps[i];

		for (size_t k = 0; k < all.n; k += step) {
			if (step > all.n - k)
				step = all.n - k;
			go_scan_feed(s, (const uint8_t *)all.p + k, step);
		}
		assert_true(go_scan_result(s, &got));
		assert_true(str_eq(got.version, want.version));
		assert_true(str_eq(got.modules, want.modules));
		go_scan_free(s);
	}
	arena_free(a);
}

/* A magic that nothing follows is passed over; a text without its end, too. */
static void
test_go_scan_bogus(void **state)
{
	static const char bogus[] = "\xff Go buildinf:\x08\x02"
	    "0123456789abcdef" "\x06" "nogoes";
	struct go_build got;

	(void)state;
	for (size_t step = 1; step < 40; step++) {
		struct go_scan *s = go_scan_new();

		for (size_t k = 0; k < sizeof bogus; k += step)
			go_scan_feed(s, (const uint8_t *)bogus + k,
			    sizeof bogus - k < step ? sizeof bogus - k :
			    step);
		assert_false(go_scan_result(s, &got));
		go_scan_free(s);
	}
}

/* A whole program through the driver's own stream. */
static void
test_stream(void **state)
{
	const char *path = go_program();

	(void)state;
	if (path == NULL)
		skip();
	struct arena *a = arena_new(256 << 20);
	struct str all = collect_file(a, path);
	struct collect c = collect_of(a), d = collect_of(a);
	struct file_ref f = { .path = STR("usr/bin/x") };
	struct limits lim = limits_default;
	struct mem_blob m;
	struct err e = { "" };

	assert_int_equal(cat_executable.parse(&f, mem_blob_init(&m, all.p,
	    all.n), &lim, &c.r, &e), RC_OK);
	assert_true(c.npkgs >= 1);
	struct scan *s = cat_executable.scan_new(&f, all.n, &lim);

	for (size_t k = 0; k < all.n; k += 100000)
		s->feed(s, (const uint8_t *)all.p + k,
		    all.n - k < 100000 ? all.n - k : 100000);
	(void)s->end(s, &d.r, &e);
	s->free(s);
	assert_int_equal(c.npkgs, d.npkgs);
	for (size_t i = 0; i < c.npkgs; i++) {
		assert_true(str_eq(c.pkgs[i].p.name, d.pkgs[i].p.name));
		assert_true(str_eq(c.pkgs[i].p.version,
		    d.pkgs[i].p.version));
	}
	arena_free(a);
}

/* ---- kernels ---- */

/* The layout of Documentation/arch/x86/boot.rst. */
static void
test_kernel(void **state)
{
	struct arena *a = arena_new(1 << 20);
	struct file_ref f = { .path = STR("boot/vmlinuz") };
	struct collect c = collect_of(a);
	char image[4096] = { 0 };
	struct mem_blob m;
	struct err e;

	(void)state;
	memcpy(image + 0x202, "HdrS", 4);
	image[0x20f] = 4;		/* 0x400 + 0x200 */
	(void)snprintf(image + 0x600, 100,
	    "5.10.121-linuxkit (user@host) #1 SMP");
	assert_int_equal(cat_linux_kernel.parse(&f, mem_blob_init(&m, image,
	    sizeof image), &limits_default, &c.r, &e), RC_OK);
	assert_int_equal(c.npkgs, 1);
	assert_true(str_eq(c.pkgs[0].p.version, STR("5.10.121-linuxkit")));
	/* Not there: a note, not silence. */
	image[0x20f] = 0;
	assert_int_equal(cat_linux_kernel.parse(&f, &m.b, &limits_default,
	    &c.r, &e), RC_OK);
	assert_int_equal(c.npkgs, 1);
	assert_int_equal(c.notes, 1);
	arena_free(a);
}

/* The banner across any two chunks; a packed one is more than can be held. */
static void
test_kernel_stream(void **state)
{
	static const char text[] = "Linux version 6.12.1-arm64 (a@b)";
	struct arena *a = arena_new(1 << 20);
	struct file_ref f = { .path = STR("boot/vmlinux") };
	char image[4096] = "\177ELF";
	struct err e;

	(void)state;
	memcpy(image + 2000, text, sizeof text);
	/* Where it stands in the scan's own pieces moves with what is before. */
	for (size_t step = 1; step < 4096; step += 61) {
		struct collect c = collect_of(a);
		struct scan *s = cat_linux_kernel.scan_new(&f, 200 * 4096,
		    &limits_default);

		s->feed(s, (const uint8_t *)image, 4);
		for (size_t k = 0; k < 65536 - 2048; k += 61)
			s->feed(s, (const uint8_t *)image + 4, 61);
		for (size_t k = 4; k < sizeof image; k += step)
			s->feed(s, (const uint8_t *)image + k,
			    sizeof image - k < step ? sizeof image - k :
			    step);
		for (size_t k = 0; k < 65536; k += 61)
			s->feed(s, (const uint8_t *)image + 4, 61);
		assert_int_equal(s->end(s, &c.r, &e), RC_OK);
		s->free(s);
		assert_int_equal(c.npkgs, 1);
		assert_true(str_eq(c.pkgs[0].p.version,
		    STR("6.12.1-arm64")));
	}
	struct collect c = collect_of(a);
	struct scan *s = cat_linux_kernel.scan_new(&f, 4096, &limits_default);

	memcpy(image, "\x1f\x8b\x08\0\0\0", 6);
	s->feed(s, (const uint8_t *)image, 1000);
	assert_int_equal(s->end(s, &c.r, &e), RC_LIMIT);
	s->free(s);
	arena_free(a);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_sections),
		cmocka_unit_test(test_self),
		cmocka_unit_test(test_cut),
		cmocka_unit_test(test_magic),
		cmocka_unit_test(test_limit),
		cmocka_unit_test(test_go_scan),
		cmocka_unit_test(test_go_scan_bogus),
		cmocka_unit_test(test_stream),
		cmocka_unit_test(test_kernel),
		cmocka_unit_test(test_kernel_stream),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
