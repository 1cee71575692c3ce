/* tell_job: one mail for each person, however many records there are; each names only what its reader may see. */
#include "approval/review.h"
#include "approval/tell.h"

#include "base/arena.h"
#include "base/id.h"
#include "base/instant.h"
#include "core/house.h"
#include "outbox/outbox.h"

enum { NAMED = 20, COUNT_MOST = 1000, DECIDED_AT_ONCE = 500 };

struct telling {
	const struct house *house;
	struct tx *tx;
	const struct rights *rights;
};

/* ---- who reads ---- */

static const struct access *
access_for(const struct telling *telling, const struct module *module, int64_t staff, int64_t profile, int64_t role)
{
	struct arena *arena = tx_arena(telling->tx);
	struct viewer *viewer = arena_make(arena, struct viewer);
	struct moment *moment = arena_make(arena, struct moment);

	*viewer = (struct viewer){.kind = VIEWER_STAFF,
				  .staff = staff,
				  .profile = profile_of_id(profile),
				  .profile_id = profile,
				  .role_id = role,
				  .name = "",
				  .theme = ""};
	*moment = moment_now(telling->tx, staff);
	return access_to(arena, telling->house, viewer, plan_for(telling->rights, viewer, module, moment), moment);
}

static const char *
name_of(const struct telling *telling, const struct access *access, int64_t record)
{
	size_t count;
	const struct record_name *names = record_names(telling->tx, access, &record, 1, &count);

	return count == 0 ? NULL : text_empty(names[0].name) ? "–" : names[0].name;
}

static const char *
link_to(const struct telling *telling, const struct module *module, int64_t record)
{
	char id[ID_LENGTH + 1];

	id_print(id, record);
	return arena_printf(tx_arena(telling->tx), "%s/console/records/%s/%s", telling->house->config->public_url,
			    module->name, id);
}

static void
send(const struct telling *telling, const char *kind, struct doc *document, const struct told_person *person)
{
	doc_set_text(document, "name", person->name);
	outbox_mail(telling->house, telling->tx,
		    &(struct message_new){.kind = kind,
					  .document = document,
					  .language = person->language,
					  .staff = person->id,
					  .to_address = person->email,
					  .to_name = person->name,
					  .expires_at = NO_INSTANT});
}

/* ---- those who are asked ---- */

static void
add_waiting(const struct telling *telling, struct doc *list, const struct waiting_record *row, const char *language)
{
	const struct module *module = row->access->plan->module;
	struct doc *record = doc_add_object(list);

	doc_set_text(record, "record", name_of(telling, row->access, row->record_id));
	doc_set_label(record, "module", &module->singular, language);
	doc_set_text(record, "rule", row->rule_name);
	doc_set_text(record, "submitter", row->submitter);
	doc_set_text(record, "link", link_to(telling, module, row->record_id));
}

static void
tell_person(const struct telling *telling, const struct told_person *person, const int64_t *modules, size_t count)
{
	struct doc *document = doc_object(tx_arena(telling->tx)), *list = doc_set_list(document, "records");
	const char *language = person->language == NULL ? "fr" : person->language;
	int64_t total = 0;

	for (size_t m = 0; m < count; m++) {
		const struct module *module = module_of_id(telling->rights->catalogue, modules[m]);
		const struct access *access;
		const struct waiting_record *rows;
		size_t found;

		if (module == NULL || module->retired)
			continue;
		access = access_for(telling, module, person->id, person->profile_id, person->role_id);
		rows = waiting_approvals(telling->tx, access, 0, false, true, NAMED, &found);
		for (size_t i = 0; i < found && list->list.count < NAMED; i++)
			add_waiting(telling, list, &rows[i], language);
		total += waiting_approval_count(telling->tx, access, true, COUNT_MOST);
	}
	if (total == 0)
		return;
	doc_set_int(document, "count", total);
	doc_set_null(document, "more");
	if (total > (int64_t)list->list.count)
		doc_set_int(document, "more", total - (int64_t)list->list.count);
	doc_set_text(document, "link",
		     arena_printf(tx_arena(telling->tx), "%s/console/approvals", telling->house->config->public_url));
	send(telling, "mail_approval_asked", document, person);
}

static void
tell_asked(const struct telling *telling)
{
	size_t module_count, count;
	const int64_t *modules = waiting_modules(telling->tx, &module_count);
	const struct told_person *people = people_to_tell(telling->tx, &count);

	for (size_t i = 0; i < count; i++)
		tell_person(telling, &people[i], modules, module_count);
	for (size_t m = 0; m < module_count; m++) {
		const struct module *module = module_of_id(telling->rights->catalogue, modules[m]);

		if (module != NULL)
			asked_are_told(telling->tx, module);
	}
}

/* ---- those who submitted ---- */

static void
add_decided(const struct telling *telling, struct doc *list, const struct decided *decided)
{
	const struct module *module = module_of_id(telling->rights->catalogue, decided->module_id);
	const struct access *access =
		module == NULL ? NULL
			       : access_for(telling, module, decided->person_id, decided->profile_id, decided->role_id);
	const char *name = access == NULL ? NULL : name_of(telling, access, decided->record_id);
	struct doc *record;

	if (name == NULL) /* they do not see it any more */
		return;
	record = doc_add_object(list);
	doc_set_text(record, "record", name);
	doc_set_label(record, "module", &module->singular, decided->language == NULL ? "fr" : decided->language);
	doc_set_bool(record, "approved", decided->approved);
	doc_set_text(record, "by", decided->by);
	doc_set_text(record, "reason", decided->reason);
	doc_set_text(record, "link", link_to(telling, module, decided->record_id));
}

/* Rows stand person by person. */
static void
tell_decided(const struct telling *telling)
{
	size_t count, from = 0;
	const struct decided *rows = decided_to_tell(telling->tx, DECIDED_AT_ONCE, &count);

	while (from < count) {
		struct doc *document = doc_object(tx_arena(telling->tx)), *list = doc_set_list(document, "records");
		const struct decided *first = &rows[from];
		const struct told_person person = {first->person_id, first->profile_id, first->role_id,
						   first->name,	     first->email,	first->language};

		for (; from < count && rows[from].person_id == first->person_id; from++)
			add_decided(telling, list, &rows[from]);
		doc_set_int(document, "count", (int64_t)list->list.count);
		if (list->list.count > 0)
			send(telling, "mail_approval_decided", document, &person);
	}
	decided_are_told(telling->tx);
}

/* ---- the job ---- */

static void
tell_all(struct tx *tx, void *data)
{
	const struct house *house = data;
	const struct telling telling = {.house = house, .tx = tx, .rights = rights_now(house, tx)};

	tell_asked(&telling);
	tell_decided(&telling);
}

enum job_result
approval_tell_run(struct job *job)
{
	struct arena *arena = arena_new(0);
	enum db_trouble trouble = db_write(job->db, arena, tell_all, job->context);

	arena_free(arena);
	job->error = "The database did not take it.";
	return trouble == DB_FINE ? JOB_DONE : JOB_RETRY;
}
