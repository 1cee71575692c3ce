/* cbor_reader: libcbor's stream decoder, whose callbacks fill one item. */
#include "passkeys/cbor_reader.h"

#include <cbor.h>

enum { DEPTH_LIMIT = 4, ITEMS_LIMIT = 64 };

static void
take_number(void *item, uint64_t value)
{
	struct item *taken = item;

	if (value <= INT64_MAX)
		*taken = (struct item){.kind = ITEM_NUMBER, .number = (int64_t)value};
}

/* CBOR keeps -1 - n as n. */
static void
take_negative(void *item, uint64_t value)
{
	struct item *taken = item;

	if (value <= INT64_MAX)
		*taken = (struct item){.kind = ITEM_NUMBER, .number = -1 - (int64_t)value};
}

#define NUMBER_OF(bits)                                                                                                \
	static void take_number##bits(void *item, uint##bits##_t value)                                                \
	{                                                                                                              \
		take_number(item, value);                                                                              \
	}                                                                                                              \
	static void take_negative##bits(void *item, uint##bits##_t value)                                              \
	{                                                                                                              \
		take_negative(item, value);                                                                            \
	}
NUMBER_OF(8)
NUMBER_OF(16)
NUMBER_OF(32)

static void
take_bytes(void *item, cbor_data bytes, size_t length)
{
	*(struct item *)item = (struct item){.kind = ITEM_BYTES, .bytes = str_slice(bytes, length)};
}

static void
take_text(void *item, cbor_data bytes, size_t length)
{
	*(struct item *)item = (struct item){.kind = ITEM_TEXT, .bytes = str_slice(bytes, length)};
}

static void
take_list(void *item, size_t count)
{
	*(struct item *)item = (struct item){.kind = ITEM_LIST, .count = count};
}

static void
take_map(void *item, size_t count)
{
	*(struct item *)item = (struct item){.kind = ITEM_MAP, .count = count};
}

static void
take_other(void *item)
{
	*(struct item *)item = (struct item){.kind = ITEM_OTHER};
}

static void
take_bool(void *item, bool value)
{
	(void)value;
	take_other(item);
}

/* What has no callback here leaves the item bad. */
static struct cbor_callbacks
callbacks(void)
{
	struct cbor_callbacks taken = cbor_empty_callbacks;

	taken.uint8 = take_number8;
	taken.uint16 = take_number16;
	taken.uint32 = take_number32;
	taken.uint64 = take_number;
	taken.negint8 = take_negative8;
	taken.negint16 = take_negative16;
	taken.negint32 = take_negative32;
	taken.negint64 = take_negative;
	taken.byte_string = take_bytes;
	taken.string = take_text;
	taken.array_start = take_list;
	taken.map_start = take_map;
	taken.boolean = take_bool;
	taken.null = take_other;
	taken.undefined = take_other;
	return taken;
}

struct item
item_next(struct str *rest)
{
	struct cbor_callbacks taken = callbacks();
	struct item item = {.kind = ITEM_BAD};
	struct cbor_decoder_result result;

	if (rest->length == 0)
		return item;
	result = cbor_stream_decode((cbor_data)rest->at, rest->length, &taken, &item);
	if (result.status != CBOR_DECODER_FINISHED || item.kind == ITEM_BAD) {
		*rest = (struct str){0};
		return (struct item){.kind = ITEM_BAD};
	}
	*rest = str_slice(rest->at + result.read, rest->length - result.read);
	return item;
}

/* Without recursion: how many items are still to come on each level. */
bool
item_skip(struct str *rest)
{
	size_t left[DEPTH_LIMIT] = {1}, level = 0, seen = 0;

	for (;;) {
		struct item item;

		while (left[level] == 0)
			if (level-- == 0)
				return true;
		left[level]--;
		item = item_next(rest);
		if (item.kind == ITEM_BAD || ++seen > ITEMS_LIMIT || item.count > ITEMS_LIMIT)
			return false;
		if (item.count == 0)
			continue;
		if (++level == DEPTH_LIMIT)
			return false;
		left[level] = item.kind == ITEM_MAP ? item.count * 2 : item.count;
	}
}
