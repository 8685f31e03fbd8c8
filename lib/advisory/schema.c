/* SPDX-License-Identifier: Apache-2.0 */
#include "advisory/content.h"

/* schemas/advisories.sql as lines of string literals, made by the Makefile. */
const char schema_text[] =
#include "advisories_sql.h"
;

const char schema_index_mark[] = "-- Indexes: made after the rows are in.";
