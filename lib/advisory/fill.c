/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Staging. Every text is interned and every statement becomes a row of small
 * numbers (rows.h); the numbers are those of arrival, and become final in
 * fill_order.c. Titles and links are put aside in one heap of bytes. Memory
 * is what the distinct names, versions and identifiers take, and 64 bytes for
 * each record; rows beyond some megabytes go to scratch files.
 */
#include "advisory/fill.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "advisory/fill_int.h"
#include "advisory/journal.h"
#include "base/arena.h"
#include "base/file.h"
#include "base/limits.h"
#include "base/when.h"
#include "identity/ecosystem.h"
#include "score/cvss.h"

enum {
	ECOS_MAX = 64,		/* ecosystems of one record that are told
				   apart for what a source covers */
};

static const size_t mem_rows = 12 * MIB, mem_small = 4 * MIB;

enum rc
fill_new(struct fill **ret, struct err *e)
{
	struct fill *f = calloc(1, sizeof *f);

	if (f == NULL)
		return err_sys(e, "fill");
	f->arena = arena_new(limits_default.memory);
	f->scratch = arena_new(limits_default.memory);
	f->pools = arena_new(limits_default.memory);
	heap_init(&f->texts, mem_rows);
	heap_init(&f->bodies, mem_rows);

	struct intern *pools[] = { &f->strings, &f->ns, &f->pkgs, &f->vids,
		&f->ranges, &f->quals, &f->words, &f->cpes, &f->seen,
		&f->stated, &f->cpesets };

	for (size_t i = 0; i < sizeof pools / sizeof *pools; i++)
		intern_init(pools[i], f->pools);
	rows_init(&f->affected, A_N, mem_rows);
	rows_init(&f->cpe_rows, C_N, mem_small);
	rows_init(&f->cvss, S_N, mem_small);
	rows_init(&f->cwes, W_N, mem_small);
	rows_init(&f->aliases, L_N, mem_small);
	rows_init(&f->kev, K_N, mem_small);
	rows_init(&f->epss, E_N, mem_small);
	rows_init(&f->ssvc, V_N, mem_small);
	*ret = f;
	return RC_OK;
}

void
fill_shed(struct fill *f)
{
	struct intern *pools[] = { &f->strings, &f->ns, &f->pkgs, &f->vids,
		&f->ranges, &f->quals, &f->words, &f->cpes, &f->seen,
		&f->stated, &f->cpesets };
	struct rows *rows[] = { &f->affected, &f->cpe_rows, &f->cvss, &f->cwes,
		&f->aliases, &f->kev, &f->epss, &f->ssvc };

	for (size_t i = 0; i < sizeof pools / sizeof *pools; i++)
		intern_done(pools[i]);
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		rows_done(rows[i]);
	buf_done(&f->vid_flags);
	buf_done(&f->vid_adv);
	heap_done(&f->texts);
	buf_done(&f->compose);
	buf_done(&f->named);
	journal_free(f->journal);
	f->journal = NULL;
	fill_known_free(f->known);
	f->known = NULL;
	arena_free(f->pools);
	f->pools = NULL;
	if (!f->want_text)	/* else they are written after this */
		buf_done(&f->advs);
}

void
fill_free(struct fill *f)
{
	if (f == NULL)
		return;
	fill_shed(f);
	buf_done(&f->advs);
	heap_done(&f->bodies);
	fill_maven_free(f->maven);
	arena_free(f->scratch);
	arena_free(f->arena);
	free(f);
}

/* ---- sources ---- */

enum rc
fill_source(struct fill *f, const struct fill_source *s, struct err *e)
{
	(void)e;
	for (size_t i = 0; s->sha256.n != 0 && i < f->nsrc; i++) {
		struct fill_src *x = &f->src[i];

		if (str_eq(x->sha256, s->sha256) && str_eq(x->feed, s->feed) &&
		    str_eq(x->name, s->name) && x->frozen == s->frozen) {
			fill_take_up(f, i);
			return RC_OK;
		}
	}
	f->src = arena_grow(f->arena, f->src, f->nsrc, &f->src_cap,
	    sizeof *f->src);
	f->src[f->nsrc] = (struct fill_src){
		.feed = str_dup(f->arena, s->feed),
		.name = str_dup(f->arena, s->name),
		.scope = str_dup(f->arena, s->scope),
		.sha256 = str_dup(f->arena, s->sha256),
		.shown = str_dup(f->arena, s->shown.n != 0 ? s->shown :
		    s->name),
		.bytes = s->bytes, .pieces = s->pieces || s->frozen,
		.loose = s->loose,
		.frozen = s->frozen, .open = s->open, .whole = s->whole,
		.time = NO_TIME,
		.served = s->has_served ? s->served_s : NO_TIME };
	f->cur = (uint32_t)f->nsrc++;
	(void)journal_note(f, J_SOURCE, &(struct journal_source){ *s,
	    f->cur });
	return RC_OK;
}

