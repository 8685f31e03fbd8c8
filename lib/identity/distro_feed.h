/* SPDX-License-Identifier: Apache-2.0 */
#ifndef IDENTITY_DISTRO_FEED_H
#define IDENTITY_DISTRO_FEED_H

#include <stdbool.h>

#include "base/str.h"

/* What distro.c and the feeds need of the table of distributions. */

/* Is there a row for this os-release ID, or a peer's word for it? */
bool distro_known(struct str id);

/* Are two IDs one, or judged by one feed ("opensuse-leap" and "opensuse")? */
bool distro_kin(struct str a, struct str b);

/* os-release ID behind a purl namespace or a peer's word for it: "redhat" is
   "rhel", "amazon" is "amzn"; others as they are. */
struct str distro_id_of_namespace(struct str ns);

/*
 * Release of a Debian codename as the database spells it: "bookworm" is "12",
 * "sid" and "unstable" are "sid"; "" for names we do not know.
 */
struct str debian_release(struct str codename);

/* "jammy" is "22.04"; "" for names we do not know. */
struct str ubuntu_release(struct str codename);

/*
 * A release and a stream of it in any of Ubuntu's spellings: "jammy" is 22.04
 * and channel ""; "esm-infra/xenial" is 16.04 and "esm-infra", and so is
 * "xenial/esm"; "fips-updates/jammy" is 22.04 and "fips-updates". False: no
 * codename that we know.
 */
bool ubuntu_stream(struct str key, struct str *ret_release,
    struct str *ret_channel);

#endif
