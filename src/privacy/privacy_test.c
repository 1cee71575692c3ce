/* privacy_test: what answers come to, what a new text asks again, who may be invited, and what stays of the erased. */
#include "privacy/answer_store.h"
#include "privacy/consent_store.h"

#include "base/arena.h"
#include "base/id.h"
#include "base/instant.h"
#include "base/test.h"
#include "db/db_testing.h"
#include "records/record_union_test.h"

#include <string.h>

TEST(an_answer_is_to_one_version)
{
	assert_int_equal(consent_state_of(NULL, 0, 1), CONSENT_NEVER_ASKED);
	assert_int_equal(consent_state_of("yes", 1, 1), CONSENT_GIVEN);
	assert_int_equal(consent_state_of("no", 2, 2), CONSENT_REFUSED);
	assert_int_equal(consent_state_of("yes", 1, 2), CONSENT_ASKED_AGAIN);
	assert_int_equal(consent_state_of("no", 1, 2), CONSENT_ASKED_AGAIN);
	assert_int_equal(consent_state_of("withdrawn", 1, 2), CONSENT_WITHDRAWN);
}

TEST(what_cannot_be_answered_says_why)
{
	const struct consent asked = {.withdrawable = true, .retired_at = NO_INSTANT};
	const struct consent bound = {.retired_at = NO_INSTANT};
	const struct consent retired = {.withdrawable = true, .retired_at = 1};

	assert_null(consent_refusal(&asked, CONSENT_NEVER_ASKED, ANSWER_YES));
	assert_null(consent_refusal(&asked, CONSENT_NEVER_ASKED, ANSWER_NO));
	assert_null(consent_refusal(&asked, CONSENT_GIVEN, ANSWER_WITHDRAWN));
	assert_null(consent_refusal(&asked, CONSENT_WITHDRAWN, ANSWER_YES));
	assert_non_null(consent_refusal(&asked, CONSENT_NEVER_ASKED, ANSWER_WITHDRAWN));
	assert_non_null(consent_refusal(&asked, CONSENT_GIVEN, ANSWER_NO));
	assert_non_null(consent_refusal(&bound, CONSENT_GIVEN, ANSWER_WITHDRAWN));
	assert_non_null(consent_refusal(&retired, CONSENT_NEVER_ASKED, ANSWER_YES));
	assert_null(consent_refusal(&retired, CONSENT_GIVEN, ANSWER_WITHDRAWN));
}

TEST(a_text_shows_in_the_language_there_is)
{
	const char *lang;
	struct arena *arena = arena_new(0);
	struct doc *shown = doc_object(arena);

	assert_string_equal(both_text((struct both){"oui", "yes"}, "fr", &lang), "oui");
	assert_string_equal(both_text((struct both){"oui", "yes"}, "en", &lang), "yes");
	assert_string_equal(both_text((struct both){NULL, "yes"}, "fr", &lang), "yes");
	assert_string_equal(lang, "en");
	assert_string_equal(both_text((struct both){"oui", NULL}, "en", NULL), "oui");
	doc_set_paragraphs(shown, "text", (struct both){"un\n\n deux \n", NULL}, "fr");
	assert_int_equal(doc_get(shown, STR("text"))->list.count, 2);
	arena_free(arena);
}

/* ---- stores ---- */

struct asking {
	int64_t contacts, needed, other, text, person[4];
	bool flag;
};

static void
answer_as(struct tx *tx, const struct asking *asking, int64_t person, enum consent_answer answer)
{
	const struct consent *consent = consent_find(tx, asking->needed);

	answer_add(tx, &(struct answer_new){.module = asking->contacts,
					    .record = person,
					    .consent = consent->id,
					    .text = consent->text_id,
					    .number = consent->number,
					    .answer = answer,
					    .means = MEANS_PORTAL,
					    .at = 1000,
					    .language = "fr",
					    .note = "noté",
					    .address = "192.0.2.1",
					    .session = 7});
}

