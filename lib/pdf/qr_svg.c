/* qr_svg: every run of dark modules in a row is one stroke of a single path: a small file, without seams. */
#include "pdf/qr_svg.h"

#include "base/arena.h"
#include "base/str.h"

#include <qrencode.h>
#include <string.h>

/* ISO/IEC 18004 §6.3.8: readers need four light modules around the code. */
enum { QUIET = 4 };

static void
draw_row(struct builder *out, const QRcode *code, int row)
{
	const unsigned char *modules = code->data + (size_t)row * (size_t)code->width;
	int column = 0;

	while (column < code->width) {
		int start = column;

		while (column < code->width && modules[column] & 1)
			column++;
		if (column > start)
			build_printf(out, "M%d %dh%dv1h-%dz", start + QUIET, row + QUIET, column - start,
				     column - start);
		else
			column++;
	}
}

const char *
qr_path(struct arena *arena, const char *text, int *edge)
{
	QRcode *code = QRcode_encodeData((int)strlen(text), (const unsigned char *)text, 0, QR_ECLEVEL_M);
	struct builder out = builder_new(arena, 0);

	if (code == NULL)
		return NULL;
	*edge = code->width + 2 * QUIET;
	for (int row = 0; row < code->width; row++)
		draw_row(&out, code, row);
	QRcode_free(code);
	return builder_text(&out);
}

const char *
qr_svg(struct arena *arena, const char *text)
{
	int edge;
	const char *path = qr_path(arena, text, &edge);

	return path == NULL ? NULL
			    : arena_printf(arena,
					   "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" "
					   "shape-rendering=\"crispEdges\"><rect width=\"%d\" height=\"%d\" "
					   "fill=\"#ffffff\"/><path fill=\"#000000\" d=\"%s\"/></svg>\n",
					   edge, edge, edge, edge, path);
}
