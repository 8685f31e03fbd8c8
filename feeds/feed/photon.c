/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Photon OS's CVE metadata.
 *
 * Source:   packages.broadcom.com/photon/photon_cve_metadata/,
 *           cve_data_photon5.0.json.
 * Grammar:  an array of { cve_id, pkg, cve_score, aff_ver, res_ver, status }.
 * Traps:    the release stands in the file's name, and in the tags of its
 *           versions (.ph5). Older files have no status; res_ver "NA" is no
 *           version. The score is a number or a string that holds one. BDSA-
 *           and UNK- are nobody's public numbers.
 */
#include "advisory/fill.h"
#include "advisory/vid.h"
#include "base/arena.h"
#include "feeds/feed/draft.h"
#include "feeds/feed/feed.h"
#include "feeds/feed/records.h"
#include "feeds/feed/table.h"
#include "identity/ecosystem.h"
#include "text/json.h"

struct photon {
	struct fill *out;
	struct arena *a;	/* for one record */
	const struct ecosystem *eco;
	struct str release;
};

static struct str
number(struct str s)
{
	size_t n = 0;

	while (n < s.n && (is_digit(s.p[n]) || (s.p[n] == '.' && n != 0)))
		n++;
	while (n > 0 && s.p[n - 1] == '.')
		n--;
	return str_sub(s, 0, n);
}

/* After the first mark that a digit follows. */
static struct str
number_after(struct str text, struct str mark)
{
	struct str n = STR("");

	while (n.n == 0 && text.n != 0) {
		text = str_from_pos(text, str_find_str(text, mark));
		text = str_from_pos(text, mark.n);
		n = number(text);
	}
	return n;
}

static struct str
release_of(struct arena *a, const struct feed_file *f)
{
	struct str n;

	if (f->release.n != 0)
		return f->release;
	n = number_after(f->name, STR("cve_data_photon"));
	if (n.n == 0)
		n = number_after(f->head, STR(".ph"));
	if (n.n != 0 && str_find(n, '.') == n.n)
		n = str_join(a, n, STR(".0"));
	return n;
}

static bool
is_version(struct str s)
{
	return s.n != 0 && !str_eq_nocase(s, STR("NA")) &&
	    !str_eq_nocase(s, STR("N/A"));
}

static void
judge(const struct json *root, struct adv_affected *x)
{
	struct str fixed = str_trim(json_get_text(root, "res_ver"));

	x->word = json_get_text(root, "status");
	x->state = ADV_AFFECTED;
	if (str_eq_nocase(x->word, STR("Not Affected"))) {
		x->state = ADV_NOT_AFFECTED;
	} else if (is_version(fixed)) {
		x->state = ADV_FIXED;
		x->range = (struct interval){ .hi = fixed, .has_hi = true };
	}
}

static enum rc
put(void *ctx, const struct json *root, struct err *e)
{
	struct photon *p = ctx;
	struct draft d = { .a = p->a };
	struct adv_affected x = { .eco = p->eco, .release = p->release,
		.name = str_trim(json_get_text(root, "pkg")) };
	struct str id = str_trim(json_get_text(root, "cve_id"));
	double score;

	arena_reset(p->a);
	if (id.n == 0 || x.name.n == 0)
		return fill_reject(p->out, id.n != 0 ? id : x.name,
		    "no identifier or no package", e);
	if (!vid_is_cve(vid_tidy(p->a, id)))
		return fill_reject(p->out, str_fmt(p->a, "%.*s %.*s",
		    STR_ARG(id), STR_ARG(x.name)), "no public identifier", e);
	d.r.id = id;
	judge(root, &x);
	if (json_double(json_get(root, "cve_score"), &score))
		d.r.severity = severity_from_score(31, score);
	x.severity = d.r.severity;
	x.has_severity = x.severity != SEV_UNKNOWN;
	draft_affected(&d, &x);
	return draft_put(&d, p->out, e);
}

static enum rc
load(const struct feed_file *f, struct reader *in, const struct limits *lim,
    struct fill *out, struct err *e)
{
	struct arena *keep = arena_new((size_t)lim->memory);
	struct photon p = { .out = out, .eco = ecosystem_by_key(STR("photon")),
		.release = release_of(keep, f),
		.a = arena_new((size_t)lim->memory) };
	struct records r = { json_in_new(in, (size_t)lim->json_record), out,
		"record", put, &p };
	enum rc rc = p.release.n != 0 ? RC_OK : err_set(e, RC_UNSUPPORTED,
	    "of which release it is stands in its name: call it "
	    "cve_data_photon5.0.json, or say it in the manifest's column "
	    "\"release\", as photon:5.0");

	if (rc == RC_OK) {
		fill_scope(out, str_fmt(keep, "photon %.*s",
		    STR_ARG(p.release)));
		rc = records_each(&r, e);
	}
	if (rc == RC_OK)
		rc = fill_namespace(out, p.eco, p.release, e);
	if (rc == RC_OK)
		rc = feed_end(r.j, e);
	json_in_free(r.j);
	arena_free(p.a);
	arena_free(keep);
	return rc;
}

static bool
detect(const struct feed_head *h)
{
	return h->array &&
	    str_find_str(h->text, STR("\"cve_id\"")) < h->text.n &&
	    str_find_str(h->text, STR("\"res_ver\"")) < h->text.n;
}

const struct feed feed_photon = {
	.name = "photon", .about = "Photon OS, cve_data_photonX.Y.json",
	.pieces = true, .detect = detect, .load = load,
};
