/* bucket_xml: the texts in what the store answers, and texts as they stand in queries. */
#include "bucket/bucket_call.h"

#include "base/arena.h"
#include "base/check.h"

#include <expat.h>
#include <string.h>

enum { DEPTH = 8, NAME = 64 };

struct reading {
	bucket_each_text each;
	void *data;
	struct builder text;
	XML_Parser parser;
	char names[DEPTH][NAME];
	int depth;
};

static void
opened(void *data, const XML_Char *name, const XML_Char **attributes)
{
	struct reading *reading = data;

	(void)attributes;
	reading->text.length = 0;
	if (reading->depth < DEPTH) {
		size_t length = strnlen(name, NAME - 1);

		memcpy(reading->names[reading->depth], name, length);
		reading->names[reading->depth][length] = '\0';
	}
	reading->depth++;
}

/* Every element is told when it ends; one that holds others has what stood after the last of them, which is nothing. */
static void
closed(void *data, const XML_Char *name)
{
	struct reading *reading = data;
	const char *around;

	reading->depth--;
	around = reading->depth > 0 && reading->depth <= DEPTH ? reading->names[reading->depth - 1] : "";
	build_char(&reading->text, '\0');
	reading->each(around, name, reading->text.at, reading->data);
	reading->text.length = 0;
}

static void
said(void *data, const XML_Char *text, int length)
{
	build_bytes(&((struct reading *)data)->text, text, (size_t)length);
}

/* No answer of a store declares entities: one that does is none. */
static void
declared(void *data, const XML_Char *name, const XML_Char *system, const XML_Char *public_name, int internal)
{
	(void)name;
	(void)system;
	(void)public_name;
	(void)internal;
	XML_StopParser(((struct reading *)data)->parser, XML_FALSE);
}

bool
bucket_xml(struct str xml, bucket_each_text each, void *data)
{
	struct arena *arena = arena_new(0);
	struct reading reading = {.each = each, .data = data, .text = builder_new(arena, BUCKET_ANSWER)};
	XML_Parser parser = XML_ParserCreate(NULL);
	bool good;

	check(parser != NULL); /* out of memory */
	reading.parser = parser;
	XML_SetUserData(parser, &reading);
	XML_SetElementHandler(parser, opened, closed);
	XML_SetCharacterDataHandler(parser, said);
	XML_SetStartDoctypeDeclHandler(parser, declared);
	good = XML_Parse(parser, xml.at, (int)xml.length, XML_TRUE) == XML_STATUS_OK;
	XML_ParserFree(parser);
	arena_free(arena);
	return good;
}

const char *
bucket_encoded(struct arena *arena, const char *text)
{
	struct builder out = builder_new(arena, 0);

	for (; *text != '\0'; text++) {
		unsigned char c = (unsigned char)*text;

		if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
		    strchr("-_.~", c) != NULL)
			build_char(&out, (char)c);
		else
			build_printf(&out, "%%%02X", c);
	}
	return builder_text(&out);
}
