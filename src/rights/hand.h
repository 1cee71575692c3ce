/* hand: rights on single records that are given by hand to single staff users, over what profile, role and sharing say:
 * those of a module that is marked so (struct module.by_hand: clients). */
#ifndef RIGHTS_HAND_H
#define RIGHTS_HAND_H

struct arena;
struct module;

/* none: the record does not exist for them; full: seen and changed, as far as their profile lets them change any. */
enum hand { HAND_NONE, HAND_READ, HAND_FULL };

/* The two things that may be said, as SQL: of the record itself, and of the groups it is in, of which the least counts;
 * null: nothing is. `staff` and `id` are literals: the place of the staff user, and the record's id. */
#define HAND_OWN(staff, id)                                                                                            \
	"(select client_staff.level from client_staff where client_staff.client_id = " id                              \
	" and client_staff.staff_id = " staff ")"
#define HAND_OF_GROUPS(least, staff, id)                                                                               \
	"(select " least "(client_group_staff.level) from client_group_member cross join client_group_staff where "    \
	"client_group_member.client_id = " id " and client_group_staff.group_id = client_group_member.group_id and "   \
	"client_group_staff.staff_id = " staff ")"
/* What counts: the person over the group. */
#define HAND_LEVEL(staff, id) "coalesce(" HAND_OWN(staff, id) ", " HAND_OF_GROUPS("min", staff, id) ")"

/* Whether the client is theirs, in the row `client`: what was given counts, else that they own it, or somebody in their
 * reach. */
#define HAND_THEIRS(staff, client)                                                                                     \
	"coalesce(" HAND_LEVEL(staff, client                                                                           \
			       ".id") ", case when " client ".owner_id = " staff                                       \
				      " or exists (select 1 from staff_reach where staff_reach.staff_id = " staff      \
				      " and staff_reach.owner_id = " client ".owner_id) then 1 else 0 end) >= 1"

/* Nothing is said of this staff user, whatever the record: asked once for all rows. */
#define HAND_NOTHING(staff)                                                                                            \
	"not exists (select 1 from client_staff where client_staff.staff_id = " staff                                  \
	") and not exists (select 1 from client_group_staff where client_group_staff.staff_id = " staff ")"

/* The rows of the module on which the staff user at the place `staff` has at least this right: what was given by hand,
 * else `shared`. */
const char *
hand_rows(struct arena *arena, const struct module *module, const char *staff, enum hand least, const char *shared);

#endif
