/* demo_portal: what clients see of the records: their tickets with the answers, offers, contracts and appointments. */
#include "demo/demo_parts.h"

#include "modules/label.h"
#include "portals/portals.h"
#include "rights/user_type_write.h"

static const char setup[] =
	"{'tabs': ["
	"{'module': 'tickets', 'tie': 'client', 'link': 'client', 'may': ['create'], 'layouts': [{'fields': {'subject': "
	"'write', 'number': 'read', 'state': 'read', 'priority': 'read', 'description': 'write', 'created_at': "
	"'read'}}]}, "
	"{'module': 'comments', 'tie': 'through', 'link': 'ticket', 'aside': true, 'may': ['create'], 'narrowed': {'all': "
	"[{'field': 'internal', 'comparison': 'is_not', 'values': [true]}]}, 'layouts': [{'fields': {'text': 'write', "
	"'created_at': 'read', 'created_by': 'read', 'ticket': 'write'}}]}, "
	"{'module': 'offers', 'tie': 'client', 'link': 'client', 'narrowed': {'all': [{'field': 'state', 'comparison': "
	"'is_not', 'values': ['draft']}]}, 'layouts': [{'fields': {'subject': 'read', 'number': 'read', 'state': 'read', "
	"'issued_on': 'read', 'valid_until': 'read', 'net': 'read', 'tax': 'read', 'total': 'read', 'terms': 'read'}}], "
	"'lines': {'offer_lines': {'fields': {'label': 'read', 'quantity': 'read', 'unit': 'read', 'unit_price': 'read', "
	"'discount': 'read', 'vat_rate': 'read', 'net': 'read'}}}}, "
	"{'module': 'contracts', 'tie': 'client', 'link': 'client', 'narrowed': {'all': [{'field': 'state', 'comparison': "
	"'is_not', 'values': ['draft']}]}, 'layouts': [{'fields': {'name': 'read', 'number': 'read', 'state': 'read', "
	"'starts_on': 'read', 'ends_on': 'read', 'amount': 'read', 'renewed': 'read', 'document': 'read', "
	"'description': 'read'}}]}, "
	"{'module': 'appointments', 'tie': 'client', 'link': 'client', 'canvas': true, 'layouts': [{'fields': {'subject': "
	"'read', 'starts_at': 'read', 'ends_at': 'read', 'place': 'read', 'state': 'read'}}]}, "
	"{'module': 'vehicles', 'tie': 'client', 'link': 'client', 'may': ['edit'], 'layouts': [{'fields': {'number': "
	"'read', 'model': 'read', 'state': 'read', 'mileage': 'write', 'next_inspection': 'read'}}]}"
	"], 'web': []}";

void
demo_add_user_types(struct demo *demo)
{
	int64_t id = user_type_create_default(demo->tx, portal_first(demo->tx)->id,
					      "{\"fr\":\"Clients\",\"en\":\"Clients\"}");
	const char *text = json_text(tx_arena(demo->tx), demo_json(demo, setup));

	user_type_set_up(demo->tx, id, text, 1);
	user_type_publish(demo->tx, id, demo->staff[HELENE], 2);
}
