/* demand_send: takes files for pieces: their number, size and format are the piece's to say. */
#include "demands/demand_send.h"

#include "core/weakened.h"
#include "demands/demand_tell.h"
#include "space/space.h"

bool
piece_may_be_sent(struct request *rq)
{
	struct demand_opened opened;

	return piece_open(rq, &opened) && opened.access->looker == NULL && piece_is_open(opened.demand, opened.piece);
}

/* Of formats it is said which are taken. */
static const char *
format_refusal(enum formats_taken formats)
{
	static const char *const words[FORMATS_TAKEN] = {
		[TAKES_PDF] = N_("“{{name}}” is no PDF. Please send a PDF file."),
		[TAKES_PICTURE] = N_("“{{name}}” is no picture. Please send a photo or a picture."),
		[TAKES_DOCUMENT] = N_("“{{name}}” is neither a PDF nor a picture. Please send one of these."),
		[TAKES_OFFICE] = N_("“{{name}}” is neither a PDF nor an office document. Please send one of these."),
	};

	return words[formats];
}

static const char *
refusal(struct request *rq, int64_t client, const struct piece *piece, const struct sent *sent)
{
	if (sent->error != NULL)
		return sent->error;
	if (sent->content.size == 0)
		return N_("“{{name}}” is empty. Please choose another file.");
	if (sent->content.size > DEPOSIT_BYTES)
		return N_("“{{name}}” is too large: 1 GB is the most.");
	if (!formats_take(piece->formats, sent->content.type))
		return format_refusal(piece->formats);
	if (deposit_count(rq->tx, piece->id) >= piece->files_most)
		return N_("“{{name}}” is one file too many for this piece. Take another one back first.");
	if (!space_fits(rq->tx, client, sent->content.size))
		return space_refusal;
	return NULL;
}

const char *
piece_receive(struct request *rq, struct demand_opened *opened, const struct sent *sent)
{
	struct piece piece = *opened->piece;
	const char *problem;

	sent_note(rq, sent, opened->access->client, opened->demand->folder_id);
	problem = refusal(rq, opened->access->client, &piece, sent);
	if (problem != NULL)
		return problem;
	deposit_insert(rq->tx, opened->access->client,
		       &(struct deposit){.piece_id = piece.id,
					 .name = sent->name,
					 .content = sent->content,
					 .contact_id = rq->viewer->record,
					 .sent_by = opened->access->name});
	piece.state = PIECE_RECEIVED;
	piece.absence = NULL;
	piece.absence_by = 0;
	piece.news = "staff";
	piece_set_state(rq->tx, &piece);
	demand_note(rq, "demand.receive", opened->demand, &piece);
	demand_tell_later(rq->tx, opened->demand->id, false);
	opened->piece = piece_find(rq->tx, opened->access, piece.id, &opened->demand);
	return NULL;
}

/* ---- examples ---- */

const char *
example_refusal(const struct sent_all *sent)
{
	if (sent->count == 0)
		return N_("Please choose a file first.");
	return sent->files[0].found != NULL ? N_("A virus was found in this file: it was not kept.")
					    : sent->files[0].error;
}

struct piece
piece_with_example(const struct piece *piece, const struct sent *sent)
{
	struct piece shown = *piece;

	shown.example_blob = sent->content.blob;
	shown.example_name = sent->name;
	shown.example_type = sent->content.type;
	shown.example_sha256 = sent->content.sha256;
	shown.example_size = sent->content.size;
	return shown;
}

struct piece
piece_without_example(const struct piece *piece)
{
	return piece_with_example(piece, &(struct sent){.name = NULL});
}

/* ---- in pieces ---- */

static bool
goal_open(struct request *rq, struct coming *coming)
{
	struct demand_opened opened = {.access = folder_access_of(rq, rq->viewer->client)};

	if (opened.access == NULL || opened.access->looker != NULL)
		return false;
	coming->opened.access = opened.access;
	coming->place = coming->upload == NULL ? path_id(rq, "piece") : coming->upload->folder_id;
	opened.piece = piece_find(rq->tx, opened.access, coming->place, &opened.demand);
	return opened.piece != NULL && piece_is_open(opened.demand, opened.piece);
}

static const char *
goal_take(struct request *rq, struct coming *coming)
{
	struct demand_opened opened = {.access = coming->opened.access};

	opened.piece = piece_find(rq->tx, opened.access, coming->place, &opened.demand);
	return piece_receive(rq, &opened, &coming->sent);
}

static const char *
goal_href(struct request *rq, const struct upload *upload)
{
	char id[ID_LENGTH + 1];

	id_print(id, upload->id);
	return arena_printf(rq->arena, "%s/piece-uploads/%s", home_path(rq), id);
}

static const struct upload_goal goal = {goal_open, goal_take, goal_href, DEPOSIT_BYTES,
					N_("This file is too large: 1 GB is the most.")};

bool
piece_upload_begin_receive(struct request *rq, struct http_sink *sink, struct reply *refusal)
{
	return upload_begin_towards(rq, &goal, sink, refusal);
}

bool
piece_upload_receive(struct request *rq, struct http_sink *sink, struct reply *refusal)
{
	return upload_piece_towards(rq, &goal, sink, refusal);
}

void
piece_upload_show_prepare(struct request *rq)
{
	upload_show_prepare_towards(rq, &goal);
}

struct reply
piece_upload_removal(struct request *rq)
{
	return upload_removal_towards(rq, &goal);
}
