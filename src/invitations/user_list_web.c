/* user_list_web: the page of portal users: by user type and state, searched, page by page. */
#include "invitations/user_list.h"

#include "base/arena.h"
#include "base/id.h"
#include "base/instant.h"
#include "core/form_page.h"
#include "core/page.h"
#include "http/url.h"
#include "invitations/bulk_page.h"
#include "invitations/invitation.h"
#include "portal_users/portal_users.h"
#include "preview/preview.h"
#include "records/module_page.h"

#include <string.h>

enum { COUNTED_MOST = 100000, SEARCH_LENGTH = 200 };

static const char *const state_labels[] = {N_("Active"), N_("Invited"), N_("Drafts"), N_("No longer open"),
					   N_("Deactivated")};
static const char *const state_tones[] = {"ok", "info", "", "warn", ""};

const struct user_type *
user_list_type(struct request *rq, enum user_state *state)
{
	int64_t id = form_has(rq->form, "type") ? form_read_id(rq->form, "type", FORM_OPTIONAL) : 0;
	const char *typed = form_text(rq->form, "state");

	*state = USER_ACTIVE;
	for (int i = 0; typed != NULL && i < USER_STATES; i++)
		if (text_equal(user_state_names[i], typed))
			*state = (enum user_state)i;
	return id == 0 && form_failed(rq->form) ? NULL : bulk_type(rq, id);
}

/* ---- a list ---- */

struct listing {
	struct request *rq;
	const struct access *access;
	const struct field *address;
	struct user_listing of;
	struct record_query query;
};

static void
begin(struct request *rq, const struct user_type *type, enum user_state state, struct listing *listing)
{
	const char *search = form_text(rq->form, "q");
	struct cursor cursor = page_cursor(rq);
	const struct field **fields = arena_make_array(rq->arena, const struct field *, 1);

	*listing = (struct listing){.rq = rq,
				    .access = record_access(rq, type->main),
				    .address = invitation_address_field(type->main),
				    .of = {.type = type, .state = state, .now = rq->moment->now}};
	fields[0] = listing->address;
	listing->query =
		(struct record_query){.search = text_empty(search) || strlen(search) > SEARCH_LENGTH ? NULL : search,
				      .fields = fields,
				      .field_count = listing->address == NULL ? 0 : 1,
				      .descending = true,
				      .limit = PAGE_ROWS + 1,
				      .after = cursor.given,
				      .after_id = cursor.id,
				      .beside = user_listing_sql,
				      .beside_of = &listing->of};
}

static const char *
cell_text(struct request *rq, const struct field *field, const struct record *record)
{
	if (field == NULL || value_is_empty(&record->cells[field->index]))
		return NULL;
	return value_text(rq->arena, field, &record->cells[field->index]);
}

static const struct invitation *
invitation_among(const struct invitation *invitations, size_t count, int64_t record)
{
	for (size_t i = 0; i < count; i++)
		if (invitations[i].record_id == record)
			return &invitations[i];
	return NULL;
}

static void
set_invitation(struct doc *person, const struct invitation *invitation, int64_t now)
{
	enum invitation_state state;
	struct doc *shown;

	doc_set_null(person, "invitation");
	if (invitation == NULL)
		return;
	shown = doc_set_object(person, "invitation");
	state = invitation_state_now(invitation, now);
	doc_set_word(shown, "label", invitation_state_names[state], invitation_state_label(state));
	doc_set_text(shown, "badge", invitation_state_tone(state));
	invitation_fill(shown, invitation, now);
}

/* Where the portal is opened as this person; NULL: not for this viewer. */
static const char *
preview_href(struct request *rq, int64_t record)
{
	char id[ID_LENGTH + 1];

	id_print(id, record);
	return viewer_may(rq->viewer, &portal_preview) ? arena_printf(rq->arena, "/console/preview?person=%s", id)
						       : NULL;
}

