/* SPDX-License-Identifier: Apache-2.0 */
/*
 * CycloneDX JSON, written as a stream.
 *
 * Source:   bom-1.4.schema.json to bom-1.7.schema.json of the CycloneDX
 *           specification; its objects are closed, so what a version does not
 *           have must not be written.
 * Order:    as the schema lists the keys; arrays as bom_finish left them.
 * Identity: serialNumber is a UUID version 5 over the format, its version and
 *           the SHA-256 of the document without serialNumber and timestamp.
 */
#include <stdlib.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/hash.h"
#include "base/limits.h"
#include "base/when.h"
#include "bom/cyclonedx/cyclonedx.h"
#include "bom/cyclonedx/write.h"
#include "codec/digest.h"

/* Any fixed 16 bytes do: RFC 9562 section 5.5. */
static const uint8_t serial_space[16] = {
	0x1c, 0x6b, 0x0b, 0x5e, 0x93, 0x3a, 0x5d, 0x5e,
	0x8f, 0x0a, 0x2d, 0x61, 0x69, 0x72, 0x62, 0x6f,
};

/*
 * A document that is held in memory is written once, with room for its serial
 * number; of others a first pass goes into the digest only, piece by piece.
 */
static void
digest_more(struct writer *w)
{
	struct buf *b = w->buf;

	for (size_t i = 0; i < w->ncuts; i++) {
		const struct cut *c = &w->cuts[i];

		if (c->from < w->digested)
			continue;
		digest_add(w->digest, b->p + w->digested,
		    c->from - w->digested);
		w->digested = c->to;
	}
	if (b->n > w->digested)
		digest_add(w->digest, b->p + w->digested, b->n - w->digested);
	w->digested = b->n;
	if (!w->held)
		w->digested = b->n = 0;
}

static enum rc
pulse(struct writer *w, struct err *e)
{
	arena_reset(w->record);
	if (w->digest == NULL)
		return RC_OK;
	enum rc rc = out_flush(w->out, e);

	if (rc == RC_OK)
		digest_more(w);
	return rc;
}

/* How long the document is up to here, when it is held. */
static size_t
here(const struct writer *w)
{
	return w->held ? w->buf->n + w->out->n : 0;
}

/* What was written since is no content. */
static void
cut(struct writer *w, size_t from, size_t to)
{
	if (w->held)
		w->cuts[w->ncuts++] = (struct cut){ from, to };
}

static void
put_tools(struct writer *w)
{
	struct json_out *j = &w->j;

	json_key(j, "tools");
	if (w->minor >= 5) {
		json_begin_object(j);
		json_key(j, "components");
	}
	json_begin_array(j);
	json_begin_object(j);
	if (w->minor >= 5) {
		json_pair(j, "type", STR("application"));
		json_pair(j, "group", STR("airbom"));
	} else {
		json_pair(j, "vendor", STR("airbom"));
	}
	json_pair(j, "name", STR("sbom"));
	json_pair(j, "version", STR(AIRBOM_VERSION));
	json_end_object(j);
	json_end_array(j);
	if (w->minor >= 5)
		json_end_object(j);
}

static void
put_subject(struct writer *w)
{
	static const char *const types[] = {
		[SUBJECT_IMAGE] = "container", [SUBJECT_ROOTFS] = "container",
		[SUBJECT_DIR] = "application", [SUBJECT_FILE] = "file",
		[SUBJECT_UNKNOWN] = "application",
	};
	const struct bom *b = w->b;
	struct json_out *j = &w->j;

	json_key(j, "component");
	json_begin_object(j);
	json_pair(j, "bom-ref", w->root);
	json_pair(j, "type", str_from(types[b->subject]));
	if (b->supplier.n != 0) {
		json_key(j, "supplier");
		json_begin_object(j);
		json_pair(j, "name", b->supplier);
		json_end_object(j);
	}
	json_pair(j, "name", cdx_subject_name(b));
	json_pair_opt(j, "version", b->version_label.n != 0 ? b->version_label
	    : b->manifest_digest);
	json_pair_opt(j, "purl", bom_subject_purl(w->record, b));
	json_end_object(j);
}

