/* invitation_test: until when invitations hold, and what their texts may say. */
#include "invitations/invitation_text.h"

#include "base/arena.h"
#include "base/instant.h"
#include "base/test.h"

#include <string.h>

static int64_t
instant(int year, int month, int day, int hour)
{
	return (int64_t)day_of(year, month, day) * DAY_MS + hour * (int64_t)HOUR_MS;
}

TEST(an_invitation_ends_with_its_last_day_whatever_the_clocks_do)
{
	/* Sent on the 25th at 10:00 UTC: the first of April is the last day, and summer time has begun. */
	assert_int_equal(invitation_expiry("Europe/Paris", instant(2026, 3, 25, 10), 7), instant(2026, 4, 1, 22));
	/* Summer time ends within. */
	assert_int_equal(invitation_expiry("Europe/Paris", instant(2026, 10, 20, 12), 7), instant(2026, 10, 27, 23));
	/* In Paris it is the next day already. */
	assert_int_equal(invitation_expiry("Europe/Paris", instant(2026, 11, 22, 23), 1), instant(2026, 11, 24, 23));
	assert_int_equal(invitation_expiry(NULL, instant(2026, 11, 22, 23), 1), instant(2026, 11, 24, 0));
}

TEST(what_is_sent_expires_by_itself_and_what_has_ended_does_not)
{
	struct invitation invitation = {.state = INVITATION_IS_SENT, .expires_at = 1000};

	assert_int_equal(invitation_state_now(&invitation, 999), INVITATION_IS_SENT);
	assert_true(invitation_is_open(&invitation, 999));
	assert_int_equal(invitation_state_now(&invitation, 1000), INVITATION_IS_EXPIRED);
	assert_false(invitation_is_open(&invitation, 1000));
	for (enum invitation_state each = 0; each < INVITATION_STATES; each++) {
		bool open = each == INVITATION_IS_QUEUED || each == INVITATION_IS_SENT ||
			    each == INVITATION_IS_DELIVERED || each == INVITATION_IS_OPENED;

		invitation.state = each;
		assert_int_equal(invitation_is_open(&invitation, 0), open);
		assert_non_null(invitation_state_label(each));
		assert_non_null(invitation_state_tone(each));
		assert_non_null(invitation_state_names[each]);
	}
	assert_null(invitation_state_names[INVITATION_STATES]);
	invitation.state = INVITATION_IS_ACCEPTED;
	assert_int_equal(invitation_state_now(&invitation, 5000), INVITATION_IS_ACCEPTED);
}

static const struct invitation_words words = {.name = "Zoé {{link}}",
					      .company = "Maison <b>",
					      .portal = "Espace",
					      .link = "https://x.example/i",
					      .expiry = "lundi"};

TEST(variables_are_replaced_once_and_nothing_else_is)
{
	struct arena *arena = arena_new(0);

	assert_string_equal(invitation_text_fill(arena, "{{name}}, {{ company }} : {{link}} {{expiry}}.", &words),
			    "Zoé {{link}}, Maison <b> : https://x.example/i lundi.");
	assert_string_equal(invitation_text_fill(arena, "", &words), "");
	assert_string_equal(invitation_text_fill(arena, "{ {} }}", &words), "{ {} }}");
	arena_free(arena);
}

static const char *
body_refusal(struct arena *arena, const char *text, const char **variable)
{
	const struct doc *values;
	const char *refusal = invitation_body_refusal(arena, text, &values);

	*variable = values == NULL ? "" : doc_get_text(values, "variable");
	return refusal;
}

TEST(unknown_variables_are_refused_and_the_link_is_needed)
{
	struct arena *arena = arena_new(0);
	const struct doc *values;
	const char *variable;

	assert_null(body_refusal(arena, "Bonjour {{name}}\n\n{{link}}", &variable));
	assert_non_null(body_refusal(arena, "{{link}} {{password}}", &variable));
	assert_string_equal(variable, "password");
	assert_non_null(body_refusal(arena, "{{link}} {{#name}}x{{/name}}", &variable));
	assert_string_equal(variable, "#name");
	assert_non_null(body_refusal(arena, "{{link}} {{{name}}}", &variable));
	assert_non_null(body_refusal(arena, "{{link}} {{name", &variable));
	assert_non_null(body_refusal(arena, "{{link}} {{}}", &variable));
	assert_non_null(body_refusal(arena, "Bonjour {{name}}", &variable));
	assert_null(invitation_subject_refusal(arena, "{{portal}} : {{company}}", &values));
	assert_non_null(invitation_subject_refusal(arena, "Venez : {{link}}", &values));
	arena_free(arena);
}

TEST(a_link_on_its_own_becomes_a_button)
{
	struct arena *arena = arena_new(0);
	struct doc *object = doc_object(arena);
	struct builder json = builder_new(arena, 0);

	invitation_paragraphs(object, "{{name}},\nvoici : {{link}} !\n\n {{link}} \n\n\nFin", &words);
	doc_print_json(object, NULL, &json);
	assert_string_equal(
		builder_text(&json),
		"{\"paragraphs\":[{\"button\":null,\"lines\":[{\"pieces\":[{\"text\":\"Zoé {{link}}\",\"link\":null},"
		"{\"text\":\",\",\"link\":null}]},{\"pieces\":[{\"text\":\"voici : \",\"link\":null},"
		"{\"text\":\"\",\"link\":\"https://x.example/i\"},{\"text\":\" !\",\"link\":null}]}]},"
		"{\"button\":\"https://x.example/i\",\"lines\":[{\"pieces\":[{\"text\":\"\",\"link\":null},"
		"{\"text\":\"\",\"link\":\"https://x.example/i\"}]}]},"
		"{\"button\":null,\"lines\":[{\"pieces\":[{\"text\":\"Fin\",\"link\":null}]}]}]}");
	arena_free(arena);
}
