/* exchange_test: files become records and records become files, on both engines, with nothing half done. */
#include "exchange/export.h"
#include "exchange/intake.h"
#include "exchange/mapping.h"
#include "exchange/pages.h"
#include "exchange/portion.h"

#include "base/arena.h"
#include "base/id.h"
#include "base/instant.h"
#include "base/test.h"
#include "blob/blob.h"
#include "core/house_test.h"
#include "db/db_testing.h"
#include "records/record_guard.h"
#include "records/record_import.h"
#include "records/record_world_test.h"
#include "sys/clock.h"
#include "sys/file.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct test {
	struct world world;
	struct house *house;
	int64_t id; /* of the last import or export */
};

static struct test
test_of(struct db *db, struct arena *arena)
{
	struct test test = {.world = rights_world(db, arena), .house = house_for_test(arena, db, NULL)};
	char folder[] = "/tmp/parvis-exchange-XXXXXX";
	const char *error = NULL;

	assert_non_null(mkdtemp(folder));
	test.house->blobs = blobs_open(arena, folder, &error);
	assert_non_null(test.house->blobs);
	return test;
}

/* ---- imports ---- */

static void
create(struct tx *tx, void *data)
{
	intake_create(tx, data);
}

/* `mapping` in single quotes. */
static void
send_bytes(struct test *test, int64_t staff, struct str bytes, const char *mapping)
{
	struct arena *arena = test->world.arena;
	struct blob *blob = arena_make(arena, struct blob);
	char *json = arena_text(arena, mapping);
	struct intake intake = {.module_id = world_module(&test->world, "vehicles")->id,
				.staff_id = staff,
				.file_name = "vehicles.csv",
				.sample = "{}",
				.created_at = clock_now()};

	for (char *at = json; *at != '\0'; at++)
		if (*at == '\'')
			*at = '"';
	assert_true(blob_put(arena, test->house->blobs, bytes, blob));
	test->id = intake.id = id_new();
	intake.blob = blob->name;
	intake.mapping = json;
	assert_int_equal(db_write(test->world.db, arena, create, &intake), DB_FINE);
}

static void
send(struct test *test, const char *csv, const char *mapping)
{
	send_bytes(test, EVA, str_of(csv), mapping);
}

static const struct intake *
read_intake(struct test *test)
{
	struct tx *tx = db_read(test->world.db, test->world.arena);
	const struct intake *intake = intake_read(tx, test->id);

	db_read_end(tx);
	assert_non_null(intake);
	return intake;
}

struct stepping {
	int64_t id;
	enum intake_state from, to;
};

static void
step(struct tx *tx, void *data)
{
	const struct stepping *stepping = data;

	assert_true(intake_step(tx, stepping->id, stepping->from, stepping->to));
}

static void
run_again(struct test *test)
{
	struct doc *payload = doc_object(test->world.arena);
	char id[ID_LENGTH + 1];
	struct job job = {.kind = "import",
			  .attempt = 1,
			  .db = test->world.db,
			  .arena = test->world.arena,
			  .context = test->house,
			  .payload = payload};

	id_print(id, test->id);
	doc_set_text(payload, "import", id);
	assert_int_equal(intake_run(&job), JOB_DONE);
}

static const struct intake *
run(struct test *test, enum intake_state from, enum intake_state to)
{
	assert_int_equal(db_write(test->world.db, test->world.arena, step, &(struct stepping){test->id, from, to}),
			 DB_FINE);
	run_again(test);
	return read_intake(test);
}

static const struct intake *
checked(struct test *test)
{
	return run(test, INTAKE_MAPPING, INTAKE_CHECKING);
}

static const struct intake *
taken(struct test *test)
{
	return run(test, INTAKE_CHECKED, INTAKE_RUNNING);
}

/* "line heading: reason" for each. */
static const char *
problems(struct test *test)
{
	struct builder text = builder_new(test->world.arena, 0);
	struct tx *tx = db_read(test->world.db, test->world.arena);
	size_t count;
	const struct problem *list = problems_list(tx, test->id, &count);

	for (size_t i = 0; i < count; i++)
		build_printf(&text, "%lld %s: %s\n", (long long)list[i].line,
			     list[i].heading == NULL ? "-" : list[i].heading, list[i].reason);
	db_read_end(tx);
	return builder_text(&text);
}

