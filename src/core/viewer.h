/* viewer: who is looking, what they may do, and in which language; everything read or written goes through one. */
#ifndef CORE_VIEWER_H
#define CORE_VIEWER_H

#include <stdbool.h>
#include <stdint.h>

/* The built-in profiles, whose ids are these plus one; those made here are all PROFILE_CUSTOM and known by their id. */
enum profile { PROFILE_ADMINISTRATOR, PROFILE_MANAGER, PROFILE_READER, PROFILES, PROFILE_CUSTOM = PROFILES };
extern const char *const profile_names[]; /* "administrator"…, NULL-terminated */

enum { FOR_ADMINISTRATOR = 1, FOR_MANAGER = 2, FOR_READER = 4, FOR_STAFF = 7, FOR_CLIENT = 8, FOR_EVERYBODY = 255 };

/* A named thing one may do. Each feature declares its own as constants; a route names one. */
struct permission {
	const char *name;  /* "invoice.write" */
	unsigned holders;  /* FOR_… bits: the built-in profiles that have it */
	const char *label; /* English, N_ */
	/* Pages that a feature has of the records of these modules (NULL-terminated): whoever may do `may`
	   (rights/rights.h) in all of them, and sees them whole, holds it; when `special`, only if their profile has it
	   besides; when `in_part`, the pages show each viewer their part, and who sees less holds it as well; when
	   `given`, who sees but what is theirs does, too (access_rule), unless a state or the profile hides part of it.
	 */
	const char *const *modules;
	unsigned may;
	bool special, in_part, given;
};
extern const struct permission everybody;  /* public pages */
extern const struct permission any_staff;  /* what every staff user may do: their own account… */
extern const struct permission portal_use; /* what every client may do */

struct look;

enum viewer_kind { VIEWER_NOBODY, VIEWER_STAFF, VIEWER_CLIENT };

struct viewer {
	enum viewer_kind kind;
	int64_t session;	 /* id; 0 for nobody and for API tokens */
	int64_t token;		 /* API token's id, or 0 */
	int64_t app_password;	 /* the password by which a program comes for them, or 0 (core/app_password.h) */
	bool read_only_token;	 /* the token has the scope "read" only */
	int64_t staff;		 /* staff user; in a preview the one who looks */
	int64_t contact;	 /* VIEWER_CLIENT: the record they sign in by: a contact, or one of another module; 0 in
				    a preview. Of VIEWER_NOBODY: they have still to make a way to sign in */
	int64_t client;		 /* VIEWER_CLIENT: the client they act for; 0: not chosen yet, sees nothing */
	bool without_client;	 /* VIEWER_CLIENT: no contact: there is no client they could act for */
	int64_t user_type;	 /* VIEWER_CLIENT: their user type; 0: the default one */
	int64_t record;		 /* VIEWER_CLIENT: the record of its main module they see as; 0: none */
	bool preview;		 /* a staff user sees the portal as this client, read-only */
	const struct look *look; /* in a preview: through whose eyes, and at what; else NULL */
	enum profile profile;	 /* VIEWER_STAFF; in a preview of the one who looks, as the two below */
	int64_t profile_id;	 /* VIEWER_STAFF */
	int64_t role_id;	 /* VIEWER_STAFF: their place in the tree of roles; 0: none */
	bool given_only;	 /* VIEWER_STAFF: of clients they see but what is theirs (access_rule.given) */
	const char *const *permissions; /* VIEWER_STAFF: names of those it holds, NULL-terminated; NULL: as built in */
	const char *name;		/* shown; never NULL unless nobody */
	const char *email;
	const char *client_name; /* NULL when not chosen */
	int client_count;	 /* how many clients the person may choose among */
	const char *language;	 /* their choice, or NULL */
	const char *theme;	 /* "light", "dark", or "" */
	const char *zone;	 /* VIEWER_CLIENT: in whose times they read; NULL: the organisation's */
	const char *country;	 /* VIEWER_CLIENT: by whose customs they read; NULL: the organisation's */
	int hours;		 /* VIEWER_CLIENT: 12 or 24; 0: as the language has it */
	int64_t signed_in_at;
};

/* The house itself, in jobs: it sees what every administrator sees. */
extern const struct viewer house_viewer;

/* Records that are made up for a preview have the last ids there are, which none that is kept will ever have. */
enum { SAMPLE_RECORDS = 6 };
#define SAMPLE_FIRST (INT64_MAX - SAMPLE_RECORDS)

/* The id of a built-in profile, and the built-in profile of an id. */
static inline int64_t
profile_id_of(enum profile profile)
{
	return (int64_t)profile + 1;
}
static inline enum profile
profile_of_id(int64_t id)
{
	return id >= 1 && id <= PROFILES ? (enum profile)(id - 1) : PROFILE_CUSTOM;
}

bool viewer_may(const struct viewer *viewer, const struct permission *permission);
/* Whether a page of the portal that shows what `permission` opens in the console may be shown: always, but to a staff
 * user in a preview who does not hold it. NULL: there is no such page of the console. */
bool viewer_may_see(const struct viewer *viewer, const struct permission *permission);

#endif
