/* activity: kinds of actions and of files, and the bars that show how much was done when. */
#include "folders/activity.h"

#include "base/arena.h"
#include "base/doc.h"
#include "base/instant.h"
#include "base/str.h"
#include "records/attachment.h"

#include <string.h>

/* ---- kinds of actions ---- */

const char *const activity_type_names[] = {"sent",   "fetched", "arranged", "removed",	"rights",
					   "people", "client",	"invoices", "requests", NULL};

/* What ends in a dot stands for all that begin with it. */
static const char *const actions[ACTIVITY_TYPES][10] = {
	[ACTIVITY_SENT] = {"file.put", "file.version", "file.infected"},
	[ACTIVITY_FETCHED] = {"file.download", "file.view", "folder.download"},
	[ACTIVITY_ARRANGED] = {"folder.create", "folder.rename", "folder.move", "folder.copy", "folder_tree.apply",
			       "file.rename", "file.move", "file.copy"},
	[ACTIVITY_REMOVED] = {"file.remove", "file.restore", "folder.remove", "folder.restore"},
	[ACTIVITY_RIGHTS] = {"folder.right", "folder.cascade", "folder.cascade_undo", "folder.rights_kept",
			     "client.staff_change", "client.groups_change"},
	[ACTIVITY_PEOPLE] = {"client.contact_add", "client.contact_change", "client.contact_remove",
			     "portal.client_chosen", "console.preview", "invitation."},
	[ACTIVITY_CLIENT] = {"client.create", "client.change", "client.remove", "client.archive", "client.unarchive",
			     "client_sheet.", "record.merge"},
	[ACTIVITY_INVOICES] = {"invoice.", "payment."},
	[ACTIVITY_DEMANDS] = {"demand."},
};

const char *
activity_type_label(enum activity_type type)
{
	static const char *const labels[ACTIVITY_TYPES] = {
		[ACTIVITY_SENT] = N_("Files added"),
		[ACTIVITY_FETCHED] = N_("Files downloaded or looked at"),
		[ACTIVITY_ARRANGED] = N_("Renamed, moved, copied"),
		[ACTIVITY_REMOVED] = N_("Removed and brought back"),
		[ACTIVITY_RIGHTS] = N_("Rights"),
		[ACTIVITY_PEOPLE] = N_("Contacts and portal"),
		[ACTIVITY_CLIENT] = N_("The client’s details"),
		[ACTIVITY_INVOICES] = N_("Invoices and payments"),
		[ACTIVITY_DEMANDS] = N_("Document requests"),
	};

	return labels[type];
}

static bool
is_beginning(const char *text)
{
	return text[strlen(text) - 1] == '.';
}

enum activity_type
activity_type_of(const char *action)
{
	for (int type = 0; type < ACTIVITY_TYPES; type++)
		for (const char *const *at = actions[type]; *at != NULL; at++)
			if (is_beginning(*at) ? str_starts(str_of(action), str_of(*at)) : text_equal(action, *at))
				return (enum activity_type)type;
	return ACTIVITY_TYPES;
}

void
sql_activity_type(struct sql *sql, const char *action, enum activity_type type)
{
	sql_add(sql, "(");
	sql_activity_type_by(sql, action, type, "", " or ");
	sql_add(sql, ")");
}

void
sql_activity_type_by(struct sql *sql, const char *action, enum activity_type type, const char *before,
		     const char *between)
{
	for (const char *const *at = actions[type]; *at != NULL; at++) {
		sql_printf(sql, "%s%s", at == actions[type] ? "" : between, before);
		if (is_beginning(*at))
			sql_printf(sql, "(%s >= '%s' and %s < '%s~')", action, *at, action, *at);
		else
			sql_printf(sql, "%s = '%s'", action, *at);
	}
}

/* ---- kinds of files ---- */

const char *const file_kind_names[] = {"picture", "pdf", "office", "text", "sound", "video", "archive", "other", NULL};

