/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BOM_PROPERTY_H
#define BOM_PROPERTY_H

#include <stdbool.h>

#include "base/err.h"
#include "base/notice.h"
#include "base/str.h"

struct arena;

/*
 * Every airbom:* name, once. docs/airbom-properties.5 describes each; `make
 * check` compares the two.
 */

/* of the document (metadata.properties) */
#define PROP_GAP		"airbom:gap"
#define PROP_NOTE		"airbom:note"
#define PROP_SUBJECT		"airbom:subject"	/* image, rootfs, dir, file */
#define PROP_AUTHOR		"airbom:author"	/* the format's field does not
						   hold all of it */
#define PROP_VERIFIED		"airbom:layers:verified"
#define PROP_LAYER		"airbom:layer"		/* "NNNN DIFFID DIGEST LINE",
						   see docs */
#define PROP_TAG		"airbom:image:tag"
#define PROP_MANIFEST_DIGEST	"airbom:image:manifest-digest"
#define PROP_CONFIG_DIGEST	"airbom:image:config-digest"
#define PROP_PLATFORM		"airbom:image:platform"
#define PROP_USER		"airbom:image:user"
#define PROP_ENV		"airbom:image:env"	/* names, never values */
#define PROP_PORT		"airbom:image:port"
#define PROP_VOLUME		"airbom:image:volume"
#define PROP_HEALTHCHECK	"airbom:image:healthcheck"
#define PROP_ENTRYPOINT		"airbom:image:entrypoint"
#define PROP_CMD		"airbom:image:cmd"
#define PROP_LABEL		"airbom:image:label:"	/* + its name */
#define PROP_HISTORY		"airbom:image:history"
#define PROP_APK_REPOSITORY	"airbom:context:apk-repository"
#define PROP_APT_SOURCE		"airbom:context:apt-source"
#define PROP_APT_ORIGIN		"airbom:context:apt-origin"
#define PROP_CONTENT_SET	"airbom:context:content-set"
#define PROP_UBUNTU_PRO		"airbom:context:ubuntu-pro"

/* of the document, when its files are listed */
#define PROP_FILES_COUNT	"airbom:files:count"	/* regular ones */
#define PROP_FILES_BYTES	"airbom:files:bytes"
#define PROP_FILES_OWNED	"airbom:files:owned-bytes"
#define PROP_FILES_EVIDENCE	"airbom:files:evidence-bytes"
#define PROP_FILES_NOBODYS	"airbom:files:unowned-bytes"

/* of a file */
#define PROP_FILE_TYPE		"airbom:file:type"
#define PROP_FILE_SIZE		"airbom:file:size"
#define PROP_FILE_NOBODYS	"airbom:file:unowned"

/* of the operating-system component */
#define PROP_DISTRO_NAME	"airbom:distro:name"
#define PROP_DISTRO_ID_LIKE	"airbom:distro:id-like"
#define PROP_DISTRO_CODENAME	"airbom:distro:codename"
#define PROP_DISTRO_POINT	"airbom:distro:point-release"
#define PROP_DISTRO_PRETTY	"airbom:distro:pretty-name"
#define PROP_DISTRO_VARIANT	"airbom:distro:variant-id"
#define PROP_DISTRO_BUILD	"airbom:distro:build-id"
#define PROP_DISTRO_SUPPORT_END	"airbom:distro:support-end"
/* of the document when it has no such component */
#define PROP_DISTRO_DATABASE	"airbom:distro:package-database"

/* of a component */
#define PROP_TYPE		"airbom:package:type"
#define PROP_ARCH		"airbom:package:arch"	/* when no purl says it */
#define PROP_KIND		"airbom:package:kind"	/* a CycloneDX type that
						   bom_kind has no word for */
#define PROP_PLACE		"airbom:package:place"	/* "NNNN LAYER PATH": the
						   format has no evidence */
#define PROP_GROUP		"airbom:package:group"	/* where the format has
						   one name for all */
#define PROP_REF		"airbom:package:ref"	/* where the format's
						   ids cannot hold it */
#define PROP_HASH		"airbom:package:hash"	/* "ALG:HEX" that the
						   format has no word for */
#define PROP_FOUND_BY		"airbom:package:found-by"
#define PROP_CLASS		"airbom:package:class"
#define PROP_CPE		"airbom:package:cpe"	/* all but the first */
#define PROP_LOCAL		"airbom:package:local"
#define PROP_GUESSED		"airbom:package:guessed"
#define PROP_TOLD_BY		"airbom:package:told-by"	/* path of a document
						   that lies in the image */
#define PROP_CACHED		"airbom:package:cached"
#define PROP_DEVELOPMENT	"airbom:package:development"
#define PROP_SOURCE_PACKAGE	"airbom:package:source-package"
#define PROP_TECHNIQUE		"airbom:package:technique" /* when there is no
						   evidence to hold it */
#define PROP_OWNER		"airbom:owner"		/* its reference */
#define PROP_OWNER_VENDOR	"airbom:owner:vendor"
#define PROP_SOURCE_NAME	"airbom:source:name"
#define PROP_SOURCE_VERSION	"airbom:source:version"
#define PROP_SOURCE_NO_EPOCH	"airbom:source:epoch-unknown"
#define PROP_EPOCH		"airbom:package:epoch"
#define PROP_VERSION		"airbom:package:version" /* too long for the
						   format's field */
#define PROP_MODULE		"airbom:rpm:modularity-label"
#define PROP_NO_MODULE		"airbom:rpm:not-modular"
#define PROP_VENDOR		"airbom:package:vendor"
#define PROP_VERSION_FROM	"airbom:package:version-from" /* when it is not
						   stated as the version */
#define PROP_JAVA_SHA1		"airbom:java:sha1"	/* of the archive */
#define PROP_GO_BUILD		"airbom:go:build"	/* KEY=VALUE */
#define PROP_GO_SUM		"airbom:go:sum"		/* as in go.sum */
#define PROP_GO_REPLACES	"airbom:go:replaces"	/* PATH@VERSION */
#define PROP_LAYER_DIGEST	"airbom:layer:digest"
#define PROP_LAYER_HISTORY	"airbom:layer:created-by"
#define PROP_LAYER_REMOVED	"airbom:layer:removed"	/* a later layer took
						   it away */

/*
 * The value of PROP_GAP and PROP_NOTE: "kind=K;layer=D;path=P;what=W", each
 * value percent-encoded where it holds '%', ';', '=', a control byte or bad
 * UTF-8; empty parts are left out.
 */
struct str property_notice_format(struct arena *a, const struct notice *n);
/*
 * Of an unreadable value everything goes to `what`, and an empty one gets words
 * of ours: a gap is never lost.
 */
struct notice property_notice_parse(struct arena *a, enum notice_level level,
    struct str value);

/* One of those that say where packages come from: airbom:context:*. */
bool property_is_context(struct str name);

#endif