static void
assert_counts(const struct intake *intake, int64_t created, int64_t changed, int64_t same, int64_t bad)
{
	assert_int_equal(intake->created_count, created);
	assert_int_equal(intake->changed_count, changed);
	assert_int_equal(intake->same_count, same);
	assert_int_equal(intake->bad_count, bad);
}

static int64_t
vehicles(struct test *test)
{
	return counted(&test->world, "select count(*) from x_vehicles");
}

static int64_t
id_of_plate(struct test *test, const char *plate)
{
	return counted(&test->world,
		       arena_printf(test->world.arena,
				    "select coalesce(max(id), 0) from x_vehicles where x_plate = '%s'", plate));
}

static const char *
vehicle(struct test *test, const char *plate, const char *field)
{
	return cell(&test->world, EVA, "vehicles", id_of_plate(test, plate), field);
}

TEST_BOTH_ENGINES_WITH(vehicles_make, an_import_reads_what_people_write)
{
	struct test test = test_of(db, arena);
	int64_t lead = made(&test.world, EVA, "leads", FIELDS("name", "Dupont & Fils"));

	made(&test.world, EVA, "leads", FIELDS("name", "Martin"));
	send(&test,
	     "Plate;Seats;Price;Weight;Bought;Met;Active;Fuel;Lead;Drivers;Keeper\n"
	     "AA-1;5;1 234,50 €;0,5;31/12/2026;22/11/2026 14:30;oui;Diesel;dupont & fils;Martin | DUPONT & fils;cleo\n"
	     "\"B \"\"b\"\"\";4;1,000.00;;2026-01-02;;non;petrol;;;Ben\n",
	     "{'columns': ['plate','seats','price','weight','bought','met','active','fuel','lead','drivers','keeper'],"
	     "'mode': 'create'}");
	assert_counts(checked(&test), 2, 0, 0, 0);
	assert_int_equal(vehicles(&test), 0);
	assert_string_equal(problems(&test), "");
	assert_int_equal(taken(&test)->state, INTAKE_DONE);
	assert_string_equal(vehicle(&test, "AA-1", "price"), "1234.50");
	assert_string_equal(vehicle(&test, "AA-1", "bought"), "2026-12-31");
	assert_string_equal(vehicle(&test, "AA-1", "active"), "yes");
	assert_string_equal(vehicle(&test, "AA-1", "fuel"), "diesel");
	assert_string_equal(vehicle(&test, "AA-1", "weight"), "0.50");
	assert_string_equal(vehicle(&test, "B \"b\"", "price"), "1000.00");
	assert_int_equal(counted(&test.world, "select x_keeper from x_vehicles where x_plate = 'AA-1'"), CLEO);
	assert_int_equal(counted(&test.world, "select x_lead from x_vehicles where x_plate = 'AA-1'"), lead);
	assert_int_equal(counted(&test.world, "select count(*) from record_link"), 2);
	assert_int_equal(counted(&test.world, "select count(*) from audit where action = 'record.import'"), 1);
	rights_free(test.world.rights);
}

TEST_BOTH_ENGINES_WITH(vehicles_make, bad_lines_are_listed_with_their_reasons_and_nothing_is_written)
{
	struct test test = test_of(db, arena);

	made(&test.world, EVA, "leads", FIELDS("name", "Twin"));
	made(&test.world, EVA, "leads", FIELDS("name", "twin"));
	made(&test.world, EVA, "vehicles", FIELDS("plate", "OLD", "chassis", "C1"));
	send(&test,
	     "Plate,Seats,Lead,Chassis\nA,many,,\n,1,,\nB,1,Twin,\nC,1,Nobody,\nD,1,,c1\nE,1,,X\nF,1,,x\nG,1,,\n",
	     "{'columns': ['plate','seats','lead','chassis'], 'mode': 'create'}");
	assert_counts(checked(&test), 2, 0, 0, 6);
	assert_string_equal(problems(&test),
			    "2 Seats: This is not a whole number.\n"
			    "4 Lead: Several have this name. Write the number or the id of the one you mean.\n"
			    "5 Lead: Nothing of this name was found.\n"
			    "8 Chassis: Another line of the file has this already, and it may be there only once.\n"
			    "3 Plate: Please fill in this field.\n"
			    "6 Chassis: Another record has this already.\n");
	assert_int_equal(vehicles(&test), 1);
	assert_int_equal(counted(&test.world, "select count(*) from change where kind = 'created'"), 3);
	rights_free(test.world.rights);
}

