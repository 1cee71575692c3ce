/* notice_web: how one wants to be told of new files, and of which clients a staff user wants to be told. */
#include "news/handlers.h"

#include "clients/clients.h"
#include "core/form_page.h"
#include "news/news_page.h"
#include "news/notice_store.h"
#include "records/record.h"
#include "rights/rights.h"
#include "sys/clock.h"

enum { FOLLOWED_SHOWN = 100 };

static const char *
whose(const struct request *rq)
{
	return rq->portal == NULL ? "staff" : "contact";
}

/* 0: nobody, in a preview: it shows what everybody begins with. */
static int64_t
oneself(const struct request *rq)
{
	return rq->portal == NULL ? rq->viewer->staff : rq->viewer->contact;
}

static const char *
notices_path(struct request *rq)
{
	return arena_printf(rq->arena, "%s/account/notices", home_path(rq));
}

void
notice_add_ways(struct doc *page, enum notice_way chosen)
{
	struct doc *list = doc_set_list(page, "ways");

	for (int way = NOTICE_WAYS - 1; way >= 0; way--) {
		struct doc *row = doc_add_object(list);

		doc_set_word(row, "way", notice_way_names[way], notice_way_label((enum notice_way)way));
		doc_set_text(row, "code", notice_way_names[way]);
		doc_set_message(row, "about", notice_way_about((enum notice_way)way), NULL);
		doc_set_bool(row, "current", way == (int)chosen);
	}
	doc_set_text(page, "way", notice_way_names[chosen]);
}

/* Of those one still sees. */
static void
add_followed(struct request *rq, struct doc *page)
{
	const struct access *access = record_access(rq, module_named(rq->rights->catalogue, "clients"));
	struct doc *list = doc_set_list(page, "followed");
	size_t count, named = 0;
	const int64_t *ids = notice_followed(rq->tx, rq->viewer->staff, FOLLOWED_SHOWN, &count);
	const struct record_name *names = count == 0 ? NULL : record_names(rq->tx, access, ids, count, &named);

	for (size_t i = 0; i < named; i++) {
		struct doc *row = doc_add_object(list);

		doc_set_id(row, "id", names[i].id);
		doc_set_text(row, "name", names[i].name);
		doc_set_text(row, "href", client_path(rq, names[i].id, "/folders"));
		doc_set_text(row, "follow_href", client_path(rq, names[i].id, "/folders/follow"));
	}
	doc_set_bool(page, "follows", named > 0);
}

static struct doc *
notices_doc(struct request *rq)
{
	struct doc *page = doc_object(rq->arena);

	notice_add_ways(page, notice_way_of(rq->tx, whose(rq), oneself(rq)));
	doc_set_text(page, "email", oneself(rq) == 0 ? NULL : rq->viewer->email);
	doc_set_text(page, "href", notices_path(rq));
	doc_set_bool(page, "staff", rq->portal == NULL);
	doc_set_list(page, "followed");
	doc_set_bool(page, "follows", false);
	if (rq->portal == NULL)
		add_followed(rq, page);
	form_page(rq, page, "way");
	return page;
}

static const char *
notices_template(const struct request *rq)
{
	return file_template(rq, "staff_notices", "portal_new_files");
}

struct reply
news_notices(struct request *rq)
{
	return reply_page(rq, notices_template(rq), notices_doc(rq));
}

struct reply
news_notices_choose(struct request *rq)
{
	int way = form_read_choice(rq->form, "way", FORM_REQUIRED, notice_way_names);

	if (oneself(rq) == 0)
		return reply_not_found(rq);
	if (form_failed(rq->form))
		return reply_form(rq, notices_template(rq), notices_doc(rq));
	notice_choose(rq->tx, whose(rq), oneself(rq), (enum notice_way)way, clock_now());
	return reply_done(rq, notices_path(rq), N_("Your choice is saved."), notices_doc(rq));
}

struct reply
news_follow(struct request *rq)
{
	static const char *const answers[] = {"no", "yes", NULL};
	const struct folder_access *access = folder_access_of(rq, path_id(rq, "client"));
	struct doc *done = doc_object(rq->arena);
	int answer = form_read_choice(rq->form, "follow", FORM_REQUIRED, answers);

	if (access == NULL)
		return reply_not_found(rq);
	if (form_failed(rq->form))
		return reply_refusal(rq, 422, N_("Please say whether you want to follow this client: yes or no."));
	notice_follow(rq->tx, rq->viewer->staff, access->client, answer == 1, clock_now());
	doc_set_bool(done, "follows", answer == 1);
	return reply_done(rq, next_path(rq, client_path(rq, access->client, "/folders/recent")),
			  answer == 1 ? N_("You will be told of new documents of this client by e-mail.")
				      : N_("You will not be told of new documents of this client any more."),
			  done);
}
