/* SPDX-License-Identifier: Apache-2.0 */
/*
 * sbom: a bill of materials of a container image. Options, standard streams
 * and exit status; the work is in command/scan.c.
 */
#include <stdio.h>
#include <unistd.h>
#ifdef __GLIBC__
#include <malloc.h>
#endif

#include "base/arena.h"
#include "base/file.h"
#include "base/opt.h"
#include "base/out.h"
#include "codec/digest.h"
#include "sbom/catalog/catalog.h"
#include "sbom/command/command.h"
#include "sbom/command/regime.h"
#include "sbom/command/scan.h"
#include "text/xml.h"

enum id {
	ID_OUTPUT, ID_PLATFORM, ID_REF, ID_ALL, ID_FROM, ID_SCOPE, ID_EXCLUDE,
	ID_SELECT, ID_CLASSIFIERS, ID_FILES, ID_VERIFY, ID_SPOOL, ID_JOBS,
	ID_LIMIT, ID_NAME, ID_VERSION_LABEL, ID_SUPPLIER, ID_AUTHOR, ID_REGIME,
	ID_STRICT, ID_LENIENT, ID_QUIET, ID_VERBOSE, ID_PROGRESS, ID_PLAIN,
};

static const struct opt options[] = {
	{ 'o', "output", "[intoto:]FORMAT[@VERSION][=FILE]",
	    "write FORMAT: cyclonedx-json (the default), cyclonedx-xml, "
	    "spdx-json, spdx-tag-value, spdx3-json, github, purls, table; may "
	    "be repeated", ID_OUTPUT },
	{ 0, "platform", "OS/ARCH[/VARIANT]", "which image of several",
	    ID_PLATFORM },
	{ 0, "ref", "NAME", "which image: its tag, name or digest", ID_REF },
	{ 0, "all", NULL, "every image, one document per line", ID_ALL },
	{ 0, "from", "KIND", "docker-archive, oci-archive, oci-dir, rootfs, "
	    "dir, file", ID_FROM },
	{ 0, "scope", "SCOPE", "squashed, all-layers", ID_SCOPE },
	{ 0, "exclude", "GLOB", "leave out paths; may be repeated",
	    ID_EXCLUDE },
	{ 0, "select", "NAMES", "only these catalogers", ID_SELECT },
	{ 0, "classifiers", "FILE", "more classifiers of programs",
	    ID_CLASSIFIERS },
	{ 0, "files", NULL, "list every file with its digests", ID_FILES },
	{ 0, "verify", NULL, "check the digests of layers", ID_VERIFY },
	{ 0, "spool", "DIR", "unlinked files for what a stream cannot give "
	    "twice", ID_SPOOL },
	{ 'j', "jobs", "N", "threads; default: processors", ID_JOBS },
	{ 0, "limit", "NAME=VALUE", "set a limit; see sbom(1)", ID_LIMIT },
	{ 0, "name", "NAME", "of what is described", ID_NAME },
	{ 0, "version-label", "TEXT", "its version", ID_VERSION_LABEL },
	{ 0, "supplier", "NAME", "its supplier", ID_SUPPLIER },
	{ 0, "author", "NAME", "who stands for the document", ID_AUTHOR },
	{ 0, "regime", "NAME", "minimum elements to fill and check: "
	    REGIME_NAMES, ID_REGIME },
	{ 0, "no-foreign-properties", NULL, "nothing that only other tools "
	    "look for", ID_PLAIN },
	{ 0, "strict", NULL, "notes count as gaps", ID_STRICT },
	{ 0, "lenient", NULL, "gaps leave the status alone", ID_LENIENT },
	{ 'q', "quiet", NULL, "no words about gaps", ID_QUIET },
	{ 'v', "verbose", NULL, "notes, too", ID_VERBOSE },
	{ 0, "progress", "WHEN", "say how far it is: auto (on a terminal), "
	    "always, never", ID_PROGRESS },
	{ 0 },
};

static const struct opt_set set = { "sbom",
	"sbom [OPTION]... [SOURCE]\n"
	"       sbom convert|diff|merge|validate|catalogers [--help] ...",
	"SOURCE is an image archive, an OCI layout, a root file system or its\n"
	"tar, a source tree, a single file, or - (the default) for one of the\n"
	"archives or a file on standard input. Exit status: 0 done,\n"
	"2 wrong usage, 3 failed, 4 done with a gap.", options };

static bool
is_one_of(const char *arg, const char *const *words)
{
	for (; *words != NULL; words++)
		if (strcmp(arg, *words) == 0)
			return true;
	return false;
}

static bool
refuse(const char *what, const char *arg)
{
	say("sbom", "%s: %.200s", what, arg);
	return false;
}

