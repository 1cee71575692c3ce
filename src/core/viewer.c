/* viewer: the three built-in profiles and who holds which permission. */
#include "core/viewer.h"

#include "base/doc.h"

#include <stddef.h>

const char *const profile_names[] = {"administrator", "manager", "reader", NULL};

const struct permission everybody = {"everybody", FOR_EVERYBODY, N_("Public pages")};
const struct permission any_staff = {"staff", FOR_STAFF, N_("Sign in to the console")};
const struct permission portal_use = {"portal.use", FOR_CLIENT, N_("Use the portal")};

bool
viewer_may(const struct viewer *viewer, const struct permission *permission)
{
	static const unsigned bits[PROFILES] = {FOR_ADMINISTRATOR, FOR_MANAGER, FOR_READER};

	if (permission->holders == FOR_EVERYBODY)
		return true;
	if (viewer->kind == VIEWER_CLIENT)
		return (permission->holders & FOR_CLIENT) != 0;
	return viewer->kind == VIEWER_STAFF && (permission->holders & bits[viewer->profile]) != 0;
}
