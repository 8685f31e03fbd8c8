/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SBOM_COMMAND_REGIME_H
#define SBOM_COMMAND_REGIME_H

/*
 * Minimum elements of a bill of materials, as regimes ask for them: NTIA 2021,
 * CISA 2025 (draft), BSI TR-03183-2 2.1.0, OpenChain Telco 1.1.
 */
struct bom;
struct check;
struct notices;
struct regime;

#define REGIME_NAMES "ntia, cisa, bsi, telco"

/* NULL: unknown. */
const struct regime *regime_by_name(const char *name);

/* What is missing in a document that was read: one fault for each element,
   with how many lack it and who. c knows what its text named. */
void regime_check(const struct regime *r, const struct bom *b,
    struct check *c);

/* Before bom_finish: what the facts allow and is not written without being
   asked for. Nothing is made up. */
void regime_fill(const struct regime *r, struct bom *b);

/* What is missing in a document that is to be written, as notes; and whether
   the regime takes a format. */
void regime_tell(const struct regime *r, const struct bom *b,
    struct notices *to);
void regime_tell_format(const struct regime *r, const char *format,
    const char *version, struct notices *to);

#endif
