/* button_picture: the pictures a button may have, each with its name. */
#include "actions/button.h"

static const struct {
	const char *icon, *label;
} pictures[] = {
	{.icon = "receipt", N_("Receipt")},
	{.icon = "credit-card", N_("Bank card")},
	{.icon = "coin", N_("Coin")},
	{.icon = "mail", N_("Letter")},
	{.icon = "message", N_("Message")},
	{.icon = "phone", N_("Telephone")},
	{.icon = "user", N_("Person")},
	{.icon = "users", N_("People")},
	{.icon = "bell", N_("Bell")},
	{.icon = "calendar", N_("Calendar")},
	{.icon = "clock", N_("Clock")},
	{.icon = "file-text", N_("Document")},
	{.icon = "folder", N_("Folder")},
	{.icon = "upload", N_("Send a file")},
	{.icon = "download", N_("Fetch a file")},
	{.icon = "signature", N_("Signature")},
	{.icon = "forms", N_("Form")},
	{.icon = "checklist", N_("Things to tick off")},
	{.icon = "help", N_("Question mark")},
	{.icon = "info-circle", N_("Information")},
	{.icon = "book", N_("Book")},
	{.icon = "world", N_("Globe")},
	{.icon = "link", N_("Link")},
	{.icon = "share", N_("Share")},
	{.icon = "map-pin", N_("Place on a map")},
	{.icon = "building-store", N_("Shop")},
	{.icon = "home", N_("House")},
	{.icon = "truck", N_("Lorry")},
	{.icon = "tool", N_("Spanner")},
	{.icon = "solar-panel", N_("Solar panel")},
	{.icon = "camera", N_("Camera")},
	{.icon = "photo", N_("Picture")},
	{.icon = "ticket", N_("Ticket")},
	{.icon = "gift", N_("Gift")},
	{.icon = "star", N_("Star")},
	{.icon = "heart", N_("Heart")},
};

enum { PICTURES = sizeof pictures / sizeof pictures[0] };

const char *
button_icon_label(const char *name)
{
	for (size_t i = 0; i < PICTURES; i++)
		if (text_equal(pictures[i].icon, name))
			return pictures[i].label;
	return NULL;
}

bool
button_icon_is_offered(const char *name)
{
	return button_icon_label(name) != NULL;
}

void
button_add_icons(struct doc *list, const char *chosen)
{
	const char *current = button_icon_is_offered(chosen) ? chosen : pictures[0].icon;

	for (size_t i = 0; i < PICTURES; i++) {
		struct doc *row = doc_add_object(list);

		doc_set_text(row, "icon", pictures[i].icon);
		doc_set_word(row, "label", pictures[i].icon, pictures[i].label);
		doc_set_bool(row, "current", text_equal(pictures[i].icon, current));
	}
}
