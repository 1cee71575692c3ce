/* asked_sql: whom an approval asks at the step it waits at, as a fragment of SQL. Internal to the stores of this
 * folder.
 */
#ifndef APPROVAL_ASKED_SQL_H
#define APPROVAL_ASKED_SQL_H

/* A row of approval goes by "request"; `id` and `role` are the person's, as expressions. */
#define ASKS(id, role)                                                                                                 \
	"exists (select 1 from approval_asked as asked where asked.approval_id = request.id and asked.step = "         \
	"request.step and ((asked.kind = 'staff' and asked.target_id = " id                                            \
	") or (asked.kind = 'role' and asked.target_id = " role                                                        \
	") or (asked.kind = 'manager' and exists (select 1 from staff as holder join role as place on place.id = "     \
	"holder.role_id where holder.id = request.owner_id and place.parent_id = " role "))))"
#define HAS_APPROVED(id)                                                                                               \
	"exists (select 1 from approval_decision as decided where decided.approval_id = request.id and "               \
	"decided.step = request.step and decided.staff_id = " id " and decided.decision = 'approve')"

#endif
