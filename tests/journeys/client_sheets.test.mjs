// What is noted about a client beyond the fields of all: a template is made in the settings, loaded onto a client, filled in,
// and read in the portal as far as it is meant for it.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { assertAccessible, assertFits, desktop, dragTo, keepShot, openBrowser, phone } from "../browser.mjs";
import { engines, startParvis } from "../parvis.mjs";
import { idText } from "./people.mjs";

const settings = "/console/settings/client-sheets";

for (const engine of engines)
	describe(`client sheets, on ${engine}`, () => {
		let parvis, administrator, browser, client, contact;

		before(async () => {
			parvis = await startParvis({ engine });
			administrator = await parvis.signedInStaff("helene@solaria.example", { json: true });
			const [line] = parvis.sql(`select client.id, contact.email from client join client_contact on client_contact.client_id = client.id
				join contact on contact.id = client_contact.contact_id where client.name = 'Boulangerie du Port' and contact.mobile_confirmed_at is null
				and (select count(*) from client_contact as other where other.contact_id = contact.id) = 1 order by contact.id`);
			const [id, email] = line.split("|");

			client = `/console/clients/${idText(BigInt(id))}`;
			contact = email;
		});
		after(async () => {
			await browser?.close();
			await parvis?.close();
		});

		test("without scripts: a template is made, loaded onto a client, and its later changes leave the client alone", async () => {
			const page = await parvis.signedInStaff("julien@solaria.example");
			let answer = await page.submit(await page.open(settings), { name: "Piscine" }, { action: settings });
			const template = answer.path;

			assert.match(answer.words, /The template was added/);
			answer = await page.submit(answer, { label: "Volume (m³)", type: "decimal" }, { action: `${template}/fields` });
			answer = await page.submit(answer, { label: "VOLUME (M³)" }, { action: `${template}/fields` });
			assert.match(answer.words, /There is a field of this name already/);
			answer = await page.submit(answer, { label: "Effectif", type: "text" }, { action: `${template}/fields` });
			answer = await page.submit(await page.open(`${client}/sheet`), { "templates.2": template.split("/").pop() }, { action: `${client}/sheet/templates` });
			assert.match(answer.words, /1 field was added.*left as they are: Effectif/s);
			answer = await page.submit(await page.open(template), {}, { action: `${template}/copy` });
			assert.match(answer.words, /Piscine \(copy\)/);
			answer = await page.submit(answer, {}, { action: `${answer.path}/removal` });
			answer = await page.submit(await page.open(template), {}, { action: `${template}/removal` });
			assert.match(answer.words, /Clients keep what they have of it/);
			assert.match((await page.open(client)).words, /Volume \(m³\)/);
		});

		test("programs read and fill in a sheet, and readers only read it", async () => {
			const reader = await parvis.signedInStaff("nadia@solaria.example", { json: true });
			const { attributes } = (await administrator.get(`${client}/sheet`)).data;
			const volume = attributes.find(({ label }) => label.startsWith("Volume"));
			const filled = await administrator.post(`${client}/sheet`, { attributes: { [volume.id]: "48,5" } });

			assert.equal(filled.status, 200, filled.text);
			assert.equal((await reader.get(client)).data.client_sheet.attributes.find(({ id }) => id === volume.id).value, "48.5");
			assert.equal((await reader.post(`${client}/sheet`, { attributes: { [volume.id]: "1" } })).status, 404);
			assert.equal((await administrator.send("DELETE", `${client}/sheet/fields/${volume.id}`, { json: {} })).status, 200);
			assert.ok(parvis.sqlNumber("select count(*) from audit where action like 'client_sheet.%' and object_kind = 'client'") >= 3);
		});

		test("in a browser: a household’s template, its fields moved and filled in, and what the client reads of it", { skip: engine !== "sqlite" }, async () => {
			const staff = await parvis.signedInStaff("helene@solaria.example"), portal = await parvis.signedIn(contact);

			browser = await openBrowser({ locale: "fr-FR" });
			for (const { cookies } of [staff, portal])
				await browser.context.addCookies([...cookies].map(([key, value]) => ({ name: key, value, url: parvis.url })));
			const { page } = browser;
			const shots = async (name) => {
				for (const [size, viewport, colorScheme] of [["desktop", desktop, "light"], ["phone", phone, "dark"]]) {
					await page.setViewportSize(viewport);
					await page.emulateMedia({ colorScheme });
					await page.waitForFunction(() => document.getAnimations().every(({ playState }) => playState === "finished"));
					await assertFits(page);
					await assertAccessible(page);
					await keepShot(page, `${name}-${size}`);
				}
				await page.setViewportSize(desktop);
			};

			page.on("dialog", (dialog) => dialog.accept());
			await page.goto(`${parvis.url}/console/settings`);
			await page.getByRole("link", { name: "Fiches client" }).click();
			await shots("client-sheet-templates");
			await page.getByRole("link", { name: "Particulier – maison" }).click();
			assert.equal(await page.getByLabel("Réponses").isVisible(), false, "answers are asked of a choice");
			await page.getByLabel("Nom du champ").fill("Compteur");
			await page.getByLabel("Ce qu’on y met").selectOption("choice");
			await page.getByRole("button", { name: "Ajouter ce champ" }).click();
			await page.getByText("Écrivez au moins une réponse").first().waitFor();
			await page.getByLabel("Réponses").fill("Monophasé\nTriphasé");
			await page.getByRole("button", { name: "Ajouter ce champ" }).click();
			await page.getByText("Le champ a été ajouté").waitFor();
			const names = () => page.locator("#fields [data-item] strong").allTextContents();

			await dragTo(page, '[data-item]:has-text("Compteur")', "#fields [data-item]:first-child", { x: 40, y: 4 });
			await page.waitForFunction(() => document.querySelector("#fields [data-item] strong").textContent === "Compteur");
			await page.getByRole("button", { name: "Descendre Compteur" }).press("Enter");
			await page.waitForFunction(() => document.querySelectorAll("#fields [data-item] strong")[1].textContent === "Compteur");
			assert.equal((await names())[0], "Surface habitable (m²)");
			await shots("client-sheet-template");
			await page.getByRole("link", { name: "Toiture" }).click();
			await shots("client-sheet-field");

			await page.goto(parvis.url + client);
			await page.locator("#sheet").getByRole("link", { name: "Remplir" }).click();
			await page.getByLabel("Particulier – maison").check();
			await page.getByRole("button", { name: "Charger ce modèle" }).click();
			await page.getByText("8 champs ont été ajoutés").waitFor();
			await page.getByLabel("Nom du champ").fill("Code du portail");
			await page.getByRole("button", { name: "Ajouter ce champ" }).click();
			await page.getByText("Le champ a été ajouté").waitFor();
			await page.getByLabel("Surface habitable (m²)", { exact: false }).first().fill("beaucoup");
			await page.locator("#fill").getByRole("button", { name: "Enregistrer" }).click();
			await page.getByRole("alert").getByRole("link").first().waitFor();
			await shots("client-sheet-form");
			await page.getByLabel("Surface habitable (m²)", { exact: false }).first().fill("96,5");
			await page.getByLabel("Code du portail", { exact: false }).first().fill("4711B");
			await page.getByLabel("Toiture", { exact: false }).first().selectOption("Zinc");
			await page.locator("#fill").getByRole("button", { name: "Enregistrer" }).click();
			await page.getByText("La fiche est enregistrée").waitFor();
			await page.locator("#sheet").getByText("4711B").waitFor();
			await shots("client-sheet-filled");
			await page.goto(`${parvis.url}/console/clients?q=4711`);
			await page.getByRole("link", { name: "Boulangerie du Port" }).waitFor();

			await page.goto(`${parvis.url}/p/demo/`);
			await page.locator("#details").getByText("96,5").waitFor();
			assert.doesNotMatch(await page.content(), /4711B|Rappelle toujours/);
			await shots("portal-details");
			assert.deepEqual(browser.complaints, []);
		});
	});
