/* client_import_test: files of clients and contacts, good and bad, on both engines. */
#include "clients/client_store.h"
#include "clients/contact_store.h"

#include "base/arena.h"
#include "base/str.h"
#include "base/test.h"
#include "clients/prepared_test.h"
#include "companies/companies.h"
#include "core/house_test.h"
#include "db/db_testing.h"
#include "sys/file.h"

#include <string.h>

static const struct viewer staff = {.kind = VIEWER_STAFF, .staff = 1, .profile = PROFILE_MANAGER};

static int
import_clients(const struct house *house, int argc, char **argv)
{
	return clients_import_command(house, "clients", argc, argv);
}

static int
import_contacts(const struct house *house, int argc, char **argv)
{
	return clients_import_command(house, "contacts", argc, argv);
}

/* The report of an import of "clients" or "contacts". */
static const char *
imported(struct db *db, struct arena *arena, const char *what, const char *option, struct str bytes, int *code)
{
	return import_for_test(house_for_test(arena, db, NULL), arena,
			       text_equal(what, "clients") ? import_clients : import_contacts, option, bytes, code);
}

static int64_t
count_clients(struct db *db, struct arena *arena)
{
	struct tx *tx = db_read(db, arena);
	int64_t count = db_get_int(tx, 0, "select count(*) from client");

	db_read_end(tx);
	return count;
}

static const char good_clients[] =
	"Num\xE9ro;Nom;Type;SIRET;Adresse;Compl\xE9ment d'adresse;Code postal;Ville;Pays;Courriel;Note\r\n"
	"C-00010;Caf\xE9 du Port;Soci\xE9t\xE9;732 829 320 00074;1 quai;B\xE2t. 2;44000;Nantes;"
	"Belgique;Cafe@Example.fr;x\r\n"
	";Anne Sorel;particulier;;;;;;;;\r\n";

TEST_BOTH_ENGINES_WITH(clients_prepare, a_file_of_clients_is_taken_with_windows_accents)
{
	int code;
	const char *report = imported(db, arena, "clients", NULL, str_of(good_clients), &code);
	struct tx *tx;
	const struct client *first;

	assert_string_equal(report, "Columns that are not used: note.\n2 lines imported.\n");
	assert_int_equal(code, 0);
	tx = db_read(db, arena);
	first = client_find(tx, &staff, client_of_number(tx, "C-00010"));
	assert_string_equal(first->name, "Café du Port");
	assert_string_equal(first->siret, "73282932000074");
	assert_string_equal(first->street, "1 quai\nBât. 2");
	assert_string_equal(first->country, "BE");
	assert_string_equal(first->email, "cafe@example.fr");
	assert_int_equal(client_find(tx, &staff, client_of_number(tx, "C-00011"))->kind, CLIENT_HOUSEHOLD);
	assert_int_equal(db_get_int(tx, 0, "select count(*) from audit where action = 'clients.import'"), 1);
	db_read_end(tx);
}

TEST_BOTH_ENGINES_WITH(clients_prepare, a_dry_run_writes_nothing)
{
	int code;
	const char *report = imported(db, arena, "clients", "--dry-run", STR("name\nUn\nDeux\n"), &code);

	assert_string_equal(report, "2 lines read, none wrong. This was a dry run: nothing was written.\n");
	assert_int_equal(code, 0);
	assert_int_equal(count_clients(db, arena), 0);
}

TEST_BOTH_ENGINES_WITH(clients_prepare, every_bad_line_is_told_and_nothing_is_kept)
{
	int code;
	const char *report = imported(db, arena, "clients", NULL,
				      STR("number,name,type,siret,country,email,company\n"
					  "A1,Good,,,,,\n"
					  "A1,Twice,,,,,\n"
					  "A2,,,,,,\n"
					  "A3,Odd,robot,,,,\n"
					  "A4,Short,,123,,,\n"
					  "A5,Lost,,,Atlantis,,\n"
					  "A6,Deaf,,,,not an address,\n"
					  "A7,Astray,,,,,Nobody & Co\n"),
				      &code);

	assert_string_equal(report, "Line 3: There is a client with the number “A1” already.\n"
				    "Line 4: “name” is empty.\n"
				    "Line 5: “type” is not known: “robot”.\n"
				    "Line 6: “123” is no SIRET number: it has 14 digits.\n"
				    "Line 7: “Atlantis” is no country that we know. Write two letters, as in FR.\n"
				    "Line 8: “not an address” is no e-mail address.\n"
				    "Line 9: No company of yours is called “Nobody & Co”.\n"
				    "8 lines read, 7 wrong. Nothing was imported.\n");
	assert_int_equal(code, 1);
	assert_int_equal(count_clients(db, arena), 0);
}

