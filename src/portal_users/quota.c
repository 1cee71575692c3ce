/* quota: included portal users are shared by all user types; what a type was granted beyond is its own, and used first.
 */
#include "portal_users/quota.h"

static int64_t
above(int64_t value, int64_t limit)
{
	return value > limit ? value - limit : 0;
}

int64_t
quota_used(const struct quota *quota)
{
	int64_t used = 0;

	for (size_t i = 0; i < quota->count; i++)
		used += above(quota->rows[i].used, quota->rows[i].further);
	return used;
}

int64_t
quota_room(const struct quota *quota, int64_t user_type)
{
	int64_t room = above(quota->included, quota_used(quota));

	for (size_t i = 0; i < quota->count; i++)
		if (quota->rows[i].user_type == user_type)
			room += above(quota->rows[i].further, quota->rows[i].used);
	return room;
}