TEST_BOTH_ENGINES_WITH(vehicles_make, lines_change_the_records_they_find_and_leave_what_they_do_not_say)
{
	struct test test = test_of(db, arena);

	made(&test.world, EVA, "vehicles", FIELDS("plate", "A", "chassis", "Ch-1", "seats", "5", "notes", "kept"));
	made(&test.world, EVA, "vehicles", FIELDS("plate", "B", "chassis", "Ch-2", "seats", "2"));
	send(&test, "Chassis;Plate;Seats;Notes\nCH-1;A;7;\nch-2;B;2;\nCh-3;C;3;new\n",
	     "{'columns': ['chassis','plate','seats','notes'], 'mode': 'both', 'key': 'chassis'}");
	assert_counts(checked(&test), 1, 1, 1, 0);
	assert_string_equal(vehicle(&test, "A", "seats"), "5");
	assert_counts(taken(&test), 1, 1, 1, 0);
	assert_string_equal(vehicle(&test, "A", "seats"), "7");
	assert_string_equal(vehicle(&test, "A", "notes"), "kept");
	assert_string_equal(vehicle(&test, "A", "chassis"), "Ch-1");
	assert_string_equal(vehicle(&test, "C", "notes"), "new");
	send(&test, "Chassis;Notes\nCh-1;\nCh-9;x\n;y\n",
	     "{'columns': ['chassis','notes'], 'mode': 'change', 'key': 'chassis', 'clears': true}");
	assert_counts(checked(&test), 0, 1, 0, 2);
	assert_string_equal(problems(&test), "3 Chassis: No record has this.\n"
					     "4 Chassis: This is empty: no record can be found by it.\n");
	rights_free(test.world.rights);
}

TEST_BOTH_ENGINES_WITH(vehicles_make, an_import_is_undone_but_for_what_was_changed_since)
{
	struct test test = test_of(db, arena);
	int64_t touched;

	made(&test.world, EVA, "vehicles", FIELDS("plate", "A", "chassis", "1", "seats", "5", "fuel", "diesel"));
	made(&test.world, EVA, "vehicles", FIELDS("plate", "B", "chassis", "2", "seats", "6"));
	send(&test, "Chassis;Plate;Seats;Fuel\n1;AA;1;Petrol\n2;BB;2;\n3;C;3;\n4;D;4;\n5;E;5;\n",
	     "{'columns': ['chassis','plate','seats','fuel'], 'mode': 'both', 'key': 'chassis'}");
	checked(&test);
	assert_counts(taken(&test), 3, 2, 0, 0);
	touched = id_of_plate(&test, "D");
	assert_int_equal(changed(&test.world, EVA, "vehicles", touched, FIELDS("seats", "9")), RECORD_DONE);
	assert_int_equal(changed(&test.world, EVA, "vehicles", id_of_plate(&test, "BB"), FIELDS("seats", "8")),
			 RECORD_DONE);
	assert_int_equal(removed(&test.world, EVA, "vehicles", id_of_plate(&test, "E")), RECORD_DONE);
	assert_int_equal(run(&test, INTAKE_DONE, INTAKE_UNDOING)->state, INTAKE_UNDONE);
	assert_int_equal(read_intake(&test)->bad_count, 2);
	assert_string_equal(vehicle(&test, "A", "seats"), "5");
	assert_string_equal(vehicle(&test, "A", "fuel"), "diesel");
	assert_string_equal(vehicle(&test, "BB", "seats"), "8");
	assert_string_equal(vehicle(&test, "D", "seats"), "9");
	assert_int_equal(id_of_plate(&test, "C"), 0);
	assert_int_equal(counted(&test.world, "select count(*) from record_import_row"), 0);
	rights_free(test.world.rights);
}

static void
nothing_goes(struct sql *sql, struct tx *tx, const char *module)
{
	(void)tx;
	(void)module;
	sql_add(sql, " and 1 = 0");
}

TEST_BOTH_ENGINES_WITH(vehicles_make, undoing_says_that_files_must_be_kept)
{
	static const struct record_guard guard = {.sql_may_go = nothing_goes};
	static const struct feature keeping = {.name = "keeping", .record_guard = &guard};
	static const struct feature *const features[] = {&keeping};
	struct test test = test_of(db, arena);

	send(&test, "Plate\nA\n", "{'columns': ['plate'], 'mode': 'create'}");
	checked(&test);
	taken(&test);
	test.house->features = features;
	test.house->feature_count = 1;
	assert_int_equal(run(&test, INTAKE_DONE, INTAKE_UNDOING)->state, INTAKE_UNDONE);
	assert_non_null(strstr(problems(&test), "Files of this record must be kept: "));
	assert_int_equal(vehicles(&test), 1);
	rights_free(test.world.rights);
}

