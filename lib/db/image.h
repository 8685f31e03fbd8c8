/* SPDX-License-Identifier: Apache-2.0 */
#ifndef DB_IMAGE_H
#define DB_IMAGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/str.h"

/* What a write-ahead log would make of a database. */
struct wal {
	size_t page_size;
	size_t frames;		/* up to the last commit; 0: nothing usable */
	size_t pages;		/* of the database after that commit */
};

/* Page size of a database image; 0 when it is none. */
size_t image_page_size(struct str image);

/* Find the committed frames that fit an image of this page size (0: any). */
struct wal wal_scan(struct str wal, size_t page_size);

/* Write the committed frames over the pages at to (w->pages of them). */
void wal_fold(struct str wal, const struct wal *w, uint8_t *to);

#endif
