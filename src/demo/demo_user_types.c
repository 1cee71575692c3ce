/* demo_user_types: two more kinds of portal users: partners, who bring in business, and suppliers, of whom one signs
 * in.
 */
#include "demo/demo_parts.h"

#include "modules/label.h"
#include "portals/portals.h"
#include "records/view.h"
#include "rights/user_type_write.h"

static const char partners[] =
	"{'tabs': ["
	"{'module': 'contacts', 'tie': 'self', 'may': ['edit'], 'layouts': [{'fields': {'first_name': 'read', 'last_name': "
	"'read', 'email': 'read', 'mobile': 'read'}}]}, "
	"{'module': 'opportunities', 'tie': 'record', 'link': 'contact', 'may': ['create'], 'layouts': [{'fields': {'name': "
	"'write', 'state': 'read', 'expected_on': 'write', 'description': 'write', 'created_at': 'read'}}]}, "
	"{'module': 'appointments', 'tie': 'record', 'link': 'contact', 'canvas': true, 'layouts': [{'fields': {'subject': "
	"'read', 'starts_at': 'read', 'ends_at': 'read', 'place': 'read', 'state': 'read'}}]}, "
	"{'module': 'products', 'tie': 'public', 'canvas': true, 'narrowed': {'all': [{'field': 'active', 'comparison': 'is', "
	"'values': ['yes']}]}, 'layouts': [{'fields': {'name': 'read', 'code': 'read', 'kind': 'read', 'image': 'read', "
	"'description': 'read'}}]}"
	"], 'web': [{'label': {'fr': 'Documentation', 'en': 'Documentation'}, 'address': "
	"'https://www.solaria.example/partenaires'}]}";

/* What suppliers see by now; that they see products, too, is still being set up. */
static const char suppliers_now[] =
	"{'tabs': ["
	"{'module': 'vendors', 'tie': 'self', 'may': ['edit'], 'layouts': [{'fields': {'name': 'read', 'email': 'read', "
	"'phone': 'write', 'website': 'write', 'address': 'write', 'siret': 'read'}}]}"
	"], 'web': []}";

static const char suppliers[] =
	"{'tabs': ["
	"{'module': 'vendors', 'tie': 'self', 'may': ['edit'], 'layouts': [{'fields': {'name': 'read', 'email': 'read', "
	"'phone': 'write', 'website': 'write', 'address': 'write', 'siret': 'read'}}]}, "
	"{'module': 'products', 'tie': 'public', 'layouts': [{}]}"
	"], 'web': []}";

/* Where staff have designed cards of public records, and share them, the tab shows those. */
static void
name_cards(struct demo *demo, const struct doc *tabs)
{
	for (size_t i = 0; i < tabs->list.count; i++) {
		struct doc *tab = tabs->list.items[i];
		size_t count;
		const struct view *cards = card_list(demo->tx, demo_module(demo, doc_get_text(tab, "module")), &count);

		if (doc_is_true(doc_get(tab, STR("canvas"))) && count > 0)
			doc_set_id(tab, "card", cards[0].id);
	}
}

static int64_t
add_type(struct demo *demo, const char *module, const char *name, const char *setup)
{
	struct doc *said = demo_json(demo, setup);

	name_cards(demo, doc_get(said, STR("tabs")));
	return user_type_create(demo->tx, portal_first(demo->tx)->id, name, demo_module(demo, module),
				json_text(tx_arena(demo->tx), said));
}

void
demo_add_more_user_types(struct demo *demo)
{
	int64_t id = add_type(demo, "contacts", "{\"fr\":\"Partenaires\",\"en\":\"Partners\"}", partners);

	user_type_publish(demo->tx, id, demo->staff[HELENE], 1);
	id = add_type(demo, "vendors", "{\"fr\":\"Fournisseurs\",\"en\":\"Suppliers\"}", suppliers_now);
	user_type_publish(demo->tx, id, demo->staff[HELENE], 1);
	user_type_set_up(demo->tx, id, json_text(tx_arena(demo->tx), demo_json(demo, suppliers)), 2);
	person_admit(demo->tx, id, demo->vendors[DEMO_GARAGE], "commandes@garage-des-ponts.example");
}
