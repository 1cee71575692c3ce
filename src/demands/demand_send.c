/* demand_send: takes files for pieces: their number, size and format are the piece's to say. */
#include "demands/demand_send.h"

#include "core/weakened.h"
#include "demands/demand_tell.h"

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
refusal(struct request *rq, const struct piece *piece, const struct sent *sent)
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
	return NULL;
}

const char *
piece_receive(struct request *rq, struct demand_opened *opened, const struct sent *sent)
{
	struct piece piece = *opened->piece;
	const char *problem;

	sent_note(rq, sent, opened->access->client, opened->demand->folder_id);
	problem = refusal(rq, &piece, sent);
	if (problem != NULL)
		return problem;
	deposit_insert(rq->tx, &(struct deposit){.piece_id = piece.id,
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
