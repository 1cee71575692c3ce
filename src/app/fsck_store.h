/* fsck_store: which kept files the rows name. */
#ifndef APP_FSCK_STORE_H
#define APP_FSCK_STORE_H

#include <stdbool.h>
#include <stdint.h>

struct tx;

struct kept_file {
	const char *blob;
	const char *owner; /* "invoice F-2026-0001", "company Cabinet Sorel" */
	const char *hash;  /* SHA-256, hexadecimal; NULL: the row does not say */
	int64_t size;	   /* bytes; -1: the row does not say */
};

/* Calls `each` with every struct kept_file. */
void kept_files_each(struct tx *tx, bool (*each)(const void *row, void *data), void *data);
bool kept_file_is_owned(struct tx *tx, const char *blob);

#endif
