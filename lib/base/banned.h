/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BASE_BANNED_H
#define BASE_BANNED_H

/*
 * Included by the Makefile into every file of ours, after the system's own
 * headers are read: calls that cannot be bounded are compile errors.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

/* glibc has these as macros, some of them under other compilers only. */
#undef alloca
#undef sprintf
#undef vsprintf
#undef strcpy
#undef strcat
#undef strncpy
#undef strncat

#pragma GCC poison strcpy strcat sprintf vsprintf strncpy strncat strtok
#pragma GCC poison gets alloca atoi atol atoll localtime gmtime ctime asctime
#pragma GCC poison strerror tmpnam mktemp tempnam

#endif
