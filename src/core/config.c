/* config: a table of settings; each row says where its value lands and how it is checked. */
#include "core/config.h"

#include "base/arena.h"
#include "bucket/bucket.h"
#include "core/web_address.h"
#include "egress/egress_address.h"
#include "mail/mail.h"
#include "mail/mailbox.h"
#include "scan/scan.h"
#include "sms/sms.h"
#include "sys/file.h"

#include <errno.h>
#include <string.h>

const struct config_setting config_settings[] = {
	{"PARVIS_DATA", "var/parvis", "Folder of the database, the files and the keys."},
	{"PARVIS_LISTEN", "127.0.0.1:8080", "Address and port to answer on, or unix:/path."},
	{"PARVIS_PUBLIC_URL", "http://{listen}", "URL people reach it at; links in mails begin with it."},
	{"PARVIS_DATABASE_URL", "sqlite:{data}/parvis.db", "sqlite:/path or postgres://user@host/database."},
	{"PARVIS_STORAGE_URL", "", "s3+https://KEY:SECRET@host/bucket?region=…; empty: files lie in {data}/files."},
	{"PARVIS_SMTP_URL", "", "smtp://user:password@host:587 or smtps://…; empty: mails wait in the outbox."},
	{"PARVIS_MAIL_FROM", "parvis@{public host}", "Address mails come from."},
	{"PARVIS_RETURN_ADDRESS", "", "Address that reports about mails go to; empty: none is asked for."},
	{"PARVIS_RETURN_MAILBOX_URL", "", "imaps://user:password@host/INBOX: where they are read, then deleted."},
	{"PARVIS_SMS_URL", "", "kannel+http://… or json+https://…; empty: no SMS."},
	{"PARVIS_TLS_CERT", "", "PEM file of the certificate chain; empty: plain HTTP."},
	{"PARVIS_TLS_KEY", "", "PEM file of its key."},
	{"PARVIS_PROXY", "", "Addresses or networks of trusted proxies, separated by commas."},
	{"PARVIS_EGRESS_ALLOW", "", "Addresses webhooks may go to besides the internet: 127.0.0.1:9000, 10.0.0.0/8."},
	{"PARVIS_CLAMD_URL", "", "unix:/run/clamav/clamd.ctl or tcp://127.0.0.1:3310; empty: files are not scanned."},
	{"PARVIS_PREVIEWS", "1", "0: no pictures are made of files, and their words are not searched."},
	{"PARVIS_OFFICE_PREVIEWS", "1", "0: LibreOffice is not asked to draw the pages of office documents."},
	{"PARVIS_SHOP_URL", "", "https page where the organisation buys more portal users; empty: none is shown."},
	{"PARVIS_LOG", "info", "debug, info, warning or error; add \"json\" for JSON lines."},
	{"PARVIS_DEMO", "0", "1: a demonstration, where everybody may read the outbox. Never with real data."},
	{"PARVIS_STRICT", "0", "1: an unknown name in a page ends the program. For tests."},
};
const size_t config_setting_count = sizeof config_settings / sizeof config_settings[0];

enum {
	SETTINGS = sizeof config_settings / sizeof config_settings[0],
	FILE_LIMIT = 64 * 1024,
	PROXIES_LIMIT = 32,
	RETURN_NAME_LIMIT = 30
};

enum setting {
	DATA,
	LISTEN,
	PUBLIC_URL,
	DATABASE_URL,
	STORAGE_URL,
	SMTP_URL,
	MAIL_FROM,
	RETURN_ADDRESS,
	RETURN_MAILBOX,
	SMS_URL,
	TLS_CERT,
	TLS_KEY,
	PROXY,
	EGRESS_ALLOW,
	CLAMD_URL,
	PREVIEWS,
	OFFICE_PREVIEWS,
	SHOP_URL,
	LOG,
	DEMO,
	STRICT,
};

