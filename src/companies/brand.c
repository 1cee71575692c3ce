/* brand: what a layout shows of a company, and the initials that stand for a missing logo. */
#include "companies/companies.h"

#include "base/arena.h"
#include "base/doc.h"
#include "base/id.h"

#include <inttypes.h>

/* The first character of a word, whole in UTF-8. */
static size_t
first_character(struct str word)
{
	size_t length = 1;

	while (length < word.length && ((unsigned char)word.at[length] & 0xC0) == 0x80)
		length++;
	return length;
}

const char *
brand_initials(struct arena *arena, const char *name)
{
	struct builder out = builder_new(arena, 0);
	struct str rest = str_of(name);
	int count = 0;

	while (rest.at != NULL && count < 2) {
		struct str word = str_cut(&rest, ' ');
		bool lower = word.length > 0 && word.at[0] >= 'a' && word.at[0] <= 'z';

		if (word.length == 0 || (lower && count > 0) || word.at[0] == '&')
			continue;
		build_bytes(&out, word.at, first_character(word));
		count++;
	}
	return builder_text(&out);
}

static void
add_address(struct doc *brand, const struct company *company)
{
	struct doc *lines = doc_set_list(brand, "address_lines");
	struct str rest = str_of(company->street);

	while (rest.at != NULL && rest.length > 0) {
		struct str line = str_cut(&rest, '\n');

		if (line.length > 0)
			doc_add_text(lines, arena_text_of(brand->arena, line.at, line.length));
	}
	if (!text_empty(company->city))
		doc_add_text(lines, text_empty(company->postal_code)
					    ? company->city
					    : arena_printf(brand->arena, "%s %s", company->postal_code, company->city));
}

/* A telephone number as a link takes it: without the blanks and dots people read it by; NULL when there is none. */
static const char *
dialled(struct arena *arena, const char *phone)
{
	struct builder out = builder_new(arena, 0);

	if (phone == NULL)
		return NULL;
	for (const char *at = phone; *at != '\0'; at++)
		if ((*at >= '0' && *at <= '9') || *at == '+')
			build_bytes(&out, at, 1);
	return builder_text(&out);
}

struct doc *
company_brand(struct arena *arena, const struct company *company)
{
	struct doc *brand = doc_object(arena);
	char id[ID_LENGTH + 1];

	id_print(id, company->id);
	doc_set_text(brand, "name", company->name);
	doc_set_text(brand, "initials", brand_initials(arena, company->name));
	doc_set_text(brand, "logo",
		     company->logo_blob == NULL
			     ? NULL
			     : arena_printf(arena, "/brand/%s/logo.png?v=%" PRId64, id, company->version));
	doc_set_text(brand, "icon", arena_printf(arena, "/brand/%s/icon.png?v=%" PRId64, id, company->version));
	doc_set_text(brand, "touch_icon",
		     arena_printf(arena, "/brand/%s/touch-icon.png?v=%" PRId64, id, company->version));
	doc_set_text(brand, "css", arena_printf(arena, "/brand/%s/brand.css?v=%" PRId64, id, company->version));
	add_address(brand, company);
	doc_set_text(brand, "phone", company->phone);
	doc_set_text(brand, "phone_number", dialled(arena, company->phone));
	doc_set_text(brand, "email", company->email);
	doc_set_text(brand, "website", company->website);
	return brand;
}
