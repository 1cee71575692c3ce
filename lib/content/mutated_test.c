/* Tests of content with files a little wrong everywhere: what the helper does is done here, where the sanitizer looks.
 */
#include "content/content.h"
#include "content/content_tasks.h"
#include "content/content_test.h"

#include "base/arena.h"
#include "base/test.h"
#include "pdf/image.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { MUTATIONS = 300 };

static struct str
slides(struct arena *arena)
{
	static const char *const parts[][2] = {
		{"ppt/presentation.xml", "<p:presentation/>"},
		{"ppt/slides/slide1.xml",
		 "<p:sld xmlns:a='a'><a:p><a:t>Un</a:t><a:br/><a:t>deux &amp; trois</a:t></a:p></p:sld>"},
		{"ppt/slides/slide2.xml", "<p:sld><a:p><a:t>Quatre</a:t></a:p></p:sld>"}};

	return content_archive(arena, parts, sizeof parts / sizeof parts[0], 1);
}

/* Some bytes are others, and sometimes the end is missing. */
static struct str
mutated(struct arena *arena, struct str whole, unsigned *seed)
{
	char *bytes = arena_text_of(arena, whole.at, whole.length);
	int changes = 1 + rand_r(seed) % 6;

	for (int i = 0; i < changes; i++)
		bytes[(size_t)rand_r(seed) % whole.length] = (char)rand_r(seed);
	return str_slice(bytes, rand_r(seed) % 4 == 0 ? (size_t)rand_r(seed) % whole.length : whole.length);
}

TEST(documents_a_little_wrong_say_what_they_can)
{
	struct arena *arena = arena_new(0);
	struct str whole = slides(arena);
	unsigned seed = 11;
	int fine = 0;

	for (int i = 0; i < MUTATIONS; i++) {
		struct arena *own = arena_new(0);
		struct builder out = builder_new(own, 0);
		int file = content_file(mutated(own, whole, &seed));
		const char *type = office_type(own, file);

		if (type != NULL)
			fine += office_say(own, file, type, &out) == CONTENT_MADE;
		assert_true(out.length <= CONTENT_TEXT_BYTES);
		plain_say(own, file_start(own, file, 4096));
		close(file);
		arena_free(own);
	}
	assert_true(fine > 0 && fine < MUTATIONS);
	arena_free(arena);
}

static ptrdiff_t
read_bytes(void *data, void *bytes, size_t size)
{
	struct str *rest = data;

	if (size > rest->length)
		size = rest->length;
	if (size > 0)
		memcpy(bytes, rest->at, size);
	*rest = str_slice(rest->at + size, rest->length - size);
	return (ptrdiff_t)size;
}

TEST(pictures_a_little_wrong_are_drawn_or_refused)
{
	struct arena *arena = arena_new(0);
	struct str whole[] = {content_drawn(arena, 40, 30, true, "png"), content_drawn(arena, 40, 30, false, "jpeg")};
	unsigned seed = 5;

	for (int i = 0; i < MUTATIONS; i++) {
		struct arena *own = arena_new(0);
		struct str bytes = mutated(own, whole[i % 2], &seed);
		const struct image_source source = {
			.read = read_bytes, .data = &bytes, .points = 100 * 1000, .moving = true, .lossy = true};
		struct image_drawn drawn;
		int width, height;

		picture_size(bytes, &width, &height);
		if (image_draw(own, &source, 20, &drawn) == IMAGE_DRAWN)
			assert_true(drawn.width <= 20 && drawn.height <= 20 && drawn.bytes.length > 0);
		arena_free(own);
	}
	arena_free(arena);
}
