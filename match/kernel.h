/* SPDX-License-Identifier: Apache-2.0 */
#ifndef MATCH_KERNEL_H
#define MATCH_KERNEL_H

#include <stdbool.h>

struct bom_component;
struct target;

/* --kernel: are findings about kernels shown? auto: unless the document is of
   a container image. */
enum kernel_mode { KERNEL_AUTO, KERNEL_SHOW, KERNEL_HIDE };

/* Is it a kernel, a part of one, or its headers? Programs that are built of
   the same source (perf, bpftool) are not. */
bool kernel_is(const struct bom_component *c);

/* Suppress findings about kernels as the mode says. */
void kernel_suppress(struct target *t, enum kernel_mode mode);

#endif
