/* SPDX-License-Identifier: Apache-2.0 */
/*
 * CycloneDX in JSON and XML, written as a stream by one walk over the model.
 *
 * Source:   bom-1.4.schema.json to bom-1.7.schema.json and the XSDs of these
 *           versions of the CycloneDX specification; their objects are
 *           closed, so what a version does not have must not be written.
 * Order:    that of the XSD's sequences; lists as bom_finish left them.
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
#include "bom/facts.h"
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
put_lifecycle(struct writer *w)
{
	struct form *f = &w->f;

	if (w->minor < 5)
		return;
	form_list(f, "lifecycles");
	form_begin(f, "lifecycle");
	form_text(f, "phase", STR("post-build"));
	form_end(f);
	form_end(f);
}

/* A list of tools up to 1.4; since 1.5 they are components. */
static void
put_tools(struct writer *w)
{
	struct form *f = &w->f;

	if (w->minor >= 5) {
		form_begin(f, "tools");
		form_list(f, "components");
		form_begin(f, "component");
		form_attr(f, "type", STR("application"));
		form_text(f, "group", STR("airbom"));
	} else {
		form_list(f, "tools");
		form_begin(f, "tool");
		form_text(f, "vendor", STR("airbom"));
	}
	form_text(f, "name", STR("sbom"));
	form_text(f, "version", STR(AIRBOM_VERSION));
	form_end(f);
	form_end(f);
	if (w->minor >= 5)
		form_end(f);
}

/* An image is named by the SHA-256 of its manifest. */
static void
put_subject_hash(struct writer *w)
{
	struct str digest = w->b->manifest_digest;
	struct bom_hash h = { STR("SHA-256"), str_from_pos(digest,
	    sizeof "sha256:" - 1) };

	if (str_starts(digest, STR("sha256:")) && h.hex.n == 64)
		cdx_put_hashes(w, &h, 1);
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
	struct bom_facts facts = cdx_facts(w);
	struct form *f = &w->f;

	form_begin(f, "component");
	form_attr(f, "bom-ref", w->root);
	form_attr(f, "type", str_from(types[b->subject]));
	cdx_put_supplier(w, b->supplier);
	form_text(f, "name", cdx_subject_name(b));
	cdx_put_version(w, &facts, b->version_label.n != 0 ? b->version_label
	    : b->manifest_digest);
	put_subject_hash(w);
	form_text_opt(f, "purl", bom_subject_purl(w->record, b));
	cdx_put_props(w, &facts);
	form_end(f);
}

static void
put_time(struct writer *w)
{
	size_t from = here(w);
	char buf[24];

	if (!w->b->has_time || (!w->held && w->digest != NULL))
		return;
	form_text(&w->f, "timestamp", when_format(buf, w->b->time_s));
	/* In JSON with the comma that follows. */
	cut(w, from, here(w) + (w->f.xml ? 0 : 1));
}

static void
put_metadata(struct writer *w)
{
	struct form *f = &w->f;

	form_begin(f, "metadata");
	form_settle(f);
	put_time(w);
	put_lifecycle(w);
	put_tools(w);
	cdx_put_authors(w);
	put_subject(w);
	cdx_put_supplier(w, w->b->supplier);
	cdx_put_document_props(w);
	form_end(f);
}

static enum rc
put_components(struct writer *w, struct err *e)
{
	const struct bom *b = w->b;
	enum rc rc = RC_OK;

	if (b->distro.id.n == 0 && b->ncomponents == 0 && b->files == NULL)
		return RC_OK;
	form_list(&w->f, "components");
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
	form_end(&w->f);
	return rc;
}

/* In JSON what it depends on is a list of its own. */
static void
begin_dependency(struct writer *w, struct str ref)
{
	form_begin(&w->f, "dependency");
	form_attr(&w->f, "ref", ref);
	form_bare_list(&w->f, "dependsOn");
}

static void
end_dependency(struct writer *w)
{
	form_end(&w->f);
	form_end(&w->f);
}