struct loading {
	struct arena *arena;
	const char *values[SETTINGS];
	const char *error;
};

static const char *
file_name_of(struct arena *arena, const char *environment_name)
{
	char *name = arena_text(arena, environment_name + strlen("PARVIS_"));

	for (char *at = name; *at != '\0'; at++)
		if (*at >= 'A' && *at <= 'Z')
			*at = (char)(*at + ('a' - 'A'));
	return name;
}

static void
take_line(struct loading *loading, struct str line, int number)
{
	struct str name = str_trim(str_cut(&line, '='));
	struct str value;

	if (name.length == 0 || name.at[0] == '#')
		return;
	if (line.at == NULL) {
		loading->error = arena_printf(loading->arena, "parvis.conf, line %d: write \"name = value\".", number);
		return;
	}
	value = str_trim(line);
	for (size_t i = 0; i < SETTINGS; i++) {
		if (!str_equal(name, str_of(file_name_of(loading->arena, config_settings[i].name))))
			continue;
		loading->values[i] = arena_text_of(loading->arena, value.at, value.length);
		return;
	}
	loading->error = arena_printf(loading->arena, "parvis.conf, line %d: there is no setting \"%.*s\".", number,
				      (int)name.length, name.at);
}

static void
take_file(struct loading *loading, const char *path, bool must_exist)
{
	struct str content;

	if (!file_read(loading->arena, path, FILE_LIMIT, &content)) {
		if (must_exist || errno != ENOENT)
			loading->error = arena_printf(loading->arena, "Cannot read %s: %s.", path, strerror(errno));
		return;
	}
	for (int line = 1; content.at != NULL && loading->error == NULL; line++)
		take_line(loading, str_cut(&content, '\n'), line);
}

static const char *
environment_value(char **environment, const char *name)
{
	size_t length = strlen(name);

	for (; *environment != NULL; environment++)
		if (strncmp(*environment, name, length) == 0 && (*environment)[length] == '=')
			return *environment + length + 1;
	return NULL;
}

static void
take_environment(struct loading *loading, char **environment)
{
	for (size_t i = 0; i < SETTINGS; i++) {
		const char *value = environment_value(environment, config_settings[i].name);

		if (value != NULL)
			loading->values[i] = arena_text(loading->arena, value);
	}
}

static const char *
value_of(const struct loading *loading, enum setting setting)
{
	return text_empty(loading->values[setting]) ? NULL : loading->values[setting];
}

static void
set_public_url(struct loading *loading, struct config *config)
{
	const char *url = value_of(loading, PUBLIC_URL);
	struct str rest;

	if (url == NULL)
		url = arena_printf(loading->arena, "%s://%s", config->tls_cert == NULL ? "http" : "https",
				   str_starts(str_of(config->listen), STR("unix:")) ? "localhost" : config->listen);
	rest = str_of(url);
	while (str_ends(rest, STR("/")))
		rest.length--;
	config->public_url = arena_text_of(loading->arena, rest.at, rest.length);
	config->public_tls = str_starts(rest, STR("https://"));
	if (!config->public_tls && !str_starts(rest, STR("http://"))) {
		loading->error = "PARVIS_PUBLIC_URL: write it with its scheme, as in https://espace.example.fr";
		return;
	}
	config->public_host = config->public_url + (config->public_tls ? 8 : 7);
	if (strchr(config->public_host, '/') != NULL || *config->public_host == '\0')
		loading->error =
			"PARVIS_PUBLIC_URL: write a scheme and a host without a path, as in https://espace.example.fr";
}

