/* sheet_store: an attribute is a row of its own, of a client or of a template alike. */
#include "sheets/sheet_store.h"

#include "base/arena.h"
#include "base/id.h"
#include "base/str.h"
#include "core/weakened.h"
#include "html/format.h"

#include <stddef.h>

static const struct db_column columns[] = {
	DB_COLUMN_INT64(struct sheet_attribute, id),
	DB_COLUMN_INT64(struct sheet_attribute, version),
	DB_COLUMN_TEXT(struct sheet_attribute, label),
	DB_COLUMN_ENUM(struct sheet_attribute, type, field_type_names),
	DB_COLUMN_TEXT(struct sheet_attribute, choices),
	DB_COLUMN_BOOL(struct sheet_attribute, required),
	DB_COLUMN_BOOL(struct sheet_attribute, in_portal),
	DB_COLUMN_TEXT(struct sheet_attribute, value),
};
static const struct db_shape shape = DB_SHAPE(struct sheet_attribute, columns);

#define ATTRIBUTES "select id, version, label, type, choices, required, in_portal, value from sheet_attribute "

static const char *
key_of(struct tx *tx, const char *text)
{
	return text_fold(tx_arena(tx), text);
}

struct sheet_attribute *
sheet_attributes(struct tx *tx, int64_t sheet, size_t *count)
{
	return db_list(tx, &shape, count, ATTRIBUTES "where sheet_id = $1 order by position, id", db_int(sheet));
}

struct sheet_attribute *
sheet_attributes_in_portal(struct tx *tx, int64_t client, size_t *count)
{
	if (weakened(CHECK_SHEET_PORTAL))
		return sheet_attributes(tx, client, count);
	return db_list(tx, &shape, count,
		       ATTRIBUTES "where sheet_id = $1 and in_portal = 1 and value is not null order by position, id",
		       db_int(client));
}

struct sheet_attribute *
sheet_attribute_find(struct tx *tx, int64_t sheet, int64_t id)
{
	return db_find(tx, &shape, ATTRIBUTES "where sheet_id = $1 and id = $2", db_int(sheet), db_int(id));
}

int64_t
sheet_add(struct tx *tx, int64_t sheet, const struct sheet_attribute *attribute)
{
	int64_t id = id_new();
	int64_t added = db_run(
		tx,
		"insert into sheet_attribute (id, sheet_id, position, label, label_key, type, choices, required, in_portal, "
		"version) select cast($1 as bigint), cast($2 as bigint), coalesce(max(position), 0) + 1, cast($3 as text), "
		"cast($4 as text), cast($5 as text), cast($6 as text), cast($7 as bigint), cast($8 as bigint), 1 "
		"from sheet_attribute where sheet_id = $2 on conflict (sheet_id, label_key) do nothing",
		db_int(id), db_int(sheet), db_text(attribute->label), db_text(key_of(tx, attribute->label)),
		db_text(field_type_names[attribute->type]), db_text(attribute->choices), db_int(attribute->required),
		db_int(attribute->in_portal));

	return added == 1 ? id : 0;
}

bool
sheet_change(struct tx *tx, const struct sheet_attribute *attribute)
{
	return db_run(tx,
		      "update sheet_attribute set label = $1, label_key = $2, type = $3, choices = $4, required = $5, "
		      "in_portal = $6, version = version + 1 where id = $7 and version = $8",
		      db_text(attribute->label), db_text(key_of(tx, attribute->label)),
		      db_text(field_type_names[attribute->type]), db_text(attribute->choices),
		      db_int(attribute->required), db_int(attribute->in_portal), db_int(attribute->id),
		      db_int(attribute->version)) == 1;
}

void
sheet_fill(struct tx *tx, int64_t attribute, const char *value, const char *key)
{
	db_run(tx, "update sheet_attribute set value = $1, value_key = $2, version = version + 1 where id = $3",
	       db_text(value), db_text(key), db_int(attribute));
}

void
sheet_take(struct tx *tx, int64_t sheet, int64_t attribute)
{
	db_run(tx, "delete from sheet_attribute where sheet_id = $1 and id = $2", db_int(sheet), db_int(attribute));
}

