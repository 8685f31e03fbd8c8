/* SPDX-License-Identifier: Apache-2.0 */
/* Any bytes as XML; elements are closed in order, or the document fails. */
/* fuzz-cover: lib/text/xml.c */
/* fuzz-make: tests/fuzz/text-seeds.sh */
#include <stdlib.h>

#include "base/limits.h"
#include "codec/reader.h"
#include "text/xml.h"

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	static bool ready;
	struct reader *r;
	struct xml_in *x;
	struct err e = { "" };
	enum xml_event event = XML_OPEN;
	enum rc rc;
	unsigned depth = 0;
	size_t events = 0;

	if (!ready)
		xml_init();
	ready = true;
	r = reader_of_mem(p, n);
	if (xml_in_new(r, &x, &e) != RC_OK)
		abort();
	while ((rc = xml_in_next(x, &event, &e)) == RC_OK &&
	    event != XML_END) {
		if (event == XML_OPEN && (++depth != xml_in_depth(x) ||
		    depth > XML_DEPTH || xml_in_name(x).n == 0))
			abort();
		if (event == XML_CLOSE && depth-- != xml_in_depth(x))
			abort();
		if (event == XML_TEXT && xml_in_text(x).n == 0)
			abort();
		(void)xml_in_attr(x, "id");
		(void)xml_in_namespace(x);
		(void)xml_in_line(x);
		if (event == XML_OPEN && ++events % 5 == 0) {
			rc = xml_in_skip(x, &e);
			if (rc != RC_OK)
				break;
			depth--;
		}
	}
	if (rc == RC_OK ? depth != 0 : e.msg[0] == '\0')
		abort();
	xml_in_free(x);
	reader_close(r);
	return 0;
}
