// Duplicates: suggested on sheets and before one is made, shown in groups, told apart, merged; by people and by programs.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { assertAccessible, assertFits, desktop, keepShot, openBrowser, phone } from "../browser.mjs";
import { engines, startParvis } from "../parvis.mjs";
import { idText } from "./people.mjs";

const leads = "/console/records/leads", vendors = "/console/records/vendors";
const clients = "/console/records/clients", contacts = "/console/records/contacts";

for (const engine of engines)
	describe(`duplicates, on ${engine}`, () => {
		let parvis, program, person, reader;

		before(async () => {
			parvis = await startParvis({ engine });
			program = await parvis.signedInStaff("helene@solaria.example", { json: true });
			person = await parvis.signedInStaff("helene@solaria.example");
			reader = await parvis.signedInStaff("nadia@solaria.example", { json: true });
		});
		after(() => parvis?.close());

		const make = async (home, fields, more = {}) => {
			const answer = await program.post(home, { fields, ...more });

			assert.equal(answer.status, 200, answer.text);
			return answer.data.record;
		};
		const twins = async (home, id) => ((await program.get(`${home}/${id}/duplicates`)).data.duplicates?.records ?? []).map(({ name }) => name);
		const merge = (home, survivor, others, values = {}) => program.post(`${home}/merge`, {
			survivor: survivor.id, others: others.map(({ id }) => id), values,
			versions: Object.fromEntries([survivor, ...others].map(({ id, version }) => [id, version])),
		});

		test("the demonstration has some: by name, number and address", async () => {
			const { groups } = (await program.get(`${vendors}/duplicates`)).data;
			const told = groups.map(({ records, reasons }) => [records.map(({ name }) => name).sort().join(" / "), reasons.map(({ label }) => label.code ?? label)]);

			assert.equal(told.length, 2, JSON.stringify(told));
			assert.deepEqual(told.map(([names]) => names).sort(), ["Garage des Ponts / SARL Garage des Ponts", "Heliotek Distribution SAS / Héliotek Distribution"]);
		});

		test("programs ask, and are only refused when they wish it", async () => {
			const anne = await make(leads, { name: "Anne Kerbrat", email: "anne@kerbrat.example" });
			const asked = await program.post(leads, { fields: { name: "KERBRAT Anne" }, duplicates: "refuse" });

			assert.equal(asked.status, 409);
			assert.deepEqual(asked.data.duplicates.records.map(({ id }) => id), [anne.id]);
			const again = await make(leads, { name: "KERBRAT, Anne", phone: "06 11 22 33 44" });

			await make(leads, { name: "Autre", email: "ANNE@kerbrat.example" });
			assert.deepEqual(await twins(leads, again.id), ["Anne Kerbrat"]);
			assert.deepEqual((await twins(leads, anne.id)).sort(), ["Autre", "KERBRAT, Anne"]);
		});

		test("what leads to one leads to the other; its address leads on; programs are told where", async () => {
			const stays = await make(vendors, { name: "Serres du Léon", email: "bonjour@serres.example" });
			const goes = await make(vendors, { name: "SARL Serres du Leon", phone: "02 98 00 00 01", website: "https://serres.example/" });
			const { module: { plural }, records } = (await program.get(`${vendors}/merge?ids.0=${stays.id}&ids.1=${goes.id}`)).data;

			assert.ok(plural && records.length === 2);
			await program.post(`${vendors}/${goes.id}/remarks`, { text: "Livre le jeudi" });
			const answer = await merge(vendors, stays, [goes], { phone: goes.id, website: goes.id });

			assert.equal(answer.status, 200, answer.text);
			assert.equal(answer.data.record.fields.phone, "+33298000001");
			assert.equal(answer.data.record.fields.email, "bonjour@serres.example");
			assert.equal(answer.data.record.name, "Serres du Léon");
			assert.deepEqual(answer.data.remarks.map(({ text }) => text), ["Livre le jeudi"]);
			const gone = await program.get(`${vendors}/${goes.id}`);

			assert.equal(gone.status, 410);
			assert.equal(gone.data.merged_into.id, stays.id);
			assert.equal((await program.post(`${vendors}/${goes.id}`, { fields: { name: "x" }, version: 1 })).data.merged_into.id, stays.id);
			const page = await person.get(`${vendors}/${goes.id}`);

			assert.equal(page.status, 303);
			assert.equal(page.location, `${vendors}/${stays.id}`);
			const { changes } = (await program.get(`${vendors}/${stays.id}/history`)).data;

			assert.ok(changes.some(({ kind }) => (kind.code ?? kind) === "merged") && changes.some(({ merged }) => merged));
			assert.equal((await program.get(`${vendors}?q=serres`)).data.records.length, 1);
			assert.equal((await program.post(`${vendors}/${goes.id}/restoration`, {})).status, 200);
			assert.equal((await program.get(`${vendors}/${goes.id}`)).data.record.name, "SARL Serres du Leon");
		});

		test("who was overtaken, what is locked, and who may not: nothing is merged, and why is said", async () => {
			const one = await make(leads, { name: "Yves Tanguy" }), two = await make(leads, { name: "Tanguy Yves" });
			const changed = (await program.post(`${leads}/${two.id}`, { fields: { company: "Voiles" }, version: two.version })).data.record;
			const late = await merge(leads, one, [two]);

			assert.equal(late.status, 409);
			assert.match(JSON.stringify(late.data), /Tanguy Yves/);
			assert.equal((await program.post(`${leads}/merge`, { survivor: one.id, others: [two.id] })).status, 428);
			assert.equal((await merge(leads, one, [changed], { email: "0000000000001" })).status, 422);
			assert.equal((await merge(leads, one, [changed], { created_at: changed.id })).status, 422);
			assert.equal((await merge(leads, one, [changed], { nonsense: changed.id })).status, 422);
			assert.equal((await merge(leads, one, [])).status, 404);
			assert.equal((await merge(leads, one, [{ id: "0000000000001", version: 1 }])).status, 404);
			assert.equal((await reader.post(`${leads}/merge`, { survivor: one.id, others: [two.id] })).status, 404);
			assert.equal((await reader.post(`${leads}/duplicates/apart`, { ids: [one.id, two.id] })).status, 404);
			assert.equal((await merge(leads, one, [changed], { company: changed.id })).data.record.fields.company, "Voiles");
			assert.equal((await merge(leads, one, [changed])).status, 404, "it is merged already");
		});

		test("two at once: one merges, the other is told", async () => {
			const one = await make(leads, { name: "Rozenn Le Bras" }), two = await make(leads, { name: "Le Bras Rozenn" });
			const answers = await Promise.all([merge(leads, one, [two]), merge(leads, two, [one])]);

			assert.deepEqual(answers.map(({ status }) => status).sort((a, b) => a - b).map((status) => status === 200), [true, false]);
			assert.equal((await program.get(`${leads}?q=rozenn`)).data.records.length, 1);
		});

		test("two that are not the same are not suggested again", async () => {
			const one = await make(leads, { name: "Jean Morvan" }), two = await make(leads, { name: "Morvan Jean" });

			assert.deepEqual(await twins(leads, one.id), ["Morvan Jean"]);
			assert.equal((await program.post(`${leads}/duplicates/apart`, { ids: [one.id, two.id] })).status, 200);
			assert.deepEqual(await twins(leads, one.id), []);
			assert.equal((await program.post(`${leads}/duplicates/apart`, { ids: [one.id] })).status, 422);
		});

		test("a contact who was written down twice: places move, the other address signs in no more and is told", async () => {
			const [stays, goes] = [await make(contacts, { last_name: "Corlay", first_name: "Maud", email: "maud@corlay.example" }),
				await make(contacts, { last_name: "Corlai", first_name: "Maud", email: "m.corlay@corlay.example" })];
			const shop = await make(clients, { name: "Mercerie Corlay" });
			const place = await program.post(`/console/clients/${shop.id}/contacts`, { known_email: "m.corlay@corlay.example" });

			assert.equal(place.status, 200, place.text);
			assert.deepEqual(await twins(contacts, stays.id), ["Corlai Maud"]);
			const before = await parvis.signedIn("m.corlay@corlay.example", { json: true });

			assert.equal((await before.get("/p/demo/account")).status, 200);
			const page = await program.get(`${contacts}/merge?ids.0=${stays.id}&ids.1=${goes.id}`);

			assert.ok(page.data.notes.length > 1, page.text);
			const goneVersion = (await program.get(`${contacts}/${goes.id}`)).data.record;
			const answer = await merge(contacts, stays, [goneVersion]);

			assert.equal(answer.status, 200, answer.text);
			assert.deepEqual((await program.get(`/console/contacts/${stays.id}`)).data.clients.map(({ name }) => name), ["Mercerie Corlay"]);
			assert.notEqual((await before.get("/p/demo/account")).status, 200, "the session of the one that went has ended");
			assert.match((await parvis.newestMessage("m.corlay@corlay.example")).text, /no longer opens your account|ne permet plus de se connecter/);
			const after = await parvis.signedIn("maud@corlay.example", { json: true });

			assert.equal((await after.get("/p/demo/account")).status, 200);
			assert.equal((await program.post(contacts, { fields: { last_name: "Mallory", email: "m.corlay@corlay.example" } })).status, 422);
			assert.equal((await person.get(`/console/contacts/${goes.id}`)).location, `/console/contacts/${stays.id}`);
		});

		test("clients: invoices and contacts move, the number stays, the test client is never merged", async () => {
			const [one, two] = [parvis.sql("select min(id), max(id) from client where id in (select client_id from invoice where state <> 'draft') and approval = 'none'")[0]].flatMap((row) => row.split("|").map((id) => idText(BigInt(id))));
			const [stays, goes] = await Promise.all([one, two].map(async (id) => (await program.get(`${clients}/${id}`)).data.record));
			const sums = () => parvis.sqlNumber("select sum(rest) from client_due");
			const owed = sums(), invoices = parvis.sqlNumber("select count(*) from invoice");
			const printed = parvis.sql("select number, billed_name, total from invoice where number is not null order by id").join();
			const answer = await merge(clients, stays, [goes]);

			assert.equal(answer.status, 200, answer.text);
			assert.equal(answer.data.record.fields.number, stays.fields.number);
			assert.equal(sums(), owed);
			assert.equal(parvis.sqlNumber("select count(*) from invoice"), invoices);
			assert.equal(parvis.sql("select number, billed_name, total from invoice where number is not null order by id").join(), printed);
			assert.equal(parvis.sqlNumber("select count(*) from (select client_id, sum(rest) as rest from invoice where rest > 0 group by client_id except select client_id, sum(rest) from client_due group by client_id) as wrong"), 0);
			assert.equal(parvis.sqlNumber("select count(*) from invoice join client on client.id = client_id where deleted_at is not null".replace("deleted_at", "client.deleted_at")), 0);
			const test = (await program.get(`${clients}/${idText(BigInt(parvis.sql("select id from client where test = 1")[0]))}`)).data.record;
			const refused = await merge(clients, answer.data.record, [test]);

			assert.equal(refused.status, 422, refused.text);
			assert.match(refused.text, /never merged|ne se fusionne jamais/);
			assert.equal((await reader.post(`${clients}/merge`, { survivor: stays.id, others: [test.id] })).status, 404);
		});

		test("the demonstration's contact who was written down twice", async () => {
			const { groups } = (await program.get(`${contacts}/duplicates`)).data;

			assert.ok(groups.some(({ records }) => records.map(({ name }) => name).sort().join(" / ") === "Garnier Yann / Garnié Yann"), JSON.stringify(groups));
		});

		test("without scripts: the form warns, and makes it anyway", async () => {
			const warned = await person.submit(await person.open(`${leads}/form`), { "fields.name": "Anne Kerbrat" });

			assert.equal(warned.status, 409);
			assert.match(warned.words, /It may be there already.*KERBRAT, Anne/);
			const form = warned.form(["fields.name", "action"]);

			assert.equal(form.fields["fields.name"], "Anne Kerbrat");
			const made = await person.submit(warned, { ...form.fields, action: "anyway" }, { follow: false });

			assert.equal(made.status, 303);
		});
	});

