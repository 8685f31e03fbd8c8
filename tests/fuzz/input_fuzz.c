/* SPDX-License-Identifier: Apache-2.0 */
/* fuzz-cover: sbom/layer/walk.c sbom/layer/visit.c sbom/layer/view.c sbom/layer/links.c sbom/layer/store.c sbom/layer/sink.c sbom/layer/judge.c sbom/input/docker.c sbom/input/oci.c sbom/input/config.c sbom/input/members.c sbom/input/went.c sbom/input/resolve.c sbom/input/select.c */
/* fuzz-make: tests/tools/inputs.sh */
/* fuzz-max: 40000 */
#include <assert.h>
#include <setjmp.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/arena.h"
#include "bom/bom.h"
#include "codec/digest.h"
#include "codec/reader.h"
#include "sbom/catalog/catalog.h"
#include "sbom/input/session.h"
#include "sbom/relate/relate.h"

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);

static jmp_buf full;

static void
on_full(size_t limit)
{
	(void)limit;
	longjmp(full, 1);
}

static void
use(struct session *s)
{
	struct facts *f;
	struct err e = { "" };
	enum rc rc = session_read(s, &e);

	assert(rc == RC_OK || e.msg[0] != 0);
	for (size_t i = 0; rc == RC_OK && i < s->nimages && i < 4; i++) {
		if (session_facts(s, i, &f, &e) != RC_OK)
			continue;
		(void)facts_resolve(f, STR("/bin/sh"));
		(void)facts_resolve(f, STR("var/lib/dpkg/status"));
		struct bom *b = bom_new(64 << 20);

		(void)relate(f, &s->images[i].meta, b, &e);
		bom_finish(b);
		bom_free(b);
	}
}

/* The first byte chooses the options, the rest is SOURCE. */
int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	if (n < 2)
		return 0;
	struct arena *a = arena_new(64 << 20);
	struct session s = { .arena = a, .lim = limits_default, .fd = -1,
		.spool = -1, .oops = "input" };

	arena_on_full(on_full);
	s.lim.package_db = s.lim.text_file = MIB;
	s.lim.buffer = (p[0] & 64) != 0 ? 1024 : MIB;
	s.lim.layer = 16 * MIB;
	s.lim.wanted = 2000;
	s.lim.records = MIB;
	s.lim.memory = 64 * MIB;
	s.is_stream = (p[0] & 1) != 0;
	s.in.all = (p[0] & 2) != 0;
	s.in.verify = (p[0] & 4) != 0;
	s.in.platform = (p[0] & 8) != 0 ? "linux/amd64" : NULL;
	s.in.ref = (p[0] & 16) != 0 ? "example:1" : NULL;
	s.in.from = (p[0] & 32) != 0 ? "rootfs" : NULL;
	notices_init(&s.notices, a);
	s.pool = (struct pool_opts){ selector_new(a, NULL), &s.lim, NULL, 1,
		s.in.verify, (p[0] & 128) != 0, 1 };
	s.declared = s.pool.sel;
	s.fd = memfd_create("input", MFD_CLOEXEC);
	assert(s.fd > 2 && write(s.fd, p + 1, n - 1) == (ssize_t)(n - 1));
	assert(lseek(s.fd, 0, SEEK_SET) == 0);
	if (setjmp(full) == 0)
		use(&s);
	session_close(&s);
	arena_free(a);
	return 0;
}
