/* demo_parts: what the files of the demonstration share. */
#ifndef DEMO_DEMO_PARTS_H
#define DEMO_DEMO_PARTS_H

#include "db/db.h"

#include <stdint.h>

struct house;

enum { DEMO_COMPANIES = 2, DEMO_CLIENTS = 40, DEMO_CONTACTS = 120, DEMO_INVOICES = 600 };

struct demo {
	const struct house *house;
	struct tx *tx;
	uint32_t seed;
	int64_t companies[DEMO_COMPANIES];
	int64_t clients[DEMO_CLIENTS];
	int client_company[DEMO_CLIENTS]; /* index in companies */
};

/* 0 … bound - 1, the same sequence in every demonstration. */
uint32_t demo_chance(struct demo *demo, uint32_t bound);

void demo_add_clients(struct demo *demo);
void demo_add_invoices(struct demo *demo);
/* Draws a sun beside the name and keeps it as the company's logo. */
void demo_add_logo(struct demo *demo, int64_t company, const char *name, const char *colour);

#endif
