/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Feeds: the first byte picks the row, the rest is the document. With 0xff
 * the row is found from the content, as feeds build does.
 *
 * fuzz-cover: feeds/feed/*.c
 * fuzz-make: tests/fuzz/feed_seeds.sh
 */
#include <stddef.h>
#include <stdint.h>

#include "advisory/fill.h"
#include "base/limits.h"
#include "codec/reader.h"
#include "feeds/feed/feed.h"
#include "text/xml.h"

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);

static const struct feed *
pick(uint8_t byte, const struct feed_file *f)
{
	const char *why;
	size_t rows = 0;

	while (feeds[rows] != NULL)
		rows++;
	return byte == 0xff ? feed_detect(f, &why) : feeds[byte % rows];
}

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	static bool begun;
	struct fill *fill;
	struct err e;

	if (!begun)
		xml_init();
	begun = true;
	if (n == 0)
		return 0;

	struct feed_file f = { .name = STR("fuzz.json"), .head = str_of(p + 1,
	    n - 1 < FEED_HEAD ? n - 1 : FEED_HEAD) };
	const struct feed *feed = pick(p[0], &f);
	struct reader *r;

	if (feed == NULL || fill_new(&fill, &e) != RC_OK)
		return 0;
	r = reader_of_mem(p + 1, n - 1);
	(void)fill_source(fill, &(struct fill_source){
	    .feed = str_from(feed->name), .name = STR("fuzz"),
	    .pieces = feed->pieces }, &e);
	(void)feed->load(&f, r, &limits_default, fill, &e);
	reader_close(r);
	fill_free(fill);
	return 0;
}
