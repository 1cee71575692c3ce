/* label: reads and writes texts in several languages as they are kept. Internal to src/modules. */
#ifndef MODULES_LABEL_H
#define MODULES_LABEL_H

#include "modules/catalogue.h"

/* From an object {"fr": …}; anything else, or an empty one, gives the built-in text (NULL: none). Texts are the doc's.
 */
struct label label_of_doc(const struct doc *texts, const char *builtin);
/* From the JSON of a column; copied into `arena`. */
struct label label_of_json(struct arena *arena, const char *json, const char *builtin);
/* As an object; NULL when it has no texts of its own. */
struct doc *label_doc(struct arena *arena, const struct label *label);
/* As JSON for a column; NULL when it has no texts of its own. */
const char *label_json(struct arena *arena, const struct label *label);

bool label_is_empty(const struct label *label); /* neither built in nor any text */

/* A text as JSON, and back: what columns hold. NULL for NULL, and for what cannot be read. */
const char *json_text(struct arena *arena, const struct doc *doc);
struct doc *json_doc(struct arena *arena, const char *json);

#endif
