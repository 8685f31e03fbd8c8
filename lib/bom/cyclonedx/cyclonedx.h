/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BOM_CYCLONEDX_CYCLONEDX_H
#define BOM_CYCLONEDX_CYCLONEDX_H

#include <stdbool.h>

#include "base/err.h"
#include "base/limits.h"
#include "base/str.h"
#include "bom/bom.h"
#include "bom/format.h"

/* Shared by the files that read and write CycloneDX. */

enum { CDX_NEWEST = 7 };	/* the last minor version that is known */

/* "library" … ; "" for BOM_OTHER. */
struct str cdx_type_of(enum bom_kind kind);
enum bom_kind cdx_kind_of(struct str type);
/* A type that version 1.minor has. */
bool cdx_is_type(struct str type, unsigned minor);

/* What a subject is called when it has no name of its own. */
struct str cdx_subject_name(const struct bom *b);

extern const struct bom_format format_cyclonedx_json;
extern const struct bom_format format_cyclonedx_xml;

enum rc cdx_write_json(const struct bom *b, const char *version,
    struct out *o, struct err *e);
enum rc cdx_write_xml(const struct bom *b, const char *version,
    struct out *o, struct err *e);
enum rc cdx_read_json(struct bom_in *in, const struct limits *lim,
    struct bom *b, struct err *e);
/* Of any stream; what follows the document is lost. */
enum rc cdx_read_json_from(struct reader *in, const struct limits *lim,
    struct bom *b, struct err *e);
enum rc cdx_read_xml(struct bom_in *in, const struct limits *lim,
    struct bom *b, struct err *e);

#endif