static bool
take_number(struct scan_opts *o, const char *arg)
{
	uint64_t n;

	if (!str_u64(str_from(arg), 1024, &n) || n == 0)
		return refuse("--jobs: not a number from 1 to 1024", arg);
	o->jobs = (unsigned)n;
	return true;
}

static bool
take_kind(struct scan_opts *o, const char *arg)
{
	static const char *const kinds[] = { "docker-archive", "oci-archive",
		"oci-dir", "rootfs", "dir", "file", NULL };

	o->in.from = arg;
	return is_one_of(arg, kinds) || refuse("--from: unknown kind", arg);
}

static bool
take_scope(struct scan_opts *o, const char *arg)
{
	static const char *const words[] = { "squashed", "all-layers", NULL };

	o->in.all_layers = strcmp(arg, "all-layers") == 0;
	return is_one_of(arg, words) || refuse("--scope: unknown scope", arg);
}

static bool
take_exclude(struct scan_opts *o, const char *arg)
{
	if (o->nexcludes == EXCLUDES_MAX)
		return refuse("--exclude: too many", arg);
	o->excludes[o->nexcludes++] = arg;
	return true;
}

static bool
take_progress(struct scan_opts *o, const char *arg)
{
	return progress_by_name(arg, &o->progress) ||
	    refuse("--progress: unknown", arg);
}

static bool
take_regime(struct scan_opts *o, const char *arg)
{
	o->regime = regime_by_name(arg);
	return o->regime != NULL ||
	    refuse("--regime: known are " REGIME_NAMES ", not", arg);
}

static bool
take_output(struct scan_opts *o, const char *arg)
{
	struct err e = { "" };

	if (outputs_add(&o->outputs, arg, &e) == RC_OK)
		return true;
	say("sbom", "--output: %s", e.msg);
	return false;
}

static bool
take(void *ctx, int id, const char *arg)
{
	struct scan_opts *o = ctx;

	switch ((enum id)id) {
	case ID_OUTPUT: return take_output(o, arg);
	case ID_PLATFORM: o->in.platform = arg; break;
	case ID_REF: o->in.ref = arg; break;
	case ID_ALL: o->in.all = true; break;
	case ID_FROM: return take_kind(o, arg);
	case ID_SCOPE: return take_scope(o, arg);
	case ID_EXCLUDE: return take_exclude(o, arg);
	case ID_SELECT: o->select = arg; break;
	case ID_CLASSIFIERS: o->classifiers = arg; break;
	case ID_FILES: o->files = true; break;
	case ID_PLAIN: o->outputs.plain = true; break;
	case ID_VERIFY: o->in.verify = true; break;
	case ID_SPOOL: o->spool = arg; break;
	case ID_JOBS: return take_number(o, arg);
	case ID_LIMIT:
		return limits_set(&o->lim, str_from(arg)) ||
		    refuse("--limit: no such limit, or no number", arg);
	case ID_NAME: o->name = o->in.name = arg; break;
	case ID_VERSION_LABEL: o->version_label = arg; break;
	case ID_SUPPLIER: o->supplier = arg; break;
	case ID_AUTHOR: return author_option("sbom", arg, &o->author);
	case ID_REGIME: return take_regime(o, arg);
	case ID_STRICT: o->strict = true; break;
	case ID_LENIENT: o->lenient = true; break;
	case ID_QUIET: o->quiet = true; break;
	case ID_VERBOSE: o->verbose = true; break;
	case ID_PROGRESS: return take_progress(o, arg);
	}
	return true;
}

/* "sbom: PATH: what (layer)"; names from the image are quoted by say. */
static void
tell_notice(const struct notice *n)
{
	struct str layer = str_sub(n->layer, 0, 19);

	say("sbom", "%s%.*s%s%.*s%s%.*s%s", n->level == NOTICE_NOTE ?
	    "note: " : "", STR_ARG(n->path), n->path.n > 0 ? ": " : "",
	    STR_ARG(n->what), layer.n > 0 ? " (layer " : "", STR_ARG(layer),
	    layer.n > 0 ? ")" : "");
}

static void
tell(const struct scan_opts *o, const struct notice *n)
{
	if (!o->quiet)
		tell_notice(n);
}

static bool
no_option(void *ctx, int id, const char *arg)
{
	(void)ctx;
	(void)id;
	return refuse("catalogers: no option", arg);
}

static int
list_catalogers(int argc, char **argv)
{
	static const struct opt none[] = { { 0 } };
	static const struct opt_set list = { "sbom catalogers",
		"sbom catalogers", NULL, none };
	int first = opt_parse(&list, argc, argv, no_option, NULL);

	if (first >= 0 && first < argc)
		say("sbom", "catalogers takes no argument");
	if (first != argc)
		return ST_USAGE;
	for (size_t i = 0; catalogers[i] != NULL; i++)
		(void)printf("%-20s %s\n", catalogers[i]->name,
		    catalogers[i]->about);
	return fflush(stdout) == 0 && !ferror(stdout) ? ST_DONE : ST_FAILED;
}

