/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What documents are handed on in: in-toto statements, DSSE envelopes,
 * sigstore bundles. The document inside, of any format, is read as it streams
 * by. Signatures are not checked: whoever trusts one has verified it before.
 *
 * Source:   in-toto attestation framework, Statement v0.1 and v1 (predicate,
 *           subject); DSSE v1.0.2 (payload: base64); sigstore's bundle v0.1 to
 *           v0.3 (dsseEnvelope). cosign's predicate type "spdx" is a string
 *           that holds a document as text.
 * Limits:   DOCUMENT_DEPTH; those of the document inside; lim->json_record of
 *           every other string.
 *
 * One document is in it, or it is an error: who took the other of two members
 * of one name would read another document.
 */
#include "bom/other/envelope.h"

#include "base/arena.h"
#include "bom/pull.h"
#include "bom/sniff.h"
#include "codec/base64.h"
#include "text/json.h"

struct wrap {
	struct pull p;			/* first */
	const struct bom_in *outer;
	struct str type;		/* predicateType */
	struct str digest, name;	/* of the first subject that has one */
	unsigned n;			/* documents read */
	bool signature;			/* of a file that is not in it */
};

static struct wrap *
wrap_of(struct pull *p)
{
	return (struct wrap *)p;
}

static bool
is(struct str name, const char *want)
{
	return str_eq(name, str_from(want));
}

/* from is closed. To its end, so that p's stream is behind the value. */
static enum rc
read_inner(struct wrap *w, struct reader *from, const char *what,
    struct err *e)
{
	char rest[16];
	size_t n = 0;
	enum rc rc = RC_FORMAT;

	if (w->n++ == 0)
		rc = bom_read_inner(w->outer, from, w->p.lim, w->p.b, e);
	else
		(void)err_set(e, rc, "there are two");
	if (rc == RC_OK)
		rc = reader_read(from, rest, sizeof rest, &n, e);
	reader_close(from);
	return rc == RC_OK ? rc : err_in(e, rc, what);
}

/* ---- a statement ---- */

static enum rc
digest_member(struct pull *p, void *ctx, struct str name, struct err *e)
{
	return is(name, "sha256") ? pull_text(p, ctx, e) : RC_OK;
}

struct subject {
	struct str name, sha256;
};

static enum rc
subject_member(struct pull *p, void *ctx, struct str name, struct err *e)
{
	struct subject *s = ctx;

	if (is(name, "name"))
		return pull_text(p, &s->name, e);
	if (is(name, "digest"))
		return pull_each(p, JSON_OBJECT, digest_member, &s->sha256, e);
	return RC_OK;
}

static enum rc
subject_element(struct pull *p, void *ctx, struct str name, struct err *e)
{
	struct wrap *w = wrap_of(p);
	struct subject s = { .name = STR("") };
	enum rc rc = pull_each(p, JSON_OBJECT, subject_member, &s, e);

	(void)ctx;
	(void)name;
	if (rc == RC_OK && w->digest.n == 0 && s.sha256.n != 0) {
		w->digest = str_join(p->b->arena, STR("sha256:"), s.sha256);
		w->name = s.name;
	}
	return rc;
}

/* ---- DSSE ---- */

static enum rc
payload_value(struct wrap *w, struct err *e)
{
	enum json_kind kind;
	enum rc rc = json_in_peek(w->p.j, &kind, e);

	if (rc == RC_OK && kind != JSON_STRING)
		return err_set(e, RC_FORMAT, "payload is no JSON string");
	if (rc != RC_OK)
		return rc;
	return read_inner(w, reader_base64(json_in_stream(w->p.j)), "payload",
	    e);
}

static enum rc
predicate_value(struct wrap *w, struct err *e)
{
	enum json_kind kind;
	enum rc rc = json_in_peek(w->p.j, &kind, e);

	if (rc == RC_OK && kind != JSON_STRING && kind != JSON_OBJECT)
		return err_set(e, RC_FORMAT, "predicate is no JSON object");
	if (rc != RC_OK)
		return rc;
	return read_inner(w, json_in_stream(w->p.j), "predicate", e);
}

static enum rc
envelope_member(struct pull *p, void *ctx, struct str name, struct err *e)
{
	struct wrap *w = wrap_of(p);
	unsigned *depth = ctx;

	if (is(name, "payload"))
		return payload_value(w, e);
	if (is(name, "predicate"))
		return predicate_value(w, e);
	if (is(name, "predicateType"))
		return pull_text(p, &w->type, e);
	if (is(name, "subject"))
		return pull_each(p, JSON_ARRAY, subject_element, NULL, e);
	if (is(name, "messageSignature"))
		w->signature = true;
	if (!is(name, "dsseEnvelope"))
		return RC_OK;
	if ((*depth)++ != 0)
		return err_set(e, RC_FORMAT, "dsseEnvelope: there are two");
	return pull_each_of(p, JSON_OBJECT, envelope_member, depth,
	    "dsseEnvelope", e);
}

/* ---- the whole ---- */

/* What was attested is the subject, whatever the document calls it. */
static void
take_subject(struct wrap *w)
{
	struct bom *b = w->p.b;

	if (w->digest.n == 0)
		return;
	if (b->manifest_digest.n == 0)
		b->manifest_digest = w->digest;
	else if (!str_eq(b->manifest_digest, w->digest))
		notice_note(&b->notices, "statement", STR(""),
		    "the statement is about %.*s, the document in it about "
		    "%.*s", STR_ARG(str_sub(w->digest, 0, 80)),
		    STR_ARG(str_sub(b->manifest_digest, 0, 80)));
	if (b->name.n == 0)
		b->name = w->name;
}

static enum rc
read_document(struct pull *p, struct err *e)
{
	struct wrap *w = wrap_of(p);
	unsigned depth = 0;
	enum rc rc = pull_each(p, JSON_OBJECT, envelope_member, &depth, e);

	if (rc != RC_OK && w->type.n != 0)
		return err_set(e, rc, "in-toto statement of type %.*s: %.300s",
		    STR_ARG(str_sub(w->type, 0, 100)), str_z(p->tmp,
		    str_dup(p->tmp, str_from(e->msg))));
	if (rc != RC_OK)
		return rc;
	if (w->n == 0)
		return err_set(e, RC_UNSUPPORTED, "%s", w->signature ?
		    "a signature of a document that is not in it" :
		    "an envelope without a document");
	take_subject(w);
	return RC_OK;
}

static enum rc
read_envelope(struct bom_in *in, const struct limits *lim, struct bom *b,
    struct err *e)
{
	struct wrap w = { .outer = in };

	return pull_document(&w.p, in, lim, b, read_document, e);
}

static bool
is_envelope(struct str head)
{
	struct str text = STR("");

	if (head.n == 0 || head.p[0] != '{')
		return false;
	if (sniff_member(head, "mediaType", &text) &&
	    str_find_str(text, STR("dev.sigstore.bundle")) < text.n)
		return true;
	return sniff_member(head, "payloadType", NULL) ||
	    sniff_member(head, "payload", NULL) ||
	    sniff_member(head, "dsseEnvelope", NULL) ||
	    sniff_member(head, "predicateType", NULL) ||
	    sniff_member(head, "predicate", NULL) ||
	    (sniff_member(head, "_type", &text) &&
	    str_starts(text, STR("https://in-toto.io/Statement/")));
}

const struct bom_format format_envelope = {
	.name = "intoto", .version = "", .versions = "",
	.read = read_envelope, .sniff = is_envelope,
};
