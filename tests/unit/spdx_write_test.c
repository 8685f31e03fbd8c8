/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX as it is written, and read back. */
#include "tests/unit/bom_help.h"

static const char *const formats[] = { "spdx-json", "spdx-json@2.2",
	"spdx-tag-value", "spdx-tag-value@2.2", "spdx3-json" };

enum { NFORMATS = sizeof formats / sizeof *formats };

/* A document that has one of everything that the model holds, then some of
   other generators. */
static const char *const documents[] = {
	"tests/fixtures/bom/everything.cdx.json",
	"tests/fixtures/bom/syft/debian.cdx.json",
	"tests/fixtures/bom/syft/alpine.cdx.json",
	"tests/fixtures/bom/syft/almalinux.cdx.json",
	"tests/fixtures/bom/syft/debian.json",
	"tests/fixtures/bom/syft/debian.spdx",
	"tests/fixtures/bom/trivy/debian.cdx.json",
	"tests/fixtures/bom/trivy/almalinux.cdx.json",
	"tests/fixtures/bom/trivy/alpine.cdx.json",
	"tests/fixtures/bom/trivy/debian.spdx.json",
	"tests/fixtures/bom/cdxgen/debian.cdx.json",
};

/* A licence has no name for its form, and someone who said it. */
static void
project(struct bom *b)
{
	for (size_t i = 0; i < b->ncomponents; i++)
		for (size_t k = 0; k < b->components[i].nlicences; k++) {
			struct bom_licence *l =
			    &b->components[i].licences[k];
			struct licence x = licence_classify(b->arena,
			    l->text);

			l->text = x.text;
			l->form = x.form;
			if (l->said == LICENCE_UNSAID)
				l->said = LICENCE_DECLARED;
		}
	bom_finish(b);
}

static void
round_trip_of(const char *path, const char *format)
{
	struct buf in = { .limit = 0 }, text = { .limit = 0 },
	    again = { .limit = 0 };
	struct seen s = { .n = 0 }, t = { .n = 0 };
	struct bom *b = read_ok(file_text(path, &in), &s);

	print_message("# %s as %s\n", path, format);
	write_to(b, format, &text);
	struct bom *back = read_ok(buf_str(&text), &t);

	project(b);
	same_bom(back, b);
	IS(back->tool, "sbom " AIRBOM_VERSION);
	write_to(back, format, &again);
	assert_true(str_eq(buf_str(&text), buf_str(&again)));
	forget(&s);
	forget(&t);
	buf_done(&in);
	buf_done(&text);
	buf_done(&again);
}

static void
round_trip(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof documents / sizeof *documents; i++)
		for (size_t k = 0; k < NFORMATS; k++)
			round_trip_of(documents[i], formats[k]);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(round_trip),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
