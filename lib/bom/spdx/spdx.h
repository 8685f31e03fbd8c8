/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BOM_SPDX_SPDX_H
#define BOM_SPDX_SPDX_H

#include "bom/format.h"

/*
 * What has no field stands in annotations whose comment begins with this line
 * and has a property "NAME=VALUE" on each line after it; '%', control bytes
 * and, in names, '=' are %XX in them. docs/airbom-properties.5 has the names.
 */
#define SPDX_PROPERTIES "airbom:properties"
/* In the comment on the creation: there is no time, so `created` is none. */
#define SPDX_NO_TIME "the time of creation is not known"

/* SPDX 2.2 and 2.3. */
extern const struct bom_format format_spdx_json;
extern const struct bom_format format_spdx_tag_value;
/* SPDX 3.0.1. */
extern const struct bom_format format_spdx3_json;

#endif
