/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ADVISORY_VID_H
#define ADVISORY_VID_H

#include <stdbool.h>

#include "base/str.h"

struct arena;

/*
 * An identifier cut in prefix and tail: the prefix is the leading words of
 * letters, one of them upper case at least, each with its hyphen: "CVE-",
 * "SUSE-SU-", "DEBIAN-CVE-", "openSUSE-SU-".
 */
struct str vid_prefix(struct str id);
/* CVE first, then GHSA, then by prefix; digit runs by their value. */
int vid_cmp(struct str a, struct str b);
/* As feeds and people misspell them: blanks, lower-case "cve-", "CVE_2019_1",
   "GHSA-" with more capitals. Borrows from id or the arena. */
struct str vid_tidy(struct arena *a, struct str id);

static inline bool
vid_is_cve(struct str id)
{
	return str_starts(id, STR("CVE-"));
}

#endif
