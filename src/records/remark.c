/* remark: shows the comments of a record, and tells by mail those who are named in one. */
#include "records/remark.h"

#include "base/id.h"
#include "base/instant.h"
#include "core/weakened.h"
#include "outbox/outbox.h"
#include "records/module_page.h"
#include "records/record_doc.h"
#include "records/staff_name.h"
#include "rights/holder.h"

#include <string.h>

enum { TOLD_MOST = 20 };

/* ---- names in a text ---- */

static bool
ends_name(char c)
{
	return strchr(" \t\n,;:!?()\"'", c) != NULL;
}

/* "helene caradec" as one writes it without blanks: "helene.caradec". */
static const char *
joined(struct arena *arena, const char *folded)
{
	char *text = arena_text(arena, folded);

	for (char *at = text; *at != '\0'; at++)
		if (*at == ' ')
			*at = '.';
	return text;
}

static bool
is_called(struct arena *arena, const char *word, const char *name, const char *email)
{
	const char *folded = text_fold(arena, name);
	struct str first = str_of(folded), local = str_of(email);

	first = str_cut(&first, ' ');
	local = str_cut(&local, '@');
	return str_equal(str_of(word), first) || text_equal(word, joined(arena, folded)) ||
	       str_equal(str_of(word), local);
}

bool
remark_names(struct arena *arena, const char *text, const char *name, const char *email)
{
	for (const char *at = strchr(text, '@'); at != NULL; at = strchr(at + 1, '@')) {
		size_t length = 0;
		const char *word;

		if (at > text && !ends_name(at[-1]))
			continue; /* an address */
		while (at[1 + length] != '\0' && !ends_name(at[1 + length]))
			length++;
		while (length > 0 && at[length] == '.') /* the end of a sentence */
			length--;
		word = text_fold(arena, arena_text_of(arena, at + 1, length));
		if (length > 0 && is_called(arena, word, name, email))
			return true;
	}
	return false;
}

/* ---- telling ---- */

/* What the record is called by this staff user, from whom its name may be hidden. NULL: they do not see it, and do not
 * learn that it exists. */
static const char *
title_for(struct request *rq, const struct module *module, int64_t record, int64_t staff)
{
	const struct holder *holder = holder_find(rq->tx, staff);
	struct viewer *viewer = arena_make(rq->arena, struct viewer);
	struct moment *moment = arena_make(rq->arena, struct moment);
	const struct record *theirs;

	if (holder == NULL || holder->closed)
		return NULL;
	*viewer = (struct viewer){.kind = VIEWER_STAFF,
				  .staff = staff,
				  .name = holder->name,
				  .profile = profile_of_id(holder->profile_id),
				  .profile_id = holder->profile_id,
				  .role_id = holder->role_id};
	*moment = *rq->moment;
	moment->staff = staff;
	theirs = record_find(
		rq->tx, access_to(rq->arena, rq->house, viewer, plan_for(rq->rights, viewer, module, moment), moment),
		record, false);
	if (weakened(CHECK_MENTION))
		theirs = record_find(rq->tx, record_access(rq, module), record, false);
	return theirs == NULL ? NULL : record_title(rq, module, theirs);
}

static void
tell(struct request *rq, const struct access *access, const struct record *record, const struct staff_name *person,
     const char *title, const char *text)
{
	struct doc *document = doc_object(rq->arena);

	doc_set_text(document, "name", person->name);
	doc_set_text(document, "author", rq->viewer->name);
	doc_set_text(document, "record", title);
	doc_set_text(document, "text", text);
	doc_set_text(document, "link", public_link(rq, record_path(rq, access->plan->module, record->id, "")));
	outbox_mail(rq->house, rq->tx,
		    &(struct message_new){.kind = "mail_record_mention",
					  .document = document,
					  .language = person->language,
					  .staff = person->id,
					  .to_address = person->email,
					  .to_name = person->name,
					  .expires_at = NO_INSTANT});
}

void
remark_tell(struct request *rq, const struct access *access, const struct record *record, const char *text)
{
	struct staff_name *people;
	size_t count, told = 0;

	if (strchr(text, '@') == NULL)
		return;
	people = staff_names_active(rq->tx, &count);
	for (size_t i = 0; i < count && told < TOLD_MOST; i++) {
		const char *title;

		if (people[i].id == rq->viewer->staff ||
		    !remark_names(rq->arena, text, people[i].name, people[i].email))
			continue;
		title = title_for(rq, access->plan->module, record->id, people[i].id);
		if (title == NULL)
			continue;
		tell(rq, access, record, &people[i], title, text);
		told++;
	}
}

/* ---- the sheet's part ---- */

static void
add_text(struct request *rq, struct doc *shown, const char *text)
{
	struct doc *lines = doc_set_list(shown, "lines");
	struct str rest = str_of(text);

	doc_set_text(shown, "text", text);
	while (rest.at != NULL) {
		struct str line = str_cut(&rest, '\n');

		doc_add_text(lines, arena_text_of(rq->arena, line.at, line.length));
	}
}

void
remarks_fill(struct request *rq, struct doc *page, const struct access *access, const struct record *record)
{
	struct doc *list = doc_set_list(page, "remarks");
	const char *href = record_path(rq, access->plan->module, record->id, "/remarks");
	size_t count;
	struct remark *remarks = remark_list(rq->tx, access->plan->module->id, record->id, &count);

	for (size_t i = 0; i < count; i++) {
		struct doc *shown = doc_add_object(list);
		char id[ID_LENGTH + 1];

		id_print(id, remarks[i].id);
		doc_set_id(shown, "id", remarks[i].id);
		doc_set_text(shown, "author", remarks[i].staff_name);
		add_text(rq, shown, remarks[i].text);
		doc_set_instant(shown, "created_at", remarks[i].created_at);
		doc_set_instant(shown, "edited_at", remarks[i].edited_at);
		doc_set_bool(shown, "own", remarks[i].staff_id == rq->viewer->staff && !rq->viewer->read_only_token);
		doc_set_text(shown, "href", arena_printf(rq->arena, "%s/%s", href, id));
	}
	doc_set_text(page, "remarks_href", href);
}
