/* SPDX-License-Identifier: Apache-2.0 */
#ifndef IDENTITY_DISTRO_H
#define IDENTITY_DISTRO_H

#include <stdbool.h>

#include "base/str.h"

struct arena;
struct ecosystem;

/*
 * Which distribution an image is. Source: os-release(5) and the other files of
 * reference section "Distro identification". All text lives in the arena it
 * was read into; "" for what is not known.
 */
struct distro {
	struct str id;			/* "debian", lower case */
	struct str id_like;		/* words */
	struct str version_id;		/* as in os-release */
	struct str codename;
	struct str name, pretty_name, cpe_name, variant_id, build_id;
	struct str point_release;	/* etc/debian_version, else "" */
	struct str support_end;
};

/* Read os-release text (quotes, escapes, CRLF, comments). Empty id: it told
   nothing. */
struct distro distro_from_os_release(struct arena *a, struct str text);

/* "Red Hat Enterprise Linux release 8.10 (Ootpa)" and kin. */
bool distro_from_redhat_release(struct arena *a, struct str text,
    struct distro *ret);

/*
 * The feed namespace that judges packages of d: its ecosystem row and release
 * ("12", "3.20", "edge", "9", "" for rolling ones). NULL: no feed knows it, or
 * its release cannot be told. Derived distributions (ID_LIKE) are not judged
 * by their parent's feed, raspbian and postmarketos excepted.
 * apk_repositories: text of etc/apk/repositories, which beats os-release; may
 * be "".
 */
const struct ecosystem *distro_namespace(struct arena *a,
    const struct distro *d, struct str apk_repositories,
    struct str *ret_release);

/* From a purl's distro qualifier in any dialect ("debian-12.15",
   "alpine-3.19.1", bare "3.19.1" with the purl's namespace, "bookworm"). */
struct distro distro_from_qualifier(struct arena *a, struct str purl_type,
    struct str purl_namespace, struct str value);

/* Value of the qualifier that we write: "debian-12", "alpine-3.19.1". */
struct str distro_qualifier(struct arena *a, const struct distro *d);

/* purl namespace: rhel is redhat, opensuse-leap is opensuse, else id. */
struct str distro_purl_namespace(struct arena *a, const struct distro *d);

#endif