static enum consent_state
gate_of(struct tx *tx, const struct asking *asking, int64_t person)
{
	struct consent_gate gate;
	struct sql sql = sql_new(tx_arena(tx));
	bool lets = consent_lets_invite(tx, asking->contacts, person, &gate);

	sql_add(&sql, "select count(*) from (select cast(");
	sql_value(&sql, db_int(person));
	sql_add(&sql, " as bigint) as id) person where ");
	consent_gate_sql(&sql, asking->contacts, "person.id");
	assert_int_equal(db_sql_get_int(tx, 9, sql_end(&sql)), lets);
	assert_int_equal(lets, gate.state == CONSENT_GIVEN);
	return gate.state;
}

static void
ask(struct tx *tx, void *data)
{
	struct asking *asking = data;
	const struct consent needed = {
		.required = true, .withdrawable = true, .name_fr = "Espace", .text_fr = "J’accepte."};
	const struct consent other = {.withdrawable = true, .name_en = "News", .text_en = "Yes."};

	asking->contacts = person_module(tx, "leads");
	for (int i = 0; i < 4; i++)
		asking->person[i] = id_new();
	assert_int_equal(gate_of(tx, asking, asking->person[0]), CONSENT_GIVEN); /* nothing is required yet */
	asking->other = consent_create(tx, &other, 0);
	asking->needed = consent_create(tx, &needed, 0);
}

static void
answer_and_look(struct tx *tx, void *data)
{
	struct asking *asking = data;
	struct consent_gate gates[4];
	const int64_t *person = asking->person;
	unsigned before;

	answer_as(tx, asking, person[0], ANSWER_YES);
	answer_as(tx, asking, person[1], ANSWER_NO);
	answer_as(tx, asking, person[2], ANSWER_YES);
	answer_as(tx, asking, person[2], ANSWER_WITHDRAWN);
	before = tx_statements(tx);
	consent_gates(tx, asking->contacts, person, 4, gates);
	assert_int_equal(tx_statements(tx), before + 1);
	assert_int_equal(gates[0].state, CONSENT_GIVEN);
	assert_null(gates[0].name_fr);
	assert_int_equal(gates[1].state, CONSENT_REFUSED);
	assert_string_equal(gates[1].name_fr, "Espace");
	assert_int_equal(gates[2].state, CONSENT_WITHDRAWN);
	assert_int_equal(gates[3].state, CONSENT_NEVER_ASKED);
	for (int i = 0; i < 4; i++)
		assert_int_equal(gate_of(tx, asking, person[i]), gates[i].state);
	assert_int_equal(consent_find(tx, asking->needed)->given_count, 1);
}

static void
change_text(struct tx *tx, void *data)
{
	struct asking *asking = data;
	struct consent wanted = *consent_find(tx, asking->needed);
	size_t count;

	wanted.text_fr = "J’accepte bien.";
	assert_true(consent_save(tx, &wanted, false, 0)); /* a correction asks nobody again */
	assert_false(consent_save(tx, &wanted, true, 0)); /* from an old form */
	assert_int_equal(gate_of(tx, asking, asking->person[0]), CONSENT_GIVEN);
	wanted = *consent_find(tx, asking->needed);
	wanted.text_fr = "J’accepte autre chose.";
	assert_true(consent_save(tx, &wanted, true, 0));
	assert_int_equal(gate_of(tx, asking, asking->person[0]), CONSENT_ASKED_AGAIN);
	assert_int_equal(consent_find(tx, asking->needed)->number, 2);
	assert_int_equal(consent_find(tx, asking->needed)->given_count, 0);
	assert_string_equal(consent_wordings(tx, asking->needed, &count)[2].text_fr, "J’accepte.");
	assert_int_equal(count, 3);
	answer_as(tx, asking, asking->person[0], ANSWER_YES);
	assert_int_equal(gate_of(tx, asking, asking->person[0]), CONSENT_GIVEN);
	assert_string_equal(answer_list(tx, asking->contacts, asking->person[0], INT64_MAX, 9, &count)[1].text_fr,
			    "J’accepte."); /* what was answered to, word for word */
	consent_retire(tx, asking->needed, true);
	assert_int_equal(gate_of(tx, asking, asking->person[1]), CONSENT_GIVEN);
	standings(tx, asking->contacts, asking->person[3], &count);
	assert_int_equal(count, 1);
	standings(tx, asking->contacts, asking->person[0], &count);
	assert_int_equal(count, 2);
}