TEST_BOTH_ENGINES_WITH(clients_prepare, a_thousand_bad_lines_are_listed_and_all_are_counted)
{
	struct builder file = builder_new(arena, 0);
	const char *report;
	int code, lines = 0;

	build_text(&file, "name;email\n");
	for (int i = 0; i < 1234; i++)
		build_text(&file, "Un;nowhere\n");
	report = imported(db, arena, "clients", NULL, builder_str(&file), &code);
	for (const char *at = report; *at != '\0'; at++)
		lines += *at == '\n';
	assert_int_equal(lines, 1002);
	assert_non_null(strstr(report, "\n… and 234 more.\n1234 lines read, 1234 wrong. Nothing was imported.\n"));
}

TEST_BOTH_ENGINES_WITH(clients_prepare, a_file_that_breaks_off_is_refused_whole)
{
	int code;
	const char *report = imported(db, arena, "clients", NULL, STR("name\nUn\n\"Deux\n"), &code);

	assert_string_equal(report, "Line 3: a quotation mark opens here and never closes.\nNothing was imported.\n");
	assert_int_equal(code, 1);
	report = imported(db, arena, "clients", NULL, STR("number;ville\n1;Nantes\n"), &code);
	assert_string_equal(report, "The file has no column “name”.\nNothing was imported.\n");
	assert_int_equal(count_clients(db, arena), 0);
}

TEST_BOTH_ENGINES_WITH(clients_prepare, contacts_find_their_clients_and_known_persons_get_another_place)
{
	struct tx *tx;
	const struct contact *anne;
	size_t count;
	int code;
	const char *report;

	imported(db, arena, "clients", NULL, STR("number;name\nA;Un\nB;Deux\n"), &code);
	report = imported(db, arena, "contacts", NULL,
			  STR("Prénom;Nom;E-mail;Portable;Langue;Fonction;Client\n"
			      "Anne;Sorel;Anne@Example.fr;06 12 34 56 78;fr;Gérante;A\n"
			      "Anne;Sorel;anne@example.fr;;;;B\n"
			      ";Muet;;;;;\n"),
			  &code);
	assert_non_null(strstr(report, "We do not speak “fr”"));
	report = imported(db, arena, "contacts", NULL,
			  STR("Prénom;Nom;E-mail;Portable;Langue;Fonction;Client\n"
			      "Anne;Sorel;Anne@Example.fr;06 12 34 56 78;en;Gérante;A\n"
			      "Anne;Sorel;anne@example.fr;;;;B\n"
			      ";Muet;;;;;\n"),
			  &code);
	assert_string_equal(report, "3 lines imported.\n");
	tx = db_read(db, arena);
	anne = contact_of_email(tx, "anne@example.fr");
	assert_string_equal(anne->mobile, "+33612345678");
	assert_true(anne->mobile_confirmed_at < 0);
	assert_string_equal(anne->language, "en");
	contact_memberships(tx, anne->id, &count);
	assert_int_equal(count, 2);
	db_read_end(tx);
	report = imported(db, arena, "contacts", NULL,
			  STR("nom;email;portable;client\n"
			      "Sorel;anne@example.fr;;A\n"
			      "Sorel;anne@example.fr;;\n"
			      "Riou;;02 40 00 00 00;\n"
			      "Riou;;;Z\n"),
			  &code);
	assert_string_equal(report, "Line 2: “anne@example.fr” is a contact of this client already.\n"
				    "Line 3: There is a contact with the address “anne@example.fr” already.\n"
				    "Line 4: “02 40 00 00 00” is no mobile number.\n"
				    "Line 5: There is no client with the number “Z”.\n"
				    "4 lines read, 4 wrong. Nothing was imported.\n");
}
