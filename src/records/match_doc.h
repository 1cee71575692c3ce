/* match_doc: records that may be the same, as pages and programs are told of them. */
#ifndef RECORDS_MATCH_DOC_H
#define RECORDS_MATCH_DOC_H

#include "records/record_match.h"

/* Whether the viewer may merge records of this module, as far as their profile says. */
bool may_merge(const struct access *access);
/* Where the page is that merges them: at most MERGED_TOGETHER of the ids. */
const char *merge_path(struct request *rq, const struct module *module, const int64_t *ids, size_t count);

/* A list of words: "Same e-mail address", "Similar name". */
void doc_set_reasons(struct doc *object, unsigned kinds);
/* {"id", "name", "href", "reasons"}. */
struct doc *match_doc(struct request *rq, const struct module *module, const struct lookalike *match);

/* Sets "duplicates": null, or {"records", "href", "apart_href"} with those that are like the cells of the record
 * (`id` 0: a new one). Each has "merge_href", null where the viewer may not. Returns how many. */
size_t matches_fill(struct request *rq, struct doc *page, const struct access *access, int64_t id,
		    const struct db_value *cells);

#endif
