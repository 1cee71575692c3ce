/* reorder: moves ids within an array. */
#include "core/reorder.h"

#include "base/arena.h"
#include "base/id.h"

#include <string.h>

static size_t
index_of(const int64_t *ids, size_t count, int64_t id)
{
	size_t i = 0;

	while (i < count && ids[i] != id)
		i++;
	return i;
}

bool
ids_place(int64_t *ids, size_t count, int64_t id, int64_t index)
{
	size_t from = index_of(ids, count, id), to;

	if (from == count)
		return false;
	to = index < 0 ? 0 : (uint64_t)index >= count ? count - 1 : (size_t)index;
	if (to > from)
		memmove(ids + from, ids + from + 1, (to - from) * sizeof *ids);
	else
		memmove(ids + to + 1, ids + to, (from - to) * sizeof *ids);
	ids[to] = id;
	return true;
}

bool
ids_step(int64_t *ids, size_t count, int64_t id, int step)
{
	return ids_place(ids, count, id, (int64_t)index_of(ids, count, id) + step);
}

bool
ids_same(const int64_t *ids, size_t count, const int64_t *wanted, size_t wanted_count)
{
	if (count != wanted_count)
		return false;
	for (size_t i = 0; i < count; i++)
		if (index_of(wanted, wanted_count, ids[i]) == wanted_count)
			return false;
	return true;
}

/* ---- as forms want it ---- */

/* "up:ID", "down:ID" or "place:ID:INDEX", as buttons and the mouse send it. */
static bool
move_one(struct request *rq, int64_t *ids, size_t count)
{
	struct str rest = str_of(form_text(rq->form, "do"));
	struct str verb = str_cut(&rest, ':'), id_text = str_cut(&rest, ':');
	int64_t id = 0, index = 0;

	if (!id_parse(id_text, &id))
		return false;
	if (str_equal(verb, STR("up")))
		return ids_step(ids, count, id, -1);
	if (str_equal(verb, STR("down")))
		return ids_step(ids, count, id, 1);
	return str_equal(verb, STR("place")) && str_to_int(rest, &index) && ids_place(ids, count, id, index);
}

/* All of them, in the order they shall have. */
static bool
move_all(struct request *rq, int64_t *ids, size_t count)
{
	size_t wanted_count = form_rows(rq->form, "order", count + 1);
	int64_t *wanted = arena_make_array(rq->arena, int64_t, wanted_count + 1);

	for (size_t i = 0; i < wanted_count; i++)
		wanted[i] = form_read_id(rq->form, arena_printf(rq->arena, "order.%zu", i), FORM_REQUIRED);
	if (form_failed(rq->form) || !ids_same(ids, count, wanted, wanted_count))
		return false;
	for (size_t i = 0; i < count; i++)
		ids[i] = wanted[i];
	return true;
}

bool
ids_reorder(struct request *rq, int64_t *ids, size_t count)
{
	return form_has(rq->form, "do") ? move_one(rq, ids, count) : move_all(rq, ids, count);
}
