/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The JSON-LD of SPDX 3.0.1: a graph of elements.
 *
 * Source:   SPDX 3.0.1, its model and JSON serialisation; the context is one
 *           string, and what may be many is always a list.
 * Ids:      NAMESPACE#ID, with the ids of SPDX 2. A relationship's is a
 *           digest of its ends and type.
 * Order:    creation, document, then as SPDX 2 (write.c); agents and licence
 *           expressions stand where they are first needed, annotations before
 *           what they are about (take3.c), the SBOM, which lists its packages
 *           and files, last.
 * Not here: licences that nobody stated, instead of NoAssertionLicense.
 */
#include "base/arena.h"
#include "base/hash.h"
#include "bom/spdx/write.h"

enum { HASH_DIGITS = 20 };

static const char none[] =
    "https://spdx.org/rdf/3.0.1/terms/Core/NoneElement";
static const char creation[] = "_:creationInfo";

static bool
is(const char *a, const char *b)
{
	return strcmp(a, b) == 0;
}

/* ---- elements ---- */

/* NAMESPACE#ID; NONE is an element of the standard. */
static struct str
iri(struct spdx_writer *w, struct str id)
{
	if (str_eq(id, STR("NONE")))
		return str_from(none);
	return str_join(w->record, str_join(w->record, w->space, STR("#")),
	    id);
}

static void
end_relation(struct spdx_writer *w)
{
	if (w->open.type == NULL)
		return;
	json_end_array(&w->j);
	json_end_object(&w->j);
	w->open.type = NULL;
}

static void
begin(struct spdx_writer *w, const char *type, struct str id)
{
	struct json_out *j = &w->j;

	end_relation(w);
	json_begin_object(j);
	json_pair(j, "type", str_from(type));
	json_pair(j, "spdxId", id);
	json_pair(j, "creationInfo", str_from(creation));
}

static void
put_list(struct spdx_writer *w, const char *key, struct str one)
{
	json_key(&w->j, key);
	json_begin_array(&w->j);
	json_put_str(&w->j, one);
	json_end_array(&w->j);
}

static void
put_notes(struct spdx_writer *w, struct str local, struct str subject,
    const struct str *v, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		struct str at = str_join(w->record, local, v[i]);

		begin(w, "Annotation", iri(w, str_join(w->record,
		    STR("SPDXRef-Annotation-"),
		    spdx_id_hash(w->record, at, HASH_DIGITS))));
		json_pair(&w->j, "annotationType", STR("other"));
		json_pair(&w->j, "statement", v[i]);
		json_pair(&w->j, "subject", subject);
		json_end_object(&w->j);
	}
}

/* ---- who ---- */

/* "NAME (EMAIL)": the email apart, where the two can be put together again.
   False: there is none. */
static bool
split_email(struct str *name, struct str *ret)
{
	size_t open = str_rfind(*name, '(');
	struct str email = str_sub(*name, open + 1, name->n - 1);

	if (open < 2 || open >= name->n || name->p[open - 1] != ' ' ||
	    name->p[open - 2] == ' ' || !str_ends(*name, STR(")")) ||
	    str_find(email, '@') == email.n || str_find(email, ' ') < email.n)
		return false;
	*ret = email;
	*name = str_sub(*name, 0, open - 1);
	return true;
}

static bool
is_person(struct str text)
{
	return str_starts(text, STR("Person:"));
}

/* The id of "Organization: NAME (EMAIL)", or "Person: ". */
static struct str
agent_id(struct spdx_writer *w, struct str text)
{
	struct str name = str_trim(str_from_pos(text, str_find(text, ':') +
	    1));

	return iri(w, str_join(w->record, is_person(text)
	    ? STR("SPDXRef-Person-") : STR("SPDXRef-Organization-"),
	    spdx_id_hash(w->record, name, HASH_DIGITS)));
}

/* The same; the agent is written once. */
static struct str
agent_of(struct spdx_writer *w, struct str text)
{
	struct str name = str_trim(str_from_pos(text, str_find(text, ':') +
	    1)), email;
	struct str id = agent_id(w, text);
	bool is_new;

	if (map_find(w->agents, text) != NULL)
		return id;
	(void)map_put(w->agents, str_dup(w->document, text), &is_new);
	bool has_email = split_email(&name, &email);

	begin(w, is_person(text) ? "Person" : "Organization", id);
	json_pair(&w->j, "name", name);
	if (has_email) {
		json_key(&w->j, "externalIdentifier");
		json_begin_array(&w->j);
		json_begin_object(&w->j);
		json_pair(&w->j, "type", STR("ExternalIdentifier"));
		json_pair(&w->j, "externalIdentifierType", STR("email"));
		json_pair(&w->j, "identifier", email);
		json_end_object(&w->j);
		json_end_array(&w->j);
	}
	json_end_object(&w->j);
	return id;
}

