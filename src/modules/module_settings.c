/* module_settings: the pictures a module may have, and the three ways to share, each with its sentence. */
#include "modules/module_settings.h"

struct picture {
	const char *icon, *label;
};

static const struct picture pictures[] = {
	{.icon = "folder", N_("Folder")},
	{.icon = "file-text", N_("Document")},
	{.icon = "clipboard-list", N_("List on a clipboard")},
	{.icon = "list", N_("List")},
	{.icon = "checklist", N_("Things to tick off")},
	{.icon = "forms", N_("Form")},
	{.icon = "book", N_("Book")},
	{.icon = "archive", N_("Archive box")},
	{.icon = "briefcase", N_("Briefcase")},
	{.icon = "users", N_("People")},
	{.icon = "user", N_("Person")},
	{.icon = "address-book", N_("Address book")},
	{.icon = "building", N_("Building")},
	{.icon = "building-store", N_("Shop")},
	{.icon = "building-warehouse", N_("Warehouse")},
	{.icon = "home", N_("House")},
	{.icon = "key", N_("Key")},
	{.icon = "map-pin", N_("Place on a map")},
	{.icon = "calendar", N_("Calendar")},
	{.icon = "clock", N_("Clock")},
	{.icon = "car", N_("Car")},
	{.icon = "truck", N_("Lorry")},
	{.icon = "tractor", N_("Tractor")},
	{.icon = "bike", N_("Bicycle")},
	{.icon = "ship", N_("Ship")},
	{.icon = "plane", N_("Aeroplane")},
	{.icon = "engine", N_("Engine")},
	{.icon = "battery", N_("Battery")},
	{.icon = "bolt", N_("Lightning")},
	{.icon = "solar-panel", N_("Solar panel")},
	{.icon = "bulb", N_("Light bulb")},
	{.icon = "flame", N_("Flame")},
	{.icon = "snowflake", N_("Snowflake")},
	{.icon = "droplet", N_("Drop")},
	{.icon = "plant", N_("Plant")},
	{.icon = "leaf", N_("Leaf")},
	{.icon = "tool", N_("Spanner")},
	{.icon = "hammer", N_("Hammer")},
	{.icon = "paint", N_("Paint roller")},
	{.icon = "ladder", N_("Ladder")},
	{.icon = "scissors", N_("Scissors")},
	{.icon = "package", N_("Parcel")},
	{.icon = "box", N_("Box")},
	{.icon = "tag", N_("Price tag")},
	{.icon = "gift", N_("Gift")},
	{.icon = "shirt", N_("Shirt")},
	{.icon = "bed", N_("Bed")},
	{.icon = "tools-kitchen-2", N_("Fork and knife")},
	{.icon = "stethoscope", N_("Stethoscope")},
	{.icon = "paw", N_("Paw")},
	{.icon = "school", N_("School")},
	{.icon = "certificate", N_("Certificate")},
	{.icon = "shield-check", N_("Shield")},
	{.icon = "camera", N_("Camera")},
	{.icon = "photo", N_("Picture")},
	{.icon = "ticket", N_("Ticket")},
	{.icon = "message", N_("Message")},
	{.icon = "mail", N_("Letter")},
	{.icon = "phone", N_("Telephone")},
	{.icon = "receipt", N_("Receipt")},
	{.icon = "coin", N_("Coin")},
	{.icon = "chart-bar", N_("Chart")},
	{.icon = "target", N_("Target")},
	{.icon = "rocket", N_("Rocket")},
	{.icon = "star", N_("Star")},
	{.icon = "heart", N_("Heart")},
	{.icon = "flag", N_("Flag")},
};

bool
module_icon_is_offered(const char *name)
{
	for (size_t i = 0; i < sizeof pictures / sizeof pictures[0]; i++)
		if (text_equal(pictures[i].icon, name))
			return true;
	return false;
}

static void
add_picture(struct doc *list, const struct picture *picture, const char *chosen)
{
	struct doc *row = doc_add_object(list);

	doc_set_text(row, "icon", picture->icon);
	doc_set_word(row, "label", picture->icon, picture->label);
	doc_set_bool(row, "current", text_equal(picture->icon, chosen));
}

void
module_add_icons(struct settings *settings, const char *chosen)
{
	const char *typed = settings->rq->http->method == HTTP_POST ? form_text(settings->rq->form, "icon") : NULL;
	const char *shown = module_icon_is_offered(typed) ? typed : text_empty(chosen) ? pictures[0].icon : chosen;
	struct doc *list = doc_set_list(settings->page, "icons");

	if (!module_icon_is_offered(shown))
		add_picture(list, &(struct picture){shown, N_("The one it has")}, shown);
	for (size_t i = 0; i < sizeof pictures / sizeof pictures[0]; i++)
		add_picture(list, &pictures[i], shown);
}

/* ---- sharing ---- */

static const struct {
	const char *label, *about;
} sharings[] = {
	[SHARING_PRIVATE] = {N_("Everyone their own"),
			     N_("Everyone sees the records that are theirs, and those of the people below them. For "
				"what is followed by one person, such as leads.")},
	[SHARING_READ] = {N_("Everyone sees, the owner changes"),
			  N_("All staff see every record; only the one it belongs to, and those above them, change "
			     "it. Good for most things.")},
	[SHARING_WRITE] = {N_("Everyone sees and changes"),
			   N_("All staff see, change and delete every record. For a small team that does everything "
			      "together.")},
};

const char *
sharing_label(enum sharing sharing)
{
	return sharings[sharing].label;
}

void
module_add_sharings(struct settings *settings, enum sharing chosen)
{
	const char *typed = settings->rq->http->method == HTTP_POST ? form_text(settings->rq->form, "sharing") : NULL;
	struct doc *list = doc_set_list(settings->page, "sharings");

	for (int i = SHARING_PRIVATE; i <= SHARING_WRITE; i++) {
		struct doc *row = settings_option(
			list, sharing_names[i], typed == NULL ? i == (int)chosen : text_equal(typed, sharing_names[i]));

		doc_set_word(row, "label", sharing_names[i], sharings[i].label);
		doc_set_message(row, "about", sharings[i].about, NULL);
	}
}
