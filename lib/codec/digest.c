/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Digests by libcrypto, and two texts made of bytes: hex and base64.
 *
 * Source:   EVP_DigestInit(3); OCI image-spec descriptor.md "Digests";
 *           RFC 9562 section 5.5 (UUIDv5); RFC 4648 section 4 (base64).
 * Limits:   none of its own; no allocation but libcrypto's contexts.
 */
#include "codec/digest.h"

#include <openssl/evp.h>
#include <pthread.h>
#include <stdlib.h>

static const struct alg {
	const char *name;	/* for libcrypto */
	const char *oci;	/* before the colon; NULL: not an OCI digest */
	size_t size;
} algs[] = {
	[DIGEST_MD5] = { "MD5", NULL, 16 },
	[DIGEST_SHA1] = { "SHA1", NULL, 20 },
	[DIGEST_SHA256] = { "SHA256", "sha256:", 32 },
	[DIGEST_SHA512] = { "SHA512", "sha512:", 64 },
};

enum { NALGS = sizeof algs / sizeof *algs };

/* Looking an algorithm up costs more than a short digest: once per process. */
static EVP_MD *fetched[NALGS];

static void
fetch(void)
{
	for (size_t i = 0; i < NALGS; i++)
		fetched[i] = EVP_MD_fetch(NULL, algs[i].name, NULL);
}

void
digest_init(void)
{
	static pthread_once_t once = PTHREAD_ONCE_INIT;

	(void)pthread_once(&once, fetch);
}

/* struct digest is libcrypto's context under our name. */
static EVP_MD_CTX *
ctx(struct digest *d)
{
	return (EVP_MD_CTX *)(void *)d;
}

struct digest *
digest_new(enum digest_alg alg)
{
	EVP_MD_CTX *c;

	digest_init();
	if (fetched[alg] == NULL || (c = EVP_MD_CTX_new()) == NULL)
		return NULL;
	if (EVP_DigestInit_ex2(c, fetched[alg], NULL) != 1) {
		EVP_MD_CTX_free(c);
		return NULL;
	}
	return (struct digest *)(void *)c;
}

void
digest_add(struct digest *d, const void *p, size_t n)
{
	if (d != NULL && n > 0)
		(void)EVP_DigestUpdate(ctx(d), p, n);
}

size_t
digest_end(struct digest *d, uint8_t out[DIGEST_MAX])
{
	unsigned int n = 0;

	if (d == NULL)
		return 0;
	if (EVP_DigestFinal_ex(ctx(d), out, &n) != 1)
		n = 0;
	digest_free(d);
	return n;
}

void
digest_free(struct digest *d)
{
	EVP_MD_CTX_free(ctx(d));
}

size_t
digest_of(enum digest_alg alg, const void *p, size_t n,
    uint8_t out[DIGEST_MAX])
{
	struct digest *d = digest_new(alg);

	digest_add(d, p, n);
	return digest_end(d, out);
}

struct str
digest_hex(char buf[DIGEST_HEX_MAX], const uint8_t *p, size_t n)
{
	static const char digits[] = "0123456789abcdef";

	if (n > DIGEST_MAX)
		n = DIGEST_MAX;
	for (size_t i = 0; i < n; i++) {
		buf[2 * i] = digits[p[i] >> 4];
		buf[2 * i + 1] = digits[p[i] & 15];
	}
	buf[2 * n] = '\0';
	return str_of(buf, 2 * n);
}

static bool
is_hex(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if (!is_digit(s.p[i]) && (s.p[i] < 'a' || s.p[i] > 'f'))
			return false;
	return true;
}

bool
digest_parse(struct str s, enum digest_alg *alg, struct str *ret_hex)
{
	for (size_t i = 0; i < NALGS; i++) {
		struct str pre = str_from(algs[i].oci);

		if (pre.n == 0 || !str_eq(str_sub(s, 0, pre.n), pre))
			continue;
		struct str hex = str_from_pos(s, pre.n);

		if (hex.n != 2 * algs[i].size || !is_hex(hex))
			return false;
		*alg = (enum digest_alg)i;
		*ret_hex = hex;
		return true;
	}
	return false;
}

struct str
uuid5(char buf[37], const uint8_t ns[16], const void *p, size_t n)
{
	struct digest *d = digest_new(DIGEST_SHA1);
	uint8_t h[DIGEST_MAX] = { 0 };
	char hex[DIGEST_HEX_MAX];
	size_t at = 0;

	digest_add(d, ns, 16);
	digest_add(d, p, n);
	(void)digest_end(d, h);
	h[6] = (uint8_t)((h[6] & 0x0f) | 0x50);	/* version 5 */
	h[8] = (uint8_t)((h[8] & 0x3f) | 0x80);	/* variant of RFC 9562 */
	(void)digest_hex(hex, h, 16);
	for (size_t i = 0; i < 32; i++) {
		if (i == 8 || i == 12 || i == 16 || i == 20)
			buf[at++] = '-';
		buf[at++] = hex[i];
	}
	buf[at] = '\0';
	return str_of(buf, at);
}

struct str
base64(char *buf, const void *p, size_t n)
{
	static const char set[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
	    "abcdefghijklmnopqrstuvwxyz0123456789+/";
	const uint8_t *s = p;
	size_t at = 0;

	for (size_t i = 0; i < n; i += 3) {
		uint32_t v = (uint32_t)s[i] << 16;

		if (i + 1 < n)
			v |= (uint32_t)s[i + 1] << 8;
		if (i + 2 < n)
			v |= s[i + 2];
		buf[at++] = set[v >> 18];
		buf[at++] = set[v >> 12 & 63];
		buf[at++] = i + 1 < n ? set[v >> 6 & 63] : '=';
		buf[at++] = i + 2 < n ? set[v & 63] : '=';
	}
	buf[at] = '\0';
	return str_of(buf, at);
}
