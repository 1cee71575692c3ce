/* token: bearer tokens of the API, as rows and rules; no HTTP. */
#ifndef PEOPLE_TOKEN_H
#define PEOPLE_TOKEN_H

#include "people/people.h"
#include "sys/random.h"

#include <stdbool.h>
#include <stdint.h>

#define TOKEN_PREFIX "parvis_"

enum { TOKEN_TEXT_LENGTH = sizeof TOKEN_PREFIX - 1 + TOKEN_LENGTH, TOKENS_LIMIT = 50 };

enum token_scope { SCOPE_READ, SCOPE_WRITE };
extern const char *const token_scope_names[];  /* "read"…, NULL-terminated */
extern const char *const token_scope_labels[]; /* English, N_ */

struct token {
	int64_t id, staff_id;
	const char *name;
	enum token_scope scope;
	const char *hint; /* its last four characters */
	int64_t created_at;
	int64_t expires_at; /* NO_INSTANT: never */
	int64_t used_at;    /* NO_INSTANT: not yet */
	const char *staff_name;
};

/* Makes a token for `token->staff_id`; its id, and `text` gets what is shown once. */
int64_t token_create(struct tx *tx, const struct token *token, char text[TOKEN_TEXT_LENGTH + 1]);

/* Those not revoked, newest first: `staff`'s, or everybody's (0); before that id. */
struct token *
token_list(struct tx *tx, const struct viewer *viewer, int64_t staff, int64_t before, size_t limit, size_t *count);
/* One not revoked, `staff`'s or (0) anybody's. */
struct token *token_find(struct tx *tx, const struct viewer *viewer, int64_t staff, int64_t id);
int64_t token_count(struct tx *tx, int64_t staff);
bool token_revoke(struct tx *tx, int64_t id, int64_t now);
void token_revoke_all(struct tx *tx, int64_t staff, int64_t now);

#endif
