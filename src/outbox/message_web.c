/* message_web: the outbox in the console, and in the demonstration the page where everybody reads the codes. */
#include "outbox/message.h"

#include "core/audit.h"
#include "core/page.h"
#include "sys/clock.h"

enum { DEMO_ROWS = 40 };

const struct permission outbox_read = {"outbox.read", FOR_ADMINISTRATOR, N_("Read the outbox")};
const struct permission outbox_retry = {"outbox.retry", FOR_ADMINISTRATOR, N_("Send failed messages again")};

/* The entries of a filter, with the chosen one marked; the first is "all". */
static void
set_choices(struct doc *document, const char *name, const char *const *names, const char *const *labels, int chosen)
{
	struct doc *list = doc_set_list(document, name);

	for (int i = 0; names[i] != NULL; i++) {
		struct doc *choice = doc_add_object(list);

		doc_set_word(choice, "choice", names[i], labels[i]);
		doc_set_bool(choice, "chosen", i == chosen);
	}
}

static void
set_filters(struct doc *document, int state, int channel)
{
	static const char *const states[] = {N_("Waiting"), N_("Sent"), N_("Delivered"), N_("Failed"), N_("Expired")};
	static const char *const channels[] = {N_("E-mail"), N_("SMS")};

	set_choices(document, "states", message_state_names, states, state);
	set_choices(document, "channels", message_channel_names, channels, channel);
	doc_set_bool(document, "filtered", state >= 0 || channel >= 0);
}

static void
set_gateways(const struct house *house, struct doc *document)
{
	doc_set_bool(document, "no_mail_gateway", !message_can_go(house, MESSAGE_MAIL));
	doc_set_bool(document, "no_sms_gateway", !message_can_go(house, MESSAGE_SMS));
}

static void
add_messages(struct request *rq, struct doc *document, const struct message *messages, size_t count, bool body)
{
	struct doc *list = doc_set_list(document, "messages");

	for (size_t i = 0; i < count; i++)
		doc_add(list, message_doc(rq->house, rq->arena, &messages[i], body));
}

/* An unknown filter in the query shows everything, as a stale bookmark should. */
static int
chosen(struct request *rq, const char *name, const char *const *names)
{
	const char *text = form_text(rq->form, name);

	for (int i = 0; text != NULL && names[i] != NULL; i++)
		if (text_equal(text, names[i]))
			return i;
	return -1;
}

static struct reply
outbox_list(struct request *rq)
{
	struct doc *document = doc_object(rq->arena);
	struct cursor cursor = page_cursor(rq), last = {.given = false};
	int state = chosen(rq, "state", message_state_names), channel = chosen(rq, "channel", message_channel_names);
	size_t count, shown;
	const struct message *messages = message_list(rq->tx, rq->viewer, state, channel,
						      cursor.given ? cursor.id : INT64_MAX, PAGE_ROWS + 1, &count);

	shown = count > PAGE_ROWS ? PAGE_ROWS : count;
	if (shown > 0)
		last = (struct cursor){.given = true, .id = messages[shown - 1].id};
	add_messages(rq, document, messages, shown, false);
	doc_set_bool(document, "listed", shown > 0);
	set_filters(document, state, channel);
	set_gateways(rq->house, document);
	page_links(rq, document, count > shown, &last);
	return reply_page(rq, "outbox_list", document);
}

static struct reply
outbox_show(struct request *rq)
{
	const struct message *message = message_find(rq->tx, rq->viewer, path_id(rq, "message"));
	struct doc *document;

	if (message == NULL)
		return reply_not_found(rq);
	document = message_doc(rq->house, rq->arena, message, true);
	set_gateways(rq->house, document);
	return reply_page(rq, "outbox_show", document);
}

static struct reply
outbox_retry_post(struct request *rq)
{
	int64_t id = path_id(rq, "message");
	const struct message *message = message_find(rq->tx, rq->viewer, id);

	if (message == NULL)
		return reply_not_found(rq);
	if (!message_wait_again(rq->tx, rq->viewer, id, clock_now()))
		return reply_refusal(
			rq, 409,
			N_("Only messages that failed, still have their text, and whose time has not passed, can be sent again."));
	message_queue(rq->tx, id, message->secret);
	audit_add(rq, &(struct audit){.action = "outbox.retry", .object_kind = "message", .object = id});
	return reply_done(rq, arena_printf(rq->arena, "/console/outbox/%s", path_text(rq, "message")),
			  N_("The message is on its way again."), NULL);
}

/* Nobody is signed in here, and the messages hold the codes: only ever with invented data. */
static struct reply
outbox_demo(struct request *rq)
{
	struct doc *document = doc_object(rq->arena);
	const struct message *messages;
	size_t count;

	if (!rq->house->config->demo)
		return reply_not_found(rq);
	messages = message_list_all(rq->tx, DEMO_ROWS, &count);
	add_messages(rq, document, messages, count, true);
	return reply_page(rq, "outbox_demo", document);
}

const struct route message_routes[MESSAGE_ROUTES] = {
	{HTTP_GET, "/console/outbox", STAFF, &outbox_read, outbox_list,
	 .about = "Messages written by the program, newest first; query: state, channel."},
	{HTTP_GET, "/console/outbox/{message}", STAFF, &outbox_read, outbox_show,
	 .about = "One message; the text of a code is only readable while no gateway carries it."},
	{HTTP_POST, "/console/outbox/{message}/retry", STAFF, &outbox_retry, outbox_retry_post,
	 .about = "Sends a message that failed again."},
	{HTTP_GET, "/outbox", PUBLIC, &everybody, outbox_demo,
	 .about = "In the demonstration only: the latest messages with their codes, readable by everybody."},
};