static void
add_person(struct listing *listing, struct doc *list, const struct record *record, const struct user_known *known,
	   const struct invitation *invitation)
{
	struct request *rq = listing->rq;
	const struct module *module = listing->access->plan->module;
	struct doc *person = doc_add_object(list);
	enum user_state state = listing->of.state;

	doc_set_id(person, "id", record->id);
	doc_set_text(person, "box", arena_printf(rq->arena, "ids.%zu", list->list.count - 1));
	doc_set_text(person, "name", cell_text(rq, module->naming, record));
	doc_set_text(person, "email", cell_text(rq, listing->address, record));
	doc_set_text(person, "href", record_href(rq, module, record->id));
	doc_set_text(person, "preview_href", preview_href(rq, record->id));
	doc_set_word(person, "state", user_state_names[state], state_labels[state]);
	doc_set_text(person, "tone", state_tones[state]);
	doc_set_text(person, "draft_href",
		     state == USER_DRAFTED && viewer_may(rq->viewer, &portal_invite)
			     ? record_path(rq, module, record->id, "/invitation")
			     : NULL);
	doc_set_instant(person, "entered_at", known->entered_at);
	doc_set_instant(person, "seen_at", known->seen_at);
	doc_set_instant(person, "blocked_at", known->blocked_at);
	set_invitation(person, invitation, rq->moment->now);
}

static void
add_people(struct listing *listing, struct doc *page)
{
	struct request *rq = listing->rq;
	const struct module *module = listing->access->plan->module;
	struct doc *list = doc_set_list(page, "people");
	struct cursor last = {.given = true};
	size_t count, shown, invited;
	const struct record *records = record_list(rq->tx, listing->access, &listing->query, &count);
	int64_t *ids = arena_make_array(rq->arena, int64_t, count + 1);
	const struct invitation *invitations;
	const struct user_known *known;

	shown = count > PAGE_ROWS ? PAGE_ROWS : count;
	for (size_t i = 0; i < shown; i++)
		last.id = ids[i] = records[i].id;
	known = users_known(rq->tx, module, ids, shown);
	invitations = invitations_of_records(rq->tx, module->id, ids, shown, &invited);
	for (size_t i = 0; i < shown; i++)
		add_person(listing, list, &records[i], &known[i], invitation_among(invitations, invited, ids[i]));
	doc_set_bool(page, "has_people", shown > 0);
	page_links(rq, page, count > PAGE_ROWS, &last);
}

/* ---- the page ---- */

static const char *
page_href(struct request *rq, const struct user_type *type, enum user_state state, const char *search)
{
	char id[ID_LENGTH + 1];

	id_print(id, type->id);
	return arena_printf(rq->arena, USERS_HOME "?type=%s&state=%s%s%s", id, user_state_names[state],
			    search == NULL ? "" : "&q=", search == NULL ? "" : url_encode(rq->arena, str_of(search)));
}

static void
add_states(struct listing *listing, struct doc *page)
{
	struct doc *list = doc_set_list(page, "states");
	enum user_state current = listing->of.state;

	for (int i = 0; i < USER_STATES; i++) {
		struct user_listing of = listing->of;
		struct record_query query = {
			.search = listing->query.search, .beside = user_listing_sql, .beside_of = &of};
		struct doc *tab = doc_add_object(list);

		of.state = (enum user_state)i;
		doc_set_word(tab, "label", user_state_names[i], state_labels[i]);
		doc_set_int(tab, "count", record_count(listing->rq->tx, listing->access, &query, COUNTED_MOST));
		doc_set_text(tab, "href",
			     page_href(listing->rq, listing->of.type, (enum user_state)i, listing->query.search));
		doc_set_bool(tab, "current", (enum user_state)i == current);
	}
}

