/* house: what every part of the running program shares: made at the start, never changed while it serves. */
#ifndef CORE_HOUSE_H
#define CORE_HOUSE_H

#include "core/config.h"
#include "sys/crypto.h"

#include <stddef.h>

struct blobs;
struct db;
struct feature;
struct job_runner;
struct rights;
struct templates;
struct translations;
struct tx;

/* One key per purpose, derived from the master key in {data}/master.key. */
struct keys {
	struct key csrf;   /* form tokens, from the session */
	struct key flash;  /* messages carried over a redirect */
	struct key code;   /* sign-in codes at rest */
	struct key audit;  /* chain of the journal */
	struct key secret; /* sealed columns (TOTP) */
	struct key trace;  /* hashes of network addresses */
	struct key mail;   /* identifiers that reports of mail servers bring back */
	struct key notice; /* links that stop mails without signing in */
};

struct house {
	const struct config *config;
	struct db *db;
	struct blobs *blobs;
	struct keys keys;
	struct templates *templates;
	struct translations *translations;
	const struct feature *const *features;
	size_t feature_count;
	struct job_runner *jobs; /* NULL when no jobs run here (command line) */
	/* The modules and rights that hold for a transaction, kept between requests (app/); ask by rights_now. NULL:
	 * they are read each time. */
	const struct rights *(*rights)(const struct house *house, struct tx *tx);
};

#endif
