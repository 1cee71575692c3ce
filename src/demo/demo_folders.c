/* demo_folders: folders of two clients with files in them, what their contacts may do where, and a third client with
 * little space left. */
#include "demo/demo_parts.h"

#include "base/arena.h"
#include "base/instant.h"
#include "blob/blob.h"
#include "clients/clients.h"
#include "core/audit.h"
#include "core/house.h"
#include "core/viewer.h"
#include "folders/activity.h"
#include "folders/file_mark.h"
#include "folders/file_store.h"
#include "folders/folder_lock.h"
#include "folders/folder_retention.h"
#include "folders/folder_right_store.h"
#include "holds/holds.h"
#include "news/news.h"
#include "pdf/pdf.h"
#include "space/space_store.h"

#include <cairo.h>
#include <string.h>

enum {
	SHELF_CLIENTS = 2,
	KEPT_CLIENT = 3,
	FULL_CLIENT = 5,
	FULL_BYTES = 4600 * 1000,
	FULL_QUOTA = 5000 * 1000,
	PLAN_EDGE = 360,
	PANELS = 4
};

/* A folder at the top of each of these clients. */
static const struct shelf {
	const char *name;
	enum folder_level level; /* of the contacts */
	const char *file, *text; /* NULL: empty */
} shelves[] = {
	{"Devis et contrats", FOLDER_READ, "Conditions de maintenance.txt",
	 "Une visite par an, au printemps : contrôle des panneaux, de l’onduleur et des fixations.\n"},
	{"Consommation", FOLDER_FULL, "Relevé 2025.csv",
	 "mois;kWh\njanvier;412\nfévrier;385\nmars;341\navril;298\nmai;266\njuin;240\n"},
	{"Photos du chantier", FOLDER_FULL, NULL, NULL},
	{"Notes internes", FOLDER_NONE, "À vérifier.txt",
	 "Reprendre l’étanchéité de la sortie de toit avant l’hiver.\n"},
};

static struct folder_access
access_to(const struct demo *demo, int64_t client)
{
	return (struct folder_access){
		.client = client,
		.person = {.staff = true, .id = demo->staff[HELENE], .cap = FOLDER_FULL},
		.name = "Hélène Caradec",
	};
}

/* Who acts for the client; NULL: nobody of these. */
static const struct folder_access *
contact_of(struct demo *demo, int64_t client)
{
	struct folder_access *theirs = arena_make(tx_arena(demo->tx), struct folder_access);

	for (int i = 0; i < SHELF_CLIENTS; i++)
		if (demo->clients[i] == client) {
			const struct contact *contact = contact_itself(demo->tx, demo->client_contacts[i]);

			*theirs = (struct folder_access){.client = client,
							 .person = {.id = contact->id, .cap = FOLDER_FULL},
							 .name = contact_name(tx_arena(demo->tx), contact)};
			return theirs;
		}
	return NULL;
}

/* Somebody put the file there; who acts for the client fetched what they may read of the texts: the others are new. */
static void
note(struct demo *demo, const struct folder_access *access, int64_t id)
{
	const struct folder_access *theirs = contact_of(demo, access->client);
	const struct viewer contact = {
		.kind = VIEWER_CLIENT, .contact = theirs == NULL ? 0 : theirs->person.id, .client = access->client};
	const struct viewer helene = {.kind = VIEWER_STAFF, .staff = demo->staff[HELENE]};
	const struct file_seen *seen = file_find(demo->tx, access, id);
	struct doc *detail = doc_object(tx_arena(demo->tx));
	struct audit audit = {.action = seen->file.content.number > 1 ? "file.version" : "file.put",
			      .object_kind = "client",
			      .object = access->client,
			      .detail = detail,
			      .place = activity_of_file(tx_arena(demo->tx), &seen->file)};

	doc_set_int(detail, "version", seen->file.content.number);
	audit_add_by(demo->house, demo->tx, access->person.staff ? &helene : &contact, &audit);
	if (theirs == NULL || !text_equal(seen->file.content.type, "text/plain") ||
	    file_find(demo->tx, theirs, id) == NULL)
		return;
	audit.action = "file.download";
	audit_add_by(demo->house, demo->tx, &contact, &audit);
	file_read_by(demo->tx, &theirs->person, &seen->file);
}

bool
demo_keep(struct demo *demo, const char *type, struct str bytes, struct file_content *content)
{
	struct arena *arena = tx_arena(demo->tx);
	struct blob *blob = arena_make(arena, struct blob);
	char *hash = arena_alloc(arena, HASH_SIZE * 2 + 1);

	if (!blob_put(arena, demo->house->blobs, bytes, blob))
		return false;
	hash_print(hash, &blob->sha256);
	*content = (struct file_content){
		.size = (int64_t)blob->size, .type = type, .sha256 = hash, .blob = blob->name, .scan = "no_server"};
	return true;
}

