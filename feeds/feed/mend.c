/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Mending UTF-8: openEuler and SUSE publish documents that say they are UTF-8
 * and hold bytes of other encodings (vuln-list-update meets them), which an
 * XML reader must refuse.
 *
 * Source:   RFC 3629; XML 1.0 (fifth edition) section 2.2.
 */
#include "feeds/feed/mend.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "text/utf8.h"

enum { CHUNK = 32 * 1024, TAIL = 3 };

struct mend {
	struct reader r;
	struct reader *in;
	uint8_t raw[CHUNK + TAIL];	/* TAIL: a sequence that was cut */
	size_t nraw;
	char text[3 * (CHUNK + TAIL)];
	size_t at, n;			/* of text, not yet handed over */
	bool eof;
};

static bool
is_control(char c)
{
	return (uint8_t)c < 0x20 && c != '\t' && c != '\n' && c != '\r';
}

/* Could the bytes from p on, which end the chunk, begin a sequence? */
static bool
is_cut(const uint8_t *p, size_t n)
{
	size_t want = p[0] >= 0xf0 ? 4 : p[0] >= 0xe0 ? 3 : p[0] >= 0xc2 ? 2 :
	    1;

	for (size_t i = 1; i < n; i++)
		if ((p[i] & 0xc0) != 0x80)
			return false;
	return p[0] < 0xf5 && n < want;
}

static void
mend(struct mend *m)
{
	const char *p = (const char *)m->raw;
	size_t i = 0;

	m->at = m->n = 0;
	while (i < m->nraw) {
		size_t len = utf8_len(p + i, m->nraw - i);

		if (len == 0 && !m->eof && is_cut(m->raw + i, m->nraw - i))
			break;
		if (len == 0 || (len == 1 && is_control(p[i]))) {
			memcpy(m->text + m->n, UTF8_BAD, 3);
			m->n += 3;
			i++;
			continue;
		}
		memcpy(m->text + m->n, p + i, len);
		m->n += len;
		i += len;
	}
	memmove(m->raw, m->raw + i, m->nraw - i);
	m->nraw -= i;
}

static enum rc
mend_read(struct reader *r, void *p, size_t cap, size_t *ret_n, struct err *e)
{
	struct mend *m = (struct mend *)r;

	while (m->at == m->n && !m->eof) {
		size_t n;
		enum rc rc = reader_read(m->in, m->raw + m->nraw, CHUNK, &n,
		    e);

		if (rc != RC_OK)
			return rc;
		m->eof = n == 0;
		m->nraw += n;
		mend(m);
	}
	*ret_n = m->n - m->at < cap ? m->n - m->at : cap;
	memcpy(p, m->text + m->at, *ret_n);
	m->at += *ret_n;
	return RC_OK;
}

static void
mend_close(struct reader *r)
{
	free(r);
}

struct reader *
mend_new(struct reader *in)
{
	struct mend *m = calloc(1, sizeof *m);

	if (m == NULL)
		return NULL;
	m->r = (struct reader){ mend_read, mend_close };
	m->in = in;
	return &m->r;
}
