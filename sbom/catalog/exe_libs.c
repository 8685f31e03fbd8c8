/* SPDX-License-Identifier: Apache-2.0 */
#include "sbom/catalog/exe_libs.h"

enum rc
exe_libs(const struct exe *x, struct blob *b, struct records *out,
    struct err *e)
{
	const struct str *names;
	size_t n;

	if (x->format != EXE_ELF)
		return RC_OK;
	enum rc rc = exe_needed(x, b, &names, &n, e);

	if (rc == RC_FORMAT) {
		out->note(out, 0, "%s", e->msg);
		return RC_OK;
	}
	for (size_t i = 0; i < n && rc == RC_OK; i++)
		if (names[i].n > 0)
			out->requires(out, str_join(x->a, STR("lib:"),
			    names[i]));
	return rc;
}
