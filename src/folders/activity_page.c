/* activity_page: reads what is searched for among activities, and lays the lines out by days. */
#include "folders/activity_page.h"

#include "base/arena.h"
#include "base/instant.h"
#include "clients/clients.h"
#include "console/console.h"
#include "core/form_page.h"
#include "core/page.h"
#include "folders/file_page.h"
#include "folders/folder_whom.h"
#include "records/module_page.h"
#include "rights/rights.h"

enum {
	LINES = 50,
	LINES_MOST = 1000,
	COUNTED = 10000,
	FOLDERS_SHOWN = 200,
	STRIP_HEIGHT = 48,
	BAR_STEP = 12,
	DAYS_LEAST = 20
};

/* ---- what is asked ---- */

static bool
sees_invoices(struct request *rq)
{
	const struct module *module = module_named(rq->rights->catalogue, "invoices");
	const struct access *access = module == NULL || rq->portal != NULL ? NULL : record_access(rq, module);

	return access != NULL && access->plan->whole_rows && (access->plan->may & MAY_VIEW);
}

/* "staff.0c4m…" or "contact.0c4m…". */
static void
read_who(struct request *rq, struct activity_query *query)
{
	const char *code = form_text(rq->form, "who");
	enum folder_whose whose;

	if (text_empty(code))
		return;
	if (!folder_whom_read_code(code, &whose, &query->actor) || folder_class_of(whose) != CLASS_PERSON) {
		form_error(rq->form, "who", N_("Please choose somebody of the list."), NULL);
		query->actor = 0;
		return;
	}
	query->actor_kind = whose == WHOSE_STAFF ? "staff" : "contact";
}

static void
read_period(struct request *rq, struct activity_query *query)
{
	int32_t from = form_read_day(rq->form, "from", FORM_OPTIONAL),
		until = form_read_day(rq->form, "until", FORM_OPTIONAL);

	if (from != NO_DAY && until != NO_DAY && until < from)
		form_error(rq->form, "until", N_("This day is before the first one."), NULL);
	else if (until != NO_DAY)
		query->before = format_start_of(rq->formats, until + 1);
	if (from != NO_DAY)
		query->from = format_start_of(rq->formats, from);
}

bool
activity_query_read(struct request *rq, const struct folder_access *access, struct activity_query *query)
{
	int64_t in = form_read_id(rq->form, "in", FORM_OPTIONAL);
	int64_t lines = form_read_int(rq->form, "lines", FORM_OPTIONAL, 1, LINES_MOST);
	int kind = form_read_choice(rq->form, "kind", FORM_OPTIONAL, file_kind_names),
	    type = form_read_choice(rq->form, "type", FORM_OPTIONAL, activity_type_names);
	struct cursor cursor = page_cursor(rq);

	*query = (struct activity_query){.access = access,
					 .root = folder_find(rq->tx, access, access->client),
					 .without_invoices = !sees_invoices(rq),
					 .without_rights = access->person.cap != FOLDER_FULL ||
							   !viewer_may(rq->viewer, &client_work),
					 .with_gone = viewer_may(rq->viewer, &audit_read),
					 .own = rq->portal != NULL,
					 .words = form_text(rq->form, "q"),
					 .kind = kind < 0 ? NULL : file_kind_names[kind],
					 .type = type < 0 ? ACTIVITY_TYPES : (enum activity_type)type,
					 .from = NO_INSTANT,
					 .before = NO_INSTANT,
					 .limit = form_has(rq->form, "lines") && lines > 0 ? (size_t)lines : LINES};
	if (text_empty(query->words) || *file_words_key(rq->arena, query->words) == '\0')
		query->words = NULL;
	read_period(rq, query);
	if (!query->own)
		read_who(rq, query);
	if (cursor.given) {
		query->before_at = cursor.number;
		query->before_seq = cursor.id;
	}
	query->in = in == 0 ? query->root : folder_find(rq->tx, access, in);
	if (query->in != NULL)
		activity_aim(rq->tx, query, ACTIVITIES_FEW, ACTIVITIES_LOOK);
	return query->in != NULL;
}

/* ---- lines ---- */

static void
set_word(struct doc *line, const char *name, const char *code, const char *english)
{
	if (english == NULL)
		doc_set_null(line, name);
	else
		doc_set_word(line, name, code, english);
}

static void
set_right(struct doc *line, const char *name, int level)
{
	set_word(line, name, level < 0 ? "" : folder_level_names[level], activity_right_words(level));
}

static const char *
icon_of(const struct activity *activity)
{
	static const char *const icons[] = {"upload", "download",     "pencil",	 "trash",     "key",
					    "users",  "address-book", "receipt", "checklist", "history"};

	return text_equal(activity->action, "file.view") ? "eye" : icons[activity_type_of(activity->action)];
}

