/* folder_copy: goes through a folder, the one above always first, and makes each again below its copy. */
#include "folders/folder_copy.h"

#include "base/str.h"
#include "folders/file_note.h"
#include "folders/folder_page.h"

/* A folder, and what was made of it. */
struct pair {
	const struct folder_seen *from;
	struct folder made;
};

struct pairs {
	struct pair *all;
	size_t count;
};

static enum folder_outcome
copy_files(struct folder_copying *copying, const struct pair *pair)
{
	struct request *rq = copying->rq;
	enum folder_outcome outcome = FOLDER_DONE;
	size_t count;
	const struct file *files = files_in(rq->tx, copying->access, pair->from, NULL, 0, copying->left + 1, &count);

	if (count > copying->left)
		return FOLDER_TOO_MANY;
	copying->left -= count;
	for (size_t i = 0; i < count && outcome == FOLDER_DONE; i++) {
		int64_t id = 0;

		outcome = file_put(rq->tx, copying->access, pair->made.id, files[i].name, &files[i].content,
				   SAME_NUMBERED, &id);
		if (outcome != FOLDER_DONE)
			break;
		if (copying->beside != NULL)
			copying->beside(rq->tx, files[i].id, id);
		file_note(rq, "file.copy", &file_find(rq->tx, copying->access, id)->file, 0);
	}
	return outcome;
}

static enum folder_outcome
copy_one(struct folder_copying *copying, struct pair *pair, const struct folder *in, const char *name, bool deep)
{
	struct request *rq = copying->rq;
	int64_t id = 0;
	enum folder_outcome outcome = folder_create(rq->tx, copying->access, in->id, name, &id);

	if (outcome != FOLDER_DONE)
		return outcome;
	pair->made = (struct folder){
		.id = id, .client_id = copying->access->client, .path = folder_path_in(rq->arena, in, id)};
	if (copying->beside != NULL)
		copying->beside(rq->tx, pair->from->folder.id, id);
	folder_note_was(rq, "folder.copy", copying->access, id, name, NULL);
	return deep ? copy_files(copying, pair) : FOLDER_DONE;
}

static const struct pair *
pair_of(const struct pairs *pairs, int64_t from)
{
	for (size_t i = 0; i < pairs->count; i++)
		if (pairs->all[i].from->folder.id == from)
			return &pairs->all[i];
	return NULL;
}

static void
say(struct tx *tx, const struct pairs *pairs, const struct folder_right *rights, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		const struct pair *pair = pair_of(pairs, rights[i].folder_id);

		if (pair != NULL && pair->from->level == FOLDER_FULL)
			folder_right_set(tx, &pair->made, &rights[i]);
	}
}

static void
copy_rights(struct tx *tx, const struct pairs *pairs, const struct folder *from, const struct folder_keep *keep)
{
	size_t count;
	const struct folder_right *rights = folder_rights_beneath(tx, from, FOLDER_WHOSE, 0, &count);

	say(tx, pairs, rights, count);
	if (keep != NULL)
		say(tx, pairs, keep->writes.rights, keep->writes.count);
}

/* By path what lies in a folder comes right behind it, so that of each depth only the last one is needed. */
static enum folder_outcome
copy_beneath(struct folder_copying *copying, struct pairs *pairs, const struct folder_seen *inside, size_t count)
{
	const struct pair *last[FOLDER_DEPTH + 1] = {&pairs->all[0]};
	int top = folder_depth(&pairs->all[0].from->folder);
	enum folder_outcome outcome = FOLDER_DONE;

	for (size_t i = 0; i < count && outcome == FOLDER_DONE; i++) {
		struct pair *pair = &pairs->all[pairs->count++];
		int depth = folder_depth(&inside[i].folder) - top;

		pair->from = &inside[i];
		last[depth] = pair;
		outcome = copy_one(copying, pair, &last[depth - 1]->made, inside[i].folder.name, true);
	}
	return outcome;
}

static bool
closed_to(struct request *rq, const struct folder_access *access, int64_t id)
{
	const struct folder_seen *seen = folder_find(rq->tx, access, id);

	return seen == NULL || seen->level != FOLDER_FULL;
}

enum folder_outcome
folder_copy(struct folder_copying *copying, const struct folder_seen *from, int64_t in, const char *name, bool deep,
	    const struct folder_keep *keep, int64_t *made)
{
	struct request *rq = copying->rq;
	const struct folder_seen *inside = NULL, *to = folder_find(rq->tx, copying->access, in);
	struct pairs pairs = {.count = 1};
	size_t count = 0;
	enum folder_outcome outcome;

	if (to == NULL)
		return FOLDER_GONE;
	if (str_starts(str_of(to->folder.path), str_of(from->folder.path)))
		return FOLDER_INSIDE;
	if (keep != NULL && folder_holds_others(rq->tx, copying->access, from))
		return FOLDER_HOLDS;
	if (keep != NULL && keep->too_many)
		return FOLDER_CROWDED;
	if (deep)
		inside = folder_beneath(rq->tx, copying->access, from, NULL, copying->left + 1, &count);
	if (count >= copying->left)
		return FOLDER_TOO_MANY;
	copying->left -= count + 1;
	pairs.all = arena_make_array(rq->arena, struct pair, count + 1);
	pairs.all[0].from = from;
	outcome = copy_one(copying, &pairs.all[0], &to->folder, name, deep);
	if (outcome == FOLDER_DONE)
		outcome = copy_beneath(copying, &pairs, inside, count);
	if (outcome != FOLDER_DONE)
		return outcome;
	copy_rights(rq->tx, &pairs, &from->folder, keep);
	*made = pairs.all[0].made.id;
	return closed_to(rq, copying->access, *made) ? FOLDER_CLOSED : FOLDER_DONE;
}
