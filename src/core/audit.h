/* audit: the tamper-evident journal: rows in a keyed hash chain, written in the transaction of what they record. */
#ifndef CORE_AUDIT_H
#define CORE_AUDIT_H

#include "base/doc.h"
#include "core/request.h"

#include <stdbool.h>
#include <stdint.h>

/* Of which folder or file of a client a row tells. */
struct audit_place {
	int64_t folder, file; /* the client's id: the top of its folders; 0: none */
	const char *name;     /* of the file, or the folder */
	const char *words;    /* the same, as search looks at it */
	const char *kind;     /* of the file: "pdf"; NULL: none */
};

struct audit {
	const char *action;	 /* "staff.sign_in", "invoice.download" */
	const char *object_kind; /* "invoice"; NULL: none */
	int64_t object;
	bool refused;
	const struct doc *detail;	 /* object or NULL; never a secret */
	int64_t client;			 /* among whose activities it is; 0: the object's, when that is a client */
	const struct audit_place *place; /* NULL: none */
};

/* Records who (the request's viewer, and on behalf of whom in a preview), from where (keyed hash of the address), what.
 */
void audit_add(struct request *rq, const struct audit *audit);

/* The same where there is no request at hand: it does not tell from where. */
void audit_add_by(const struct house *house, struct tx *tx, const struct viewer *viewer, const struct audit *audit);

/* The same outside a request: by the system (a job, the command line). */
void audit_add_system(const struct house *house, struct tx *tx, const struct audit *audit);

struct audit_row {
	int64_t seq;
	int64_t at;
	const char *actor_kind; /* "staff", "contact", "system", "nobody" */
	int64_t actor;
	const char *actor_name;
	int64_t on_behalf; /* client seen in a preview, or 0 */
	const char *on_behalf_name;
	const char *action;
	const char *object_kind;
	int64_t object;
	const char *object_name; /* as it is called now; NULL: it has no name, or is gone */
	bool refused;
	const char *detail; /* JSON */
};
/* Newest first, before `before_seq` (0: from the newest); `action` prefix or NULL. Staff only: the route's permission.
 */
struct audit_row *audit_list(struct tx *tx, const char *action, int64_t before_seq, size_t limit, size_t *count);

/* Recomputes the chain; false and *broken_at the first row that does not fit. *rows gets how many were read. */
bool audit_verify(const struct house *house, struct tx *tx, int64_t *rows, int64_t *broken_at);

#endif
