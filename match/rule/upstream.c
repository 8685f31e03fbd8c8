/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What NVD calls the upstream of a source package of Alpine: secdb lists fixes
 * only, and of a problem without one says nothing. Only names that are known
 * are asked: a package's own name as a product is as likely another one's.
 *
 * Source:   vendors and products of NVD's CPE dictionary; origins of Alpine's
 *           aports; reference, "Alpine, Wolfi, Chainguard".
 */
#include "match/rule/upstream.h"

#include "base/arena.h"
#include "match/rule/rule.h"

/* "php*" is php and php83, "lua*" lua5.4. */
static const struct {
	const char *origin, *vendor, *product;
} rows[] = {
	{ "apache2", "apache", "http_server" },
	{ "apk-tools", "alpinelinux", "apk-tools" },
	{ "apr", "apache", "portable_runtime" },
	{ "apr-util", "apache", "apr-util" },
	{ "avahi", "avahi", "avahi" },
	{ "bash", "gnu", "bash" },
	{ "bind", "isc", "bind" },
	{ "binutils", "gnu", "binutils" },
	{ "bison", "gnu", "bison" },
	{ "busybox", "busybox", "busybox" },
	{ "bzip2", "bzip", "bzip2" },
	{ "c-ares", "c-ares_project", "c-ares" },
	{ "c-ares", "c-ares", "c-ares" },
	{ "cairo", "cairographics", "cairo" },
	{ "coreutils", "gnu", "coreutils" },
	{ "cpio", "gnu", "cpio" },
	{ "curl", "haxx", "curl" },
	{ "curl", "haxx", "libcurl" },
	{ "dbus", "freedesktop", "dbus" },
	{ "dnsmasq", "thekelleys", "dnsmasq" },
	{ "dropbear", "dropbear_ssh_project", "dropbear_ssh" },
	{ "e2fsprogs", "e2fsprogs_project", "e2fsprogs" },
	{ "expat", "libexpat_project", "libexpat" },
	{ "ffmpeg*", "ffmpeg", "ffmpeg" },
	{ "file", "file_project", "file" },
	{ "freetype", "freetype", "freetype" },
	{ "gcc", "gnu", "gcc" },
	{ "gd", "libgd", "libgd" },
	{ "gdk-pixbuf", "gnome", "gdk-pixbuf" },
	{ "ghostscript", "artifex", "ghostscript" },
	{ "giflib", "giflib_project", "giflib" },
	{ "git", "git-scm", "git" },
	{ "glib", "gnome", "glib" },
	{ "gmp", "gmplib", "gmp" },
	{ "gnupg", "gnupg", "gnupg" },
	{ "gnutls", "gnu", "gnutls" },
	{ "go", "golang", "go" },
	{ "grep", "gnu", "grep" },
	{ "gzip", "gnu", "gzip" },
	{ "haproxy", "haproxy", "haproxy" },
	{ "harfbuzz", "harfbuzz_project", "harfbuzz" },
	{ "icu", "icu-project", "international_components_for_unicode" },
	{ "imagemagick", "imagemagick", "imagemagick" },
	{ "jq", "jqlang", "jq" },
	{ "jq", "jq_project", "jq" },
	{ "krb5", "mit", "kerberos_5" },
	{ "less", "greenwoodsoftware", "less" },
	{ "libarchive", "libarchive", "libarchive" },
	{ "libevent", "libevent_project", "libevent" },
	{ "libgcrypt", "gnupg", "libgcrypt" },
	{ "libjpeg-turbo", "libjpeg-turbo", "libjpeg-turbo" },
	{ "libksba", "gnupg", "libksba" },
	{ "libpcap", "tcpdump", "libpcap" },
	{ "libpng", "libpng", "libpng" },
	{ "libsndfile", "libsndfile_project", "libsndfile" },
	{ "libssh", "libssh", "libssh" },
	{ "libssh2", "libssh2", "libssh2" },
	{ "libtasn1", "gnu", "libtasn1" },
	{ "libtirpc", "libtirpc_project", "libtirpc" },
	{ "libuv", "libuv", "libuv" },
	{ "libwebp", "webmproject", "libwebp" },
	{ "libx11", "x.org", "libx11" },
	{ "libxml2", "xmlsoft", "libxml2" },
	{ "libxslt", "xmlsoft", "libxslt" },
	{ "lighttpd", "lighttpd", "lighttpd" },
	{ "lua*", "lua", "lua" },
	{ "lz4", "lz4_project", "lz4" },
	{ "mariadb", "mariadb", "mariadb" },
	{ "memcached", "memcached", "memcached" },
	{ "musl", "musl-libc", "musl" },
	{ "ncurses", "gnu", "ncurses" },
	{ "nettle", "nettle_project", "nettle" },
	{ "nghttp2", "nghttp2", "nghttp2" },
	{ "nginx", "f5", "nginx" },
	{ "nginx", "nginx", "nginx" },
	{ "nodejs", "nodejs", "node.js" },
	{ "nodejs-current", "nodejs", "node.js" },
	{ "openjdk*", "oracle", "openjdk" },
	{ "openldap", "openldap", "openldap" },
	{ "openssh", "openbsd", "openssh" },
	{ "openssl*", "openssl", "openssl" },
	{ "p11-kit", "p11-kit_project", "p11-kit" },
	{ "patch", "gnu", "patch" },
	{ "pcre", "pcre", "pcre" },
	{ "pcre2", "pcre", "pcre2" },
	{ "perl", "perl", "perl" },
	{ "php*", "php", "php" },
	{ "pixman", "pixman", "pixman" },
	{ "poppler", "freedesktop", "poppler" },
	{ "postgresql*", "postgresql", "postgresql" },
	{ "procps-ng", "procps-ng_project", "procps-ng" },
	{ "python3", "python", "python" },
	{ "qemu", "qemu", "qemu" },
	{ "readline", "gnu", "readline" },
	{ "redis", "redis", "redis" },
	{ "redis", "redislabs", "redis" },
	{ "rsync", "samba", "rsync" },
	{ "ruby", "ruby-lang", "ruby" },
	{ "rust", "rust-lang", "rust" },
	{ "samba", "samba", "samba" },
	{ "sed", "gnu", "sed" },
	{ "sqlite", "sqlite", "sqlite" },
	{ "squid", "squid-cache", "squid" },
	{ "strongswan", "strongswan", "strongswan" },
	{ "subversion", "apache", "subversion" },
	{ "sudo", "sudo_project", "sudo" },
	{ "tar", "gnu", "tar" },
	{ "tcpdump", "tcpdump", "tcpdump" },
	{ "tiff", "libtiff", "libtiff" },
	{ "unbound", "nlnetlabs", "unbound" },
	{ "unzip", "unzip_project", "unzip" },
	{ "util-linux", "kernel", "util-linux" },
	{ "vim", "vim", "vim" },
	{ "wget", "gnu", "wget" },
	{ "wpa_supplicant", "w1.fi", "wpa_supplicant" },
	{ "xz", "tukaani", "xz" },
	{ "yaml", "pyyaml", "libyaml" },
	{ "zlib", "zlib", "zlib" },
	{ "zstd", "facebook", "zstandard" },
};