/* ---- commands on documents ---- */

static const struct command *const commands[] = {
	&command_convert, &command_diff, &command_merge, &command_validate,
	NULL,
};

/* Static, so that on_full can take temporaries away. */
static struct context context;

static void
context_full(size_t limit)
{
	outputs_abort(&context.outputs);
	say("sbom", "out of memory: over %zu bytes (--limit memory=)", limit);
	_exit(ST_FAILED);
}

/* What a command did to a document is always said. */
static bool
is_said(const struct context *c, const struct notice *n)
{
	return n->level == NOTICE_GAP || c->verbose || c->strict ||
	    str_eq(n->kind, STR("format")) || str_eq(n->kind, STR("merge"));
}

/* Gaps and notes are said; what they do to the exit status. */
static enum status
conclude(const struct context *c, enum status st)
{
	const struct notices *l = &c->notices;
	size_t gaps = notices_count(l, NOTICE_GAP);

	for (size_t i = 0; i < l->n && !c->quiet; i++)
		if (is_said(c, &l->v[i]))
			tell_notice(&l->v[i]);
	if (c->strict)
		gaps += notices_count(l, NOTICE_NOTE);
	return gaps > 0 && !c->lenient ? status_join(st, ST_GAP) : st;
}

static int
run_command(const struct command *cmd, int argc, char **argv)
{
	struct context *c = &context;
	struct err e = { "" };

	arena_on_full(context_full);
	digest_init();
	xml_init();
	c->lim = limits_default;
	c->arena = arena_new((size_t)c->lim.memory);
	notices_init(&c->notices, c->arena);
	enum status st = cmd->run(c, argc, argv, &e);

	outputs_abort(&c->outputs);
	if (st != ST_USAGE) {
		notices_sort(&c->notices);
		st = conclude(c, st);
	}
	if (e.msg[0] != '\0')
		say("sbom", "%s", e.msg);
	arena_free(c->arena);
	if (fclose(stdout) != 0 && st != ST_USAGE) {
		say("sbom", "standard output: cannot write");
		st = ST_FAILED;
	}
	return (int)st;
}

/* -1: the first word is no command. */
static int
command(int argc, char **argv)
{
	if (argc < 2)
		return -1;
	for (size_t i = 0; commands[i] != NULL; i++)
		if (strcmp(argv[1], commands[i]->name) == 0)
			return run_command(commands[i], argc - 1, argv + 1);
	if (strcmp(argv[1], "catalogers") == 0)
		return list_catalogers(argc - 1, argv + 1);
	return -1;
}

static bool
take_source(struct scan_opts *o, int argc, char **argv, int first)
{
	if (argc - first > 1) {
		say("sbom", "more than one SOURCE: %.200s", argv[first + 1]);
		return false;
	}
	o->source = first < argc ? argv[first] : "-";
	if (first == argc && isatty(STDIN_FILENO)) {
		say("sbom", "no SOURCE, and standard input is a terminal");
		return false;
	}
	if (o->strict && o->lenient) {
		say("sbom", "--strict and --lenient contradict each other");
		return false;
	}
	return true;
}

/* One run's options: static, so that on_full can take temporaries away. */
static struct scan_opts opts;

static void
on_full(size_t limit)
{
	outputs_abort(&opts.outputs);
	say("sbom", "out of memory: over %zu bytes (--limit memory=)", limit);
	_exit(ST_FAILED);
}

int
main(int argc, char **argv)
{
	struct err e = { "" };
	long online = sysconf(_SC_NPROCESSORS_ONLN);

	file_guard_std();
#ifdef __GLIBC__
	/* Buffers of many megabytes go back to the system when they are freed;
	   else glibc learns from the first to keep them: mallopt(3). Smaller
	   ones are used again for the next file, instead of being given back
	   and asked for, page by page. */
	(void)mallopt(M_MMAP_THRESHOLD, 1024 * 1024);
	(void)mallopt(M_TRIM_THRESHOLD, 8 * 1024 * 1024);
	(void)mallopt(M_TOP_PAD, 1024 * 1024);
#endif

	int done = command(argc, argv);

	if (done >= 0)
		return done;
	arena_on_full(on_full);
	opts.lim = limits_default;
	opts.jobs = online > 0 ? (unsigned)online : 1;
	int first = opt_parse(&set, argc, argv, take, &opts);

	if (first < 0 || !take_source(&opts, argc, argv, first))
		return ST_USAGE;
	enum status st = scan(&opts, tell, &e);

	if (st == ST_FAILED || st == ST_USAGE)
		say("sbom", "%s", e.msg);
	if (fclose(stdout) != 0 && st != ST_USAGE) {
		say("sbom", "standard output: cannot write");
		st = ST_FAILED;
	}
	return (int)st;
}
