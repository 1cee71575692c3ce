/* sign_in: how a client proves who they are without a password: rules, rows, and the codes that are sent. */
#ifndef PORTALS_SIGN_IN_H
#define PORTALS_SIGN_IN_H

#include "base/instant.h"
#include "core/feature.h"
#include "portals/person.h"
#include "sys/crypto.h"

#include <stdbool.h>
#include <stdint.h>

enum sign_in_purpose { PURPOSE_SIGN_IN, PURPOSE_CONFIRM_MOBILE, PURPOSE_PASSWORD };
enum code_channel { CODE_BY_MAIL, CODE_BY_SMS };
extern const char *const sign_in_purpose_names[];
extern const char *const code_channel_names[];

#define SIGN_IN_COOKIE "sign_in"      /* binds the code to the browser that asked for it */
#define FIRST_WAY_PATH "/sign-in/way" /* where a way to sign in is made that one has to have */
#define DEVICE_COOKIE  "device"	      /* a browser that has signed in before: it keeps its own limits */

enum {
	CODE_LIFE_MS = 10 * MINUTE_MS,
	CODE_MINUTES = 10,
	CODE_LENGTH_LIMIT = 8,
	MAIL_TRIES = 5,
	SMS_TRIES = 3,
	SHOWN_TRIES = 5, /* pages count alike whatever the channel: it must not show */
};

/* From the typed address to the right code. */
struct sign_in {
	int64_t id;
	struct str browser_hash, link_hash;
	enum sign_in_purpose purpose;
	int64_t portal_id;
	const char *email;  /* as typed, lower case */
	int64_t contact_id; /* the record that signs in; 0: the address is unknown, and nothing may show it */
	enum code_channel channel;
	const char *target;   /* the number to confirm */
	struct str code_hash; /* at NULL: used, burnt or replaced */
	int tries, sent_count;
	int64_t sent_at, expires_at;
	bool remember;
	const char *next_path;
	int64_t invitation_id; /* what the right code accepts; 0: nothing */
	int64_t created_at;
};

/* ---- rules (sign_in.c) ---- */

/* Eight letters and digits by mail, six digits by SMS; `code` has CODE_LENGTH_LIMIT + 1 bytes. */
void code_make(char *code, enum code_channel channel);
/* "K7QM-2XWD": how a code is shown. Six digits stay as they are. */
const char *code_show(struct arena *arena, const char *code);
/* What was meant by what was typed: case, blanks, hyphens and look-alikes do not matter. NULL: it cannot be a code. */
const char *code_read(struct arena *arena, const char *typed);
/* A code at rest, bound to its sign-in and its person. */
struct hash code_hash(const struct key *key, int64_t sign_in, int64_t contact, const char *code);
/* True when `code` is the one of a sign-in whose try has been counted. */
bool code_matches(const struct key *key, const struct sign_in *counted, const char *code);
int code_tries(enum code_channel channel);

/* Milliseconds until another code may be sent; 0: now. */
int64_t sign_in_resend_wait(const struct sign_in *sign_in, int64_t now);

/* ---- the attempt of this browser (sign_in_web.c) ---- */

struct sign_in *sign_in_own(struct request *rq, struct tx *tx); /* NULL: none, or left open for too long */
struct reply sign_in_start_again(struct request *rq);

/* ---- limits (limit_web.c) ---- */

/* Who asks, as the limits see it. */
struct asker {
	const char *account; /* keyed hash of the typed address, known or not */
	const char *network; /* NULL: this machine */
	const char *device;  /* keyed hash of a device known for this contact; NULL: unknown */
};
struct asker asker_of(struct request *rq, const char *email, int64_t contact);
/* Each counts one more use before the work; false: too many, *wait_ms says for how long. */
bool limit_code(struct tx *tx, const struct asker *asker, int64_t *wait_ms);
bool limit_try(struct tx *tx, const struct asker *asker, int64_t *wait_ms);
bool limit_number(struct request *rq, const char *number);
void limit_forgive(struct tx *tx, const struct asker *asker); /* after the right code or password */

/* ---- rows (sign_in_store.c) ---- */

void sign_in_insert(struct tx *tx, const struct sign_in *sign_in);
struct sign_in *sign_in_of_browser(struct tx *tx, const struct hash *browser, enum sign_in_purpose purpose);
struct sign_in *sign_in_of_link(struct tx *tx, const struct hash *link, int64_t now);
struct sign_in *sign_in_newest_of(struct tx *tx, int64_t contact, enum code_channel channel, int64_t now);
void sign_in_forget_browser(struct tx *tx, const struct hash *browser);
/* Another code was sent: the row's code, link, channel, instants and counts. */
void sign_in_renew(struct tx *tx, const struct sign_in *sign_in);
/* A new code kills the older ones of the same person. */
void sign_in_kill_others(struct tx *tx, const struct sign_in *sign_in);
/* Counts a try, in one statement, before anything is compared; NULL: no code to try, or too many tries. */
struct sign_in *sign_in_count_try(struct tx *tx, int64_t id, int64_t now);
/* The code is dead: nothing it is compared with can match. `alive` keeps it looking alive. */
void sign_in_burn(struct tx *tx, int64_t id, bool alive);
/* Uses the code up; false when somebody was faster. */
bool sign_in_take(struct tx *tx, const struct sign_in *sign_in);

bool device_is_known(struct tx *tx, const struct hash *token, int64_t contact, int64_t now);
void device_remember(struct tx *tx, const struct hash *token, int64_t contact, int64_t now);

/* True while guessing at codes sent by SMS goes on: unknown devices then get theirs by mail. */
bool breaker_is_open(struct tx *tx, int64_t now);
/* Records a wrong code; true when this one opened the breaker. */
bool breaker_count(struct tx *tx, int64_t now);

void sign_in_sweep(struct tx *tx, int64_t now);
void sign_in_export_person(struct tx *tx, int64_t contact, struct doc *person);
void sign_in_erase_person(struct tx *tx, int64_t contact);

const struct portal *portal_itself(struct tx *tx, int64_t id);
const struct portal *portal_of_host(struct tx *tx, const char *host); /* NULL: no company has it */

/* ---- sending (code_send.c) ---- */

struct code_sending {
	const struct house *house;
	const struct portal *portal;
	const char *base_url; /* where the mail's link begins */
	enum code_channel channel;
	const char *failed_number; /* an SMS to this number failed before; NULL */
};
/* Gives `sign_in` a new code and writes its message when `contact` is known. The row is the caller's to store. */
void
code_send(struct tx *tx, const struct code_sending *sending, struct sign_in *sign_in, const struct contact *contact);
/* "https://espace.example.fr" of the company's host or of the program. */
const char *base_url_of(struct request *rq);
/* An SMS with a code could not be delivered: another code goes by mail. */
void code_fall_back(const struct house *house, struct tx *tx, const struct event *event);

/* ---- after the proof (entry.c) ---- */

struct entry {
	const struct contact *contact;
	bool remember;
	bool by_code;	  /* or by the mailed link beside it */
	const char *next; /* NULL: the home */
};
/* Who took the right code, or link, of this attempt; an invitation that brought them is accepted first. */
struct reply entry_by_code(struct request *rq, const struct sign_in *taken, bool remember);
/* Lets in whoever proved to be the contact, or says why not. */
struct reply entry_reply(struct request *rq, const struct entry *entry);

#endif
