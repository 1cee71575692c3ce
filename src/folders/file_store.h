/* file_store: finds, lists and changes the files in a client's folders, through the eyes of who asks. */
#ifndef FOLDERS_FILE_STORE_H
#define FOLDERS_FILE_STORE_H

#include "folders/folder_store.h"

/* What was put under a name once. */
struct file_content {
	int64_t number; /* of the version, from 1 */
	int64_t size;	/* bytes */
	const char *type;
	const char *sha256; /* hexadecimal */
	const char *blob;
	const char *scan; /* "done": no virus found; file_infected; else why nobody looked (scan/scan.h) */
	int64_t created_at;
	const char *created_by;
};

/* A virus was found in it after it was kept. It is there, but nobody gets its content: `blob` is "" then, so that
 * whoever forgets to ask finds nothing. */
extern const char file_infected[];
bool file_is_infected(const struct file_content *content);

struct file {
	int64_t id;
	int64_t client_id;
	int64_t folder_id; /* the client's id: the root */
	const char *name;
	const char *name_key;
	struct file_content content; /* of the newest version */
	int64_t created_at;
	const char *created_by;
	const char *picture; /* whether there is a small one: "made" (folders/file_look.h); "" */
	int64_t version;
};

/* A file with the folder it lies in: what somebody may there, they may with it. */
struct file_seen {
	struct file file;
	struct folder_seen *in;
};

/* " devis toit pdf": the words of a name, folded, as search knows them. In the arena. */
const char *file_words_key(struct arena *arena, const char *name);
/* Adds " and …": each word typed begins one in the column, which has what file_words_key makes. */
void sql_add_words(struct sql *sql, const char *column, const char *typed);

/* NULL: there is none, or its folder is not theirs to read. */
struct file_seen *file_find(struct tx *tx, const struct folder_access *access, int64_t id);
/* Those that lie in a folder, by name, after the file (key, id) (NULL: from the first). One statement. */
struct file *files_in(struct tx *tx, const struct folder_access *access, const struct folder_seen *in,
		      const char *after_key, int64_t after_id, size_t limit, size_t *count);
/* Of these, those that lie in the folder, by name. One statement. */
struct file *files_chosen(struct tx *tx, const struct folder_access *access, const struct folder_seen *in,
			  const int64_t *ids, size_t id_count, size_t *count);
/* How many lie in it; 0 where they may not read. */
int64_t file_count(struct tx *tx, const struct folder_access *access, const struct folder_seen *in);
struct file_found {
	struct file file;
	const char *text; /* what it says, where its name alone does not have the words; NULL: it does */
};
/* Those in the folder and below it that they may read, and that have the words typed, or longer ones that begin so,
 * each in their name or in the text of their newest version; by name. One statement. */
struct file_found *file_search(struct tx *tx, const struct folder_access *access, const struct folder_seen *beneath,
			       const char *typed, const char *after_key, int64_t after_id, size_t limit, size_t *count);
/* The one of this name in a folder; NULL: none, or not theirs. */
struct file *
file_named(struct tx *tx, const struct folder_access *access, const struct folder_seen *in, const char *name);
/* All of a file that was found, the newest first; one of them, NULL: it has none of that number. */
struct file_content *file_versions(struct tx *tx, const struct file_seen *seen, size_t *count);
struct file_content *file_version_find(struct tx *tx, const struct file_seen *seen, int64_t number);

/* All that they may read of the client, the newest versions only. One statement, after those for the root's rights. */
struct file_sum {
	int64_t count, bytes;
};
struct file_sum file_sum(struct tx *tx, const struct folder_access *access);

/* A file in the recycle bin by itself: those that went with a folder come back, and go, with it. */
struct file_removed {
	int64_t id;
	const char *name, *name_key;
	int64_t deleted_at;
	const char *deleted_by;	 /* NULL: not known */
	const char *folder_name; /* of where it lay; NULL: at the top */
	int64_t bytes;		 /* of all its versions */
	int64_t changed_at;
	int months;  /* for which it is kept from then on; 0: none */
	bool held;   /* by a legal hold */
	bool may_go; /* for good, now */
};
struct bin_asked {
	const char *typed;  /* words of the name; NULL: any */
	bool by_name;	    /* in this order, else the last removed first */
	const int64_t *ids; /* only these; NULL: all */
	size_t id_count;
	/* after this one; */
	bool given;
	int64_t at;
	const char *name_key;
	int64_t id;
};
/* Those that who asks may bring back: staff who may do everything where they lay; contacts the same, of what they
 * removed themselves. One statement, after those for the root's rights. */
struct file_removed *file_bin_list(struct tx *tx, const struct folder_access *access, const struct bin_asked *asked,
				   size_t limit, size_t *count);

/* Of what lies in folders of the bin, as far as they read it, the newest that is kept for so many months. */
struct folder_kept {
	int64_t folder_id, changed_at;
	int months;
	bool held; /* one of them, by a legal hold */
};
struct folder_kept *
folder_bin_kept(struct tx *tx, const struct folder_access *access, const int64_t *ids, size_t id_count, size_t *count);

/* ---- changing: file_write_store.c ---- */

const char *file_outcome_words(enum folder_outcome outcome); /* English, N_; NULL for FOLDER_DONE */

/* What becomes of a file whose name is taken in the folder. */
enum file_same { SAME_REFUSED, SAME_VERSION, SAME_NUMBERED, FILE_SAMES };
extern const char *const file_same_names[]; /* "refuse", "version", "number", NULL-terminated */

/* `name` is made safe already; of `content`, number and creation are the store's to say. *id gets the file. */
enum folder_outcome file_put(struct tx *tx, const struct folder_access *access, int64_t folder, const char *name,
			     const struct file_content *content, enum file_same same, int64_t *id);
/* What was just put was sent by a contact, for whom somebody else put it there. */
void file_sent_by(struct tx *tx, int64_t id, int64_t contact);
/* Another version of this very file. */
enum folder_outcome
file_add_version(struct tx *tx, const struct folder_access *access, int64_t id, const struct file_content *content);
enum folder_outcome file_rename(struct tx *tx, const struct folder_access *access, int64_t id, const char *name);
/* `numbered`: under a numbered name where its own is taken. */
enum folder_outcome
file_move(struct tx *tx, const struct folder_access *access, int64_t id, int64_t folder, bool numbered);
/* The newest version only; under a numbered name where its own is taken. */
enum folder_outcome
file_copy(struct tx *tx, const struct folder_access *access, int64_t id, int64_t folder, int64_t *made);
/* Into the recycle bin. */
enum folder_outcome file_remove(struct tx *tx, const struct folder_access *access, int64_t id, int64_t now);
/* Out of it, to where it was or to the nearest folder above that is still there, for whom file_bin_list shows it. */
enum folder_outcome file_restore(struct tx *tx, const struct folder_access *access, int64_t id);

#endif