static const char *
many_lines(struct arena *arena, int count)
{
	struct builder csv = builder_new(arena, 0);

	build_text(&csv, "Plate;Chassis\n");
	for (int i = 0; i < count; i++)
		build_printf(&csv, "P%d;C%d\n", i, i);
	return builder_text(&csv);
}

TEST_BOTH_ENGINES_WITH(vehicles_make, a_run_that_fails_midway_leaves_nothing)
{
	struct test test = test_of(db, arena);
	const struct intake *intake;

	made(&test.world, EVA, "vehicles", FIELDS("plate", "KEPT", "chassis", "C3"));
	send(&test, many_lines(arena, 450), "{'columns': ['plate','chassis'], 'mode': 'both', 'key': 'chassis'}");
	assert_counts(checked(&test), 449, 1, 0, 0);
	made(&test.world, EVA, "vehicles", FIELDS("plate", "P430"));
	world_run(&test.world, "update field set required = 1 where name = 'seats'");
	intake = taken(&test);
	assert_int_equal(intake->state, INTAKE_FAILED);
	assert_non_null(intake->problem);
	assert_int_equal(vehicles(&test), 2);
	assert_int_equal(counted(&test.world, "select count(*) from record_import_row"), 0);
	assert_int_equal(counted(&test.world, "select count(*) from change where kind = 'created'"), 2);
	assert_string_equal(vehicle(&test, "KEPT", "chassis"), "C3");
	rights_free(test.world.rights);
}

TEST_BOTH_ENGINES_WITH(vehicles_make, an_interrupted_run_begins_anew)
{
	struct test test = test_of(db, arena);

	send(&test, many_lines(arena, 3), "{'columns': ['plate','chassis'], 'mode': 'create'}");
	checked(&test);
	/* what a crash left: a row of the lot, unseen */
	made(&test.world, EVA, "vehicles", FIELDS("plate", "LEFT", "chassis", "C1"));
	world_run(&test.world, arena_printf(arena, "update x_vehicles set deleted_at = %lld, deleted_by = %lld",
					    (long long)STAGED_AT, (long long)test.id));
	assert_string_equal(listed(&test.world, EVA, "vehicles", (struct record_query){.bin = false}), "");
	assert_string_equal(listed(&test.world, EVA, "vehicles", (struct record_query){.bin = true}), "");
	assert_int_equal(taken(&test)->state, INTAKE_DONE);
	assert_int_equal(vehicles(&test), 3);
	assert_int_equal(id_of_plate(&test, "LEFT"), 0);
	assert_int_equal(counted(&test.world, "select count(*) from x_vehicles where deleted_at is null"), 3);
	rights_free(test.world.rights);
}

TEST_BOTH_ENGINES_WITH(vehicles_make, an_import_writes_with_the_rights_of_the_moment)
{
	struct test test = test_of(db, arena);

	send_bytes(&test, CLEO, STR("Plate;Price\nA;5\n"), "{'columns': ['plate','price'], 'mode': 'create'}");
	world_run(&test.world, "update profile_field set level = 'read' where profile_id = 2 and field_id in "
			       "(select id from field where name = 'price')");
	assert_int_equal(checked(&test)->state, INTAKE_FAILED);
	world_run(&test.world, "update profile_module set may = 1 where profile_id = 2");
	send_bytes(&test, CLEO, STR("Plate\nA\n"), "{'columns': ['plate'], 'mode': 'create'}");
	assert_int_equal(checked(&test)->state, INTAKE_FAILED);
	assert_int_equal(vehicles(&test), 0);
	rights_free(test.world.rights);
}