static void
set_log(struct loading *loading, struct config *config)
{
	static const char *const levels[] = {"debug", "info", "warning", "error"};
	struct str rest = str_of(value_of(loading, LOG) == NULL ? "info" : value_of(loading, LOG));

	config->log_level = LOG_INFO;
	while (rest.at != NULL) {
		struct str word = str_cut(&rest, ' ');
		bool known = word.length == 0 || str_equal(word, STR("text"));

		if (str_equal(word, STR("json"))) {
			config->log_form = LOG_JSON;
			known = true;
		}
		for (size_t i = 0; i < 4; i++)
			if (str_equal(word, str_of(levels[i]))) {
				config->log_level = (enum log_level)i;
				known = true;
			}
		if (!known)
			loading->error = "PARVIS_LOG: write debug, info, warning or error, and json for JSON lines.";
	}
}

static void
set_proxies(struct loading *loading, struct config *config)
{
	struct str rest = str_of(value_of(loading, PROXY));
	const char **proxies = arena_make_array(loading->arena, const char *, PROXIES_LIMIT + 1);
	size_t count = 0;

	while (rest.at != NULL && count < PROXIES_LIMIT) {
		struct str proxy = str_trim(str_cut(&rest, ','));

		if (proxy.length > 0)
			proxies[count++] = arena_text_of(loading->arena, proxy.at, proxy.length);
	}
	config->proxies = count > 0 ? (const char *const *)proxies : NULL;
}

static void
set_egress(struct loading *loading, struct config *config)
{
	struct egress_rules *rules = arena_make(loading->arena, struct egress_rules);
	const char *error = NULL;

	config->egress = rules;
	if (!egress_rules_parse(loading->arena, value_of(loading, EGRESS_ALLOW), rules, &error))
		loading->error = arena_printf(loading->arena, "PARVIS_EGRESS_ALLOW: %s", error);
}

static void
set_scanner(struct loading *loading, struct config *config)
{
	const char *url = value_of(loading, CLAMD_URL), *error = NULL;

	config->scanner = url == NULL ? NULL : scanner_parse(loading->arena, url, &error);
	if (error != NULL)
		loading->error = arena_printf(loading->arena, "PARVIS_CLAMD_URL: %s", error);
}

/* Whoever reads the page sees it: it bears neither a name nor a password. */
static void
set_shop(struct loading *loading, struct config *config)
{
	config->shop_url = value_of(loading, SHOP_URL);
	if (config->shop_url != NULL &&
	    (web_address_refusal(config->shop_url) != NULL || strchr(config->shop_url, '#') != NULL))
		loading->error =
			"PARVIS_SHOP_URL: write the https address of a page, as in https://shop.example.com/more";
}

static void
set_database(struct loading *loading, struct config *config)
{
	const char *url = value_of(loading, DATABASE_URL);

	if (url == NULL)
		url = arena_printf(loading->arena, "sqlite:%s/parvis.db", config->data);
	if (!str_starts(str_of(url), STR("sqlite:")) && !str_starts(str_of(url), STR("postgres://")) &&
	    !str_starts(str_of(url), STR("postgresql://")))
		loading->error = "PARVIS_DATABASE_URL: write sqlite:/path/parvis.db or postgres://user@host/database.";
	config->database_url = url;
}

/* The identifier of a message goes into the address, before the @: what is left of its 64 characters is for the name.
 */
static void
set_return(struct loading *loading, struct config *config)
{
	const char *address = value_of(loading, RETURN_ADDRESS), *mailbox = value_of(loading, RETURN_MAILBOX);
	const char *error = NULL;

	config->return_mailbox = mailbox;
	config->return_address = address == NULL ? NULL : mail_address(loading->arena, address);
	if (address != NULL && (config->return_address == NULL || strcspn(address, "@") > RETURN_NAME_LIMIT ||
				strcspn(address, "+") < strlen(address)))
		loading->error = "PARVIS_RETURN_ADDRESS: write one e-mail address with a short name and without a "
				 "plus, as in retour@example.fr";
	if (mailbox != NULL && address == NULL)
		loading->error = "PARVIS_RETURN_MAILBOX_URL: write PARVIS_RETURN_ADDRESS, too: the address whose mails "
				 "come into that mailbox.";
	if (mailbox != NULL && !mailbox_url_ok(mailbox, &error))
		loading->error = arena_printf(loading->arena, "PARVIS_RETURN_MAILBOX_URL: %s", error);
}

