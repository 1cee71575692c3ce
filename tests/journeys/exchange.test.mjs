// Records come in from a file and go out as one, in a browser and by program: mapped, checked, taken in, undone, exported.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, describe, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { assertAccessible, assertFits, keepShot, openBrowser, phone } from "../browser.mjs";
import { engines, startParvis } from "../parvis.mjs";

const home = "/console/records/trucks";
const settings = "/console/settings/modules";
const fields = [
	{ type: "money", name: "price", label: { fr: "Prix" } },
	{ type: "day", name: "bought", label: { fr: "Acheté le" } },
	{ type: "text", name: "chassis", label: { fr: "Châssis" }, distinct: true },
	{ type: "lookup", name: "client", label: { fr: "Client" }, settings: { target: "clients" } },
];

for (const engine of engines)
	describe(`records as files, on ${engine}`, () => {
		let parvis, browser, page, program, bearer, client;

		before(async () => {
			parvis = await startParvis({ engine });
			bearer = await parvis.apiToken({ scope: "write" });
			program = parvis.client({ json: true, bearer });
			const staff = await parvis.signedInStaff("helene@solaria.example");

			const make = async (path, body) => assert.equal((await program.post(path, body)).status, 200, path);

			await make(settings, { name: "trucks", singular: { fr: "Camion" }, plural: { fr: "Camions" }, naming: { fr: "Plaque" } });
			for (const field of fields)
				await make(`${settings}/trucks/fields`, field);
			[client] = parvis.sql("select name from client group by name having count(*) = 1 order by min(id) limit 1");
			client = String(client);
			browser = await openBrowser({ locale: "fr-FR", viewport: { width: 1360, height: 1000 } });
			page = browser.page;
			page.on("dialog", (dialog) => dialog.accept());
			await browser.context.addCookies([...staff.cookies].map(([name, value]) => ({ name, value, url: parvis.url })));
		});
		after(async () => {
			await browser?.close();
			await parvis?.close();
		});

		const press = (name) => page.getByRole("button", { name, exact: true }).click();
		const shown = (text) => page.getByText(text).first().waitFor();
		const count = () => Number(parvis.sql("select count(*) from x_trucks where deleted_at is null")[0]);
		const look = async (name) => {
			await assertAccessible(page);
			await assertFits(page);
			await keepShot(page, `exchange-${name}-${engine}`);
		};
		const choose = async (bytes) => {
			await page.goto(`${parvis.url}${home}`);
			await page.getByRole("link", { name: "Importer", exact: true }).or(page.getByRole("link", { name: "Import", exact: true })).first().click();
			await page.locator("#file").setInputFiles({ name: "camions.csv", mimeType: "text/csv", buffer: Buffer.from(bytes) });
			await press("Continuer");
			await shown("Quelle colonne est quel champ");
		};

		test("a file with a mistake is shown line by line, and nothing is written", async () => {
			await choose(`Plaque;Prix;Acheté le;Châssis;Client;Remarque\nAA-1;1 234,50 €;31/12/2025;C1;${client};x\nBB-2;cher;hier;C2;Personne;\n`);
			assert.equal(await page.locator('[id="columns.0"]').inputValue(), "plaque");
			assert.equal(await page.locator('[id="columns.3"]').inputValue(), "chassis");
			assert.equal(await page.locator('[id="columns.5"]').inputValue(), "");
			await shown("Ce que deviendraient les premières lignes");
			await look("mapping");
			await press("Vérifier toutes les lignes");
			await shown("Ce que ferait l’import");
			await shown("Rien de ce nom n’a été trouvé.");
			assert.match(await page.locator("main").innerText(), /3\s+Prix\s+cher\s+Ce n’est pas un nombre/);
			assert.equal(await page.getByRole("button", { name: "Importer maintenant" }).count(), 0);
			assert.equal(count(), 0);
			await look("bad-lines");
		});

		test("a good file is taken in, and changes what it made when it comes again", async () => {
			await choose(`Plaque;Prix;Châssis;Client\nAA-1;1 234,50 €;C1;${client}\n=1+1;5;C2;\n`);
			await press("Vérifier toutes les lignes");
			await press("Importer maintenant");
			await shown("Voir les fiches");
			assert.equal(count(), 2);
			await choose("Châssis;Prix\nc1;99\nC2;5\n");
			await page.getByLabel("Seulement modifier les fiches qui existent").check();
			await page.locator("#key").selectOption("chassis");
			await press("Vérifier toutes les lignes");
			await press("Importer maintenant");
			await shown("Voir les fiches");
			assert.equal(Number(parvis.sql("select x_price from x_trucks where x_chassis = 'C1'")[0]), 9900);
			await look("done");
		});

		test("what is undone is as before", async () => {
			await press("Annuler l’import");
			await shown("L’import a été annulé.");
			assert.equal(Number(parvis.sql("select x_price from x_trucks where x_chassis = 'C1'")[0]), 123450);
			assert.equal(count(), 2);
		});

		test("the list goes out as a file that does no harm", async () => {
			await page.goto(`${parvis.url}${home}?q=AA`);
			await page.locator("summary", { hasText: "Export" }).click();
			await press("Ce qui est affiché, en CSV");
			await shown("Votre fichier est prêt");
			await look("export");
			const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("link", { name: "Télécharger" }).click()]);
			const text = readFileSync(await download.path(), "utf8");

			assert.match(text, /^﻿Plaque;/);
			assert.match(text, /AA-1;.*1234,50/);
			assert.doesNotMatch(text, /1\+1/);
			await page.setViewportSize(phone);
			await page.goto(`${parvis.url}${home}/import`);
			await look("phone");
		});

		const ended = async (href) => {
			for (;;) {
				const { data } = await program.get(href);

				if (!["waiting", "checking", "running", "telling", "undoing"].includes((data.import ?? data.export).state))
					return data;
				await sleep(50);
			}
		};

		test("programs do the same, with a workbook", async () => {
			const made = await program.post(`${home}/export`, { format: "xlsx", fields: "plaque,chassis", sort: "plaque" });
			const { export: file } = await ended(made.data.export.href);

			assert.equal(file.count, 2);
			const bytes = Buffer.from(await (await fetch(parvis.url + file.file_href, { headers: { authorization: `Bearer ${bearer}` } })).arrayBuffer());

			assert.equal(bytes.subarray(0, 2).toString(), "PK");
			const sent = await program.send("POST", `${home}/import`, { files: { file: { name: "camions.xlsx", type: "application/zip", bytes } } });

			assert.equal(sent.status, 200, sent.text);
			assert.deepEqual(sent.data.columns.map(({ field }) => field), ["plaque", "chassis"]);
			const { href } = sent.data.import;

			assert.equal((await program.post(`${href}/mapping`, { columns: ["plaque", "chassis"], mode: "both", action: "check" })).status, 422);
			assert.equal((await program.post(`${href}/mapping`, { columns: ["plaque", "chassis"], mode: "both", key: "chassis", action: "check" })).status, 200);
			assert.equal((await ended(href)).import.same, 2);
			assert.equal((await program.post(`${href}/removal`)).status, 200);
			assert.equal((await program.get(href)).status, 404);
		});
	});
