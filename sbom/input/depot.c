/* SPDX-License-Identifier: Apache-2.0 */
#include "sbom/input/depot.h"

#include <inttypes.h>

#include "base/arena.h"
#include "base/file.h"

bool
depot_is_layer_name(struct str path)
{
	return str_starts(path, STR("blobs/")) || str_ends(path, STR(".tar"));
}

void
depot_close(struct depot *d)
{
	if (d != NULL)
		d->close(d);
}

enum rc
depot_text(struct depot *d, struct str path, struct str *ret, struct err *e)
{
	struct piece p;
	enum rc rc = d->find(d, path, &p, e);

	if (rc != RC_OK)
		return rc;
	if (p.fd < 0 && (p.text.p != NULL || p.size <= d->lim->manifest ||
	    p.size == UINT64_MAX)) {
		if (p.text.p == NULL)
			return err_set(e, RC_FORMAT, "%.*s: not JSON, or "
			    "larger than the limit", STR_ARG(path));
		*ret = p.text;
		return RC_OK;
	}
	if (p.size > d->lim->manifest)
		return err_set(e, RC_LIMIT, "%.*s: %" PRIu64 " bytes",
		    STR_ARG(path), p.size);
	if (p.cut)
		return err_set(e, RC_FORMAT, "%.*s: the archive ends inside "
		    "it", STR_ARG(path));
	char *text = arena_alloc(d->arena, (size_t)p.size, 1);

	rc = file_read_at(p.fd, p.off, text, (size_t)p.size, e);
	*ret = str_of(text, (size_t)p.size);
	return rc;
}
