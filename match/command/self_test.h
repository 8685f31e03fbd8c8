/* SPDX-License-Identifier: Apache-2.0 */
#ifndef MATCH_COMMAND_SELF_TEST_H
#define MATCH_COMMAND_SELF_TEST_H

#include "base/status.h"

struct match_db;

/*
 * Is the database at hand what it says? For each of its feeds, packages that
 * are known to be vulnerable must be found by that feed alone. A feed that
 * covers a release and finds nothing there is blind: ST_GAP. The answer goes
 * to standard output, a line for each feed and ecosystem or release.
 */
enum status self_test_run(struct match_db *db);

#endif
