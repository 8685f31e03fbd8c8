/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Extended headers and numbers of tar.
 *
 * Source:   POSIX.1-2017 pax, "pax Extended Header"; GNU tar manual, "Storing
 *           Sparse Files" (formats 0.0, 0.1, 1.0) and "Basic Tar Format".
 * Grammar:  "LEN KEY=VALUE\n", LEN decimal and counting the whole record.
 */
#include "sbom/layer/tar_pax.h"

bool
tar_signed(const uint8_t *p, size_t n, int64_t *ret)
{
	uint64_t v = 0;
	size_t i = 0;

	if (n > 0 && (p[0] & 0x80) != 0) {	/* GNU: base-256 */
		bool neg = (p[0] & 0x40) != 0;

		for (; i < n; i++) {
			uint8_t b = i > 0 ? p[i] : neg ? p[0] :
			    (uint8_t)(p[0] & 0x7f);

			if (i + 8 < n && b != (neg ? 0xff : 0))
				return false;
			v = v << 8 | b;
		}
		*ret = (int64_t)v;
		return neg == (*ret < 0);
	}
	while (i < n && (p[i] == ' ' || p[i] == 0))
		i++;
	for (; i < n && p[i] >= '0' && p[i] <= '7'; i++) {
		if (v >> 60 != 0)
			return false;
		v = v << 3 | (uint64_t)(p[i] - '0');
	}
	if (i < n && p[i] != ' ' && p[i] != 0)
		return false;
	*ret = (int64_t)v;
	return *ret >= 0;
}

bool
tar_number(const uint8_t *p, size_t n, uint64_t *ret)
{
	int64_t v;

	if (!tar_signed(p, n, &v) || v < 0)
		return false;
	*ret = (uint64_t)v;
	return true;
}

enum rc
tar_runs_add(struct tar_runs *r, uint64_t off, uint64_t n, struct err *e)
{
	uint64_t end;

	if (__builtin_add_overflow(off, n, &end) || (r->n > 0 &&
	    off < r->v[r->n - 1].off + r->v[r->n - 1].n))
		return err_set(e, RC_FORMAT, "sparse map out of order");
	if (n == 0)		/* only says where the file ends */
		return RC_OK;
	if (r->n == TAR_RUNS_MAX)
		return err_set(e, RC_LIMIT, "sparse map of over %d runs",
		    TAR_RUNS_MAX);
	if (r->n == r->cap) {
		size_t cap = r->cap == 0 ? 16 : r->cap * 2;
		struct tar_run *v = realloc(r->v, cap * sizeof *v);

		if (v == NULL)
			return err_set(e, RC_IO, "out of memory");
		r->v = v;
		r->cap = cap;
	}
	r->v[r->n++] = (struct tar_run){ off, n };
	return RC_OK;
}

/* "1700000000.123456789", also negative; the fraction is dropped. */
static bool
pax_time(struct str s, int64_t *ret)
{
	bool neg = s.n > 0 && s.p[0] == '-';
	uint64_t v;

	s = str_sub(s, neg, str_find(s, '.'));
	if (!str_u64(s, INT64_MAX, &v))
		return false;
	*ret = neg ? -(int64_t)v : (int64_t)v;
	return true;
}

/* Format 0.1: "off,n,off,n,…" */
static enum rc
pax_map(struct str s, struct tar_runs *runs, struct err *e)
{
	struct str a, b;
	uint64_t off, n;

	while (str_split(&s, ',', &a)) {
		if (!str_split(&s, ',', &b) ||
		    !str_u64(a, INT64_MAX, &off) || !str_u64(b, INT64_MAX, &n))
			return err_set(e, RC_FORMAT, "bad GNU.sparse.map");
		enum rc rc = tar_runs_add(runs, off, n, e);

		if (rc != RC_OK)
			return rc;
	}
	return RC_OK;
}

struct pax_state {
	struct tar_pax *p;
	struct tar_runs *runs;
	uint64_t run_off;	/* format 0.0: waits for its numbytes */
	struct err *e;
};

