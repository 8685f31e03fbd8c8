/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BENCH_MIRROR_H
#define BENCH_MIRROR_H

/* The pieces of mirror.c: what is said goes to a buffer of one document. */
enum { CVES = 330000, NAMES = 6000, TEXT = 1 << 20 };

__attribute__((format(printf, 1, 2))) void say(const char *fmt, ...);
void flush(void);		/* the buffer to standard output */
void member(const char *dir);	/* or as a member of a tar archive */

unsigned below(unsigned n);
unsigned skewed(unsigned n);		/* small numbers often */
const char *one_of(const char *words);

void cve(unsigned i);
void name(unsigned i);
void date(void);
void words(unsigned n);
void vector(void);

/* mirror_vendor.c */
unsigned redhat_record(unsigned id);	/* its statements */
void oracle(unsigned rows);
void suse(unsigned rows);
void updateinfo(const char *prefix, const char *collection, const char *dist,
    unsigned rows);

#endif
