/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BOM_SPDX_SPDX_H
#define BOM_SPDX_SPDX_H

#include "bom/format.h"

/* SPDX 2.2 and 2.3; read only. */
extern const struct bom_format format_spdx_json;
extern const struct bom_format format_spdx_tag_value;

#endif
