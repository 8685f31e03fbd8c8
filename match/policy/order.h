/* SPDX-License-Identifier: Apache-2.0 */
#ifndef MATCH_POLICY_ORDER_H
#define MATCH_POLICY_ORDER_H

#include "match/policy/finding.h"

/* Severest first, then by package, version, identifier, place. */
void findings_sort(struct finding *f, size_t n);

#endif
