/* SPDX-License-Identifier: Apache-2.0 */
#ifndef FEEDS_COMMAND_OPEN_H
#define FEEDS_COMMAND_OPEN_H

#include <stdint.h>

#include "base/err.h"
#include "base/status.h"
#include "base/str.h"

struct advdb;

/* The database of a command that looks at one: 5 when it is missing, damaged
   or of another schema. */
enum status open_database(const char *path, struct advdb **ret,
    struct err *e);

/* 0, else 5 with a message that names the file. */
enum status read_result(enum rc rc, const char *path, struct err *e);

#endif
