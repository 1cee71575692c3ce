/* staff_command: `parvis staff add` and `parvis staff list`: how the first administrator comes in. */
#include "people/people.h"

#include "base/arena.h"
#include "base/instant.h"
#include "core/audit.h"
#include "core/password.h"
#include "people/credential.h"
#include "people/staff_form.h"
#include "people/staff_mail.h"
#include "rights/rights.h"

#include <stdio.h>
#include <string.h>

enum { PASSWORD_LINE = 1024 };

struct adding {
	const struct house *house;
	struct arena *arena;
	struct staff_new staff;
	const char *profile;
	bool password_on_stdin;
	int64_t id;
	const char *link;
};

static const char usage[] = "parvis: write parvis staff list, or parvis staff add --email ADDRESS --name NAME "
			    "[--profile administrator|manager|reader|NAME] [--password-stdin]\n";

/* Built-in profiles go by their code, those made here by their name. */
static const char *
profile_word(const struct rights *rights, int64_t id)
{
	const struct profile_rights *profile = rights_profile(rights, id);

	if (profile_of_id(id) != PROFILE_CUSTOM)
		return profile_names[profile_of_id(id)];
	return profile == NULL ? "-" : profile->name;
}

/* ---- list ---- */

static int
list(const struct house *house)
{
	struct arena *arena = arena_new(0);
	struct tx *tx = db_read(house->db, arena);
	size_t count;
	const struct staff *staff = staff_list_all(tx, &count);
	const struct rights *rights = rights_now(house, tx);
	bool fine = tx_trouble(tx) == DB_FINE;

	for (size_t i = 0; i < count; i++)
		printf("%-14s %-32s %s%s%s\n", profile_word(rights, staff[i].profile_id), staff[i].email, staff[i].name,
		       staff[i].acts_for != NULL	    ? " (acts for the portal)"
		       : staff[i].disabled_at != NO_INSTANT ? " (closed)"
		       : staff[i].password_hash == NULL	    ? " (no password yet)"
							    : "",
		       staff[i].totp_on ? " (second factor)" : "");
	db_read_end(tx);
	arena_free(arena);
	return fine ? 0 : 1;
}

/* ---- add ---- */

static bool
read_profile(struct adding *adding)
{
	struct tx *tx = db_read(adding->house->db, adding->arena);
	const struct rights *rights = rights_now(adding->house, tx);

	for (size_t i = 0; i < rights->profile_count; i++)
		if (strcmp(adding->profile, profile_word(rights, rights->profiles[i].id)) == 0)
			adding->staff.profile_id = rights->profiles[i].id;
	db_read_end(tx);
	if (adding->staff.profile_id != 0)
		return true;
	fprintf(stderr,
		"parvis: there is no profile \"%s\": write administrator, manager, reader, or the name of one of "
		"yours.\n",
		adding->profile);
	return false;
}

static bool
read_options(struct adding *adding, int argc, char **argv)
{
	for (int i = 1; i < argc; i++) {
		const char *value = i + 1 < argc ? argv[i + 1] : NULL;

		if (strcmp(argv[i], "--password-stdin") == 0) {
			adding->password_on_stdin = true;
			continue;
		}
		if (value != NULL && strcmp(argv[i], "--email") == 0)
			adding->staff.email = value;
		else if (value != NULL && strcmp(argv[i], "--name") == 0)
			adding->staff.name = value;
		else if (value != NULL && strcmp(argv[i], "--profile") == 0)
			adding->profile = value;
		else {
			fputs(usage, stderr);
			return false;
		}
		i++;
	}
	return true;
}

static bool
check_options(struct adding *adding)
{
	const char *refusal;

	if (text_empty(adding->staff.email) || text_empty(adding->staff.name)) {
		fputs(usage, stderr);
		return false;
	}
	refusal = staff_check_identity(adding->arena, &adding->staff);
	if (refusal != NULL)
		fprintf(stderr, "parvis: %s\n", refusal);
	return refusal == NULL;
}

static bool
read_password(struct adding *adding)
{
	char line[PASSWORD_LINE];
	const char *refusal;

	if (fgets(line, sizeof line, stdin) == NULL)
		line[0] = '\0';
	line[strcspn(line, "\r\n")] = '\0';
	refusal = !str_is_utf8(str_of(line))
			  ? "The password must be UTF-8 text."
			  : password_refusal(line, &(struct password_owner){.email = adding->staff.email,
									    .name = adding->staff.name});
	if (refusal == NULL)
		adding->staff.password_hash = password_hash(adding->arena, line);
	else
		fprintf(stderr, "parvis: %s\n", refusal);
	explicit_bzero(line, sizeof line);
	return refusal == NULL;
}

static void
create(struct tx *tx, void *data)
{
	struct adding *adding = data;

	adding->id = staff_create(tx, &adding->staff);
	if (adding->id == 0)
		return;
	if (adding->staff.password_hash == NULL)
		adding->link = password_link_url(adding->house, adding->arena,
						 password_link_create(tx, adding->id, invitation_life_ms));
	audit_add_system(adding->house, tx,
			 &(struct audit){.action = "staff.create", .object_kind = "staff", .object = adding->id});
}

static int
add(struct adding *adding, int argc, char **argv)
{
	if (!read_options(adding, argc, argv) || !check_options(adding) || !read_profile(adding) ||
	    (adding->password_on_stdin && !read_password(adding)))
		return 2;
	if (db_write(adding->house->db, adding->arena, create, adding) != DB_FINE) {
		fprintf(stderr, "parvis: nothing was written; the log above says why.\n");
		return 1;
	}
	if (adding->id == 0) {
		fprintf(stderr, "parvis: %s has an account already.\n", adding->staff.email);
		return 1;
	}
	printf("Added %s (%s), %s.\n", adding->staff.name, adding->staff.email, adding->profile);
	if (adding->link != NULL)
		printf("Within 7 days they choose their password here:\n%s\n", adding->link);
	return 0;
}

int
staff_command(const struct house *house, int argc, char **argv)
{
	struct adding adding = {.house = house, .profile = profile_names[PROFILE_ADMINISTRATOR]};
	int code;

	if (argc == 1 && strcmp(argv[0], "list") == 0)
		return list(house);
	if (argc < 1 || strcmp(argv[0], "add") != 0) {
		fputs(usage, stderr);
		return 2;
	}
	adding.arena = arena_new(0);
	code = add(&adding, argc, argv);
	arena_free(adding.arena);
	return code;
}