static enum rc
bad_value(struct pax_state *st, struct str key)
{
	return err_set(st->e, RC_FORMAT, "pax record %.*s: bad value",
	    STR_ARG(key));
}

static enum rc
sparse_record(struct pax_state *st, struct str key, struct str val)
{
	struct tar_pax *p = st->p;
	struct str word = str_from_pos(key, sizeof "GNU.sparse." - 1);
	uint64_t v = 0;
	bool number = str_u64(val, INT64_MAX, &v);

	p->sparse = true;
	if (str_eq(word, STR("name"))) {
		p->sparse_name = val;
		return RC_OK;
	}
	if (str_eq(word, STR("map")))
		return pax_map(val, st->runs, st->e);
	if (!number)
		return bad_value(st, key);
	if (str_eq(word, STR("major")))
		p->major = (unsigned)(v > 9 ? 9 : v);
	else if (str_eq(word, STR("minor")))
		p->minor = (unsigned)(v > 9 ? 9 : v);
	else if (str_eq(word, STR("offset")))
		st->run_off = v;
	else if (str_eq(word, STR("numbytes")))
		return tar_runs_add(st->runs, st->run_off, v, st->e);
	else if (str_eq(word, STR("realsize")) || str_eq(word, STR("size"))) {
		p->real = v;
		p->has_real = true;
	}
	return RC_OK;
}

/* overlayfs(5) writes "y"; libarchive's own key holds base64 of it. */
static bool
says_opaque(struct str key, struct str val)
{
	struct str name;
	bool b64 = str_starts(key, STR("LIBARCHIVE.xattr."));

	if (!b64 && !str_starts(key, STR("SCHILY.xattr.")))
		return false;
	name = str_from_pos(key, b64 ? 17 : 13);
	return (str_eq(name, STR("trusted.overlay.opaque")) ||
	    str_eq(name, STR("user.overlay.opaque"))) &&
	    (b64 ? str_starts(val, STR("eQ")) : str_eq(val, STR("y")));
}

static enum rc
record(struct pax_state *st, struct str key, struct str val)
{
	struct tar_pax *p = st->p;

	if (str_eq(key, STR("path"))) {
		p->path = val;
		p->has_path = true;
	} else if (str_eq(key, STR("linkpath"))) {
		p->link = val;
		p->has_link = true;
	} else if (str_eq(key, STR("size"))) {
		if (!str_u64(val, INT64_MAX, &p->size))
			return bad_value(st, key);
		p->has_size = true;
	} else if (str_eq(key, STR("mtime"))) {
		if (!pax_time(val, &p->mtime_s))
			return bad_value(st, key);
		p->has_mtime = true;
	} else if (str_starts(key, STR("GNU.sparse."))) {
		return sparse_record(st, key, val);
	} else if (says_opaque(key, val)) {
		p->opaque = true;
	}
	return RC_OK;
}

enum rc
tar_pax_parse(struct tar_pax *p, struct tar_runs *runs, struct err *e)
{
	struct pax_state st = { p, runs, 0, e };
	struct str rest = buf_str(&p->text);

	while (rest.n > 0 && rest.p[0] != 0) {
		size_t blank = str_find(rest, ' ');
		uint64_t len;

		if (!str_u64(str_sub(rest, 0, blank), rest.n, &len) ||
		    len < blank + 3 || rest.p[len - 1] != '\n')
			return err_set(e, RC_FORMAT, "bad pax record");
		struct str kv = str_sub(rest, blank + 1, (size_t)len - 1);
		size_t eq = str_find(kv, '=');

		if (eq == kv.n)
			return err_set(e, RC_FORMAT, "pax record without '='");
		enum rc rc = record(&st, str_sub(kv, 0, eq),
		    str_from_pos(kv, eq + 1));

		if (rc != RC_OK)
			return rc;
		rest = str_from_pos(rest, (size_t)len);
	}
	return RC_OK;
}
