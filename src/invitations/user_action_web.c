/* user_action_web: several portal users are kept out at once, let in again, or given another user type; drafts
 * of invitations are dropped. */
#include "invitations/user_list.h"

#include "base/arena.h"
#include "base/id.h"
#include "core/audit.h"
#include "invitations/invitation.h"
#include "invitations/refusal.h"
#include "portal_users/portal_users.h"
#include "records/module_page.h"

/* Those ticked whom the viewer sees, in the state from which they are taken. */
struct acting {
	const struct user_type *type;
	enum user_state state;
	const struct access *access;
	int64_t *ids;
	const char **emails; /* NULL: none, or not seen */
	size_t count;
};

static size_t
read_ids(struct request *rq, int64_t *ids)
{
	size_t rows = form_rows(rq->form, "ids", USERS_AT_ONCE), count = 0;

	for (size_t i = 0; i < rows; i++) {
		const char *typed = form_text(rq->form, arena_printf(rq->arena, "ids.%zu", i));

		if (typed != NULL && id_parse(str_of(typed), &ids[count]))
			count++;
	}
	return count;
}

static void
keep_seen(struct request *rq, struct acting *acting, const struct user_listing *listing)
{
	const struct field *address = invitation_address_field(acting->type->main), *fields[] = {address};
	struct record_query query = {.fields = fields,
				     .field_count = address == NULL ? 0 : 1,
				     .limit = USERS_AT_ONCE,
				     .beside = user_listing_sql,
				     .beside_of = listing};
	const struct record *records = record_list(rq->tx, acting->access, &query, &acting->count);

	acting->emails = arena_make_array(rq->arena, const char *, acting->count + 1);
	for (size_t i = 0; i < acting->count; i++) {
		acting->ids[i] = records[i].id;
		if (address != NULL && !value_is_empty(&records[i].cells[address->index]))
			acting->emails[i] = value_text(rq->arena, address, &records[i].cells[address->index]);
	}
}

/* False: there is no such type, or nobody was ticked; *reply says so. */
static bool
begin(struct request *rq, enum user_state state, struct acting *acting, struct reply *reply)
{
	enum user_state typed;
	const struct user_type *type = user_list_type(rq, &typed);
	int64_t *ids = arena_make_array(rq->arena, int64_t, USERS_AT_ONCE);
	struct user_listing listing = {
		.type = type, .state = state, .now = rq->moment->now, .ids = ids, .id_count = read_ids(rq, ids)};

	*reply = reply_not_found(rq);
	if (type == NULL)
		return false;
	*acting = (struct acting){.type = type,
				  .state = state,
				  .access = record_access(rq, type->main),
				  .ids = arena_make_array(rq->arena, int64_t, USERS_AT_ONCE + 1)};
	if (listing.id_count > 0)
		keep_seen(rq, acting, &listing);
	if (acting->count > 0)
		return true;
	form_error(rq->form, "ids", N_("Please tick the people first."), NULL);
	*reply = reply_form(rq, "user_list", user_list_document(rq, type, state));
	return false;
}

static void
journal(struct request *rq, const char *action, const struct acting *acting)
{
	for (size_t i = 0; i < acting->count; i++)
		audit_add(rq,
			  &(struct audit){.action = action, .object_kind = "portal_user", .object = acting->ids[i]});
}

static struct reply
done(struct request *rq, const struct acting *acting, int64_t count, const char *flash)
{
	struct doc *page = user_list_document(rq, acting->type, acting->state);

	doc_set_int(page, "done", count);
	return reply_done(rq, next_path(rq, USERS_HOME), flash, page);
}

struct reply
users_deactivate(struct request *rq)
{
	struct acting acting;
	struct reply reply;
	int64_t count;

	if (!begin(rq, USER_ACTIVE, &acting, &reply))
		return reply;
	count = users_block(rq->tx, acting.type->main, acting.ids, acting.count, rq->moment->now);
	journal(rq, "portal_user.deactivate", &acting);
	return done(rq, &acting, count, N_("They are signed out, and can no longer sign in."));
}

/* What the plan does not grant is not done to some of them either. */
static struct reply
quota_refusal(struct request *rq)
{
	return reply_refusal(rq, 409,
			     N_("Your plan has no place left for so many. Deactivate somebody who no longer needs the "
				"portal, or ask your operator for more."));
}

struct reply
users_reactivate(struct request *rq)
{
	struct acting acting;
	struct reply reply;
	int64_t count, before;

	if (!begin(rq, USER_DEACTIVATED, &acting, &reply))
		return reply;
	before = portal_users_excess(rq->tx, true);
	count = users_unblock(rq->tx, acting.type->main, acting.ids, acting.count);
	if (portal_users_excess(rq->tx, false) > before)
		return quota_refusal(rq);
	journal(rq, "portal_user.reactivate", &acting);
	return done(rq, &acting, count, N_("They can sign in again."));
}

/* ---- another user type ---- */

/* The organisation's own people are of every type but the default one. */
static bool
has_own_people(struct request *rq, const struct acting *acting, const struct user_type *to)
{
	const struct mail_domains *domains = to->is_default ? mail_domains_read(rq->tx) : NULL;

	for (size_t i = 0; domains != NULL && i < acting->count; i++)
		if (acting->emails[i] != NULL && mail_domain_is_own(rq->arena, domains, acting->emails[i]))
			return true;
	return false;
}

static const struct user_type *
read_target(struct request *rq, const struct acting *acting)
{
	int64_t id = form_read_id(rq->form, "to", FORM_REQUIRED);
	const struct user_type *to = id == 0 ? NULL : rights_user_type(rq->rights, id);

	if (to == NULL || to == acting->type || to->main != acting->type->main)
		form_error(rq->form, "to", N_("Please choose another user type for these people."), NULL);
	else if (has_own_people(rq, acting, to))
		form_error(rq->form, "to", invitation_refusal_sentence(REFUSAL_OWN_DOMAIN), NULL);
	return to;
}

struct reply
users_change_type(struct request *rq)
{
	enum user_state state;
	const struct user_type *to;
	struct acting acting;
	struct reply reply;
	int64_t count, before;

	user_list_type(rq, &state);
	if (!begin(rq, state == USER_DEACTIVATED ? USER_DEACTIVATED : USER_ACTIVE, &acting, &reply))
		return reply;
	to = read_target(rq, &acting);
	if (form_failed(rq->form))
		return reply_form(rq, "user_list", user_list_document(rq, acting.type, acting.state));
	before = portal_users_excess(rq->tx, true);
	count = users_move(rq->tx, to, acting.ids, acting.count, rq->viewer->staff, rq->moment->now);
	if (portal_users_excess(rq->tx, false) > before)
		return quota_refusal(rq);
	journal(rq, "portal_user.type", &acting);
	return done(rq, &acting, count, N_("They have their new user type from their next page on."));
}

/* ---- drafts ---- */

struct reply
users_drop_drafts(struct request *rq)
{
	struct acting acting;
	struct reply reply;
	int64_t count;

	if (!begin(rq, USER_DRAFTED, &acting, &reply))
		return reply;
	count = invitation_drop(rq->tx, acting.type->main->id, acting.ids, acting.count);
	journal(rq, "invitation.drop", &acting);
	return done(rq, &acting, count, N_("The drafts are dropped."));
}
