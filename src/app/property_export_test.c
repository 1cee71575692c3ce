/* property_export_test: files that the job makes of what somebody's list shows, read back cell by cell. */
#include "app/property_door_test.h"

#include "base/arena.h"
#include "base/test.h"
#include "sheet/sheet.h"

#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

/* ---- asking ---- */

static void
forget_limits(struct tx *tx, void *data)
{
	(void)data;
	db_run(tx, "delete from rate");
}

static const char *
export_body(const struct visitor *visitor, const struct question *question, enum sheet_format format)
{
	struct doc *body = doc_object(visitor->arena);

	doc_set_text(body, "format", sheet_format_names[format]);
	if (question->filter != NULL)
		doc_set_text(body, "filter", question->filter);
	if (question->asked.search != NULL)
		doc_set_text(body, "q", question->asked.search);
	if (question->sort != NULL)
		doc_set_text(body, "sort", question->sort);
	if (question->names != NULL)
		doc_set_text(body, "fields", question->names);
	return told_json(visitor->arena, body);
}

static struct door_answer
ask_file(const struct visitor *visitor, const char *body)
{
	assert_int_equal(db_write(visitor->property->db, visitor->arena, forget_limits, NULL), DB_FINE);
	return door_ask(visitor->door, visitor->arena,
			&(struct door_request){.staff = visitor->naive.staff->id,
					       .method = HTTP_POST,
					       .path = told_path(visitor, "/export"),
					       .body = body});
}

/* ---- what is to be in it ---- */

/* As the guide says: what the record is called first, what everybody has last. */
static size_t
told_columns(const struct visitor *visitor, const struct question *question, const struct field **columns)
{
	const struct module *module = visitor->naive.sheet->module;
	size_t count = 0;

	for (size_t i = 0; question->names != NULL && i < question->field_count; i++)
		columns[count++] = question->fields[i];
	if (question->names != NULL)
		return count;
	if (naive_knows(&visitor->naive, module->naming))
		columns[count++] = module->naming;
	for (int system = 0; system < 2; system++)
		for (size_t f = 0; f < module->field_count; f++) {
			const struct field *field = &module->fields[f];

			if (field->system == (system == 1) && field != module->naming &&
			    naive_knows(&visitor->naive, field))
				columns[count++] = field;
		}
	return count;
}

static bool
is_blank(const struct visitor *visitor, const struct copy *row, const struct field **columns, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (told_text(visitor, row, columns[i], false)[0] != '\0')
			return false;
	return true;
}

static bool
same_cells(const struct visitor *visitor, const struct sheet *file, const struct copy *row,
	   const struct field **columns, size_t count, bool workbook)
{
	for (size_t i = 0; i < count; i++) {
		const char *told = told_text(visitor, row, columns[i], workbook);
		struct str cell = sheet_cell(file, i);

		if (str_equal(cell, str_of(told)))
			continue;
		if (!visitor->property->quiet)
			print_message("%s is “%.*s” for “%s”\n", columns[i]->name, (int)cell.length, cell.at, told);
		return false;
	}
	return true;
}

static bool
same_headings(const struct sheet *file, const struct field **columns, size_t count)
{
	if (sheet_columns(file) != count)
		return false;
	for (size_t i = 0; i < count; i++)
		if (strcmp(sheet_heading(file, i), label_text(&columns[i]->label, "en")) != 0)
			return false;
	return true;
}

static bool
same_table(const struct visitor *visitor, const struct question *question, int fd, bool workbook)
{
	const struct field *columns[PROPERTY_FIELDS + QUESTION_FIELDS];
	size_t count = told_columns(visitor, question, columns);
	struct sheet_error error = {0};
	struct sheet *file = count == 0 ? NULL : sheet_open(visitor->arena, fd, &error);

	if (count == 0)
		return true;
	if (file == NULL || !same_headings(file, columns, count))
		return false;
	for (size_t i = 0; i < question->row_count; i++)
		if (!is_blank(visitor, question->rows[i], columns, count) &&
		    (!sheet_next(file, &error) ||
		     !same_cells(visitor, file, question->rows[i], columns, count, workbook)))
			return false;
	return !sheet_next(file, &error);
}

static bool
same_file(const struct visitor *visitor, const struct question *question, const struct door_answer *made, bool workbook)
{
	const char *id = doc_get_text(doc_get(made->json, STR("export")), "id");
	struct door_answer file;
	bool same;
	int fd;

	if (made->status != 200 || id == NULL)
		return false;
	door_run_export(visitor->door, visitor->arena, id);
	file = door_get(visitor->door, visitor->arena, visitor->naive.staff->id,
			arena_printf(visitor->arena, "/console/exports/%s/file", id), NULL);
	if (file.status != 200)
		return false;
	fd = memfd_create("export", MFD_CLOEXEC);
	assert_int_equal(write(fd, file.text, file.length), file.length);
	same = same_table(visitor, question, fd, workbook);
	close(fd);
	return same;
}

void
visit_to_export(const struct visitor *visitor)
{
	bool may = naive_may(&visitor->naive) & MAY_EXPORT && visitor->naive.sheet->parent == NULL;

	for (int format = 0; format < 2; format++) {
		struct question question = question_draw(visitor);
		const char *body = export_body(visitor, &question, (enum sheet_format)format);
		struct door_answer answer = ask_file(visitor, body);
		bool same = !may	       ? answer.status == 404
			    : question.refused ? answer.status == 422
					       : same_file(visitor, &question, &answer, format == SHEET_XLSX);

		told_case(visitor, same, "export", body);
	}
}
