/* duplicates: what this feature offers to the house. */
#include "duplicates/duplicates.h"

#include "duplicates/pages.h"

#define MODULE "/console/records/{module}"

static const struct route routes[] = {
	{HTTP_GET, MODULE "/duplicates", STAFF, &any_staff, duplicates_of_module,
	 "Records of a module that may be the same, in groups with what they have in common; `after` where to go on"},
	{HTTP_POST, MODULE "/duplicates/apart", STAFF, &any_staff, duplicates_apart,
	 "Says that the records `ids` are not the same: they are not suggested together again", .fields = "ids.* next"},
	{HTTP_GET, MODULE "/merge", STAFF, &any_staff, merge_form,
	 "Two to five records `ids` side by side: their values, and what each would bring along"},
	{HTTP_POST, MODULE "/merge", STAFF, &any_staff, merge_run,
	 "Merges records: `survivor` stays, `others` go into the bin; `values` says for a field from which record it is "
	 "taken (else the survivor's stays), `versions` which version of each record was seen",
	 .fields = "survivor ids.* others.* values.* versions.*"},
	{HTTP_GET, MODULE "/{record}/duplicates", STAFF, &any_staff, duplicates_of_record,
	 "Records that may be the same as this one, and by what"},
};

const struct feature duplicates = {
	.name = "duplicates",
	.routes = routes,
	.route_count = sizeof routes / sizeof routes[0],
	.export_person = export_nothing,
	.erase_person = erase_nothing,
};
