/* place: what a path of a drive means to who asks, and what lies there. Staff: the clients they see, a folder each; a
 * contact: the client's own folders, or a folder for each of several clients. */
#ifndef DAV_PLACE_H
#define DAV_PLACE_H

#include "core/request.h"
#include "folders/folders.h"

#define PLACE_OF_CLIENTS "clients"

enum place_kind {
	PLACE_NONE,    /* nothing, or not theirs: the same */
	PLACE_TOP,     /* holds PLACE_OF_CLIENTS, of staff */
	PLACE_CLIENTS, /* holds a folder for each client */
	PLACE_FOLDER,
	PLACE_FILE,
};

struct place {
	enum place_kind kind;
	const char *path;		    /* as it was asked for, without a slash at its end */
	const char *name;		    /* its last segment; of the top "" */
	const struct folder_access *access; /* of FOLDER and FILE; of NONE where its folder is there; else NULL */
	const struct folder_seen *folder; /* FOLDER: itself; FILE and NONE: what it lies in, or would; NULL: nothing */
	const struct file *file;	  /* FILE */
};

/* The path decoded, without "/dav/". */
struct place dav_place_find(struct request *rq, const char *path);
/* Of the request's own path. */
struct place dav_place_asked(struct request *rq);

const char *dav_place_href(struct arena *arena, const struct place *place);
/* The content of a file; NULL: it is none. In quotes. */
const char *dav_place_etag(struct arena *arena, const struct place *place);
/* Whether the root of a client's folders. */
bool dav_place_is_root(const struct place *place);

/* ---- clients, by their names on the drive: client_place.c ---- */

enum { CLIENTS_MOST = 5000 };

struct client_place {
	int64_t id;
	const char *name; /* "Durand (C-00042)" */
};

/* The first CLIENTS_MOST, by name. */
struct client_place *client_places(struct request *rq, size_t *count);
/* 0: there is none of exactly this name. */
int64_t client_place_named(struct request *rq, const char *name);
/* The name of the viewer's folder for it, or NULL: it is not theirs. */
const char *client_place_name(struct request *rq, int64_t client);

#endif
