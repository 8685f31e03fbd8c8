/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SBOM_CATALOG_CLASSIFY_PATTERN_H
#define SBOM_CATALOG_CLASSIFY_PATTERN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/str.h"

/*
 * One pattern of the classifier table: a short program that never loops, so
 * that a match is never longer than `longest` and its choices never more than
 * its instructions. Its grammar is at the head of classifiers.txt.
 */
struct arena;

enum {
	PATTERN_OPS_MAX = 96,	/* instructions of one pattern */
	PATTERN_LONGEST = 4096,	/* bytes that one match may span */
	PATTERN_SETS_MAX = 16,
	PATTERN_TEXT_MAX = 512,	/* fixed bytes of one pattern */
	PATTERN_DEPTH = 8,	/* groups in groups */
	CAPTURE_MAX = 96,	/* bytes of a version */
};

enum op {
	OP_TEXT, OP_RUN, OP_SPLIT, OP_JUMP, OP_OPEN, OP_CLOSE, OP_NAME,
	OP_START, OP_END, OP_DONE
};

struct byte_set {
	uint64_t w[4];
};

struct instr {
	enum op op;
	bool lazy;		/* RUN: shortest first */
	uint16_t next;		/* JUMP: where; SPLIT: the second way */
	uint16_t set;		/* RUN */
	uint32_t at, n;		/* TEXT: bytes of the pool */
	uint32_t min, max;	/* RUN */
};

struct pattern {
	const struct instr *v;
	const uint8_t *pool;
	const struct byte_set *sets;
	size_t longest;
	/* A text that every match holds, and how many bytes stand before it;
	   n 0: it is the text from the file's name. */
	struct str fixed;
	size_t before_min, before_max;
	bool captures, names;	/* has < >, has @ */
};

/* RC_FORMAT with a message that says what is wrong with text. */
enum rc pattern_parse(struct arena *a, struct str text, struct pattern *ret,
    struct err *e);

/* What is searched: bytes, and whether their ends are the file's. */
struct span {
	const uint8_t *p;
	size_t n;
	bool first, last;
	struct str name;	/* what @ stands for */
};

/*
 * Does it match at `at`? *ret_capture borrows from s. Every step takes one of
 * *budget; at 0 it gives up.
 */
bool pattern_match(const struct pattern *p, const struct span *s, size_t at,
    uint64_t *budget, struct str *ret_capture);

#endif