static void
put_metadata(struct writer *w)
{
	struct json_out *j = &w->j;

	json_key(j, "metadata");
	json_begin_object(j);
	if (w->b->has_time && (w->held || w->digest == NULL)) {
		size_t from = here(w);
		char buf[24];

		json_pair(j, "timestamp", when_format(buf, w->b->time_s));
		cut(w, from, here(w) + 1);	/* the comma that follows */
	}
	if (w->minor >= 5) {
		json_key(j, "lifecycles");
		json_begin_array(j);
		json_begin_object(j);
		json_pair(j, "phase", STR("post-build"));
		json_end_object(j);
		json_end_array(j);
	}
	put_tools(w);
	put_subject(w);
	cdx_put_document_props(w);
	json_end_object(j);
}

static enum rc
put_components(struct writer *w, struct err *e)
{
	const struct bom *b = w->b;
	enum rc rc = RC_OK;

	if (b->distro.id.n == 0 && b->ncomponents == 0 && b->files == NULL)
		return RC_OK;
	json_key(&w->j, "components");
	json_begin_array(&w->j);
	if (b->distro.id.n != 0)
		cdx_put_distro(w);
	for (size_t i = 0; rc == RC_OK && i < b->ncomponents; i++) {
		cdx_put_component(w, &b->components[i]);
		rc = pulse(w, e);
	}
	for (size_t i = 0; rc == RC_OK && b->files != NULL &&
	    i < b->files->n; i++) {
		struct bom_file f;

		b->files->get(b->files, i, &f);
		cdx_put_file(w, &f);
		rc = pulse(w, e);
	}
	json_end_array(&w->j);
	return rc;
}

static enum rc
put_dependencies(struct writer *w, struct err *e)
{
	const struct bom *b = w->b;
	struct json_out *j = &w->j;
	enum rc rc = RC_OK;

	json_key(j, "dependencies");
	json_begin_array(j);
	json_begin_object(j);
	json_pair(j, "ref", w->root);
	json_key(j, "dependsOn");
	json_begin_array(j);
	if (b->distro.id.n != 0)
		json_put_str(j, w->os);
	for (size_t i = 0; i < b->ncomponents; i++)
		json_put_str(j, b->components[i].ref);
	json_end_array(j);
	json_end_object(j);
	for (size_t i = 0; rc == RC_OK && i < b->ncomponents; i++) {
		const struct bom_component *c = &b->components[i];

		if (!c->depends_known)
			continue;
		json_begin_object(j);
		json_pair(j, "ref", c->ref);
		json_key(j, "dependsOn");
		json_begin_array(j);
		for (size_t k = 0; k < c->ndepends; k++)
			json_put_str(j, b->components[c->depends[k]].ref);
		json_end_array(j);
		json_end_object(j);
		rc = pulse(w, e);
	}
	json_end_array(j);
	return rc;
}

/* The database of an operating system states every dependency. */
static bool
is_complete(const struct bom_component *c)
{
	return c->depends_known && (str_eq(c->type, STR("deb")) ||
	    str_eq(c->type, STR("rpm")) || str_eq(c->type, STR("apk")));
}

static void
put_assemblies(struct writer *w)
{
	json_key(&w->j, "assemblies");
	json_begin_array(&w->j);
	json_put_str(&w->j, w->root);
	json_end_array(&w->j);
}

/* One entry per word, as the words sort: complete, incomplete, unknown. */
static void
put_compositions(struct writer *w)
{
	const struct bom *b = w->b;
	struct json_out *j = &w->j;
	bool blank = b->ncomponents == 0 && b->distro.id.n == 0 &&
	    !b->has_os_database;
	const char *word = notices_count(&b->notices, NOTICE_GAP) != 0
	    ? "incomplete" : blank ? "unknown" : "complete";
	bool whole = strcmp(word, "complete") == 0, any = false;

	for (size_t i = 0; i < b->ncomponents && !any; i++)
		any = is_complete(&b->components[i]);
	json_key(j, "compositions");
	json_begin_array(j);
	if (whole || any) {
		json_begin_object(j);
		json_pair(j, "aggregate", STR("complete"));
		if (whole)
			put_assemblies(w);
		if (any) {
			json_key(j, "dependencies");
			json_begin_array(j);
			for (size_t i = 0; i < b->ncomponents; i++)
				if (is_complete(&b->components[i]))
					json_put_str(j, b->components[i].ref);
			json_end_array(j);
		}
		json_end_object(j);
	}
	if (!whole) {
		json_begin_object(j);
		json_pair(j, "aggregate", str_from(word));
		put_assemblies(w);
		json_end_object(j);
	}
	json_end_array(j);
}

