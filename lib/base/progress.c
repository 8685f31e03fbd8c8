/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The line that tells how far a run is.
 *
 * Source:   "EL - Erase in Line" of ECMA-48 8.3.41: CSI K, from the cursor to
 *           the end of the line; console_codes(4).
 * Limits:   ten times a second on a terminal, once a second elsewhere; a name
 *           of NAME_SIZE bytes.
 */
#include "base/progress.h"

#include <errno.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/out.h"
#include "base/term.h"

enum {
	NAME_SIZE = 256, TEXT_SIZE = 2048, COLUMNS = 80,
	TERMINAL_MS = 100, PIPE_MS = 1000,
};

/* ---- the text ---- */

/* In powers of 1000, as SI has them. */
static void
put_bytes(struct out *o, uint64_t n)
{
	static const char *const units[] = { "B", "kB", "MB", "GB", "TB" };
	uint64_t unit = 1;
	size_t i = 0;

	for (; i + 1 < sizeof units / sizeof *units && n / unit >= 1000; i++)
		unit *= 1000;
	if (i == 0)
		out_fmt(o, "%u B", (unsigned)n);
	else
		out_fmt(o, "%llu.%u %s", (unsigned long long)(n / unit),
		    (unsigned)(n % unit / (unit / 10)), units[i]);
}

static void
put_read(struct out *o, uint64_t n, uint64_t all)
{
	if (all != 0 && n > all)
		n = all;
	if (all != 0)
		out_fmt(o, " %u %%,", (unsigned)(all > UINT64_MAX / 100 ?
		    n / (all / 100) : n * 100 / all));
	out_z(o, " ");
	put_bytes(o, n);
	if (all == 0)
		return;
	out_z(o, " of ");
	put_bytes(o, all);
}

static void
put_line(struct out *o, const struct progress *p)
{
	const uint64_t *n = p->n;
	const char *comma = "";

	out_fmt(o, "%s:", p->tool);
	if (p->phase != NULL) {
		out_fmt(o, " %s, %llu %s", p->phase,
		    (unsigned long long)n[PROGRESS_THINGS], p->things);
		return;
	}
	if (n[PROGRESS_BYTES] != 0 || n[PROGRESS_BYTES_ALL] != 0) {
		put_read(o, n[PROGRESS_BYTES], n[PROGRESS_BYTES_ALL]);
		comma = ",";
	}
	if (n[PROGRESS_ITEMS] != 0) {
		out_fmt(o, "%s %s %llu", comma, p->item,
		    (unsigned long long)n[PROGRESS_ITEMS]);
		if (n[PROGRESS_ITEMS] <= n[PROGRESS_ITEMS_ALL])
			out_fmt(o, " of %llu",
			    (unsigned long long)n[PROGRESS_ITEMS_ALL]);
		comma = ",";
	}
	if (n[PROGRESS_THINGS] != 0) {
		out_fmt(o, "%s %llu %s", comma,
		    (unsigned long long)n[PROGRESS_THINGS], p->things);
		comma = ",";
	}
	if (p->name.n != 0) {
		out_fmt(o, "%s ", comma);
		out_quoted(o, p->name);
	}
}

/* No less than the columns that a terminal gives to a character of n bytes:
   wide ones begin at U+1100, Hangul's. */
static unsigned
columns_of(size_t n)
{
	return n > 2 ? 2 : 1;
}

/* As much of s as columns take, with "..." where something is missing. */
static struct str
fit(struct str s, unsigned columns, bool *ret_cut)
{
	unsigned used = 0, room = columns > 3 ? columns - 3 : 0;
	size_t at = 0, keep = 0;

	while (at < s.n) {
		size_t n = str_utf8_len(str_from_pos(s, at));

		n = n != 0 ? n : 1;
		used += columns_of(n);
		at += n;
		if (used <= room)
			keep = at;
		if (used > columns) {
			*ret_cut = true;
			return str_sub(s, 0, keep);
		}
	}
	*ret_cut = false;
	return s;
}

size_t
progress_text(const struct progress *p, unsigned columns, char *to,
    size_t cap)
{
	struct buf b = { .limit = TEXT_SIZE };
	struct out o;
	struct err e;
	bool cut;

	out_to_buf(&o, &b);
	put_line(&o, p);
	(void)out_flush(&o, &e);

	struct str s = fit(buf_str(&b), columns, &cut);
	int n = snprintf(to, cap, "%.*s%s", STR_ARG(s), cut && columns > 3 ?
	    "..." : "");

	buf_done(&b);
	return n < 0 ? 0 : (size_t)n < cap ? (size_t)n : cap - 1;
}

/* ---- the process's ---- */

static _Atomic uint64_t counts[PROGRESS_COUNTS];
static atomic_bool on;

static struct {
	pthread_t thread;
	pthread_mutex_t lock;	/* of all below, and of standard error */
	pthread_cond_t wake;
	struct progress p;
	char name[NAME_SIZE];
	bool terminal;		/* the line can be rewritten */
	bool shared;		/* standard output may get there, too */
	bool over, shown;
} line;

bool
progress_by_name(const char *word, enum progress_when *ret)
{
	static const char *const words[] = { "auto", "always", "never" };

	for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
		if (strcmp(word, words[i]) == 0) {
			*ret = (enum progress_when)i;
			return true;
		}
	}
	return false;
}

bool
progress_is_on(void)
{
	return atomic_load_explicit(&on, memory_order_relaxed);
}

