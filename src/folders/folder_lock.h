/* folder_lock: what somebody works on: locks of programs (RFC 4918 §6 and §7) and those made on pages are the same. */
#ifndef FOLDERS_FOLDER_LOCK_H
#define FOLDERS_FOLDER_LOCK_H

#include "folders/file_store.h"

struct request;

enum { LOCKS_MOST = 300 /* of a client at a time: as many names fit one statement */, LOCK_TOKEN = 45 };

struct folder_lock {
	int64_t id;
	const char *token; /* "urn:uuid:…" */
	int64_t client_id;
	int64_t folder_id; /* 0: on a file */
	int64_t file_id;   /* 0: on a folder */
	bool shared, deep;
	int64_t password_id; /* 0: made on a page */
	bool staff;	     /* whose: a staff user's, or a contact's */
	int64_t person_id;
	const char *holder; /* what they are called; NULL: the reader may not know */
	const char *owner;  /* XML of the program; "" */
	int64_t seconds;
	int64_t expires_at;
	const char *path; /* of the folder it is on, or in which its file lies */
};

/* A folder, a file, or what would come to be in a folder. */
struct lock_spot {
	int64_t folder;	  /* itself; 0: it is none */
	int64_t file;	  /* itself; 0: it is none */
	int64_t in;	  /* the folder it lies in, or would */
	const char *path; /* of a folder its own; else that of the folder it lies in */
};

/* Of two that look at the locks of a client and add one at once, the second does it again. */
void folder_locks_begin(struct tx *tx, int64_t client);
/* Those of a client that hold now. One statement. */
struct folder_lock *folder_locks(struct tx *tx, int64_t client, size_t *count);
/* The same for who sent the request: whom they may not know has no name there. One statement more at most. */
struct folder_lock *folder_locks_told(struct request *rq, int64_t client, size_t *count);
/* Its token is made here. */
void folder_lock_insert(struct tx *tx, struct folder_lock *lock);
void folder_lock_prolong(struct tx *tx, int64_t id, int64_t seconds);
void folder_lock_remove(struct tx *tx, int64_t id);
/* Of programs, on what goes elsewhere and all below: locks stay with addresses, not with what lies there. */
void folder_locks_leave(struct tx *tx, int64_t client, const struct lock_spot *spot);
/* Those that are over; those that a contact made on pages; those of a client. */
void folder_locks_sweep(struct tx *tx, int64_t now);
void folder_locks_forget_contact(struct tx *tx, int64_t contact);
void folder_locks_forget(struct tx *tx, int64_t client);

/* ---- rules ---- */

struct lock_spot lock_spot_of_folder(const struct folder *folder);
struct lock_spot lock_spot_of_file(const struct file *file, const struct folder *in);
struct lock_spot lock_spot_in(const struct folder *in);

/* Whether it is theirs whose eyes these are. */
bool folder_lock_is_own(const struct folder_lock *lock, const struct folder_access *access);
/* Whether it holds for the very thing, or what would lie there. */
bool folder_lock_covers(const struct folder_lock *lock, const struct lock_spot *spot);
/* What is done. */
enum lock_deed {
	DEED_CHANGE, /* its content or properties */
	DEED_ADD,    /* it comes to be in its folder */
	DEED_TAKE,   /* it leaves its folder or its name, with all below */
};
/* Whether it stands in the way of whoever does not hold it. */
bool folder_lock_concerns(const struct folder_lock *lock, const struct lock_spot *spot, enum lock_deed deed);
/* Whether a new lock there cannot be beside this one. */
bool folder_lock_conflicts(const struct folder_lock *lock, const struct lock_spot *spot, bool shared, bool deep);
/* Whether locks of others stand in the way. Of their own programs nobody is kept from their own pages; what programs
 * keep one another from is theirs to ask (dav/handlers.h). One statement. */
bool folder_locks_stand(struct tx *tx, const struct folder_access *access, const struct lock_spot *spot,
			enum lock_deed deed);
/* The same, of the client's locks at hand. */
bool folder_locks_bar(const struct folder_lock *locks, size_t count, const struct folder_access *access,
		      const struct lock_spot *spot, enum lock_deed deed);

#endif