void
fill_take_up(struct fill *f, size_t i)
{
	f->cur = (uint32_t)i;
	(void)journal_note(f, J_SOURCE, &(struct journal_source){
	    .source.frozen = f->src[i].frozen, .number = (int64_t)i });
}

static struct fill_src *
current(const struct fill *f)
{
	assert(f->nsrc != 0);
	return &f->src[f->cur];
}

void
fill_source_seen(struct fill *f, struct str sha256, uint64_t bytes)
{
	if (journal_note(f, J_SEEN, &(struct journal_pair){ .a = sha256,
	    .n = (int64_t)bytes }))
		return;
	current(f)->sha256 = str_dup(f->arena, sha256);
	current(f)->bytes = bytes;
}

void
fill_torn(struct fill *f)
{
	if (!journal_note(f, J_TORN, NULL) && f->nsrc != 0)
		current(f)->torn = true;
}

void
fill_count(struct fill *f, uint64_t n)
{
	if (journal_note(f, J_COUNT, &(struct journal_pair){
	    .n = (int64_t)n }))
		return;
	current(f)->counted = true;
	current(f)->records += n;
}

void
fill_partial(struct fill *f)
{
	if (!journal_note(f, J_PARTIAL, NULL))
		current(f)->partial = true;
}

void
fill_scope(struct fill *f, struct str scope)
{
	if (!journal_note(f, J_SCOPE, &(struct journal_pair){ .a = scope }))
		current(f)->scope = str_dup(f->arena, scope);
}

void
fill_data_time(struct fill *f, int64_t t_s)
{
	if (journal_note(f, J_TIME, &(struct journal_pair){ .n = t_s }))
		return;
	current(f)->time_stated = true;
	current(f)->time = t_s;
}

bool
fill_counts(struct fill *f, size_t i, struct fill_counts *ret)
{
	if (i >= f->nsrc)
		return false;

	const struct fill_src *s = &f->src[i];

	*ret = (struct fill_counts){ .feed = s->feed, .name = s->name,
		.shown = s->shown,
		.why = s->nrejects != 0 ? s->rejects[0].reason : STR(""),
		.scope = fill_scope_of(f, i),
		.broken = s->broken, .broken_name = s->first_broken.record,
		.broken_why = s->first_broken.reason,
		.records = s->records, .rejected = s->rejected,
		.left_out = s->left_out,
		.has_time = s->time != NO_TIME, .time_s = s->time,
		.torn = s->torn, .frozen = s->frozen,
		.refused = s->refused, .open = s->open,
		.taken_up = s->taken_up };
	return true;
}

void
fill_refuse(struct fill *f, size_t i)
{
	f->src[i].refused = true;
}

size_t
fill_current(const struct fill *f)
{
	return f->cur;
}

static struct fill_reject
reject_of(struct fill *f, struct str record, const char *reason)
{
	return (struct fill_reject){
		str_utf8(f->arena, str_dup(f->arena, str_sub(record, 0, 200))),
		str_dup(f->arena, str_sub(str_from(reason), 0, 400)) };
}

static enum rc
reject(struct fill *f, struct str record, const char *reason, bool broken,
    struct err *e)
{
	struct fill_src *s;

	if (journal_note(f, J_REJECT, &(struct journal_pair){
	    str_sub(record, 0, 400), str_from(reason), broken }))
		return recorder_rc(f, e);
	s = current(f);
	if (broken && s->broken++ == 0)
		s->first_broken = reject_of(f, record, reason);
	s->rejected++;
	if (s->nrejects >= REJECTS_KEPT)
		return RC_OK;
	s->rejects = arena_grow(f->arena, s->rejects, s->nrejects,
	    &s->rejects_cap, sizeof *s->rejects);
	s->rejects[s->nrejects++] = reject_of(f, record, reason);
	return RC_OK;
}

