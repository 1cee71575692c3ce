/* imported: what the import of invoices reads and writes in the database, many rows at a time. */
#ifndef BILLING_IMPORTED_H
#define BILLING_IMPORTED_H

#include "billing/invoice.h"
#include "db/db.h"

/* An invoice with its only line, as a row of a file says it. */
struct imported {
	int64_t line; /* of the file */
	int64_t id, company, client;
	enum invoice_kind kind;
	enum invoice_state state;
	const char *number;
	int32_t issued_on, due_on, paid_on;
	char currency[4];
	int64_t net, tax, total, paid, credited, rest;
	int tax_rate;
	const char *reference, *label;
	bool taken; /* set by imported_add: another invoice of the company bears the number */
};

/* Readies the connection, and the temporary table that rows are gathered in. */
void imported_begin(struct tx *tx);
/* What it needs on the way is made in `arena`, which may be reset afterwards. */
void imported_stage(struct tx *tx, struct arena *arena, const struct imported *rows, size_t count);

/* Moves what was gathered: the invoices, whom they are billed to taken from the clients as they are now; returns how
 * many were added. The others' numbers were taken: imported_taken says which. */
int64_t imported_move(struct tx *tx, int64_t now);
struct taken_number {
	int64_t line;
	const char *number;
};
struct taken_number *imported_taken(struct tx *tx, size_t *count);
/* Their lines, taxes and payments; then empties the temporary table. */
void imported_move_parts(struct tx *tx, int64_t now);
void imported_forget(struct tx *tx);

/* The series goes on after `position`. */
void imported_series(struct tx *tx, int64_t company, enum invoice_kind kind, int year, int64_t position, int32_t day);

/* All clients, by number. */
struct client_map;
struct known_client {
	const char *number;
	int64_t id, company_id;
};
struct client_map *client_map_load(struct tx *tx, struct arena *arena);
const struct known_client *client_map_find(const struct client_map *map, const char *number); /* NULL: none */

/* All companies: few. */
struct known_company {
	int64_t id;
	const char *name, *legal_name, *invoice_prefix, *credit_prefix;
	int payment_days;
};
struct known_company *known_companies(struct tx *tx, size_t *count);

#endif
