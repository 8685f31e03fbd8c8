/* SPDX-License-Identifier: Apache-2.0 */
/*
 * When a statement was made, for --as-of: its own day; else the day on which
 * its record was published; else it is of unknown date, and counts. A statement
 * of unknown date about a problem that was made public later was made later.
 */
#include "match/merge.h"

#include "base/when.h"
#include "match/database.h"

enum rc
merge_as_of(struct match_db *db, const struct judge_options *o, bool has_known,
    int64_t known_day, const struct advdb_adv *adv, enum as_of *ret,
    struct err *e)
{
	bool has = has_known || adv->has_published;
	int64_t day = has_known ? known_day : when_day(adv->published_s);
	bool public = false, late;
	int64_t since;
	enum rc rc = RC_OK;

	*ret = AS_OF_KNOWN;
	if (!o->has_as_of)
		return RC_OK;
	late = has && day > o->as_of_day;
	if (!has || late)
		rc = advdb_published(db->adv, adv->vid, &public, &since, e);
	if (rc != RC_OK)
		return rc;
	if (late)
		*ret = public && since <= o->as_of_day ? AS_OF_CHANGED
		    : AS_OF_LATER;
	else if (!has)
		*ret = public && since > o->as_of_day ? AS_OF_LATER
		    : AS_OF_UNDATED;
	return RC_OK;
}
