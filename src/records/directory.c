/* directory: names of records through the plan of the one who asks; colleagues know each other. */
#include "records/directory.h"

#include "html/format.h"
#include "records/module_page.h"
#include "records/staff_name.h"

enum { LOOKED_THROUGH = 50 }; /* names that begin alike, the exact ones first */

static const struct access *
access_of(struct request *rq, const char *module)
{
	const struct module *found = module_named(rq->rights->catalogue, module);

	return found == NULL ? NULL : record_access(rq, found);
}

static const char *
name_of(struct request *rq, const char *module, int64_t id)
{
	size_t count = 0;

	if (module == NULL) {
		struct staff_name *names = staff_names(rq->tx, &id, 1, &count);

		return count == 0 ? NULL : names[0].name;
	} else {
		const struct access *access = access_of(rq, module);
		struct record_name *names = access == NULL ? NULL : record_names(rq->tx, access, &id, 1, &count);

		return count == 0 ? NULL : names[0].name;
	}
}

static bool
is_called(struct arena *arena, const char *name, const char *typed)
{
	return name != NULL && text_equal(text_fold(arena, name), text_fold(arena, typed));
}

static size_t
find_staff(struct request *rq, const char *typed, int64_t *ids, size_t limit)
{
	size_t count, found = 0;
	struct staff_name *names = staff_names_active(rq->tx, &count);

	for (size_t i = 0; i < count && found < limit; i++)
		if (is_called(rq->arena, names[i].name, typed) || is_called(rq->arena, names[i].email, typed))
			ids[found++] = names[i].id;
	return found;
}

static size_t
find(struct request *rq, const char *module, const char *typed, int64_t *ids, size_t limit)
{
	const struct access *access;
	struct record_name *names;
	size_t count = 0, found = 0;

	if (module == NULL)
		return find_staff(rq, typed, ids, limit);
	access = access_of(rq, module);
	if (access == NULL)
		return 0;
	names = record_suggestions(rq->tx, access, typed, LOOKED_THROUGH, &count);
	for (size_t i = 0; i < count && found < limit; i++)
		if (is_called(rq->arena, names[i].name, typed))
			ids[found++] = names[i].id;
	return found;
}

static void
add_staff(struct request *rq, struct doc *list)
{
	size_t count;
	struct staff_name *names = staff_names_active(rq->tx, &count);

	for (size_t i = 0; i < count; i++)
		doc_set_text(doc_add_object(list), "label", names[i].name);
}

static const char *
suggestions_href(struct request *rq, const char *module)
{
	const struct module *found = module_named(rq->rights->catalogue, module);

	return found == NULL ? NULL : module_path(rq, found, "/suggestions");
}

const struct directory record_directory = {
	.name = name_of,
	.find = find,
	.add_staff = add_staff,
	.suggestions_href = suggestions_href,
};
