/* SPDX-License-Identifier: Apache-2.0 */
#ifndef FEEDS_FEED_SSVC_H
#define FEEDS_FEED_SSVC_H

struct adv_ssvc;
struct json;

/* A decision, which replaces *ret when that is none or an older one. */
void ssvc_read(const struct json *content, struct adv_ssvc *ret);

#endif
