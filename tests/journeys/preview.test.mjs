// The portal through somebody else's eyes: as a person, and as a user type before anybody else sees it; in a frame, on a
// phone, in the dark, in both languages; nothing can be changed, and nothing is seen that the staff user may not see.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { assertAccessible, assertFits, desktop, keepShot, openBrowser, phone } from "../browser.mjs";
import { engines, startParvis } from "../parvis.mjs";
import { idText, peopleOf } from "./people.mjs";

const home = "/console/preview", portal = "/p/demo";

for (const engine of engines)
	describe(`previews, on ${engine}`, () => {
		let parvis, browser, staff, person, contact, type;
		const said = async (client, path) => {
			const { status, text, data } = await client.get(path);

			assert.equal(status, 200, `${path}: ${text.slice(0, 300)}`);
			return data;
		};
		const opened = async (client, body) => {
			const { status, text } = await client.post(home, body);

			assert.equal(status, 200, text.slice(0, 300));
		};

		before(async () => {
			parvis = await startParvis({ engine });
			browser = await openBrowser();
			const withTicket = new Set(parvis.sql("select distinct client_id from ticket where deleted_at is null"));

			person = peopleOf(parvis).find(({ clientId }) => withTicket.has(String(clientId)));
			contact = idText(BigInt(parvis.sql(`select id from contact where email = '${person.email}'`)[0]));
			type = idText(BigInt(parvis.sql("select id from user_type where is_default = 1")[0]));
			staff = await parvis.signedInStaff("helene@solaria.example", { json: true });
		});
		after(async () => {
			staff?.close();
			await browser?.close();
			await parvis?.close();
		});

		test("as a person: their records, their language, nothing to be changed, and the journal knows", async () => {
			const found = await said(staff, `${home}?q=${encodeURIComponent(person.lastName)}`);

			assert.ok(found.people.some(({ id }) => id === contact));
			assert.deepEqual((await said(staff, `${home}?person=${contact}`)).people.map(({ id }) => id), [contact]);
			assert.match((await said(staff, "/console/portal-users")).people[0].preview_href, /^\/console\/preview\?person=/);
			await opened(staff, { person: contact, language: "fr" });
			const mine = parvis.sql(`select id from ticket where client_id = ${person.clientId} and deleted_at is null`).map((id) => idText(BigInt(id))).sort();
			const { records } = await said(staff, `${portal}/records/tickets`);

			assert.deepEqual(records.map(({ id }) => id).sort(), mine);
			for (const path of ["preferences/none", "account/sessions/end", `records/tickets/${records[0].id}`])
				assert.ok([403, 404].includes((await staff.post(`${portal}/${path}`, { "fields.subject": "x" })).status), path);
			const shown = (await said(staff, home)).shown;

			assert.deepEqual([shown.samples, shown.language], [false, "fr"]);
			assert.ok(shown.name.includes(person.lastName));
			assert.equal(parvis.sqlNumber(`select count(*) from audit where action = 'console.preview' and object_kind = 'contact'`), 1);
			assert.equal((await staff.post(`${portal}/sign-out`)).status, 200);
			assert.equal((await staff.get(`${portal}/records/tickets`)).status, 401);
			assert.equal(parvis.sqlNumber("select count(*) from audit where action = 'portal.preview_end'"), 1);
		});

		test("as a user type that is only being set up: made-up records, and nobody else sees them", async () => {
			const setup = parvis.sql(`select published from user_type where is_default = 1`)[0].replace('"tabs":[', '"tabs":[{"module":"products","tie":"public","layouts":[{"fields":{"name":"read","unit_price":"read"}}]},');
			const client = await parvis.signedIn(person.email, { json: true }), tickets = parvis.sqlNumber("select count(*) from ticket");

			parvis.sql(`update user_type set draft = '${setup.replaceAll("'", "''")}' where is_default = 1`);
			await opened(staff, { type, draft: "false", language: "en" });
			assert.equal((await staff.get(`${portal}/records/products`)).status, 404);
			await opened(staff, { type, draft: "true", language: "en" });
			const { records } = await said(staff, `${portal}/records/offers`);

			assert.equal(records.length > 0, true);
			assert.ok(records.every(({ name }) => name.length > 0));
			const sheet = await said(staff, `${portal}/records/offers/${records[0].id}`);

			assert.ok(sheet.sub_forms[0].rows.length > 0);
			assert.equal((await staff.get(`${portal}/records/products`)).status, 200);
			assert.equal((await client.get(`${portal}/records/products`)).status, 404, "clients see what is published");
			const real = idText(BigInt(parvis.sql("select id from offer")[0]));

			assert.equal((await staff.get(`${portal}/records/offers/${real}`)).status, 404);
			assert.equal(parvis.sqlNumber("select count(*) from ticket"), tickets);
			parvis.sql("update user_type set draft = published where is_default = 1");
			client.close();
		});

		test("who sees little sees no more through a client's eyes", async () => {
			const manager = await parvis.signedInStaff("julien@solaria.example", { json: true });
			const hidden = (module, field) => parvis.sql(`update profile_field set level = 'hidden' where profile_id = 2 and field_id = (select field.id from field join module on module.id = field.module_id where module.name = '${module}' and field.name = '${field}'); update catalogue set version = version + 1;`);

			await opened(manager, { person: contact });
			assert.ok("description" in (await said(manager, `${portal}/records/tickets`)).records[0].fields);
			hidden("tickets", "description");
			const [ticket] = (await said(manager, `${portal}/records/tickets`)).records;

			assert.ok(!("description" in ticket.fields));
			hidden("tickets", "client");
			assert.deepEqual((await said(manager, `${portal}/records/tickets`)).records, []);
			assert.equal((await manager.post("/console/sign-out")).status, 200);
			assert.equal((await manager.get(`${portal}/records/tickets`)).status, 401, "it ends with the session it was opened from");
			assert.equal((await (await parvis.signedInStaff("nadia@solaria.example", { json: true })).get(home)).status, 404);
			manager.close();
		});

		test("bad choices are said beside what was chosen", async () => {
			for (const body of [{}, { person: "0000000000101" }, { type: "0000000000101" }, { person: "nobody" }]) {
				const { status, data } = await staff.post(home, body);

				assert.equal(status, 422);
				assert.ok(Object.values(data.errors).some(Boolean));
			}
		});

		test("in a frame: on a phone and a desktop, light and dark, and by hand without scripts", async () => {
			const { page, complaints } = browser;

			await browser.context.addCookies([...staff.cookies].map(([name, value]) => ({ name, value, url: parvis.url })));
			await page.goto(`${parvis.url}/console/settings/portal/types/${type}/preview`);
			await page.getByRole("button", { name: /As it is published|Tel que publié/ }).first().click();
			for (const [size, width, theme, scheme] of [[desktop, "desktop", "light", "dark"], [phone, "phone", "dark", "light"]]) {
				await page.setViewportSize(size);
				await page.emulateMedia({ colorScheme: scheme });
				await page.goto(`${parvis.url}${home}?width=${width}`);
				await page.locator(`button[value="${theme}"][name="theme"]`).last().click();
				const framed = page.frameLocator(".portal-frame");

				await framed.locator("main").waitFor();
				assert.equal(await framed.locator("html").getAttribute("data-theme"), theme);
				assert.equal(await page.locator(".portal-frame").getAttribute("width"), width === "phone" ? "390" : "1280");
				await assertAccessible(page);
				await assertFits(page);
				await keepShot(page, `preview-${width}-${scheme}`);
			}
			const frame = page.frames().find((one) => one.url().includes(portal));

			await frame.goto(`${parvis.url}${portal}/records/appointments`);
			await assertAccessible(frame);
			assert.ok(await frame.locator(".record-cards .record-card").count() > 0, "as cards, as it is set up");
			await page.goto(`${parvis.url}${portal}/records/offers`);
			await keepShot(page, "preview-samples");
			await page.goto(`${parvis.url}${home}`);
			await page.frameLocator(".portal-frame").locator("form.preview button").click();
			await page.waitForURL((url) => url.pathname === home);
			assert.equal(await page.locator(".portal-frame").count(), 0, "leaving it in the frame leaves it altogether");
			assert.deepEqual(complaints, []);
			await page.goto(`${parvis.url}/console/portal-users`);
			await assertAccessible(page);
			await page.locator('a[href^="/console/preview?person="]').first().click();
			await page.locator('form[action="/console/preview"] [name="person"]').first().waitFor({ state: "attached" });
			const plain = await parvis.signedInStaff("helene@solaria.example"), sheet = await plain.open(`/console/contacts/${contact}`);
			const shown = await plain.submit(sheet, {}, { action: home });

			assert.match(shown.words, new RegExp(person.lastName));
			assert.match((await plain.open(`${portal}/`)).words, /You see the portal as|Vous voyez l’espace client/);
			plain.close();
		});
	});
