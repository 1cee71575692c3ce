/* activity_export_web: writes activities into a table in portions, each read in a short transaction of its own. */
#include "folders/activity_export.h"

#include "base/arena.h"
#include "base/instant.h"
#include "core/portions.h"
#include "html/zone.h"
#include "modules/condition.h"
#include "sys/file_name.h"

enum { PORTION = 500 };

struct exporting {
	const struct house *house;
	struct activity_query query;
	bool aimed; /* until its floor is reached */
	struct activity_reader reader;
	struct sheet_style style;
	const char *locale, *zone;
	struct arena *portion;
	struct builder *out; /* where the sheet goes now */
	struct sheet_writer *sheet;
};

static bool
take(void *data, const void *bytes, size_t size)
{
	struct exporting *exporting = data;

	build_bytes(exporting->out, bytes, size);
	return true;
}

/* ---- rows ---- */

static void
add(struct exporting *exporting, const struct formats *formats, const char *english)
{
	if (text_empty(english))
		sheet_add_empty(exporting->sheet);
	else
		sheet_add_text(exporting->sheet, str_of(formats_translate(formats, english)));
}

/* What somebody typed: never looked up among our own words. */
static void
add_typed(struct exporting *exporting, const char *text)
{
	if (text_empty(text))
		sheet_add_empty(exporting->sheet);
	else
		sheet_add_text(exporting->sheet, str_of(text));
}

static void
begin(struct exporting *exporting, struct arena *arena, const struct formats *formats)
{
	static const char *const headings[] = {
		N_("When"),  N_("Who"),	   N_("Kind of person"), N_("In a preview"), N_("What"),
		N_("Name"),  N_("Before"), N_("Kind of file"),	 N_("Folder"),	     N_("Concerning"),
		N_("Right"), N_("Device"), N_("Connection"),
	};

	static const int widths[] = {18, 24, 16, 14, 30, 40, 40, 18, 30, 30, 14, 24, 12};

	exporting->style.name = formats_translate(formats, N_("Activities"));
	exporting->style.widths = widths;
	exporting->style.width_count = sizeof widths / sizeof widths[0];
	exporting->sheet = sheet_writer(arena, &exporting->style, (struct zip_sink){take, exporting});
	for (size_t i = 0; i < sizeof headings / sizeof headings[0]; i++)
		add(exporting, formats, headings[i]);
	sheet_end_row(exporting->sheet);
}

static void
add_row(struct exporting *exporting, const struct formats *formats, const struct activity_told *told)
{
	const struct activity *activity = told->activity;

	sheet_add_time(exporting->sheet, zone_local(exporting->zone, activity->at));
	add_typed(exporting, told->actor);
	add(exporting, formats, told->actor_kind);
	add(exporting, formats, activity->preview ? N_("Yes") : NULL);
	add(exporting, formats, told->action);
	add_typed(exporting, activity->name);
	add_typed(exporting, told->was);
	add(exporting, formats, file_kind_label(activity->kind));
	add_typed(exporting, activity->folder_name);
	if (told->about_name != NULL)
		add_typed(exporting, told->about_name);
	else
		add(exporting, formats, told->about);
	add(exporting, formats, activity_right_words(told->level));
	add_typed(exporting, activity->device);
	add_typed(exporting, told->connection);
	sheet_end_row(exporting->sheet);
}

static enum portion
write_portion(void *data, struct builder *out)
{
	struct exporting *exporting = data;
	const struct formats *formats = formats_for(exporting->house->translations, exporting->locale, exporting->zone);
	struct activity_query *query = &exporting->query;
	const struct activity *list;
	const struct activity_told *told;
	enum db_trouble trouble;
	struct tx *tx;
	size_t count;
	bool whole;

	exporting->out = out;
	arena_reset(exporting->portion);
	tx = db_read(exporting->house->db, exporting->portion);
	if (!exporting->aimed)
		activity_aim(tx, query, ACTIVITIES_FEW, ACTIVITIES_LOOK);
	list = activity_list(tx, query, &count);
	told = activities_tell(tx, &exporting->reader, list, count);
	trouble = tx_trouble(tx);
	for (size_t i = 0; trouble == DB_FINE && i < count; i++)
		add_row(exporting, formats, &told[i]);
	exporting->aimed = whole = count == query->limit;
	if (whole || query->floor_seq != 0) {
		query->before_at = whole ? list[count - 1].at : query->floor_at;
		query->before_seq = whole ? list[count - 1].seq : query->floor_seq;
	}
	db_read_end(tx);
	if (trouble != DB_FINE)
		return PORTION_FAILED;
	if (whole || query->floor_seq != 0)
		return PORTION_MORE;
	return sheet_end(exporting->sheet) ? PORTION_LAST : PORTION_FAILED;
}

/* ---- the reply ---- */

static void
leave(void *data)
{
	struct exporting *exporting = data;

	arena_free(exporting->portion);
}

struct reply
activity_export_reply(struct request *rq, const struct activity_query *query, enum sheet_format format,
		      const char *client)
{
	struct exporting *exporting = arena_make(rq->arena, struct exporting);
	struct builder head = builder_new(rq->arena, 0);
	const struct activity_reader reader = activity_reader_of(rq);
	bool comma = text_equal(reader.language, "fr"); /* what spreadsheets of the country take for a decimal sign */
	struct reply reply;

	*exporting = (struct exporting){
		.house = rq->house,
		.query = *query,
		.reader = reader,
		.style = {.format = format, .separator = comma ? ';' : ',', .decimal = comma ? ',' : '.'},
		.locale = arena_text(rq->arena, formats_locale(rq->formats)),
		.zone = rq->moment->zone,
		.portion = arena_new(0),
		.out = &head};
	arena_at_end(rq->arena, leave, exporting);
	exporting->query.limit = PORTION;
	exporting->query.before_seq = 0;
	begin(exporting, rq->arena, rq->formats);
	reply = reply_portions(rq,
			       format == SHEET_CSV
				       ? "text/csv; charset=utf-8"
				       : "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
			       builder_str(&head), write_portion, exporting);
	reply.file_name = file_name_safe(
		rq->arena, str_of(arena_printf(rq->arena, "%s %s.%s", formats_translate(rq->formats, N_("Activities")),
					       client, sheet_format_names[format])));
	reply.attachment = true;
	return reply;
}
