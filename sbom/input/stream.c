/* SPDX-License-Identifier: Apache-2.0 */
#include "codec/reader.h"
#include "sbom/input/session.h"

enum rc
stream_read(struct session *s, struct reader *in, struct err *e)
{
	reader_close(in);
	return err_set(e, RC_UNSUPPORTED, "%s: streams are not read yet",
	    s->oops);
}
