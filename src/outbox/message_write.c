/* message_write: turns a document into the text of a message, in the recipient's language and the company's name. */
#include "outbox/outbox.h"

#include "base/arena.h"
#include "base/check.h"
#include "base/id.h"
#include "base/instant.h"
#include "core/organisation.h"
#include "html/format.h"
#include "html/template.h"
#include "outbox/message.h"
#include "sys/clock.h"

#include <string.h>

static const char default_colour[] = "#0f766e";

/* What all texts of one message are printed with. */
struct writing {
	const struct house *house;
	struct arena *arena;
	const struct formats *formats;
	const struct doc *document;
};

/* Where mail programs fetch it, if their reader lets them: until then they show the name. */
static const char *
logo_url(const struct house *house, struct tx *tx, const struct sender *sender)
{
	char id[ID_LENGTH + 1];

	if (sender->logo_blob == NULL)
		return NULL;
	id_print(id, sender->id);
	return arena_printf(tx_arena(tx), "%s/brand/%s/logo.png?v=%lld", house->config->public_url, id,
			    (long long)sender->version);
}

static struct doc *
brand_doc(const struct house *house, struct tx *tx, const struct message_new *new,
	  const struct organisation *organisation)
{
	const char *other = organisation == NULL ? "en" : organisation->language;
	int64_t company = new->company;
	struct doc *brand = doc_object(tx_arena(tx));
	const struct sender *sender = company == 0 ? NULL : sender_of_company(tx, company);
	struct sender program = {.name = organisation == NULL ? "Parvis" : organisation->name,
				 .colour = default_colour};

	if (sender == NULL)
		sender = &program;
	doc_set_text(brand, "name", sender->name);
	doc_set_text(brand, "colour", sender->colour);
	doc_set_text(brand, "ink", message_ink(sender->colour));
	doc_set_text(brand, "email", sender->email);
	doc_set_text(brand, "phone", sender->phone);
	doc_set_text(brand, "website", sender->website);
	doc_set_text(brand, "logo", logo_url(house, tx, sender));
	doc_set_text(brand, "footer",
		     company == 0
			     ? NULL
			     : sender_footer(tx, company, text_empty(new->language) ? other : new->language, other));
	return brand;
}

/* The caller's document with "brand" beside its own members. */
static struct doc *
branded(struct arena *arena, const struct doc *document, struct doc *brand)
{
	struct doc *copy = doc_object(arena);

	for (size_t i = 0; document != NULL && i < document->object.count; i++)
		doc_set(copy, document->object.members[i].name, document->object.members[i].value);
	doc_set(copy, "brand", brand);
	return copy;
}

static struct writing
writing_begin(const struct house *house, struct tx *tx, const struct message_new *new)
{
	struct arena *arena = tx_arena(tx);
	const struct organisation *organisation = organisation_find(tx);
	const char *language = new->language;
	const char *country = organisation == NULL ? "FR" : organisation->country;

	if (text_empty(language))
		language = organisation == NULL ? "en" : organisation->language;
	return (struct writing){
		.house = house,
		.arena = arena,
		.formats = formats_for(house->translations, arena_printf(arena, "%s_%s", language, country),
				       organisation == NULL ? "UTC" : organisation->zone),
		.document = branded(arena, new->document, brand_doc(house, tx, new, organisation)),
	};
}

static const char *
print(const struct writing *writing, const char *template)
{
	struct builder text = builder_new(writing->arena, 0);

	template_print(writing->house->templates, template, writing->formats, writing->document, &text);
	return builder_text(&text);
}

static const char *
print_html(const struct writing *writing, const char *kind)
{
	const char *template = arena_printf(writing->arena, "%s_html", kind);

	return templates_know(writing->house->templates, template) ? print(writing, template) : NULL;
}

/* The domain of the program's address: receiving servers look whether it fits the sender. */
static const char *
new_message_id(const struct house *house, struct arena *arena, int64_t id)
{
	const char *at = strrchr(house->config->mail_from, '@');
	char text[ID_LENGTH + 1];

	id_print(text, id);
	return arena_printf(arena, "<%s.parvis@%s>", text, at == NULL ? "localhost" : at + 1);
}

/* A name that was imported may have a break, which no header of a mail takes. */
static const char *
one_line(struct arena *arena, const char *name)
{
	char *line = text_empty(name) ? NULL : arena_text(arena, name);

	for (char *at = line; at != NULL && *at != '\0'; at++)
		if ((unsigned char)*at < ' ' || *at == 0x7F)
			*at = ' ';
	return line;
}

static int64_t
write_message(const struct house *house, struct tx *tx, const struct message_new *new, struct message *message)
{
	message->id = id_new();
	message->state = MESSAGE_WAITING;
	message->kind = arena_text(tx_arena(tx), new->kind);
	message->contact_id = new->contact;
	message->staff_id = new->staff;
	message->company_id = new->company;
	message->to_address = new->to_address;
	message->to_name = one_line(tx_arena(tx), new->to_name);
	message->message_id = new_message_id(house, tx_arena(tx), message->id);
	message->stop_link = new->stop_link;
	message->secret = new->secret || new->patient;
	message->created_at = clock_now();
	message->expires_at = new->expires_at;
	message->sent_at = message->delivered_at = NO_INSTANT;
	message_insert(tx, message);
	if (message_can_go(house, message->channel))
		message_queue(tx, message->id, new->secret);
	return message->id;
}

int64_t
outbox_mail(const struct house *house, struct tx *tx, const struct message_new *new)
{
	struct writing writing = writing_begin(house, tx, new);
	struct message message = {.channel = MESSAGE_MAIL};

	message.body_text = message_split_subject(tx_arena(tx), print(&writing, new->kind), &message.subject);
	message.body_html = print_html(&writing, new->kind);
	check(message.subject != NULL);
	return write_message(house, tx, new, &message);
}

int64_t
outbox_sms(const struct house *house, struct tx *tx, const struct message_new *new)
{
	struct writing writing = writing_begin(house, tx, new);
	struct message message = {.channel = MESSAGE_SMS};
	struct str text = str_trim(str_of(print(&writing, new->kind)));

	message.body_text = arena_text_of(tx_arena(tx), text.at, text.length);
	return write_message(house, tx, new, &message);
}

bool
outbox_can_sms(const struct house *house)
{
	return message_can_go(house, MESSAGE_SMS) || house->config->demo;
}

int64_t
outbox_contact(struct tx *tx, int64_t message)
{
	const struct message *found = message_itself(tx, message);

	return found == NULL ? 0 : found->contact_id;
}

const char *
outbox_error(struct tx *tx, int64_t message)
{
	const struct message *found = message_itself(tx, message);

	return found == NULL ? NULL : found->error;
}
