/* config: the settings of the program, from parvis.conf and the environment; the environment wins. */
#ifndef CORE_CONFIG_H
#define CORE_CONFIG_H

#include "base/log.h"
#include "base/str.h"

#include <stdbool.h>

struct arena;
struct egress_rules;
struct scanner;

struct config {
	const char *data;   /* PARVIS_DATA: folder of the database, files and keys; default "var/parvis" */
	const char *listen; /* PARVIS_LISTEN: "127.0.0.1:8080" */
	const char
		*public_url; /* PARVIS_PUBLIC_URL: "https://espace.example.fr", no final slash; default from listen */
	const char *public_host;    /* derived: host[:port] of public_url, lower case */
	bool public_tls;	    /* derived: public_url is https */
	const char *database_url;   /* PARVIS_DATABASE_URL; default "sqlite:{data}/parvis.db" */
	const char *storage_url;    /* PARVIS_STORAGE_URL: the store files are kept in; NULL: {data}/files */
	const char *smtp_url;	    /* PARVIS_SMTP_URL; NULL: mails wait in the outbox */
	const char *mail_from;	    /* PARVIS_MAIL_FROM: address; default "parvis@{public host}" */
	const char *return_address; /* PARVIS_RETURN_ADDRESS: where reports about mails go; NULL: none is asked for */
	const char *return_mailbox; /* PARVIS_RETURN_MAILBOX_URL: where they are read (IMAP); NULL: nowhere */
	const char *sms_url;	    /* PARVIS_SMS_URL; NULL: no SMS gateway */
	const char *tls_cert;	    /* PARVIS_TLS_CERT, _KEY: paths of PEM files; NULL: plain HTTP */
	const char *tls_key;
	const char *const *proxies; /* PARVIS_PROXY: addresses or networks, separated by commas; NULL: none */
	/* PARVIS_EGRESS_ALLOW: what programs of others may be reached at besides the internet; NULL: nothing */
	const struct egress_rules *egress;
	const struct scanner *scanner; /* PARVIS_CLAMD_URL: who looks for viruses (scan/scan.h); NULL: nobody */
	bool previews;		       /* PARVIS_PREVIEWS: pictures and words of files are wanted; default true */
	bool office_previews;	       /* PARVIS_OFFICE_PREVIEWS: and those LibreOffice makes; default true */
	const char *shop_url;	       /* PARVIS_SHOP_URL: where more portal users are bought; NULL: nowhere */
	enum log_level log_level;      /* PARVIS_LOG: "info", "debug json"… */
	enum log_form log_form;
	bool strict; /* PARVIS_STRICT=1: unknown names in templates end the process; for tests */
	bool demo;   /* PARVIS_DEMO=1: everybody may read the outbox; never with real data */
};

/* One row of the documented table: `parvis serve --help` and docs/guide print it. */
struct config_setting {
	const char *name;     /* PARVIS_… in the environment; the same without PARVIS_, lower case, in the file */
	const char *fallback; /* for the documentation */
	const char *about;
};
extern const struct config_setting config_settings[];
extern const size_t config_setting_count;

/* Reads {PARVIS_CONF or ./parvis.conf} when it exists, then the environment. NULL and *error, a sentence that says
 * what to write, when a setting is wrong or unknown. `environment` is environ. */
const struct config *config_load(struct arena *arena, char **environment, const char **error);

#endif