const char *
file_kind_label(const char *name)
{
	static const char *const labels[] = {N_("Picture"), N_("PDF"),	 N_("Office document"), N_("Text"),
					     N_("Sound"),   N_("Video"), N_("Archive"),		N_("Other")};

	for (size_t i = 0; file_kind_names[i] != NULL; i++)
		if (text_equal(file_kind_names[i], name))
			return labels[i];
	return NULL;
}

/* By how their media types begin; the first that fits. */
static const struct beginning {
	const char *type, *kind;
} beginnings[] = {
	{"image/", "picture"},
	{"application/pdf", "pdf"},
	{"application/vnd.openxmlformats-officedocument", "office"},
	{"application/vnd.oasis.opendocument", "office"},
	{"application/vnd.ms-", "office"},
	{"application/msword", "office"},
	{"application/rtf", "office"},
	{"text/", "text"},
	{"audio/", "sound"},
	{"video/", "video"},
	{"application/zip", "archive"},
	{"application/gzip", "archive"},
	{"application/x-tar", "archive"},
	{"application/x-7z", "archive"},
	{"application/vnd.rar", "archive"},
	{"application/x-rar", "archive"},
};

const char *
file_kind_of(const char *type)
{
	for (size_t i = 0; type != NULL && i < sizeof beginnings / sizeof beginnings[0]; i++)
		if (str_starts(str_of(type), str_of(beginnings[i].type)))
			return beginnings[i].kind;
	return "other";
}

/* ---- for the journal ---- */

const struct audit_place *
activity_of_folder(struct arena *arena, int64_t folder, const char *name)
{
	struct audit_place *place = arena_make(arena, struct audit_place);

	*place = (struct audit_place){.folder = folder};
	if (!text_empty(name)) {
		place->name = name;
		place->words = file_words_key(arena, name);
	}
	return place;
}

const struct audit_place *
activity_of_file(struct arena *arena, const struct file *file)
{
	struct audit_place *place = arena_make(arena, struct audit_place);

	*place = (struct audit_place){.folder = file->folder_id,
				      .file = file->id,
				      .name = file->name,
				      .words = file_words_key(arena, file->name),
				      .kind = file_kind_of(file->content.type)};
	return place;
}

/* ---- bars ---- */

const char *const bar_unit_names[] = {"day", "week", "month", NULL};

/* The first day of what a day lies in; weeks begin on Monday (ISO 8601), and 1970-01-01 was a Thursday. */
static int32_t
begin_of(enum bar_unit unit, int32_t day)
{
	struct calendar_day parts;

	switch (unit) {
	case BAR_WEEK:
		return day - (((day + 3) % 7) + 7) % 7;
	case BAR_MONTH:
		parts = day_parts(day);
		return day_of(parts.year, parts.month, 1);
	case BAR_DAY:
	case BAR_UNITS:
		break;
	}
	return day;
}

static int32_t
next_of(enum bar_unit unit, int32_t from, int step)
{
	return unit == BAR_DAY ? from + step : unit == BAR_WEEK ? from + 7 * step : day_add_months(from, step);
}

void
bars_lay(struct bars *bars, int32_t from, int32_t until)
{
	int32_t first, earliest;

	*bars = (struct bars){.unit = BAR_DAY};
	if (until - from >= BARS_MOST)
		bars->unit = until - from >= 7 * (BARS_MOST - 1) ? BAR_MONTH : BAR_WEEK;
	first = begin_of(bars->unit, from);
	earliest = next_of(bars->unit, begin_of(bars->unit, until), 1 - BARS_MOST);
	if (first < earliest)
		first = earliest;
	for (; first <= until && bars->count < BARS_MOST; first = next_of(bars->unit, first, 1))
		bars->bars[bars->count++].from = first;
}

void
bars_add(struct bars *bars, int32_t day)
{
	size_t at = bars->count;

	while (at > 0 && bars->bars[at - 1].from > day)
		at--;
	if (at == 0)
		return;
	bars->total++;
	if (++bars->bars[at - 1].count > bars->most)
		bars->most = bars->bars[at - 1].count;
}
