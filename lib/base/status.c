/* SPDX-License-Identifier: Apache-2.0 */
#include "base/status.h"

static int
rank(enum status s)
{
	switch (s) {
	case ST_DONE:
		return 0;
	case ST_GAP:
		return 1;
	case ST_CONDITION:
		return 2;
	case ST_FAILED:
		return 3;
	case ST_DATABASE:
		return 4;
	case ST_USAGE:
		return 5;
	}
	return 3;
}

enum status
status_join(enum status a, enum status b)
{
	return rank(a) >= rank(b) ? a : b;
}
