/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A list of package URLs: one a line, each once. Components without one are
 * not in it.
 *
 * Source:   ours; purls as ECMA-427 has them.
 * Grammar:  a line is empty, "# WORDS" or a purl. "# airbom:gap VALUE" (see
 *           property.h) is a gap: a list that hid one would look complete.
 * Limits:   lim->components; lim->json_record for one line.
 */
#include "base/arena.h"
#include "bom/bom.h"
#include "bom/other/other.h"
#include "bom/property.h"
#include "bom/pull.h"
#include "identity/purl.h"
#include "text/line_in.h"

static const struct str gap_mark = { "# " PROP_GAP " ",
	sizeof "# " PROP_GAP " " - 1 };

static enum rc
write_purls(const struct bom *b, const char *version, struct out *o,
    struct err *e)
{
	struct arena *tmp = arena_new(limits_default.memory);
	struct str last = STR("");

	(void)version;
	for (size_t i = 0; i < b->notices.n; i++) {
		if (b->notices.v[i].level != NOTICE_GAP)
			continue;
		out_str(o, gap_mark);
		out_str(o, property_notice_format(tmp, &b->notices.v[i]));
		out_z(o, "\n");
	}
	for (size_t i = 0; i < b->ncomponents; i++) {
		struct str purl = b->components[i].purl;

		if (purl.n == 0 || str_eq(purl, last))
			continue;	/* of one kind they are sorted */
		out_str(o, purl);
		out_z(o, "\n");
		last = purl;
	}
	arena_free(tmp);
	return o->error == 0 ? RC_OK : out_flush(o, e);
}

static enum rc
take_purl(struct pull *p, struct str line, uint64_t number, struct err *e)
{
	struct bom_component c = { .kind = BOM_LIBRARY };
	struct bom_hints hints = { .type = STR("") };
	struct bom *b = p->b;
	struct err why;
	struct purl parsed;

	if (purl_parse(p->tmp, line, &parsed, &why) != RC_OK) {
		notice_gap(&b->notices, "purl", STR(""),
		    "line %llu: not a package URL: %.*s",
		    (unsigned long long)number, STR_ARG(str_sub(line, 0, 200)));
		return RC_OK;
	}
	c.purl = str_dup(b->arena, line);
	bom_decode(&p->decoder, &c, &hints);
	return pull_add(p, &c, e);
}

static enum rc
take_line(struct pull *p, struct str line, uint64_t number, struct err *e)
{
	struct bom *b = p->b;

	if (str_starts(line, gap_mark))
		notices_add(&b->notices, property_notice_parse(b->arena,
		    NOTICE_GAP, str_dup(b->arena, str_from_pos(line,
		    gap_mark.n))));
	if (line.n == 0 || line.p[0] == '#')
		return RC_OK;
	return take_purl(p, line, number, e);
}

static enum rc
read_lines(struct pull *p, struct line_in *lines, struct err *e)
{
	struct str line;
	enum rc rc;

	while ((rc = line_in_next(lines, &line, e)) == RC_OK) {
		rc = take_line(p, str_trim(line), line_in_number(lines), e);
		if (rc != RC_OK)
			return rc;
		arena_reset(p->tmp);
	}
	if (rc != RC_STOP)
		return rc;
	bom_foreign_distro(&p->decoder);
	bom_decode_end(&p->decoder);
	return RC_OK;
}

static enum rc
read_purls(struct bom_in *in, const struct limits *lim, struct bom *b,
    struct err *e)
{
	struct pull p = { .j = NULL };
	struct line_in *lines = line_in_new(&in->reader, lim->json_record);

	pull_init(&p, lim, b);
	enum rc rc = read_lines(&p, lines, e);

	pull_done(&p);
	line_in_free(lines);
	return rc;
}

/* Words may stand before the first purl. */
static bool
is_purls(struct str head)
{
	struct str rest = head, line;

	while (str_line(&rest, &line)) {
		line = str_trim(line);
		if (str_starts(line, STR("pkg:")) ||
		    str_starts(line, gap_mark))
			return true;
		if (line.n != 0 && line.p[0] != '#')
			return false;
	}
	return false;
}

const struct bom_format format_purls = {
	.name = "purls", .version = "1", .versions = "1", .suffix = ".purls",
	.write = write_purls, .read = read_purls, .sniff = is_purls,
};
