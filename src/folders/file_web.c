/* file_web: files put into folders, shown, fetched, named and removed, in the console and in the portal alike. */
#include "folders/handlers.h"

#include "core/form_page.h"
#include "core/page.h"
#include "folders/file_mark.h"
#include "folders/file_page.h"
#include "folders/file_text.h"
#include "folders/file_upload.h"
#include "sys/clock.h"

/* ---- sending ---- */

/* What became of the files that were not kept: of one it is said at the field, of several in a list of their own. */
struct refusals {
	struct doc *list;
	size_t count;
	const char *english; /* of the last */
	struct doc *values;
};

static void
refuse(struct request *rq, struct refusals *refusals, const char *name, const char *english)
{
	struct doc *refused = doc_add_object(refusals->list);

	refusals->values = doc_object(rq->arena);
	refusals->english = english;
	refusals->count++;
	doc_set_text(refusals->values, "name", name);
	doc_set_text(refused, "name", name);
	doc_set_message(refused, "message", english, refusals->values);
}

static void
say_refused(struct request *rq, const struct refusals *refusals)
{
	if (refusals->count == 1)
		form_error(rq->form, "file", refusals->english, refusals->values);
	else if (refusals->count > 1)
		form_error(rq->form, "file", N_("Some of these files were not kept:"), NULL);
}

static bool
is_sent(struct request *rq, const struct sent_all *sent)
{
	if (sent->too_fast)
		form_error(rq->form, "file", N_("That was very much at once. Please try again in a few minutes."),
			   NULL);
	else if (sent->count == 0)
		form_error(rq->form, "file", N_("Please choose a file first."), NULL);
	return !form_failed(rq->form);
}

static void
put(struct request *rq, const struct opened *opened, const struct sent *sent, enum file_same same, struct doc *kept,
    struct refusals *refusals)
{
	int64_t id = 0;
	enum folder_outcome outcome =
		file_put(rq->tx, opened->access, opened->seen->folder.id, sent->name, &sent->content, same, &id);
	const struct file_seen *seen;

	if (outcome == FOLDER_NAMESAKE) {
		refuse(rq, refusals, sent->name, N_("There is a file “{{name}}” here already."));
		return;
	}
	if (outcome != FOLDER_DONE) {
		refuse(rq, refusals, sent->name, file_outcome_words(outcome));
		return;
	}
	seen = file_find(rq->tx, opened->access, id);
	file_note_put(rq, &seen->file);
	doc_add(kept, file_doc(rq, &seen->file));
}

static const char *
folder_page_template(const struct request *rq)
{
	return file_template(rq, "folder_show", "portal_folder_show");
}

/* What was refused is said with the page; what was fine is there all the same, and so is the journal's line. */
static struct reply
partly(struct request *rq, const struct opened *opened, const struct refusals *refusals)
{
	struct doc *page = folder_show_doc(rq, opened);
	struct reply reply = reply_form(rq, folder_page_template(rq), page);

	if (refusals->count > 1) {
		doc_set(page, "refused", refusals->list);
		doc_set_bool(page, "has_refused", true);
	}
	reply.keep = true;
	return reply;
}

struct reply
file_new(struct request *rq)
{
	const struct sent_all *sent = files_sent(rq);
	struct opened opened;
	struct doc *done = doc_object(rq->arena), *kept = doc_set_list(done, "files");
	struct refusals refusals = {.list = doc_list(rq->arena)};
	int same;

	if (!folder_open(rq, &opened))
		return reply_not_found(rq);
	if (opened.seen->level != FOLDER_FULL || opened.access->looker != NULL)
		return folder_refused(rq, opened.seen->level == FOLDER_NONE ? FOLDER_GONE : FOLDER_REFUSED);
	same = form_read_choice(rq->form, "same", FORM_OPTIONAL, file_same_names);
	if (form_failed(rq->form) || !is_sent(rq, sent))
		return reply_form(rq, folder_page_template(rq), folder_show_doc(rq, &opened));
	files_sent_note(rq, sent, opened.access->client, opened.seen->folder.id);
	for (size_t i = 0; i < sent->count; i++)
		if (sent->files[i].error != NULL)
			refuse(rq, &refusals, sent->files[i].name, sent->files[i].error);
		else
			put(rq, &opened, &sent->files[i], same < 0 ? SAME_VERSION : (enum file_same)same, kept,
			    &refusals);
	say_refused(rq, &refusals);
	if (form_failed(rq->form))
		return partly(rq, &opened, &refusals);
	return reply_done(rq, folder_href(rq, &opened.seen->folder, ""), N_("What you sent is there."), done);
}