/* Its folder is told where it is not the line's own subject. */
static void
set_place(struct request *rq, struct doc *line, const struct activity *activity, int64_t client)
{
	const struct folder folder = {.id = activity->folder_id, .client_id = client, .name = activity->folder_name};
	bool subject = activity->folder_id != 0 && activity->file_id == 0;

	if (subject && activity->name == NULL)
		doc_set_text(line, "name", folder_name(rq, &folder));
	doc_set_text(line, "href",
		     activity->file_there		 ? file_href(rq, client, activity->file_id, "")
		     : subject && activity->folder_there ? folder_href(rq, &folder, "")
							 : NULL);
	doc_set_text(line, "folder_name",
		     subject || (folder.name == NULL && folder.id != client) ? NULL : folder_name(rq, &folder));
	doc_set_text(line, "folder_href", activity->folder_there ? folder_href(rq, &folder, "") : NULL);
}

static struct doc *
line_doc(struct request *rq, const struct activity_told *told, int64_t client)
{
	const struct activity *activity = told->activity;
	struct doc *line = doc_object(rq->arena);
	bool portal = rq->portal != NULL;

	doc_set_int(line, "seq", activity->seq);
	doc_set_instant(line, "at", activity->at);
	doc_set_text(line, "icon", icon_of(activity));
	doc_set_word(line, "action", activity->action, told->action);
	doc_set_word(line, "actor_kind", activity->actor_kind, told->actor_kind);
	doc_set_text(line, "actor", told->actor);
	doc_set_bool(line, "preview", activity->preview);
	doc_set_bool(line, "refused", activity->refused);
	doc_set_text(line, "name", activity->name);
	doc_set_text(line, "was", told->was);
	set_word(line, "kind", activity->kind, file_kind_label(activity->kind));
	set_right(line, "level", told->level);
	set_right(line, "before", told->before);
	if (told->about_name != NULL)
		doc_set_text(line, "about", told->about_name);
	else
		set_word(line, "about", told->about_code, told->about);
	doc_set_text(line, "device", portal ? NULL : activity->device);
	doc_set_text(line, "connection", told->connection);
	set_place(rq, line, activity, client);
	return line;
}

static void
add_lines(struct request *rq, struct doc *page, const struct activity_query *query)
{
	struct doc *days = doc_set_list(page, "days"), *lines = NULL;
	struct activity_query more = *query;
	const struct activity_reader reader = activity_reader_of(rq);
	struct cursor last = {.given = false};
	int32_t day = NO_DAY;
	size_t count, shown;
	const struct activity *list;
	const struct activity_told *told;

	more.limit++;
	list = activity_list(rq->tx, &more, &count);
	shown = count > query->limit ? query->limit : count;
	told = activities_tell(rq->tx, &reader, list, shown);
	for (size_t i = 0; i < shown; i++) {
		int32_t of = format_day_of(rq->formats, list[i].at);

		if (of != day) {
			struct doc *entry = doc_add_object(days);

			doc_set_day(entry, "day", of);
			lines = doc_set_list(entry, "lines");
		}
		day = of;
		doc_add(lines, line_doc(rq, &told[i], query->access->client));
		last = (struct cursor){.number = list[i].at, .id = list[i].seq};
	}
	if (count == shown && query->floor_seq != 0)
		last = (struct cursor){.number = query->floor_at, .id = query->floor_seq};
	doc_set_bool(page, "has_lines", shown > 0);
	doc_set_bool(page, "paged", shown > 0 || query->floor_seq != 0);
	if (count == shown && query->floor_seq != 0)
		doc_set_day(page, "looked_back_to", format_day_of(rq->formats, query->floor_at));
	else
		doc_set_null(page, "looked_back_to");
	page_links(rq, page, count > shown || query->floor_seq != 0, &last);
}

/* ---- how much was done when ---- */

static void
draw(struct doc *strip, const struct bars *bars)
{
	struct doc *list = doc_set_list(strip, "bars");

	for (size_t i = 0; i < bars->count; i++) {
		struct doc *bar = doc_add_object(list);
		int64_t height = bars->most == 0 ? 0 : bars->bars[i].count * STRIP_HEIGHT / bars->most;

		if (height == 0 && bars->bars[i].count > 0)
			height = 1;
		doc_set_day(bar, "from", bars->bars[i].from);
		doc_set_int(bar, "count", bars->bars[i].count);
		doc_set_int(bar, "x", (int64_t)i * BAR_STEP);
		doc_set_int(bar, "y", STRIP_HEIGHT - height);
		doc_set_int(bar, "height", height);
	}
	doc_set_int(strip, "width", (int64_t)bars->count * BAR_STEP);
	doc_set_int(strip, "height", STRIP_HEIGHT);
}

/* Of the newest 10,000, or of those that were looked at: a client of any size costs the same. From the first day asked
 * for, or of them. */