static enum rc
put_dependencies(struct writer *w, struct err *e)
{
	const struct bom *b = w->b;
	struct form *f = &w->f;
	enum rc rc = RC_OK;

	form_list(f, "dependencies");
	begin_dependency(w, w->root);
	if (b->distro.id.n != 0)
		form_ref(f, "dependency", w->os);
	for (size_t i = 0; i < b->ncomponents; i++)
		form_ref(f, "dependency", b->components[i].ref);
	end_dependency(w);
	for (size_t i = 0; rc == RC_OK && i < b->ncomponents; i++) {
		const struct bom_component *c = &b->components[i];

		if (!c->depends_known)
			continue;
		begin_dependency(w, c->ref);
		for (size_t k = 0; k < c->ndepends; k++)
			form_ref(f, "dependency",
			    b->components[c->depends[k]].ref);
		end_dependency(w);
		rc = pulse(w, e);
	}
	form_end(f);
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
put_composition(struct writer *w, const char *word, bool whole, bool known)
{
	const struct bom *b = w->b;
	struct form *f = &w->f;

	form_begin(f, "composition");
	form_text(f, "aggregate", str_from(word));
	if (whole) {
		form_list(f, "assemblies");
		form_ref(f, "assembly", w->root);
		form_end(f);
	}
	if (known) {
		form_list(f, "dependencies");
		for (size_t i = 0; i < b->ncomponents; i++)
			if (is_complete(&b->components[i]))
				form_ref(f, "dependency",
				    b->components[i].ref);
		form_end(f);
	}
	form_end(f);
}

/* One entry per word, as the words sort: complete, incomplete, unknown. */
static void
put_compositions(struct writer *w)
{
	const struct bom *b = w->b;
	bool blank = b->ncomponents == 0 && b->distro.id.n == 0 &&
	    !b->has_os_database;
	const char *word = notices_count(&b->notices, NOTICE_GAP) != 0
	    ? "incomplete" : blank ? "unknown" : "complete";
	bool whole = strcmp(word, "complete") == 0, any = false;

	for (size_t i = 0; i < b->ncomponents && !any; i++)
		any = is_complete(&b->components[i]);
	form_list(&w->f, "compositions");
	if (whole || any)
		put_composition(w, "complete", whole, any);
	if (!whole)
		put_composition(w, word, true, false);
	form_end(&w->f);
}

/* The version of the document itself is always the first. */
static void
begin_document(struct writer *w, struct str serial)
{
	struct form *f = &w->f;
	struct str version = str_fmt(w->record, "1.%u", w->minor);

	form_begin(f, "bom");
	if (f->xml) {
		form_attr(f, "xmlns", str_join(w->record,
		    STR("http://cyclonedx.org/schema/bom/"), version));
	} else {
		form_attr(f, "$schema", str_fmt(w->record, "http://"
		    "cyclonedx.org/schema/bom-1.%u.schema.json", w->minor));
		form_attr(f, "bomFormat", STR("CycloneDX"));
		form_attr(f, "specVersion", version);
	}
	size_t from = here(w);

	if (serial.n != 0)
		form_attr(f, "serialNumber", serial);
	cut(w, from, here(w));
	if (f->xml)
		form_attr(f, "version", STR("1"));
	else
		form_number(f, "version", 1);
}

static enum rc
put_document(struct writer *w, struct str serial, struct err *e)
{
	form_init(&w->f, w->f.xml, w->out, w->b->one_line);
	begin_document(w, serial);
	put_metadata(w);
	enum rc rc = pulse(w, e);

	if (rc == RC_OK)
		rc = put_components(w, e);
	if (rc == RC_OK)
		rc = put_dependencies(w, e);
	put_compositions(w);
	form_end(&w->f);
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
	struct str name = str_fmt(w->document, "cyclonedx-%s@1.%u %s",
	    w->f.xml ? "xml" : "json", w->minor, digest_hex(hex, raw, n).p);

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

static enum rc
write_document(const struct bom *b, bool xml, const char *version,
    struct out *o, struct err *e)
{
	struct writer w = { .b = b, .f.xml = xml };

	if (strlen(version) != 3 || strncmp(version, "1.", 2) != 0 ||
	    version[2] < '4' || version[2] > '7')
		return err_set(e, RC_UNSUPPORTED, "CycloneDX: no version %s",
		    version);
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

enum rc
cdx_write_json(const struct bom *b, const char *version, struct out *o,
    struct err *e)
{
	return write_document(b, false, version, o, e);
}

enum rc
cdx_write_xml(const struct bom *b, const char *version, struct out *o,
    struct err *e)
{
	return write_document(b, true, version, o, e);
}
