/* image: pictures that strangers send, decoded within limits and written anew (gdk-pixbuf). */
#include "pdf/image.h"

#include "pdf/pdf.h"

#include "base/arena.h"

#include <gdk-pixbuf/gdk-pixbuf.h>
#include <string.h>

enum { PIXELS_LIMIT = 24 * 1000 * 1000 };

/* What a file may say of its size before anything is decoded, and what comes of it. */
struct sizing {
	int edge;
	bool refused;
};

static bool
pixels_ok(uint64_t width, uint64_t height)
{
	return width > 0 && height > 0 && width <= PIXELS_LIMIT && height <= PIXELS_LIMIT &&
	       width * height <= PIXELS_LIMIT;
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
	       pixels_ok(big_endian(bytes.at + 16), big_endian(bytes.at + 20));
}

/* The decoder is chosen by us, from the first bytes: the library's own guess knows many more, and riskier, formats. */
static const char *
decoder_name(struct str bytes)
{
	if (image_png_ok(bytes))
		return "png";
	if (str_starts(bytes, STR("\xff\xd8\xff")))
		return "jpeg";
	if (bytes.length > 12 && str_starts(bytes, STR("RIFF")) && memcmp(bytes.at + 8, "WEBP", 4) == 0)
		return "webp";
	return NULL;
}

static int
scaled(int length, int edge, int longest)
{
	int64_t size = ((int64_t)length * edge + longest / 2) / longest;

	return size > 0 ? (int)size : 1;
}

/* Called once the header is read: a picture that is too large is never decoded. */
static void
size_known(GdkPixbufLoader *loader, int width, int height, gpointer data)
{
	struct sizing *sizing = data;
	int longest = width > height ? width : height;

	if (width <= 0 || height <= 0 || !pixels_ok((uint64_t)width, (uint64_t)height)) {
		sizing->refused = true;
		gdk_pixbuf_loader_set_size(loader, 0, 0); /* makes the decoders give up */
	} else if (longest > sizing->edge) {
		gdk_pixbuf_loader_set_size(loader, scaled(width, sizing->edge, longest),
					   scaled(height, sizing->edge, longest));
	}
}

/* The decoded picture, upright; NULL when the bytes are no picture we take. */
static GdkPixbuf *
decode(struct str bytes, const char *decoder, int edge)
{
	struct sizing sizing = {.edge = edge};
	GdkPixbufLoader *loader = gdk_pixbuf_loader_new_with_type(decoder, NULL);
	GdkPixbuf *upright = NULL;
	bool done;

	if (!loader)
		return NULL;
	g_signal_connect(loader, "size-prepared", G_CALLBACK(size_known), &sizing);
	done = gdk_pixbuf_loader_write(loader, (const guchar *)bytes.at, bytes.length, NULL);
	done = gdk_pixbuf_loader_close(loader, NULL) && done; /* must be closed in any case */
	if (done && !sizing.refused && gdk_pixbuf_loader_get_pixbuf(loader))
		/* Cameras store the picture as it lies and say in the metadata, which we drop, how to turn it. */
		upright = gdk_pixbuf_apply_embedded_orientation(gdk_pixbuf_loader_get_pixbuf(loader));
	g_object_unref(loader);
	return upright;
}

bool
image_clean(struct arena *arena, struct str bytes, int edge, struct str *png, int *width, int *height)
{
	const char *decoder = decoder_name(bytes);
	GdkPixbuf *picture = decoder ? decode(bytes, decoder, edge) : NULL;
	gchar *buffer = NULL;
	gsize size = 0;
	bool done;

	if (!picture)
		return false;
	done = gdk_pixbuf_save_to_buffer(picture, &buffer, &size, "png", NULL, NULL);
	if (done) {
		*png = str_slice(arena_text_of(arena, buffer, size), size);
		*width = gdk_pixbuf_get_width(picture);
		*height = gdk_pixbuf_get_height(picture);
	}
	g_free(buffer);
	g_object_unref(picture);
	return done;
}
