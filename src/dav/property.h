/* property: what programs keep beside files and folders: given back as it came, without meaning to us. */
#ifndef DAV_PROPERTY_H
#define DAV_PROPERTY_H

#include "dav/place.h"

enum { PROPERTIES_MOST = 30 /* of one file or folder */, PROPERTY_BYTES = 2 * 1024 };

struct dav_property {
	int64_t resource_id;
	const char *space, *name;
	const char *value; /* its element */
};

/* What a place is known by here: the id of its file or folder. */
int64_t dav_place_id(const struct place *place);

/* Of those known by these ids (a hundred or so), in the order of resource_id. One statement. */
struct dav_property *dav_properties(struct tx *tx, const int64_t *ids, size_t id_count, size_t *count);
/* False: there are too many already. */
bool dav_property_set(struct tx *tx, const struct place *place, const struct dav_property *property);
void dav_property_remove(struct tx *tx, const struct place *place, const char *space, const char *name);
/* All of one beside another, in place of what that had. */
void dav_properties_copy(struct tx *tx, int64_t from, int64_t to);
/* Those of clients, folders and files that are gone. */
void dav_properties_sweep(struct tx *tx);

#endif
