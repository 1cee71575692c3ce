/* profile_web: the list of profiles, a new one made like another, and one taken away. */
#include "rights/handlers.h"
#include "rights/holder.h"
#include "rights/profile_page.h"

enum { NAMES = 5 };

const char *
profile_href(struct arena *arena, int64_t id, const char *below)
{
	return arena_printf(arena, RIGHTS_HOME "/profiles/%s%s", rights_id_text(arena, id), below);
}

const struct profile_rights *
profile_of_path(struct request *rq)
{
	return rights_profile(rq->rights, path_id(rq, "profile"));
}

struct doc *
profile_doc(struct request *rq, const struct profile_rights *profile)
{
	struct doc *row = doc_object(rq->arena);

	doc_set_id(row, "id", profile->id);
	doc_set_profile_name(row, "name", profile);
	doc_set_text(row, "href", profile_href(rq->arena, profile->id, ""));
	doc_set_bool(row, "builtin", profile_of_id(profile->id) != PROFILE_CUSTOM);
	doc_set_bool(row, "administrators", profile->id == profile_id_of(PROFILE_ADMINISTRATOR));
	doc_set_int(row, "version", profile->version);
	return row;
}

/* ---- list ---- */

static void
add_holders(struct doc *row, const struct profile_rights *profile, const struct holder *holders, size_t count)
{
	struct doc *list = doc_set_list(row, "staff");
	int64_t held = 0;

	for (size_t i = 0; i < count; i++)
		if (holders[i].profile_id == profile->id && held++ < NAMES)
			holder_add(list, &holders[i]);
	doc_set_int(row, "staff_count", held);
	doc_set_bool(row, "held", held > 0);
	doc_set_bool(row, "more", held > NAMES);
}

struct reply
profile_list_page(struct request *rq)
{
	struct doc *page = doc_object(rq->arena), *builtin = doc_set_list(page, "builtin"),
		   *own = doc_set_list(page, "own");
	size_t count;
	const struct holder *holders = holder_list(rq->tx, &count);

	for (size_t i = 0; i < rq->rights->profile_count; i++) {
		const struct profile_rights *profile = &rq->rights->profiles[i];
		struct doc *row = profile_doc(rq, profile);

		add_holders(row, profile, holders, count);
		doc_add(profile_of_id(profile->id) == PROFILE_CUSTOM ? own : builtin, row);
	}
	return reply_page(rq, "profile_list", page);
}

/* ---- a new one ---- */

static struct reply
new_form(struct settings *settings, bool again)
{
	struct request *rq = settings->rq;
	const char *chosen = form_text(rq->form, "like");
	struct doc *inputs, *likes;

	rights_form_begin(settings, 0);
	inputs = doc_set_object(settings->page, "inputs");
	settings_input(settings, inputs, "name", "name", NULL);
	likes = doc_set_list(settings->page, "likes");
	for (size_t i = 0; i < rq->rights->profile_count; i++) {
		const struct profile_rights *profile = &rq->rights->profiles[i];
		const char *id = rights_id_text(rq->arena, profile->id);

		if (profile->id == profile_id_of(PROFILE_ADMINISTRATOR))
			continue; /* a copy could be changed, and would soon be no administrator's any more */
		doc_set_profile_name(settings_option(likes, id, text_equal(id, chosen)), "label", profile);
	}
	doc_set_null(doc_set_object(inputs, "like"), "error");
	settings_error(settings, (struct doc *)(uintptr_t)doc_get(inputs, STR("like")), "error", "like");
	return again ? settings_again(settings, "profile_form") : reply_page(rq, "profile_form", settings->page);
}

struct reply
profile_new_form(struct request *rq)
{
	struct settings settings;

	rights_begin(rq, &settings, NULL);
	return new_form(&settings, false);
}

struct reply
profile_new(struct request *rq)
{
	struct settings settings;
	struct rights_trouble trouble = {0};
	const char *name;
	struct doc *made;
	int64_t id = 0, like;

	rights_begin(rq, &settings, NULL);
	name = form_read_text(rq->form, "name", FORM_REQUIRED, RIGHTS_NAME_LENGTH);
	like = form_read_id(rq->form, "like", FORM_OPTIONAL);
	if (like == profile_id_of(PROFILE_ADMINISTRATOR))
		form_error(rq->form, "like", N_("Please choose an entry of the list."), NULL);
	if (form_failed(rq->form) ||
	    rights_refused(&settings, profile_create(rq->tx, rq->rights, name, like, &id, &trouble), &trouble))
		return new_form(&settings, true);
	made = doc_object(rq->arena);
	doc_set_id(made, "id", id);
	doc_set_text(made, "name", name);
	doc_set_text(made, "href", profile_href(rq->arena, id, ""));
	doc_set_int(made, "version", 1);
	audit_add(rq,
		  &(struct audit){.action = "profile.create", .object_kind = "profile", .object = id, .detail = made});
	return reply_done(rq, profile_href(rq->arena, id, ""), N_("The profile is ready. Now choose what it may do."),
			  made);
}

/* ---- and one away ---- */

struct reply
profile_removal(struct request *rq)
{
	const struct profile_rights *profile = profile_of_path(rq);
	struct settings settings;
	struct rights_trouble trouble = {0};
	struct doc *detail;

	if (profile == NULL)
		return reply_not_found(rq);
	rights_begin(rq, &settings, NULL);
	if (rights_refused(&settings,
			   profile_remove(rq->tx, profile->id, settings_seen(&settings, profile->version), &trouble),
			   &trouble))
		return profile_again(&settings, profile);
	detail = profile_doc(rq, profile);
	audit_add(rq, &(struct audit){.action = "profile.remove",
				      .object_kind = "profile",
				      .object = profile->id,
				      .detail = detail});
	return reply_done(rq, RIGHTS_HOME "/profiles", N_("The profile was removed."), detail);
}
