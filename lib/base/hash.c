/* SPDX-License-Identifier: Apache-2.0 */
#include "base/hash.h"

#include <pthread.h>
#include <sys/random.h>

#include "base/arena.h"

/*
 * SipHash-1-3 (Aumasson and Bernstein, 2012) with a key drawn once per
 * process; one compression and three finalisation rounds, as the hash tables
 * of Rust and Python use it. Nothing that is written may depend on the key.
 */
static uint64_t key0, key1;
static pthread_once_t once = PTHREAD_ONCE_INIT;

static void
draw_key(void)
{
	uint64_t k[2] = { UINT64_C(0x736f6d6570736575),
		UINT64_C(0x646f72616e646f6d) };

#ifdef FUZZING_FIXED_KEY	/* the fuzzers' build: runs can be repeated */
	key0 = k[0];
	key1 = k[1];
	return;
#endif
	/* Without entropy the tables still work; only the secret is lost. */
	if (getrandom(k, sizeof k, GRND_NONBLOCK) != (ssize_t)sizeof k)
		k[0] ^= (uint64_t)(uintptr_t)&key0;
	key0 = k[0];
	key1 = k[1];
}

static inline uint64_t
rotl(uint64_t x, unsigned b)
{
	return x << b | x >> (64 - b);
}

static inline void
sip_round(uint64_t v[4])
{
	v[0] += v[1];
	v[1] = rotl(v[1], 13) ^ v[0];
	v[0] = rotl(v[0], 32);
	v[2] += v[3];
	v[3] = rotl(v[3], 16) ^ v[2];
	v[0] += v[3];
	v[3] = rotl(v[3], 21) ^ v[0];
	v[2] += v[1];
	v[1] = rotl(v[1], 17) ^ v[2];
	v[2] = rotl(v[2], 32);
}

uint64_t
hash_str(struct str s)
{
	(void)pthread_once(&once, draw_key);

	uint64_t v[4] = { key0 ^ UINT64_C(0x736f6d6570736575),
		key1 ^ UINT64_C(0x646f72616e646f6d),
		key0 ^ UINT64_C(0x6c7967656e657261),
		key1 ^ UINT64_C(0x7465646279746573) };
	uint64_t m, last = (uint64_t)s.n << 56;
	size_t i = 0;

	for (; s.n - i >= 8; i += 8) {
		memcpy(&m, s.p + i, 8);
		v[3] ^= m;
		sip_round(v);
		v[0] ^= m;
	}
	for (size_t k = 0; i + k < s.n; k++)
		last |= (uint64_t)(unsigned char)s.p[i + k] << (8 * k);
	v[3] ^= last;
	sip_round(v);
	v[0] ^= last;
	v[2] ^= 0xff;
	sip_round(v);
	sip_round(v);
	sip_round(v);
	return v[0] ^ v[1] ^ v[2] ^ v[3];
}

/* Open addressing, at most three quarters full. */
struct slot {
	uint64_t hash;
	struct str key;
	void *value;
	bool used;
};

struct map {
	struct arena *a;
	struct slot *slots;
	size_t cap, n;		/* cap: a power of two */
};

struct map *
map_new(struct arena *a)
{
	return map_new_for(a, 0);
}

struct map *
map_new_for(struct arena *a, size_t n)
{
	struct map *m = NEW(a, struct map);

	m->a = a;
	m->cap = 16;
	while (m->cap / 4 * 3 <= n && m->cap <= SIZE_MAX / 4)
		m->cap *= 2;
	m->slots = NEWN(a, struct slot, m->cap);
	return m;
}

size_t
map_count(const struct map *m)
{
	return m->n;
}

static struct slot *
probe(struct slot *slots, size_t cap, struct str key, uint64_t hash)
{
	size_t i = (size_t)hash & (cap - 1);

	while (slots[i].used &&
	    (slots[i].hash != hash || !str_eq(slots[i].key, key)))
		i = (i + 1) & (cap - 1);
	return &slots[i];
}

void **
map_find(const struct map *m, struct str key)
{
	struct slot *s = probe(m->slots, m->cap, key, hash_str(key));

	return s->used ? &s->value : NULL;
}

static void
grow(struct map *m)
{
	size_t cap = m->cap * 2;
	struct slot *slots = NEWN(m->a, struct slot, cap);

	for (size_t i = 0; i < m->cap; i++)
		if (m->slots[i].used)
			*probe(slots, cap, m->slots[i].key,
			    m->slots[i].hash) = m->slots[i];
	m->slots = slots;
	m->cap = cap;
}

void **
map_put(struct map *m, struct str key, bool *ret_new)
{
	if (m->n >= m->cap / 4 * 3)
		grow(m);

	uint64_t hash = hash_str(key);
	struct slot *s = probe(m->slots, m->cap, key, hash);

	if (ret_new != NULL)
		*ret_new = !s->used;
	if (!s->used) {
		*s = (struct slot){ hash, key, NULL, true };
		m->n++;
	}
	return &s->value;
}
