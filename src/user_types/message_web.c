/* message_web: what people of a user type are told when they sign in, instead of what the house tells everybody. */
#include "user_types/handlers.h"
#include "user_types/setup_page.h"

#include "base/arena.h"
#include "modules/label.h"
#include "rights/rights_page.h"

static struct doc *
document(struct settings *settings, const struct setup *setup)
{
	const struct label message = label_of_doc(doc_get(setup->draft, STR("message")), NULL);
	struct doc *inputs;

	setup_head(settings, setup, STEP_TYPE);
	inputs = doc_set_object(settings->page, "inputs");
	settings_input(settings, inputs, "message_fr", "message.fr", label_in(&message, "fr"));
	settings_input(settings, inputs, "message_en", "message.en", label_in(&message, "en"));
	doc_set_text(settings->page, "message_href", setup_href(settings->rq->arena, setup, "/message"));
	return settings->page;
}

struct reply
type_message_page(struct request *rq)
{
	struct settings settings;
	struct setup *setup;

	if (!setup_open(rq, &settings, &setup))
		return reply_not_found(rq);
	return reply_page(rq, "type_message", document(&settings, setup));
}

static void
read_message(struct request *rq, struct doc *message, const char *language)
{
	const char *text = form_read_lines(rq->form, arena_printf(rq->arena, "message.%s", language), FORM_OPTIONAL,
					   SETUP_MESSAGE);

	if (!text_empty(text))
		doc_set_text(message, language, text);
}

/* None at all rather than an empty one: drafts are compared as they are written. */
static void
set_message(struct doc *draft, struct doc *message)
{
	size_t kept = 0;

	for (size_t i = 0; i < draft->object.count; i++)
		if (!text_equal(draft->object.members[i].name, "message"))
			draft->object.members[kept++] = draft->object.members[i];
	draft->object.count = kept;
	if (message->object.count > 0)
		doc_set(draft, "message", message);
}

struct reply
type_message_change(struct request *rq)
{
	struct settings settings;
	struct rights_trouble trouble = {0};
	struct setup *setup;
	struct doc *message = doc_object(rq->arena);

	if (!setup_open(rq, &settings, &setup))
		return reply_not_found(rq);
	read_message(rq, message, "fr");
	read_message(rq, message, "en");
	if (!setup_current(&settings, setup) || form_failed(rq->form)) {
		document(&settings, setup);
		return settings_again(&settings, "type_message");
	}
	set_message(setup->draft, message);
	if (rights_refused(&settings, setup_save(rq->tx, setup), &trouble)) {
		document(&settings, setup);
		return settings_again(&settings, "type_message");
	}
	setup_journal(&settings, setup, "user_type.message", NULL);
	return reply_done(rq, setup_href(rq->arena, setup, ""), N_("Saved in the draft. It holds once you publish it."),
			  setup_doc(&settings, setup));
}
