/* book: gathers ids while a page is put together, then asks for all their names at once. */
#include "records/book.h"

#include "records/module_page.h"
#include "records/sample.h"
#include "records/staff_name.h"

#include <string.h>

enum { BOOK_IDS = 300, BOOK_LOOKUPS = 200 };

/* Ids of one kind, without doubles. */
struct page_ids {
	int64_t *ids;
	const void **found; /* name, or attachment; NULL: nothing */
	size_t count, capacity, looked_up;
};

struct book {
	struct request *rq;
	struct page_ids *of_module; /* by module index */
	struct page_ids staff, files;
};

struct book *
book_new(struct request *rq)
{
	struct book *book = arena_make(rq->arena, struct book);

	book->rq = rq;
	book->of_module = arena_make_array(rq->arena, struct page_ids, rq->rights->catalogue->module_count);
	return book;
}

/* ---- sets of ids ---- */

static size_t
place_of(const struct page_ids *set, int64_t id)
{
	size_t i = 0;

	while (i < set->count && set->ids[i] != id)
		i++;
	return i;
}

static void
add(struct arena *arena, struct page_ids *set, int64_t id)
{
	if (id == 0 || place_of(set, id) < set->count)
		return;
	if (set->count == set->capacity) {
		size_t capacity = set->capacity == 0 ? 16 : set->capacity * 2;
		int64_t *ids = arena_make_array(arena, int64_t, capacity);
		const void **found = arena_make_array(arena, const void *, capacity);

		if (set->count > 0) {
			memcpy(ids, set->ids, set->count * sizeof *ids);
			memcpy(found, set->found, set->count * sizeof *found);
		}
		set->ids = ids;
		set->found = found;
		set->capacity = capacity;
	}
	set->ids[set->count++] = id;
}

static const void *
found(const struct page_ids *set, int64_t id)
{
	size_t place = place_of(set, id);

	return place < set->count ? set->found[place] : NULL;
}

/* ---- wanting ---- */

size_t
lookup_ids(struct arena *arena, const struct db_value *value, int64_t **ids)
{
	struct str rest = value->bytes;
	size_t count = 0;

	*ids = arena_make_array(arena, int64_t, BOOK_LOOKUPS);
	if (value->type == DB_INT)
		(*ids)[count++] = value->integer;
	while (value->type == DB_TEXT && rest.at != NULL && count < BOOK_LOOKUPS) {
		struct str part = str_cut(&rest, '|');

		if (part.length > 0 && str_to_int(part, &(*ids)[count]))
			count++;
	}
	return count;
}

void
book_want_staff(struct book *book, int64_t staff)
{
	add(book->rq->arena, &book->staff, staff);
}

void
book_want(struct book *book, const struct field *field, const struct db_value *value)
{
	struct arena *arena = book->rq->arena;
	int64_t *ids;
	size_t count;

	if (value->type == DB_NULL)
		return;
	switch (field->type) {
	case FIELD_STAFF:
		add(arena, &book->staff, value->integer);
		break;
	case FIELD_FILE:
	case FIELD_IMAGE:
	case FIELD_SIGNATURE:
		add(arena, &book->files, value->integer);
		break;
	case FIELD_LOOKUP:
	case FIELD_LOOKUPS:
		count = lookup_ids(arena, value, &ids);
		for (size_t i = 0; i < count; i++)
			add(arena, &book->of_module[field->target->index], ids[i]);
		break;
	default:
		break;
	}
}

void
book_want_record(struct book *book, const struct module *module, const struct record *record)
{
	for (size_t i = 0; i < module->field_count; i++)
		book_want(book, &module->fields[i], &record->cells[i]);
}

/* ---- looking up ---- */

static void
look_up_records(struct book *book, const struct module *module, struct page_ids *set)
{
	const struct access *access = record_access(book->rq, module);

	while (set->looked_up < set->count) {
		size_t count, lot = set->count - set->looked_up;
		struct record_name *names;

		if (lot > BOOK_IDS)
			lot = BOOK_IDS;
		names = record_names(book->rq->tx, access, set->ids + set->looked_up, lot, &count);
		for (size_t i = 0; i < count; i++) {
			size_t place = place_of(set, names[i].id);

			if (place < set->count)
				set->found[place] = names[i].name;
		}
		set->looked_up += lot;
	}
}

static void
look_up_staff(struct book *book, struct page_ids *set)
{
	size_t count, lot = set->count - set->looked_up;
	struct staff_name *names = staff_names(book->rq->tx, set->ids + set->looked_up, lot, &count);

	for (size_t i = set->looked_up; viewer_sees_samples(book->rq->viewer) && i < set->count; i++)
		set->found[i] = sample_staff_name(set->ids[i]);
	for (size_t i = 0; i < count; i++)
		set->found[place_of(set, names[i].id)] = names[i].name;
	set->looked_up = set->count;
}

static void
look_up_files(struct book *book, struct page_ids *set)
{
	size_t count, lot = set->count - set->looked_up;
	struct attachment *files = attachments_of_ids(book->rq->tx, set->ids + set->looked_up, lot, &count);

	for (size_t i = 0; i < count; i++)
		set->found[place_of(set, files[i].id)] = &files[i];
	set->looked_up = set->count;
}

void
book_look_up(struct book *book)
{
	const struct catalogue *catalogue = book->rq->rights->catalogue;

	for (size_t m = 0; m < catalogue->module_count; m++)
		if (book->of_module[m].looked_up < book->of_module[m].count)
			look_up_records(book, &catalogue->modules[m], &book->of_module[m]);
	if (book->staff.looked_up < book->staff.count)
		look_up_staff(book, &book->staff);
	if (book->files.looked_up < book->files.count)
		look_up_files(book, &book->files);
}

const char *
book_name(const struct book *book, const struct module *module, int64_t id)
{
	return found(&book->of_module[module->index], id);
}

const char *
book_staff(const struct book *book, int64_t staff)
{
	return found(&book->staff, staff);
}

const struct attachment *
book_file(const struct book *book, int64_t file)
{
	return found(&book->files, file);
}
