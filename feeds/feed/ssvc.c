/* SPDX-License-Identifier: Apache-2.0 */
/*
 * CISA's decisions on vulnerabilities, as CVE records carry them.
 *
 * Source:   https://github.com/cisagov/vulnrichment (SSVC in the container of
 *           CISA); certcc.github.io/SSVC for the decision points.
 * Grammar:  { timestamp, options: [ { "Exploitation": "none|poc|active" },
 *           { "Automatable": "no|yes" }, { "Technical Impact":
 *           "partial|total" } ], version }; NVD writes the names as
 *           exploitation, automatable, technicalImpact.
 */
#include "feeds/feed/ssvc.h"

#include "advisory/advisory.h"
#include "base/when.h"
#include "text/json.h"

/* The first of the names that the option has, as a place among the words. */
static void
read_option(const struct json *option, const char *const names[2],
    const char *const *words, uint8_t *to)
{
	for (size_t n = 0; n < 2; n++) {
		struct str said = str_trim(json_get_text(option, names[n]));

		for (uint8_t i = 0; words[i] != NULL; i++)
			if (str_eq_nocase(said, str_from(words[i])))
				*to = i;
	}
}

void
ssvc_read(const struct json *content, struct adv_ssvc *ret)
{
	static const char *const names[3][2] = {
		{ "Exploitation", "exploitation" },
		{ "Automatable", "automatable" },
		{ "Technical Impact", "technicalImpact" },
	};
	static const char *const words[3][4] = {
		{ "none", "poc", "active", NULL },
		{ "no", "yes", NULL },
		{ "partial", "total", NULL },
	};
	const struct json *options = json_get(content, "options");
	struct adv_ssvc x = { false, SSVC_UNSAID, SSVC_UNSAID, SSVC_UNSAID, 0 };
	uint8_t *to[3] = { &x.exploitation, &x.automatable, &x.impact };

	for (size_t i = 0; i < json_count(options); i++)
		for (size_t k = 0; k < 3; k++)
			read_option(json_at(options, i), names[k], words[k],
			    to[k]);
	x.has = x.exploitation != SSVC_UNSAID ||
	    x.automatable != SSVC_UNSAID || x.impact != SSVC_UNSAID;
	if (!when_parse(json_get_text(content, "timestamp"), &x.time_s) ||
	    x.time_s < 0)
		x.time_s = 0;
	if (x.has && (!ret->has || x.time_s > ret->time_s))
		*ret = x;
}
