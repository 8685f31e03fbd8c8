/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BOM_OTHER_OTHER_H
#define BOM_OTHER_OTHER_H

#include "bom/format.h"

extern const struct bom_format format_github;	/* dependency snapshot */
extern const struct bom_format format_purls;	/* one package URL a line */
extern const struct bom_format format_table;	/* for people: not read */

#endif
