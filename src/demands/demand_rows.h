/* demand_rows: the columns of requests, for the stores of the feature. */
#ifndef DEMANDS_DEMAND_ROWS_H
#define DEMANDS_DEMAND_ROWS_H

#include "db/db.h"

#define DEMAND_COLUMNS                                                                                                 \
	"demand.id, demand.client_id, demand.folder_id, demand.title, demand.words, demand.due_on, demand.state, "     \
	"demand.by_piece, demand.everybody, demand.staff_id, demand.news, demand.created_at, demand.sent_at, "         \
	"demand.closed_at, demand.version, (select client.name from client where client.id = demand.client_id) as "    \
	"client_name, (select folder.name from folder where folder.id = demand.folder_id) as folder_name, "            \
	"case when demand.folder_id = demand.client_id or exists (select 1 from folder where folder.id = "             \
	"demand.folder_id and folder.deleted_at is null) then 1 else 0 end as folder_there, "                          \
	"(select count(*) from piece where piece.owner_id = demand.id) as piece_count, "                               \
	"(select count(*) from piece where piece.owner_id = demand.id and piece.state in ('accepted', 'not_needed')) " \
	"as settled_count, (select count(*) from piece where piece.owner_id = demand.id and piece.state in "           \
	"('received', 'absent')) as check_count, (select count(*) from piece where piece.owner_id = demand.id and "    \
	"(piece.state in ('received', 'absent', 'refused') or (piece.required = 1 and piece.state = 'asked'))) as "    \
	"left_count"
extern const struct db_shape demand_shape;

#endif