void
progress_add(enum progress_count c, uint64_t n)
{
	if (progress_is_on())
		atomic_fetch_add_explicit(&counts[c], n,
		    memory_order_relaxed);
}

void
progress_name(struct str name)
{
	size_t slash = str_rfind(name, '/');

	if (!progress_is_on() || pthread_mutex_trylock(&line.lock) != 0)
		return;
	if (slash < name.n)
		name = str_from_pos(name, slash + 1);

	size_t n = name.n < NAME_SIZE ? name.n : NAME_SIZE;

	if (n != 0)
		memcpy(line.name, name.p, n);
	line.p.name = str_of(line.name, n);
	(void)pthread_mutex_unlock(&line.lock);
}

void
progress_phase(const char *word)
{
	if (!progress_is_on())
		return;
	(void)pthread_mutex_lock(&line.lock);
	line.p.phase = word;
	(void)pthread_mutex_unlock(&line.lock);
}

/* Not by file_write(), which waits for the line. */
static void
put(const char *p, size_t n)
{
	while (n != 0) {
		ssize_t done = write(STDERR_FILENO, p, n);

		if (done < 0 && errno == EINTR)
			continue;
		if (done <= 0)
			return;	/* nowhere to complain */
		p += done;
		n -= (size_t)done;
	}
}

static void
erase(void)
{
	if (line.shown)
		put("\r\033[K", 4);
	line.shown = false;
}

static void
draw(void)
{
	unsigned columns = term_width(STDERR_FILENO);
	char text[TEXT_SIZE + 8];
	uint64_t any = 0;
	size_t n;

	columns = columns == 0 ? COLUMNS : columns;
	for (size_t i = 0; i < PROGRESS_COUNTS; i++) {
		line.p.n[i] = atomic_load_explicit(&counts[i],
		    memory_order_relaxed);
		any |= line.p.n[i];
	}
	if (any == 0)		/* who waits for a pipe leaves the line to
				   who fills it */
		return;
	/* In the last column the cursor may go on to the next line. */
	text[0] = '\r';
	n = 1 + progress_text(&line.p, line.terminal ? columns - 1 :
	    TEXT_SIZE / 4, text + 1, TEXT_SIZE);
	if (line.terminal) {
		memcpy(text + n, "\033[K", 3);
		put(text, n + 3);
	} else {
		text[n] = '\n';
		put(text + 1, n);
	}
	line.shown = line.terminal;
}

static struct timespec
after_ms(long ms)
{
	struct timespec t;

	(void)clock_gettime(CLOCK_MONOTONIC, &t);
	t.tv_sec += ms / 1000;
	t.tv_nsec += ms % 1000 * 1000000;
	if (t.tv_nsec >= 1000000000) {
		t.tv_sec++;
		t.tv_nsec -= 1000000000;
	}
	return t;
}

static void *
show(void *arg)
{
	(void)arg;
	(void)pthread_mutex_lock(&line.lock);
	while (!line.over) {
		struct timespec t = after_ms(line.terminal ? TERMINAL_MS :
		    PIPE_MS);
		int late = 0;

		while (!line.over && late == 0)
			late = pthread_cond_timedwait(&line.wake, &line.lock,
			    &t);
		if (!line.over)
			draw();
	}
	(void)pthread_mutex_unlock(&line.lock);
	return NULL;
}

/* A terminal, or a pipe to a program that writes to one. */
static bool
is_shared(void)
{
	struct stat st;

	return isatty(STDOUT_FILENO) == 1 || (fstat(STDOUT_FILENO, &st) == 0 &&
	    !S_ISREG(st.st_mode) && !S_ISCHR(st.st_mode));
}

static bool
is_wanted(enum progress_when when, bool quiet)
{
	if (when == PROGRESS_AUTO)
		return line.terminal && !quiet &&
		    term_is_ours(STDERR_FILENO);
	return when == PROGRESS_ALWAYS;
}

void
progress_begin(const char *tool, const char *item, const char *things,
    enum progress_when when, bool quiet)
{
	pthread_condattr_t attr;

	line.terminal = term_rewrites(STDERR_FILENO);
	if (!is_wanted(when, quiet))
		return;
	line.shared = line.terminal && is_shared();
	line.p = (struct progress){ .tool = tool, .item = item,
		.things = things, .name = STR("") };
	line.over = line.shown = false;
	(void)pthread_mutex_init(&line.lock, NULL);
	(void)pthread_condattr_init(&attr);
	(void)pthread_condattr_setclock(&attr, CLOCK_MONOTONIC);
	(void)pthread_cond_init(&line.wake, &attr);
	(void)pthread_condattr_destroy(&attr);
	atomic_store(&on, true);
	if (pthread_create(&line.thread, NULL, show, NULL) != 0)
		atomic_store(&on, false);
}

bool
progress_pause(int fd)
{
	if (!progress_is_on() ||
	    (fd != STDERR_FILENO && (fd != STDOUT_FILENO || !line.shared)))
		return false;
	(void)pthread_mutex_lock(&line.lock);
	erase();
	line.over = line.over || fd == STDOUT_FILENO;
	return true;
}

void
progress_resume(void)
{
	(void)pthread_mutex_unlock(&line.lock);
}

void
progress_end(void)
{
	if (!progress_is_on())
		return;
	(void)pthread_mutex_lock(&line.lock);
	line.over = true;
	(void)pthread_cond_signal(&line.wake);
	(void)pthread_mutex_unlock(&line.lock);
	(void)pthread_join(line.thread, NULL);
	if (!line.terminal)
		draw();		/* how much it was */
	erase();
	atomic_store(&on, false);
}
