/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ADVISORY_CARRY_H
#define ADVISORY_CARRY_H

#include <stdint.h>

#include "base/err.h"

/*
 * What an older database has and the new one would lack, carried over as
 * sources marked `frozen`, with the dates that they had.
 */
struct advdb;
struct fill;

/*
 * All that the older database's source says. Scores, weaknesses and aliases
 * stand there by identifier: those of its records' identifiers come along, and
 * give way to what a living source says.
 */
enum rc carry_source(struct fill *f, struct advdb *old, int64_t source,
    struct err *e);

/*
 * Statements on releases that feeds which are read have dropped: the older
 * database has the release, and the new one has the feed and the ecosystem but
 * not the release. After all is read and refused.
 */
enum rc carry_vanished(struct fill *f, struct advdb *old, struct err *e);

#endif