void
sheet_order(struct tx *tx, int64_t sheet, const int64_t *ids, size_t count)
{
	for (size_t i = 0; i < count; i++)
		db_run(tx,
		       "update sheet_attribute set position = $1 where sheet_id = $2 and id = $3 and position <> $1",
		       db_int((int64_t)i + 1), db_int(sheet), db_int(ids[i]));
}

void
sheet_forget(struct tx *tx, int64_t sheet)
{
	db_run(tx, "delete from sheet_attribute where sheet_id = $1", db_int(sheet));
}

/* ---- a template's onto a client ---- */

static const struct sheet_attribute *
called(struct tx *tx, const struct sheet_attribute *list, size_t count, const char *label)
{
	for (size_t i = 0; i < count; i++)
		if (sheet_has_label(tx_arena(tx), &list[i], 1, label))
			return &list[i];
	return NULL;
}

struct sheet_loading
sheet_load(struct tx *tx, int64_t client, int64_t template)
{
	size_t own_count, count;
	const struct sheet_attribute *own = sheet_attributes(tx, client, &own_count);
	const struct sheet_attribute *wanted = sheet_attributes(tx, template, &count);
	struct sheet_loading loading = {
		.there = arena_make_array(tx_arena(tx), const struct sheet_attribute *, count + 1)};

	for (size_t i = 0; i < count; i++) {
		const struct sheet_attribute *there = called(tx, own, own_count, wanted[i].label);

		if (there != NULL)
			loading.there[loading.there_count++] = there;
	}
	loading.full = own_count + count - loading.there_count > SHEET_ATTRIBUTES;
	for (size_t i = 0; !loading.full && i < count; i++)
		if (sheet_add(tx, client, &wanted[i]) != 0)
			loading.added_count++;
	return loading;
}

/* ---- two clients become one ---- */

struct labels {
	const struct sheet_attribute *there, *going; /* going: some of them will be there under their own label */
	size_t there_count, going_count;
};

/* "Roof (Anne Sorel)", and were that there as well "Roof (Anne Sorel) 2". */
static const char *
label_beside(struct tx *tx, const struct labels *taken, const char *label, const char *name)
{
	struct arena *arena = tx_arena(tx);
	const char *base = arena_printf(arena, "%s (%s)", label, name), *beside = base;

	for (int i = 2; sheet_has_label(arena, taken->there, taken->there_count, beside) ||
			sheet_has_label(arena, taken->going, taken->going_count, beside);
	     i++)
		beside = arena_printf(arena, "%s %d", base, i);
	return beside;
}

static void
move(struct tx *tx, int64_t attribute, int64_t to, const char *label)
{
	db_run(tx,
	       "update sheet_attribute set sheet_id = $1, label = $2, label_key = $3, position = (select "
	       "coalesce(max(other.position), 0) + 1 from sheet_attribute other where other.sheet_id = $1) where id = $4",
	       db_int(to), db_text(label), db_text(key_of(tx, label)), db_int(attribute));
}

void
sheet_join(struct tx *tx, int64_t from, int64_t to, const char *name)
{
	size_t from_count, count;
	const struct sheet_attribute *going = sheet_attributes(tx, from, &from_count);
	const struct sheet_attribute *there = sheet_attributes(tx, to, &count);
	const struct labels taken = {there, going, count, from_count};

	for (size_t i = 0; i < from_count; i++) {
		const struct sheet_attribute *same = called(tx, there, count, going[i].label);

		if (same == NULL)
			move(tx, going[i].id, to, going[i].label);
		else if (same->value == NULL && same->type == going[i].type && same->type != FIELD_CHOICE &&
			 (going[i].in_portal || !same->in_portal)) /* what no contact read, none reads now */
			db_run(tx,
			       "update sheet_attribute set value = (select other.value from sheet_attribute other where "
			       "other.id = $1), value_key = (select other.value_key from sheet_attribute other where "
			       "other.id = $1), version = version + 1 where id = $2",
			       db_int(going[i].id), db_int(same->id));
		else if (going[i].value != NULL && !text_equal(going[i].value, same->value))
			move(tx, going[i].id, to, label_beside(tx, &taken, going[i].label, name));
	}
	sheet_forget(tx, from);
}
