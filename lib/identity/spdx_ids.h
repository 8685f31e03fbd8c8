/* SPDX-License-Identifier: Apache-2.0 */
#ifndef IDENTITY_SPDX_IDS_H
#define IDENTITY_SPDX_IDS_H

#include <stddef.h>

/*
 * Identifiers of the SPDX License List, each table sorted without case and
 * ended by NULL. Those in spdx_newer are in spdx_licences, too, but came after
 * the list that CycloneDX 1.6 was published with: its `license.id` does not
 * take them everywhere.
 */
extern const char *const spdx_licences[];
extern const size_t spdx_licences_n;
extern const char *const spdx_newer[];
extern const size_t spdx_newer_n;
extern const char *const spdx_exceptions[];
extern const size_t spdx_exceptions_n;

#endif
