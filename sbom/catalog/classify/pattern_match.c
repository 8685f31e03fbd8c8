/* SPDX-License-Identifier: Apache-2.0 */
#include "sbom/catalog/classify/pattern.h"

/*
 * Running a pattern: a program without loops, so at any time each instruction
 * has at most one open choice, and the stack is as deep as the program.
 */
struct choice {
	uint16_t pc;		/* where to go on */
	bool lazy;
	size_t at, last;	/* this position, then towards last */
	size_t open, close;
};

struct state {
	size_t at, open, close;
	uint16_t pc;
};

static bool
has(const struct byte_set *s, uint8_t c)
{
	return (s->w[c >> 6] >> (c & 63) & 1) != 0;
}

static size_t
run_length(const struct byte_set *set, const struct span *s, size_t at,
    size_t max)
{
	size_t n = 0;

	while (n < max && at + n < s->n && has(set, s->p[at + n]))
		n++;
	return n;
}

static bool
text_at(const struct span *s, size_t *at, const void *p, size_t n)
{
	if (n > s->n - *at || memcmp(s->p + *at, p, n) != 0)
		return false;
	*at += n;
	return true;
}

/* One of a RUN's lengths is taken, the others are left for later. */
static bool
run(const struct pattern *p, const struct span *s, const struct instr *in,
    struct state *x, struct choice *stack, size_t *nstack)
{
	size_t n = run_length(&p->sets[in->set], s, x->at, in->max);

	if (n < in->min)
		return false;

	size_t low = x->at + in->min, high = x->at + n;

	x->at = in->lazy ? low : high;
	x->pc++;
	if (low != high)
		stack[(*nstack)++] = (struct choice){ x->pc, in->lazy,
			in->lazy ? low + 1 : high - 1,
			in->lazy ? high : low, x->open, x->close };
	return true;
}

/* False: this way leads nowhere. */
static bool
step(const struct pattern *p, const struct span *s, struct state *x,
    struct choice *stack, size_t *nstack)
{
	const struct instr *in = &p->v[x->pc];

	switch (in->op) {
	case OP_RUN:
		return run(p, s, in, x, stack, nstack);
	case OP_SPLIT:
		stack[(*nstack)++] = (struct choice){ in->next, false, x->at,
			x->at, x->open, x->close };
		break;
	case OP_JUMP:
		x->pc = in->next;
		return true;
	case OP_TEXT:
		if (!text_at(s, &x->at, p->pool + in->at, in->n))
			return false;
		break;
	case OP_NAME:
		if (!text_at(s, &x->at, s->name.p, s->name.n))
			return false;
		break;
	case OP_OPEN: x->open = x->at; break;
	case OP_CLOSE: x->close = x->at; break;
	case OP_START:
		if (x->at != 0 || !s->first)
			return false;
		break;
	case OP_END:
		if (x->at != s->n || !s->last)
			return false;
		break;
	case OP_DONE:
		break;
	}
	x->pc++;
	return true;
}

/* The choice left last; false when there is none. */
static bool
other_way(struct state *x, struct choice *stack, size_t *nstack)
{
	if (*nstack == 0)
		return false;

	struct choice *c = &stack[*nstack - 1];

	*x = (struct state){ c->at, c->open, c->close, c->pc };
	if (c->at == c->last)
		(*nstack)--;
	else
		c->at += c->lazy ? 1 : (size_t)-1;
	return true;
}

bool
pattern_match(const struct pattern *p, const struct span *s, size_t at,
    uint64_t *budget, struct str *ret_capture)
{
	struct choice stack[PATTERN_OPS_MAX];
	struct state x = { .at = at };
	size_t nstack = 0;

	while (p->v[x.pc].op != OP_DONE) {
		if (*budget == 0)
			return false;
		(*budget)--;
		if (!step(p, s, &x, stack, &nstack) &&
		    !other_way(&x, stack, &nstack))
			return false;
	}
	*ret_capture = str_of(s->p + x.open, x.close - x.open);
	return true;
}
