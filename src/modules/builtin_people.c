/* builtin_people: the modules of those one deals with: leads, clients, contacts, vendors. */
#include "modules/builtin.h"

const struct builtin_choice builtin_origins[] = {
	{"website", N_("Website"), "neutral"},	 {"phone", N_("Telephone"), "neutral"},
	{"referral", N_("Referral"), "neutral"}, {"event", N_("Event"), "neutral"},
	{"other", N_("Other"), "neutral"},	 {NULL},
};

static const struct builtin_choice lead_states[] = {
	{"new", N_("New"), "info"},
	{"contacted", N_("Contacted"), "neutral"},
	{"qualified", N_("Qualified"), "good"},
	{"converted", N_("Converted"), "good"},
	{"lost", N_("Lost"), "bad"},
	{NULL},
};

static const struct builtin_field lead_fields[] = {
	{.name = "name", .type = FIELD_TEXT, .label = N_("Name"), .required = true},
	{.name = "company", .type = FIELD_TEXT, .label = N_("Company")},
	{.name = "email", .type = FIELD_EMAIL, .label = N_("E-mail")},
	{.name = "phone", .type = FIELD_PHONE, .label = N_("Phone")},
	{.name = "origin", .type = FIELD_CHOICE, .label = N_("Origin"), .choices = builtin_origins},
	{.name = "state",
	 .type = FIELD_CHOICE,
	 .label = N_("State"),
	 .required = true,
	 .default_text = "new",
	 .choices = lead_states},
	{.name = "amount", .type = FIELD_MONEY, .label = N_("Expected amount")},
	{.name = "address", .type = FIELD_ADDRESS, .label = N_("Address")},
	{.name = "description", .type = FIELD_LONG_TEXT, .label = N_("Description")},
	{NULL},
};

static const struct builtin_choice client_kinds[] = {
	{"company", N_("Company"), "neutral"},
	{"household", N_("Household"), "neutral"},
	{NULL},
};

static const struct builtin_field client_fields[] = {
	{.name = "name", .type = FIELD_TEXT, .label = N_("Name"), .key = "name_key", .required = true},
	{.name = "number", .type = FIELD_NUMBER, .label = N_("Number")},
	{.name = "kind", .type = FIELD_CHOICE, .label = N_("Kind"), .required = true, .choices = client_kinds},
	{.name = "email", .type = FIELD_EMAIL, .label = N_("E-mail")},
	{.name = "phone", .type = FIELD_TEXT, .label = N_("Phone")},
	{.name = "street", .type = FIELD_LONG_TEXT, .label = N_("Street")},
	{.name = "postal_code", .type = FIELD_TEXT, .label = N_("Postal code")},
	{.name = "city", .type = FIELD_TEXT, .label = N_("Town")},
	{.name = "country", .type = FIELD_TEXT, .label = N_("Country")},
	{.name = "siret", .type = FIELD_TEXT, .label = N_("SIRET")},
	{.name = "vat_number", .type = FIELD_TEXT, .label = N_("VAT number")},
	{.name = "test", .type = FIELD_YES_NO, .label = N_("Test client")},
	{NULL},
};

static const struct builtin_field contact_fields[] = {
	{.name = "name",
	 .type = FIELD_TEXT,
	 .label = N_("Name"),
	 .column = "full_name",
	 .key = "name_key",
	 .required = true},
	{.name = "first_name", .type = FIELD_TEXT, .label = N_("First name")},
	{.name = "last_name", .type = FIELD_TEXT, .label = N_("Last name"), .required = true},
	{.name = "email", .type = FIELD_EMAIL, .label = N_("E-mail")},
	{.name = "mobile", .type = FIELD_PHONE, .label = N_("Mobile")},
	{NULL},
};

static const struct builtin_field vendor_fields[] = {
	{.name = "name", .type = FIELD_TEXT, .label = N_("Name"), .required = true},
	{.name = "email", .type = FIELD_EMAIL, .label = N_("E-mail")},
	{.name = "phone", .type = FIELD_PHONE, .label = N_("Phone")},
	{.name = "website", .type = FIELD_LINK, .label = N_("Website")},
	{.name = "siret",
	 .type = FIELD_TEXT,
	 .label = N_("SIRET"),
	 .settings = "{\"longest\": 14, \"pattern\": \"[0-9]{14}\"}"},
	{.name = "vat_number", .type = FIELD_TEXT, .label = N_("VAT number"), .settings = "{\"longest\": 20}"},
	{.name = "address", .type = FIELD_ADDRESS, .label = N_("Address")},
	{.name = "description", .type = FIELD_LONG_TEXT, .label = N_("Description")},
	{NULL},
};

const struct builtin_module builtin_people[] = {
	{.name = "leads",
	 .table = "lead",
	 .singular = N_("Lead"),
	 .plural = N_("Leads"),
	 .icon = "user-plus",
	 .naming = "name",
	 .sharing = SHARING_READ,
	 .fields = lead_fields},
	{.name = "clients",
	 .table = "client",
	 .singular = N_("Client"),
	 .plural = N_("Clients"),
	 .icon = "building",
	 .naming = "name",
	 .kept_by = "clients",
	 .sharing = SHARING_WRITE,
	 .fields = client_fields},
	{.name = "contacts",
	 .table = "contact",
	 .singular = N_("Contact"),
	 .plural = N_("Contacts"),
	 .icon = "user",
	 .naming = "name",
	 .kept_by = "clients",
	 .sharing = SHARING_WRITE,
	 .fields = contact_fields},
	{.name = "vendors",
	 .table = "vendor",
	 .singular = N_("Vendor"),
	 .plural = N_("Vendors"),
	 .icon = "building",
	 .naming = "name",
	 .sharing = SHARING_WRITE,
	 .fields = vendor_fields},
	{NULL},
};
