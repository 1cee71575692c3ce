// What becomes of a module that was made in the browser (see modules.test.mjs): a canvas is designed, a file of vehicles is
// imported, and they are listed, filtered, searched, exported and used by programs.
import assert from "node:assert/strict";
import { test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { assertAccessible } from "../browser.mjs";

const vehicles = "/console/records/vehicules";
const rows = Number(process.env.PARVIS_VEHICLES ?? 300);
const headings = ["Immatriculation", "Fabricant", "Kilomètres", "Prix d’achat", "Mise en circulation", "Sous garantie", "Client", "Équipement", "Remarques"];

const plate = (i) => `AB-${String(i).padStart(5, "0")}-CD`;
const isPeugeot = (i) => i % 3 === 0;

// The vehicle of a number, as the firm's former program wrote it down.
function lineOf(i, clients) {
	return [
		plate(i), isPeugeot(i) ? "Peugeot" : "Renault", String(1000 + i), `${10 + i % 30} 500,50`, `${String(1 + i % 28).padStart(2, "0")}/03/2021`,
		i % 2 === 0 ? "oui" : "non", clients[i % clients.length], i % 5 === 0 ? "Galerie, Attelage" : "", i === 7 ? "Toit rayé ; à repeindre" : "",
	];
}

const csvOf = (lines) => [headings, ...lines].map((line) => line.map((cell) => (/[";\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)).join(";")).join("\r\n");

// `story` gives { parvis, page, program }, once they are there.
export function fillsModule(story) {
	const fileOf = (name, lines) => ({ name, mimeType: "text/csv", buffer: Buffer.from(csvOf(lines)) });
	let lines;

	async function send(file) {
		const { parvis, page } = story();

		await page.goto(`${parvis.url}${vehicles}/import`);
		await page.locator("#file").setInputFiles(file);
		await page.locator("form[enctype] button.primary").click();
		await page.waitForURL("**/console/imports/*");
		await page.locator("button[value=check]").click();
		await page.locator("[data-announce]").waitFor({ timeout: 120000 });
	}

	async function exported(query) {
		const { program } = story();
		const asked = await program.post(`${vehicles}/export`, query);

		assert.equal(asked.status, 200, asked.text);
		for (let i = 0; ; i++) {
			const { data } = await program.get(asked.data.export.href);

			assert.ok(data.export.state !== "failed" && i < 600, JSON.stringify(data));
			if (data.export.state === "done")
				return (await program.get(data.export.file_href)).body;
			await sleep(200);
		}
	}

	test("cards are designed for it, with the fields that matter large", async () => {
		const { parvis, page, program } = story();

		await page.setViewportSize({ width: 1360, height: 1000 });
		await page.goto(`${parvis.url}${vehicles}/views/form?kind=canvas`);
		await page.locator("#name").fill("Parc");
		await page.locator("#kind").selectOption("canvas");
		for (const [i, [field, emphasis]] of [["marque", "strong"], ["kilometres", "plain"], ["client", "quiet"]].entries()) {
			await page.locator(`[id="columns.${i}.field"]`).selectOption(field);
			await page.locator(`[id="columns.${i}.emphasis"]`).selectOption(emphasis);
		}
		await assertAccessible(page);
		await page.locator("button[value=save]").click();
		await page.waitForURL(/view=/);
		const { views } = (await program.get(vehicles)).data;

		assert.deepEqual(views.map(({ name, kind }) => [name, kind]), [["Parc", "canvas"]]);
	});

	test("a file with a wrong line writes nothing, and says which line and why", async () => {
		const { page, program } = story();
		const { records: clients } = (await program.get("/console/records/clients?sort=name&fields=name")).data;

		lines = Array.from({ length: rows }, (_, i) => lineOf(i, clients.slice(0, 10).map(({ name }) => name)));
		const wrong = lines.slice(0, 20).map((line) => [...line]);

		wrong[4][2] = "beaucoup";
		wrong[9][6] = "Personne de ce nom";
		await send(fileOf("faux.csv", wrong));
		const table = await page.locator("table").last().innerText();

		for (const words of [/\b6\b[\s\S]*beaucoup/, /\b11\b[\s\S]*Personne de ce nom/])
			assert.match(table, words);
		assert.equal(await page.locator('form[action$="/run"]').count(), 0, "it cannot be imported");
		assert.equal((await program.get(vehicles)).data.count, 0);
	});

	test(`a file of ${rows} vehicles is imported: its columns are recognised, its lines checked, then all of it is there`, async () => {
		const { page, program } = story();

		await send(fileOf("vehicules.csv", lines));
		await assertAccessible(page);
		await page.locator('form[action$="/run"] button').click();
		await page.locator('form[action$="/undo"]').waitFor({ timeout: 120000 });
		const { data } = await program.get(new URL(page.url()).pathname);

		assert.deepEqual([data.import.state, data.import.created], ["done", rows]);
		const { count, more } = (await program.get(vehicles)).data;

		assert.equal(more ? rows : count, rows);
	});

	test("they are listed in order, filtered, grouped and searched", async () => {
		const { parvis, page, program } = story();
		const ask = async (query) => (await program.get(`${vehicles}?${query}`)).data;
		const peugeots = lines.filter((_, i) => isPeugeot(i)).length;
		const { records, page: { next } } = await ask("sort=-kilometres");

		assert.deepEqual(records.map(({ name }) => name), Array.from({ length: 30 }, (_, i) => plate(rows - 1 - i)));
		assert.equal((await program.get(next)).data.records[0].name, plate(rows - 31));
		assert.ok((await ask(`filter=${encodeURIComponent('{"field": "marque", "comparison": "is", "values": ["peugeot"]}')}`)).records
			.every(({ fields }) => fields.marque === "peugeot"));
		const { groups } = (await program.get(`${vehicles}/groups?by=marque`)).data;

		assert.deepEqual(Object.fromEntries(groups.rows.map(({ value, count }) => [value, count])), { peugeot: peugeots, renault: rows - peugeots });
		const found = await ask("q=repeindre");

		assert.deepEqual(found.records.map(({ name }) => name), [plate(7)]);
		await page.goto(`${parvis.url}${vehicles}?q=${plate(42)}`);
		await page.locator("main").getByRole("link", { name: plate(42) }).click();
		assert.match(await page.locator("main").innerText(), new RegExp(lines[42][6]), "its sheet leads to its client");
		assert.match(await page.locator("main").innerText(), /27.000,60/, "its formula was computed: 22 500,50 € and a fifth");
	});

	test("what a filter shows is exported, as one reads it", async () => {
		const text = (await exported({ format: "csv", sort: "immatriculation", filter: '{"field": "marque", "comparison": "is", "values": ["peugeot"]}' })).toString();
		const exportedLines = text.trim().split("\r\n");

		assert.equal(exportedLines.length - 1, lines.filter((_, i) => isPeugeot(i)).length);
		assert.match(exportedLines[1], new RegExp(plate(0)));
		assert.ok(exportedLines.slice(1).every((line) => /Peugeot/.test(line)));
		const book = await exported({ format: "xlsx", fields: "*" });

		assert.equal(book.subarray(0, 2).toString(), "PK");
	});

	test("a program adds one with its services, and a colleague's change is not overwritten", async () => {
		const { program } = story();
		const body = { fields: { immatriculation: "ZZ-001-ZZ", marque: "renault", prix_d_achat: "20000.00" }, lines: { entretiens: [{ travaux: "Révision", cout: "150.00" }, { travaux: "Pneus", cout: "420.50" }] } };
		const sent = () => program.send("POST", vehicles, { json: body, headers: { "Idempotency-Key": "une-fois" } });
		const { record } = (await sent()).data;

		assert.deepEqual(record.fields.cout_des_entretiens, { amount: "570.50", currency: "EUR" });
		assert.deepEqual(record.fields.prix_ttc, { amount: "24000.00", currency: "EUR" });
		assert.equal((await sent()).data.record.id, record.id, "sent again, it makes nothing twice");
		assert.equal((await program.post(record.href, { fields: { kilometres: "10" }, version: 1 })).status, 200);
		const refused = await program.post(record.href, { fields: { kilometres: "20" }, version: 1 });

		assert.equal(refused.status, 409);
		assert.deepEqual(refused.data.conflicts, [{ field: "kilometres", yours: 20, theirs: 10 }]);
	});

	test("the import is taken back: what it made is gone, what came otherwise stays", async () => {
		const { parvis, page, program } = story();

		await page.goto(`${parvis.url}${vehicles}/import`);
		await page.getByRole("link", { name: "vehicules.csv" }).first().click();
		await page.locator('form[action$="/undo"] button').click();
		await page.locator("[data-announce]:not(:has(form[action$='/undo']))").waitFor({ timeout: 120000 });
		assert.deepEqual((await program.get(vehicles)).data.records.map(({ name }) => name), ["ZZ-001-ZZ"]);
	});
}
