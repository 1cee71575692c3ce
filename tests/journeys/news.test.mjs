// What is new in folders: for whom, until when; the newest on both homes; all marked as read; who is told by mail.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { assertAccessible, assertFits, desktop, keepShot, openBrowser, phone } from "../browser.mjs";
import { engines, startParvis } from "../parvis.mjs";
import { idText } from "./people.mjs";

const home = "/p/demo/documents";

for (const engine of engines)
	describe(`what is new in folders, on ${engine}`, () => {
		let parvis, browser, staff, contact, email, clientId, client, tree, csrf, token;
		const json = { headers: { Accept: "application/json" } };
		const listed = async (path, who = contact) => (await who.get(path, json)).data;
		const counts = async (path = home, who = contact) => Object.fromEntries((await listed(path, who)).folders.map(({ name, new_count: count }) => [name, count]));
		const folderOf = async (name, who = contact, path = home) => (await listed(path, who)).folders.find((folder) => folder.name === name);
		const file = (name, text = name) => ({ name, type: "text/plain", bytes: Buffer.from(text) });
		const put = async (folder, one) => (await staff.send("POST", `${tree}/${folder}/files`, { files: { csrf, file: one }, ...json })).data.files[0];
		const give = async (folder, one) => (await contact.send("POST", `${home}/${folder}/files`, { files: { csrf: token, file: one }, ...json })).data.files[0];

		before(async () => {
			parvis = await startParvis({ engine });
			browser = await openBrowser({ locale: "fr-FR" });
			staff = await parvis.signedInStaff("helene@solaria.example");
			// Somebody of a client with folders who acts for nobody else, and has opened nothing yet.
			[[email, clientId]] = parvis.sql(`select contact.email, client_contact.client_id from contact join client_contact on client_contact.contact_id = contact.id
				where contact.email is not null and contact.mobile_confirmed_at is null and client_contact.client_id in (select client_id from folder where name = 'Consommation')
				and (select count(*) from client_contact as other where other.contact_id = contact.id) = 1
				and not exists (select 1 from file_read where whose = 'contact' and who_id = contact.id) order by contact.id`).map((line) => line.split("|"));
			client = idText(BigInt(clientId));
			tree = `/console/clients/${client}/folders`;
			contact = await parvis.signedIn(email, { json: true });
			csrf = (await staff.open(tree)).form(["name"], tree).fields.csrf;
			const tab = contact.twin({ json: false });

			token = (await tab.open((await folderOf("Consommation")).href)).form(["same"]).fields.csrf;
			tab.close();
		});
		after(async () => {
			staff?.close();
			contact?.close();
			await browser?.close();
			await parvis?.close();
		});

		test("a file is new until it is opened, fetched or saved with its folder, and its next version is new again", async () => {
			const quotes = await folderOf("Devis et contrats"), { files } = await listed(quotes.href), before = quotes.new_count;

			assert.ok(before > files.length, "what lies deeper counts, too");
			assert.deepEqual(await counts(), { Consommation: 1, "Devis et contrats": before, "Photos du chantier": null });
			assert.deepEqual(files.map(({ new: fresh }) => fresh), [true, true, true]);
			assert.equal((await listed(files[0].href)).file.new, true);
			assert.equal((await listed(files[0].href)).file.new, false);
			assert.equal((await contact.get(files[1].download_href)).status, 200);
			assert.equal((await counts())["Devis et contrats"], before - 2);
			assert.equal((await contact.get(`${(await folderOf("Consommation")).href}/zip`)).status, 200);
			assert.equal((await counts()).Consommation, null);
			assert.equal((await staff.send("POST", `/console/clients/${client}/files/${files[0].id}/versions`, { files: { csrf, file: file(files[0].name, "autrement") }, ...json })).status, 200);
			assert.equal((await counts())["Devis et contrats"], before - 1);
			assert.deepEqual((await listed(`${home}/recent`)).files.map(({ name, new: fresh }) => [name, fresh])[0], [files[0].name, true]);
		});

		test("whoever puts a file has it read; staff find what clients put, of the clients they see", async () => {
			const { id } = await folderOf("Consommation"), sent = await give(id, file("Facture EDF.txt"));

			assert.equal((await counts()).Consommation, null);
			const { files } = await listed("/console/new-documents", staff);

			assert.deepEqual([files[0].name, files[0].client.id, files[0].folder_name], ["Facture EDF.txt", client, "Consommation"]);
			assert.ok((await listed("/console/", staff)).new_documents.files.some(({ name }) => name === "Facture EDF.txt"));
			const nadia = await parvis.signedInStaff("nadia@solaria.example", { json: true }), names = async () => (await listed("/console/new-documents", nadia)).files.map(({ name }) => name);

			assert.ok((await names()).includes("Facture EDF.txt"));
			parvis.sql(`insert into client_staff (client_id, staff_id, level, given_at) select ${clientId}, id, 0, 0 from staff where email = 'nadia@solaria.example'`);
			assert.ok(!(await names()).includes("Facture EDF.txt"));
			nadia.close();
			assert.equal((await staff.get(`/console/clients/${client}/files/${sent.id}`, json)).status, 200);
			assert.ok(!(await listed("/console/new-documents", staff)).files.some(({ name }) => name === "Facture EDF.txt"));
		});

		test("all is marked as read, but for what came meanwhile; a preview reads nothing", async () => {
			const quotes = await folderOf("Devis et contrats"), photos = await folderOf("Photos du chantier"), { new_upto: upto } = await listed(quotes.href);
			const post = (path, values) => contact.post(path, { csrf: token, ...values }, json);

			await put(quotes.id, file("Avenant.txt"));
			await put(photos.id, file("Toit.txt"));
			assert.equal((await post(`${quotes.href}/read`, { upto })).status, 200);
			assert.equal((await counts())["Devis et contrats"], 1);
			assert.equal((await post(`${quotes.href}/read`, { upto: "demain" })).status, 422);
			assert.equal((await post(`${home}/0000000000000/read`, {})).status, 404);
			const looker = await parvis.signedInStaff("helene@solaria.example", { json: true });

			assert.ok([200, 303].includes((await looker.post(`/console/clients/${client}/preview`)).status));
			assert.equal((await looker.get(`${photos.href}/zip`)).status, 200);
			looker.close();
			assert.deepEqual(await counts(), { Consommation: null, "Devis et contrats": 1, "Photos du chantier": 1 });
			assert.equal((await post(`${home}/read`, {})).status, 200);
			assert.deepEqual(await counts(), { Consommation: null, "Devis et contrats": null, "Photos du chantier": null });
			assert.equal(parvis.sqlNumber(`select count(*) from file_read where whose = 'contact' and who_id = (select id from contact where email = '${email}')`), 0);
		});

		test("people are told once and together, of what is new for them and they may read when it is sent", async () => {
			const [quotes, power, notes] = [await folderOf("Devis et contrats"), await folderOf("Consommation"), await folderOf("Notes internes", staff, tree)];
			// Ten minutes without another file; the job that looks for it runs now.
			const ripen = async () => {
				parvis.sql(`update file_burst set latest_at = latest_at - 3600000, told_at = null, due_at = 1 where since_at is not null and way = 'soon';
					update job set run_at = 0 where kind = 'file.tell' and locked_until is null`);
				for (let tries = 0; parvis.sqlNumber("select count(*) from file_burst where way = 'soon' and told_at is null") > 0; tries++) {
					assert.ok(tries < 600, "nobody is told");
					await sleep(50);
				}
			};
			const told = async (address) => (await parvis.messages(address)).filter(({ kind }) => kind === "mail_new_files");
			const follow = (answer) => staff.post(`${tree}/follow`, { csrf, follow: answer }, json);

			assert.deepEqual([(await follow("peut-être")).status, (await follow("yes")).data.follows], [422, true]);
			const julien = await parvis.signedInStaff("julien@solaria.example"), theirs = (await julien.open(tree)).form(["name"], tree).fields.csrf;

			assert.equal((await julien.post(`${tree}/follow`, { csrf: theirs, follow: "yes" }, json)).data.follows, true);
			julien.close();
			parvis.sql(`update profile_field set level = 'hidden' where profile_id = (select profile_id from staff where email = 'julien@solaria.example')
				and field_id = (select field.id from field join module on module.id = field.module_id where module.name = 'clients' and field.name = 'name'); update catalogue set version = version + 1;`);
			await ripen();
			const known = (await told(email)).length;

			await put(quotes.id, file("Seul.txt"));
			await ripen();
			const before = await told(email), sent = [];

			assert.equal(before.length, known + 1);
			assert.ok(before.some(({ text }) => /Seul\.txt \(Devis et contrats\)/.test(text)), "the only one of a burst");

			for (let i = 1; i <= 8; i++)
				sent.push(await put(quotes.id, file(`Lot ${i}.txt`)));
			await put(notes.id, file("Secret.txt"));
			await give(power.id, file("Index.txt"));
			assert.equal((await contact.get(sent[0].href.replace(/^.*\/files/, "/p/demo/files"))).status, 200);
			assert.equal((await staff.post(`${sent[1].href}/removal`, { csrf }, json)).status, 200);
			await ripen();
			const [mail, ...others] = (await told(email)).filter(({ id }) => before.every((one) => one.id !== id));

			assert.equal(others.length, 0);
			assert.match(mail.subject, /^6 (nouveaux|new) documents/);
			assert.match(mail.text, /Lot 8\.txt \(Devis et contrats\)/);
			assert.doesNotMatch(mail.text, /Secret|Index|Lot [12]\./);
			assert.match(mail.text, /\/p\/demo\/documents\/recent\s[^]*\/p\/demo\/account\/notices/);
			const [own] = await told("helene@solaria.example");

			assert.match(own.text, /Index\.txt/);
			const called = parvis.sql(`select name from client where id = ${clientId}`)[0], blind = (await told("julien@solaria.example")).at(0);

			assert.ok((own.subject + own.text).includes(called) && !(blind.subject + blind.text).includes(called), "its name is for whom their profile shows it");
			assert.match(blind.text, /Index\.txt/);
			assert.doesNotMatch(own.text, /Lot|Secret/);
			const all = (await told(email)).length;

			await ripen();
			assert.equal((await told(email)).length, all);
			assert.equal((await contact.post("/p/demo/account/notices", { csrf: token, way: "souvent" }, json)).status, 422);
			assert.equal((await contact.post("/p/demo/account/notices", { csrf: token, way: "none" }, json)).data.way, "none");
			await put(quotes.id, file("Lot 9.txt"));
			await ripen();
			assert.equal((await told(email)).length, all);
			assert.equal((await contact.post("/p/demo/account/notices", { csrf: token, way: "soon" }, json)).data.way, "soon");
		});

		test("on a phone and on a desk", async () => {
			const { page, complaints } = browser, photos = await folderOf("Photos du chantier");

			await put(photos.id, file("Onduleur.txt"));
			await put(photos.id, file("Chantier.txt"));
			await browser.context.addCookies([...contact.cookies].map(([name, value]) => ({ name, value, url: contact.origin })));
			await page.setViewportSize(phone);
			await page.goto(`${contact.origin}/p/demo/`);
			const card = page.locator("#recent-documents");

			assert.ok(await card.getByText("Nouveau", { exact: true }).count() >= 2);
			await assertAccessible(page);
			await assertFits(page);
			await card.scrollIntoViewIfNeeded();
			await keepShot(page, `news-home-phone-${engine}`);
			await page.goto(`${contact.origin}/p/demo/account/notices`);
			await assertAccessible(page);
			await assertFits(page);
			await keepShot(page, `news-choice-phone-${engine}`);
			await page.getByLabel("Une fois par jour").check();
			await page.getByRole("button", { name: "Enregistrer" }).click();
			await page.getByText("Votre choix est enregistré.").waitFor();
			await page.goto(`${contact.origin}/p/demo/`);
			await card.getByRole("link", { name: "Chantier.txt", exact: true }).click();
			await page.getByRole("heading", { name: "Versions" }).waitFor();
			await page.goto(contact.origin + home);
			await page.getByText("1 nouveau", { exact: true }).waitFor();
			await assertAccessible(page);
			await assertFits(page);
			await keepShot(page, `news-folders-phone-${engine}`);
			await page.getByRole("link", { name: "Récents" }).click();
			await page.getByRole("heading", { name: "Documents récents" }).waitFor();
			await assertAccessible(page);
			await assertFits(page);
			await keepShot(page, `news-recent-phone-${engine}`);
			await page.getByRole("button", { name: "Tout marquer comme lu" }).click();
			await page.getByText("Tout est marqué comme lu.").waitFor();
			assert.equal(await page.getByText("Nouveau", { exact: true }).count(), 0);
			await give((await folderOf("Consommation")).id, file("Compteur.txt"));
			await browser.context.addCookies([...staff.cookies].map(([name, value]) => ({ name, value, url: staff.origin })));
			await page.setViewportSize(desktop);
			await page.emulateMedia({ colorScheme: "dark" });
			await page.goto(`${staff.origin}/console/`);
			await page.locator("#new-documents").getByRole("link", { name: "Compteur.txt", exact: true }).waitFor();
			await assertAccessible(page);
			await keepShot(page, `news-home-desk-${engine}`);
			await page.goto(`${staff.origin}/console/account/notices`);
			await page.getByRole("button", { name: "Ne plus suivre" }).first().waitFor();
			await assertAccessible(page);
			await keepShot(page, `news-choice-desk-${engine}`);
			await page.goto(`${staff.origin}${tree}/recent`);
			await assertAccessible(page);
			await keepShot(page, `news-recent-desk-${engine}`);
			await page.getByRole("link", { name: "Nouveautés de tous les clients" }).click();
			await page.getByRole("link", { name: "Compteur.txt", exact: true }).waitFor();
			await assertAccessible(page);
			await assertFits(page);
			await keepShot(page, `news-all-desk-${engine}`);
			page.once("dialog", (dialog) => dialog.accept());
			await page.getByRole("button", { name: "Tout marquer comme lu" }).click();
			await page.getByText("Rien de nouveau").waitFor();
			assert.deepEqual(complaints, []);
		});
	});
