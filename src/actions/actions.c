/* actions: what this feature offers to the house. */
#include "actions/actions.h"

#include "actions/button_store.h"
#include "actions/handlers.h"

#define ONE    BUTTONS_HOME "/{button}"
#define FIELDS "text_fr text_en icon style target page url types.* do"

static const struct permission *const permissions[] = {&button_write};

static const struct access_rule access[] = {
	{.table = "portal_button", .staff = "1 = 1", .client = "portal_button.shown = 1"},
};

static const struct route routes[] = {
	{HTTP_GET, BUTTONS_HOME, STAFF, &button_write, button_list_page,
	 "The buttons on the portal’s home, in their order: where each leads, and what keeps it from being seen"},
	{HTTP_GET, BUTTONS_HOME "/form", STAFF, &button_write, button_blank_page,
	 "The form of a new button: the icons, targets and pages one may choose among"},
	{HTTP_GET, BUTTONS_HOME "/colours.css", STAFF, &button_write, button_colours,
	 "The company’s colours, for the preview"},
	{HTTP_POST, BUTTONS_HOME, STAFF, &button_write, button_new,
	 "Adds a button at the end of the list, twelve at most. `text_fr`, `text_en`: up to 60 characters, one of them may "
	 "be empty; `style`: primary or plain; `target`: page (with `page`, \"/records/tickets\" for a tab), mail, call or web (with `url`, https only); `types`: ids of the user types whose people see it, without them everybody. "
	 "With `do` show it only answers how the portal would look",
	 .fields = FIELDS},
	{HTTP_POST, BUTTONS_HOME "/order", STAFF, &button_write, button_order,
	 "Puts the buttons into another order: `order` names each of them once; or `do` is up:ID, down:ID or place:ID:INDEX",
	 .fields = "do order.*"},
	{HTTP_GET, ONE, STAFF, &button_write, button_form_page, "One button, and its form"},
	{HTTP_POST, ONE, STAFF, &button_write, button_change,
	 "Changes a button; with `do` show it only answers how it would look", .fields = FIELDS " version"},
	{HTTP_POST, ONE "/hiding", STAFF, &button_write, button_hiding, "Hides a button from clients"},
	{HTTP_POST, ONE "/showing", STAFF, &button_write, button_showing, "Shows a hidden button again"},
	{HTTP_POST, ONE "/removal", STAFF, &button_write, button_removal, "Deletes a button"},
	{HTTP_DELETE, ONE, STAFF, &button_write, button_removal, "Deletes a button"},
};

static const struct card portal_cards[] = {{.fill = actions_card, .any_person = true}};

size_t
buttons_shown(struct tx *tx, const struct viewer *viewer)
{
	size_t count, shown = 0;
	const struct button *buttons = button_list(tx, viewer, &count);

	for (size_t i = 0; i < count; i++)
		shown += buttons[i].shown;
	return shown;
}

const struct feature actions = {
	.name = "actions",
	.routes = routes,
	.route_count = sizeof routes / sizeof routes[0],
	.permissions = permissions,
	.permission_count = sizeof permissions / sizeof permissions[0],
	.access = access,
	.access_count = sizeof access / sizeof access[0],
	.portal_cards = portal_cards,
	.portal_card_count = sizeof portal_cards / sizeof portal_cards[0],
	.export_person = export_nothing,
	.erase_person = erase_nothing,
};
