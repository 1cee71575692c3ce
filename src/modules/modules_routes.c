/* modules_routes: every address of the settings of modules, all of them administrators'. The words "form" and "order"
 * stand where names of modules and fields stand too: nothing is called so. */
#include "modules/field_form.h"
#include "modules/handlers.h"
#include "modules/modules.h"

#define HOME   "/console/settings/modules"
#define LABELS "singular.fr singular.en plural.fr plural.en icon"
#define LAYOUT                                                                                                         \
	"name do version sections.*.title.fr sections.*.title.en sections.*.columns sections.*.fields.*.field "        \
	"sections.*.fields.*.required sections.*.fields.*.wide"

const struct route module_routes[MODULE_ROUTES] = {
	{HTTP_GET, HOME, STAFF, &module_write, module_list_page,
	 "The modules: made here, built in (each with its sub-forms), and out of use"},
	{HTTP_GET, HOME "/form", STAFF, &module_write, module_new_form,
	 "The form of a new module; `parent` makes it a sub-form"},
	{HTTP_POST, HOME, STAFF, &module_write, module_new, "Makes a module, or a sub-form of `parent`, with its table",
	 .fields = LABELS " name naming.fr naming.en sharing parent"},
	{HTTP_GET, HOME "/{module}", STAFF, &module_write, module_settings_page, "The names and the icon of a module"},
	{HTTP_POST, HOME "/{module}", STAFF, &module_write, module_settings_change,
	 "Changes the names and the icon of a module", .fields = LABELS " version"},
	{HTTP_POST, HOME "/{module}/retirement", STAFF, &module_write, module_retirement,
	 "Takes a module out of use; its records are kept. 409 says what still uses it", .fields = "version"},
	{HTTP_POST, HOME "/{module}/restoration", STAFF, &module_write, module_restoration,
	 "Brings a module back into use"},

	{HTTP_GET, HOME "/{module}/fields", STAFF, &module_write, field_list_page,
	 "The fields of a module in their order, those every module has, and those out of use"},
	{HTTP_GET, HOME "/{module}/fields/form", STAFF, &module_write, field_new_form,
	 "The types there are; with `type`, the form of a new field of that type"},
	{HTTP_POST, HOME "/{module}/fields", STAFF, &module_write, field_new, "Adds a field, and its column",
	 .fields = FIELD_FORM_FIELDS},
	{HTTP_POST, HOME "/{module}/fields/order", STAFF, &module_write, field_order,
	 "Orders fields: `move` (\"plate:2\", counted from 0) or `fields`, the names in their order",
	 .fields = "move fields.*"},
	{HTTP_GET, HOME "/{module}/formula", STAFF, &module_write, field_formula_check,
	 "Whether `settings.formula` is right, and where it goes wrong"},
	{HTTP_GET, HOME "/{module}/fields/{field}", STAFF, &module_write, field_change_form, "The form of a field"},
	{HTTP_POST, HOME "/{module}/fields/{field}", STAFF, &module_write, field_changed, "Changes a field",
	 .fields = FIELD_FORM_FIELDS},
	{HTTP_POST, HOME "/{module}/fields/{field}/retirement", STAFF, &module_write, field_retirement,
	 "Takes a field out of use; what it holds is kept. 409 says what still uses it", .fields = "version"},
	{HTTP_POST, HOME "/{module}/fields/{field}/restoration", STAFF, &module_write, field_restoration,
	 "Brings a field back into use"},

	{HTTP_GET, HOME "/{module}/layouts", STAFF, &module_write, layout_list_page, "The layouts of a module"},
	{HTTP_GET, HOME "/{module}/layouts/form", STAFF, &module_write, layout_new_form,
	 "The editor of a new layout, which begins as the first one is"},
	{HTTP_POST, HOME "/{module}/layouts", STAFF, &module_write, layout_new,
	 "Adds a layout; without `sections`, one like the first", .fields = LAYOUT},
	{HTTP_GET, HOME "/{module}/layouts/{layout}", STAFF, &module_write, layout_show, "The editor of a layout"},
	{HTTP_POST, HOME "/{module}/layouts/{layout}", STAFF, &module_write, layout_change,
	 "Changes a layout; with `do`, only shows it moved", .fields = LAYOUT},
	{HTTP_POST, HOME "/{module}/layouts/{layout}/removal", STAFF, &module_write, layout_removal,
	 "Deletes a layout; forms that used it have the first one"},
};