enum rc
fill_reject(struct fill *f, struct str record, const char *reason,
    struct err *e)
{
	return reject(f, record, reason, false, e);
}

enum rc
fill_broken(struct fill *f, struct str record, const char *reason,
    struct err *e)
{
	return reject(f, record, reason, true, e);
}

enum rc
fill_meta(struct fill *f, const char *key, struct str value, struct err *e)
{
	if (journal_note(f, J_META, &(struct journal_pair){ str_from(key),
	    value, 0 }))
		return recorder_rc(f, e);
	f->meta = arena_grow(f->arena, f->meta, f->nmeta, &f->meta_cap,
	    sizeof *f->meta);
	f->meta[f->nmeta++] = (struct fill_meta){
		str_dup(f->arena, str_from(key)), str_dup(f->arena, value),
		f->cur };
	return RC_OK;
}

enum rc
fill_deleted(struct fill *f, struct str feed, struct str id, int64_t t_s,
    struct err *e)
{
	if (journal_note(f, J_DELETED, &(struct journal_pair){ id, feed,
	    t_s }))
		return recorder_rc(f, e);
	current(f)->records++;
	f->deleted = arena_grow(f->arena, f->deleted, f->ndeleted,
	    &f->deleted_cap, sizeof *f->deleted);
	f->deleted[f->ndeleted++] = (struct fill_deleted){
		str_dup(f->arena, feed), str_dup(f->arena, id), t_s, f->cur };
	return RC_OK;
}

/* ---- names and numbers ---- */

uint32_t
fill_ns_of(struct fill *f, const struct ecosystem *eco, struct str release,
    struct str channel)
{
	struct ns_key k = { intern_put(&f->strings, str_from(eco->key)),
		intern_put(&f->strings, release),
		intern_put(&f->strings, channel),
		(uint32_t)eco->scheme, (uint32_t)eco->names };

	return intern_key(&f->ns, &k, sizeof k);
}

enum rc
fill_namespace(struct fill *f, const struct ecosystem *eco,
    struct str release, struct err *e)
{
	struct src_ns_key k = { .src = f->cur };

	if (journal_note(f, J_NAMESPACE, &(struct journal_ns){ eco,
	    release }))
		return recorder_rc(f, e);
	if (!fill_wants(f, eco, release))
		return RC_OK;
	k.ns = fill_ns_of(f, eco, release, STR(""));
	(void)intern_key(&f->stated, &k, sizeof k);
	return RC_OK;
}

static uint32_t
vid_of(struct fill *f, struct str id)
{
	uint32_t v = intern_put(&f->vids, vid_tidy(f->scratch, id));
	uint8_t zero = 0;

	while (f->vid_flags.n <= v)
		(void)buf_add(&f->vid_flags, &zero, 1);
	return v;
}

static uint32_t
range_of(struct fill *f, const struct interval *i, bool exact, bool opaque,
    struct str fixed)
{
	struct range_key k = { 0 };

	if (!i->has_lo && !i->has_hi && fixed.n == 0 && !exact && !opaque)
		return 0;
	if (i->has_hi && !i->hi_incl && str_eq(i->hi, fixed))
		fixed = STR("");
	k.flags = exact ? 4u | 1u : opaque ? 8u : 0u;
	if (exact || opaque || i->has_lo)
		k.lo = intern_put(&f->strings, i->lo);
	else
		k.flags |= 16;
	if (i->has_hi)
		k.hi = intern_put(&f->strings, i->hi);
	else
		k.flags |= 32;
	if (i->has_lo && i->lo_incl)
		k.flags |= 1;
	if (i->has_hi && i->hi_incl)
		k.flags |= 2;
	k.fixed = intern_put(&f->strings, fixed);
	return intern_key(&f->ranges, &k, sizeof k);
}

static uint32_t
word_of(struct fill *f, struct str w)
{
	return w.n == 0 ? NO_WORD32 : intern_put(&f->words, w);
}

/* ---- records ---- */

static uint32_t
older(uint32_t a, uint32_t b)
{
	return a < b ? a : b;		/* NO_WORD32 is the greatest */
}

static uint32_t
newer_of(uint32_t a, uint32_t b)
{
	return a == NO_WORD32 ? b : b == NO_WORD32 ? a : a > b ? a : b;
}

