/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BASE_STR_H
#define BASE_STR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

struct arena;

/*
 * Text as bytes with a length; borrows, never owns. May hold any byte. p may
 * be NULL only when n is 0.
 */
struct str {
	const char *p;
	size_t n;
};

/* A literal as a struct str. */
#define STR(lit) ((struct str){ "" lit "", sizeof(lit) - 1 })

/* For printf's "%.*s"; only for text that is known to be short. */
#define STR_ARG(s) (int)((s).n > 4096 ? 4096 : (s).n), (s).n ? (s).p : ""

static inline struct str
str_from(const char *z)
{
	return (struct str){ z, z != NULL ? strlen(z) : 0 };
}

static inline struct str
str_of(const void *p, size_t n)
{
	return (struct str){ p, n };
}

static inline bool
str_eq(struct str a, struct str b)
{
	return a.n == b.n && (a.n == 0 || memcmp(a.p, b.p, a.n) == 0);
}

/* The bytes [from, to) of s, clamped to s. */
static inline struct str
str_sub(struct str s, size_t from, size_t to)
{
	if (to > s.n)
		to = s.n;
	if (from > to)
		from = to;
	return (struct str){ s.n != 0 ? s.p + from : s.p, to - from };
}

static inline struct str
str_from_pos(struct str s, size_t from)
{
	return str_sub(s, from, s.n);
}

/* Bytewise order, shorter first: what strcmp would say. */
int str_cmp(struct str a, struct str b);
bool str_eq_nocase(struct str a, struct str b);		/* ASCII */
bool str_starts(struct str s, struct str with);
bool str_ends(struct str s, struct str with);

/* Index of the first (last) c, or s.n. */
size_t str_find(struct str s, char c);
size_t str_rfind(struct str s, char c);
/* Index of the first occurrence of text, or s.n. */
size_t str_find_str(struct str s, struct str text);

/* Without blanks (space, tab, CR, LF) at both ends. */
struct str str_trim(struct str s);

/*
 * Next line of *rest without its LF (and CR before it); false at the end. A
 * last line without LF counts.
 */
bool str_line(struct str *rest, struct str *line);

/*
 * Next piece of *rest up to sep; false when nothing is left. "a,,b" gives
 * "a", "", "b"; "" gives nothing.
 */
bool str_split(struct str *rest, char sep, struct str *piece);

/* Next run of bytes that are neither blank nor comma; false at the end. */
bool str_word(struct str *rest, struct str *word);

/* Digits only, at least one, value at most max. */
bool str_u64(struct str s, uint64_t max, uint64_t *ret);

/* Copies that live in the arena. */
struct str str_dup(struct arena *a, struct str s);
struct str str_lower(struct arena *a, struct str s);	/* ASCII */
struct str str_fmt(struct arena *a, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));
struct str str_join(struct arena *a, struct str x, struct str y);
/* NUL-terminated copy; NULL when s holds a NUL. */
const char *str_z(struct arena *a, struct str s);

/*
 * s itself when it is valid UTF-8, else a copy in which each bad byte became
 * U+FFFD: for documents. Paths inside the program stay bytes.
 */
struct str str_utf8(struct arena *a, struct str s);
/* Bytes of the UTF-8 character that s begins with; 0 when it is none. */
size_t str_utf8_len(struct str s);

/* Character classes of ASCII, independent of locale. */
static inline bool is_digit(char c) { return c >= '0' && c <= '9'; }
static inline bool is_lower(char c) { return c >= 'a' && c <= 'z'; }
static inline bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }
static inline bool is_alpha(char c) { return is_lower(c) || is_upper(c); }
static inline bool is_alnum(char c) { return is_alpha(c) || is_digit(c); }
static inline bool is_blank(char c) { return c == ' ' || c == '\t'; }

static inline bool
is_space(char c)
{
	return is_blank(c) || c == '\n' || c == '\r';
}

static inline char
to_lower(char c)
{
	return is_upper(c) ? (char)(c + ('a' - 'A')) : c;
}

/* Sums and products of input values: false when they overflow. */
static inline bool
size_add(size_t a, size_t b, size_t *ret)
{
	return !__builtin_add_overflow(a, b, ret);
}

static inline bool
size_mul(size_t a, size_t b, size_t *ret)
{
	return !__builtin_mul_overflow(a, b, ret);
}

#endif