describe("duplicates in a browser", () => {
	let parvis, browser, page;

	before(async () => {
		parvis = await startParvis({ engine: engines[0] });
		const staff = await parvis.signedInStaff("helene@solaria.example");

		browser = await openBrowser({ locale: "fr-FR", viewport: desktop });
		page = browser.page;
		page.on("dialog", (dialog) => dialog.accept());
		await browser.context.addCookies([...staff.cookies].map(([name, value]) => ({ name, value, url: parvis.url })));
	});
	after(async () => {
		await browser?.close();
		await parvis?.close();
	});

	const shown = async (name) => {
		for (const [size, viewport] of [["desktop", desktop], ["phone", phone]])
			for (const scheme of ["light", "dark"]) {
				await page.setViewportSize(viewport);
				await page.emulateMedia({ colorScheme: scheme, reducedMotion: "reduce" });
				await page.evaluate(() => Promise.all(document.getAnimations().map((animation) => animation.finished)));
				await assertAccessible(page);
				await assertFits(page);
				await keepShot(page, `${name}-${size}-${scheme}`);
			}
		await page.setViewportSize(desktop);
		await page.emulateMedia({ colorScheme: "light" });
	};

	test("from the list to the groups, to the merge, to the one that stays", async () => {
		await page.goto(parvis.url + vendors);
		await page.getByRole("link", { name: "Doublons" }).click();
		await page.getByRole("heading", { name: "Doublons", exact: true }).waitFor();
		await shown("duplicates-groups");
		await page.getByRole("link", { name: /Fusionner.*Garage/ }).click();
		await page.getByRole("heading", { name: "Fusionner en une seule fiche" }).waitFor();
		await shown("duplicates-merge");
		await page.getByRole("radio", { name: /^Garage des Ponts/ }).check();
		await page.getByRole("radio", { name: "E-mail: SARL Garage des Ponts" }).check();
		await page.getByRole("button", { name: "Fusionner", exact: true }).click();
		await page.getByText("C’est fusionné").waitFor();
		assert.match(await page.locator("main").innerText(), /atelier@garage-des-ponts\.example/);
		assert.equal(await page.locator("#duplicates").count(), 0);
	});

	test("a sheet suggests its twin, which is told apart", async () => {
		await page.goto(`${parvis.url}${vendors}?q=heliotek`);
		await page.getByRole("link", { name: "Héliotek Distribution", exact: true }).click();
		await page.locator("#duplicates").waitFor();
		await shown("duplicates-sheet");
		await page.getByRole("link", { name: /Les regarder/ }).click();
		await page.getByRole("button", { name: /Pas la même/ }).waitFor();
		await shown("duplicates-record");
		await page.getByRole("button", { name: /Pas la même/ }).click();
		await page.getByText("Aucun doublon trouvé").waitFor();
	});

	test("the form warns before a second one is made", async () => {
		await page.goto(`${parvis.url}${vendors}/form`);
		await page.locator("[id='fields.name']").fill("Batterie Armor");
		await page.getByRole("button", { name: "Enregistrer", exact: true }).last().click();
		await page.getByRole("heading", { name: "Elle existe peut-être déjà" }).waitFor();
		await shown("duplicates-form");
		await page.getByRole("button", { name: "Créer quand même" }).click();
		await page.waitForURL((url) => !url.pathname.endsWith("/form") && !url.pathname.endsWith("/vendors"));
		assert.match(await page.locator("#duplicates").innerText(), /Batteries Armor/);
	});

	test("ticked in a list, they come to the same page", async () => {
		await page.goto(`${parvis.url}${vendors}?q=armor`);
		for (const box of await page.locator("tbody input[type=checkbox]").all())
			await box.check();
		await page.getByRole("button", { name: "Fusionner…" }).click();
		await page.getByRole("heading", { name: "Fusionner en une seule fiche" }).waitFor();
		assert.equal(await page.locator("input[name=survivor]").count(), 2);
	});

	test("two contacts become one, and what it means for their sign-in is said before", async () => {
		await page.goto(`${parvis.url}${contacts}/duplicates`);
		await page.getByRole("link", { name: /Fusionner.*Garni/ }).click();
		await page.getByText("Seule l’adresse gardée permet de se connecter").waitFor();
		await shown("duplicates-merge-contacts");
		await page.getByRole("button", { name: "Fusionner", exact: true }).click();
		await page.getByText("C’est fusionné").waitFor();
	});

	test("nothing of it met a refusal of the content security policy, or an error", () => assert.deepEqual(browser.complaints, []));
});
