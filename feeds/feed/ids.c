/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Other names of vulnerabilities: national databases (CNNVD, CNVD, BDU, JVN,
 * EUVD) and a company's own.
 *
 * Source:   a form of ours; feeds(1), "Feeds".
 * Grammar:  lines of tab-separated values. The first names the columns, in any
 *           order: `id` and `alias`, then `severity` and `label` if they are
 *           there. "-" stands for nothing; a line that begins with # is none.
 * Traps:    one id may have several lines, or several aliases with blanks or
 *           commas between: then it is the name of a set, and no alias of
 *           any. Severities come in the database's own language.
 */
#include "advisory/fill.h"
#include "base/arena.h"
#include "feeds/feed/draft.h"
#include "feeds/feed/feed.h"
#include "feeds/feed/lines.h"
#include "feeds/feed/table.h"

enum { COLUMNS_MAX = 32, NONE = COLUMNS_MAX };

struct columns {
	size_t id, alias, severity, label;
};

static bool
read_columns(struct str line, struct columns *c)
{
	*c = (struct columns){ NONE, NONE, NONE, NONE };
	for (size_t i = 0; i < COLUMNS_MAX; i++) {
		struct str s = tsv_column(line, i);

		if (str_eq_nocase(s, STR("id")))
			c->id = i;
		else if (str_eq_nocase(s, STR("alias")))
			c->alias = i;
		else if (str_eq_nocase(s, STR("severity")))
			c->severity = i;
		else if (str_eq_nocase(s, STR("label")))
			c->label = i;
	}
	return c->id != NONE && c->alias != NONE;
}

/* The words of CNNVD and CNVD, BDU, JVN; else those of everybody. */
static enum severity
severity_of(struct str w)
{
	static const struct {
		const char *word;
		enum severity severity;
	} words[] = {
		{ "超危", SEV_CRITICAL }, { "高危", SEV_HIGH },
		{ "中危", SEV_MEDIUM }, { "低危", SEV_LOW },
		{ "高", SEV_HIGH }, { "中", SEV_MEDIUM },
		{ "低", SEV_LOW },
		{ "критический", SEV_CRITICAL },
		{ "высокий", SEV_HIGH },
		{ "средний", SEV_MEDIUM },
		{ "низкий", SEV_LOW },
		{ "緊急", SEV_CRITICAL }, { "重要", SEV_HIGH },
		{ "警告", SEV_MEDIUM }, { "注意", SEV_LOW },
	};

	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (str_eq(w, str_from(words[i].word)))
			return words[i].severity;
	return severity_from_word(w);
}

static enum rc
put_line(struct arena *a, struct str line, const struct columns *c,
    struct fill *out, struct err *e)
{
	struct draft d = { .a = a };
	struct str aliases, one;

	line = str_utf8(a, line);
	aliases = tsv_column(line, c->alias);
	d.r.id = tsv_column(line, c->id);
	if (d.r.id.n == 0 || d.r.id.n > 100)
		return fill_reject(out, str_sub(line, 0, 60), "no id", e);
	while (str_word(&aliases, &one))
		draft_alias(&d, one, REL_ALIAS);
	if (d.r.naliases == 0)
		return fill_reject(out, d.r.id, "no alias", e);
	if (c->severity != NONE)
		d.r.severity = severity_of(tsv_column(line, c->severity));
	if (c->label != NONE)
		d.r.title = tsv_column(line, c->label);
	return draft_put(&d, out, e);
}

static enum rc
load(const struct feed_file *f, struct reader *in, const struct limits *lim,
    struct fill *out, struct err *e)
{
	struct arena *a = arena_new((size_t)lim->memory);
	struct lines l = { .in = in };
	struct columns c;
	struct str line;
	enum rc rc = lines_next(&l, &line, e);

	(void)f;
	if (rc == RC_OK && !read_columns(line, &c))
		rc = err_set(e, RC_FORMAT, "no columns id and alias");
	while (rc == RC_OK && (rc = lines_next(&l, &line, e)) == RC_OK) {
		arena_reset(a);
		if (str_trim(line).n != 0 && *line.p != '#')
			rc = put_line(a, line, &c, out, e);
	}
	lines_done(&l);
	arena_free(a);
	return rc == RC_STOP ? RC_OK : rc;
}

static bool
detect(const struct feed_head *h)
{
	struct columns c;

	return !h->object && !h->array && read_columns(str_sub(h->text, 0,
	    str_find(h->text, '\n')), &c);
}

const struct feed feed_ids = {
	.name = "ids", .about = "other names of vulnerabilities, TSV: id, alias, "
	    "severity, label",
	.pieces = true, .detect = detect, .load = load,
};