static void
add_strip(struct request *rq, struct doc *page, const struct activity_query *query)
{
	static const char *const labels[BAR_UNITS] = {N_("by day"), N_("by week"), N_("by month")};
	struct activity_query all = *query;
	struct bars bars;
	struct doc *strip;
	size_t count;
	const int64_t *times;
	int32_t first, last;

	all.before_seq = 0;
	times = activity_times(rq->tx, &all, COUNTED, &count);
	doc_set_null(page, "strip");
	if (count == 0)
		return;
	first = format_day_of(rq->formats, query->from != NO_INSTANT ? query->from : times[count - 1]);
	last = query->before != NO_INSTANT ? format_day_of(rq->formats, query->before - 1) : rq->moment->today;
	if (last < format_day_of(rq->formats, times[0]))
		last = format_day_of(rq->formats, times[0]);
	if (query->from == NO_INSTANT && last - first < DAYS_LEAST)
		first = last - DAYS_LEAST;
	bars_lay(&bars, first, last);
	for (size_t i = 0; i < count; i++)
		bars_add(&bars, format_day_of(rq->formats, times[i]));
	strip = doc_set_object(page, "strip");
	doc_set_word(strip, "unit", bar_unit_names[bars.unit], labels[bars.unit]);
	doc_set_day(strip, "from", bars.bars[0].from);
	doc_set_day(strip, "until", last);
	doc_set_int(strip, "most", bars.most);
	doc_set_int(strip, "total", bars.total);
	doc_set_bool(strip, "cut", count == COUNTED || query->floor_seq != 0);
	draw(strip, &bars);
}

/* ---- the form ---- */

static void
add_choice(struct doc *list, const char *code, const char *english, bool chosen)
{
	struct doc *choice = doc_add_object(list);

	doc_set_word(choice, "label", code, english);
	doc_set_bool(choice, "chosen", chosen);
}

static void
add_kinds(struct doc *page, const struct activity_query *query)
{
	struct doc *types = doc_set_list(page, "types"), *kinds = doc_set_list(page, "kinds");

	for (int type = 0; type < ACTIVITY_TYPES; type++)
		if (!query->own || type <= ACTIVITY_REMOVED)
			add_choice(types, activity_type_names[type], activity_type_label((enum activity_type)type),
				   query->type == (enum activity_type)type);
	for (const char *const *kind = file_kind_names; *kind != NULL; kind++)
		add_choice(kinds, *kind, file_kind_label(*kind), text_equal(*kind, query->kind));
}

static void
add_folder(struct request *rq, struct doc *list, const struct folder *folder, bool chosen)
{
	struct doc *choice = doc_add_object(list);

	doc_set_id(choice, "id", folder->id);
	doc_set_text(choice, "name", folder_name(rq, folder));
	doc_set_bool(choice, "chosen", chosen);
}

/* The chosen folder with those above it and those in it: so one goes down step by step. */
static void
add_folders(struct request *rq, struct doc *page, const struct activity_query *query)
{
	struct doc *list = doc_set_list(page, "folders");
	const struct folder *in = &query->in->folder, *above = NULL;
	const struct folder root = folder_root(query->access->client);
	size_t count = 0;
	const struct folder_seen *inside;

	if (in->id != root.id) {
		add_folder(rq, list, &root, false);
		above = folder_above(rq->tx, in, &count);
	}
	for (size_t i = 0; i < count; i++)
		add_folder(rq, list, &above[i], false);
	add_folder(rq, list, in, true);
	inside = folder_children(rq->tx, query->access, query->in, NULL, 0, FOLDERS_SHOWN, &count);
	for (size_t i = 0; i < count; i++)
		add_folder(rq, list, &inside[i].folder, false);
}

static void
add_people(struct request *rq, struct doc *page, const struct activity_query *query)
{
	const char *who = form_text(rq->form, "who");

	if (query->own) {
		doc_set_null(page, "people");
		return;
	}
	folder_whom_add_all(rq, query->access->client, true, who, doc_set_object(page, "people"));
	folder_whom_add_all(rq, query->access->client, false, who, doc_set_object(page, "contact_people"));
}

/* The same search, on one long page. */
static const char *
thousand_href(struct request *rq)
{
	struct str query = rq->http->query;

	return arena_printf(rq->arena, "%s?lines=%d%s%.*s", rq->http->path, LINES_MOST, query.length == 0 ? "" : "&",
			    (int)query.length, query.length == 0 ? "" : query.at);
}

void
activity_page_fill(struct request *rq, struct doc *page, const struct activity_query *query)
{
	bool narrowed = query->kind != NULL || query->type != ACTIVITY_TYPES || query->in != query->root ||
			query->from != NO_INSTANT || query->before != NO_INSTANT || query->actor != 0;

	doc_set_text(page, "q", query->words == NULL ? "" : query->words);
	doc_set_text(page, "home_href", rq->http->path);
	doc_set_bool(page, "narrowed", narrowed || form_failed(rq->form));
	doc_set_bool(page, "searched", narrowed || query->words != NULL);
	doc_set_bool(page, "at_once", query->limit < LINES_MOST && query->before_seq == 0);
	doc_set_text(page, "thousand_href", thousand_href(rq));
	add_kinds(page, query);
	add_folders(rq, page, query);
	add_people(rq, page, query);
	add_lines(rq, page, query);
	if (query->before_seq == 0)
		add_strip(rq, page, query);
	else
		doc_set_null(page, "strip");
	form_page(rq, page, ACTIVITY_FIELDS);
}