static int64_t
newer(int64_t a, int64_t b)
{
	return a > b ? a : b;	/* NO_TIME is the least */
}

/* Records write 0001-01-01 for a time that they do not know. */
static int64_t
known_time(bool has, int64_t t)
{
	return has && t >= 0 ? t : NO_TIME;
}

static uint32_t
staged(bool has, int64_t t)
{
	return !has || t < 0 ? NO_WORD32 : t < NO_WORD32 ? (uint32_t)t :
	    NO_WORD32 - 1;
}

/* The staged record that r goes to: a new one, or the one before it that it
   is a piece of. */
static enum rc
adv_of(struct fill *f, const struct adv_record *r, uint32_t *ret,
    struct err *e)
{
	uint32_t vid = vid_of(f, r->id), n = fill_nadvs(f), *last;
	struct fill_adv a = {
		.published = staged(r->has_published, r->published_s),
		.modified = staged(r->has_modified, r->modified_s),
		.withdrawn = staged(r->has_withdrawn, r->withdrawn_s > 0 ?
		    r->withdrawn_s : 0),
		.vid = vid, .src = f->cur, .severity = (uint8_t)r->severity,
		.flags = (uint8_t)r->flags };

	while (f->vid_adv.n <= vid * sizeof n)
		(void)buf_add(&f->vid_adv, &(uint32_t){ 0 }, sizeof n);
	last = (uint32_t *)(void *)f->vid_adv.p + vid;
	if (*last != 0 && current(f)->pieces &&
	    fill_advs(f)[*last - 1].src == f->cur) {
		struct fill_adv *old = &fill_advs(f)[*last - 1];

		old->published = older(old->published, a.published);
		old->modified = newer_of(old->modified, a.modified);
		if (a.severity > old->severity)
			old->severity = a.severity;
		current(f)->records += current(f)->loose;
		*ret = *last - 1;
		return fill_text_put(f, r, old, e);
	}
	current(f)->records += !current(f)->counted;
	*last = n + 1;
	*ret = n;

	enum rc rc = fill_text_put(f, r, &a, e);

	(void)buf_add(&f->advs, &a, sizeof a);
	return rc;
}

/* NO_WORD32: none. */
static uint32_t
qual_of(struct fill *f, const struct adv_affected *x)
{
	struct str cpes = x->cpes.n == 0 ? x->cpes :
	    fill_words(f->scratch, x->cpes);
	struct qual_key q = { intern_put(&f->strings, x->module),
		intern_put(&f->strings, x->arch),
		intern_put(&f->strings, cpes),
		intern_put(&f->strings, x->flavour),
		intern_put(&f->strings, x->extra) };

	if ((q.module | q.arch | q.cpes | q.flavour | q.extra) == 0)
		return NO_WORD32;
	(void)intern_put(&f->cpesets, cpes);
	return intern_key(&f->quals, &q, sizeof q);
}

static enum rc
put_affected(struct fill *f, uint32_t adv, const struct adv_affected *x,
    uint32_t *ret_eco, struct err *e)
{
	struct pkg_key k = { fill_ns_of(f, x->eco, x->release, x->channel),
		intern_put(&f->strings,
		    ecosystem_name(f->scratch, x->eco, x->name)) };
	struct src_ns_key at = { f->cur, k.ns };
	uint32_t row[A_N] = {
		[A_PKG] = intern_key(&f->pkgs, &k, sizeof k), [A_ADV] = adv,
		[A_ORD] = fill_advs(f)[adv].naffected++,
		[A_RANGE] = range_of(f, &x->range, x->exact, x->opaque,
		    x->fixed),
		[A_STATE] = (uint32_t)x->state |
		    (x->has_severity ? (uint32_t)x->severity : 0xffu) << 8,
		[A_QUAL] = qual_of(f, x),
		[A_WORD] = word_of(f, x->word),
		[A_KNOWN] = !x->has_known || x->known_day < 0 ||
		    x->known_day >= NO_WORD32 ? NO_WORD32 :
		    (uint32_t)x->known_day };

	(void)intern_key(&f->seen, &at, sizeof at);
	*ret_eco = intern_put(&f->strings, str_from(x->eco->key));
	return rows_add(&f->affected, row, e);
}

/*
 * npm's old names have capitals, and some tools write all names in lower case:
 * such a statement is made under that name, too, with the real one as what must
 * hold.
 */
