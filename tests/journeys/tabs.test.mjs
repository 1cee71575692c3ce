// What a client sees of the records in the portal: the tabs of their user type, on a phone and on a desk, and by JSON.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { assertAccessible, assertFits, desktop, keepShot, openBrowser, phone } from "../browser.mjs";
import { engines, startParvis } from "../parvis.mjs";
import { idText, peopleOf } from "./people.mjs";

const tabs = "/p/demo/records";

for (const engine of engines)
	describe(`the tabs of a client, on ${engine}`, () => {
		let parvis, browser, person, program, other;
		const ids = (text) => parvis.sql(text).map((id) => idText(BigInt(id))).sort();
		const seen = async (path) => {
			const { status, text, data } = await program.get(`${tabs}/${path}`);

			assert.equal(status, 200, text);
			return data.records;
		};

		before(async () => {
			parvis = await startParvis({ engine });
			browser = await openBrowser();
			// Somebody whose client has a ticket, an offer and a contract, none of them all there is.
			const clients = new Set(["ticket", "offer", "contract"].map((table) => new Set(parvis.sql(`select distinct client_id from ${table} where deleted_at is null and state not in ('draft', 'ended')`)))
				.reduce((left, right) => new Set([...left].filter((id) => right.has(id)))));

			person = peopleOf(parvis).find(({ clientId }) => clients.has(String(clientId)));
			program = await parvis.signedIn(person.email, { json: true });
			[other] = parvis.sql(`select id from ticket where client_id <> ${person.clientId} and deleted_at is null`);
		});
		after(async () => {
			program?.close();
			await browser?.close();
			await parvis?.close();
		});

		test("they are the client's own, and of them what the user type shows", async () => {
			const mine = `client_id = ${person.clientId} and deleted_at is null`;
			const tickets = await seen("tickets"), offers = await seen("offers"), comments = await seen("comments");

			assert.deepEqual(tickets.map(({ id }) => id).sort(), ids(`select id from ticket where ${mine}`));
			assert.deepEqual(offers.map(({ id }) => id).sort(), ids(`select id from offer where ${mine} and state <> 'draft'`));
			assert.deepEqual(comments.map(({ id }) => id).sort(), ids(`select id from comment where deleted_at is null and coalesce(internal, 0) = 0 and ticket_id in (select id from ticket where ${mine})`));
			assert.deepEqual(Object.keys(tickets[0].fields).sort(), ["created_at", "description", "number", "priority", "state", "subject"]);
			const sheet = (await program.get(`${tabs}/offers/${offers[0].id}`)).data;

			assert.ok(sheet.sub_forms[0].rows.length > 0);
			assert.equal(sheet.sub_forms[0].rows[0].fields.product, undefined);
			assert.equal(sheet.attachments, undefined);
			assert.equal(sheet.remarks, undefined);
		});

		test("what is hidden is nowhere, and what is another's does not exist", async () => {
			const filtered = encodeURIComponent(JSON.stringify({ all: [{ field: "channel", comparison: "is", values: ["portal"] }] }));
			const nobodys = await program.get(`${tabs}/tickets/0000000000000`), others = await program.get(`${tabs}/tickets/${idText(BigInt(other))}`);

			assert.equal((await program.get(`${tabs}/tickets?filter=${filtered}`)).status, 422);
			assert.deepEqual([others.status, others.text], [404, nobodys.text]);
			for (const module of ["leads", "products", "tasks", "contacts", "offer_lines", "nothing"])
				assert.equal((await program.get(`${tabs}/${module}`)).status, 404, module);
			assert.equal((await program.get("/console/records/tickets")).status, 401);
		});

		test("a file of a field is theirs to fetch, what staff put beside the record is not", async () => {
			const staff = await parvis.signedInStaff("helene@solaria.example"), [active] = parvis.sql(`select name from contract where client_id = ${person.clientId} and state not in ('draft', 'ended')`);
			const contract = (await seen("contracts")).find(({ name }) => name === active), own = `/console/records/contracts/${contract.id}`;
			const file = (name) => ({ name, type: "application/pdf", bytes: Buffer.from(`%PDF-1.4 ${name}`) });
			const { csrf } = (await staff.open(`${own}/form`)).form([], `${own}/with-files`).fields;
			const version = parvis.sqlNumber(`select version from contract where name = '${contract.name.replaceAll("'", "''")}'`);
			const sent = await staff.send("POST", `${own}/with-files`, { files: { "fields.document": file("contrat.pdf"), version: String(version), csrf } });
			const beside = await staff.send("POST", `${own}/files`, { files: { file: file("notes.pdf"), csrf } });

			assert.deepEqual([sent.status, beside.status], [303, 303], sent.text);
			const { record } = (await program.get(`${tabs}/contracts/${contract.id}`)).data, fetched = await program.get(record.fields.document.href);

			assert.ok(record.fields.document.href.startsWith(`${tabs}/`), record.fields.document.href);
			assert.equal(fetched.text, "%PDF-1.4 contrat.pdf");
			const [hidden] = parvis.sql("select id from record_file where name = 'notes.pdf'");

			assert.equal((await program.get(`${tabs}/contracts/${contract.id}/files/${idText(BigInt(hidden))}`)).status, 404);
			staff.close();
		});

		test("a list on a phone and a sheet on a desk are for everybody, in both languages", async () => {
			const { page, complaints } = browser, [offer] = await seen("offers"), [ticket] = await seen("tickets");
			parvis.sql(`update appointment set client_id = ${person.clientId} where id = (select min(id) from appointment where deleted_at is null)`);
			const [appointment] = parvis.sql(`select subject from appointment where client_id = ${person.clientId}`);

			await browser.context.addCookies([...program.cookies].map(([name, value]) => ({ name, value, url: parvis.url })));
			await page.goto(`${parvis.url}${tabs}/tickets`);
			assert.deepEqual(await page.locator(".side .nav").nth(1).locator("a").evaluateAll((links) => links.map((link) => new URL(link.href).pathname)),
				["tickets", "offers", "contracts", "appointments", "vehicles"].map((module) => `${tabs}/${module}`));
			for (const [size, scheme] of [[phone, "light"], [desktop, "dark"]]) {
				await page.setViewportSize(size);
				await page.emulateMedia({ colorScheme: scheme });
				for (const [path, name] of [["tickets", "list"], [`tickets/${ticket.id}`, "ticket"], [`offers/${offer.id}`, "offer"], ["appointments", "cards"]]) {
					await page.goto(`${parvis.url}${tabs}/${path}`);
					await assertAccessible(page);
					await assertFits(page);
					await keepShot(page, `tab-${name}-${scheme}`);
				}
			}
			assert.ok((await page.textContent(".record-cards")).includes(appointment));
			assert.deepEqual(complaints, []);
			parvis.sql(`update contact set language = 'fr' where email = '${person.email}'`);
			await page.goto(`${parvis.url}${tabs}/offers?q=zzzz`);
			assert.match(await page.textContent("main"), /Rien trouvé/);
		});

		test("cards look as staff designed them, of what the client sees, whatever the address asks", async () => {
			const staff = await parvis.signedInStaff("helene@solaria.example", { json: true }), views = "/console/records/appointments/views";
			const columns = ["client", "place", "owner"].map((field) => ({ field, emphasis: field === "place" ? "quiet" : "strong", wide: true }));
			const made = await staff.post(views, { name: "Carte", kind: "canvas", shared: true, columns, sort: "owner" });
			const publish = (from, to) => parvis.sql(`update user_type set published = replace(published, '${from}', '${to}') where is_default = 1; update catalogue set version = version + 1;`);

			assert.ok([200, 303].includes(made.status), made.text);
			publish('"canvas":true', `"canvas":true,"card":"${idText(BigInt(parvis.sql("select id from view where name = 'Carte'")[0]))}"`);
			const plain = await parvis.signedIn(person.email);

			for (const query of ["", "?kind=board&by=state", "?kind=calendar", "?kind=list"]) {
				const { text } = await plain.open(`${tabs}/appointments${query}`);

				assert.match(text, /class="record-cards"/, query);
				assert.match(text, /class="quiet wide"/);
				assert.doesNotMatch(text, /class="strong|Hélène|class="board|class="calendar|class="cards records"/, query);
			}
			assert.match((await plain.open(`${tabs}/tickets?kind=canvas`)).text, /class="cards records"/);
			const [ticket] = await seen("tickets"), related = async () => (await program.get(`${tabs}/tickets/${ticket.id}?related=true`)).data.related.map(({ name }) => name);

			assert.ok((await related()).includes("comments"));
			parvis.sql("update module set sharing = 'read' where name = 'comments'");
			publish('"tie":"through","link":"ticket"', '"tie":"public"');
			assert.equal((await program.get(`${tabs}/comments`)).status, 200);
			assert.ok(!(await related()).includes("comments"), "what everybody sees all of is in its tab alone");
			for (const client of [staff, plain])
				client.close();
		});

		test("what a tab shows is not taken out of use behind its back", async () => {
			const staff = await parvis.signedInStaff("helene@solaria.example", { json: true }), vehicles = "/console/settings/modules/vehicles";

			for (const path of [vehicles, `${vehicles}/fields/mileage`, `${vehicles}/fields/client`]) {
				const refused = await staff.post(`${path}/retirement`, {});

				assert.equal(refused.status, 409, refused.text);
				assert.ok(refused.data.uses.some(({ kind }) => (kind.code ?? kind) === "user_type"), refused.text);
			}
			staff.close();
		});

		test("what is taken back is gone at the next look", async () => {
			assert.equal((await program.get(`${tabs}/tickets`)).status, 200);
			parvis.sql("update user_type set published = null; update catalogue set version = version + 1;");
			assert.equal((await program.get(`${tabs}/tickets`)).status, 404);
		});
	});