/* 0: the store does not take it. */
static int64_t
put(struct demo *demo, const struct folder_access *access, int64_t folder, const char *name, const char *type,
    struct str bytes)
{
	struct file_content content;
	int64_t id;

	if (!demo_keep(demo, type, bytes, &content))
		return 0;
	file_put(demo->tx, access, folder, name, &content, SAME_VERSION, &id);
	note(demo, access, id);
	return id;
}

/* ---- a plan to look at ---- */

static cairo_status_t
take(void *data, const unsigned char *bytes, unsigned length)
{
	build_bytes(data, bytes, length);
	return CAIRO_STATUS_SUCCESS;
}

/* A roof with panels on it. */
static struct str
plan_png(struct arena *arena)
{
	struct builder png = builder_new(arena, 0);
	cairo_surface_t *surface = cairo_image_surface_create(CAIRO_FORMAT_RGB24, PLAN_EDGE, PLAN_EDGE);
	cairo_t *cairo = cairo_create(surface);

	cairo_set_source_rgb(cairo, 0.97, 0.95, 0.9);
	cairo_paint(cairo);
	cairo_set_source_rgb(cairo, 0.16, 0.29, 0.49);
	for (int row = 0; row < PANELS; row++)
		for (int column = 0; column < PANELS; column++)
			cairo_rectangle(cairo, 42 + column * 70, 42 + row * 70, 62, 62);
	cairo_fill(cairo);
	cairo_surface_write_to_png_stream(surface, take, &png);
	cairo_destroy(cairo);
	cairo_surface_destroy(surface);
	return builder_str(&png);
}

/* ---- a notice to leaf through ---- */

static struct str
notice_pdf(struct arena *arena)
{
	static const struct pdf_about about = {.title = "Notice de l’onduleur", .author = "Solaria", .language = "fr"};
	static const struct pdf_style title = {.size = 20, .bold = true, .colour = 0x29497D}, text = {.size = 12};
	struct pdf *pdf = pdf_new(arena, &about);

	pdf_text(pdf, 25, 30, 160, &title, "Notice de l’onduleur");
	pdf_text(pdf, 25, 48, 160, &text,
		 "Au petit matin, l’onduleur attend la lumière : le voyant clignote en orange, puis passe au vert.\n\n"
		 "Un voyant rouge signale un défaut d’isolement : coupez le sectionneur et appelez-nous.");
	pdf_box(pdf, 25, 90, 160, 70, 0xE3F3F1);
	pdf_new_page(pdf);
	pdf_text(pdf, 25, 30, 160, &title, "Entretien");
	pdf_text(pdf, 25, 48, 160, &text,
		 "Dépoussiérez la grille de ventilation deux fois par an. Ne lavez jamais l’appareil à grande eau.");
	return pdf_end(pdf);
}

/* ---- a report that was corrected, and what the roof yields ---- */

#define OFFICE "application/vnd.openxmlformats-officedocument."

static void
put_documents(struct demo *demo, const struct folder_access *access, int64_t folder)
{
	static const char *const first[] = {
		"Compte rendu de visite", "Visite du 12 mars, avec le propriétaire.",
		"Le toit est en bon état. Deux crochets sont à resserrer au sud, avant la pose des panneaux.", NULL};
	static const char *const corrected[] = {
		"Compte rendu de visite", "Visite du 12 mars, avec le propriétaire.",
		"Le toit est en bon état. Trois crochets sont à resserrer, deux au sud et un à l’est, avant la pose des panneaux.",
		"La gouttière nord est à nettoyer à l’automne.", NULL};
	struct arena *arena = tx_arena(demo->tx);

	put(demo, access, folder, "Compte rendu.docx", OFFICE "wordprocessingml.document",
	    demo_report_docx(arena, first));
	put(demo, access, folder, "Compte rendu.docx", OFFICE "wordprocessingml.document",
	    demo_report_docx(arena, corrected));
	put(demo, access, folder, "Production.xlsx", OFFICE "spreadsheetml.sheet", demo_yield_xlsx(arena));
}

/* ---- folders ---- */

static void
add_shelf(struct demo *demo, const struct folder_access *access, const struct shelf *shelf)
{
	struct folder_right right = {.whose = WHOSE_CONTACTS, .level = shelf->level};
	int64_t id;

	if (folder_create(demo->tx, access, access->client, shelf->name, &id) != FOLDER_DONE)
		return;
	right.folder_id = id;
	folder_right_set(demo->tx, &folder_find(demo->tx, access, id)->folder, &right);
	if (shelf->file != NULL) /* where they may, contacts put something themselves */
		put(demo, shelf->level == FOLDER_FULL ? contact_of(demo, access->client) : access, id, shelf->file,
		    "text/plain", str_of(shelf->text));
}

