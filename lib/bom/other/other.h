/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BOM_OTHER_OTHER_H
#define BOM_OTHER_OTHER_H

#include "base/str.h"
#include "bom/format.h"

/* The run of a workflow that submits a snapshot; "" is not known. */
struct github_run {
	struct str id, workflow, job;
	struct str sha, ref;		/* of the commit it is about */
};

extern const struct bom_format format_github;	/* dependency snapshot */
extern const struct bom_format format_purls;	/* one package URL a line */
extern const struct bom_format format_table;	/* for people: not read */

#endif
