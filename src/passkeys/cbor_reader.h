/* cbor_reader: what authenticators write in CBOR (RFC 8949), read item by item: nothing is allocated because a message
 * claims to be large. */
#ifndef PASSKEYS_CBOR_READER_H
#define PASSKEYS_CBOR_READER_H

#include "base/str.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum item_kind { ITEM_BAD, ITEM_NUMBER, ITEM_BYTES, ITEM_TEXT, ITEM_LIST, ITEM_MAP, ITEM_OTHER };

struct item {
	enum item_kind kind;
	int64_t number;	  /* ITEM_NUMBER */
	struct str bytes; /* ITEM_BYTES, ITEM_TEXT: a part of the message */
	size_t count;	  /* ITEM_LIST: how many items follow; ITEM_MAP: how many pairs */
};

/* The next item, taken off `rest`. ITEM_BAD: malformed, cut short, a tag, or of indefinite length (CTAP 2 §8 has
 * neither); `rest` is then empty. */
struct item item_next(struct str *rest);

/* Takes one whole value off `rest`, with all that is in it: at most 4 levels deep and 64 items. False: bad. */
bool item_skip(struct str *rest);

#endif
