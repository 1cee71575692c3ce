/* bulk_web: an invitation of many: looked at, sent, stopped, tried again. */
#include "invitations/bulk_handlers.h"
#include "invitations/bulk_page.h"

#include "core/audit.h"
#include "core/form_page.h"

struct reply
bulk_page(struct request *rq)
{
	const struct bulk *bulk = bulk_of_path(rq);

	return bulk == NULL ? reply_not_found(rq) : reply_page(rq, "bulk_show", bulk_document(rq, bulk));
}

static struct reply
done(struct request *rq, int64_t id, const char *flash)
{
	return reply_done(rq, bulk_href(rq, id, ""), flash, bulk_document(rq, bulk_read(rq->tx, id)));
}

static void
journal(struct request *rq, const char *action, const struct bulk *bulk)
{
	struct doc *detail = doc_object(rq->arena);

	doc_set_int(detail, "count", bulk_count(rq->tx, bulk->id).ready);
	audit_add(rq,
		  &(struct audit){
			  .action = action, .object_kind = "invitation_batch", .object = bulk->id, .detail = detail});
}

/* A second click finds it on its way already: that is what was asked for. */
struct reply
bulk_send(struct request *rq)
{
	const struct bulk *bulk = bulk_of_path(rq);

	if (bulk == NULL)
		return reply_not_found(rq);
	if (bulk->state == BULK_SENDING)
		return done(rq, bulk->id, NULL);
	if (!bulk_step(rq->tx, bulk->id, BULK_CHECKED, BULK_SENDING) &&
	    !bulk_step(rq->tx, bulk->id, BULK_STOPPED, BULK_SENDING))
		return reply_refusal(rq, 409, N_("This invitation has gone on meanwhile. Please look at it again."));
	bulk_send_soon(rq->tx, 0);
	journal(rq, "invitation.batch_send", bulk);
	return done(rq, bulk->id, NULL);
}

struct reply
bulk_stop(struct request *rq)
{
	const struct bulk *bulk = bulk_of_path(rq);

	if (bulk == NULL)
		return reply_not_found(rq);
	if (!bulk_step(rq->tx, bulk->id, BULK_SENDING, BULK_STOPPED))
		return reply_refusal(rq, 409, N_("This invitation has gone on meanwhile. Please look at it again."));
	journal(rq, "invitation.batch_stop", bulk);
	return done(rq, bulk->id, N_("Stopped. Who was not invited yet is not."));
}

struct reply
bulk_again(struct request *rq)
{
	const struct bulk *bulk = bulk_of_path(rq);
	struct bulk again;

	if (bulk == NULL)
		return reply_not_found(rq);
	if (bulk_is_working(bulk) || bulk_count(rq->tx, bulk->id).refused == 0)
		return reply_refusal(rq, 409, N_("This invitation has gone on meanwhile. Please look at it again."));
	again = (struct bulk){.user_type_id = bulk->user_type_id,
			      .module_id = bulk->module_id,
			      .staff_id = rq->viewer->staff,
			      .language = bulk->language,
			      .renews = bulk->renews,
			      .request_key = bulk_once(rq),
			      .created_at = rq->moment->now};
	again.id = bulk_create(rq->tx, &again);
	if (again.id == 0)
		return done(rq, bulk_of_key(rq->tx, again.staff_id, again.request_key)->id, NULL);
	bulk_choose_refused(rq->tx, again.id, bulk->id);
	bulk_check_soon(rq->tx, again.id);
	return done(rq, again.id, NULL);
}
