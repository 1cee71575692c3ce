/* export_web: the setup of a user type goes out as a file, and comes in from one: first looked at, then taken as a
 * whole. */
#include "rights/rights_page.h"
#include "user_types/export_file.h"
#include "user_types/field_handlers.h"
#include "user_types/setup_page.h"
#include "user_types/version_words.h"

#include <unistd.h>

/* ---- out ---- */

struct reply
configuration_file(struct request *rq)
{
	struct settings settings;
	struct setup *setup;
	struct builder text = builder_new(rq->arena, 0);
	struct reply reply;

	if (!setup_open(rq, &settings, &setup))
		return reply_not_found(rq);
	doc_print_json(configuration_doc(rq, setup, setup->draft), NULL, &text);
	reply = reply_bytes(rq, "application/json", str_of(builder_text(&text)));
	reply.attachment = true;
	reply.file_name = arena_printf(rq->arena, "%s.json", code_of_text(rq->arena, setup_name(&settings, setup)));
	return reply;
}

/* ---- in ---- */

/* The file is read before the handler, which may run twice. */
void
configuration_prepare(struct request *rq)
{
	for (size_t i = 0; i < rq->http->upload_count; i++) {
		const struct http_upload *upload = &rq->http->uploads[i];
		char *bytes;
		ssize_t got;

		if (!text_equal(upload->field, "file") || upload->size == 0 || upload->size > CONFIGURATION_LIMIT)
			continue;
		bytes = arena_alloc(rq->arena, upload->size);
		got = pread(upload->fd, bytes, upload->size, 0);
		if (got == (ssize_t)upload->size) {
			struct str *text = arena_make(rq->arena, struct str);

			*text = str_slice(bytes, upload->size);
			rq->prepared = text;
		}
	}
}

/* What was sent: the file, else what was pasted. at NULL: neither. */
static struct str
sent_text(struct request *rq)
{
	const struct str *file = rq->prepared;
	const char *pasted = form_raw(rq->form, "configuration");

	if (file != NULL)
		return *file;
	return text_empty(pasted) ? (struct str){0} : str_of(pasted);
}

static void
fill_form(struct settings *settings, const struct setup *setup)
{
	setup_head(settings, setup, STEP_PUBLISH);
	doc_set_text(settings->page, "action", setup_href(settings->rq->arena, setup, "/import"));
	doc_set_text(settings->page, "back_href", setup_href(settings->rq->arena, setup, "/publication"));
	doc_set_text(settings->page, "pasted", form_raw(settings->rq->form, "configuration"));
	doc_set_null(settings->page, "configuration_error");
	settings_error(settings, settings->page, "configuration_error", "configuration");
}

struct reply
configuration_form(struct request *rq)
{
	struct settings settings;
	struct setup *setup;

	if (!setup_open(rq, &settings, &setup))
		return reply_not_found(rq);
	fill_form(&settings, setup);
	return reply_page(rq, "type_import", settings.page);
}

static struct reply
form_again(struct settings *settings, const struct setup *setup)
{
	fill_form(settings, setup);
	return settings_again(settings, "type_import");
}

/* What it would do, and what would be lost: nothing is kept yet. */
static struct reply
ask(struct settings *settings, const struct setup *setup, const struct configuration *read, struct str text)
{
	struct request *rq = settings->rq;
	struct doc *differences = setup_differences(rq, setup->draft, read->setup);

	if (rq->wants_json)
		form_error(rq->form, "confirm",
			   N_("Nothing is changed yet. Look at what changes, then send it again with “confirm”."),
			   NULL);
	fill_form(settings, setup);
	doc_set(settings->page, "lost", read->lost);
	doc_set_bool(settings->page, "loses", read->lost->list.count > 0);
	doc_set(settings->page, "differences", differences);
	doc_set_bool(settings->page, "differs", differences->list.count > 0);
	doc_set_str(settings->page, "configuration", text);
	return reply_form(rq, "type_import_confirm", settings->page);
}

struct reply
configuration_import(struct request *rq)
{
	struct settings settings;
	struct setup *setup;
	struct rights_trouble trouble = {0};
	struct configuration read;
	struct str text;

	if (!setup_open(rq, &settings, &setup))
		return reply_not_found(rq);
	text = sent_text(rq);
	if (text.at == NULL)
		form_error(rq->form, "configuration", N_("Please choose a file, or paste what is in it."), NULL);
	if (!setup_current(&settings, setup) || form_failed(rq->form))
		return form_again(&settings, setup);
	read = configuration_read(rq, setup, text);
	if (read.setup == NULL) {
		form_error(rq->form, "configuration", read.error, read.values);
		return form_again(&settings, setup);
	}
	if (!form_read_bool(rq->form, "confirm"))
		return ask(&settings, setup, &read, text);
	setup->draft = read.setup;
	if (rights_refused(&settings, setup_save(rq->tx, setup), &trouble))
		return form_again(&settings, setup);
	setup_journal(&settings, setup, "user_type.import", NULL);
	return reply_done(rq, setup_href(rq->arena, setup, "/publication"),
			  N_("It is in the draft. Look at what changes, then publish it."),
			  setup_doc(&settings, setup));
}