/* ---- the head ---- */

static void
put_creation(struct spdx_writer *w, const struct spdx_out_head *h,
    struct str program, struct str tool)
{
	struct json_out *j = &w->j;

	json_begin_object(j);
	json_pair(j, "type", STR("CreationInfo"));
	json_pair(j, "@id", str_from(creation));
	json_pair(j, "comment", h->comment);
	json_pair(j, "created", w->created);
	json_key(j, "createdBy");
	json_begin_array(j);
	for (size_t i = 0; i < h->nauthors; i++)
		json_put_str(j, agent_id(w, h->authors[i]));
	if (h->nauthors == 0)
		json_put_str(j, program);
	json_end_array(j);
	put_list(w, "createdUsing", tool);
	json_pair(j, "specVersion", STR("3.0.1"));
	json_end_object(j);
}

static void
put_named(struct spdx_writer *w, const char *type, struct str id,
    const char *name)
{
	begin(w, type, id);
	json_pair(&w->j, "name", str_from(name));
	json_end_object(&w->j);
}

static struct str
sbom_id(struct spdx_writer *w)
{
	return iri(w, STR("SPDXRef-SBOM"));
}

static void
put_head(struct spdx_writer *w, const struct spdx_out_head *h)
{
	static const char *const profiles[] = { "core", "software",
		"simpleLicensing" };
	struct json_out *j = &w->j;
	struct str program = iri(w, STR("SPDXRef-Agent")),
	    tool = iri(w, STR("SPDXRef-Tool")), document = h->space;

	w->agents = map_new(w->document);
	w->expressions = map_new(w->document);
	w->open.type = NULL;
	if (document.n == 0)
		document = STR("-");	/* for the digest */
	json_out_init(j, w->out, w->b->one_line || w->digest != NULL);
	json_begin_object(j);
	json_pair(j, "@context",
	    STR("https://spdx.org/rdf/3.0.1/spdx-context.jsonld"));
	json_key(j, "@graph");
	json_begin_array(j);
	put_creation(w, h, program, tool);
	for (size_t i = 0; i < h->nauthors; i++)
		(void)agent_of(w, h->authors[i]);
	if (h->nauthors == 0)
		put_named(w, "SoftwareAgent", program, "airbom sbom");
	put_named(w, "Tool", tool, "sbom-" AIRBOM_VERSION);
	put_notes(w, STR("SPDXRef-DOCUMENT"), document, h->notes, h->nnotes);
	begin(w, "SpdxDocument", document);
	json_pair(j, "name", h->name);
	put_list(w, "element", sbom_id(w));
	json_key(j, "profileConformance");
	json_begin_array(j);
	for (size_t i = 0; i < sizeof profiles / sizeof *profiles; i++)
		json_put_z(j, profiles[i]);
	json_end_array(j);
	put_list(w, "rootElement", sbom_id(w));
	json_end_object(j);
}

/* ---- licences ---- */

/* The next "LicenseRef-…" of an expression. */
static bool
next_reference(struct str *rest, struct str *ret)
{
	const struct str prefix = STR("LicenseRef-");
	size_t n = prefix.n, at = str_find_str(*rest, prefix);

	if (at == rest->n)
		return false;
	*rest = str_from_pos(*rest, at);
	while (n < rest->n && (is_alnum(rest->p[n]) || rest->p[n] == '.' ||
	    rest->p[n] == '-'))
		n++;
	*ret = str_sub(*rest, 0, n);
	*rest = str_from_pos(*rest, n);
	return true;
}

static void
put_custom_ids(struct spdx_writer *w, struct str expression)
{
	struct json_out *j = &w->j;
	struct map *seen = map_new(w->record);
	struct str rest = expression, ref;
	bool any = false, is_new;

	while (next_reference(&rest, &ref)) {
		(void)map_put(seen, ref, &is_new);
		if (!is_new)
			continue;
		if (!any) {
			json_key(j, "simplelicensing_customIdToUri");
			json_begin_array(j);
		}
		any = true;
		json_begin_object(j);
		json_pair(j, "type", STR("DictionaryEntry"));
		json_pair(j, "key", ref);
		json_pair(j, "value", iri(w, ref));
		json_end_object(j);
	}
	if (any)
		json_end_array(j);
}