TEST_BOTH_ENGINES_WITH(vehicles_make, a_new_text_asks_again_and_the_gate_tells_why)
{
	struct world world = rights_world(db, arena);
	struct asking asking;

	world_write(&world, ask, &asking);
	world_write(&world, answer_and_look, &asking);
	world_write(&world, change_text, &asking);
	rights_free(world.rights);
}

static void
answer_before_merge(struct tx *tx, void *data)
{
	const struct asking *asking = data;

	answer_as(tx, asking, asking->person[0], ANSWER_YES);
	answer_as(tx, asking, asking->person[1], ANSWER_WITHDRAWN);
	privacy_note_read(tx, asking->contacts, asking->person[1], 1);
}

static void
look_after_merge(struct tx *tx, void *data)
{
	const struct asking *asking = data;
	size_t count;

	assert_int_equal(gate_of(tx, asking, asking->person[0]), CONSENT_WITHDRAWN);
	answer_list(tx, asking->contacts, asking->person[0], INT64_MAX, 9, &count);
	assert_int_equal(count, 2);
	assert_int_equal(db_get_int(tx, 0, "select from_id from consent_answer where answer = 'withdrawn'"),
			 asking->person[1]);
	assert_true(privacy_has_read(tx, asking->contacts, asking->person[0], 1));
}

TEST_BOTH_ENGINES_WITH(vehicles_make, answers_of_merged_people_are_one_persons)
{
	struct world world = rights_world(db, arena);
	struct asking asking;

	world_write(&world, ask, &asking);
	asking.person[0] = made(&world, EVA, "leads", FIELDS("name", "Anne Sorel"));
	asking.person[1] = made(&world, EVA, "leads", FIELDS("name", "Anne SOREL"));
	world_write(&world, answer_before_merge, &asking);
	assert_int_equal(unite(&world, EVA, "leads", asking.person[0], asking.person[1], NULL), RECORD_DONE);
	world_write(&world, look_after_merge, &asking);
	rights_free(world.rights);
}

static void
erase(struct tx *tx, void *data)
{
	struct asking *asking = data;
	struct doc *person = doc_object(tx_arena(tx));
	const struct doc *answers;
	size_t count;
	const struct answer_row *kept;

	asking->contacts = person_module(tx, "contacts");
	answer_as(tx, asking, 42, ANSWER_YES);
	answer_as(tx, asking, 43, ANSWER_YES);
	privacy_note_read(tx, asking->contacts, 42, 1);
	answers_export_person(tx, 42, person);
	answers = doc_get(person, STR("consent_answers"));
	assert_int_equal(answers->list.count, 1);
	assert_string_equal(doc_get_text(answers->list.items[0], "text"), "J’accepte.");
	assert_string_equal(doc_get_text(answers->list.items[0], "address"), "192.0.2.1");
	answers_erase_person(tx, 42);
	kept = answer_list(tx, asking->contacts, 42, INT64_MAX, 9, &count);
	assert_int_equal(count, 1);
	assert_string_equal(kept->answer, "yes");
	assert_null(kept->note);
	assert_null(kept->address);
	assert_false(privacy_has_read(tx, asking->contacts, 42, 1));
	assert_non_null(answer_list(tx, asking->contacts, 43, INT64_MAX, 9, &count)->address);
}

TEST_BOTH_ENGINES_WITH(vehicles_make, of_the_erased_only_the_proof_stays)
{
	struct world world = rights_world(db, arena);
	struct asking asking;

	world_write(&world, ask, &asking);
	world_write(&world, erase, &asking);
	rights_free(world.rights);
}
