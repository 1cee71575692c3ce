/* session_preview_store: sessions in which a staff user sees the portal through somebody else's eyes. */
#ifndef CORE_SESSION_PREVIEW_STORE_H
#define CORE_SESSION_PREVIEW_STORE_H

#include "core/session.h"

struct preview_session {
	int64_t id, created_at, seen_at;
	int64_t staff_id, profile_id, role_id; /* who looks */
	const char *staff_name, *staff_email;
	int64_t user_type_id; /* looked at with made-up records; with a record: instead of its own; 0: its own */
	bool draft;	      /* the user type as it is being set up */
	int64_t module_id, record_id; /* the record looked through; 0: a client, or a user type */
	int64_t own_type_id;	      /* of that record: its user type; 0: the default one */
	int64_t client_id;	      /* for whom they act; 0: nobody, or it is gone */
	const char *client_name;
	const char *language, *theme; /* the preview's own; language NULL: as the browser asks */
	const char *zone, *country;   /* that person's choices; NULL: the organisation's */
	int hours;		      /* theirs: 12 or 24; 0: as the language has it */
	int64_t rights_version;
};

/* NULL: unknown, expired, idle for too long, or the session it was opened from is over, or its staff user closed. */
const struct preview_session *session_of_preview(struct tx *tx, const struct hash *token, int64_t now);
/* The one that was opened from this session and goes on; NULL: none. */
const struct preview_session *preview_opened_by(struct tx *tx, int64_t session, int64_t now);

/* What the session of `row->id` shows; `opened_by` is a staff user's session. */
void preview_insert(struct tx *tx, const struct preview_session *row, int64_t opened_by);
/* How it is read from now on. */
void preview_set_looks(struct tx *tx, int64_t id, const char *language, const char *theme);
/* Ends all that were opened from this session. */
void preview_end_all_opened_by(struct tx *tx, int64_t session);

#endif
