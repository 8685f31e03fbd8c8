/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BOM_OTHER_ENVELOPE_H
#define BOM_OTHER_ENVELOPE_H

struct bom_format;

extern const struct bom_format format_envelope;		/* read only */

#endif