TEST_BOTH_ENGINES_WITH(vehicles_make, columns_are_proposed_by_label_and_name)
{
	static const char *const headings[] = {"Plate", "PRICE (EUR)", "Bought", "Whole", "Nothing", "owner"};
	struct test test = test_of(db, arena);
	const struct plan *plan = world_plan(&test.world, EVA, "vehicles");
	const struct formats *formats = formats_for(test.house->translations, "en", "UTC");
	struct mapping mapping = mapping_propose(arena, plan, formats, headings, 6), again;

	assert_string_equal(mapping.fields[0]->name, "plate");
	assert_string_equal(mapping.fields[1]->name, "price");
	assert_string_equal(mapping.fields[2]->name, "bought");
	assert_null(mapping.fields[3]); /* computed */
	assert_null(mapping.fields[4]);
	assert_true(mapping_read(arena, plan, mapping_text(arena, &mapping), 6, &again));
	assert_ptr_equal(again.fields[1], mapping.fields[1]);
	world_run(&test.world, "update profile_field set level = 'hidden' where profile_id = 2 and field_id in "
			       "(select id from field where name = 'price')");
	plan = world_plan(&test.world, CLEO, "vehicles");
	assert_null(mapping_propose(arena, plan, formats, headings, 6).fields[1]);
	assert_false(
		mapping_read(arena, plan, "{\"columns\": [\"plate\", \"price\"], \"mode\": \"create\"}", 2, &again));
	rights_free(test.world.rights);
}

/* ---- exports ---- */

static void
create_export(struct tx *tx, void *data)
{
	export_create(tx, data);
}

static void
finish_job(struct tx *tx, void *data)
{
	struct job *job = data;

	job->finish(tx, job);
}

static const struct export *
exported(struct test *test, int64_t staff, enum sheet_format format, const char *request)
{
	struct arena *arena = test->world.arena;
	struct doc *payload = doc_object(arena);
	char id[ID_LENGTH + 1];
	struct export export = {.id = id_new(),
				.module_id = world_module(&test->world, "vehicles")->id,
				.staff_id = staff,
				.format = format,
				.request = request,
				.file_name = "x",
				.created_at = clock_now()};
	struct job job = {.kind = "export",
			  .attempt = 1,
			  .db = test->world.db,
			  .arena = arena,
			  .context = test->house,
			  .payload = payload};
	const struct export *found;
	struct tx *tx;

	assert_int_equal(db_write(test->world.db, arena, create_export, &export), DB_FINE);
	id_print(id, export.id);
	doc_set_text(payload, "export", arena_text(arena, id));
	assert_int_equal(export_run(&job), JOB_DONE);
	assert_int_equal(db_write(test->world.db, arena, finish_job, &job), DB_FINE);
	tx = db_read(test->world.db, arena);
	assert_null(export_find(tx, staff + 1, export.id));
	found = export_find(tx, staff, export.id);
	db_read_end(tx);
	return found;
}

static const char *
bytes_of(struct test *test, const struct export *export)
{
	struct str bytes;

	assert_int_equal(export->state, EXPORT_DONE);
	assert_true(blob_read(test->world.arena, test->house->blobs, export->blob, 1 << 20, &bytes));
	return arena_text_of(test->world.arena, bytes.at, bytes.length);
}

#define SOME                                                                                                           \
	"{\"fields\": [\"plate\", \"price\", \"lead\", \"drivers\", \"keeper\", \"fuel\", \"bought\", \"active\"], \"sort\": \"plate\""

static void
make_two(struct test *test)
{
	int64_t lead = made(&test->world, EVA, "leads", FIELDS("name", "Dupont"));
	char id[ID_LENGTH + 1];

	id_print(id, lead);
	made(&test->world, EVA, "vehicles",
	     FIELDS("plate", "=1+1", "price", "12.5", "lead", id, "drivers", id, "fuel", "diesel", "bought",
		    "2026-12-31", "active", "yes"));
	made(&test->world, EVA, "vehicles", FIELDS("plate", "B;\"b\"", "price", "-3"));
}

TEST_BOTH_ENGINES_WITH(vehicles_make, an_export_is_what_the_list_shows)
{
	struct test test = test_of(db, arena);

	make_two(&test);
	assert_string_equal(bytes_of(&test, exported(&test, EVA, SHEET_CSV, SOME "}")),
			    "\xEF\xBB\xBFPlate,price,lead,drivers,keeper,fuel,bought,active\r\n"
			    "\"'=1+1\",12.50,Dupont,Dupont,,Diesel,2026-12-31,yes\r\n"
			    "\"B;\"\"b\"\"\",-3.00,,,,,,\r\n");
	assert_string_equal(
		bytes_of(&test,
			 exported(&test, EVA, SHEET_CSV,
				  SOME ", \"filter\": {\"all\": [{\"field\": \"price\", \"comparison\": \"below\", "
				       "\"values\": [\"0\"]}]}}")),
		"\xEF\xBB\xBFPlate,price,lead,drivers,keeper,fuel,bought,active\r\n\"B;\"\"b\"\"\",-3.00,,,,,,\r\n");
	assert_int_equal(counted(&test.world, "select count(*) from audit where action = 'record.export'"), 2);
	rights_free(test.world.rights);
}

