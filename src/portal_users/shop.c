/* shop: where the operator sells more places, as an address that says who asks and for which user type. */
#include "portal_users/portal_users.h"

#include "base/arena.h"
#include "core/config.h"
#include "http/url.h"
#include "records/module_page.h"
#include "rights/user_type.h"

#include <string.h>

const char *
portal_users_shop_href(struct request *rq, const struct user_type *type)
{
	const struct config *config = rq->house->config;
	const char *label = type == NULL ? NULL : label_text(&type->label, language_of(rq)), *href;

	if (config->shop_url == NULL)
		return NULL;
	href = arena_printf(rq->arena, "%s%sorganisation=%s", config->shop_url,
			    strchr(config->shop_url, '?') == NULL ? "?" : "&",
			    url_encode(rq->arena, str_of(config->public_url)));
	return text_empty(label)
		       ? href
		       : arena_printf(rq->arena, "%s&user_type=%s", href, url_encode(rq->arena, str_of(label)));
}
