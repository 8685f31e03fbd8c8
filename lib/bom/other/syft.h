/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BOM_OTHER_SYFT_H
#define BOM_OTHER_SYFT_H

#include "bom/format.h"

/* Syft's own JSON; read only. */
extern const struct bom_format format_syft_json;

#endif
