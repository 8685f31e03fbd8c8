/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BASE_TERM_H
#define BASE_TERM_H

#include <stdbool.h>
#include <stddef.h>

/* Colour only when fd is a terminal and NO_COLOR is unset or empty. */
bool term_colour(int fd);
/* Columns of fd's terminal, or 0 when it is none. */
unsigned term_width(int fd);
/* Is fd a terminal whose last line can be written anew? TERM says so. */
bool term_rewrites(int fd);
/* May the process write to fd's terminal now: is it no job in the background,
   as far as one can know? */
bool term_is_ours(int fd);

#endif
