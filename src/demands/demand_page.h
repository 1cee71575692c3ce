/* demand_page: what the pages of document requests share: which one is asked for, and how it is shown. */
#ifndef DEMANDS_DEMAND_PAGE_H
#define DEMANDS_DEMAND_PAGE_H

#include "core/request.h"
#include "demands/demand_store.h"

/* What the path asks for, with the eyes it is looked at through. */
struct demand_opened {
	const struct folder_access *access;
	const struct demand *demand;
	const struct piece *piece;     /* {piece}, {deposit} */
	const struct deposit *deposit; /* {deposit} */
};

/* By {request}, {piece} or {deposit} of the path. False: not theirs, or not there. */
bool demand_open(struct request *rq, struct demand_opened *opened);
bool piece_open(struct request *rq, struct demand_opened *opened);
bool deposit_open(struct request *rq, struct demand_opened *opened);
/* Of staff: whether they may change it now; else `refusal` is what to answer: 403, or 409 of an archived client. */
bool demand_is_changed(struct request *rq, const struct demand_opened *opened, struct reply *refusal);

/* Pages in the console or in the portal, and what stands `below`. In the arena. */
const char *demand_href(struct request *rq, const struct demand *demand, const char *below);
const char *piece_href(struct request *rq, const struct demand *demand, int64_t piece, const char *below);
const char *deposit_href(struct request *rq, const struct demand *demand, int64_t deposit, const char *below);
const char *demands_href(struct request *rq, int64_t client, const char *below);

struct doc *demand_doc(struct request *rq, const struct demand *demand);
/* `deposits` are those of the request; its own are looked for among them. */
struct doc *piece_doc(struct request *rq, const struct demand_opened *opened, const struct piece *piece,
		      const struct deposit *deposits, size_t deposit_count);
/* A request with its pieces, for the console and for the portal: "request", "pieces". An error stands beside the piece
 * of this id (0: none). */
struct doc *demand_page(struct request *rq, const struct demand_opened *opened, int64_t piece, const char *error);

/* A line of the journal about a request; `piece` NULL: about all of it. */
void demand_note(struct request *rq, const char *action, const struct demand *demand, const struct piece *piece);
/* It is open from now on, and those who are asked are told. */
void demand_send(struct request *rq, const struct demand *demand);
/* True when nothing of an open request waits any more: it is complete, and those who are asked are told. */
bool demand_complete(struct request *rq, const struct demand *demand);

#endif
