/* SPDX-License-Identifier: Apache-2.0 */
#include <inttypes.h>
#include <stdio.h>

#include "base/arena.h"
#include "base/rd.h"
#include "sbom/catalog/rpm.h"

/*
 * rpm headers, as rpm's databases hold them.
 *
 * Source:   rpm.org, "Package format V4", sections Header and Tags;
 *           rpmtag.h for the numbers.
 * Layout:   big-endian: entries, data bytes, then entries of (tag, type,
 *           offset, count), then the data. No magic in a database.
 * Regions:  entry 0 may be 61, 62 or 63 and mark which entries were signed;
 *           what follows the region was added at installation and overrides
 *           it. So: skip these tags, and let the later of two entries win.
 * Limits:   RPM_MAX_TAGS, RPM_MAX_DATA, and those in rpm.h.
 */
enum { TAG_SIZE = 16 };

enum type { INT32 = 4, STRING = 6, STRINGS = 8, I18N = 9 };

enum tag {
	NAME, VERSION, RELEASE, EPOCH, SUMMARY, VENDOR, LICENSE, ARCH,
	SOURCERPM, PROVIDES, REQUIRES, DIRINDEXES, BASENAMES, DIRNAMES,
	OLDFILENAMES, MODULE, SHA1, SHA256, TAGS
};

static const uint32_t numbers[TAGS] = {
	[NAME] = 1000, [VERSION] = 1001, [RELEASE] = 1002, [EPOCH] = 1003,
	[SUMMARY] = 1004, [VENDOR] = 1011, [LICENSE] = 1014, [ARCH] = 1022,
	[OLDFILENAMES] = 1027, [SOURCERPM] = 1044, [PROVIDES] = 1047,
	[REQUIRES] = 1049, [DIRINDEXES] = 1116, [BASENAMES] = 1117,
	[DIRNAMES] = 1118, [MODULE] = 5096, [SHA1] = 269, [SHA256] = 273,
};

struct entry {
	uint32_t type, count;
	struct rd data;		/* from its offset to the end of all data */
	bool there;
};

struct header {
	struct entry tag[TAGS];
};

static struct entry *
entry_of(struct header *h, uint32_t number)
{
	for (size_t i = 0; i < TAGS; i++)
		if (numbers[i] == number)
			return &h->tag[i];
	return NULL;
}

static enum rc
header_read(struct str blob, struct header *h, struct err *e)
{
	struct rd in = rd_of(blob.p, blob.n);
	uint32_t ntags = rd_be32(&in), ndata = rd_be32(&in);

	*h = (struct header){ 0 };
	if (in.bad || ntags == 0)
		return err_set(e, RC_FORMAT, "no header of %zu bytes", blob.n);
	if (ntags > RPM_MAX_TAGS || ndata > RPM_MAX_DATA)
		return err_set(e, RC_LIMIT, "header of %" PRIu32 " tags, %"
		    PRIu32 " bytes", ntags, ndata);

	size_t len = (size_t)ntags * TAG_SIZE;	/* bounded above */
	struct rd tags = rd_of(rd_take(&in, len), len);
	struct rd data = rd_of(rd_take(&in, ndata), ndata);

	if (in.bad)
		return err_set(e, RC_FORMAT, "header is cut short");
	for (uint32_t i = 0; i < ntags; i++) {
		uint32_t number = rd_be32(&tags), type = rd_be32(&tags),
		    off = rd_be32(&tags), count = rd_be32(&tags);
		struct entry *at = entry_of(h, number);

		if (at == NULL || off > ndata)
			continue;
		*at = (struct entry){ type, count,
			rd_at(&data, off, ndata - off), true };
	}
	return RC_OK;
}

/* The first string, or "": absent, "(none)", of another type, unended. */
static struct str
text(const struct header *h, enum tag t)
{
	struct entry x = h->tag[t];

	if (!x.there || x.count == 0 ||
	    (x.type != STRING && x.type != STRINGS && x.type != I18N))
		return STR("");

	struct str s = rd_z(&x.data);

	return x.data.bad || str_eq(s, STR("(none)")) ? STR("") : s;
}

static struct entry
strings(const struct header *h, enum tag t)
{
	struct entry x = h->tag[t];

	if (!x.there || (x.type != STRINGS && x.type != I18N))
		x.count = 0;
	return x;
}

bool
rpm_source(struct str file, struct str *ret_name, struct str *ret_version)
{
	struct str base = file;

	if (!str_ends(base, STR(".rpm")))
		return false;
	base.n -= 4;

	size_t dot = str_rfind(base, '.');		/* .src, .nosrc */
	size_t release = str_rfind(str_sub(base, 0, dot), '-');
	size_t version = str_rfind(str_sub(base, 0, release), '-');

	if (dot == base.n || release >= dot || version >= release ||
	    version == 0 || version + 1 == release || release + 1 == dot)
		return false;
	*ret_name = str_sub(base, 0, version);
	*ret_version = str_sub(base, version + 1, dot);
	return true;
}

/* ---- what it owns and needs ---- */

static void
limit(struct rpm_out *o, const char *what)
{
	if (!o->limited)
		o->out->gap(o->out, "limit", "too many %s in one database: "
		    "the rest is left out", what);
	o->limited = true;
}

