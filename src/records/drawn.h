/* drawn: how rows are drawn: lines of a table, cards, the columns of a board, the days of a month. */
#ifndef RECORDS_DRAWN_H
#define RECORDS_DRAWN_H

#include "records/asked.h"
#include "records/book.h"

/* A line of the table, or a card: the record with its cells, for pages. */
struct doc *drawn_row(struct request *rq, const struct asked *asked, const struct book *book,
		      const struct record *record, size_t index);

/* Sets what the template names to nothing. */
void drawn_blank(struct doc *page);
/* "board": a column for each choice. */
void drawn_board(struct request *rq, struct doc *page, const struct asked *asked);
/* "calendar": a month of weeks of days. */
void drawn_calendar(struct request *rq, struct doc *page, const struct asked *asked);

#endif