/* Other user types of the same people. */
static void
add_targets(struct request *rq, struct doc *page, const struct user_type *type)
{
	struct doc *list = doc_set_list(page, "targets");

	for (size_t i = 0; i < rq->rights->user_type_count; i++) {
		const struct user_type *other = &rq->rights->user_types[i];
		struct doc *target;

		if (other == type || other->main != type->main)
			continue;
		target = doc_add_object(list);
		doc_set_id(target, "id", other->id);
		doc_set_label(target, "label", &other->label, language_of(rq));
	}
	doc_set_bool(page, "has_targets", list->list.count > 0);
}

static void
add_rights(struct request *rq, struct doc *page, enum user_state state)
{
	bool writes = !rq->viewer->read_only_token && viewer_may(rq->viewer, &portal_users_write);
	bool invites = !rq->viewer->read_only_token && viewer_may(rq->viewer, &portal_invite);
	bool stands = state == USER_ACTIVE || state == USER_DEACTIVATED;

	doc_set_bool(page, "may_deactivate", writes && state == USER_ACTIVE);
	doc_set_bool(page, "may_reactivate", writes && state == USER_DEACTIVATED);
	doc_set_bool(page, "may_change_type", writes && stands && doc_is_true(doc_get(page, STR("targets"))));
	doc_set_bool(page, "may_renew", invites && !stands);
	doc_set_bool(page, "may_drop", invites && state == USER_DRAFTED);
	doc_set_bool(page, "may_act", (writes && stands) || (invites && !stands));
	doc_set_text(page, "invite_href", invites ? BULK_CHOICE : NULL);
	doc_set_text(page, "batches_href", BULK_BATCHES);
}

static void
blank(struct doc *page)
{
	static const char *const lists[] = {"people", "states", "targets"};
	static const char *const nothing[] = {"type", "state", "module_label", "page", "here", "room", "shop_href"};
	static const char *const no[] = {"has_people", "has_targets", "seen"};

	for (size_t i = 0; i < sizeof lists / sizeof lists[0]; i++)
		doc_set_list(page, lists[i]);
	for (size_t i = 0; i < sizeof nothing / sizeof nothing[0]; i++)
		doc_set_null(page, nothing[i]);
	for (size_t i = 0; i < sizeof no / sizeof no[0]; i++)
		doc_set_bool(page, no[i], false);
}

/* Where more places are bought is said once there is none. */
static void
set_room(struct request *rq, struct doc *page, const struct user_type *type)
{
	int64_t room = portal_users_room(rq->tx, type->id, false);

	doc_set_int(page, "room", room);
	doc_set_text(page, "shop_href", room == 0 ? portal_users_shop_href(rq, type) : NULL);
}

struct doc *
user_list_document(struct request *rq, const struct user_type *type, enum user_state state)
{
	struct doc *page = doc_object(rq->arena);
	struct listing listing;

	blank(page);
	bulk_set_types(rq, page, USERS_HOME, type);
	bulk_set_once(rq, page);
	form_page(rq, page, "ids to");
	doc_set_text(page, "home", USERS_HOME);
	doc_set_text(page, "q", form_text(rq->form, "q") == NULL ? "" : form_text(rq->form, "q"));
	if (type != NULL) {
		begin(rq, type, state, &listing);
		doc_set_id(page, "type", type->id);
		doc_set_word(page, "state", user_state_names[state], state_labels[state]);
		doc_set_label(page, "module_label", &type->main->plural, language_of(rq));
		doc_set_text(page, "here", page_href(rq, type, state, listing.query.search));
		set_room(rq, page, type);
		doc_set_bool(page, "seen", access_may(listing.access, MAY_VIEW));
		add_targets(rq, page, type);
		add_states(&listing, page);
		add_people(&listing, page);
	}
	add_rights(rq, page, state);
	return page;
}

struct reply
user_list_page(struct request *rq)
{
	enum user_state state;
	const struct user_type *type = user_list_type(rq, &state);

	if (type == NULL && form_has(rq->form, "type"))
		return reply_not_found(rq);
	return reply_page(rq, "user_list", user_list_document(rq, type, state));
}
