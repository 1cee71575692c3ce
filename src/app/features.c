/* features: what Parvis is made of, in one list. */
#include "actions/actions.h"
#include "app/app.h"
#include "app/system.h"
#include "approval/approval.h"
#include "billing/billing.h"
#include "clients/clients.h"
#include "companies/companies.h"
#include "console/console.h"
#include "dav/dav.h"
#include "demands/demands.h"
#include "design/design.h"
#include "duplicates/duplicates.h"
#include "exchange/exchange.h"
#include "folders/folders.h"
#include "holds/holds.h"
#include "invitations/invitations.h"
#include "modules/modules.h"
#include "news/news.h"
#include "outbox/outbox.h"
#include "passkeys/passkeys.h"
#include "people/people.h"
#include "portal/portal.h"
#include "portal_users/portal_users.h"
#include "portals/portals.h"
#include "preview/preview.h"
#include "privacy/privacy.h"
#include "records/records.h"
#include "rights/rights.h"
#include "sheets/sheets.h"
#include "space/space.h"
#include "switches/switches.h"
#include "trees/trees.h"
#include "user_types/user_types.h"
#include "webhooks/webhooks.h"
#include "wizard/wizard.h"

const struct feature *const features[] = {
	&wizard, /* looks for the address of who is erased, before the clients forget it */
	&system_,	   &people,	&rights_feature, &companies, &clients, &portals,    &switches,	  &portal_home,
	&preview_feature,  &console,	&outbox,	 &billing,   &modules, &records,    &exchange,	  &webhooks,
	&approval_feature, &duplicates, &actions,	 &passkeys,  &privacy, &user_types, &invitations, &portal_users,
	&bulk_invitations, &design,	&folders,	 &trees,     &sheets,  &dav,	    &news,	  &demands,
	&space_feature,	   &holds,
};
const size_t feature_count = sizeof features / sizeof features[0];
