/* demo_parts: what the files of the demonstration share. */
#ifndef DEMO_DEMO_PARTS_H
#define DEMO_DEMO_PARTS_H

#include "db/db.h"

#include <stdint.h>

struct access;
struct arena;
struct doc;
struct house;
struct module;
struct rights;

enum { DEMO_COMPANIES = 2, DEMO_CLIENTS = 40, DEMO_CONTACTS = 120, DEMO_INVOICES = 600, DEMO_VENDORS = 10 };

enum { DEMO_GARAGE = 6, DEMO_BODY_SHOP = 7 };

/* A client abroad, who waits for approval; a contact whom somebody wrote down a second time, and that second time. */
enum { DEMO_ABROAD = 39, DEMO_TWICE = 61, DEMO_TWIN = 118 };

/* Who works there, in the order in which they came. */
enum demo_staff { HELENE, JULIEN, NADIA, GWENAELLE, SARAH, DEMO_STAFF };

struct demo {
	const struct house *house;
	struct tx *tx;
	uint32_t seed;
	int64_t companies[DEMO_COMPANIES];
	int64_t clients[DEMO_CLIENTS];
	int client_company[DEMO_CLIENTS]; /* index in companies */
	const char *client_names[DEMO_CLIENTS];
	int64_t client_contacts[DEMO_CLIENTS]; /* the first of each */
	int64_t staff[DEMO_STAFF];
	int64_t vendors[DEMO_VENDORS]; /* two of them look after vehicles: DEMO_GARAGE, DEMO_BODY_SHOP */
	const struct rights *rights;   /* as they are after the last demo_look_again */
	int64_t now;
	int32_t today;
	const char *zone;
};

/* 0 … bound - 1, the same sequence in every demonstration. */
uint32_t demo_chance(struct demo *demo, uint32_t bound);

/* Makes names that recur: "Camille", "Le Goff", and the address of both at a provider that does not exist. */
const char *demo_first_name(unsigned index);
const char *demo_last_name(unsigned index);
const char *demo_email(struct arena *arena, const char *first, const char *last, const char *provider);
/* A street, a postal code and a town, as a field of an address takes them. */
const char *demo_address_text(struct demo *demo);

/* ---- modules and rights ---- */

/* Reads modules and rights again, once they have changed. */
void demo_look_again(struct demo *demo);
const struct module *demo_module(const struct demo *demo, const char *name);
/* JSON written in the sources, with single quotes. */
struct doc *demo_json(struct demo *demo, const char *json);

void demo_add_vehicle_module(struct demo *demo);
void demo_add_staff(struct demo *demo);
void demo_add_rules(struct demo *demo);

/* ---- records ---- */

/* A record of the module, written by this staff user so many days ago: names and texts of fields by twos, a NULL name
 * last; a NULL text leaves the field empty. */
int64_t demo_add(struct demo *demo, const char *module, enum demo_staff by, int days_ago, const char *const *fields);
/* The same as a line of `parent`. */
int64_t demo_add_line(struct demo *demo, const char *module, int64_t parent, enum demo_staff by, int days_ago,
		      const char *const *fields);
#define DEMO_FIELDS(...) ((const char *const[]){__VA_ARGS__, NULL})

/* What fields are given as: an identifier, a day so far from today, an instant, an amount in euros. */
const char *demo_id(struct demo *demo, int64_t id);
const char *demo_day(struct demo *demo, int days);
const char *demo_instant(struct demo *demo, int days, int hour, int minute);
const char *demo_whole(struct demo *demo, unsigned number);
const struct access *demo_access(struct demo *demo, const char *module, enum demo_staff by, int days_ago);

void demo_add_approvals(struct demo *demo);
void demo_add_sales(struct demo *demo);
void demo_add_work(struct demo *demo);
void demo_add_vehicles(struct demo *demo);
void demo_add_views(struct demo *demo);
void demo_add_webhooks(struct demo *demo);
void demo_add_privacy(struct demo *demo);

void demo_add_presence(struct demo *demo);
void demo_add_clients(struct demo *demo);
void demo_add_client_rights(struct demo *demo);
void demo_add_sheets(struct demo *demo);
void demo_add_own_fields(struct demo *demo);
void demo_add_user_types(struct demo *demo);
void demo_add_more_user_types(struct demo *demo);
void demo_add_invitations(struct demo *demo);
void demo_add_folders(struct demo *demo);
void demo_add_trees(struct demo *demo); /* after the folders */
struct file_content;
/* Keeps these bytes as what a file holds; false: they could not be kept. */
bool demo_keep(struct demo *demo, const char *type, struct str bytes, struct file_content *content);
void demo_add_demands(struct demo *demo); /* after the folders */
void demo_add_client_draft(struct demo *demo);
void demo_add_invoices(struct demo *demo);
/* A Word document: a title, then a paragraph each, in XML's letters; NULL-terminated. A workbook of a year. */
struct str demo_report_docx(struct arena *arena, const char *const *lines);
struct str demo_yield_xlsx(struct arena *arena);
/* Draws a sun beside the name and keeps it as the company's logo. */
void demo_add_logo(struct demo *demo, int64_t company, const char *name, const char *colour);

#endif
