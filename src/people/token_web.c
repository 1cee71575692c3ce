/* token_web: API tokens: one's own, and for administrators everybody's; a token's text is shown once. */
#include "people/handlers.h"

#include "base/id.h"
#include "base/instant.h"
#include "core/form_page.h"
#include "core/page.h"
#include "core/weakened.h"
#include "people/confirmation.h"
#include "people/staff.h"
#include "people/staff_audit.h"
#include "people/token.h"
#include "sys/clock.h"

#include <stdlib.h>

enum { TOKEN_NAME_LENGTH = 80 };

/* How long a token may live, in days; "never" is the last. */
static const char *const life_names[] = {"30", "90", "365", "never", NULL};
static const char *const life_labels[] = {N_("30 days"), N_("90 days"), N_("One year"), N_("Never expires")};

/* Whose tokens the viewer deals with: everybody's (0), or their own. */
static int64_t
whose(const struct request *rq)
{
	return viewer_may(rq->viewer, &staff_write) || weakened(CHECK_OWN_TOKEN) ? 0 : rq->viewer->staff;
}

/* ---- list ---- */

static struct doc *
token_doc(struct request *rq, const struct token *token)
{
	struct doc *document = doc_object(rq->arena);
	bool expired = token->expires_at != NO_INSTANT && token->expires_at <= clock_now();
	char id[ID_LENGTH + 1];

	id_print(id, token->id);
	doc_set_id(document, "id", token->id);
	doc_set_text(document, "name", token->name);
	doc_set_text(document, "hint", token->hint);
	doc_set_word(document, "scope", token_scope_names[token->scope], token_scope_labels[token->scope]);
	doc_set_text(document, "staff_name", token->staff_name);
	doc_set_bool(document, "own", token->staff_id == rq->viewer->staff);
	doc_set_instant(document, "created_at", token->created_at);
	doc_set_instant(document, "expires_at", token->expires_at);
	doc_set_instant(document, "used_at", token->used_at);
	doc_set_bool(document, "expired", expired);
	doc_set_text(document, "revocation", arena_printf(rq->arena, "/console/tokens/%s/revocation", id));
	return document;
}

struct reply
token_list_page(struct request *rq)
{
	struct doc *document = doc_object(rq->arena), *list = doc_set_list(document, "tokens");
	struct cursor cursor = page_cursor(rq), last = {.given = false};
	size_t count, shown;
	const struct token *tokens =
		token_list(rq->tx, rq->viewer, whose(rq), cursor.given ? cursor.id : INT64_MAX, PAGE_ROWS + 1, &count);

	shown = count > PAGE_ROWS ? PAGE_ROWS : count;
	for (size_t i = 0; i < shown; i++)
		doc_add(list, token_doc(rq, &tokens[i]));
	if (shown > 0)
		last = (struct cursor){.given = true, .id = tokens[shown - 1].id};
	doc_set_bool(document, "listed", shown > 0);
	doc_set_bool(document, "of_everybody", whose(rq) == 0);
	page_links(rq, document, count > shown, &last);
	return reply_page(rq, "token_list", document);
}

/* ---- a new one ---- */

static void
add_choices(struct doc *document, const char *list_name, const char *const *names, const char *const *labels,
	    const char *chosen)
{
	struct doc *list = doc_set_list(document, list_name);

	for (int i = 0; names[i] != NULL; i++) {
		struct doc *choice = doc_add_object(list);

		doc_set_word(choice, "choice", names[i], labels[i]);
		doc_set_bool(choice, "chosen", text_equal(chosen, names[i]));
	}
}

static struct doc *
blank_document(struct request *rq)
{
	struct doc *document = doc_object(rq->arena);
	const char *scope = form_text(rq->form, "scope"), *life = form_text(rq->form, "life");

	form_forget(rq->form, "password");
	add_choices(document, "scopes", token_scope_names, token_scope_labels, scope == NULL ? "read" : scope);
	add_choices(document, "lives", life_names, life_labels, life == NULL ? "90" : life);
	confirmation_show(rq, document);
	form_page(rq, document, "name scope life password");
	return document;
}

struct reply
token_blank_page(struct request *rq)
{
	return reply_page(rq, "token_form", blank_document(rq));
}

static void
read_form(struct request *rq, struct token *token)
{
	int scope = form_read_choice(rq->form, "scope", FORM_REQUIRED, token_scope_names);
	int life = form_read_choice(rq->form, "life", FORM_REQUIRED, life_names);

	token->name = form_read_text(rq->form, "name", FORM_REQUIRED, TOKEN_NAME_LENGTH);
	token->scope = scope == SCOPE_WRITE ? SCOPE_WRITE : SCOPE_READ;
	token->expires_at = NO_INSTANT;
	if (life >= 0 && !text_equal(life_names[life], "never"))
		token->expires_at = clock_now() + strtol(life_names[life], NULL, 10) * (int64_t)DAY_MS;
	if (token_count(rq->tx, token->staff_id) >= TOKENS_LIMIT)
		form_error(rq->form, "", N_("You have 50 tokens already. Please revoke those you no longer use."),
			   NULL);
}

struct reply
token_create_post(struct request *rq)
{
	struct token token = {.staff_id = rq->viewer->staff, .staff_name = rq->viewer->name};
	char text[TOKEN_TEXT_LENGTH + 1];
	struct doc *document;

	confirmation_check(rq, rq->prepared);
	read_form(rq, &token);
	if (form_failed(rq->form))
		return reply_form(rq, "token_form", blank_document(rq));
	token.id = token_create(rq->tx, &token, text);
	audit_add(rq, &(struct audit){.action = "token.create", .object_kind = "token", .object = token.id});
	token.created_at = clock_now();
	token.used_at = NO_INSTANT;
	token.hint = arena_text(rq->arena, text + TOKEN_TEXT_LENGTH - 4);
	document = token_doc(rq, &token);
	doc_set_text(document, "token", arena_text(rq->arena, text));
	doc_set_text(document, "api", public_link(rq, "/console/clients"));
	return reply_page(rq, "token_created", document);
}

struct reply
token_revoke_post(struct request *rq)
{
	const struct token *token = token_find(rq->tx, rq->viewer, whose(rq), path_id(rq, "token"));

	if (token == NULL || !token_revoke(rq->tx, token->id, clock_now()))
		return reply_not_found(rq);
	audit_add(rq, &(struct audit){.action = "token.revoke", .object_kind = "token", .object = token->id});
	return reply_done(rq, "/console/tokens", N_("The token was revoked. It no longer opens anything."), NULL);
}
