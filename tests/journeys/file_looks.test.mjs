// How files look and what they say: small pictures in lists, pages to leaf through, words found in documents; and what
// becomes of files with a virus, with a real clamd, without it, and once it is back.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { assertAccessible, assertFits, desktop, keepShot, openBrowser, phone } from "../browser.mjs";
import { Clamd, eicar } from "../clamd.mjs";
import { engines, startParvis } from "../parvis.mjs";
import { idText } from "./people.mjs";

for (const engine of engines)
	describe(`how files look, on ${engine}`, () => {
		const clamd = new Clamd();
		let parvis, browser, staff, contact, tree, files, csrf, quotes;
		const listed = async (path, who = staff) => (await who.get(path, { headers: { Accept: "application/json" } })).data;
		const put = async (name, bytes) => {
			const answer = await staff.send("POST", `${tree}/${quotes.id}/files`, { files: { csrf, file: { name, type: "application/octet-stream", bytes: Buffer.from(bytes) } }, headers: { Accept: "application/json" } });

			assert.equal(answer.status, 200, answer.text);
			return `${files}/${answer.data.files[0].id}`;
		};
		const until = async (what) => {
			while (!(await what()))
				await sleep(50);
		};
		const looked = () => until(() => parvis.sqlNumber("select count(*) from file_look where picture = 'waiting'") === 0);
		const journalled = (name) => parvis.sqlNumber(`select count(*) from audit where action = 'file.infected' and detail like '%${name}%'`);
		const enter = (who) => browser.context.addCookies([...who.cookies].map(([name, value]) => ({ name, value, url: who.origin })));

		before(async () => {
			await clamd.start();
			parvis = await startParvis({ engine, settings: { PARVIS_CLAMD_URL: clamd.url, PARVIS_OFFICE_PREVIEWS: "1" } });
			browser = await openBrowser({ locale: "fr-FR" });
			staff = await parvis.signedInStaff("helene@solaria.example");
			const [email, id] = parvis.sql(`select contact.email, client_contact.client_id from contact join client_contact on client_contact.contact_id = contact.id
				where contact.email is not null and contact.mobile_confirmed_at is null and client_contact.client_id in (select client_id from folder where name = 'Consommation')
				and (select count(*) from client_contact as other where other.contact_id = contact.id) = 1 order by contact.id`)[0].split("|");
			const client = idText(BigInt(id));

			tree = `/console/clients/${client}/folders`;
			files = `/console/clients/${client}/files`;
			parvis.sql(`update file_look set picture = 'no_tool' where picture = 'waiting' and client_id <> ${id}`); // a second of LibreOffice each
			contact = await parvis.signedIn(email, { json: true });
			csrf = (await staff.open(tree)).form(["name"], tree).fields.csrf;
			quotes = (await listed(tree)).folders.find(({ name }) => name === "Devis et contrats");
		});
		after(async () => {
			staff?.close();
			contact?.close();
			await browser?.close();
			await parvis?.close();
			await clamd.close();
		});

		test("a list shows small pictures, a page the pages of a document, and the search its words", async () => {
			const { page, complaints } = browser;

			await looked();
			await enter(staff);
			await page.goto(`${staff.origin}${tree}/${quotes.id}`);
			const thumbs = page.locator("img.thumb");

			assert.equal(await thumbs.count(), 2);
			await until(() => thumbs.evaluateAll((all) => all.every((one) => one.complete && one.naturalWidth > 0)));
			await assertAccessible(page);
			await keepShot(page, `file-list-desk-${engine}`);
			await page.getByRole("link", { name: "Notice.pdf", exact: true }).click();
			const shown = page.getByRole("img", { name: "Page 1 de Notice.pdf" });

			await until(() => shown.evaluate((one) => one.complete && one.naturalWidth > 900));
			await assertAccessible(page);
			await assertFits(page);
			await keepShot(page, `file-look-desk-${engine}`);
			await page.getByRole("link", { name: "Suivant" }).click();
			await page.getByText("Page 2 sur 2").waitFor();
			assert.equal(await page.getByRole("link", { name: "Suivant" }).count(), 0);
			await page.getByRole("img", { name: "Page 2 de Notice.pdf" }).waitFor();
			await page.setViewportSize(phone);
			await page.emulateMedia({ colorScheme: "dark" });
			await page.getByRole("link", { name: "Agrandir" }).click();
			await page.getByRole("link", { name: "Voir en entier" }).waitFor();
			await until(() => page.locator("img.enlarged").evaluate((one) => one.clientWidth > 800));
			await assertAccessible(page);
			await assertFits(page);
			await page.getByRole("link", { name: "Précédent" }).click();
			await page.getByText("Page 1 sur 2").waitFor();
			assert.equal(await page.locator("img.enlarged").count(), 1);
			// A table is one; what is damaged is the text it is.
			const use = (await listed(tree)).folders.find(({ name }) => name === "Consommation"), bills = (await listed(use.href)).files.find(({ name }) => name === "Relevé 2025.csv");

			await page.goto(staff.origin + bills.href);
			assert.deepEqual((await page.getByRole("row").allInnerTexts()).slice(0, 3).map((row) => row.split(/\s+/)), [["mois", "kWh"], ["janvier", "412"], ["février", "385"]]);
			await assertAccessible(page);
			await assertFits(page);
			await keepShot(page, `file-table-phone-${engine}`);
			const broken = await put("Cassé.csv", 'a;b\n"ouvert;2\n3;4'), long = await put("Long.csv", `n;nom\n${Array.from({ length: 300 }, (_, i) => `${i};"Nom ; ${i}"`).join("\n")}`);

			await looked();
			assert.deepEqual([(await listed(broken)).preview.table, (await listed(broken)).preview.text], [null, 'a;b\n"ouvert;2\n3;4']);
			const { table } = (await listed(long)).preview;

			assert.deepEqual([table.rows.length, table.cut, table.rows[7].cells.map(({ text }) => text)], [200, 200, ["7", "Nom ; 7"]]);
			for (const one of [broken, long])
				await staff.post(`${one}/removal`, { csrf });
			await page.goto(`${staff.origin}${files}?q=ISOLEMENT+voyant`);
			assert.deepEqual(await page.locator("mark").allTextContents(), ["voyant", "voyant", "isolement"]);
			await page.getByText("Trouvé dans le texte").waitFor();
			await assertAccessible(page);
			await assertFits(page);
			await keepShot(page, `file-found-phone-${engine}`);
			assert.deepEqual(complaints, []);
		});

		test("contacts see how files of theirs look and find their words, and nothing of others", async () => {
			const { page, complaints } = browser, { folders } = await listed("/p/demo/documents", contact);
			const mine = folders.find(({ name }) => name === "Devis et contrats"), list = (await listed(mine.href, contact)).files;
			const plan = list.find(({ name }) => name === "Plan de pose.png"), notice = list.find(({ name }) => name === "Notice.pdf");
			const hidden = (await listed(`${tree}/${(await listed(tree)).folders.find(({ name }) => name === "Notes internes").id}`)).files[0].id;
			const small = await contact.get(plan.thumbnail_href), again = await contact.get(plan.thumbnail_href, { headers: { "If-None-Match": small.headers.etag } });

			assert.deepEqual([small.status, small.headers["cache-control"], again.status], [200, "private, no-cache", 304]);
			assert.match(small.headers["content-security-policy"], /sandbox/);
			assert.equal((await contact.get(`${plan.href}/picture`)).headers["content-type"], "image/jpeg");
			for (const [path, status] of [[`${notice.href}/picture?page=2`, 200], [`${notice.href}/picture?page=3`, 404], [`${notice.href}/picture?page=x`, 404], [`${notice.href}/picture?page=-1`, 404]])
				assert.equal((await contact.get(path)).status, status, path);
			for (const below of ["/thumbnail", "/picture"])
				assert.equal((await contact.get(`/p/demo/files/${hidden}${below}`)).status, 404);
			assert.deepEqual((await listed("/p/demo/files?q=orange", contact)).files.map(({ name, found_in_text }) => [name, found_in_text]), [["Notice.pdf", true]]);
			assert.deepEqual((await listed("/p/demo/files?q=etancheite", contact)).files, []);
			assert.deepEqual((await listed(`${files}?q=etancheite`)).files[0].snippet.filter(({ marked }) => marked), [{ text: "étanchéité", marked: true }]);
			await enter(contact);
			for (const [href, shot] of [[mine.href, "file-list-phone"], [notice.href, "file-look-phone"], [list.find(({ name }) => name.endsWith(".txt")).href, "file-text-phone"]]) {
				await page.goto(contact.origin + href);
				await until(() => page.locator("main img").evaluateAll((all) => all.every((one) => one.complete && one.naturalWidth > 0)));
				await assertAccessible(page);
				await assertFits(page);
				await keepShot(page, `${shot}-${engine}`);
			}
			await page.getByText("Une visite par an").waitFor();
			assert.deepEqual(complaints, []);
		});

		test("documents of office programs show their pages, of older versions too, and one of these is the current one again", async () => {
			const { page, complaints } = browser, shown = page.getByRole("img", { name: "Compte rendu.docx" });
			const reports = (folders) => folders.find(({ name }) => name === "Comptes rendus");
			const mine = (await listed("/p/demo/documents", contact)).folders.find(({ name }) => name === "Devis et contrats");
			const list = (await listed(reports((await listed(mine.href, contact)).folders).href, contact)).files, named = (name) => list.find((one) => one.name === name);
			const report = named("Compte rendu.docx"), theirs = `${files}/${report.id}`, drawn = async () => until(() => shown.evaluate((one) => one.complete && one.naturalWidth > 900));

			assert.equal((await contact.get(`${named("Production.xlsx").href}/picture`)).headers["content-type"], "image/jpeg");
			for (const [below, status] of [["?version=1", 200], ["?version=3", 404], ["?version=x", 404], ["/picture?version=1", 200], ["/picture?version=1&page=2", 404], ["/picture?version=3", 404]])
				assert.equal((await contact.get(report.href + below)).status, status, below);
			assert.equal((await contact.post(`${report.href}/current`, { version: 1 })).status, 403);
			await page.setViewportSize(phone);
			await page.goto(contact.origin + report.href);
			await drawn();
			await page.getByText("Le texte de ce fichier").click();
			await page.getByText("Trois crochets sont à resserrer").waitFor();
			await page.getByRole("link", { name: "Version 1", exact: true }).click();
			await page.getByText("C’est la version 1").waitFor();
			await drawn();
			assert.equal(await page.getByRole("button", { name: "Rétablir" }).count(), 0);
			await assertAccessible(page);
			await assertFits(page);
			await keepShot(page, `file-version-phone-${engine}`);
			await enter(staff);
			await page.setViewportSize(desktop);
			await page.emulateMedia({ colorScheme: "light" });
			await page.goto(`${staff.origin}${theirs}?version=1`);
			await drawn();
			await assertAccessible(page);
			await keepShot(page, `file-version-desk-${engine}`);
			await page.getByRole("button", { name: "Rétablir" }).click();
			await page.getByText("Cette version est de nouveau la version actuelle").waitFor();
			await page.getByText("Le texte de ce fichier").click();
			await page.getByText("Deux crochets sont à resserrer").waitFor();
			assert.deepEqual((await listed(theirs)).versions.map(({ number, newest }) => [number, newest]), [[3, true], [2, false], [1, false]]);
			assert.equal((await staff.post(`${theirs}/current`, { csrf, version: 9 })).status, 404);
			assert.equal(parvis.run("fsck").status, 0);
			assert.deepEqual(complaints, []);
		});

		test("a file with a virus is named and not kept, what came with it is", async () => {
			const { page } = browser;

			await page.setViewportSize(desktop);
			await page.emulateMedia({ colorScheme: "light" });
			await enter(staff);
			await page.goto(`${staff.origin}${tree}/${quotes.id}`);
			await page.setInputFiles("#file", [{ name: "eicar.com", mimeType: "text/plain", buffer: eicar }, { name: "Propre.txt", mimeType: "text/plain", buffer: Buffer.from("bonjour") }]);
			await page.getByText("Un virus a été trouvé dans").first().waitFor();
			await page.locator("#listed").getByRole("link", { name: "Propre.txt", exact: true }).waitFor();
			await assertAccessible(page);
			await keepShot(page, `file-virus-refused-${engine}`);
			await page.locator("#listed").getByRole("link", { name: "Propre.txt", exact: true }).click();
			await page.getByText("aucun trouvé").waitFor();
			assert.equal(journalled("eicar.com"), 1);
			assert.equal(parvis.sqlNumber("select count(*) from file where name = 'eicar.com'"), 0);
		});

		test("what was not scanned is scanned once somebody can, and then kept from everybody if it has a virus", async () => {
			const { page } = browser;

			await clamd.stop();
			const bad = await put("vieux.txt", eicar), good = await put("bon.txt", "rien à craindre");

			assert.deepEqual([(await listed(bad)).file.scanned, (await listed(bad)).file.scan_marked, (await staff.get(`${bad}/download`)).status], [false, true, 200]);
			await clamd.start();
			parvis.sql("update job set run_at = 0 where kind = 'file.scan'");
			await put("réveil.txt", "une tâche de plus");
			await until(async () => journalled("vieux.txt") === 1 && (await listed(good)).file.scanned);
			const { file, virus, versions } = await listed(bad);

			assert.deepEqual([file.infected, file.scanned, file.download_href, versions[0].download_href], [true, false, null, null]);
			assert.match(virus, /Eicar-Test-Signature/);
			for (const below of ["/download", "/download?version=1"])
				assert.equal((await staff.get(bad + below)).status, 409);
			for (const below of ["/thumbnail", "/picture"])
				assert.equal((await staff.get(bad + below)).status, 404);
			assert.equal((await staff.get(`${tree}/${quotes.id}/zip`)).status, 200);
			await page.goto(staff.origin + bad);
			await page.getByText("Un virus a été trouvé dans ce fichier").waitFor();
			await assertAccessible(page);
			await keepShot(page, `file-virus-kept-aside-${engine}`);
			assert.equal(parvis.run("fsck").status, 0);
			assert.deepEqual(browser.complaints, []);
		});
	});
