/* xlsx_book: what a workbook says beside its cells: shared texts, and which styles show days. Internal to lib/sheet. */
#ifndef SHEET_XLSX_BOOK_H
#define SHEET_XLSX_BOOK_H

#include "zip/zip.h"

#include <expat.h>

enum xlsx_style { STYLE_PLAIN, STYLE_DAY, STYLE_TIME, STYLE_DAY_AND_TIME, STYLE_PERCENT };

struct xlsx_book {
	struct arena *arena;
	const struct zip *zip;
	const char *sheet; /* path of the first one */
	bool from_1904;	   /* days are counted from 1904 */
	struct str *texts;
	size_t text_count, text_capacity;
	enum xlsx_style *styles; /* by index of a cell's style */
	size_t style_count;
};

/* NULL, and *error a static sentence. */
struct xlsx_book *xlsx_book_read(struct arena *arena, const struct zip *zip, const char **error);

/* A parser without entities of the document's own; it ends with `arena`. */
XML_Parser xlsx_parser(struct arena *arena, void *data, XML_StartElementHandler start, XML_EndElementHandler end,
		       XML_CharacterDataHandler text);
/* Without its prefix: "x:row" is "row". */
const char *xlsx_name(const char *name);
const char *xlsx_attribute(const char **attributes, const char *name); /* NULL: none */

#endif
