/* viewer: the three built-in profiles, those made here, and who holds which permission. */
#include "core/viewer.h"

#include "base/doc.h"
#include "base/str.h"
#include "core/weakened.h"

#include <stddef.h>

const char *const profile_names[] = {"administrator", "manager", "reader", NULL};

const struct permission everybody = {"everybody", FOR_EVERYBODY, N_("Public pages")};
const struct permission any_staff = {"staff", FOR_STAFF, N_("Sign in to the console")};
const struct permission portal_use = {"portal.use", FOR_CLIENT, N_("Use the portal")};

const struct viewer house_viewer = {.kind = VIEWER_STAFF, .profile = PROFILE_ADMINISTRATOR};

static bool
is_listed(const char *const *names, const char *name)
{
	while (names != NULL && *names != NULL)
		if (text_equal(*names++, name))
			return true;
	return false;
}

static bool
staff_may(const struct viewer *viewer, const struct permission *permission)
{
	static const unsigned bits[PROFILES] = {FOR_ADMINISTRATOR, FOR_MANAGER, FOR_READER};

	if (viewer->profile == PROFILE_CUSTOM || (permission->modules != NULL && viewer->permissions != NULL))
		return permission == &any_staff || is_listed(viewer->permissions, permission->name);
	return (permission->holders & bits[viewer->profile]) != 0;
}

bool
viewer_may(const struct viewer *viewer, const struct permission *permission)
{
	if (permission->holders == FOR_EVERYBODY)
		return true;
	if (viewer->kind == VIEWER_CLIENT)
		return (permission->holders & FOR_CLIENT) != 0;
	return viewer->kind == VIEWER_STAFF && staff_may(viewer, permission);
}

bool
viewer_may_see(const struct viewer *viewer, const struct permission *permission)
{
	return !viewer->preview || permission == NULL || staff_may(viewer, permission) || weakened(CHECK_LOOKER_PAGES);
}
