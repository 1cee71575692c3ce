/* portal_frame_web: a tab that is a page of elsewhere, in a frame that may do little, with a plain link beside it.
 *
 * The frame runs its scripts, or most pages would be blank, sends its own forms, and opens windows of its own that are
 * free of all this. It is not given its own origin: with scripts and its origin it would have its cookies and storage,
 * and could tell who of our clients looks at it; and were it ever a page of this very server, it could take its
 * sandbox off. What needs a login is for the link. It cannot send our page elsewhere, learns no address of ours, and
 * the policy of this one page lets in frames of no other server. */
#include "core/web_address.h"
#include "records/handlers.h"
#include "records/module_page.h"
#include "records/portal_menu.h"

#include <string.h>

/* A policy is a list with signs of its own: only what plainly is a name, and a port, goes into it. */
const char *
origin_of(struct arena *arena, const char *address)
{
	const char *server;

	if (web_address_refusal(address) != NULL)
		return NULL;
	server = web_address_server(arena, address);
	if (server[strspn(server, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-:")] != '\0')
		return NULL;
	return arena_printf(arena, "https://%s", server);
}

/* "2" is the second web tab of the viewer's user type; NULL: there is none. */
static const struct web_tab *
path_tab(const struct request *rq)
{
	const struct user_type *type = viewer_user_type(rq->rights, rq->viewer);
	int64_t number;

	if (type == NULL || !str_to_int(str_of(path_text(rq, "number")), &number) || number < 1 ||
	    (size_t)number > type->web_count)
		return NULL;
	return &type->web[number - 1];
}

struct reply
portal_frame_show(struct request *rq)
{
	const struct web_tab *tab = path_tab(rq);
	struct doc *page = doc_object(rq->arena);
	struct reply reply;
	const char *origin;

	if (tab == NULL)
		return reply_not_found(rq);
	origin = origin_of(rq->arena, tab->address);
	doc_set_label(page, "label", &tab->label, language_of(rq));
	doc_set_text(page, "address", tab->address);
	doc_set_text(page, "server", origin == NULL ? tab->address : origin + strlen("https://"));
	doc_set_bool(page, "framed", origin != NULL);
	reply = reply_page(rq, "portal_frame", page);
	reply.frames = origin;
	return reply;
}
