// What was done about a client: every line with who, what and from where, searched, counted, saved as a table; and of
// folders that somebody may not read, nothing.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { assertAccessible, assertFits, desktop, keepShot, openBrowser, phone } from "../browser.mjs";
import { engines, startParvis } from "../parvis.mjs";
import { idText } from "./people.mjs";

for (const engine of engines)
	describe(`activities, on ${engine}`, () => {
		let parvis, browser, staff, administrator, manager, contact, client, tree, activities, csrf;
		const ids = {};

		const linesOf = (answer) => answer.data.days.flatMap((day) => day.lines);
		const told = async (query = "", who = administrator) => {
			const answer = await who.get(`${activities}${query}`);

			assert.equal(answer.status, 200, answer.text);
			return linesOf(answer);
		};
		const said = (lines) => lines.map((line) => [line.action, line.name]);
		const put = async (folder, name) => {
			const answer = await staff.send("POST", `${tree}/${folder}/files`, { files: { csrf, file: { name, type: "text/plain", bytes: Buffer.from("Bonjour") } }, headers: { Accept: "application/json" } });

			assert.equal(answer.status, 200, answer.text);
			return answer.data.files[0].id;
		};

		before(async () => {
			parvis = await startParvis({ engine });
			staff = await parvis.signedInStaff("helene@solaria.example");
			administrator = await parvis.signedInStaff("helene@solaria.example", { json: true });
			manager = await parvis.signedInStaff("julien@solaria.example", { json: true });
			const [line] = parvis.sql(`select contact.email, client_contact.client_id from contact join client_contact on client_contact.contact_id = contact.id
				where contact.email is not null and contact.mobile_confirmed_at is null and client_contact.client_id in (select client_id from folder where name = 'Consommation')
				and (select count(*) from client_contact as other where other.contact_id = contact.id) = 1 order by contact.id`);
			const [email, id] = line.split("|");

			client = `/console/clients/${idText(BigInt(id))}`;
			tree = `${client}/folders`;
			activities = `${client}/activities`;
			contact = await parvis.signedIn(email, { json: true });
			csrf = (await staff.open(tree)).form(["name"], tree).fields.csrf;
			for (const folder of (await administrator.get(tree)).data.folders)
				ids[folder.name] = folder.id;
		});
		after(async () => {
			staff?.close();
			contact?.close();
			await browser?.close();
			await parvis?.close();
		});

		test("each thing that is done is a line: who, what, where, from which device", async () => {
			const file = await put(ids.Consommation, "=2+3.txt");

			assert.equal((await administrator.post(`${client}/files/${file}`, { name: "=2+3 relu.txt" })).status, 200);
			assert.equal((await contact.get(`/p/demo/files/${file}/download`)).status, 200);
			assert.equal((await administrator.post(`${tree}/${ids.Consommation}/folders`, { name: "Archives" })).status, 200);
			assert.equal((await administrator.post(`${client}/permissions`, { who: "contacts", folders: [{ id: ids.Consommation, level: "read" }] })).status, 200);
			const lines = await told();

			assert.deepEqual(said(lines).slice(0, 5), [
				["folder.right", "Consommation"], ["folder.create", "Archives"], ["file.download", "=2+3 relu.txt"], ["file.rename", "=2+3 relu.txt"], ["file.put", "=2+3.txt"],
			]);
			assert.equal(lines[3].was, "=2+3.txt");
			assert.deepEqual([lines[0].about, lines[0].before, lines[0].level], ["contacts", "full", "read"]);
			assert.equal(lines[2].actor_kind, "contact");
			assert.ok(lines[2].actor && lines[2].connection && lines[4].folder_name === "Consommation", JSON.stringify(lines[2]));
		});

		test("searched by name, kind, folder with what lies below, period, type and person; page by page", async () => {
			assert.deepEqual(said(await told("?q=relu")), [["file.download", "=2+3 relu.txt"], ["file.rename", "=2+3 relu.txt"]]);
			assert.deepEqual(said(await told("?q=2+3&kind=text&type=sent")), [["file.put", "=2+3.txt"]]);
			assert.deepEqual(await told("?kind=video"), []);
			const inside = await told(`?in=${ids.Consommation}&type=arranged`);

			assert.deepEqual(said(inside), [["folder.create", "Archives"], ["file.rename", "=2+3 relu.txt"]]);
			const [{ actor }] = inside, helene = (await administrator.get(activities)).data.people.persons.find((person) => person.name === actor);

			assert.ok((await told(`?who=${helene.code}`)).every((line) => line.actor === actor));
			assert.deepEqual(await told("?until=2020-01-01"), []);
			assert.deepEqual(await told("?from=2999-01-01"), []);
			const all = (await told("?lines=1000")).map((line) => line.seq), walked = [];

			for (let href = `${activities}?lines=3`; href; ) {
				const answer = await administrator.get(href);

				walked.push(...linesOf(answer).map((line) => line.seq));
				href = answer.data.page.next;
			}
			assert.deepEqual(walked, all);
			const { strip } = (await administrator.get(activities)).data;

			assert.equal(strip.total, all.length);
			assert.equal(strip.bars.reduce((sum, bar) => sum + bar.count, 0), all.length);
			for (const wrong of ["?type=all", "?kind=exe", "?from=yesterday", "?from=2026-02-01&until=2026-01-01", "?who=crew.0000000000101", "?lines=5000"])
				assert.equal((await administrator.get(activities + wrong)).status, 422, wrong);
			assert.equal((await administrator.get(`${activities}?in=0000000000001`)).status, 404);
		});

		test("of a folder that is closed to somebody there is no line, no bar, nothing in a table", async () => {
			const secret = await put(ids["Notes internes"], "Licenciement.txt");
			const before = (await manager.get(activities)).data.strip.total;

			assert.equal((await told("?q=licenciement", manager)).length, 1);
			const { staff: people } = (await administrator.get(`${client}/staff`)).data, julien = people.find((row) => row.name.startsWith("Julien"));

			assert.equal((await administrator.post(`${client}/permissions`, { who: `staff.${julien.id}`, folders: [{ id: ids["Notes internes"], level: "none" }] })).status, 200);
			assert.deepEqual(await told("?q=licenciement", manager), []);
			assert.equal((await administrator.post(`${client}/files/${secret}/removal`, {})).status, 200);
			assert.deepEqual(await told("?q=licenciement", manager), []);
			assert.ok((await manager.get(activities)).data.strip.total < before);
			assert.equal((await manager.get(`${activities}?in=${ids["Notes internes"]}`)).status, 404);
			const reader = await parvis.signedInStaff("nadia@solaria.example", { json: true });

			assert.deepEqual(await told("?type=rights", reader), [], "who gives no rights is not told of them");
			assert.ok((await told("?q=relu", reader)).length > 0);
			const table = await administrator.get(`${activities}/export?format=csv`);

			assert.equal(table.status, 200, table.text);
			assert.match(table.text, /Licenciement/);
			assert.match(table.text, /'=2\+3 relu\.txt/, "no formula");
			const theirs = await manager.get(`${activities}/export?format=csv`);

			assert.ok(theirs.status === 404 || !/Licenciement/.test(theirs.text));
			assert.equal((await administrator.get(`${activities}/export?format=ods`)).status, 422);
			const book = await staff.get(`${activities}/export?format=xlsx&q=relu`);

			assert.equal(Buffer.from(book.bytes ?? book.body ?? "").subarray(0, 2).toString("latin1"), "PK");
			assert.equal(parvis.sqlNumber("select count(*) from audit where action = 'folder.activities'") >= 2, true);
		});

		test("contacts see their own part: neither devices, nor others, nor what is closed to them", async () => {
			const lines = linesOf(await contact.get("/p/demo/documents/activities"));

			assert.ok(lines.some((line) => line.action === "file.download"));
			assert.ok(lines.some((line) => line.name === "=2+3.txt"), "what staff put there");
			assert.ok(lines.every((line) => line.device === null && line.connection === null && !/right|Licenciement/.test(`${line.action} ${line.name}`)));
			const all = (await contact.get("/p/demo/documents/activities")).data;

			assert.equal(all.people, null);
			assert.equal((await contact.get("/p/demo/documents/activities?who=nobody")).status, 200, "who is no question there");
			assert.ok(!JSON.stringify(all).includes("Notes internes"));
			assert.equal((await contact.get(`/p/demo/documents/activities?in=${ids["Notes internes"]}`)).status, 404);
		});

		test("the screens", { skip: engine !== "sqlite" }, async () => {
			browser = await openBrowser({ locale: "fr-FR" });
			await browser.context.addCookies([...staff.cookies].map(([name, value]) => ({ name, value, url: parvis.url })));
			const { page } = browser;

			await page.goto(`${parvis.url}${activities}?kind=text`);
			await page.getByLabel("Nom d’un fichier ou d’un dossier").fill("relu");
			await page.getByRole("button", { name: "Rechercher", exact: true }).click();
			await page.getByText("Fichier renommé").waitFor();
			const person = await parvis.signedIn(contact.email ?? contact.person ?? parvis.sql("select email from contact where id in (select contact_id from session where kind = 'portal') limit 1")[0]);

			await browser.context.addCookies([...person.cookies].map(([name, value]) => ({ name, value, url: parvis.url })));
			for (const [shot, path] of [["activities", activities], ["activities-none", `${activities}?q=introuvable`], ["portal-activities", "/p/demo/documents/activities"]])
				for (const [size, viewport, colorScheme] of [["desktop", desktop, "light"], ["phone", phone, "dark"]]) {
					await page.setViewportSize(viewport);
					await page.emulateMedia({ colorScheme });
					await page.goto(parvis.url + path);
					await assertFits(page);
					await assertAccessible(page);
					await keepShot(page, `${shot}-${size}`);
				}
			assert.deepEqual(browser.complaints, []);
			person.close();
		});
	});
