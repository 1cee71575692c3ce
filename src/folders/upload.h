/* upload: what the header of a resumable upload says (tus 1.0, https://tus.io/protocols/resumable-upload). */
#ifndef FOLDERS_UPLOAD_H
#define FOLDERS_UPLOAD_H

#include "base/str.h"
#include "folders/file_store.h"

#include <stdbool.h>
#include <stdint.h>

struct arena;

#define UPLOAD_MOST	    ((int64_t)20 << 30) /* bytes of one file */
#define UPLOAD_CHECKED_MOST ((int64_t)64 << 20) /* bytes of a piece that has a checksum: it is written twice */
#define UPLOAD_PIECE	    "application/offset+octet-stream"

/* Of Upload-Metadata: what the file is called, and where it goes. */
struct upload_names {
	const char *name;    /* made safe */
	const char *folders; /* below the folder it is sent to, each made safe: "Photos/2024"; "": there itself */
	enum file_same same;
};

/* "filename ZGV2aXMucGRm,relativePath UGhvdG9zL2RldmlzLnBkZg==,same cmVmdXNl": keys in any order, `name` as well as
 * `filename`, others are left alone; in a relative path the last part is the file. NULL when it can be used, else a
 * sentence (English, N_). In the arena. */
const char *upload_read_names(struct arena *arena, const char *header, struct upload_names *names);

/* Digits only; -1: something else, or too large. */
int64_t upload_read_number(const char *header);

/* "sha1 Kq5sNclPz7QV2+lfQIuc6R7oRu0=": false when malformed; whether the algorithm is known is not asked. */
bool upload_read_checksum(struct arena *arena, const char *header, struct str *algorithm, struct str *sum);

/* How much of it counts as having come. The last byte of all counts once the file is in its folder, and is asked for
 * until then: so whoever sends it learns what became of the file, whatever happened meanwhile. */
int64_t upload_offset(int64_t length, int64_t there, bool done);

/* The next of upload_names.folders; NULL: there is none. In the arena. */
const char *upload_next_folder(struct arena *arena, struct str *folders);

#endif
