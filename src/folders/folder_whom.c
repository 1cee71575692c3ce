/* folder_whom: what is said of folders, told as it concerns one person or group: the rule, with rows at hand. */
#include "folders/folder_whom.h"

static bool
is_of(const struct folder_whom *whom, int64_t crew)
{
	for (size_t i = 0; i < whom->crew_count; i++)
		if (whom->crews[i] == crew)
			return true;
	return false;
}

bool
folder_whom_hears(const struct folder_whom *whom, const struct folder_right *right)
{
	const struct folder_person *person = &whom->person;

	switch (right->whose) {
	case WHOSE_CONTACT:
		return !person->staff && person->id != 0 && right->who_id == person->id;
	case WHOSE_STAFF:
		return person->staff && person->id != 0 && right->who_id == person->id;
	case WHOSE_USER_TYPE:
		return !person->staff && person->user_type != 0 && right->who_id == person->user_type;
	case WHOSE_CREW:
		return person->staff && is_of(whom, right->who_id);
	case WHOSE_CONTACTS:
		return !person->staff;
	case WHOSE_COLLEAGUES:
		return person->staff;
	case FOLDER_WHOSE:
		break;
	}
	return false;
}

struct folder_sight
folder_sight_along(const struct folder_whom *whom, const struct folder_right *rights, size_t count, const int64_t *way,
		   size_t way_count)
{
	struct folder_sight sight = folder_sight_unsaid;

	for (size_t step = 0; step < way_count; step++)
		for (size_t i = 0; i < count; i++)
			if (rights[i].folder_id == way[step] && folder_whom_hears(whom, &rights[i]))
				folder_sight_add(&sight, folder_class_of(rights[i].whose), rights[i].level, way[step]);
	return sight;
}

enum folder_level
folder_whom_level(const struct folder_whom *whom, const struct folder_sight *sight)
{
	const struct folder_access access = {.person = whom->person};
	const struct folder_sights sights = {*sight, folder_sight_unsaid};

	return folder_level_by(&access, &sights);
}
