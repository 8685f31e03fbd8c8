/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SBOM_INPUT_ATTEST_H
#define SBOM_INPUT_ATTEST_H

#include "sbom/input/input.h"
#include "sbom/layer/judge.h"
#include "sbom/layer/squash.h"

/* What is attested of the image that c is: to im->attested. What is missing or
   broken is told in im->notices. */
void attest_find(struct depot *d, const struct choice *c, struct image *im);

/* Read these documents as those that lie in the image: their path is their
   digest, and they are in no layer. Their text lives as long as im->beside. */
void attest_judge(struct image *im, struct judge *j, struct facts *f);

#endif
