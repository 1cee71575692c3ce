/* tree_view_web: a template as contacts would see a client's folders after it. */
#include "trees/handlers.h"

#include "base/arena.h"
#include "trees/tree_page.h"
#include "trees/tree_store.h"

static bool
read_eyes(struct request *rq, struct tree_eyes *eyes, const struct contact_type *types, size_t count)
{
	const char *who = form_text(rq->form, "who");

	*eyes = (struct tree_eyes){WHOSE_CONTACTS, 0};
	if (who == NULL)
		return true;
	if (!folder_whom_read_code(who, &eyes->whose, &eyes->user_type))
		return false;
	for (size_t i = 0; i < count; i++)
		if (eyes->whose == WHOSE_USER_TYPE && types[i].id == eyes->user_type)
			return true;
	return eyes->whose == WHOSE_CONTACTS || eyes->whose == WHOSE_COLLEAGUES;
}

static void
add_eyes(struct request *rq, struct doc *page, const struct tree_eyes *now, enum folder_whose whose, int64_t who,
	 const char *name)
{
	struct doc *choice = doc_add_object((struct doc *)doc_get_list(page, "eyes"));
	const char *code = folder_whom_code(rq->arena, whose, who);

	doc_set_text(choice, "code", code);
	doc_set_text(choice, "name", name);
	doc_set_bool(choice, "current", now->whose == whose && now->user_type == who);
}

struct reply
tree_view(struct request *rq)
{
	const struct tree *tree = tree_find(rq->tx, rq->viewer, path_id(rq, "tree"));
	struct doc *page = doc_object(rq->arena);
	size_t count;
	const struct contact_type *types = contact_types(rq, &count);
	struct tree_eyes eyes;

	if (tree == NULL || !read_eyes(rq, &eyes, types, count))
		return reply_not_found(rq);
	doc_set(page, "tree", tree_doc(rq, tree));
	doc_set_list(page, "eyes");
	add_eyes(rq, page, &eyes, WHOSE_CONTACTS, 0, formats_translate(rq->formats, N_("All contacts")));
	for (size_t i = 0; i < count; i++)
		add_eyes(rq, page, &eyes, WHOSE_USER_TYPE, types[i].id, types[i].name);
	add_eyes(rq, page, &eyes, WHOSE_COLLEAGUES, 0, formats_translate(rq->formats, N_("All folders")));
	doc_set_bool(page, "all", eyes.whose == WHOSE_COLLEAGUES);
	doc_set_bool(page, "may_manage", viewer_may(rq->viewer, &tree_write));
	tree_add_seen(rq, page, &tree_shapes(rq->tx, &tree->id, 1)[0], &eyes);
	return reply_page(rq, "tree_view", page);
}
