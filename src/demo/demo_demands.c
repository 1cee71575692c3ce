/* demo_demands: a template of document requests, and a request that is half answered. */
#include "demo/demo_parts.h"

#include "base/arena.h"
#include "base/instant.h"
#include "clients/clients.h"
#include "demands/demand_store.h"
#include "pdf/pdf.h"

static const struct piece grant[] = {
	{.name = "Dernier avis d’imposition",
	 .words = "Toutes les pages, des deux côtés",
	 .example = "",
	 .required = true,
	 .formats = TAKES_DOCUMENT,
	 .files_most = 4},
	{.name = "Taxe foncière",
	 .words = "L’avis de cette année",
	 .example = "",
	 .required = true,
	 .formats = TAKES_DOCUMENT,
	 .files_most = 2},
	{.name = "Photo du tableau électrique",
	 .words = "Porte ouverte, de face",
	 .example = "On lit les étiquettes.",
	 .required = true,
	 .formats = TAKES_PICTURE,
	 .files_most = 3},
	{.name = "Relevé d’identité bancaire",
	 .words = "",
	 .example = "",
	 .required = true,
	 .formats = TAKES_DOCUMENT,
	 .files_most = 1},
	{.name = "Accord de copropriété",
	 .words = "Si vous habitez un immeuble",
	 .example = "",
	 .required = false,
	 .formats = TAKES_DOCUMENT,
	 .files_most = 3},
};

enum { GRANT = sizeof grant / sizeof grant[0] };
static const char words[] = "Avec ces pièces, nous déposons votre dossier d’aide. Une photo nette suffit.";

static void
add_pieces(struct demo *demo, int64_t owner, int64_t ids[GRANT])
{
	for (int i = 0; i < GRANT; i++) {
		struct piece piece = grant[i];

		piece.owner_id = owner;
		piece.position = i + 1;
		ids[i] = piece_insert(demo->tx, &piece);
	}
}

static struct str
letter(struct arena *arena, const char *title)
{
	const struct pdf_about about = {.title = title, .author = "Demo", .language = "fr"};
	static const struct pdf_style style = {.size = 18, .bold = true, .colour = 0x29497D};
	struct pdf *pdf = pdf_new(arena, &about);

	pdf_text(pdf, 25, 30, 160, &style, title);
	return pdf_end(pdf);
}

/* A file of the first contact of the client. */
static int64_t
send(struct demo *demo, int64_t piece, const char *name, struct file_content *content)
{
	const struct contact *contact = contact_itself(demo->tx, demo->client_contacts[0]);

	if (!demo_keep(demo, "application/pdf", letter(tx_arena(demo->tx), name), content))
		return 0;
	return deposit_insert(demo->tx, demo->clients[0],
			      &(struct deposit){.piece_id = piece,
						.name = arena_printf(tx_arena(demo->tx), "%s.pdf", name),
						.content = *content,
						.contact_id = contact->id,
						.sent_by = contact_name(tx_arena(demo->tx), contact)});
}

static void
set_state(struct demo *demo, int64_t piece, enum piece_state state, const char *reason)
{
	piece_set_state(demo->tx,
			&(struct piece){.id = piece, .state = state, .reason = reason, .news = "none", .version = 1});
}

static void
answer(struct demo *demo, const struct folder_access *access, const struct demand *demand, const int64_t ids[GRANT])
{
	struct file_content content;
	int64_t deposit = send(demo, ids[0], "Avis 2025", &content), file;

	if (deposit != 0)
		deposit_leave(demo->tx, access->client, &(struct deposit){.content = content});
	if (deposit != 0 && file_put(demo->tx, access, demand->folder_id, "Dernier avis d’imposition.pdf", &content,
				     SAME_NUMBERED, &file) == FOLDER_DONE) {
		deposit_set_file(demo->tx, deposit, file);
		set_state(demo, ids[0], PIECE_ACCEPTED, NULL);
	}
	send(demo, ids[1], "Taxe 2023", &content);
	deposits_refuse(demo->tx, ids[1]);
	set_state(demo, ids[1], PIECE_REFUSED, "C’est l’avis de 2023 : il nous faut celui de cette année.");
}

static void
show_example(struct demo *demo, int64_t piece)
{
	struct file_content content;

	if (demo_keep(demo, "application/pdf", letter(tx_arena(demo->tx), "Avis de taxe foncière : exemple"), &content))
		piece_set_example(demo->tx, &(struct piece){.id = piece,
							    .example_blob = content.blob,
							    .example_name = "Exemple d’avis.pdf",
							    .example_type = content.type,
							    .example_sha256 = content.sha256,
							    .example_size = content.size});
}

void
demo_add_demands(struct demo *demo)
{
	const struct folder_access access = {
		.client = demo->clients[0],
		.person = {.staff = true, .id = demo->staff[HELENE], .cap = FOLDER_FULL},
		.name = "Hélène Caradec",
	};
	struct demand demand = {.client_id = access.client,
				.folder_id = access.client,
				.title = "Dossier MaPrimeRénov’",
				.words = words,
				.due_on = demo->today + 14,
				.by_piece = true,
				.staff_id = demo->staff[HELENE],
				.version = 1};
	const struct folder_seen *folder =
		folder_named(demo->tx, &access, folder_find(demo->tx, &access, access.client), "Consommation");
	int64_t ids[GRANT];

	add_pieces(demo, demand_template_insert(demo->tx, demand.title, words), ids);
	show_example(demo, ids[1]);
	if (folder != NULL)
		demand.folder_id = folder->folder.id;
	demand.id = demand_insert(demo->tx, &demand);
	demand_set_contacts(demo->tx, demand.id, &demo->client_contacts[0], 1);
	demand_set_state(demo->tx, &demand, DEMAND_OPEN);
	add_pieces(demo, demand.id, ids);
	answer(demo, &access, &demand, ids);
	refusal_reason_keep(demo->tx, "La photo est floue : merci de la reprendre à la lumière du jour.");
}