/* Its limit was set by hand, so nobody has to be told of it. */
static void
add_full_client(struct demo *demo)
{
	const struct folder_access access = access_to(demo, demo->clients[FULL_CLIENT]);
	struct arena *arena = tx_arena(demo->tx);
	char *bytes = arena_alloc(arena, FULL_BYTES);
	int64_t id;

	memset(bytes, '.', FULL_BYTES);
	if (folder_create(demo->tx, &access, access.client, "Mesures", &id) != FOLDER_DONE)
		return;
	put(demo, &access, id, "Mesures 2025.bin", "application/octet-stream", str_slice(bytes, FULL_BYTES));
	space_set_own_quota(demo->tx, access.client, FULL_QUOTA);
	space_note_warned(demo->tx);
}

/* Julien works on the plan; the conditions are part of a dispute. */
static void
add_stands(struct demo *demo, const struct folder_access *access, const struct folder_seen *quotes)
{
	const struct file *plan = file_named(demo->tx, access, quotes, "Plan de pose.png"),
			  *terms = file_named(demo->tx, access, quotes, shelves[0].file);
	struct folder_lock lock = {.client_id = access->client,
				   .file_id = plan->id,
				   .staff = true,
				   .person_id = demo->staff[JULIEN],
				   .holder = "Julien Morvan",
				   .owner = "",
				   .seconds = 7 * DAY_MS / SECOND_MS};

	folder_lock_insert(demo->tx, &lock);
	hold_make(demo->tx, access->client, 0, terms->id, "Litige sur la visite d’entretien de 2025 : dossier 2026-014",
		  access->name);
}

/* Bookkeeping that the law has kept, and a quote that has been kept long enough. */
static void
add_kept(struct demo *demo)
{
	static const struct shelf kept[] = {
		{"Comptabilité", FOLDER_NONE, "Grand livre 2025.csv", "compte;débit;crédit\n411000;1840,00;0,00\n"},
		{"Anciens devis", FOLDER_NONE, "Devis 2021.txt", "Remplacement de l’onduleur : sans suite.\n"},
	};
	static const int months[] = {120, 12};
	static const char *const reasons[] = {"Code de commerce, article L. 123-22 : dix ans",
					      "Devis sans suite : un an"};
	const struct folder_access access = access_to(demo, demo->clients[KEPT_CLIENT]);

	for (size_t i = 0; i < sizeof kept / sizeof kept[0]; i++) {
		int64_t id, file;

		if (folder_create(demo->tx, &access, access.client, kept[i].name, &id) != FOLDER_DONE)
			continue;
		folder_retention_set(demo->tx, &folder_find(demo->tx, &access, id)->folder, months[i], reasons[i]);
		file = put(demo, &access, id, kept[i].file, "text/plain", str_of(kept[i].text));
		if (months[i] == 12)
			sort_make_old(demo->tx, file, demo->now - 1200 * (int64_t)DAY_MS);
	}
}

void
demo_add_folders(struct demo *demo)
{
	notice_follow(demo->tx, demo->staff[HELENE], demo->clients[0], true, demo->now);
	for (int i = 0; i < SHELF_CLIENTS; i++) {
		const struct folder_access access = access_to(demo, demo->clients[i]);
		const struct folder_seen *root, *quotes;
		int64_t visits;

		for (size_t s = 0; s < sizeof shelves / sizeof shelves[0]; s++)
			add_shelf(demo, &access, &shelves[s]);
		root = folder_find(demo->tx, &access, access.client);
		quotes = folder_named(demo->tx, &access, root, shelves[0].name);
		put(demo, &access, quotes->folder.id, "Plan de pose.png", "image/png", plan_png(tx_arena(demo->tx)));
		put(demo, &access, quotes->folder.id, "Notice.pdf", "application/pdf", notice_pdf(tx_arena(demo->tx)));
		if (folder_create(demo->tx, &access, quotes->folder.id, "Comptes rendus", &visits) == FOLDER_DONE) {
			put_documents(demo, &access, visits);
			put(demo, &access, visits, "Visite du 12 mars.txt", "text/plain",
			    str_of("Toit en bon état ; deux crochets à resserrer au sud.\n"));
		}
		if (i == SHELF_CLIENTS - 1)
			add_stands(demo, &access, quotes);
	}
	add_full_client(demo);
	add_kept(demo);
}
