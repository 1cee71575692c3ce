/* icon_web: an icon is made of the company's own one, else of its logo, else of its initials on its colour. */
#include "companies/icon_web.h"

#include "blob/blob.h"
#include "companies/company.h"
#include "companies/company_form.h"
#include "companies/company_web.h"
#include "companies/picture.h"
#include "companies/public_page.h"
#include "core/audit.h"
#include "pdf/icon.h"

enum { ICON_EDGE = 512, ICON_LEAST = 32, SMALL = 32, TOUCH = 180, FRESH_SECONDS = 86400 };

void
icon_prepare(struct request *rq)
{
	picture_prepare(rq, ICON_EDGE);
}

static struct reply
done(struct request *rq, const char *flash)
{
	struct company *company = company_find(rq->tx, rq->viewer, path_id(rq, "company"));
	struct doc *document = company_doc(rq, company);

	audit_add(rq, &(struct audit){.action = "company.icon", .object_kind = "company", .object = company->id});
	return reply_done(rq, doc_get_text(document, "href"), flash, document);
}

struct reply
icon_post(struct request *rq)
{
	struct company *company = company_find(rq->tx, rq->viewer, path_id(rq, "company"));
	const struct picture *picture = rq->prepared;

	if (company == NULL)
		return reply_not_found(rq);
	if (!picture_check(rq, picture, "icon"))
		return reply_refusal(rq, 507, N_("There is no room left to keep this picture. Nothing was changed."));
	if (picture->clean && (picture->width < ICON_LEAST || picture->height < ICON_LEAST))
		form_error(rq->form, "icon", N_("This picture is too small: it needs 32 pixels each way."), NULL);
	if (form_failed(rq->form))
		return company_form_again(rq, company);
	icon_set(rq->tx, company->id, arena_text(rq->arena, picture->blob.name));
	return done(rq, N_("The icon was changed."));
}

struct reply
icon_removal_post(struct request *rq)
{
	struct company *company = company_find(rq->tx, rq->viewer, path_id(rq, "company"));

	if (company == NULL)
		return reply_not_found(rq);
	icon_set(rq->tx, company->id, NULL);
	return done(rq, N_("The icon was removed."));
}

/* ---- what browsers ask for ---- */

static struct str
icon_of(struct request *rq, const struct company *company, int pixels)
{
	int64_t version;
	const char *own = icon_find(rq->tx, company->id, &version), *blob = own != NULL ? own : company->logo_blob;
	struct palette palette = palette_light(company->colour);
	struct str picture, icon;

	/* Home screens put a see-through picture on black. */
	if (blob != NULL && blob_read(rq->arena, rq->house->blobs, blob, PICTURE_LIMIT, &picture) &&
	    icon_of_picture(rq->arena, picture, pixels == TOUCH ? "#ffffff" : NULL, pixels, &icon))
		return icon;
	icon_of_letters(rq->arena, brand_initials(rq->arena, company->name), palette.accent, palette.on, pixels, &icon);
	return icon;
}

static struct reply
serve(struct request *rq, int pixels)
{
	const struct company *company = company_public(rq->tx, path_id(rq, "company"));
	struct reply reply;

	if (company == NULL)
		return reply_not_found(rq);
	reply = reply_bytes(rq, "image/png", icon_of(rq, company, pixels));
	reply.fresh_seconds = FRESH_SECONDS;
	return reply;
}

struct reply
icon_small(struct request *rq)
{
	return serve(rq, SMALL);
}

struct reply
icon_touch(struct request *rq)
{
	return serve(rq, TOUCH);
}
