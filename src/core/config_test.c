/* config_test: settings from the environment and the file, and the sentences for wrong ones. */
#include "base/arena.h"
#include "base/test.h"
#include "core/config.h"
#include "sys/file.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const struct config *
load(struct arena *arena, const char *const *environment, const char **error)
{
	return config_load(arena, (char **)environment, error);
}

TEST(config_has_defaults_that_follow_each_other)
{
	struct arena *arena = arena_new(0);
	const char *error = NULL;
	const struct config *config = load(
		arena,
		(const char *const[]){"PARVIS_CONF=/dev/null", "PARVIS_DATA=/srv/p", "PARVIS_LISTEN=127.0.0.1:9", NULL},
		&error);

	assert_non_null(config);
	assert_string_equal(config->database_url, "sqlite:/srv/p/parvis.db");
	assert_string_equal(config->public_url, "http://127.0.0.1:9");
	assert_string_equal(config->public_host, "127.0.0.1:9");
	assert_string_equal(config->mail_from, "parvis@127.0.0.1");
	assert_null(config->smtp_url);
	assert_null(config->storage_url);
	assert_null(config->proxies);
	assert_null(config->scanner);
	assert_true(config->previews && config->office_previews);
	arena_free(arena);
}

TEST(config_takes_the_file_and_the_environment_wins)
{
	struct arena *arena = arena_new(0);
	char path[] = "/tmp/parvis-conf-XXXXXX", variable[64] = "PARVIS_CONF=";
	const char *error = NULL;
	const struct config *config;

	assert_true(close(mkstemp(path)) == 0);
	assert_true(file_write(
		path,
		STR("# ours\npublic_url = https://espace.example.fr/\nlog = debug json\nproxy = 10.0.0.1, 10.1.0.0/16\n")));
	strncat(variable, path, sizeof variable - strlen(variable) - 1);
	config = load(arena, (const char *const[]){variable, "PARVIS_LOG=error", NULL}, &error);
	unlink(path);
	assert_non_null(config);
	assert_string_equal(config->public_url, "https://espace.example.fr");
	assert_true(config->public_tls);
	assert_int_equal(config->log_level, LOG_ERROR);
	assert_string_equal(config->proxies[1], "10.1.0.0/16");
	assert_null(config->proxies[2]);
	arena_free(arena);
}

TEST(config_says_what_to_write)
{
	static const struct {
		const char *variable, *sentence;
	} wrong[] = {
		{"PARVIS_PUBLIC_URL=espace.example.fr", "scheme"},
		{"PARVIS_PUBLIC_URL=https://a.fr/portal", "without a path"},
		{"PARVIS_DATABASE_URL=mysql://x", "postgres://"},
		{"PARVIS_LOG=loud", "debug, info"},
		{"PARVIS_TLS_CERT=/x", "both, or neither"},
		{"PARVIS_MAIL_FROM=nobody", "e-mail address"},
		{"PARVIS_STORAGE_URL=https://K:S@store.example.fr/files", "PARVIS_STORAGE_URL"},
		{"PARVIS_STORAGE_URL=s3+http://K:S@store.example.fr/files", "PARVIS_STORAGE_URL"},
		{"PARVIS_SMTP_URL=mail.example.fr", "PARVIS_SMTP_URL"},
		{"PARVIS_SMTP_URL=smtp://mail.example.fr", "PARVIS_MAIL_FROM"},
		{"PARVIS_SMS_URL=nowhere", "PARVIS_SMS_URL"},
		{"PARVIS_RETURN_ADDRESS=nobody", "PARVIS_RETURN_ADDRESS"},
		{"PARVIS_RETURN_ADDRESS=retour+x@example.fr", "without a plus"},
		{"PARVIS_RETURN_ADDRESS=a.name.of.more.than.thirty.letters@example.fr", "short name"},
		{"PARVIS_RETURN_MAILBOX_URL=pop3://me:p@example.fr", "imaps://"},
		{"PARVIS_RETURN_MAILBOX_URL=imaps://example.fr", "imaps://"},
		{"PARVIS_RETURN_MAILBOX_URL=imaps://me:p@example.fr", "PARVIS_RETURN_ADDRESS, too"},
		{"PARVIS_SHOP_URL=http://shop.example.com/", "https address"},
		{"PARVIS_SHOP_URL=https://me@shop.example.com/", "https address"},
		{"PARVIS_DEMO=yes", "1 or 0"},
		{"PARVIS_PREVIEWS=no", "1 or 0"},
		{"PARVIS_CLAMD_URL=clamd", "PARVIS_CLAMD_URL: write unix:"},
		{"PARVIS_CONF=/nowhere/parvis.conf", "Cannot read"},
	};

	for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
		struct arena *arena = arena_new(0);
		const char *error = NULL;

		assert_null(load(arena, (const char *const[]){wrong[i].variable, NULL}, &error));
		assert_non_null(error);
		assert_non_null(strstr(error, wrong[i].sentence));
		arena_free(arena);
	}
}
