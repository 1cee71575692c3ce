/* staff_audit: composes the rows; never what was typed, which may be a password in the wrong field. */
#include "people/staff_audit.h"

static struct doc *
detail_of(struct request *rq, const char *name, const char *value)
{
	struct doc *detail;

	if (name == NULL)
		return NULL;
	detail = doc_object(rq->arena);
	doc_set_text(detail, name, value);
	return detail;
}

void
staff_audit(struct request *rq, const char *action, int64_t staff, const char *name, const char *value)
{
	audit_add(rq, &(struct audit){.action = action,
				      .object_kind = "staff",
				      .object = staff,
				      .detail = detail_of(rq, name, value)});
}

void
staff_audit_self(struct request *rq, const char *action, int64_t staff, const char *name, const char *value)
{
	const struct viewer *viewer = rq->viewer;
	struct viewer self = {.kind = VIEWER_NOBODY, .staff = staff};

	rq->viewer = &self;
	staff_audit(rq, action, staff, name, value);
	rq->viewer = viewer;
}

void
staff_audit_refusal(struct request *rq, int64_t staff, const char *reason)
{
	audit_add(rq, &(struct audit){.action = "staff.sign_in_refused",
				      .object_kind = staff == 0 ? NULL : "staff",
				      .object = staff,
				      .refused = true,
				      .detail = detail_of(rq, "reason", reason)});
}
