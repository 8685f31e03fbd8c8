/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Bills of materials that a build attached to an image, beside its layers.
 *
 * Source: BuildKit docs/attestations/attestation-storage.md: a manifest in the
 *         index, whose descriptor is annotated with the digest of the image's;
 *         each of its layers is one in-toto statement, whose predicate's type
 *         is an annotation. The manifest's configuration says nothing.
 * Limits: ATTESTED_MAX documents of one image; what a document may be,
 *         sbom/catalog/told.c says.
 */
#include "sbom/input/attest.h"

#include <inttypes.h>

#include "base/arena.h"
#include "codec/digest.h"
#include "codec/reader.h"
#include "text/json.h"

enum { ATTESTED_MAX = 64 };	/* a platform has a handful */

static bool
is_bom(const struct json *layer)
{
	struct str type = json_get_text(json_get(layer, "annotations"),
	    "in-toto.io/predicate-type");

	return str_eq(json_get_text(layer, "mediaType"),
	    STR("application/vnd.in-toto+json")) &&
	    (str_starts(type, STR("https://spdx.dev/Document")) ||
	    str_starts(type, STR("https://cyclonedx.org/bom")));
}

static void
take_document(struct depot *d, struct str digest, struct image *im)
{
	struct attested *x = &im->attested[im->nattested];
	struct str path = oci_blob_path(d->arena, digest);
	struct err e = { "" };

	if (path.n == 0) {
		notice_gap(&im->notices, "sbom", STR(""), "%.*s is no digest",
		    STR_ARG(str_sub(digest, 0, 80)));
		return;
	}
	enum rc rc = d->find(d, path, &x->at, &e);

	if (rc == RC_STOP)
		notice_note(&im->notices, "sbom", digest, "this attestation "
		    "of the image is not here");
	else if (rc != RC_OK)
		notice_gap(&im->notices, "sbom", digest, "%s", e.msg);
	else if (x->at.fd < 0 && x->at.text.p == NULL)
		notice_gap(&im->notices, "sbom", digest, "this attestation of "
		    "the image is too large for what goes by once");
	else {
		x->digest = str_dup(d->arena, digest);
		im->nattested++;
	}
}

static void
take_manifest(struct depot *d, struct str digest, struct image *im)
{
	struct err e = { "" };
	struct json *m;
	struct str text;
	enum rc rc = oci_blob_json(d, digest, &text, &m, &e);

	if (rc == RC_STOP)
		notice_note(&im->notices, "sbom", digest, "the attestations "
		    "of the image are not here");
	else if (rc != RC_OK)
		notice_gap(&im->notices, "sbom", digest, "%s", e.msg);
	if (rc != RC_OK)
		return;
	const struct json *v = json_get(m, "layers");
	size_t n = json_kind_of(v) == JSON_ARRAY ? json_count(v) : 0;

	for (size_t i = 0; i < n; i++) {
		if (!is_bom(json_at(v, i)))
			continue;
		if (im->nattested == ATTESTED_MAX) {
			notice_gap(&im->notices, "limit", digest, "over %d "
			    "attestations", ATTESTED_MAX);
			break;
		}
		take_document(d, json_get_text(json_at(v, i), "digest"), im);
	}
	json_free(m);
}

void
attest_find(struct depot *d, const struct choice *c, struct image *im)
{
	const struct attestations *all = c->attestations;

	for (size_t i = 0; all != NULL && i < all->n; i++) {
		if (!str_eq(all->v[i].subject, c->digest))
			continue;
		if (im->attested == NULL)
			im->attested = NEWN(d->arena, struct attested,
			    ATTESTED_MAX + 1);
		take_manifest(d, all->v[i].digest, im);
	}
}

/* Are its bytes those that its digest names? */
static bool
holds(const struct attested *x)
{
	struct reader *r = x->at.fd < 0 ?
	    reader_of_mem(x->at.text.p, x->at.text.n) :
	    reader_of_file(x->at.fd, x->at.off, x->at.size);
	uint8_t sum[DIGEST_MAX], part[4096];
	char hex[DIGEST_HEX_MAX];
	enum digest_alg alg;
	struct str want;
	struct err e;
	size_t n = 0;
	enum rc rc = RC_OK;

	if (!digest_parse(x->digest, &alg, &want)) {
		reader_close(r);
		return false;
	}
	struct digest *d = digest_new(alg);

	do {
		rc = reader_fill(r, part, sizeof part, &n, &e);
		digest_add(d, part, n);
	} while (rc == RC_OK && n == sizeof part);
	reader_close(r);
	n = digest_end(d, sum);
	return rc == RC_OK && str_eq(want, digest_hex(hex, sum, n));
}

void
attest_judge(struct image *im, struct judge *j, struct facts *f)
{
	struct wanted w = { .path = STR("x.intoto.json"), .only = true };

	w.row = judge_wants(j, w.path, &w.want);
	for (size_t i = 0; i < im->nattested && w.row != NULL; i++) {
		const struct attested *x = &im->attested[i];
		struct file_at at = { .fd = x->at.fd, .off = x->at.off,
			.size = x->at.size };

		if (at.fd < 0) {
			at.p = (const uint8_t *)x->at.text.p;
			at.size = x->at.text.n;
		}
		w.path = x->digest;
		if (judge_excludes(j, w.path))
			continue;
		if (im->beside == NULL)
			im->beside = store_new(j->lim);
		if (holds(x))
			(void)judge_file(j, im->beside, &w, &at);
		else
			(void)judge_gap(im->beside, &w, "sbom", "this "
			    "attestation of the image: its digest does not "
			    "hold");
	}
	if (im->beside != NULL)
		squash_beside(f, im->beside);
}