static enum rc
put_folded(struct fill *f, uint32_t adv, const struct adv_affected *x,
    struct err *e)
{
	struct adv_affected y = *x;
	uint32_t eco;

	if (!str_eq(str_from(x->eco->key), STR("npm")))
		return RC_OK;
	y.name = str_lower(f->scratch, x->name);
	if (str_eq(y.name, x->name))
		return RC_OK;
	y.extra = str_fmt(f->scratch, "%.*s%sname=%.*s", STR_ARG(x->extra),
	    x->extra.n != 0 ? " " : "", STR_ARG(x->name));
	return put_affected(f, adv, &y, &eco, e);
}

/* Keep of what the source covers only what this record has too. */
static void
narrow(struct fill *f, const uint32_t *ecos, size_t n)
{
	struct fill_src *s = current(f);
	size_t kept = 0;

	if (!s->has_common) {
		s->has_common = true;
		s->common = NEWN(f->arena, uint32_t, n);
		memcpy(s->common, ecos, n * sizeof *ecos);
		s->ncommon = n;
		return;
	}
	for (size_t i = 0; i < s->ncommon; i++) {
		for (size_t j = 0; j < n; j++) {
			if (s->common[i] == ecos[j]) {
				s->common[kept++] = ecos[j];
				break;
			}
		}
	}
	s->ncommon = kept;
}

/* Of a registry, and not one that repeats what others make. */
static bool
is_registry(const struct ecosystem *eco)
{
	struct str key = str_from(eco->key);

	return !eco->distro && eco->purl != NULL && !str_eq(key,
	    STR("bitnami")) && !str_eq(key, STR("conan"));
}

static enum rc
put_all_affected(struct fill *f, uint32_t adv, const struct adv_record *r,
    struct err *e)
{
	uint32_t ecos[ECOS_MAX], eco = 0;
	size_t n = 0;
	enum rc rc = RC_OK;

	for (size_t i = 0; rc == RC_OK && i < r->naffected; i++) {
		if (!fill_wants(f, r->affected[i].eco,
		    r->affected[i].release))
			continue;
		rc = put_affected(f, adv, &r->affected[i], &eco, e);
		if (rc == RC_OK && (r->flags & ADV_MALWARE) == 0)
			rc = put_folded(f, adv, &r->affected[i], e);
		if (is_registry(r->affected[i].eco))
			fill_advs(f)[adv].flags |= ADV_PACKAGED;

		size_t j = 0;

		while (j < n && ecos[j] != eco)
			j++;
		if (j == n && n < ECOS_MAX)
			ecos[n++] = eco;
	}
	if (rc == RC_OK && n != 0 && (r->flags & ADV_MALWARE) == 0)
		narrow(f, ecos, n);
	return rc;
}

static enum rc
put_cpe(struct fill *f, uint32_t adv, const struct adv_cpe *c, struct err *e)
{
	struct cpe_key k = { intern_put(&f->strings, c->product),
		intern_put(&f->strings, c->vendor),
		intern_put(&f->strings, c->part) };
	uint32_t row[C_N] = {
		[C_CPE] = intern_key(&f->cpes, &k, sizeof k), [C_ADV] = adv,
		[C_ORD] = fill_advs(f)[adv].ncpes++,
		[C_RANGE] = range_of(f, &c->range, c->exact, false, STR("")),
		[C_CFG] = c->cfg, [C_NODE] = c->node,
		[C_OP] = c->op | (uint32_t)c->role << 8,
		[C_ATTRS] = word_of(f, c->attrs) };

	return rows_add(&f->cpe_rows, row, e);
}

static enum rc
put_cvss(struct fill *f, uint32_t adv, const struct adv_cvss *c, struct err *e)
{
	double score = c->score;
	int version = c->version;

	if (score < 0 && !cvss_score(c->vector, &version, &score))
		score = 0;	/* kept as text; reference 3.5 */
	if (score > 10 || score != score)
		score = 0;

	uint32_t row[S_N] = {
		[S_VID] = fill_advs(f)[adv].vid,
		[S_SRC] = intern_put(&f->words, c->source.n != 0 ? c->source :
		    STR("?")),
		[S_VER] = (uint32_t)(c->version != 0 ? c->version : version),
		[S_SECOND] = (c->primary ? 0u : 1u) |
		    (current(f)->frozen ? 2u : 0u),
		[S_ADV] = adv,
		[S_ORD] = fill_advs(f)[adv].norder++,
		[S_SCORE] = (uint32_t)(score * 10 + 0.5),
		[S_VECTOR] = word_of(f, c->vector) };

	return rows_add(&f->cvss, row, e);
}

