// A supplier signs in: by code, then by the passkey that their user type asks for; what staff do meanwhile holds at once.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { assertAccessible, assertFits, desktop, keepShot, openBrowser, phone } from "../browser.mjs";
import { engines, startParvis } from "../parvis.mjs";
import { idText } from "./people.mjs";

const garage = "commandes@garage-des-ponts.example", password = "agrafe pile cheval tasse";

const arrival = (page, path) => page.waitForURL(({ pathname }) => pathname === path);

for (const engine of engines)
	describe(`a supplier, on ${engine}`, () => {
		let parvis, chromium, page, origin, vendor, staff, ways;
		const askForCode = async () => {
			await page.goto("/p/demo/sign-in");
			await page.getByLabel("Your e-mail address").fill(garage);
			await page.getByRole("button", { name: "Receive my code" }).click();
			await page.locator("#code").waitFor();
		};
		const typeCode = async () => {
			await askForCode();
			await page.locator("#code").fill((await parvis.newestMessage(garage)).code);
			await page.locator("main form button.primary").first().click();
		};
		const signOut = () => chromium.context.clearCookies();

		before(async () => {
			parvis = await startParvis({ engine });
			origin = `http://localhost:${parvis.port}`; // browsers make no passkeys for addresses in numbers
			chromium = await openBrowser({ baseURL: origin, locale: "en-GB", viewport: phone });
			page = chromium.page;
			staff = await parvis.signedInStaff("helene@solaria.example", { json: true });
			vendor = idText(BigInt(parvis.sql(`select record_id from portal_user where email = '${garage}'`)[0]));
			ways = `/console/settings/portal/types/${idText(BigInt(parvis.sql(`select user_type_id from portal_user where email = '${garage}'`)[0]))}/ways`;
			const session = await chromium.context.newCDPSession(page);

			await session.send("WebAuthn.enable");
			await session.send("WebAuthn.addVirtualAuthenticator", { options: {
				protocol: "ctap2", transport: "internal", hasResidentKey: true, hasUserVerification: true, isUserVerified: true, automaticPresenceSimulation: true,
			} });
			await chromium.context.addInitScript(() => {
				PublicKeyCredential.isConditionalMediationAvailable = async () => false;
			});
		});
		after(async () => {
			staff?.close();
			await chromium?.close();
			await parvis?.close();
		});

		test("comes in by a code, and finds their own sheet and no client's pages", async () => {
			await typeCode();
			await arrival(page, "/p/demo/");
			await page.getByRole("heading", { name: "Hello Garage des Ponts" }).waitFor();
			await assertAccessible(page);
			await assertFits(page);
			await keepShot(page, "vendor-home-phone");
			await page.locator("main ul.rows a").first().click();
			await arrival(page, `/p/demo/records/vendors/${vendor}`);
			await page.locator("main").getByText(garage).waitFor();
			await page.goto("/p/demo/account");
			await page.getByText(`By e-mail, to ${garage}.`).waitFor();
			await assertAccessible(page);
			await keepShot(page, "vendor-account-phone");
			for (const path of ["invoices", "clients", "notifications", "account/mobile", "records/tickets", "records/products"])
				assert.equal((await page.request.get(`/p/demo/${path}`, { maxRedirects: 0 })).status(), 404, path);
		});

		test("their administrator asks for passkeys alone, and no forged or empty choice gets through", async () => {
			const desk = await parvis.signedInStaff("helene@solaria.example"), form = await desk.open(ways);

			assert.match(form.words, /This holds at once/);
			assert.equal((await desk.submit(form, { code: "on", password: "on", passkey: "on" }, { action: ways })).status, 200);
			assert.equal((await staff.post(ways, {})).status, 422);
			assert.equal((await staff.post(ways, { code: true, seen: "000" })).status, 409);
			assert.equal((await staff.post(ways, { passkey: true })).status, 200);
			assert.equal((await (await parvis.signedInStaff("julien@solaria.example", { json: true })).post(ways, { code: true })).status, 404);
			await chromium.context.addCookies([...desk.cookies].map(([name, value]) => ({ name, value, url: origin })));
			for (const [size, scheme] of [[phone, "dark"], [desktop, "light"]]) {
				await page.setViewportSize(size);
				await page.emulateMedia({ colorScheme: scheme });
				await page.goto(ways);
				await assertAccessible(page);
				await assertFits(page);
				await keepShot(page, `ways-${scheme}`);
			}
			await page.setViewportSize(phone);
			desk.close();
		});

		test("the first code then leads to a passkey, and after it no code opens any more", async () => {
			await signOut();
			await typeCode();
			await arrival(page, "/p/demo/sign-in/way");
			await assertAccessible(page);
			await assertFits(page);
			await keepShot(page, "first-way-phone-light");
			await page.goto("/p/demo/account"); // nothing but the way to sign in
			await arrival(page, "/p/demo/sign-in/way");
			await page.getByLabel("What should it be called?").fill("Téléphone");
			await page.getByRole("button", { name: "Make my passkey" }).click();
			await arrival(page, "/p/demo/");
			await page.getByRole("heading", { name: "Hello Garage des Ponts" }).waitFor();
			await signOut();
			await askForCode();
			const told = await parvis.newestMessage(garage);

			assert.equal(told.code ?? null, null);
			assert.match(told.text, /clé d’accès/);
			await page.locator("#code").fill("0000-0000");
			await page.locator("main form button.primary").first().click();
			await page.getByText("This is not the right code.").waitFor();
			await page.goto("/p/demo/sign-in");
			await page.getByRole("button", { name: "Log in with a passkey" }).click();
			await arrival(page, "/p/demo/");
		});

		test("staff let them begin again, and their session ends with it", async () => {
			const reader = await parvis.signedInStaff("nadia@solaria.example", { json: true }), path = `/console/portal/people/${vendor}/ways/removal`;

			assert.equal((await reader.post(path)).status, 404);
			assert.equal((await staff.post("/console/portal/people/0000000000101/ways/removal")).status, 404);
			const desk = await parvis.signedInStaff("helene@solaria.example"), sheet = await desk.open(`/console/records/vendors/${vendor}/invitation`);

			assert.match(sheet.words, /They made themselves a password or a passkey/);
			assert.match((await desk.submit(sheet, {}, { action: path })).words, /They log in with a code now/);
			desk.close();
			await page.goto("/p/demo/account");
			await arrival(page, "/p/demo/sign-in");
			assert.match((await parvis.newestMessage(garage)).text, /code/);
			reader.close();
		});

		test("without scripts a password does as well, where it is allowed", async () => {
			assert.equal((await staff.post(ways, { password: true, passkey: true })).status, 200);
			const browser = parvis.client(), asked = await browser.submit(await browser.open("/p/demo/sign-in"), { email: garage });
			const way = await browser.submit(asked, { code: (await parvis.newestMessage(garage)).code });

			assert.match(way.words, /One last step/);
			const short = await browser.submit(way, { new_password: "court" }, { action: "/p/demo/account/password" });

			assert.equal(short.status, 422);
			const inside = await browser.submit(short, { new_password: password }, { action: "/p/demo/account/password" });

			assert.match(inside.words, /Hello Garage des Ponts/);
			const again = parvis.client(), typed = await again.submit(await again.open("/p/demo/sign-in"), { email: garage });

			assert.equal(typed.status, 200);
			assert.match((await again.submit(await again.open("/p/demo/sign-in/password"), { password })).words, /Hello Garage des Ponts/);
		});

		test("another one is invited, and makes a password before they choose how they read", async () => {
			const [id, email] = parvis.sql("select id, email from vendor where name = 'Batteries Armor'")[0].split("|"), type = ways.split("/").at(-2);

			parvis.sql("update consent set required = 0");
			const sent = await staff.post(`/console/records/vendors/${idText(BigInt(id))}/invitation`, { user_type: type, language: "fr" });

			assert.equal(sent.status, 200, sent.text);
			const [link] = (await parvis.newestMessage(email)).text.match(/\/p\/demo\/invitation\/\S+/);
			const browser = parvis.client(), asked = await browser.submit(await browser.open(link), {}, { action: link });
			const way = await browser.submit(asked, { code: (await parvis.newestMessage(email)).code });

			assert.match(way.words, /One last step|Dernière étape/);
			const inside = await browser.submit(way, { new_password: password }, { action: "/p/demo/account/password" });

			assert.match(inside.path, /^\/p\/demo\/welcome/);
			assert.equal(parvis.sqlNumber(`select count(*) from portal_user where email = '${email}' and entered_at is not null`), 1);
			browser.close();
		});

		test("another address in the house, and the old one opens nothing", async () => {
			const program = parvis.client({ json: true }), { record } = (await staff.get(`/console/records/vendors/${vendor}`)).data;

			await staff.post(ways, { code: true, password: true, passkey: true });
			await program.post("/p/demo/sign-in", { email: garage });
			const { code } = await parvis.newestMessage(garage);
			const changed = await staff.post(`/console/records/vendors/${vendor}`, { version: record.version, fields: { email: "atelier@garage-des-ponts.example" } });

			assert.equal(changed.status, 200, changed.text);
			assert.equal((await program.post("/p/demo/sign-in/code", { code })).status, 410);
			assert.match((await parvis.newestMessage(garage)).text, /adresse/);
			assert.equal(parvis.sqlNumber(`select count(*) from session where contact_id = (select record_id from portal_user where email like '%@garage-des-ponts.example')`), 0);
			parvis.sql(`update portal_user set settled_at = null where email = 'atelier@garage-des-ponts.example'`);
			const settling = parvis.client({ json: true }), entered = await settling.signInAsContact(parvis, "atelier@garage-des-ponts.example");

			assert.equal(entered.data.next, "/p/demo/welcome"); // as after an invitation
			assert.equal((await settling.get("/p/demo/welcome")).status, 200);
			assert.equal((await settling.post("/p/demo/welcome/choices", { language: "fr", hours: "24", zone: "Europe/Paris", country: "FR" })).data.next, "/p/demo/records/vendors");
			parvis.sql(`update user_type set published = '{"tabs":[],"web":[{"label":{"en":"Help"},"address":"https://www.solaria.example/aide"}]}' where published like '%"vendors"%'; update catalogue set version = version + 1;`);
			assert.equal((await settling.post("/p/demo/welcome/choices", { language: "fr", hours: "24", zone: "Europe/Paris", country: "FR" })).data.next, "/p/demo/web/1");
			assert.equal((await settling.get("/p/demo/web/1")).status, 200);
			assert.deepEqual(chromium.complaints, []);
		});
	});
