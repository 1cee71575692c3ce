// A client is made step by step: what is typed stays in a draft of one's own, nothing of it is a client before the end, and
// then all of it is: groups, contacts, rights, invitations, or nothing.
import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { assertAccessible, assertFits, desktop, keepShot, openBrowser, phone, tabTo } from "../browser.mjs";
import { engines, startParvis } from "../parvis.mjs";
import { camille, idText } from "./people.mjs";

const home = "/console/client-drafts";

for (const engine of engines)
	describe(`a client made step by step, on ${engine}`, () => {
		let parvis, administrator, manager, browser;

		const staffId = (email) => idText(BigInt(parvis.sql(`select id from staff where email = '${email}'`)[0]));
		const contactId = (email) => idText(BigInt(parvis.sql(`select id from contact where email = '${email}'`)[0]));
		const counted = () => parvis.sql("select (select count(*) from client), (select count(*) from contact), (select count(*) from client_contact), (select count(*) from invitation), (select count(*) from message)")[0];
		const begin = async (name, more = {}) => {
			const answer = await administrator.post(home, { name, kind: "company", country: "FR", ...more });

			assert.equal(answer.status, 200, answer.text);
			return answer.data.draft.href;
		};

		before(async () => {
			parvis = await startParvis({ engine });
			administrator = await parvis.signedInStaff("helene@solaria.example", { json: true });
			parvis.sql("update consent set required = 0");
			manager = await parvis.signedInStaff("julien@solaria.example", { json: true });
		});
		after(async () => {
			await browser?.close();
			await parvis?.close();
		});

		test("a program posts the steps, and one client is made however often it says so", async () => {
			const [group] = (await administrator.get("/console/client-groups")).data.groups;
			const draft = await begin("Brasserie du Port", { siret: "404 833 048 00022", groups: [group.id] });
			const before = counted();

			assert.equal((await administrator.post(`${draft}/contacts`, { contacts: [
				{ first_name: "Ana", last_name: "Costa", email: "ana.costa@port.example", role: "Gérante", language: "fr", send: true },
				{ first_name: "Bill", last_name: "Ross", email: "bill.ross@port.example", language: "en", send: true },
				{ contact: contactId(camille), role: "Comptable" },
			] })).status, 200);
			assert.equal((await administrator.post(`${draft}/staff`, { staff: [
				{ id: staffId("helene@solaria.example"), level: "full" }, { id: staffId("nadia@solaria.example"), level: "none" }, { id: staffId("julien@solaria.example"), level: "" },
			] })).status, 200);
			const seen = await administrator.get(draft);

			assert.deepEqual(seen.data.troubles, []);
			assert.deepEqual(seen.data.contacts.map(({ name, language, send }) => [name, language, send]), [["Ana Costa", "fr", true], ["Bill Ross", "en", true], ["Camille Durand", "fr", false]]);
			assert.equal(seen.data.groups[0].name, group.name);
			assert.equal(counted(), before, "nothing is there yet");
			const made = await Promise.all([1, 2, 3].map(() => administrator.post(draft, { version: seen.data.draft.version })));

			assert.deepEqual(made.map(({ status }) => status), [200, 200, 200], made.map(({ text }) => text).join("\n"));
			assert.equal(new Set(made.map(({ data }) => data.id)).size, 1);
			assert.deepEqual(counted().split("|").map((number, index) => number - before.split("|")[index]), [1, 2, 3, 2, 2]);
			const sheet = await administrator.get(`${made[0].data.href}/contacts`);

			assert.deepEqual(sheet.data.contacts.map(({ name, role }) => [name, role]).sort(), [["Ana Costa", "Gérante"], ["Bill Ross", null], ["Camille Durand", "Comptable"]]);
			assert.deepEqual(parvis.sql("select language from invitation where email like '%@port.example' order by email"), ["fr", "en"]);
			assert.equal((await (await parvis.signedInStaff("nadia@solaria.example", { json: true })).get(made[0].data.href)).status, 404, "none is none");
			assert.equal((await administrator.get(`${draft}/contacts`)).data.id, made[0].data.id, "the draft leads to the client");
			assert.equal(parvis.sqlNumber(`select count(*) from client_draft_step where value like '%port.example%'`), 0, "what was typed is gone");
		});

		test("its sheet is loaded from a template, or typed field by field", async () => {
			const made = await administrator.post("/console/settings/client-sheets", { name: "Restaurant" });
			const template = made.data.sheet.href;

			for (const field of [{ label: "Couverts", type: "decimal", required: true }, { label: "Terrasse", type: "yes_no" }])
				assert.equal((await administrator.post(`${template}/fields`, field)).status, 200);
			const shown = await administrator.post(home, { name: "", country: "FR", press: "load", template: template.split("/").pop() });

			assert.deepEqual([shown.status, shown.data.attributes.map(({ label }) => label)], [200, ["Couverts", "Terrasse"]], shown.text);
			const fields = [{ label: "Couverts", type: "decimal", required: true, value: "48,5" }, { label: "Chef", value: "Anne Le Roux", in_portal: true }];
			const draft = await begin("Chez Anne", { attributes: [{ ...fields[0], value: "12" }], label: "Chef", in_portal: true });
			const typed = (await administrator.get(`${draft}/information`)).data.attributes;

			assert.deepEqual(typed.map(({ label }) => label), ["Couverts", "Chef"]);
			for (const [wrong, reason] of [
				[{ attributes: [{ ...fields[0], value: "" }] }, /fill in/], [{ attributes: [{ ...fields[0], value: "beaucoup" }] }, /attributes\.0\.value/],
				[{ attributes: [...fields, { label: "Jour", type: "moment" }] }, /attributes\.\d+\.type/], [{ attributes: [...fields, fields[0]] }, /there twice/], [{ attributes: fields, label: "CHEF" }, /already/], [{ label: "Jour", type: "moment" }, /entry of the list/],
			]) {
				const answer = await administrator.post(`${draft}/information`, { name: "Chez Anne", country: "FR", ...wrong });

				assert.equal(answer.status, 422, answer.text);
				assert.match(JSON.stringify(answer.data.problems), reason);
			}
			assert.equal((await administrator.post(`${draft}/information`, { name: "Chez Anne", country: "FR", attributes: fields })).status, 200);
			const client = await administrator.post(draft, {});

			assert.equal(client.status, 200, client.text);
			assert.deepEqual((await administrator.get(client.data.href)).data.client_sheet.attributes.map(({ label, value, in_portal }) => [label, value, in_portal]), [["Couverts", "48.5", false], ["Chef", "Anne Le Roux", true]]);
		});

		test("its first folders are those of the templates that are ticked", async () => {
			const trees = [];

			for (const [name, list] of [["Dossier annuel", "Social\n\tPaie\nFiscal"], ["Travaux", "Fiscal\n\tTVA\nChantier"]]) {
				const made = await administrator.post("/console/settings/folder-trees", { name, list });

				assert.equal(made.status, 200, made.text);
				trees.push(made.data.id);
			}
			const draft = await begin("Garage Moreau");

			for (const wrong of ["0000000000101", "nonsense"])
				assert.equal((await administrator.post(`${draft}/folders`, { trees: [wrong] })).status, 422, wrong);
			assert.equal((await administrator.post(`${draft}/folders`, { trees })).status, 200);
			assert.deepEqual((await administrator.get(draft)).data.trees.map(({ name }) => name).sort(), ["Dossier annuel", "Travaux"]);
			const client = await administrator.post(draft, {});

			assert.equal(client.status, 200, client.text);
			assert.deepEqual((await administrator.get(`${client.data.href}/folders`)).data.folders.map(({ name }) => name).sort(), ["Chantier", "Fiscal", "Social"]);
		});

		test("a draft is nobody else's, and no name of it is told", async () => {
			const draft = await begin("Librairie Secrète");

			for (const path of [draft, `${draft}/information`, `${draft}/contacts`, `${draft}/staff`]) {
				assert.equal((await manager.get(path)).status, 404, path);
				assert.equal((await manager.post(path, {})).status, 404, path);
			}
			assert.equal((await manager.post(`${draft}/removal`)).status, 404);
			for (const path of [home, "/console/clients", "/console/search?q=secr%C3%A8te", "/console/audit"])
				assert.doesNotMatch((await manager.get(path)).text + (path === "/console/audit" ? (await administrator.get(path)).text : ""), /Secrète/, path);
			assert.ok((await administrator.get("/console/clients")).data.client_drafts.some(({ name }) => name === "Librairie Secrète"));
			assert.equal((await administrator.post(`${draft}/removal`)).status, 200);
			assert.equal((await administrator.get(draft)).status, 404);
			parvis.sql(`update client_draft set changed_at = changed_at - ${31 * 86400000} where client_id is null`);
			assert.deepEqual((await administrator.get(home)).data.client_drafts, [], "they are kept for thirty days");
		});

		test("whatever stands against it, nothing is made and nothing is lost", async () => {
			assert.equal((await administrator.post(home, { name: "", country: "FR" })).status, 422);
			assert.equal(parvis.sqlNumber("select count(*) from client_draft_step where value like '%\"name\":\"\"%'"), 0);
			const draft = await begin("Fleurs de Mai");

			assert.equal(await begin("Fleurs de Mai"), draft, "pressed twice");
			const earlier = counted();
			let answer = await administrator.post(`${draft}/information`, { name: "Fleurs de Juin", siret: "12", country: "FR" });

			assert.equal(answer.status, 422);
			assert.equal((await administrator.get(`${draft}/information`)).data.values.siret, "12", "what was typed is still there");
			answer = await administrator.post(draft, {});
			assert.equal(answer.status, 422);
			assert.match(JSON.stringify(answer.data.troubles), /SIRET/);
			assert.equal((await administrator.post(`${draft}/information`, { name: "Fleurs de Juin", country: "FR" })).status, 200);
			for (const [contact, reason] of [
				[{ contact: "0000000000101" }, /no longer there/], [{ last_name: "X", email: "nonsense" }, /e-mail/i], [{ last_name: "Y", send: true }, /without an e-mail/],
				[{ last_name: "Durand", email: camille.toUpperCase() }, /has this address/], [{ last_name: "Z", language: "tlh" }, /entry of the list/],
			]) {
				answer = await administrator.post(`${draft}/contacts`, { contacts: [contact] });
				assert.equal(answer.status, 422, answer.text);
				assert.match(JSON.stringify(answer.data.problems), reason);
			}
			answer = await administrator.post(`${draft}/contacts`, { contacts: [{ last_name: "A", email: "deux@fleurs.example" }, { last_name: "B", email: "Deux@fleurs.example" }] });
			assert.match(JSON.stringify(answer.data.problems), /contacts\.1\.email.*twice/);
			answer = await administrator.post(`${draft}/contacts`, { contacts: Array.from({ length: 51 }, (_, i) => ({ last_name: `Nom ${i}` })) });
			assert.equal(answer.status, 422);
			assert.match(JSON.stringify(answer.data.problems), /at most fifty/);
			const everybody = (await administrator.get(`${draft}/staff`)).data.staff.map(({ id }) => ({ id, level: "read" }));

			answer = await administrator.post(`${draft}/staff`, { staff: everybody });
			assert.equal(answer.status, 422);
			assert.match(JSON.stringify(answer.data.problems), /full access/);
			assert.equal((await administrator.post(`${draft}/staff`, { staff: [{ id: everybody[0].id, level: "all" }] })).status, 422);
			assert.equal((await administrator.post(`${draft}/staff`, { staff: [] })).status, 200);
			await administrator.post(`${draft}/contacts`, { contacts: [{ last_name: "Mai", email: "mai@fleurs.example", send: true }, { last_name: "Juin", email: "juin@fleurs.example", send: true }] });
			const [places] = parvis.sql("select included from portal_plan");

			parvis.sql("update portal_plan set included = 0");
			answer = await administrator.post(draft, {});
			assert.equal(answer.status, 422, answer.text);
			assert.equal(answer.data.contacts[0].refusal.code, "quota");
			assert.equal(counted(), earlier, "nothing was made");
			assert.equal((await administrator.post(draft, { version: 1 })).status, 409, "it is made as it was looked at");
			answer = await administrator.post(draft, { keep: true });
			parvis.sql(`update portal_plan set included = ${places}`);
			assert.equal(answer.status, 200, answer.text);
			assert.deepEqual(parvis.sql("select state from invitation where email like '%@fleurs.example'"), ["draft", "draft"]);
			assert.equal((await administrator.post(draft, {})).data.id, answer.data.id);
		});

		test("who waits for approval is made with its contacts, and nobody is invited before", async () => {
			const draft = await begin("Ateliers de Genève", { country: "CH" });

			await administrator.post(`${draft}/contacts`, { contacts: [{ last_name: "Favre", email: "favre@geneve.example", send: true }] });
			const made = await administrator.post(draft, {});

			assert.equal(made.status, 200, made.text);
			assert.equal(parvis.sql("select approval from client where name = 'Ateliers de Genève'")[0], "waiting");
			assert.deepEqual(parvis.sql("select state from invitation where email = 'favre@geneve.example'"), ["draft"]);
		});

		test("in the browser: four steps, left and taken up again, with people known and new", { skip: engine !== "sqlite" }, async () => {
			const staff = await parvis.signedInStaff("helene@solaria.example");

			browser = await openBrowser({ locale: "fr-FR", javaScriptEnabled: true });
			await browser.context.addCookies([...staff.cookies].map(([key, value]) => ({ name: key, value, url: parvis.url })));
			const { page } = browser;
			const press = (name, options = {}) => page.getByRole("button", { name, exact: true, ...options }).click();
			const shoot = async (name) => {
				for (const [size, viewport, colorScheme] of [["desktop", desktop, "light"], ["phone", phone, "dark"]]) {
					await page.setViewportSize(viewport);
					await page.emulateMedia({ colorScheme });
					await page.evaluate(() => Promise.allSettled(document.getAnimations().map(({ finished }) => finished)));
					await assertFits(page);
					await assertAccessible(page);
					await keepShot(page, `wizard-${name}-${size}`);
				}
				await page.setViewportSize(desktop);
			};

			// Somebody new begins with what clients of their kind are asked, and which folders they begin with.
			await page.goto(`${parvis.url}/console/settings`);
			await page.getByRole("link", { name: "Fiches client" }).click();
			await page.getByLabel("Nom", { exact: true }).fill("Hôtel");
			await press("Ajouter");
			for (const [field, type] of [["Chambres", "decimal"], ["Piscine", "yes_no"]]) {
				await page.getByLabel("Nom du champ").fill(field);
				await page.getByLabel("Ce qu’on y met").selectOption(type);
				await press("Ajouter ce champ");
				await page.locator("#fields strong", { hasText: field }).waitFor();
			}
			await page.goto(`${parvis.url}/console/settings/folder-trees`);
			await page.getByLabel("Nom", { exact: true }).fill("Saison");
			await page.locator("textarea[name=list]").fill("Fiscal\n\tTVA\nChantier");
			await press("Ajouter");
			await page.getByRole("link", { name: "TVA" }).waitFor();

			await page.goto(`${parvis.url}/console/clients`);
			await page.getByRole("link", { name: "Nouveau client" }).first().click();
			await page.getByLabel("Nom", { exact: true }).fill("");
			await press("Enregistrer et continuer");
			await page.getByRole("alert").getByText("Merci de remplir ce champ").first().waitFor();
			await page.getByLabel("Nom", { exact: true }).fill("Hotel de la Plage");
			await page.getByLabel("Ville").fill("Pornic");
			await page.getByLabel("Modèle").selectOption({ label: "Hôtel · 2 champs" });
			await press("Charger ce modèle");
			await page.getByLabel("Chambres").fill("40");
			await page.getByRole("heading", { name: "Ce client existe peut-être déjà" }).waitFor();
			await page.getByRole("link", { name: "Hôtel de la Plage" }).waitFor();
			await shoot("information");
			await press("C’est un autre client : continuer");

			await page.getByRole("heading", { name: "Une nouvelle personne" }).waitFor();
			await page.getByLabel("Prénom").fill("Inès");
			await page.getByLabel("Nom", { exact: true }).fill("Morvan");
			await page.getByLabel("E-mail", { exact: false }).first().fill("ines.morvan@plage.example");
			await page.getByLabel("Rôle").fill("Directrice");
			await press("Ajouter une nouvelle personne");
			await page.locator("#contacts\\.1\\.last_name").fill("Durand");
			await page.locator("#contacts\\.1\\.email").fill(camille);
			await press("Enregistrer et continuer");
			await page.getByText("Vous connaissez peut-être déjà cette personne").waitFor();
			await shoot("contacts");
			await page.getByRole("button", { name: /^C’est cette personne/ }).first().click();
			await page.getByRole("heading", { name: "Camille Durand" }).waitFor();
			await page.getByRole("searchbox", { name: "Nom ou e-mail d’un contact" }).fill("le goff");
			await page.getByRole("searchbox", { name: "Nom ou e-mail d’un contact" }).press("Enter");
			await page.getByRole("button", { name: /^Choisir/ }).first().click();
			await page.locator("#contacts\\.2\\.role").fill("Comptable");
			await press("Terminer plus tard");
			await page.getByText("Le brouillon est gardé").waitFor();
			await page.getByRole("link", { name: "Poursuivre la création de Hotel de la Plage" }).click();
			await page.getByRole("heading", { level: 2, name: "Contacts" }).waitFor();
			await page.getByRole("navigation", { name: "Étapes d’un nouveau client" }).getByRole("link", { name: "Contacts" }).click();
			assert.equal(await page.locator("#contacts\\.2\\.role").inputValue(), "Comptable");

			const bar = page.getByRole("navigation", { name: "Étapes d’un nouveau client" });

			await page.locator("#contacts\\.0\\.role").fill("Gérante");
			await tabTo(page, bar.getByRole("button", { name: "Équipe" }));
			await page.keyboard.press("Enter");
			await page.getByLabel("Accès de Nadia").selectOption("read");
			await page.getByLabel("Accès de Sarah").selectOption("none");
			await shoot("staff");
			await press("Enregistrer et continuer");
			await page.getByRole("checkbox", { name: /Dossier annuel/ }).check();
			await page.getByRole("checkbox", { name: /Saison/ }).check();
			await shoot("folders");
			await press("Enregistrer et continuer");
			await page.getByText("Gérante").waitFor();
			await page.getByText("invitation en : Français").first().waitFor();
			await shoot("summary");
			const before = counted().split("|").map(Number);

			await page.getByRole("button", { name: "Créer le client" }).dblclick();
			await page.getByText("Le client est créé, et les invitations sont en route.").waitFor();
			await page.getByText("Chambres").waitFor();
			await page.getByRole("navigation", { name: "Parties de cette fiche" }).getByRole("link", { name: "Contacts", exact: true }).click();
			await page.getByRole("link", { name: "Inès Morvan" }).waitFor();
			assert.deepEqual(counted().split("|").map((number, index) => number - before[index]).slice(0, 3), [1, 1, 3]);
			assert.deepEqual(browser.complaints, []);
		});

		test("in the browser: the new client's folders are filled, and one of its contacts sees just what was opened to them", { skip: engine !== "sqlite" }, async () => {
			const { page, context } = browser, places = mkdtempSync(join(tmpdir(), "parvis-client-"));
			const photos = Array.from({ length: 200 }, (_, i) => (writeFileSync(join(places, `Photo ${i}.txt`), `photo ${i}`), join(places, `Photo ${i}.txt`)));
			const tab = (name) => page.getByRole("navigation", { name: "Parties de cette fiche" }).getByRole("link", { name, exact: true }).click();
			const press = (name) => page.getByRole("button", { name, exact: true }).click();
			const levelOf = (name) => page.locator("main .rows li", { hasText: name }).locator(".badge").first().innerText();

			await tab("Dossiers");
			await page.getByRole("link", { name: "Chantier", exact: true }).click();
			await page.getByRole("button", { name: "Choisir des fichiers" }).waitFor();
			const { x, y } = await page.locator("[data-zone]").boundingBox(), wire = await context.newCDPSession(page);

			for (const type of ["dragEnter", "dragOver", "drop"])
				await wire.send("Input.dispatchDragEvent", { type, x: x + 20, y: y + 20, data: { items: [], files: photos, dragOperationsMask: 1 } });
			await page.locator("strong[data-count]", { hasText: "200 sur 200" }).waitFor({ timeout: 240000 });
			assert.equal(parvis.sqlNumber("select count(*) from file where name like 'Photo %.txt'"), 200);
			rmSync(places, { recursive: true, force: true });

			// Two folders are opened to Camille, one of them with all below; that is undone.
			await tab("Droits des contacts");
			await page.getByLabel("Pour qui").selectOption(await page.getByLabel("Pour qui").locator("option", { hasText: "Camille" }).getAttribute("value"));
			await press("Afficher");
			await page.getByLabel("Droit sur Chantier").selectOption("read");
			await press("Enregistrer");
			await page.getByText("Les droits sont enregistrés").waitFor();
			await page.getByRole("link", { name: "Fiscal", exact: true }).click();
			await page.getByRole("link", { name: "Donner à tous les dossiers en dessous…" }).click();
			await page.getByLabel("Droit", { exact: true }).selectOption("full");
			await press("Montrer ce qui change");
			await press("Dans tous les dossiers en dessous");
			await page.getByRole("button", { name: "Annuler", exact: true }).waitFor();
			assert.equal(await levelOf("Fiscal"), "Accès complet");
			await press("Annuler");
			await page.getByRole("button", { name: "Annuler", exact: true }).waitFor({ state: "hidden" });
			assert.equal(await levelOf("Fiscal"), "Aucun droit");

			// What the eye shows is what she sees.
			await page.getByRole("link", { name: "Ce qui est visible" }).click();
			await page.getByRole("heading", { name: "Ce qui est visible" }).waitFor();
			const shown = await page.locator("main .rows li .grow :is(a, strong)").allInnerTexts();
			const client = page.url().match(/clients\/([0-9a-z]{13})/)[1], contact = await parvis.signedIn(camille, { json: true });

			assert.equal((await contact.post("/p/demo/clients", { client })).status, 200);
			const seen = (await contact.get("/p/demo/documents")).data.folders;

			assert.deepEqual(shown.filter((name) => seen.some((folder) => folder.name === name)), seen.map(({ name }) => name));
			assert.deepEqual(seen.map(({ name }) => name), ["Chantier"]);
			assert.equal(shown.length, 2, `all folders, and the one: ${shown}`);
			assert.equal((await contact.get(seen[0].href)).data.file_count, 200);
			assert.equal((await contact.post(`${seen[0].href}/folders`, { name: "Non" })).status, 403, "read is read");
			contact.close();
			assert.deepEqual(browser.complaints, []);
		});
	});
