/* privacy: what this folder offers to the house. */
#include "privacy/privacy.h"

#include "privacy/answer_store.h"
#include "privacy/consent_store.h"
#include "privacy/handlers.h"
#include "switches/switches.h"

const struct permission privacy_write = {"privacy.write", FOR_ADMINISTRATOR,
					 N_("Set what people are told about their data, and the consents")};

static const struct permission *const permissions[] = {&privacy_write};

static const struct card cards[] = {{privacy_portal_card, .any_person = true}};

bool
privacy_is_on(struct tx *tx)
{
	return switch_is_on(tx, SWITCH_PRIVACY);
}

bool
privacy_has_message(struct tx *tx)
{
	const struct privacy_words *words = privacy_find(tx);

	return words->message_fr != NULL || words->message_en != NULL;
}

const struct feature privacy = {
	.name = "privacy",
	.routes = privacy_routes,
	.route_count = PRIVACY_ROUTES,
	.permissions = permissions,
	.permission_count = sizeof permissions / sizeof permissions[0],
	.portal_cards = cards,
	.portal_card_count = 1,
	.record_head = privacy_record_head,
	.switch_need = &privacy_switch_need,
	.export_person = answers_export_person,
	.erase_person = answers_erase_person,
};
