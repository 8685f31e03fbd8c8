/* SPDX-License-Identifier: Apache-2.0 */
#ifndef FEEDS_FEED_CSAF_INT_H
#define FEEDS_FEED_CSAF_INT_H

#include "feeds/feed/csaf_doc.h"

/* What the files of the CSAF reader share. */
struct csaf_list {			/* of product ids */
	struct csaf_product **v;
	size_t n, cap;
};

struct csaf {
	struct json_in *j;
	struct csaf_doc *d;
	struct arena *scratch;		/* for one product of the tree */
	struct map *products, *groups;	/* by id; a group is a csaf_list */
	struct csaf_vuln *vuln;		/* the one at hand */
	unsigned number;
	uint64_t expanded;		/* ids that groups stood for */
	csaf_each_fn *each;
	void *ctx;
};

typedef enum rc csaf_member_fn(struct csaf *c, struct str name, void *to,
    struct err *e);
typedef enum rc csaf_element_fn(struct csaf *c, void *to, struct err *e);

/* Anything but an object (an array) is passed over. */
enum rc csaf_object(struct csaf *c, csaf_member_fn *fn, void *to,
    struct err *e);
enum rc csaf_array(struct csaf *c, csaf_element_fn *fn, void *to,
    struct err *e);

/* A string, trimmed, copied to a; "" for what is none, or is over 1 MiB. */
enum rc csaf_text(struct csaf *c, struct arena *a, struct str *to,
    struct err *e);
enum rc csaf_time(struct csaf *c, bool *ret_has, int64_t *ret_s,
    struct err *e);
/* `references`: their URLs are added. */
enum rc csaf_links(struct csaf *c, struct arena *a, struct str **v, size_t *n,
    size_t *cap, struct err *e);

/* The product of this id, made when it was not known. */
struct csaf_product *csaf_product(struct csaf *c, struct str id);
/* An array of product ids, or of group ids, added to the list (in a). */
enum rc csaf_product_ids(struct csaf *c, struct arena *a,
    struct csaf_list *list, struct err *e);
enum rc csaf_group_ids(struct csaf *c, struct arena *a,
    struct csaf_list *list, struct err *e);

enum rc csaf_tree(struct csaf *c, struct err *e);
enum rc csaf_vulnerability(struct csaf *c, void *to, struct err *e);

#endif