/* ---- one file ---- */

static const char *
page_template(const struct request *rq)
{
	return file_template(rq, "file_show", "portal_file_show");
}

struct reply
file_show(struct request *rq)
{
	struct opened_file opened;
	struct doc *page;

	if (!file_open_version(rq, &opened))
		return reply_not_found(rq);
	page = file_page(rq, &opened); /* which says whether it was new until now */
	if (opened.shown->number == opened.seen->file.content.number)
		file_opened(rq, &opened.seen->file);
	return reply_page(rq, page_template(rq), page);
}

static struct reply
shown_again(struct request *rq, const struct opened_file *opened)
{
	return reply_form(rq, page_template(rq), file_page(rq, opened));
}

static struct reply
done_with(struct request *rq, const struct opened_file *opened, const char *action, const char *flash)
{
	const struct opened_file now = file_opened_again(rq, opened);

	file_note_was(rq, action, &now.seen->file, 0,
		      text_equal(now.seen->file.name, opened->seen->file.name) ? NULL : opened->seen->file.name);
	return reply_done(rq, file_href(rq, opened->access->client, now.seen->file.id, ""), flash, file_page(rq, &now));
}

struct reply
file_version_new(struct request *rq)
{
	const struct sent_all *sent = files_sent(rq);
	struct refusals refusals = {.list = doc_list(rq->arena)};
	struct opened_file opened;
	enum folder_outcome outcome;
	struct reply reply;

	if (!file_open(rq, &opened))
		return reply_not_found(rq);
	if (!file_may_change(&opened))
		return file_refused(rq, FOLDER_REFUSED);
	if (!is_sent(rq, sent))
		return shown_again(rq, &opened);
	files_sent_note(rq, sent, opened.access->client, opened.seen->file.folder_id);
	if (sent->files[0].error != NULL) {
		refuse(rq, &refusals, sent->files[0].name, sent->files[0].error);
		say_refused(rq, &refusals);
		reply = shown_again(rq, &opened);
		reply.keep = true;
		return reply;
	}
	outcome = file_add_version(rq->tx, opened.access, opened.seen->file.id, &sent->files[0].content);
	if (outcome != FOLDER_DONE)
		return file_refused(rq, outcome);
	return done_with(rq, &opened, "file.version", N_("The new version is there."));
}

/* The older one becomes the newest as a further version: what lies between stays, and nothing is lost by it. */
struct reply
file_current(struct request *rq)
{
	struct opened_file opened;
	enum folder_outcome outcome;

	if (!form_has(rq->form, "version") || !file_open_version(rq, &opened))
		return reply_not_found(rq);
	if (!file_may_change(&opened))
		return file_refused(rq, FOLDER_REFUSED);
	if (file_is_infected(opened.shown))
		return file_refused(rq, FOLDER_INFECTED);
	if (opened.shown->number == opened.seen->file.content.number)
		return reply_done(rq, file_href(rq, opened.access->client, opened.seen->file.id, ""),
				  N_("This version is the current one."), file_page(rq, &opened));
	outcome = file_add_version(rq->tx, opened.access, opened.seen->file.id, opened.shown);
	if (outcome != FOLDER_DONE)
		return file_refused(rq, outcome);
	return done_with(rq, &opened, "file.version", N_("This version is the current one again."));
}

struct reply
file_change(struct request *rq)
{
	struct opened_file opened;
	enum folder_outcome outcome;
	const char *name;

	if (!file_open(rq, &opened))
		return reply_not_found(rq);
	name = folder_read_name(rq);
	if (form_failed(rq->form))
		return shown_again(rq, &opened);
	outcome = file_rename(rq->tx, opened.access, opened.seen->file.id, name);
	if (outcome == FOLDER_NAMESAKE) {
		form_error(rq->form, "name", file_outcome_words(outcome), NULL);
		return shown_again(rq, &opened);
	}
	if (outcome != FOLDER_DONE)
		return file_refused(rq, outcome);
	return done_with(rq, &opened, "file.rename", N_("The file has its new name."));
}

