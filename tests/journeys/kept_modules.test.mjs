// Clients, contacts and invoices as records: fields are added to them, filled in by form, by program and in bulk, found and
// filtered; what their own pages refuse is refused here, too; who sees less has no other way in.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { openBrowser } from "../browser.mjs";
import { engines, startParvis } from "../parvis.mjs";
import { peopleOf } from "./people.mjs";

const settings = "/console/settings";
const records = "/console/records";

for (const engine of engines)
	describe(`clients, contacts and invoices as records, on ${engine}`, () => {
		let parvis, browser, page, program, reader;

		before(async () => {
			parvis = await startParvis({ engine });
			program = await parvis.signedInStaff("helene@solaria.example", { json: true });
			reader = await parvis.signedInStaff("nadia@solaria.example", { json: true });
			const staff = await parvis.signedInStaff("helene@solaria.example");

			browser = await openBrowser({ locale: "fr-FR", viewport: { width: 1600, height: 1200 } });
			page = browser.page;
			page.on("dialog", (dialog) => dialog.accept());
			await browser.context.addCookies([...staff.cookies].map(([name, value]) => ({ name, value, url: parvis.url })));
		});
		after(async () => {
			await browser?.close();
			await parvis?.close();
		});

		const open = async (path) => {
			const response = await page.goto(parvis.url + path);

			assert.ok(response.status() < 400, `${path}: ${response.status()}`);
		};
		const text = () => page.locator("main").innerText();
		const input = (name) => page.locator(`[id="${name}"]`);
		const make = async (path, body) => {
			const { status, data } = await program.post(path, body);

			assert.equal(status, 200, `${path}: ${JSON.stringify(data?.error ?? data?.problems)}`);
			return data;
		};
		const addField = (module, field) => make(`${settings}/modules/${module}/fields`, field);
		const recordOf = async (module, id) => (await program.get(`${records}/${module}/${id}`)).data.record;
		const found = async (module, query) => (await program.get(`${records}/${module}?${query}`)).data.records.map(({ id }) => id);
		let client, contact;

		test("an administrator adds fields in the browser, and they stand on the sheet", async () => {
			await open(`${settings}/modules/clients/fields`);
			await page.getByRole("link", { name: "Nouveau champ" }).click();
			await page.getByRole("link", { name: "Texte court" }).click();
			await input("label.fr").fill("Surnom");
			await page.getByRole("button", { name: "Ajouter le champ" }).click();
			await page.waitForURL("**/clients/fields");
			assert.match(await text(), /Surnom/);
			[{ id: client }] = (await program.get("/console/clients?q=boulangerie")).data.records;
			await open(`/console/clients/${client}`);
			await page.locator("#own").getByRole("link", { name: "Remplir" }).click();
			await input("fields.surnom").fill("Les Croissants");
			await page.getByRole("button", { name: "Enregistrer", exact: true }).last().click();
			await page.waitForURL((url) => !url.pathname.endsWith("/form"));
			await open(`/console/clients/${client}`);
			assert.match(await page.locator("#own").innerText(), /Surnom\s+Les Croissants/);
			assert.deepEqual(await found("clients", "q=croiss"), [client]);
		});

		test("every kind of field works there: choices, links, formulas, lines and their total", async () => {
			for (const field of [
				{ type: "choice", name: "segment", label: { fr: "Segment" }, settings: { choices: [{ code: "a", label: { fr: "Or" } }, { code: "b", label: { fr: "Argent" } }] } },
				{ type: "money", name: "budget", label: { fr: "Budget" } },
				{ type: "lookup", name: "parrain", label: { fr: "Parrain" }, settings: { target: "clients" } },
				{ type: "number", name: "dossier", label: { fr: "Dossier" }, settings: { prefix: "D-", digits: 3 } },
				{ type: "formula", name: "double", label: { fr: "Double" }, settings: { result: "money", formula: "budget * 2" } },
			])
				await addField("clients", field);
			await make(`${settings}/modules`, { name: "visites", parent: "clients", singular: { fr: "Visite" }, plural: { fr: "Visites" }, naming: { fr: "Objet" } });
			await addField("clients", { type: "rollup", name: "nb_visites", label: { fr: "Nombre de visites" }, settings: { rollup: { of: "count", from: "visites" } } });
			const before = await recordOf("clients", client);
			const made = await make(`${records}/clients/${client}`, { version: before.version, fields: { segment: "a", budget: "1200.50", parrain: client }, lines: { visites: [{ objet: "Mardi" }, { objet: "Jeudi" }] } });

			assert.equal(made.record.fields.segment, "a");
			assert.equal((await recordOf("clients", client)).fields.nb_visites, 2);
			assert.match(JSON.stringify(made.record.fields.double), /2401\.00/);
			assert.deepEqual(await found("clients", `filter=${encodeURIComponent(JSON.stringify({ all: [{ field: "segment", comparison: "is", values: ["a"] }] }))}`), [client]);
			const { data: history } = await program.get(`${records}/clients/${client}/history`);

			assert.ok(history.changes.some(({ field }) => field === "segment"));
			assert.equal((await program.post(`${records}/clients/${client}`, { version: before.version, fields: { segment: "b" } })).status, 409);
		});

		test("a client made by program is one as made by hand, with a number, and refused for the same reasons", async () => {
			const made = await make(`${records}/clients`, { fields: { name: "Atelier Brume", siret: "303 265 045 00014", segment: "b" } });

			assert.match(made.record.fields.number, /^C-\d{5}$/);
			assert.match(made.record.fields.dossier, /^D-\d{3}$/);
			const { data } = await program.get(`/console/clients/${made.record.id}`);

			assert.equal(data.client.siret, "30326504500014");
			assert.equal(data.client.country, "FR");
			assert.equal(data.own.fields.segment, "b");
			for (const [field, value] of [["siret", "12"], ["vat_number", "1"], ["country", "ZZ"], ["number", "C-1"], ["name", ""]]) {
				const wrong = await program.post(`${records}/clients`, { fields: { name: "Faux", [field]: value } });

				assert.equal(wrong.status, 422, field);
				assert.ok(field in wrong.data.errors.fields, field);
			}
			const bulk = await make(`${records}/clients/bulk`, { ids: [made.record.id, client], action: "change", fields: { segment: "a" } });

			assert.equal(bulk.done, 2);
			assert.equal((await program.post(`/console/clients/${made.record.id}/archive`)).status, 200);
			assert.equal((await program.post(`${records}/clients/${made.record.id}/removal`)).status, 200);
			assert.equal((await program.get(`/console/clients/${made.record.id}`)).status, 404);
			assert.equal((await program.post(`${records}/clients/${made.record.id}/restoration`)).status, 200);
			assert.equal((await program.get(`/console/clients/${made.record.id}`)).status, 200);
			assert.equal((await program.post(`/console/clients/${made.record.id}/removal`, { name: "Atelier Brume" })).status, 200);
			assert.equal((await program.get(`/console/clients/${made.record.id}`)).status, 404);
			assert.equal((await program.post(`${records}/clients/${made.record.id}/purge`)).status, 200);
			assert.equal((await program.post(`/console/clients/${client}/removal`, { name: "x" })).status, 409, "invoices keep it");
		});

		test("a contact whose address changes is signed out and told, whoever writes it", async () => {
			const [person] = peopleOf(parvis);
			const browserOfTheirs = await parvis.signedIn(person.email);

			[{ id: contact }] = (await program.get(`/console/contacts?q=${encodeURIComponent(person.email)}`)).data.records;
			const { version } = await recordOf("contacts", contact);

			await make(`${records}/contacts/${contact}`, { version, fields: { email: "autre.adresse@exemple.example" } });
			assert.notEqual((await browserOfTheirs.get(`/p/demo/account`)).status, 200);
			assert.equal((await parvis.newestMessage(person.email)).kind, "mail_address_changed");
			assert.equal((await program.post(`${records}/contacts`, { fields: { last_name: "Double", email: "autre.adresse@exemple.example" } })).status, 422);
		});

		test("an issued invoice takes one's own fields, and keeps what was printed", async () => {
			await addField("invoices", { type: "text", name: "suivi", label: { fr: "Suivi" } });
			const [invoice] = (await program.get("/console/invoices?filter=unpaid")).data.invoices;
			const { version } = await recordOf("invoices", invoice.id);
			const made = await make(`${records}/invoices/${invoice.id}`, { version, fields: { suivi: "Relancée par téléphone" } });

			assert.equal(made.record.fields.suivi, "Relancée par téléphone");
			for (const [field, value] of [["reference", "BC-9"], ["note", "Autre"], ["total", "1"], ["state", "paid"]])
				assert.equal((await program.post(`${records}/invoices/${invoice.id}`, { version: made.record.version, fields: { [field]: value } })).status, 422, field);
			assert.equal((await program.post(`${records}/invoices`, { fields: { suivi: "x" } })).status, 404);
			assert.equal((await program.post(`${records}/invoices/${invoice.id}/removal`)).status, 404);
			await open(`/console/invoices/${invoice.id}`);
			assert.match(await page.locator("#own").innerText(), /Relancée par téléphone/);
			const draft = await make("/console/invoices", { client: peopleOf(parvis)[0].clientNumber, lines: [{ label: "Essai", unit_price: "10.00", tax_rate: "20" }] });
			const there = await recordOf("invoices", draft.id);

			await make(`${records}/invoices/${draft.id}`, { version: there.version, fields: { reference: "BC-10" } });
			assert.equal((await program.get(`/console/invoices/${draft.id}`)).data.reference, "BC-10");
		});

		test("readers write nothing, and who sees less of clients has their records instead of their pages", async () => {
			assert.equal((await reader.post(`${records}/clients/${client}`, { version: 1, fields: { surnom: "x" } })).status, 404);
			assert.equal((await reader.get("/console/clients")).status, 200);
			parvis.sql("update profile_field set level = 'hidden' where profile_id = 3 and field_id in (select field.id from field join module on module.id = module_id where module.name = 'clients' and field.name = 'phone')");
			parvis.sql("update catalogue set version = version + 1");
			const list = await reader.get("/console/clients?q=boulangerie");

			assert.deepEqual(list.data, { ...(await reader.get(`${records}/clients?q=boulangerie`)).data, page: list.data.page });
			assert.ok(list.data.records.some(({ id }) => id === client));
			assert.ok(list.data.records.every(({ href, fields }) => href.startsWith(`${records}/clients/`) && !("phone" in fields)));
			assert.equal((await reader.get("/console/clients?fields=phone")).text.includes('"phone"'), false);
			assert.equal((await reader.get(`/console/clients/${client}`)).status, 404);
			const seen = (await reader.get(`${records}/clients/${client}`)).data.record;

			assert.equal("phone" in seen.fields, false);
			const browsing = await parvis.signedInStaff("nadia@solaria.example");

			const screen = await browsing.open(`${records}/clients?q=boulangerie`);

			assert.equal(screen.path, "/console/clients?q=boulangerie", "there is one screen of the list");
			assert.ok(screen.links.some(({ href }) => href === `${records}/clients/${client}`));
			assert.ok(screen.links.some(({ href }) => href === "/console/contacts"), "what is seen whole keeps its place in the menu");
			assert.equal((await browsing.open(`/console/clients/${client}`)).path, `${records}/clients/${client}`);
			assert.equal((await browsing.get("/console/clients/new")).status, 404);
		});
	});