TEST_BOTH_ENGINES_WITH(vehicles_make, hidden_fields_never_leave_in_a_file)
{
	struct test test = test_of(db, arena);
	const struct export *export;

	make_two(&test);
	world_run(&test.world,
		  "update module set sharing = case when name = 'vehicles' then 'read' else 'private' end");
	world_run(&test.world, "update profile_field set level = 'hidden' where profile_id = 2 and field_id in "
			       "(select id from field where name in ('price', 'whole', 'drivers'))");
	assert_string_equal(bytes_of(&test, exported(&test, CLEO, SHEET_CSV, SOME "}")),
			    "\xEF\xBB\xBFPlate,lead,keeper,fuel,bought,active\r\n"
			    "\"'=1+1\",,,Diesel,2026-12-31,yes\r\n"
			    "\"B;\"\"b\"\"\",,,,,\r\n");
	export = exported(
		&test, CLEO, SHEET_CSV,
		"{\"filter\": {\"all\": [{\"field\": \"price\", \"comparison\": \"above\", \"values\": [\"0\"]}]}}");
	assert_int_equal(export->state, EXPORT_FAILED);
	assert_int_equal(exported(&test, CLEO, SHEET_CSV, "{\"sort\": \"price\"}")->state, EXPORT_FAILED);
	assert_null(strstr(bytes_of(&test, exported(&test, CLEO, SHEET_CSV, "{}")), "12.5"));
	world_run(&test.world, "update profile_module set may = 1 where profile_id = 2");
	assert_int_equal(exported(&test, CLEO, SHEET_CSV, "{}")->state, EXPORT_FAILED);
	rights_free(test.world.rights);
}

TEST_BOTH_ENGINES_WITH(vehicles_make, an_export_goes_through_all_portions_and_comes_back_as_it_was)
{
	struct test test = test_of(db, arena);
	const struct export *export;
	struct str bytes;

	send(&test, many_lines(arena, 1100), "{'columns': ['plate','chassis'], 'mode': 'create'}");
	checked(&test);
	assert_int_equal(taken(&test)->state, INTAKE_DONE);
	export = exported(&test, EVA, SHEET_XLSX,
			  "{\"sort\": \"chassis\", \"descending\": true, \"fields\": [\"plate\", \"chassis\"]}");
	assert_int_equal(export->row_count, 1100);
	assert_true(blob_read(arena, test.house->blobs, export->blob, 1 << 22, &bytes));
	send_bytes(&test, EVA, bytes, "{'columns': ['plate','chassis'], 'mode': 'both', 'key': 'chassis'}");
	assert_counts(checked(&test), 0, 0, 1100, 0);
	rights_free(test.world.rights);
}

TEST_BOTH_ENGINES_WITH(vehicles_make, files_and_notes_are_forgotten_in_time)
{
	struct test test = test_of(db, arena);
	struct job job = {.kind = "exchange.sweep", .db = db, .arena = arena, .context = test.house};

	send(&test, "Plate\nA\n", "{'columns': ['plate'], 'mode': 'create'}");
	exported(&test, EVA, SHEET_CSV, "{}");
	assert_int_equal(exchange_sweep(&job), JOB_DONE);
	assert_int_equal(counted(&test.world, "select count(*) from record_export"), 1);
	world_run(&test.world, "update record_export set created_at = created_at - 90000000");
	world_run(&test.world, "update record_import set created_at = created_at - 700000000");
	assert_int_equal(exchange_sweep(&job), JOB_DONE);
	assert_int_equal(counted(&test.world, "select count(*) from record_export"), 0);
	assert_int_equal(counted(&test.world, "select count(*) from record_import"), 0);
	rights_free(test.world.rights);
}

TEST(values_seen_once_are_told_apart)
{
	struct arena *arena = arena_new(0);
	struct seen *seen = seen_new(arena);
	const struct field field = {.id = 7};

	for (int i = 0; i < 5000; i++) {
		if (i % 100 == 0)
			seen_keep(seen);
		assert_true(seen_add(seen, &field, arena_printf(arena, "value %d", i)));
	}
	assert_false(seen_add(seen, &field, "value 4999"));
	assert_false(seen_add(seen, &field, "value 3"));
	seen_start(seen);
	assert_true(seen_add(seen, &field, "value 4999"));
	arena_free(arena);
}
