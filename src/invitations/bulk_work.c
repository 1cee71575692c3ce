/* bulk_work: looks at people, then invites them: each portion is a transaction, so that whatever ends the process in
 * between, nobody is forgotten and nobody invited twice. */
#include "invitations/bulk_work.h"

#include "base/arena.h"
#include "clients/clients.h"
#include "core/audit.h"
#include "invitations/invitation.h"
#include "rights/held.h"
#include "sys/clock.h"

/* ---- who invites ---- */

bool
bulk_inviter(const struct house *house, struct tx *tx, const struct bulk *bulk, struct inviter *inviter,
	     const char **problem)
{
	struct viewer *viewer = bulk_viewer(tx, bulk->staff_id);
	struct moment *moment = arena_make(tx_arena(tx), struct moment);

	*problem = N_("Whoever began this may no longer invite.");
	if (viewer == NULL)
		return false;
	*moment = moment_now(tx, bulk->staff_id);
	*inviter = (struct inviter){.viewer = viewer, .rights = rights_now(house, tx), .moment = moment};
	viewer->permissions = permissions_held(tx_arena(tx), house, inviter->rights, viewer, moment);
	viewer->given_only = client_sees_given_only(viewer);
	if (!viewer_may(viewer, &portal_invite))
		return false;
	inviter->type = rights_user_type(inviter->rights, bulk->user_type_id);
	if (inviter->type == NULL || inviter->type->main == NULL || inviter->type->main->id != bulk->module_id) {
		*problem = N_("The user type has changed, or is no more. Please begin again.");
		return false;
	}
	inviter->plan = plan_for(inviter->rights, viewer, inviter->type->main, moment);
	return true;
}

static struct invitation_question
question_of(const struct house *house, const struct inviter *inviter, const struct bulk *bulk)
{
	return (struct invitation_question){.house = house,
					    .rights = inviter->rights,
					    .viewer = inviter->viewer,
					    .moment = inviter->moment,
					    .type = inviter->type,
					    .batch = bulk->id,
					    .many = true,
					    .renews = bulk->renews,
					    .since = bulk->created_at};
}

/* ---- looking ---- */

/* The next of the list, the newest first, through the inviter's plan. */
static int64_t *
list_next(const struct house *house, struct tx *tx, const struct inviter *inviter, struct bulk *bulk, size_t *count)
{
	const struct access *access = access_to(tx_arena(tx), house, inviter->viewer, inviter->plan, inviter->moment);
	const struct field *address = invitation_address_field(inviter->type->main), *fields[] = {address};
	struct bulk_choice choice = {address == NULL ? NULL : inviter->plan->columns[address->index],
				     inviter->moment->now};
	struct record_query query = {.fields = fields,
				     .field_count = 1,
				     .descending = true,
				     .limit = BULK_PORTION,
				     .after = bulk->position != 0,
				     .after_id = bulk->position,
				     .beside = bulk_choice_sql,
				     .beside_of = &choice};
	int64_t *ids = arena_make_array(tx_arena(tx), int64_t, BULK_PORTION);
	struct record *records;

	*count = 0;
	if (choice.address == NULL || !bulk_request_read(tx_arena(tx), inviter->plan, bulk->request, &query))
		return ids;
	if (bulk->position == 0 && query.search != NULL && record_search_cut(tx, access, query.search))
		bulk->problem = N_("The search found so much that the oldest matches are missing here. Search for more "
				   "words, or choose without a search.");
	records = record_list(tx, access, &query, count);
	for (size_t i = 0; i < *count; i++)
		ids[i] = records[i].id;
	if (*count > 0)
		bulk->position = ids[*count - 1];
	return ids;
}

static void
judge(const struct house *house, struct tx *tx, const struct inviter *inviter, struct bulk *bulk, const int64_t *ids,
      size_t count)
{
	struct invitation_check *checks = arena_make_array(tx_arena(tx), struct invitation_check, count + 1);
	struct invitation_question question = question_of(house, inviter, bulk);

	question.before = bulk_count(tx, bulk->id).ready;
	invitation_refusals(tx, &question, ids, count, checks);
	bulk_judge(tx, bulk->id, checks, count);
	bulk->found_count += (int64_t)count;
	bulk_note(tx, bulk);
}

