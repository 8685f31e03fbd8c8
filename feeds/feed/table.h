/* SPDX-License-Identifier: Apache-2.0 */
#ifndef FEEDS_FEED_TABLE_H
#define FEEDS_FEED_TABLE_H

/* The rows of feeds/feed/feed.c. */
struct feed;

extern const struct feed feed_debian, feed_epss, feed_kev, feed_nvd,
    feed_nvd_cve, feed_osv, feed_secdb;

#endif
