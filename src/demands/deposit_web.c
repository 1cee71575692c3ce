/* deposit_web: what was sent for a piece: its page with a preview, to look at before it is accepted, and as it is. */
#include "demands/handlers.h"

#include "base/arena.h"
#include "base/instant.h"
#include "clients/clients.h"
#include "demands/demand_page.h"
#include "folders/folders.h"

/* ---- its page ---- */

static bool
find_sight(struct request *rq, struct file_sight *sight)
{
	struct demand_opened *opened = arena_make(rq->arena, struct demand_opened);

	if (!deposit_open(rq, opened))
		return false;
	*sight = (struct file_sight){
		.path = deposit_href(rq, opened->demand, opened->deposit->id, ""),
		.which = "",
		.name = opened->deposit->name,
		.content = &opened->deposit->content,
		.look = file_look_of(rq->tx, opened->deposit->content.blob),
		.of = opened,
	};
	return true;
}

struct reply
deposit_show(struct request *rq)
{
	const struct demand_opened *opened;
	struct doc *page = doc_object(rq->arena), *piece;
	const struct client *client;
	struct file_sight sight;

	if (!find_sight(rq, &sight))
		return reply_not_found(rq);
	opened = sight.of;
	client = client_find(rq->tx, rq->viewer, opened->access->client);
	client_sheet_head(rq, page, client, "requests");
	doc_set(page, "request", demand_doc(rq, opened->demand));
	piece = piece_doc(rq, opened, opened->piece, opened->deposit, 1);
	doc_set(page, "file", doc_get(piece, STR("files"))->list.items[0]);
	doc_set(page, "piece", piece);
	doc_set_bool(page, "may_change",
		     demand_may_change(rq->tx, opened->access, opened->demand) && client->archived_at == NO_INSTANT);
	file_preview_fill(rq, page, &sight);
	return reply_page(rq, "deposit_show", page);
}

/* ---- a page of it, as a large picture ---- */

static void
note_sight(struct request *rq, const struct file_sight *sight)
{
	const struct demand_opened *opened = sight->of;

	demand_note(rq, "demand.view", opened->demand, opened->piece);
}

static const struct file_gallery gallery = {find_sight, note_sight};

void
deposit_picture_prepare(struct request *rq)
{
	file_picture_prepare_of(rq, &gallery);
}

struct reply
deposit_picture(struct request *rq)
{
	return file_picture_of(rq, &gallery);
}

/* ---- what was sent, as it is ---- */

static struct reply
content_sent(struct request *rq, bool viewed)
{
	struct demand_opened opened;
	const struct file_content *content;

	if (!deposit_open(rq, &opened))
		return reply_not_found(rq);
	content = &opened.deposit->content;
	if (viewed && !file_is_viewed(content->type))
		return reply_not_found(rq);
	if (file_is_infected(content))
		return file_refused(rq, FOLDER_INFECTED);
	if (!file_is_continued(rq))
		demand_note(rq, viewed ? "demand.view" : "demand.download", opened.demand, opened.piece);
	return reply_blob(rq, content->blob, content->type, opened.deposit->name, !viewed);
}

struct reply
deposit_download(struct request *rq)
{
	return content_sent(rq, false);
}

struct reply
deposit_view(struct request *rq)
{
	return content_sent(rq, true);
}