static void
relations(struct rpm_out *o, struct entry x,
    void (*each)(struct records *, struct str))
{
	struct str key;

	for (uint32_t i = 0; i < x.count; i++) {
		key = rd_z(&x.data);
		if (x.data.bad)
			return;
		/* Rich dependencies and rpm's own features name no package. */
		if (key.n == 0 || key.p[0] == '(' ||
		    str_starts(key, STR("rpmlib(")))
			continue;
		if (++o->relations > RPM_RELATIONS_MAX) {
			limit(o, "relations");
			return;
		}
		each(o->out, key);
	}
}

/* False: enough. */
static bool
own(struct rpm_out *o, struct str dir, struct str base)
{
	char path[PATH_MAX_BYTES];

	if (dir.n > sizeof path || base.n > sizeof path - dir.n) {
		o->out->note(o->out, o->record, "path of %zu bytes",
		    dir.n + base.n);
		return true;
	}
	o->path_bytes += dir.n + base.n;
	if (++o->paths > RPM_PATHS_MAX || o->path_bytes > RPM_PATH_BYTES_MAX) {
		limit(o, "files");
		return false;
	}
	if (dir.n != 0)
		memcpy(path, dir.p, dir.n);
	if (base.n != 0)
		memcpy(path + dir.n, base.p, base.n);
	o->out->owns(o->out, str_of(path, dir.n + base.n));
	return true;
}

/* Path i is dirnames[dirindexes[i]] + basenames[i]. */
static void
own_files(struct rpm_out *o, const struct header *h)
{
	struct entry bases = strings(h, BASENAMES), dirs = strings(h, DIRNAMES),
	    index = h->tag[DIRINDEXES];

	if (bases.count == 0 || dirs.count == 0 || dirs.count > dirs.data.n ||
	    index.type != INT32 || index.count != bases.count)
		return;
	if (dirs.count > RPM_DIRS_MAX) {
		limit(o, "directories");
		return;
	}

	struct str *dir = NEWN(o->tmp, struct str, dirs.count);

	for (uint32_t i = 0; i < dirs.count; i++)
		dir[i] = rd_z(&dirs.data);
	for (uint32_t i = 0; i < bases.count; i++) {
		uint32_t at = rd_be32(&index.data);
		struct str base = rd_z(&bases.data);

		if (bases.data.bad || index.data.bad || at >= dirs.count ||
		    !own(o, dir[at], base))
			return;
	}
}

/* Before rpm 4.0 paths stood in one list. */
static void
own_old_files(struct rpm_out *o, const struct header *h)
{
	struct entry x = strings(h, OLDFILENAMES);

	for (uint32_t i = 0; i < x.count; i++) {
		struct str path = rd_z(&x.data);

		if (x.data.bad || !own(o, path, STR("")))
			return;
	}
}

/* ---- the package ---- */

struct scratch {
	char version[4096], epoch[16];
};

static bool
take_version(const struct header *h, struct scratch *s, struct pkg *p)
{
	struct str version = text(h, VERSION), release = text(h, RELEASE);
	struct entry epoch = h->tag[EPOCH];

	if (version.n == 0 || release.n == 0 || version.n > 2000 ||
	    release.n > 2000)
		return false;
	memcpy(s->version, version.p, version.n);
	s->version[version.n] = '-';
	memcpy(s->version + version.n + 1, release.p, release.n);
	p->version = str_of(s->version, version.n + 1 + release.n);
	if (!epoch.there || epoch.type != INT32 || epoch.count == 0)
		return true;

	uint32_t v = rd_be32(&epoch.data);

	if (epoch.data.bad)
		return false;
	p->epoch = str_of(s->epoch,
	    (size_t)snprintf(s->epoch, sizeof s->epoch, "%" PRIu32, v));
	return true;
}

static enum rc
emit(struct rpm_out *o, const struct header *h)
{
	struct scratch s;
	struct pkg p = { .type = "rpm", .line = o->record,
		.name = text(h, NAME), .arch = text(h, ARCH),
		.licence = text(h, LICENSE), .vendor = text(h, VENDOR),
		.module = text(h, MODULE), .module_known = true,
		.checksum = text(h, SHA256) };
	struct str summary = text(h, SUMMARY), source = text(h, SOURCERPM);

	/* Keys that rpm was told to trust, kept as packages of no files. */
	if (str_eq(p.name, STR("gpg-pubkey")))
		return RC_OK;
	if (p.name.n == 0 || !take_version(h, &s, &p)) {
		o->out->gap(o->out, "package-db", "record %zu: a header "
		    "without name, version or release", o->record);
		return RC_OK;
	}
	if (p.checksum.n == 0)
		p.checksum = text(h, SHA1);
	p.description = str_sub(summary, 0, str_find(summary, '\n'));
	p.source_epoch_unknown = rpm_source(source, &p.source_name,
	    &p.source_version);

	/* Only source packages name no source; their arch is who made them. */
	if (o->archive && source.n == 0)
		p.arch = STR("src");

	enum rc rc = o->out->package(o->out, &p);

	if (rc != RC_OK)
		return rc;
	relations(o, strings(h, PROVIDES), o->out->provides);
	relations(o, strings(h, REQUIRES), o->out->requires);
	if (o->archive)
		return RC_OK;
	if (h->tag[BASENAMES].there)
		own_files(o, h);
	else
		own_old_files(o, h);
	return RC_OK;
}

enum rc
rpm_header(struct rpm_out *o, struct str blob)
{
	struct header h;
	struct err e = { "" };

	o->record++;
	if (header_read(blob, &h, &e) != RC_OK) {
		o->out->gap(o->out, "package-db", "record %zu: %s", o->record,
		    e.msg);
		return RC_OK;
	}

	enum rc rc = emit(o, &h);

	arena_reset(o->tmp);
	return rc;
}
