/* Tests of bucket: addresses that are taken, those that are not and what is said of them, and texts of answers. */
#include "bucket/bucket_call.h"

#include "base/arena.h"
#include "base/test.h"
#include "sys/file.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const struct bucket *
good(struct arena *arena, const char *url, const char *name)
{
	const char *error = NULL;
	const struct bucket *bucket = bucket_open(arena, url, &error);

	if (bucket == NULL)
		fail_msg("%s: %s", url, error);
	assert_string_equal(bucket_name(bucket), name);
	return bucket;
}

TEST(addresses_say_where_the_bucket_is_and_never_its_secret)
{
	struct arena *arena = arena_new(0);
	const struct bucket *plain = good(arena, "s3+https://KEY:s%2Fe%2Bc:r@s3.fr-par.scw.cloud/files",
					  "https://s3.fr-par.scw.cloud/files");
	const struct bucket *folder = good(arena, "s3+http://K:S@127.0.0.1:9000/files/a/b/?region=eu-west-3&style=path",
					   "http://127.0.0.1:9000/files/a/b/");
	const struct bucket *host =
		good(arena, "s3+https://K:S@s3.amazonaws.com/files/a?style=host", "https://s3.amazonaws.com/files/a/");

	assert_string_equal(plain->secret, "KEY:s/e+c:r");
	assert_string_equal(plain->base, "https://s3.fr-par.scw.cloud/files/");
	assert_string_equal(plain->list_path, "https://s3.fr-par.scw.cloud/files");
	assert_string_equal(plain->signing, "aws:amz:us-east-1:s3");
	assert_string_equal(folder->base, "http://127.0.0.1:9000/files/a/b/");
	assert_string_equal(folder->signing, "aws:amz:eu-west-3:s3");
	assert_string_equal(host->base, "https://files.s3.amazonaws.com/a/");
	assert_string_equal(host->list_path, "https://files.s3.amazonaws.com/");
	arena_free(arena);
}

TEST(addresses_that_cannot_be_are_refused_with_a_sentence)
{
	static const char *const urls[] = {
		"",
		"https://K:hunter@host/files",
		"s3+ftp://K:hunter@host/files",
		"s3+https://host/files",
		"s3+https://K@host/files",
		"s3+https://K:hunter@host",
		"s3+https://K:hunter@host/",
		"s3+https://K:hunter@host/fi%20les",
		"s3+https://K:hunter@host/files/../other",
		"s3+https://K:hunter@host/files#x",
		"s3+https://K:hunter@host/files?regoin=x",
		"s3+https://K:hunter@host/files?region",
		"s3+https://K:hunter@host/files?region=a:b",
		"s3+https://K:hunter@host/files?style=other",
		"s3+https://K:hunter@host\n/files",
		"s3+http://K:hunter@store.example.com/files",
		"s3+http://K:hunter@127.0.0.1.example.com/files",
		"s3+https://host/files?credentials=/nowhere/at/all",
	};
	struct arena *arena = arena_new(0);
	const char *error;

	for (size_t i = 0; i < sizeof urls / sizeof urls[0]; i++) {
		error = NULL;
		if (bucket_open(arena, urls[i], &error) != NULL)
			fail_msg("%s was taken", urls[i]);
		assert_non_null(error);
		assert_null(strstr(error, "hunter"));
	}
	arena_free(arena);
}

TEST(credentials_may_lie_in_a_file)
{
	struct arena *arena = arena_new(0);
	char path[] = "/tmp/parvis-credentials-XXXXXX";
	int fd = mkstemp(path);
	const char *url = arena_printf(arena, "s3+https://host/files?credentials=%s", path), *error = NULL;

	assert_true(fd >= 0);
	close(fd);
	assert_null(bucket_open(arena, url, &error)); /* empty */
	assert_non_null(strstr(error, path));
	assert_true(file_write(path, STR("KEY:se/cret+\n")));
	assert_string_equal(bucket_open(arena, url, &error)->secret, "KEY:se/cret+");
	unlink(path);
	arena_free(arena);
}

static void
gather(const char *around, const char *name, const char *text, void *data)
{
	build_printf(data, "%s/%s=%s;", around, name, text);
}

TEST(answers_are_read_as_texts_and_entities_are_refused)
{
	struct arena *arena = arena_new(0);
	struct builder out = builder_new(arena, 0);

	assert_true(bucket_xml(STR("<?xml version='1.0'?><a xmlns='x'><b>1 &amp; 2</b> <c/></a>"), gather, &out));
	assert_string_equal(builder_text(&out), "a/b=1 & 2;a/c=;/a=;");
	assert_false(bucket_xml(STR("<a><b>1</a>"), gather, &out));
	assert_false(bucket_xml(STR(""), gather, &out));
	assert_false(bucket_xml(STR("<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>"), gather, &out));
	assert_string_equal(bucket_encoded(arena, "a/b +é~"), "a%2Fb%20%2B%C3%A9~");
	arena_free(arena);
}