/* The local id of an expression, which is written once. */
static struct str
expression_of(struct spdx_writer *w, struct str expression)
{
	struct str id = str_join(w->record,
	    STR("SPDXRef-LicenseExpression-"), spdx_id_hash(w->record,
	    expression, HASH_DIGITS));
	bool is_new;

	if (map_find(w->expressions, expression) != NULL)
		return id;
	(void)map_put(w->expressions, str_dup(w->document, expression),
	    &is_new);
	begin(w, "simplelicensing_LicenseExpression", iri(w, id));
	put_custom_ids(w, expression);
	json_pair(&w->j, "simplelicensing_licenseExpression", expression);
	json_end_object(&w->j);
	return id;
}

static void
put_licence(struct spdx_writer *w, const struct spdx_out_licence *l)
{
	begin(w, "simplelicensing_SimpleLicensingText", iri(w, l->id));
	json_pair_opt(&w->j, "name", l->name);
	json_pair(&w->j, "simplelicensing_licenseText", l->text);
	json_end_object(&w->j);
}

/* ---- relationships ---- */

/* Up to its list of ends. */
static void
begin_relation(struct spdx_writer *w, struct str from, const char *type,
    struct str to, const char *comment, const char *completeness)
{
	struct str ends = str_fmt(w->record, "%.*s\n%s\n%.*s", STR_ARG(from),
	    type, STR_ARG(to));

	begin(w, "Relationship", iri(w, str_join(w->record,
	    STR("SPDXRef-Relationship-"), spdx_id_hash(w->record, ends,
	    HASH_DIGITS))));
	json_pair_opt(&w->j, "comment", str_from(comment));
	json_pair_opt(&w->j, "completeness", str_from(completeness));
	json_pair(&w->j, "from", iri(w, from));
	json_pair(&w->j, "relationshipType", str_from(type));
	json_key(&w->j, "to");
	json_begin_array(&w->j);
}

static void
relate_licence(struct spdx_writer *w, struct str package, const char *type,
    struct str expression)
{
	if (expression.n == 0)
		return;
	struct str to = expression_of(w, expression);

	begin_relation(w, package, type, to, "", "");
	json_put_str(&w->j, iri(w, to));
	json_end_array(&w->j);
	json_end_object(&w->j);
}

/* Gaps are known unknowns. */
static const char *
completeness_of(const struct spdx_writer *w, struct str from,
    const char *type, struct str to)
{
	if (str_eq(to, STR("NONE")))
		return "complete";
	if (!is(type, "contains") || !str_eq(from, w->root))
		return "";
	return notices_count(&w->b->notices, NOTICE_GAP) != 0 ? "incomplete"
	    : "complete";
}

/* From SPDX 2's words; what is passive there is turned round. */
static void
put_relation(struct spdx_writer *w, struct str from, const char *word,
    struct str to, const char *comment)
{
	const char *type = is(word, "CONTAINS") ? "contains"
	    : is(word, "DEPENDS_ON") ? "dependsOn"
	    : is(word, "GENERATED_FROM") ? "generates" : "other";

	if (is(word, "DESCRIBES"))
		return;			/* rootElement says it */
	if (is(word, "GENERATED_FROM")) {
		struct str swap = from;

		from = to;
		to = swap;
	}
	if (comment != NULL || w->open.type == NULL ||
	    !is(w->open.type, type) || !str_eq(w->open.from, from)) {
		end_relation(w);
		begin_relation(w, from, type, to,
		    comment != NULL ? comment : "",
		    completeness_of(w, from, type, to));
		w->open = (struct spdx_open){ from, type };
	}
	json_put_str(&w->j, iri(w, to));
	if (comment != NULL)
		end_relation(w);
}

/* ---- packages ---- */

/* "SHA3-256" is sha3_256, all others have no dash. */
static struct str
algorithm(struct spdx_writer *w, const char *alg)
{
	struct str s = str_lower(w->record, str_from(alg));
	char *p = NEWN(w->record, char, s.n);
	size_t n = 0;

	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] != '-')
			p[n++] = s.p[i];
		else if (str_starts(s, STR("sha3-")))
			p[n++] = '_';
	return str_of(p, n);
}

static void
put_sums(struct spdx_writer *w, const struct spdx_checksum *v, size_t n)
{
	bool any = false;

	for (size_t i = 0; i < n; i++) {
		if (v[i].hex.n == 0)
			continue;
		if (!any) {
			json_key(&w->j, "verifiedUsing");
			json_begin_array(&w->j);
		}
		any = true;
		json_begin_object(&w->j);
		json_pair(&w->j, "type", STR("Hash"));
		json_pair(&w->j, "algorithm", algorithm(w, v[i].alg));
		json_pair(&w->j, "hashValue", v[i].hex);
		json_end_object(&w->j);
	}
	if (any)
		json_end_array(&w->j);
}

