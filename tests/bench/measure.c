/* SPDX-License-Identifier: Apache-2.0 */
/*
 * measure FILE COMMAND...: runs COMMAND and appends one line to FILE: wall
 * time in ms, peak memory in KiB, bytes read, read calls, exit status, CPU
 * time in ms.
 *
 * Source:   getrusage(2), ru_maxrss (children of a small process), CPU time
 *           with that of its children; proc(5), /proc/PID/io, which a
 *           process that has ended but was not waited for still has, summed
 *           over its threads. What its own children read is not in it.
 */
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static double
now_ms(void)
{
	struct timespec t;

	(void)clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

static double
ms(struct timeval t)
{
	return (double)t.tv_sec * 1e3 + (double)t.tv_usec / 1e3;
}

static uint64_t
io_value(pid_t pid, const char *key)
{
	char path[64], line[128];
	uint64_t v = 0;
	FILE *f;

	(void)snprintf(path, sizeof path, "/proc/%d/io", (int)pid);
	if ((f = fopen(path, "r")) == NULL)
		return 0;
	while (fgets(line, sizeof line, f) != NULL)
		if (strncmp(line, key, strlen(key)) == 0)
			v = strtoull(line + strlen(key), NULL, 10);
	(void)fclose(f);
	return v;
}

int
main(int argc, char **argv)
{
	struct rusage use;
	siginfo_t info;
	double start = now_ms(), wall;
	int status;
	FILE *out;
	pid_t pid;

	if (argc < 3 || (pid = fork()) < 0)
		return 2;
	if (pid == 0) {
		(void)execvp(argv[2], argv + 2);
		perror(argv[2]);
		_exit(127);
	}
	if (waitid(P_PID, (id_t)pid, &info, WEXITED | WNOWAIT) != 0)
		return 2;
	wall = now_ms() - start;

	uint64_t bytes = io_value(pid, "rchar: ");
	uint64_t calls = io_value(pid, "syscr: ");

	if (wait4(pid, &status, 0, &use) != pid ||
	    (out = fopen(argv[1], "a")) == NULL)
		return 2;
	(void)fprintf(out, "%.2f %ld %" PRIu64 " %" PRIu64 " %d %.2f\n",
	    wall, use.ru_maxrss, bytes, calls,
	    WIFEXITED(status) ? WEXITSTATUS(status) : 128,
	    ms(use.ru_utime) + ms(use.ru_stime));
	return fclose(out) == 0 ? 0 : 2;
}
