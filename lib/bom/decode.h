/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BOM_DECODE_H
#define BOM_DECODE_H

#include <stdbool.h>

#include "base/str.h"
#include "bom/bom.h"

/*
 * From what documents of any generator say to the fields of the model. Used
 * by the readers of every format, after the standard's own fields.
 */
struct arena;

/*
 * What Syft and Trivy keep in properties of their own (SPDX annotations, for
 * Trivy). Borrowed until bom_decode.
 */
struct bom_hints {
	struct str type;			/* syft:package:type */
	struct str found_by, arch, epoch, module, layer;
	struct str source, source_version;	/* Syft, of dpkg */
	struct str source_rpm, origin;		/* Syft, of rpm and apk */
	struct str src_name, src_version;	/* Trivy */
	struct str src_release, src_epoch;
	struct str built_from, built_version;	/* Trivy, in SPDX */
	struct str supplier;			/* who stands behind it */
};

/* Take a property of Syft or Trivy; the caller keeps the property too. */
void bom_hint(struct bom *b, struct bom_component *c, struct bom_hints *h,
    struct str name, struct str value);

/* Put an airbom:* property of a component into its field. False: it is none
   that the model has a field for. */
bool bom_own_property(struct bom *b, struct bom_component *c, struct str name,
    struct str value);

/* A checksum by any format's spelling of its algorithm ("sha1", "SHA256"); of
   one that CycloneDX has no word for nothing is kept. */
void bom_checksum_add(struct bom *b, struct bom_component *c, struct str alg,
    struct str hex);

/* One document's worth of decoding. */
struct bom_decoder {
	struct bom *b;
	struct arena *tmp;			/* scratch; the caller resets */
	struct str last_namespace, last_distro;	/* most are all the same */
	struct distro *last;
	bool has_os;				/* bom_take_distro took one */
	size_t clayers, ctags;
	struct str *authors;			/* by the format's own field */
	size_t nauthors, cauthors;
};

/* ---- the subject; text that lives as long as the bom ---- */

/* A layer as "NNNN DIFFID DIGEST LINE". */
void bom_take_layer(struct bom_decoder *d, struct str value);
void bom_take_tag(struct bom_decoder *d, struct str value);
/* An author of the format's own field, which counts where no property of ours
   says it better; "" is nobody. */
void bom_take_author(struct bom_decoder *d, struct str who);
/* What Trivy keeps in properties of the subject. */
void bom_subject_hint(struct bom_decoder *d, struct str name,
    struct str value);

/*
 * The document's operating system. False: there was one already; if it
 * differs, that is noted.
 */
bool bom_take_distro(struct bom_decoder *d, const struct distro *os);

/* ---- components ---- */

/*
 * Fill what is not yet known from purl and hints; the purl becomes canonical.
 * The component's distribution by its purl goes to c->distro, also when it is
 * the document's: bom_decode_end settles that.
 */
void bom_decode(struct bom_decoder *d, struct bom_component *c,
    const struct bom_hints *h);

/* c was built from the package that source is: unless it says so itself. */
void bom_built_from(struct bom_component *c,
    const struct bom_component *source);

/*
 * Once all components are there, before bom_finish: the document's
 * distribution where it did not say it (from the first component that does),
 * and none on components that agree with it; its authors.
 */
void bom_decode_end(struct bom_decoder *d);

/* Before that, of another generator's document: peers write their own words
   for a distribution, and packages tell of a package database. */
void bom_foreign_distro(struct bom_decoder *d);

/* NAME-VERSION-RELEASE.src.rpm in two, from the right. False: it is none. */
bool bom_source_rpm(struct str file, struct str *ret_name,
    struct str *ret_version);

#endif
