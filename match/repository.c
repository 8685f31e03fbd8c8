/* SPDX-License-Identifier: Apache-2.0 */
#include "match/repository.h"

#include "match/database.h"

/* Does a source hold this part of an Alpine release? secdb has one file for
   each repository; other feeds have them all. */
bool
repository_fed(const struct match_db *db, struct str branch, struct str part)
{
	for (size_t i = 0; i < db->nsources; i++) {
		struct str scope = db->sources[i].scope, words = scope, word;
		bool secdb = str_eq(db->sources[i].feed, STR("secdb"));
		size_t n = branch.n + 1 + part.n;

		if (secdb && str_starts(scope, STR("alpine ")) &&
		    str_ends(scope, part) && scope.n == 7 + n &&
		    str_eq(str_sub(scope, 7, 7 + branch.n), branch))
			return true;
		while (!secdb && str_word(&words, &word))
			if (str_eq(word, STR("alpine")))
				return true;
	}
	return false;
}

/* Is "BRANCH/PART" among the repositories? */
bool
repository_used(struct str text, struct str branch, struct str part)
{
	struct str line, piece, two[2] = { { NULL, 0 }, { NULL, 0 } };

	while (str_line(&text, &line)) {
		line = str_trim(line);
		if (line.n == 0 || line.p[0] == '#')
			continue;
		while (str_ends(line, STR("/")))
			line = str_sub(line, 0, line.n - 1);
		while (str_split(&line, '/', &piece)) {
			two[0] = two[1];
			two[1] = piece;
		}
		if (str_eq(two[0], branch) && str_eq(two[1], part))
			return true;
	}
	return false;
}
