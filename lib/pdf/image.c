/* image: pictures that strangers send, decoded within limits and written anew (gdk-pixbuf). */
#include "pdf/image.h"

#include "base/arena.h"

#include <gdk-pixbuf/gdk-pixbuf.h>
#include <limits.h>
#include <string.h>

enum { PIXELS_LIMIT = 24 * 1000 * 1000, PIECE_BYTES = 64 * 1024 };

/* What a file may say of its size before anything is decoded, and what comes of it. */
struct sizing {
	int edge;
	uint64_t points;
	bool jpeg, refused;
	int rows; /* decoded so far */
};

static bool
points_ok(uint64_t width, uint64_t height, uint64_t most)
{
	return width > 0 && height > 0 && width <= most && height <= most && width * height <= most;
}

static uint64_t
big_endian(const char *at)
{
	const unsigned char *bytes = (const unsigned char *)at;

	return (uint64_t)bytes[0] << 24 | (uint64_t)bytes[1] << 16 | (uint64_t)bytes[2] << 8 | bytes[3];
}

/* PNG specification §5.2 and §11.2.2: the signature, then IHDR with the width and the height. */
bool
image_png_ok(struct str bytes)
{
	return bytes.length > 24 && str_starts(bytes, STR("\x89PNG\r\n\x1a\n")) &&
	       str_equal(str_slice(bytes.at + 12, 4), STR("IHDR")) &&
	       points_ok(big_endian(bytes.at + 16), big_endian(bytes.at + 20), PIXELS_LIMIT);
}

static const char heif[] = "heif/avif";

/* ISO/IEC 23008-12, 10: the first box names the brand: what phones make of a photograph. */
static bool
is_heif(struct str bytes)
{
	static const char *const brands[] = {"heic", "heix", "heim", "heis", "mif1", "avif"};

	for (size_t i = 0; bytes.length > 12 && i < sizeof brands / sizeof brands[0]; i++)
		if (memcmp(bytes.at + 4, "ftyp", 4) == 0 && memcmp(bytes.at + 8, brands[i], 4) == 0)
			return true;
	return false;
}

/* The decoder is chosen by us, from the first bytes: the library's own guess knows many more, and riskier, formats. */
static const char *
decoder_name(struct str bytes, bool moving)
{
	if (str_starts(bytes, STR("\x89PNG\r\n\x1a\n")))
		return "png";
	if (str_starts(bytes, STR("\xff\xd8\xff")))
		return "jpeg";
	if (bytes.length > 12 && str_starts(bytes, STR("RIFF")) && memcmp(bytes.at + 8, "WEBP", 4) == 0)
		return "webp";
	if (moving && is_heif(bytes))
		return heif;
	return moving && str_starts(bytes, STR("GIF8")) ? "gif" : NULL;
}

static int
scaled(int length, int edge, int longest)
{
	int64_t size = ((int64_t)length * edge + longest / 2) / longest;

	return size > 0 ? (int)size : 1;
}

/* Called once the header is read: a picture that is too large is never decoded. JPEG gives an eighth, a quarter or a
 * half of itself at little cost; asked for anything else the loader scales too, and says nothing of its rows. */
static void
size_known(GdkPixbufLoader *loader, int width, int height, gpointer data)
{
	struct sizing *sizing = data;
	int longest = width > height ? width : height, part = 8;

	if (width <= 0 || height <= 0 || !points_ok((uint64_t)width, (uint64_t)height, sizing->points)) {
		sizing->refused = true;
		gdk_pixbuf_loader_set_size(loader, 0, 0); /* makes the decoders give up */
	} else if (sizing->jpeg) {
		while (part > 1 && longest / part < sizing->edge)
			part /= 2;
		gdk_pixbuf_loader_set_size(loader, (width + part - 1) / part, (height + part - 1) / part);
	}
}

/* The points are there, and nothing is in them yet but what lay in this memory before. */
static void
points_made(GdkPixbufLoader *loader, gpointer data)
{
	(void)data;
	gdk_pixbuf_fill(gdk_pixbuf_loader_get_pixbuf(loader), 0);
}

static void
rows_decoded(GdkPixbufLoader *loader, int x, int y, int width, int height, gpointer data)
{
	struct sizing *sizing = data;

	(void)loader, (void)x, (void)width;
	if (y + height > sizing->rows)
		sizing->rows = y + height;
}

/* PNG and JPEG come row by row, and a cut one ends without complaint; the others come whole or not at all. */
static GdkPixbufLoader *
open_loader(const char *decoder, struct sizing *sizing)
{
	GdkPixbufLoader *loader = gdk_pixbuf_loader_new_with_type(decoder, NULL);
	bool by_rows = strcmp(decoder, "png") == 0 || strcmp(decoder, "jpeg") == 0;

	if (loader == NULL)
		return NULL;
	sizing->jpeg = strcmp(decoder, "jpeg") == 0;
	sizing->rows = by_rows ? 0 : INT_MAX;
	g_signal_connect(loader, "size-prepared", G_CALLBACK(size_known), sizing);
	if (by_rows) {
		g_signal_connect(loader, "area-prepared", G_CALLBACK(points_made), NULL);
		g_signal_connect(loader, "area-updated", G_CALLBACK(rows_decoded), sizing);
	}
	return loader;
}

/* Upright and no larger than asked: cameras store a picture as it lies and say in the metadata, which we drop, how to
 * turn it. NULL: there is no room for it. */