struct reply
file_removal(struct request *rq)
{
	struct opened_file opened;
	enum folder_outcome outcome;

	if (!file_open(rq, &opened))
		return reply_not_found(rq);
	outcome = file_remove(rq->tx, opened.access, opened.seen->file.id, clock_now());
	if (outcome != FOLDER_DONE)
		return file_refused(rq, outcome);
	file_note(rq, "file.remove", &opened.seen->file, 0);
	return reply_done(rq, folder_href(rq, &opened.seen->in->folder, ""), N_("The file is in the recycle bin."),
			  doc_object(rq->arena));
}

/* ---- its content ---- */

static struct reply
content_sent(struct request *rq, bool viewed)
{
	struct opened_file opened;
	const struct file_content *content;

	if (!file_open_version(rq, &opened))
		return reply_not_found(rq);
	content = opened.shown;
	if (viewed && !file_is_viewed(content->type))
		return reply_not_found(rq);
	if (file_is_infected(content))
		return file_refused(rq, FOLDER_INFECTED);
	if (!file_is_continued(rq))
		file_note(rq, viewed ? "file.view" : "file.download", &opened.seen->file, content->number);
	return reply_blob(rq, content->blob, content->type, opened.seen->file.name, !viewed);
}

struct reply
file_download(struct request *rq)
{
	return content_sent(rq, false);
}

struct reply
file_view(struct request *rq)
{
	return content_sent(rq, true);
}

/* ---- searching ---- */

/* In the folder `in` and below it, or in all of them. */
static const struct folder_seen *
searched(struct request *rq, const struct folder_access *access)
{
	int64_t in = form_read_id(rq->form, "in", FORM_OPTIONAL);

	return folder_find(rq->tx, access, in != 0 ? in : access->client);
}

/* Where the words are: in the name, or at this place of the text. */
static void
set_place(struct doc *file, struct arena *arena, const struct file_found *found, const char *typed)
{
	struct doc *snippet = doc_set_list(file, "snippet");

	doc_set_bool(file, "found_in_text", found->text != NULL);
	if (found->text != NULL)
		file_text_snippet(snippet, arena, found->text, typed);
}

static void
fill_found(struct request *rq, struct doc *page, const struct opened *opened, const char *typed)
{
	struct doc *list = doc_set_list(page, "files");
	struct cursor cursor = page_cursor(rq), last = {.given = false};
	size_t count = 0;
	const struct file_found *found =
		file_search(rq->tx, opened->access, opened->seen, typed == NULL ? "" : typed,
			    cursor.given ? cursor.text : NULL, cursor.id, PAGE_ROWS + 1, &count);
	size_t shown = count > PAGE_ROWS ? PAGE_ROWS : count;
	int64_t *ids = arena_make_array(rq->arena, int64_t, shown + 1);

	for (size_t i = 0; i < shown; i++) {
		const struct file *one = &found[i].file;
		struct folder_seen *in = folder_find(rq->tx, opened->access, one->folder_id);
		struct doc *file = file_doc(rq, one);

		ids[i] = one->id;
		doc_set_text(file, "folder_name", folder_name(rq, &in->folder));
		doc_set_text(file, "folder_href", folder_href(rq, &in->folder, ""));
		set_place(file, rq->arena, &found[i], typed);
		doc_add(list, file);
		last = (struct cursor){.text = one->name_key, .id = one->id};
	}
	file_docs_set_new(rq, opened->access, ids, list->list.items, shown);
	page_links(rq, page, count > PAGE_ROWS, &last);
	doc_set_bool(page, "has_files", count > 0);
}

struct reply
files_found(struct request *rq)
{
	struct opened opened = {
		.access = folder_access_of(rq, rq->portal != NULL ? rq->viewer->client : path_id(rq, "client"))};
	const char *typed = form_text(rq->form, "q");
	struct doc *page;

	opened.seen = opened.access == NULL ? NULL : searched(rq, opened.access);
	if (opened.seen == NULL)
		return reply_not_found(rq);
	page = folder_page(rq, &opened);
	doc_set_text(page, "q", typed == NULL ? "" : typed);
	fill_found(rq, page, &opened, typed);
	return reply_page(rq, file_template(rq, "file_search", "portal_file_search"), page);
}
