// What a client writes in the portal: a ticket, an answer, a change, a file, lines; what is not theirs to say; what waits,
// is locked, or was changed by somebody else meanwhile; a page of elsewhere. On a phone and a desk, without scripts, by JSON.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { assertAccessible, assertFits, desktop, keepShot, openBrowser, phone } from "../browser.mjs";
import { engines, startParvis } from "../parvis.mjs";
import { idText, peopleOf } from "./people.mjs";

const tabs = "/p/demo/records";

for (const engine of engines)
	describe(`what a client writes, on ${engine}`, () => {
		let parvis, browser, person, other, program, page, julien;

		const quoted = (text) => `'${text.replaceAll("'", "''")}'`;
		const one = (text) => parvis.sql(text)[0];
		const newest = (table) => one(`select id from ${table} order by id desc limit 1`);
		// Changes what the default user type may, as if it were published anew.
		const setUp = (change) => {
			const setup = JSON.parse(one("select published from user_type where is_default = 1"));

			change(Object.fromEntries(setup.tabs.map((tab) => [tab.module, tab])), setup);
			parvis.sql(`update user_type set published = ${quoted(JSON.stringify(setup))} where is_default = 1; update catalogue set version = version + 1;`);
		};
		const send = (module, fields, more = {}) => program.post(`${tabs}/${module}`, { fields, ...more });

		before(async () => {
			parvis = await startParvis({ engine });
			browser = await openBrowser();
			julien = one("select id from staff where email = 'julien@solaria.example'");
			const clients = new Set(parvis.sql("select client_id from ticket where deleted_at is null intersect select client_id from contract where deleted_at is null and state = 'active'"));

			person = peopleOf(parvis).find(({ clientId }) => clients.has(String(clientId)));
			other = peopleOf(parvis).find(({ clientId }) => clientId !== person.clientId);
			parvis.sql(`insert into portal_user (id, user_type_id, module_id, record_id, invited_by, settled_at, created_at)
				select 1, user_type.id, main_module_id, contact.id, ${julien}, 0, 0 from user_type, contact where is_default = 1 and email = '${person.email}'`);
			parvis.sql("update profile_module set may = 15 where profile_id in (select profile_id from staff where acts_for = 'portal')");
			program = await parvis.signedIn(person.email, { json: true });
			page = await parvis.signedIn(person.email);
		});
		after(async () => {
			program?.close();
			page?.close();
			await browser?.close();
			await parvis?.close();
		});

		test("a ticket is opened without scripts, and belongs to who invited them", async () => {
			assert.match((await page.open(`${tabs}/vehicles`)).words, /Nothing here yet/);
			assert.match((await page.open(`${tabs}/vehicles?q=zzz`)).words, /Nothing found/);
			const form = await page.press(await page.open(`${tabs}/tickets`), "New: Ticket");
			const wrong = await page.submit(form, { "fields.subject": "", "fields.description": "Depuis ce matin" });

			assert.equal(wrong.status, 422);
			assert.match(wrong.words, /Please fill in this field/);
			assert.deepEqual([...form.form(["fields.subject"]).names].filter((name) => name.startsWith("fields.")), ["fields.subject", "fields.description"]);
			const sheet = await page.submit(wrong, { "fields.subject": "Plus de courant" });

			assert.match(sheet.words, /Plus de courant.*Depuis ce matin/);
			assert.match(sheet.words, /Thank you, it has arrived\. We answer within one working day\./, "the house’s own words");
			assert.equal(one(`select owner_id || '|' || client_id || '|' || coalesce(created_by, 0) || '|' || state from ticket where id = ${newest("ticket")}`), `${julien}|${person.clientId}|0|new`);
		});

		test("what is not theirs to say is refused, and nothing is made", async () => {
			const before = newest("ticket"), foreign = one(`select id from client where id <> ${person.clientId} limit 1`);

			for (const [name, value] of [["owner", idText(BigInt(julien))], ["created_by", idText(BigInt(julien))], ["client", idText(BigInt(foreign))], ["priority", "urgent"], ["channel", "phone"], ["state", "closed"], ["nothing", "x"]]) {
				const { status, data } = await send("tickets", { subject: "Essai", [name]: value });

				assert.deepEqual([status, data.problems.map(({ field }) => field)], [422, [`fields.${name}`]], name);
			}
			assert.equal((await send("offers", { subject: "Essai" })).status, 404);
			assert.equal((await send("leads", { name: "Essai" })).status, 404);
			assert.equal(newest("ticket"), before);
		});

		test("who writes without end is asked to wait, and what was refused counts", async () => {
			const rate = () => one("select arrival_at from rate where key like 'portal.write:%'");
			const before = BigInt(rate());

			assert.equal((await send("tickets", { subject: "" })).status, 422);
			assert.ok(BigInt(rate()) > before);
			parvis.sql(`update rate set arrival_at = ${Date.now() + 3600000} where key like 'portal.write:%'`);
			const late = await page.submit(await page.press(await page.open(`${tabs}/tickets`), "New: Ticket"), { "fields.subject": "Plus tard" });

			assert.equal(late.status, 429);
			assert.equal(late.form(["fields.subject"]).fields["fields.subject"], "Plus tard");
			assert.match(late.words, /Please wait a few minutes/);
			assert.equal((await send("tickets", { subject: "Plus tard" })).status, 429);
			parvis.sql("delete from rate where key like 'portal.write:%'");
		});

		test("a program that sends twice makes one, and another's key is another key", async () => {
			const headers = { "Idempotency-Key": "une-fois" }, body = { fields: { subject: "Une fois" } };
			const neighbour = await parvis.signedIn(other.email, { json: true });
			const [first, second, theirs] = [await program.post(`${tabs}/tickets`, body, { headers }), await program.post(`${tabs}/tickets`, body, { headers }), await neighbour.post(`${tabs}/tickets`, body, { headers })];

			assert.deepEqual([first.status, second.data.record.id], [200, first.data.record.id], first.text);
			assert.notEqual(theirs.data.record.id, first.data.record.id);
			assert.equal((await program.get(`${tabs}/tickets/${theirs.data.record.id}`)).status, 404);
			neighbour.close();
		});

		test("a ticket is answered below what was said, and never somebody else's", async () => {
			const ticket = one(`select id from ticket where client_id = ${person.clientId} and deleted_at is null order by id limit 1`), path = `${tabs}/tickets/${idText(BigInt(ticket))}`;
			const foreign = one(`select id from ticket where client_id <> ${person.clientId} and deleted_at is null limit 1`);

			parvis.sql(`insert into comment (id, text, text_key, ticket_id, internal, created_by, created_at, version) values (7, 'Nous passons demain.', 'nous passons demain.', ${ticket}, 0, ${julien}, 7, 1)`);
			const said = await page.submit(await page.open(path), { "fields.text": "Merci,\nà demain." });

			assert.match(said.words, /Julien.*Nous passons demain\. .*From your side.*Merci, à demain\./);
			assert.equal(one(`select internal || '|' || ticket_id || '|' || owner_id from comment where id = ${newest("comment")}`), `0|${ticket}|${julien}`);
			for (const fields of [{ text: "x", ticket: idText(BigInt(foreign)) }, { text: "x", ticket: idText(BigInt(ticket)), internal: true }, { text: "x" }])
				assert.equal((await send("comments", fields)).status, 422, JSON.stringify(fields));
			const mine = parvis.sql(`select id from ticket where client_id = ${person.clientId} and deleted_at is null`).map((id) => idText(BigInt(id)));
			const chosen = (await page.open(`${tabs}/comments/form?fields.ticket=${mine[0]}`)).form(["fields.ticket", "find.fields.ticket"]).fields["fields.ticket"];
			const { suggestions } = (await program.get(`${tabs}/tickets/suggestions`)).data;

			assert.equal(chosen, mine[0]);
			assert.deepEqual(suggestions.map(({ id }) => id).sort(), mine.sort());
		});

		test("a change that somebody else was faster with shows both texts; without a version it is asked for", async () => {
			setUp(({ tickets }) => { tickets.may = ["create", "edit", "delete"]; });
			const id = newest(`ticket where client_id = ${person.clientId} and deleted_at is null`), path = `${tabs}/tickets/${idText(BigInt(id))}`;
			const form = await page.press(await page.open(path), "Edit"), { headers, data } = await program.get(path);
			const faster = await program.post(path, { fields: { description: "Le premier" } }, { headers: { "If-Match": headers.etag } });

			assert.equal(faster.status, 200, faster.text);
			assert.equal((await program.post(path, { fields: { description: "x" } })).status, 428);
			const late = await program.post(path, { fields: { description: "Le second" }, version: data.record.version });

			assert.equal(late.status, 409);
			assert.deepEqual(late.data.conflicts.map(({ field, yours, theirs }) => [field, yours, theirs]), [["description", "Le second", "Le premier"]]);
			const both = await page.submit(form, { "fields.description": "Le second" }, { follow: false });

			assert.equal(both.status, 409);
			assert.match(both.words, /Saved by somebody else meanwhile: Le premier/);
			assert.match((await page.submit(both, { "fields.description": "Ensemble" })).words, /Ensemble/);
		});

		test("what waits or is locked is only read, and what goes is asked about", async () => {
			const id = newest(`ticket where client_id = ${person.clientId} and deleted_at is null`), path = `${tabs}/tickets/${idText(BigInt(id))}`;
			const { version } = (await program.get(path)).data.record;

			parvis.sql(`update ticket set approval = 'waiting' where id = ${id}`);
			const waits = await page.open(path);

			assert.match(waits.words, /cannot be changed until we have answered/);
			assert.ok(!waits.links.some(({ label }) => label === "Edit" || label === "Delete"));
			assert.equal((await program.post(path, { fields: { description: "x" }, version })).status, 409);
			assert.notEqual((await program.send("DELETE", path)).status, 200);
			parvis.sql(`update ticket set approval = 'none' where id = ${id}`);
			const asked = await page.press(await page.open(path), "Delete");

			assert.match(asked.words, /You will not see it any more/);
			assert.match((await page.submit(asked, {}, { action: `${path}/removal` })).words, /Deleted\./);
			assert.deepEqual([(await program.get(path)).status, one(`select count(*) from ticket where id = ${id} and deleted_at is not null`)], [404, "1"]);
		});

		test("a new one waits for whoever has to accept it, with its lines", async () => {
			parvis.sql("insert into review_rule (module_id, from_import, from_api, from_portal, version) select id, 0, 0, 1, 1 from module where name = 'offers'");
			setUp(({ offers }) => Object.assign(offers, { may: ["create"], narrowed: null, lines: { offer_lines: { fields: { label: "write", quantity: "write", unit_price: "write" } } } }, offers.layouts[0].fields.subject = "write"));
			const { status, text, data } = await send("offers", { subject: "Deux bornes" }, { lines: { offer_lines: [{ label: "Borne", quantity: "2", unit_price: "900" }] } });

			assert.equal(status, 200, text);
			assert.deepEqual([data.received, data.sub_forms[0].rows.length], [true, 1]);
			assert.equal(one(`select review from offer where id = ${newest("offer")}`), "waiting");
			assert.match((await page.open(data.record.href)).words, /We have received this/);
			assert.equal((await send("offers", { subject: "x" }, { lines: { offer_lines: [{ label: "x", unit_price: "1", discount: "50" }] } })).status, 422);
		});

		test("a file goes into a field, and each layout shows and writes its own", async () => {
			const staff = await parvis.signedInStaff("helene@solaria.example", { json: true }), layouts = [];

			for (const name of ["Papiers", "Dates"])
				layouts.push((await staff.post("/console/settings/modules/contracts/layouts", { name })).data.id);
			setUp(({ contracts }) => Object.assign(contracts, { may: ["edit"], layouts: [{ layout: layouts[0], fields: { name: "read", document: "write" } }, { layout: layouts[1], fields: { name: "read", starts_on: "read" } }] }));
			const contract = (await program.get(`${tabs}/contracts`)).data.records[0], path = `${tabs}/contracts/${contract.id}`;
			const form = await page.press(await page.press(await page.open(path), "Papiers"), "Edit");
			const sent = await page.send("POST", `${path}/with-files`, { files: { ...form.form(["version"]).fields, "fields.document": { name: "signé.pdf", type: "application/pdf", bytes: Buffer.from("%PDF-1.4 x") } } });

			assert.equal(sent.status, 303, sent.text);
			assert.match((await page.open(path)).words, /signé\.pdf/);
			const dates = await page.open(`${path}?layout=${layouts[1]}`);

			assert.doesNotMatch(dates.words, /signé\.pdf/);
			assert.doesNotMatch((await page.open(`${path}/form?layout=${layouts[1]}`)).text, /fields\.document/);
			staff.close();
		});

		test("on a phone and on a desk: the home, a ticket, its form, the question, a page of elsewhere", async () => {
			const { page: window, complaints } = browser, ticket = newest(`ticket where client_id = ${person.clientId} and deleted_at is null`), path = `${tabs}/tickets/${idText(BigInt(ticket))}`;

			parvis.sql(`insert into comment (id, text, text_key, ticket_id, internal, created_by, created_at, version) values (8, 'Bien reçu.', 'bien recu.', ${ticket}, 0, ${julien}, 8, 1)`);
			setUp((_, setup) => { setup.web = [{ label: { fr: "Rendez-vous", en: "Booking" }, address: "https://agenda.example/reserver?x=1" }]; });
			await browser.context.addCookies([...page.cookies].map(([name, value]) => ({ name, value, url: parvis.url })));
			await browser.context.route("https://agenda.example/**", (route) => route.fulfill({ contentType: "text/html", body: "<p>Agenda</p>" }));
			for (const [size, colorScheme] of engine === "sqlite" ? [[phone, "light"], [desktop, "dark"]] : [[phone, "light"]]) {
				await window.setViewportSize(size);
				await window.emulateMedia({ colorScheme });
				for (const [address, name] of [["/p/demo/", "home"], [path, "sheet"], [`${tabs}/tickets/form`, "form"], [`${path}/removal`, "removal"], [`${tabs}/vehicles`, "empty"], ["/p/demo/web/1", "elsewhere"]]) {
					await window.goto(parvis.url + address);
					await assertAccessible(window);
					await assertFits(window);
					await keepShot(window, `portal-write-${name}-${colorScheme}`);
				}
			}
			assert.match((await program.get("/p/demo/web/1")).headers["content-security-policy"], /frame-src https:\/\/agenda\.example;/);
			assert.doesNotMatch((await program.get(path)).headers["content-security-policy"], /frame-src https/);
			assert.equal(await window.locator("iframe").getAttribute("sandbox"), "allow-scripts allow-forms allow-popups allow-popups-to-escape-sandbox");
			assert.equal((await program.get("/p/demo/web/2")).status, 404);
			await window.goto(parvis.url + path);
			await window.getByLabel("Votre message").fill("Parfait");
			await window.getByRole("button", { name: "Envoyer" }).click();
			await window.waitForURL(/#related-comments$/);
			assert.deepEqual(await window.locator(".said > li p:last-child").allTextContents(), ["Bien reçu.", "Parfait"]);
			const count = one(`select count(*) from ticket where client_id = ${person.clientId} and deleted_at is null`);

			assert.equal(await window.locator(`.side a[href="${tabs}/tickets"] .count`).textContent(), count);
			assert.deepEqual(complaints, []);
		});

		test("they change their own name, and their client's telephone, by the rules of those pages", async () => {
			const contact = one(`select id from contact where email = '${person.email}'`), tab = (module, tie, fields) => ({ module, tie, may: ["edit"], layouts: [{ fields }] });

			setUp((_, setup) => setup.tabs.push(tab("contacts", "self", { first_name: "write", last_name: "read" }), tab("clients", "client", { name: "read", phone: "write" })));
			for (const [module, id, fields, wrong] of [["contacts", contact, { first_name: "Capucine" }, { last_name: "Autre" }], ["clients", person.clientId, { phone: "02 40 11 22 33" }, { name: "Autre" }]]) {
				const path = `${tabs}/${module}/${idText(BigInt(id))}`, { version } = (await program.get(path)).data.record;

				assert.equal((await program.post(path, { fields: wrong, version })).status, 422, module);
				const { status, text } = await program.post(path, { fields, version });

				assert.equal(status, 200, text);
			}
			assert.equal(one(`select first_name from contact where id = ${contact}`), "Capucine");
			assert.match((await page.open("/p/demo/")).words, /Hello Capucine/);
		});

		test("what is taken back is refused at the next try", async () => {
			setUp(({ tickets }) => { tickets.may = []; });
			assert.equal((await send("tickets", { subject: "x" })).status, 404);
			assert.equal((await page.open(`${tabs}/tickets/form`)).status, 404);
			assert.doesNotMatch((await page.open("/p/demo/")).text, /tickets\/form/);
		});
	});
