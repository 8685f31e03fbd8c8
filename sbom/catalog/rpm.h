/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SBOM_CATALOG_RPM_H
#define SBOM_CATALOG_RPM_H

#include "sbom/catalog/catalog.h"

/*
 * rpm's database: three back ends hand header blobs to one reader of headers.
 * Private to sbom/catalog.
 */
enum {
	/* Of one database. A workstation of 3,000 packages has 400,000 files
	   and as many relations; hostile headers may share bytes. */
	RPM_PATHS_MAX = 4000000,
	RPM_RELATIONS_MAX = 4000000,
	RPM_DIRS_MAX = 4000000,		/* of one package */
};
#define RPM_PATH_BYTES_MAX (UINT64_C(2) << 30)

struct rpm_out {
	struct records *out;
	struct arena *tmp;	/* reset for each header */
	size_t record;		/* number of the header, from 1 */
	size_t paths, relations;
	uint64_t path_bytes;
	bool limited;		/* said that one of the limits was hit */
	bool archive;		/* a .rpm file: it owns nothing here */
};

/*
 * One header as databases hold it, without magic: emits the package. A header
 * that cannot be read is a gap of its own and not the end. RC_OK, or RC_STOP
 * from the sink.
 */
enum rc rpm_header(struct rpm_out *o, struct str blob);

/* The back ends. What they return ends the reading of the database. */
enum rc rpm_sqlite(struct rpm_out *o, struct str image, struct str wal,
    struct err *e);
enum rc rpm_ndb(struct rpm_out *o, struct str image, struct err *e);
enum rc rpm_bdb(struct rpm_out *o, struct str image, struct err *e);
bool rpm_is_bdb(struct str image);

/*
 * "NAME-VERSION-RELEASE.src.rpm" (or .nosrc.rpm): name and version-release.
 * False when it is not of this form.
 */
bool rpm_source(struct str file, struct str *ret_name,
    struct str *ret_version);

#endif