static enum rc
put_document(struct writer *w, struct str serial, struct err *e)
{
	struct json_out *j = &w->j;

	json_out_init(j, w->out, w->b->one_line);
	json_begin_object(j);
	json_pair(j, "$schema", str_fmt(w->record,
	    "http://cyclonedx.org/schema/bom-1.%u.schema.json", w->minor));
	json_pair(j, "bomFormat", STR("CycloneDX"));
	json_pair(j, "specVersion", str_fmt(w->record, "1.%u", w->minor));
	size_t from = here(w);

	json_pair_opt(j, "serialNumber", serial);
	cut(w, from, here(w));
	json_pair_int(j, "version", 1);
	put_metadata(w);
	enum rc rc = pulse(w, e);

	if (rc == RC_OK)
		rc = put_components(w, e);
	if (rc == RC_OK)
		rc = put_dependencies(w, e);
	put_compositions(w);
	json_end_object(j);
	out_z(w->out, "\n");
	return rc == RC_OK ? pulse(w, e) : rc;
}

/* The document's id, from its content alone. */
static void
take_serial(struct writer *w, char text[64])
{
	uint8_t raw[DIGEST_MAX];
	char hex[DIGEST_HEX_MAX], uuid[37];
	size_t n = digest_end(w->digest, raw);

	w->digest = NULL;
	struct str name = str_fmt(w->document, "cyclonedx-json@1.%u %s",
	    w->minor, digest_hex(hex, raw, n).p);

	(void)uuid5(uuid, serial_space, name.p, name.n);
	(void)snprintf(text, 64, "urn:uuid:%s", uuid);
}

static enum rc
write_held(struct writer *w, struct out *o, struct err *e)
{
	char serial[64] = "urn:uuid:00000000-0000-0000-0000-000000000000";
	size_t n = strlen(serial);

	w->held = true;
	w->out = o;
	w->buf = o->buf;
	w->digested = o->buf->n;
	w->digest = digest_new(DIGEST_SHA256);
	enum rc rc = put_document(w, str_from(serial), e);

	take_serial(w, serial);
	if (rc == RC_OK)
		rc = out_flush(o, e);
	if (rc == RC_OK)	/* it stands before its last quote */
		memcpy(o->buf->p + w->cuts[0].to - 1 - n, serial, n);
	return rc;
}

static enum rc
write_twice(struct writer *w, struct out *o, struct err *e)
{
	struct buf buf = { .limit = 0 };
	char serial[64];

	w->out = NEW(w->document, struct out);
	out_to_buf(w->out, &buf);
	w->buf = &buf;
	w->digest = digest_new(DIGEST_SHA256);
	enum rc rc = put_document(w, STR(""), e);

	take_serial(w, serial);
	buf_done(&buf);
	w->out = o;
	return rc == RC_OK ? put_document(w, str_from(serial), e) : rc;
}

enum rc
cdx_write_json(const struct bom *b, const char *version, struct out *o,
    struct err *e)
{
	struct writer w = { .b = b };

	if (strlen(version) != 3 || strncmp(version, "1.", 2) != 0 ||
	    version[2] < '4' || version[2] > '7')
		return err_set(e, RC_UNSUPPORTED,
		    "cyclonedx-json: no version %s", version);
	w.minor = (unsigned)(version[2] - '0');
	w.document = arena_new(limits_default.memory);
	w.record = arena_new(limits_default.memory);
	w.root = bom_subject_ref(w.document, b);
	w.os = bom_distro_ref(w.document, b);
	w.layers = bom_layer_map(w.document, b);
	w.licences = map_new(w.document);
	enum rc rc = o->buf != NULL ? out_flush(o, e) : RC_OK;

	if (rc == RC_OK)
		rc = o->buf != NULL ? write_held(&w, o, e) :
		    write_twice(&w, o, e);
	arena_free(w.record);
	arena_free(w.document);
	return rc;
}
