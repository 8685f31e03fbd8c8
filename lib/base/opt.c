/* SPDX-License-Identifier: Apache-2.0 */
#include "base/opt.h"

#include <getopt.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/out.h"

/* getopt_long allows at most this many rows here; a tool has some thirty. */
enum { OPTS_MAX = 64, ID_BASE = 1000, ID_HELP = 900, ID_VERSION = 901 };

struct tables {
	struct option long_opts[OPTS_MAX + 3];
	char short_opts[2 * OPTS_MAX + 4];
};

static void
fill(struct tables *t, const struct opt_set *set)
{
	size_t n = 0, s = 0;

	t->short_opts[s++] = ':';	/* report a missing argument apart */
	for (const struct opt *o = set->opts; o->name != NULL && n < OPTS_MAX;
	    o++, n++) {
		t->long_opts[n] = (struct option){ o->name,
			o->arg != NULL ? required_argument : no_argument, NULL,
			ID_BASE + (int)n };
		if (o->key != 0) {
			t->short_opts[s++] = o->key;
			if (o->arg != NULL)
				t->short_opts[s++] = ':';
		}
	}
	t->long_opts[n++] = (struct option){ "help", no_argument, NULL,
		ID_HELP };
	t->long_opts[n++] = (struct option){ "version", no_argument, NULL,
		ID_VERSION };
	t->long_opts[n] = (struct option){ 0 };
	t->short_opts[s] = '\0';
}

/* getopt_long takes any unambiguous beginning of a name; scripts that use one
   break when an option is added, so the whole name is asked for. */
static const char *
abbreviated(const struct tables *t, const char *word)
{
	size_t n;

	if (word == NULL || strncmp(word, "--", 2) != 0 || word[2] == '\0')
		return NULL;
	n = strcspn(word + 2, "=");
	for (const struct option *o = t->long_opts; o->name != NULL; o++)
		if (strlen(o->name) == n && strncmp(o->name, word + 2, n) == 0)
			return NULL;
	return word;
}

static const struct opt *
found(const struct opt_set *set, int c)
{
	if (c >= ID_BASE)
		return &set->opts[c - ID_BASE];
	for (const struct opt *o = set->opts; o->name != NULL; o++)
		if (o->key != 0 && o->key == c)
			return o;
	return NULL;
}

static int
misuse(const struct opt_set *set, int c, char **argv, int before)
{
	const char *word = argv[before < optind ? optind - 1 : before];

	if (c == ':')
		say(set->tool, "option %s needs an argument", word);
	else if (optopt > 0 && optopt < 256)
		say(set->tool, "unknown option -%c", optopt);
	else
		say(set->tool, "unknown option %s", word);
	return -1;
}

int
opt_parse(const struct opt_set *set, int argc, char **argv,
    bool (*take)(void *ctx, int id, const char *arg), void *ctx)
{
	struct tables t;

	fill(&t, set);
	optind = 1;
	opterr = 0;
	for (;;) {
		int before = optind;
		const char *bad = before < argc
		    ? abbreviated(&t, argv[before]) : NULL;
		int c = getopt_long(argc, argv, t.short_opts, t.long_opts,
		    NULL);

		if (c == -1)
			return optind;
		if (bad != NULL && c >= ID_HELP) {
			say(set->tool, "unknown option %s", bad);
			return -1;
		}
		if (c == ID_HELP) {
			opt_help(set);
			exit(fflush(stdout) == 0 ? 0 : 3);
		}
		if (c == ID_VERSION) {
			(void)printf("%s (airbom) %s\n", set->tool,
			    AIRBOM_VERSION);
			exit(fflush(stdout) == 0 ? 0 : 3);
		}
		if (c == '?' || c == ':')
			return misuse(set, c, argv, before);

		const struct opt *o = found(set, c);

		if (o == NULL || !take(ctx, o->id, optarg))
			return -1;
	}
}

enum { HELP_LEFT = 34, HELP_WIDTH = 80 };

/* Words from column HELP_LEFT on, where the cursor is, in lines that fit. */
static void
put_words(const char *z)
{
	size_t at = HELP_LEFT;

	while (*z != '\0') {
		size_t n = strcspn(z, " ");

		if (at > HELP_LEFT && at + 1 + n > HELP_WIDTH) {
			(void)printf("\n%*s", HELP_LEFT, "");
			at = HELP_LEFT;
		} else if (at > HELP_LEFT) {
			(void)putchar(' ');
			at++;
		}
		(void)printf("%.*s", (int)n, z);
		at += n;
		z += n + (z[n] == ' ');
	}
	(void)putchar('\n');
}

void
opt_help(const struct opt_set *set)
{
	(void)printf("usage: %s\n\n", set->usage);
	for (const struct opt *o = set->opts; o->name != NULL; o++) {
		char left[64];
		int n = snprintf(left, sizeof left, "%s%c%s --%s%s%s",
		    o->key != 0 ? "-" : " ", o->key != 0 ? o->key : ' ',
		    o->key != 0 ? "," : " ", o->name,
		    o->arg != NULL ? " " : "", o->arg != NULL ? o->arg : "");

		if (n > 30)
			(void)printf("  %s\n%*s", left, HELP_LEFT, "");
		else
			(void)printf("  %-30s  ", left);
		put_words(o->help);
	}
	(void)printf("  %-30s  %s\n  %-30s  %s\n", "    --help", "this text",
	    "    --version", "version");
	if (set->about != NULL)
		(void)printf("\n%s\n", set->about);
}
