/* notification: the kinds clients are told of, each with its sentence and the page it leads to. */
#include "portal/notification.h"

#include "base/arena.h"
#include "base/id.h"
#include "core/feature.h"
#include "core/house.h"

static const struct notification_kind kinds[] = {
	{"invoice.issued", N_("Your invoice {{title}} is ready"), .icon = "receipt", .folder = "invoices"},
	{"credit_note.issued", N_("Your credit note {{title}} is ready"), .icon = "receipt", .folder = "invoices"},
	{"invoice.paid", N_("Invoice {{title}} is paid, thank you"), .icon = "circle-check", .folder = "invoices"},
};

const struct notification_kind *
notification_kind_of(const char *name)
{
	for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++)
		if (text_equal(kinds[i].name, name))
			return &kinds[i];
	return NULL;
}

/* As the page of the portal that it leads to. */
bool
notification_is_seen(const struct house *house, const struct viewer *viewer, const struct notification *notification)
{
	const struct notification_kind *kind = notification_kind_of(notification->kind);

	for (size_t f = 0; kind != NULL && f < house->feature_count; f++)
		for (size_t i = 0; i < house->features[f]->navigation_count; i++) {
			const struct navigation *item = &house->features[f]->navigation[i];

			if (item->area == AREA_PORTAL && text_equal(item->path + 1, kind->folder) &&
			    !viewer_may_see(viewer, item->seen_by))
				return false;
		}
	return true;
}

static const char *
href_of(struct arena *arena, const struct notification *notification, const char *home, const char *folder)
{
	char id[ID_LENGTH + 1];

	id_print(id, notification->object);
	return arena_printf(arena, "%s/%s/%s", home, folder, id);
}

struct doc *
notification_doc(struct arena *arena, const struct notification *notification, const char *home)
{
	const struct notification_kind *kind = notification_kind_of(notification->kind);
	struct doc *row = doc_object(arena), *values = doc_object(arena);

	doc_set_text(values, "title", notification->title == NULL ? "" : notification->title);
	doc_set_id(row, "id", notification->id);
	doc_set_text(row, "kind", notification->kind);
	doc_set_id(row, "object", notification->object);
	doc_set_text(row, "title", notification->title);
	doc_set_message(row, "sentence", kind == NULL ? "{{title}}" : kind->english, values);
	doc_set_text(row, "icon", kind == NULL ? "bell" : kind->icon);
	doc_set_text(row, "href",
		     kind == NULL || notification->object == 0 ? NULL
							       : href_of(arena, notification, home, kind->folder));
	doc_set_instant(row, "created_at", notification->created_at);
	doc_set_bool(row, "unread", notification->unread);
	return row;
}
