/* file_mark: what is new for whom: files that somebody else put where they may read, until they opened them or marked
 * all as read. */
#ifndef FOLDERS_FILE_MARK_H
#define FOLDERS_FILE_MARK_H

#include "core/request.h"
#include "folders/file_store.h"

/* Somebody for whom files may be new. */
struct file_reader {
	bool staff;
	int64_t id;    /* 0: nobody, for whom nothing is new */
	int64_t since; /* what was put up to this instant is not new for them */
	enum db_engine engine;
};

/* Of a client's files; client 0: of all clients' (staff). Their account, or their place at the client, begins it, and
 * what they marked as read. One statement. */
struct file_reader file_reader_of(struct tx *tx, const struct folder_person *person, int64_t client);
/* Writes " and …" for a statement over `file`: it is new for them. */
void sql_file_new(struct sql *sql, const struct file_reader *reader);

/* ---- what is new ---- */

/* Of the files with these ids, all of which they may read, those that are new. */
int64_t *
files_new(struct tx *tx, const struct folder_access *access, const int64_t *ids, size_t id_count, size_t *count);

/* New files below a folder, by the folder in it that leads to them. */
struct file_news {
	const char *path; /* of that folder; the folder's own: those that lie in itself */
	int64_t count, latest_at;
};
enum { NEWS_COUNTED = 10000 /* the newest ones of a client; more are not looked at */, NEWS_SHOWN = 99 };
/* One statement, after those for the rights. */
struct file_news *
files_new_beneath(struct tx *tx, const struct folder_access *access, const struct folder_seen *of, size_t *count);

/* A file with where it lies. */
struct file_latest {
	struct file file;
	const char *folder_name; /* NULL: at the top */
};
struct file_latest_query {
	const struct file_reader *new_for; /* only what is new for them; NULL: all */
	bool told;			   /* nothing infected */
	bool scanned;			   /* nothing that still waits for the scanner */
	bool newest;			   /* only among the client's newest NEWS_COUNTED */
	int64_t until;			   /* nothing that was put later; 0: all */
	int64_t before_at, before_id;	   /* the last one shown; 0: none */
	size_t limit;
};
/* The client's files that they may read, the newest first. One statement, after those for the rights. */
struct file_latest *
files_latest(struct tx *tx, const struct folder_access *access, const struct file_latest_query *query, size_t *count);

/* The clients that a staff user sees whose contacts put something that is new for them among the newest NEWS_COUNTED
 * files of contacts: not all of them, but those of the newest ones. A few statements. */
int64_t *clients_with_new(struct tx *tx, const struct rights *rights, const struct viewer *viewer,
			  const struct file_latest_query *query, size_t *count);
/* What contacts of these clients, all of which the staff user sees, put there and is new for them, among the same. One
 * statement. */
struct file_latest *files_of_contacts(struct tx *tx, const int64_t *clients, size_t client_count,
				      const struct file_latest_query *query, size_t *count);

/* ---- what is read ---- */

void file_read_by(struct tx *tx, const struct folder_person *person, const struct file *file);
/* All in a folder and below it that was put up to an instant: of the root one mark, below it a row for each file that
 * is new for them, among the client's newest NEWS_COUNTED. Not in a preview. */
void files_read_in(struct tx *tx, const struct folder_access *access, const struct folder_seen *of, int64_t until);
/* The same of what is saved as a zip: what nobody gets, as a virus was found in it, stays new. */
void files_saved_in(struct tx *tx, const struct folder_access *access, const struct folder_seen *of, int64_t until);
/* All of all clients. */
void files_read_everywhere(struct tx *tx, int64_t staff, int64_t until);
/* By who sent the request; by nobody in a preview. */
void file_opened(struct request *rq, const struct file *file);

/* ---- with the client, and the person ---- */

void file_marks_join(struct tx *tx, int64_t from, int64_t to);
/* Of two contacts who are one person. */
void file_marks_carry(struct tx *tx, int64_t from, int64_t to);
void file_marks_forget(struct tx *tx, int64_t client);
void file_marks_export(struct tx *tx, int64_t contact, struct doc *person);
void file_marks_erase(struct tx *tx, int64_t contact);

#endif