/* Whether it can be read, and whether its credentials are there: the store itself is not asked. */
static void
set_storage(struct loading *loading, struct config *config)
{
	const char *error = NULL;

	config->storage_url = value_of(loading, STORAGE_URL);
	if (config->storage_url != NULL && bucket_open(loading->arena, config->storage_url, &error) == NULL)
		loading->error = arena_printf(loading->arena, "PARVIS_STORAGE_URL: %s", error);
}

static void
set_messages(struct loading *loading, struct config *config)
{
	const char *error = NULL;
	struct str host = str_of(config->public_host);
	bool given;

	config->smtp_url = value_of(loading, SMTP_URL);
	config->sms_url = value_of(loading, SMS_URL);
	config->mail_from = value_of(loading, MAIL_FROM);
	host = str_cut(&host, ':');
	given = config->mail_from != NULL;
	if (!given)
		config->mail_from = arena_printf(loading->arena, "parvis@%.*s", (int)host.length, host.at);
	/* A host that is an IP address makes no sender: better said now than by every mail. */
	if ((given || config->smtp_url != NULL) && mail_address(loading->arena, config->mail_from) == NULL)
		loading->error = "PARVIS_MAIL_FROM: write one e-mail address, as in portail@example.fr";
	if (config->smtp_url != NULL && !mail_url_ok(config->smtp_url, &error))
		loading->error = arena_printf(loading->arena, "PARVIS_SMTP_URL: %s", error);
	if (config->sms_url != NULL && !sms_url_ok(config->sms_url, &error))
		loading->error = arena_printf(loading->arena, "PARVIS_SMS_URL: %s", error);
}

static bool
switch_of(struct loading *loading, enum setting setting)
{
	const char *value = value_of(loading, setting);

	if (value != NULL && !text_equal(value, "1") && !text_equal(value, "0"))
		loading->error = arena_printf(loading->arena, "%s: write 1 or 0.", config_settings[setting].name);
	return text_equal(value, "1");
}

const struct config *
config_load(struct arena *arena, char **environment, const char **error)
{
	struct loading loading = {.arena = arena};
	struct config *config = arena_make(arena, struct config);
	const char *path = environment_value(environment, "PARVIS_CONF");

	take_file(&loading, path == NULL ? "parvis.conf" : path, path != NULL);
	take_environment(&loading, environment);
	config->data = value_of(&loading, DATA) == NULL ? "var/parvis" : value_of(&loading, DATA);
	config->listen = value_of(&loading, LISTEN) == NULL ? "127.0.0.1:8080" : value_of(&loading, LISTEN);
	config->tls_cert = value_of(&loading, TLS_CERT);
	config->tls_key = value_of(&loading, TLS_KEY);
	if ((config->tls_cert == NULL) != (config->tls_key == NULL))
		loading.error = "PARVIS_TLS_CERT and PARVIS_TLS_KEY: write both, or neither.";
	set_public_url(&loading, config);
	set_log(&loading, config);
	set_proxies(&loading, config);
	set_egress(&loading, config);
	set_shop(&loading, config);
	set_scanner(&loading, config);
	set_database(&loading, config);
	set_storage(&loading, config);
	if (loading.error == NULL)
		set_messages(&loading, config);
	if (loading.error == NULL)
		set_return(&loading, config);
	config->previews = value_of(&loading, PREVIEWS) == NULL || switch_of(&loading, PREVIEWS);
	config->office_previews = config->previews &&
				  (value_of(&loading, OFFICE_PREVIEWS) == NULL || switch_of(&loading, OFFICE_PREVIEWS));
	config->demo = switch_of(&loading, DEMO);
	config->strict = switch_of(&loading, STRICT);
	*error = loading.error;
	return loading.error == NULL ? config : NULL;
}
