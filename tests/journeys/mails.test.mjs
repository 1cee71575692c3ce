// Mails of new documents as they arrive: once a day one of all clients together, and stopped by one press without signing in.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { assertAccessible, assertFits, desktop, keepShot, openBrowser, phone } from "../browser.mjs";
import { engines, startParvis } from "../parvis.mjs";
import { SmtpSink } from "../smtp_sink.mjs";
import { idText } from "./people.mjs";

// A contact of three clients, and a staff user who follows them.
const contact = "camille.durand@exemple.example", julien = "julien@solaria.example";

for (const engine of engines)
	describe(`mails of new documents, on ${engine}`, () => {
		let parvis, sink, browser, program, clients, contactId, julienId;
		const json = { headers: { Accept: "application/json" } };
		const number = (id) => BigInt(parvis.sql(id)[0]);
		const put = async (client, folder, name) => {
			const tree = `/console/clients/${idText(client)}/folders`, into = (await program.get(tree)).data.folders.find((one) => one.name === folder);
			const answer = await program.send("POST", `${tree}/${into.id}/files`, { files: { file: { name, type: "text/plain", bytes: Buffer.from(name) } } });

			assert.equal(answer.status, 200, answer.text);
		};
		// A night passes: what was put is an hour old, and seven o'clock is behind everybody who is told daily.
		const morning = async () => {
			const now = Date.now();

			parvis.sql(`update file set changed_at = ${now - 3600000} where changed_at > ${now - 1800000};
				update file_notice set told_at = ${now - 90000000}, due_at = 1 where way = 'daily' and told_at > ${now - 80000000};
				update file_notice set due_at = 1 where way = 'daily'; update job set run_at = 0 where kind = 'file.tell' and locked_until is null`);
			for (let tries = 0; parvis.sqlNumber(`select count(*) from file_notice where due_at <= ${now}`) > 0; tries++) {
				assert.ok(tries < 600, "nobody is told");
				await sleep(50);
			}
		};
		const toldOf = async (address, count = 1) => {
			const waiting = () => parvis.sqlNumber("select count(*) from message where kind = 'mail_new_files' and state = 'waiting'");

			for (let tries = 0; tries < 600 && waiting() > 0; tries++)
				await sleep(50);
			const mails = sink.acceptedFor(address);

			assert.equal(mails.length, count, address);
			return mails.at(-1);
		};
		const stopOf = (mail) => new URL(mail.headers["list-unsubscribe"].match(/^<([^<>]+)>$/)[1]).pathname;
		const wayOf = (id) => parvis.sql(`select way from file_notice where who_id = ${id}`)[0];
		const show = async (mail, name) => {
			for (const [size, where] of [[phone, "phone"], [desktop, "desk"]])
				for (const colorScheme of ["light", "dark"]) {
					await browser.page.setViewportSize(size);
					await browser.page.emulateMedia({ colorScheme });
					await browser.page.setContent(mail.part("text/html"));
					await assertFits(browser.page);
					await keepShot(browser.page, `mail-${name}-${where}-${colorScheme}`);
				}
		};

		before(async () => {
			sink = await new SmtpSink().open();
			parvis = await startParvis({ engine, settings: { PARVIS_SMTP_URL: sink.url, PARVIS_MAIL_FROM: "portail@solaria.example" } });
			browser = await openBrowser({ locale: "fr-FR" });
			program = parvis.client({ json: true, bearer: await parvis.apiToken() });
			clients = parvis.sql("select distinct client_id from folder where name = 'Devis et contrats' order by client_id").slice(0, 3).map(BigInt);
			julienId = number(`select id from staff where email = '${julien}'`);
			contactId = number(`select id from contact where email = '${contact}'`);
			// All of it is long past; the contact came in, lives in Auckland, and is told once a day.
			parvis.sql(`update file set changed_at = 1; update staff set created_at = 0; update client_contact set created_at = 0; update contact set entered_at = 1, language = 'fr' where id = ${contactId};
				insert into portal_user (id, user_type_id, module_id, record_id, zone, created_at) select 1, min(user_type.id), module.id, ${contactId}, 'Pacific/Auckland', 0 from user_type join module on module.id = user_type.main_module_id where module.name = 'contacts' group by module.id; delete from file_follow;
				insert into file_notice (whose, who_id, way, told_at, due_at) values ('contact', ${contactId}, 'daily', ${Date.now()}, 1);
				${clients.map((client) => `insert into file_follow (staff_id, client_id, since_at) values (${julienId}, ${client}, 0);`).join("")}`);
			const choosing = parvis.client({ json: true, bearer: await parvis.apiToken({ email: julien }) });

			assert.equal((await choosing.post("/console/account/notices", { way: "daily" })).status, 200);
			choosing.close();
		});
		after(async () => {
			program?.close();
			await browser?.close();
			await parvis?.close();
			await sink?.close();
		});

		test("one mail a day of all clients together, of what may be read then, and never twice", async () => {
			await put(clients[0], "Devis et contrats", "Devis toiture.txt");
			await put(clients[0], "Photos du chantier", "Échafaudage.txt");
			await put(clients[1], "Devis et contrats", "Contrat signé.txt");
			await put(clients[2], "Devis et contrats", "Retiré depuis.txt");
			await put(clients[1], "Notes internes", "Secret.txt");
			parvis.sql(`insert into client_staff (client_id, staff_id, level, given_at) select ${clients[2]}, ${julienId}, 0, 0`);
			await morning();
			const mail = await toldOf(julien), [first, second] = clients.map((client) => parvis.sql(`select name from client where id = ${client}`)[0]);

			assert.match(mail.part("text/plain"), /^Bonjour Julien/);
			assert.match(mail.subject, /^4 nouveaux documents – /);
			for (const type of ["text/plain", "text/html"]) {
				const words = mail.part(type).replaceAll("&#39;", "'").replaceAll("&amp;", "&");

				for (const said of ["Devis toiture.txt", "Échafaudage.txt", "Contrat signé.txt", first, second, `/console/clients/${idText(clients[0])}/folders/recent`, "/console/account/notices", stopOf(mail)])
					assert.ok(words.includes(said), `${type}: ${said}`);
				assert.ok(!words.includes("Retiré"), type);
			}
			const theirs = await toldOf(contact);

			assert.match(theirs.part("text/plain"), /Devis toiture\.txt[^]*Contrat signé\.txt[^]*Retiré depuis\.txt|Retiré depuis\.txt[^]*Contrat signé\.txt/);
			assert.doesNotMatch(theirs.part("text/plain"), /Secret/);
			const next = parvis.sqlNumber(`select due_at from file_notice where who_id = ${contactId}`);

			assert.equal(new Date(next).toLocaleTimeString("en-GB", { timeZone: "Pacific/Auckland" }), "07:00:00");
			// Killed, and asked again for the same night.
			await parvis.kill();
			await parvis.start();
			parvis.sql("update file_notice set due_at = 1 where way = 'daily'; update job set run_at = 0, locked_until = null where kind = 'file.tell'");
			for (let tries = 0; parvis.sqlNumber("select count(*) from file_notice where due_at = 1") > 0; tries++) {
				assert.ok(tries < 600);
				await sleep(50);
			}
			await toldOf(julien);
			await toldOf(contact);
			if (engine === "sqlite") {
				await show(mail, "news-daily");
				await show(theirs, "news");
			}
		});

		test("the mail program's button stops them; so does the page behind the link, which brings them back", async () => {
			const mail = await toldOf(contact), stop = stopOf(mail), other = stopOf(await toldOf(julien)), origin = program.origin;
			const press = (path, body, headers = {}) => fetch(origin + path, { method: "POST", redirect: "manual", body, headers });
			const oneClick = () => new URLSearchParams({ "List-Unsubscribe": "One-Click" });

			assert.equal(mail.headers["list-unsubscribe-post"], "List-Unsubscribe=One-Click");
			assert.equal((await fetch(origin + stop)).status, 200);
			assert.equal(wayOf(contactId), "daily");
			assert.equal((await press(stop, oneClick())).status, 200);
			assert.deepEqual([wayOf(contactId), wayOf(julienId)], ["none", "daily"]);
			assert.equal((await press(stop, new URLSearchParams({ way: "souvent" }))).status, 422);
			assert.equal((await press(stop, new URLSearchParams({ way: "soon", next: "https://example.com" }))).status, 400);
			assert.deepEqual((await (await press(stop, JSON.stringify({ way: "soon" }), { "Content-Type": "application/json", ...json.headers })).json()).way, "soon");
			const form = new FormData();

			form.set("List-Unsubscribe", "One-Click");
			assert.equal((await press(other, form)).status, 200);
			assert.equal(wayOf(julienId), "none");
			for (const dead of [stop.replace(/.$/, (last) => (last === "0" ? "1" : "0")), stop.replace("/p/demo/", "/console/"), other.replace("/console/", "/p/demo/"), "/p/demo/notices/x"]) {
				assert.equal((await fetch(origin + dead)).status, 410, dead);
				assert.equal((await press(dead, oneClick())).status, 410, dead);
			}
			const { page, complaints } = browser;

			await page.setViewportSize(phone);
			await page.emulateMedia({ colorScheme: "light" });
			await page.goto(origin + stop);
			await assertAccessible(page);
			await assertFits(page);
			await keepShot(page, "notice-stop-phone");
			await page.getByRole("button", { name: "Ne plus recevoir ces e-mails" }).click();
			await page.getByRole("heading", { name: "C’est noté" }).waitFor();
			assert.equal(wayOf(contactId), "none");
			await assertAccessible(page);
			await assertFits(page);
			await keepShot(page, "notice-stopped-phone");
			await page.getByRole("button", { name: "M’écrire une fois par jour" }).click();
			await page.getByRole("heading", { name: "Ne plus recevoir" }).waitFor();
			assert.equal(wayOf(contactId), "daily");
			await page.setViewportSize(desktop);
			await page.emulateMedia({ colorScheme: "dark" });
			await page.goto(origin + other);
			await assertAccessible(page);
			await keepShot(page, "notice-stopped-desk");
			const there = (await fetch(`${origin}${other}`, { headers: { "Accept-Language": "en" } })).text();

			assert.match(await there, /These e-mails are stopped/);
			assert.deepEqual(complaints, []);
		});
	});