/* Behind the name only digits and dots: "83", "5.4". */
static bool
is_line(struct str rest)
{
	for (size_t i = 0; i < rest.n; i++)
		if (!is_digit(rest.p[i]) && rest.p[i] != '.')
			return false;
	return true;
}

bool
upstream_next(struct str origin, size_t *at, struct str *ret_vendor,
    struct str *ret_product)
{
	for (; *at < sizeof rows / sizeof *rows; ++*at) {
		struct str name = str_from(rows[*at].origin);
		bool lines = str_ends(name, STR("*"));

		name.n -= lines;
		if (lines ? !str_starts(origin, name) || !is_line(str_from_pos(
		    origin, name.n)) : !str_eq(origin, name))
			continue;
		*ret_vendor = str_from(rows[*at].vendor);
		*ret_product = str_from(rows[*at].product);
		++*at;
		return true;
	}
	return false;
}

struct str
upstream_version(struct arena *a, struct str v)
{
	size_t r = str_rfind(v, '-');
	char *p;
	size_t n = 0;

	if (r + 2 < v.n && v.p[r + 1] == 'r' && is_line(str_from_pos(v,
	    r + 2)))
		v = str_sub(v, 0, r);
	p = NEWN(a, char, v.n);
	for (size_t i = 0; i < v.n; i++) {
		bool patch = v.p[i] == '_' && i + 2 < v.n &&
		    v.p[i + 1] == 'p' && is_digit(v.p[i + 2]);

		if (!patch)
			p[n++] = v.p[i] == '_' ? '-' : v.p[i];
	}
	return str_of(p, n);
}

/* Where a packager's own words begin, at the earliest: "+dfsg", ".ds1". */
static size_t
repacked(struct str v)
{
	static const char *const marks[] = { "+dfsg", "~dfsg", ".dfsg", "-dfsg",
		"+ds", "~ds", ".ds", "+repack", "~repack", "+deb" };
	size_t end = v.n;

	for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
		size_t at = str_find_str(v, str_from(marks[i]));

		if (at != 0 && at < end)
			end = at;
	}
	return end;
}

struct str
upstream_of(struct str type, struct str v)
{
	struct str really = STR("+really");
	size_t dash, at;

	if (!str_eq(type, STR("deb")) && !str_eq(type, STR("rpm")))
		return v;
	v = rule_without_epoch(v);
	dash = str_rfind(v, '-');
	if (dash != 0 && dash < v.n)
		v = str_sub(v, 0, dash);
	at = str_find_str(v, really);
	if (at < v.n)
		v = str_from_pos(v, at + really.n);
	return str_sub(v, 0, repacked(v));
}
