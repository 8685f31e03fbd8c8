/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Files of a Java repository by their SHA-1, as a repository manager lists
 * them.
 *
 * Source:   a form of ours; feeds(1), "Feeds".
 * Grammar:  lines of tab-separated values: SHA-1 in hex, group, artifact,
 *           version. A first line that names the columns is passed over.
 */
#include "advisory/fill.h"
#include "base/arena.h"
#include "feeds/feed/feed.h"
#include "feeds/feed/lines.h"
#include "feeds/feed/table.h"

enum { NAME_MAX_BYTES = 512 };

static int
hex(char c)
{
	c = to_lower(c);
	return is_digit(c) ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 :
	    -1;
}

static bool
sha1_of(struct str s, uint8_t ret[20])
{
	if (s.n != 40)
		return false;
	for (size_t i = 0; i < 20; i++) {
		int hi = hex(s.p[2 * i]), lo = hex(s.p[2 * i + 1]);

		if (hi < 0 || lo < 0)
			return false;
		ret[i] = (uint8_t)(hi << 4 | lo);
	}
	return true;
}

static bool
is_name(struct str s)
{
	return s.n != 0 && s.n <= NAME_MAX_BYTES;
}

static enum rc
put_line(struct arena *a, struct str line, bool first, struct fill *out,
    struct err *e)
{
	struct adv_maven x;

	line = str_utf8(a, line);
	x.group = tsv_column(line, 1);
	x.artifact = tsv_column(line, 2);
	x.version = tsv_column(line, 3);
	if (!sha1_of(tsv_column(line, 0), x.sha1))
		return first ? RC_OK : fill_reject(out, str_sub(line, 0, 60),
		    "no SHA-1", e);
	if (!is_name(x.group) || !is_name(x.artifact) || !is_name(x.version))
		return fill_reject(out, str_sub(line, 0, 60),
		    "no group, artifact or version", e);
	return fill_maven(out, &x, e);
}

static enum rc
load(const struct feed_file *f, struct reader *in, const struct limits *lim,
    struct fill *out, struct err *e)
{
	struct arena *a = arena_new((size_t)lim->memory);
	struct lines l = { .in = in };
	struct str line;
	enum rc rc = RC_OK;

	(void)f;
	while (rc == RC_OK && (rc = lines_next(&l, &line, e)) == RC_OK) {
		arena_reset(a);
		if (str_trim(line).n != 0 && *line.p != '#')
			rc = put_line(a, line, l.n == 1, out, e);
	}
	lines_done(&l);
	arena_free(a);
	return rc == RC_STOP ? RC_OK : rc;
}

static bool
detect(const struct feed_head *h)
{
	struct str rest = h->text, line;
	uint8_t sha1[20];

	for (int i = 0; i < 2 && str_line(&rest, &line); i++)
		if (sha1_of(tsv_column(line, 0), sha1) &&
		    tsv_column(line, 3).n != 0)
			return true;
	return false;
}

const struct feed feed_maven_sha1 = {
	.name = "maven-sha1", .about = "files of a Java repository, TSV: sha1, "
	    "group, artifact, version",
	.detect = detect, .load = load,
};
