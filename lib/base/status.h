/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BASE_STATUS_H
#define BASE_STATUS_H

/*
 * Exit status of all three tools. When several hold: 0 yields to 4, 4 to 1,
 * 1 to 3 and 5.
 */
enum status {
	ST_DONE = 0,
	ST_CONDITION = 1,	/* done; a condition asked about holds */
	ST_USAGE = 2,
	ST_FAILED = 3,		/* input not understood, output not written */
	ST_GAP = 4,		/* done, with a gap */
	ST_DATABASE = 5,	/* missing, damaged, unknown schema, too old */
};

/* The one that both together end with. */
enum status status_join(enum status a, enum status b);

#endif
