/* public_page_store: every statement about public pages, the ends of mails and the small icons. */
#include "companies/public_page.h"

#include "base/arena.h"
#include "db/db.h"

static const struct db_column span_columns[] = {
	DB_COLUMN_INT(struct span, weekday),
	DB_COLUMN_INT(struct span, opens),
	DB_COLUMN_INT(struct span, closes),
};
static const struct db_shape span_shape = DB_SHAPE(struct span, span_columns);

static const struct db_column text_columns[] = {
	DB_COLUMN_TEXT(struct page_text, name),
	DB_COLUMN_TEXT(struct page_text, language),
	DB_COLUMN_TEXT(struct page_text, text),
};
static const struct db_shape text_shape = DB_SHAPE(struct page_text, text_columns);

static const struct db_column service_columns[] = {
	DB_COLUMN_INT(struct page_service, place),  DB_COLUMN_TEXT(struct page_service, language),
	DB_COLUMN_TEXT(struct page_service, name),  DB_COLUMN_TEXT(struct page_service, about),
	DB_COLUMN_TEXT(struct page_service, price),
};
static const struct db_shape service_shape = DB_SHAPE(struct page_service, service_columns);

struct public_page *
public_page_find(struct tx *tx, int64_t company)
{
	struct public_page *page = arena_make(tx_arena(tx), struct public_page);

	page->company = company;
	page->version = db_get_int(tx, 0, "select version from company_page where company_id = $1", db_int(company));
	page->spans = db_list(tx, &span_shape, &page->span_count,
			      "select weekday, opens, closes from company_span where company_id = $1 "
			      "order by weekday, opens",
			      db_int(company));
	page->texts = db_list(tx, &text_shape, &page->text_count,
			      "select name, language, text from company_text where company_id = $1 "
			      "order by name, language",
			      db_int(company));
	page->services = db_list(tx, &service_shape, &page->service_count,
				 "select place, language, name, about, price from company_service "
				 "where company_id = $1 order by place, language",
				 db_int(company));
	return page;
}

static void
ensure_row(struct tx *tx, int64_t company)
{
	db_run(tx,
	       "insert into company_page (company_id, icon_version, mail_version, version) values ($1, 0, 0, 0) "
	       "on conflict (company_id) do nothing",
	       db_int(company));
}

static void
save_text(struct tx *tx, int64_t company, const struct page_text *text)
{
	db_run(tx, "insert into company_text (company_id, name, language, text) values ($1, $2, $3, $4)",
	       db_int(company), db_text(text->name), db_text(text->language), db_text(text->text));
}

static void
save_rows(struct tx *tx, const struct public_page *page)
{
	for (size_t i = 0; i < page->span_count; i++)
		db_run(tx, "insert into company_span (company_id, weekday, opens, closes) values ($1, $2, $3, $4)",
		       db_int(page->company), db_int(page->spans[i].weekday), db_int(page->spans[i].opens),
		       db_int(page->spans[i].closes));
	for (size_t i = 0; i < page->text_count; i++)
		save_text(tx, page->company, &page->texts[i]);
	for (size_t i = 0; i < page->service_count; i++)
		db_run(tx,
		       "insert into company_service (company_id, place, language, name, about, price) "
		       "values ($1, $2, $3, $4, $5, $6)",
		       db_int(page->company), db_int(page->services[i].place), db_text(page->services[i].language),
		       db_text(page->services[i].name), db_text(page->services[i].about),
		       db_text(page->services[i].price));
}

bool
public_page_save(struct tx *tx, const struct public_page *page)
{
	ensure_row(tx, page->company);
	if (db_run(tx, "update company_page set version = version + 1 where company_id = $1 and version = $2",
		   db_int(page->company), db_int(page->version)) != 1)
		return false;
	db_run(tx, "delete from company_span where company_id = $1", db_int(page->company));
	db_run(tx, "delete from company_text where company_id = $1 and name <> 'mail_footer'", db_int(page->company));
	db_run(tx, "delete from company_service where company_id = $1", db_int(page->company));
	save_rows(tx, page);
	return true;
}

int64_t
mail_version_find(struct tx *tx, int64_t company)
{
	return db_get_int(tx, 0, "select mail_version from company_page where company_id = $1", db_int(company));
}

bool
mail_texts_save(struct tx *tx, int64_t company, int64_t version, const struct page_text *texts, size_t count)
{
	ensure_row(tx, company);
	if (db_run(tx,
		   "update company_page set mail_version = mail_version + 1 "
		   "where company_id = $1 and mail_version = $2",
		   db_int(company), db_int(version)) != 1)
		return false;
	db_run(tx, "delete from company_text where company_id = $1 and name = 'mail_footer'", db_int(company));
	for (size_t i = 0; i < count; i++)
		save_text(tx, company, &texts[i]);
	return true;
}

const char *
icon_find(struct tx *tx, int64_t company, int64_t *version)
{
	*version = db_get_int(tx, 0, "select icon_version from company_page where company_id = $1", db_int(company));
	return db_get_text(tx, "select icon_blob from company_page where company_id = $1", db_int(company));
}

void
icon_set(struct tx *tx, int64_t company, const char *blob)
{
	ensure_row(tx, company);
	db_run(tx, "update company_page set icon_blob = $1, icon_version = icon_version + 1 where company_id = $2",
	       db_text(blob), db_int(company));
	/* The addresses of the brand bear the company's version: browsers ask for the new one. */
	db_run(tx, "update company set version = version + 1 where id = $1", db_int(company));
}
