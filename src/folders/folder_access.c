/* folder_access: who looks at a client's folders, from who sent the request. */
#include "folders/folder_access.h"

#include "base/arena.h"
#include "clients/clients.h"
#include "rights/look.h"
#include "rights/rights.h"

struct folder_access
folder_access_of_staff(struct tx *tx, const struct rights *rights, const struct viewer *viewer, int64_t client)
{
	return (struct folder_access){
		.client = client,
		.person = {.staff = true,
			   .id = viewer->staff,
			   .cap = (enum folder_level)client_level_of(tx, rights, viewer, client)},
		.name = viewer->name,
	};
}

static struct folder_person
staff_person(struct request *rq, const struct viewer *viewer, int64_t client)
{
	return folder_access_of_staff(rq->tx, rq->rights, viewer, client).person;
}

static bool
staff_access(struct request *rq, struct folder_access *access)
{
	access->person = staff_person(rq, rq->viewer, access->client);
	return access->person.cap != FOLDER_NONE;
}

/* A contact of the client; in a preview whoever it is seen as, as far as the staff user may see it. */
static bool
portal_access(struct request *rq, struct folder_access *access)
{
	const struct viewer *viewer = rq->viewer;
	const struct user_type *type = viewer_user_type(rq->rights, viewer);
	struct folder_person *looker;

	if (viewer->client != access->client || viewer->without_client)
		return false;
	if (viewer_sees_samples(viewer)) /* made up: they have no folders */
		return true;
	access->person = (struct folder_person){
		.id = viewer->record, .user_type = type == NULL ? 0 : type->id, .cap = FOLDER_FULL};
	if (!viewer->preview)
		return true;
	if (viewer->look == NULL)
		return false;
	looker = arena_make(rq->arena, struct folder_person);
	*looker = staff_person(rq, &viewer->look->looker, access->client);
	access->looker = looker;
	return looker->cap != FOLDER_NONE;
}

const struct folder_access *
folder_access_of(struct request *rq, int64_t client)
{
	struct folder_access *access = arena_make(rq->arena, struct folder_access);

	*access = (struct folder_access){.client = client, .name = rq->viewer->name};
	if (client == 0 && !viewer_sees_samples(rq->viewer))
		return NULL;
	switch (rq->viewer->kind) {
	case VIEWER_STAFF:
		return staff_access(rq, access) ? access : NULL;
	case VIEWER_CLIENT:
		return portal_access(rq, access) ? access : NULL;
	case VIEWER_NOBODY:
		break;
	}
	return NULL;
}