bool
bulk_check_portion(const struct house *house, struct tx *tx, int64_t id)
{
	struct bulk *bulk = bulk_read(tx, id);
	struct inviter inviter;
	const char *problem;
	const int64_t *ids;
	size_t count;

	if (bulk == NULL || bulk->state != BULK_CHECKING)
		return false;
	if (!bulk_inviter(house, tx, bulk, &inviter, &problem)) {
		bulk_end(tx, id, BULK_FAILED, problem, clock_now());
		return false;
	}
	ids = bulk->request == NULL ? bulk_chosen(tx, id, BULK_PORTION, &count)
				    : list_next(house, tx, &inviter, bulk, &count);
	if (count == 0) {
		bulk_step(tx, id, BULK_CHECKING, BULK_CHECKED);
		return false;
	}
	judge(house, tx, &inviter, bulk, ids, count);
	return true;
}

/* ---- inviting ---- */

static void
journal(const struct house *house, struct tx *tx, const struct inviter *inviter, const struct bulk *bulk)
{
	struct bulk_counts counts = bulk_count(tx, bulk->id);
	struct doc *detail = doc_object(tx_arena(tx));

	doc_set_int(detail, "sent", counts.sent);
	doc_set_int(detail, "failed", counts.refused);
	audit_add_by(house, tx, inviter->viewer,
		     &(struct audit){.action = "invitation.batch",
				     .object_kind = "invitation_batch",
				     .object = bulk->id,
				     .detail = detail});
}

/* Somebody else may have invited them since: then they are not invited again. */
static bool
send_one(const struct house *house, struct tx *tx, const struct inviter *inviter, const struct bulk *bulk,
	 struct invitation_check *check, const char *language)
{
	const struct invitation_new new = {.portal = inviter->type->portal,
					   .user_type = inviter->type->id,
					   .module = bulk->module_id,
					   .record = check->record,
					   .email = check->email,
					   .name = check->name,
					   .language = bulk->language != NULL ? bulk->language : language,
					   .staff = bulk->staff_id,
					   .batch = bulk->id,
					   .only_new = !bulk->renews};

	if (invitation_send(house, tx, &new) != 0)
		return true;
	check->refusal = REFUSAL_INVITED;
	return false;
}

static void
send_all(const struct house *house, struct tx *tx, const struct inviter *inviter, const struct bulk *bulk,
	 const int64_t *ids, size_t count)
{
	struct arena *arena = tx_arena(tx);
	struct invitation_check *checks = arena_make_array(arena, struct invitation_check, count + 1);
	struct invitation_check *refused = arena_make_array(arena, struct invitation_check, count + 1);
	int64_t *sent = arena_make_array(arena, int64_t, count + 1);
	const char **languages = bulk_languages(tx, ids, count);
	struct invitation_question question = question_of(house, inviter, bulk);
	size_t sent_count = 0, refused_count = 0;

	question.sending = true;
	invitation_refusals(tx, &question, ids, count, checks);
	for (size_t i = 0; i < count; i++)
		if (checks[i].refusal == REFUSAL_FINE && send_one(house, tx, inviter, bulk, &checks[i], languages[i]))
			sent[sent_count++] = checks[i].record;
		else
			refused[refused_count++] = checks[i];
	bulk_sent(tx, bulk->id, sent, sent_count);
	bulk_judge(tx, bulk->id, refused, refused_count);
}

size_t
bulk_send_portion(const struct house *house, struct tx *tx, size_t most)
{
	const struct bulk *bulk = bulk_next_sending(tx);
	struct inviter inviter;
	const char *problem;
	const int64_t *ids;
	size_t count;

	if (bulk == NULL)
		return 0;
	if (!bulk_inviter(house, tx, bulk, &inviter, &problem)) {
		bulk_end(tx, bulk->id, BULK_FAILED, problem, clock_now());
		return 1;
	}
	ids = bulk_ready(tx, bulk->id, most < BULK_SENT_AT_ONCE ? most : BULK_SENT_AT_ONCE, &count);
	if (count == 0) {
		bulk_end(tx, bulk->id, BULK_DONE, NULL, clock_now());
		journal(house, tx, &inviter, bulk);
		return 1;
	}
	send_all(house, tx, &inviter, bulk, ids, count);
	return count;
}