static void
put_identifiers(struct spdx_writer *w, const struct spdx_out_package *p)
{
	bool any = false;

	for (size_t i = 0; i < p->nrefs; i++) {
		const char *type = p->refs[i].type;

		if (p->refs[i].manager)
			continue;	/* software_packageUrl */
		if (!any) {
			json_key(&w->j, "externalIdentifier");
			json_begin_array(&w->j);
		}
		any = true;
		json_begin_object(&w->j);
		json_pair(&w->j, "type", STR("ExternalIdentifier"));
		json_pair(&w->j, "externalIdentifierType",
		    is(type, "cpe23Type") ? STR("cpe23") : STR("cpe22"));
		json_pair(&w->j, "identifier", p->refs[i].locator);
		json_end_object(&w->j);
	}
	if (any)
		json_end_array(&w->j);
}

static struct str
purl_of(const struct spdx_out_package *p)
{
	for (size_t i = 0; i < p->nrefs; i++)
		if (p->refs[i].manager)
			return p->refs[i].locator;
	return STR("");
}

/* "OPERATING-SYSTEM" is operatingSystem; others are one word. */
static struct str
purpose(struct spdx_writer *w, const char *word)
{
	if (is(word, "OPERATING-SYSTEM"))
		return STR("operatingSystem");
	return str_lower(w->record, str_from(word));
}

static void
put_package(struct spdx_writer *w, const struct spdx_out_package *p)
{
	struct json_out *j = &w->j;
	struct str id = iri(w, p->id), agent = STR("");

	if (p->supplier.n != 0)
		agent = agent_of(w, p->supplier);
	put_notes(w, p->id, id, p->notes, p->nnotes);
	begin(w, "software_Package", id);
	json_pair(j, "name", p->name);
	json_pair_opt(j, "description", p->description);
	put_identifiers(w, p);
	json_pair_opt(j, "suppliedBy", agent);
	put_sums(w, p->sums, p->nsums);
	json_pair_opt(j, "software_packageUrl", purl_of(p));
	json_pair_opt(j, "software_packageVersion", p->version);
	json_pair(j, "software_primaryPurpose", purpose(w, p->purpose));
	json_pair_opt(j, "software_sourceInfo", p->source_info);
	json_end_object(j);
	relate_licence(w, p->id, "hasDeclaredLicense", p->declared);
	relate_licence(w, p->id, "hasConcludedLicense", p->concluded);
}

static void
put_file(struct spdx_writer *w, const struct spdx_out_file *f)
{
	struct str id = iri(w, f->id);

	put_notes(w, f->id, id, f->notes, f->nnotes);
	begin(w, "software_File", id);
	json_pair(&w->j, "name", f->name);
	put_sums(w, f->sums, sizeof f->sums / sizeof *f->sums);
	json_pair(&w->j, "software_fileKind", STR("file"));
	json_end_object(&w->j);
}

/* ---- the end ---- */

/* A failure sticks to the output. */
static void
put_elements(struct spdx_writer *w)
{
	const struct bom *b = w->b;
	struct err ignored;

	json_put_str(&w->j, iri(w, w->root));
	if (b->distro.id.n != 0)
		json_put_str(&w->j, iri(w, w->os));
	for (size_t i = 0; i < b->ncomponents; i++) {
		json_put_str(&w->j, iri(w, w->ids[i]));
		(void)spdx_pulse(w, &ignored);
	}
	for (size_t i = 0; b->files != NULL && i < b->files->n; i++) {
		struct bom_file f;

		b->files->get(b->files, i, &f);
		json_put_str(&w->j, iri(w, spdx_file_id(w, &f)));
		(void)spdx_pulse(w, &ignored);
	}
}

static void
put_end(struct spdx_writer *w)
{
	struct json_out *j = &w->j;

	begin(w, "software_Sbom", sbom_id(w));
	json_key(j, "element");
	json_begin_array(j);
	put_elements(w);
	json_end_array(j);
	put_list(w, "rootElement", iri(w, w->root));
	put_list(w, "software_sbomType", STR("analyzed"));
	json_end_object(j);
	json_end_array(j);
	json_end_object(j);
	out_z(w->out, "\n");
}

const struct spdx_syntax spdx_syntax_json3 = { .name = "spdx3-json",
	.third = true, .head = put_head, .file = put_file,
	.package = put_package, .licence = put_licence,
	.relation = put_relation, .end = put_end };