/* The newest decision sorts first. */
static enum rc
put_ssvc(struct fill *f, uint32_t adv, const struct adv_ssvc *x, struct err *e)
{
	uint32_t t = x->time_s > 0 && x->time_s < UINT32_MAX ?
	    (uint32_t)x->time_s : 0;

	return rows_add(&f->ssvc, (uint32_t[]){ fill_advs(f)[adv].vid,
	    current(f)->frozen, UINT32_MAX - t, x->exploitation |
	    (uint32_t)x->automatable << 8 | (uint32_t)x->impact << 16, adv }, e);
}

static enum rc
put_record(struct fill *f, const struct adv_record *r, struct err *e)
{
	uint32_t adv;
	enum rc rc;

	arena_reset(f->scratch);
	rc = adv_of(f, r, &adv, e);
	if (rc != RC_OK)
		return rc;

	struct fill_src *s = current(f);
	uint32_t vid = fill_advs(f)[adv].vid;

	if (!s->time_stated && r->has_modified)
		s->time = newer(s->time, known_time(true, r->modified_s));
	if (fill_speaks(&fill_advs(f)[adv])) {
		rc = put_all_affected(f, adv, r, e);
		for (size_t i = 0; rc == RC_OK && i < r->ncpes; i++)
			rc = put_cpe(f, adv, &r->cpes[i], e);
	}
	for (size_t i = 0; rc == RC_OK && i < r->ncvss; i++)
		rc = put_cvss(f, adv, &r->cvss[i], e);
	for (size_t i = 0; rc == RC_OK && i < r->ncwes; i++) {
		if (r->cwes[i] < 0)
			continue;
		rc = rows_add(&f->cwes, (uint32_t[]){ vid,
		    (uint32_t)r->cwes[i], adv }, e);
	}
	for (size_t i = 0; rc == RC_OK && i < r->naliases; i++) {
		uint32_t b = vid_of(f, r->aliases[i].id);

		if (b == vid || b == 0)
			continue;
		rc = rows_add(&f->aliases, (uint32_t[]){ vid,
		    (uint32_t)r->aliases[i].rel, b, adv }, e);
	}
	return rc == RC_OK && r->ssvc.has ? put_ssvc(f, adv, &r->ssvc, e) : rc;
}

/* A scratch file that failed has lost rows: nothing may be written any more. */
static enum rc
stick(struct fill *f, enum rc rc)
{
	f->failed |= rc != RC_OK;
	return rc;
}

enum rc
fill_record(struct fill *f, const struct adv_record *r, struct err *e)
{
	if (journal_note(f, J_RECORD, r))
		return recorder_rc(f, e);
	if (!fill_wants_record(f, r)) {
		current(f)->left_out++;
		return RC_OK;
	}
	return stick(f, put_record(f, r, e));
}

enum rc
fill_kev(struct fill *f, const struct adv_kev *k, struct err *e)
{
	if (journal_note(f, J_KEV, k))
		return recorder_rc(f, e);

	uint32_t row[K_N] = { [K_VID] = vid_of(f, k->id),
		[K_ADDED] = k->added_day > 0 ? (uint32_t)k->added_day :
		    NO_WORD32,
		[K_DUE] = k->due_day > 0 ? (uint32_t)k->due_day : NO_WORD32,
		[K_RANSOM] = k->ransomware,
		[K_ACTION] = intern_put(&f->strings, fill_title(k->action)),
		[K_SRC] = f->cur };

	arena_reset(f->scratch);
	return stick(f, rows_add(&f->kev, row, e));
}

enum rc
fill_epss(struct fill *f, const struct adv_epss *x, struct err *e)
{
	if (journal_note(f, J_EPSS, x))
		return recorder_rc(f, e);

	uint32_t row[E_N] = { [E_VID] = vid_of(f, x->id), [E_SCORE] = x->score,
		[E_PCT] = x->percentile, [E_SRC] = f->cur };

	arena_reset(f->scratch);
	current(f)->records++;
	return stick(f, rows_add(&f->epss, row, e));
}