static GdkPixbuf *
fitted(GdkPixbuf *picture, int edge)
{
	GdkPixbuf *upright = gdk_pixbuf_apply_embedded_orientation(picture), *small = upright;
	int width, height, longest;

	if (upright == NULL)
		return NULL;
	width = gdk_pixbuf_get_width(upright);
	height = gdk_pixbuf_get_height(upright);
	longest = width > height ? width : height;
	if (longest > edge) {
		small = gdk_pixbuf_scale_simple(upright, scaled(width, edge, longest), scaled(height, edge, longest),
						GDK_INTERP_BILINEAR);
		g_object_unref(upright);
	}
	return small;
}

/* Fills `bytes` as far as there are any; false when they could not be read. */
static bool
read_piece(const struct image_source *source, char *bytes, size_t *length)
{
	ptrdiff_t got = 1;

	*length = 0;
	while (*length < PIECE_BYTES && got > 0) {
		got = source->read(source->data, bytes + *length, PIECE_BYTES - *length);
		*length += got > 0 ? (size_t)got : 0;
	}
	return got >= 0;
}

/* A picture for which there is no memory is too large, whatever it says of itself. */
static void
judge(struct sizing *sizing, GError *error)
{
	if (g_error_matches(error, GDK_PIXBUF_ERROR, GDK_PIXBUF_ERROR_INSUFFICIENT_MEMORY))
		sizing->refused = true;
	g_clear_error(&error);
}

/* Gives the loader piece after piece, `bytes` being the first. It must be closed in any case. */
static bool
feed(GdkPixbufLoader *loader, const struct image_source *source, struct sizing *sizing, char *bytes, size_t length)
{
	GError *error = NULL, *last = NULL;
	bool fine = true;

	while (fine && length > 0 && !sizing->refused) {
		fine = gdk_pixbuf_loader_write(loader, (const guchar *)bytes, length, &error) &&
		       read_piece(source, bytes, &length);
	}
	fine = gdk_pixbuf_loader_close(loader, &last) && fine;
	judge(sizing, error);
	judge(sizing, last);
	return fine;
}

/* The decoded picture, upright; NULL when the bytes are no picture we take, and *flood when it is too large. */
static GdkPixbuf *
decode(struct arena *arena, const struct image_source *source, int edge, bool *flood)
{
	struct sizing sizing = {.edge = edge, .points = source->points};
	char *bytes = arena_alloc(arena, PIECE_BYTES);
	GdkPixbufLoader *loader = NULL;
	GdkPixbuf *picture, *made = NULL;
	const char *decoder;
	size_t length;
	bool done;

	if (!read_piece(source, bytes, &length))
		return NULL;
	decoder = decoder_name(str_slice(bytes, length), source->moving);
	if (decoder != NULL)
		loader = open_loader(decoder, &sizing);
	if (loader == NULL)
		return NULL;
	done = feed(loader, source, &sizing, bytes, length);
	picture = gdk_pixbuf_loader_get_pixbuf(loader);
	if (done && !sizing.refused && picture != NULL && sizing.rows >= gdk_pixbuf_get_height(picture))
		made = fitted(picture, edge);
	g_object_unref(loader);
	*flood = sizing.refused;
	return made;
}

/* True when a point of it is not opaque. */
static bool
shows_through(GdkPixbuf *picture)
{
	const guchar *points = gdk_pixbuf_read_pixels(picture);
	int stride = gdk_pixbuf_get_rowstride(picture);

	if (!gdk_pixbuf_get_has_alpha(picture))
		return false;
	for (int y = 0; y < gdk_pixbuf_get_height(picture); y++)
		for (int x = 0; x < gdk_pixbuf_get_width(picture); x++)
			if (points[(size_t)y * (size_t)stride + (size_t)x * 4 + 3] != 0xFF)
				return true;
	return false;
}

static bool
write_anew(struct arena *arena, GdkPixbuf *picture, struct image_drawn *drawn)
{
	gchar *buffer = NULL;
	gsize size = 0;
	bool done = drawn->jpeg
			    ? gdk_pixbuf_save_to_buffer(picture, &buffer, &size, "jpeg", NULL, "quality", "82", NULL)
			    : gdk_pixbuf_save_to_buffer(picture, &buffer, &size, "png", NULL, NULL);

	if (done) {
		drawn->bytes = str_slice(arena_text_of(arena, buffer, size), size);
		drawn->width = gdk_pixbuf_get_width(picture);
		drawn->height = gdk_pixbuf_get_height(picture);
	}
	g_free(buffer);
	return done;
}

enum image_outcome
image_draw(struct arena *arena, const struct image_source *source, int edge, struct image_drawn *drawn)
{
	bool flood = false, done;
	GdkPixbuf *picture = decode(arena, source, edge, &flood);

	if (!picture)
		return flood ? IMAGE_FLOOD : IMAGE_BROKEN;
	*drawn = (struct image_drawn){.jpeg = source->lossy && !shows_through(picture)};
	done = write_anew(arena, picture, drawn);
	g_object_unref(picture);
	return done ? IMAGE_DRAWN : IMAGE_BROKEN;
}

static void
load_decoder(const char *name)
{
	GdkPixbufLoader *loader = gdk_pixbuf_loader_new_with_type(name, NULL);

	if (loader == NULL)
		return;
	gdk_pixbuf_loader_close(loader, NULL); /* of no bytes: fails, and has loaded the decoder */
	g_object_unref(loader);
}

void
image_prepare(void)
{
	static const char *const decoders[] = {"png", "jpeg", "webp", "gif"};

	for (size_t i = 0; i < sizeof decoders / sizeof decoders[0]; i++)
		load_decoder(decoders[i]);
}

void
image_prepare_heif(void)
{
	load_decoder(heif);
	load_decoder("jpeg"); /* what comes of it */
}
