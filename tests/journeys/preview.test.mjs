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
			const { billing } = await said(staff, `${portal}/`);

			assert.deepEqual([billing.recent.length, billing.to_pay_count, billing.overdue_count, billing.oldest_overdue.number], [4, 2, 1, "EX-0103"]);
			assert.deepEqual((await said(staff, `${portal}/invoices?filter=paid`)).invoices.map(({ number }) => number), ["EX-0098", "EX-0091"]);
			assert.equal(parvis.sqlNumber("select count(*) from ticket"), tickets);
			parvis.sql("update user_type set draft = published where is_default = 1");
			client.close();
		});

		test("a draft as a person, by their own clock; and somebody who has no access yet", async () => {
			const setup = parvis.sql("select published from user_type where is_default = 1")[0].replace('"tabs":[', '"tabs":[{"module":"products","tie":"public","layouts":[{"fields":{"name":"read"}}]},');

			parvis.sql(`update user_type set draft = '${setup.replaceAll("'", "''")}' where is_default = 1; insert into portal_user (id, user_type_id, module_id, record_id, zone, country, hours, created_at) select 777, u.id, u.main_module_id, c.id, 'Pacific/Auckland', 'NZ', 12, 0 from user_type u, contact c where u.is_default = 1 and c.email = '${person.email}' on conflict (module_id, record_id) do update set zone = 'Pacific/Auckland', country = 'NZ', hours = 12, settled_at = 1;`);
			await opened(staff, { person: contact, draft: "true", language: "en" });
			assert.equal((await said(staff, home)).shown.draft, true);
			const products = parvis.sql("select id from product").map((id) => idText(BigInt(id)));

			assert.ok((await said(staff, `${portal}/records/products`)).records.every(({ id }) => products.includes(id)), "real ones");
			const path = `${portal}/records/appointments`;
			const plain = await parvis.signedInStaff("helene@solaria.example"), themselves = await parvis.signedIn(person.email), times = ({ words }) => words.match(/\d{1,2}:\d{2}\s?[ap]\.?m/gi);

			await plain.submit(await plain.open(`${home}?person=${contact}`), { person: contact, draft: "true" }, { action: home });
			const seen = await plain.open(path);

			assert.match(seen.words, /once this draft is published|quand ce brouillon sera publié/);
			assert.ok(times(seen)?.length > 0, seen.words);
			assert.deepEqual(times(seen), times(await themselves.open(path)));
			await opened(staff, { person: contact });
			assert.equal((await staff.get(`${portal}/records/products`)).status, 404, "what is published is another thing");
			parvis.sql("insert into user_type (id, portal_id, name, main_module_id, position, is_default, draft, created_at, version) select 778, u.portal_id, '{\"fr\":\"Fournisseurs\"}', m.id, 9, 0, '{\"tabs\":[{\"module\":\"vendors\",\"tie\":\"self\",\"layouts\":[{\"fields\":{\"name\":\"read\"}}]}],\"web\":[]}', 0, 1 from user_type u, module m where u.is_default = 1 and m.name = 'vendors'");
			const [vendor] = parvis.sql("select id from vendor v where deleted_at is null and not exists (select 1 from portal_user p where p.record_id = v.id) limit 1").map((id) => idText(BigInt(id)));
			const [stranger] = (await said(staff, `${home}?person=${vendor}`)).people;

			assert.deepEqual([stranger.has_access, stranger.why_not, stranger.types.length], [false, null, 2]);
			const other = idText(778n);

			assert.equal((await staff.post(home, { person: vendor, type: other })).status, 422, "nothing of it is published");
			await opened(staff, { person: vendor, type: other, draft: "true" });
			assert.equal((await said(staff, `${portal}/records/vendors`)).records[0].id, vendor);
			assert.equal((await said(staff, home)).shown.samples, false);
			assert.equal((await staff.post(home, { person: vendor, type })).status, 422, "that user type is for contacts");
			parvis.sql("update user_type set draft = published where is_default = 1");
			plain.close();
			themselves.close();
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
