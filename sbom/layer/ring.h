/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SBOM_LAYER_RING_H
#define SBOM_LAYER_RING_H

struct reader;
struct source;

/*
 * A stream whose reading (and inflating) runs on a thread of its own, two
 * blocks of 1 MiB ahead. r is owned, and only that thread touches it until the
 * source is closed. Without a thread to be had: source_of_reader.
 */
struct source *ring_source(struct reader *r);

#endif
