// The buttons of the portal's home: an administrator arranges them and sees at once what clients see; one that leads
// nowhere hides itself; nothing is lost when two work on them.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { assertAccessible, assertFits, desktop, dragTo, keepShot, openBrowser, phone } from "../browser.mjs";
import { engines, startParvis } from "../parvis.mjs";
import { Gallery } from "./gallery.mjs";
import { peopleOf } from "./people.mjs";

const home = "/console/settings/buttons";
const site = { text_fr: "Prendre rendez-vous", icon: "calendar", style: "plain", target: "web", url: "https://rdv.example.fr/solaria" };

for (const engine of engines)
	describe(`buttons of the portal, on ${engine}`, () => {
		let parvis, helene, marie, bare, made;

		before(async () => {
			parvis = await startParvis({ engine });
			const [person] = peopleOf(parvis, { company: "Solaria Énergies" });

			[helene, bare, marie] = await Promise.all([
				parvis.signedInStaff("helene@solaria.example", { json: true }),
				parvis.signedInStaff("helene@solaria.example"),
				parvis.signedIn(person.email, { json: true }),
			]);
		});
		after(() => parvis?.close());

		const ok = (answer) => {
			assert.equal(answer.status, 200, answer.text);
			return answer.data;
		};
		const list = async () => ok(await helene.get(home)).buttons;
		const seen = async (client = marie) => ok(await client.get("/p/demo/")).actions?.buttons ?? null;
		const texts = async (client) => (await seen(client)).map(({ text }) => text);
		const one = (id) => `${home}/${id}`;

		test("an organisation begins with the buttons there always were", async () => {
			const buttons = await seen();

			assert.deepEqual(buttons.map(({ text }) => text), ["See my invoices", "Write to us", "Call 02 40 00 12 34", "My account"]);
			assert.deepEqual(buttons.map(({ href }) => href), ["/p/demo/invoices", "mailto:bonjour@solaria.example", "tel:0240001234", "/p/demo/account"]);
			assert.deepEqual(buttons.map(({ primary }) => primary), [true, false, false, false]);
			assert.ok(buttons.every(({ leaves }) => leaves === null));
			assert.deepEqual((await list()).map(({ state }) => state), ["shown", "shown", "shown", "shown"]);
		});

		test("what cannot be is refused beside its field, and nothing is kept", async () => {
			const wrong = [
				[{ ...site, text_fr: " " }, "text_en"], [{ ...site, text_en: "x".repeat(61) }, "text_en"], [{ ...site, text_fr: "a\u202Eb" }, "text_fr"],
				[{ ...site, icon: "skull" }, "icon"], [{ ...site, style: "loud" }, "style"], [{ ...site, target: "fax" }, "target"],
				[{ ...site, target: "page", page: "/clients" }, "page"], [{ ...site, target: "page", page: "/" }, "page"], [{ ...site, url: "" }, "url"],
				...["http://rdv.example.fr", "javascript:alert(1)", "https://solaria.example@evil.example/", "//evil.example", "https://x"].map((url) => [{ ...site, url }, "url"]),
			];

			for (const [body, field] of wrong) {
				const answer = await helene.post(home, body);

				assert.equal(answer.status, 422, JSON.stringify(body));
				assert.ok(answer.data.errors[field], `${field}: ${answer.text.slice(0, 200)}`);
				assert.equal(answer.data.values.text_fr, body.text_fr, "what was typed stays");
			}
			assert.equal((await helene.post(home, { ...site, href: "x" })).status, 400);
			const shown = ok(await helene.post(home, { ...site, do: "show" }));

			assert.equal(shown.look.languages.find(({ code }) => code === "en").buttons.at(-1).text, "Prendre rendez-vous");
			assert.equal((await list()).length, 4, "a preview writes nothing");
		});

		test("a button is added, put first, and leads out of the portal", async () => {
			made = ok(await helene.post(home, site));
			assert.equal(made.missing, "en");
			const [first, second, third, fourth] = (await list()).map(({ id }) => id);

			assert.equal((await helene.post(`${home}/order`, { order: [first, second] })).status, 409);
			assert.equal((await helene.post(`${home}/order`, { order: [made.id, first, second, third, third] })).status, 409);
			assert.equal((await helene.post(`${home}/order`, { do: "up:0000000000109" })).status, 409);
			ok(await helene.post(`${home}/order`, { order: [made.id, first, second, third, fourth] }));
			ok(await helene.post(`${home}/order`, { do: `down:${made.id}` }));
			ok(await helene.post(`${home}/order`, { do: `place:${fourth}:0` }));
			assert.deepEqual(await texts(), ["My account", "See my invoices", "Prendre rendez-vous", "Write to us", "Call 02 40 00 12 34"]);
			const button = (await seen())[2];

			assert.equal(button.href, site.url);
			assert.equal(button.leaves, "rdv.example.fr, in a new tab");
			const page = await marie.twin({ json: false, language: "fr" }).get("/p/demo/");

			assert.match(page.text, /<a class="button wide start" href="https:\/\/rdv\.example\.fr\/solaria" target="_blank" rel="noopener noreferrer">/);
			assert.match(page.words, /Prendre rendez-vous rdv\.example\.fr, dans un nouvel onglet/);
			assert.match(page.words, /Appeler le 02 40 00 12 34/);
		});

		test("two who change one at once lose nothing", async () => {
			const { button } = ok(await helene.get(one(made.id)));

			ok(await helene.post(one(made.id), { text_en: "Book a visit", icon: "clock", version: button.version }));
			const late = await helene.post(one(made.id), { text_en: "Make an appointment", version: button.version });

			assert.equal(late.status, 409);
			assert.equal(late.data.meanwhile.text_en.theirs, "Book a visit");
			assert.equal(late.data.values.text_en, "Make an appointment");
			assert.equal((await texts())[2], "Book a visit");
			const form = (await bare.get(one(made.id))).form(["text_en", "version"]);

			ok(await helene.post(one(made.id), { text_en: "Come and see us" }));
			const page = await bare.send("POST", one(made.id), { form: { ...form.fields, text_en: "Mine", do: "save" } });

			assert.equal(page.status, 409);
			assert.match(page.words, /Saved meanwhile: Come and see us/);
			assert.equal(page.form(["text_en"]).fields.text_en, "Mine");
		});

		test("without its target a button hides itself, and the list says why", async () => {
			const [account] = await list();

			parvis.sql(`update company set phone = null where name = 'Solaria Énergies'; update portal_button set page = '/gone' where id = 1`);
			const states = Object.fromEntries((await list()).map(({ text_en, state, notes }) => [text_en, [state, notes.map(({ note }) => note)]]));

			assert.deepEqual(states["Call {phone}"], ["partly", ["Solaria Énergies has no phone number."]]);
			assert.deepEqual(states["See my invoices"], ["blocked", ["Its page is no longer part of the portal."]]);
			ok(await helene.post(`${one(account.id)}/hiding`));
			assert.deepEqual(await texts(), ["Come and see us", "Write to us"]);
			ok(await helene.post(`${one(account.id)}/showing`));
			parvis.sql(`update company set phone = '02 40 00 12 34' where name = 'Solaria Énergies'; update portal_button set page = '/invoices' where id = 1`);
			assert.equal((await texts()).length, 5);
		});

		test("without scripts: moved, looked at, saved, hidden and deleted by forms", async () => {
			const page = await bare.get(home);
			const { fields, buttons } = page.form(["do"], `${home}/order`);
			const down = buttons.find(({ label }) => label === "Move “My account” down");
			const press = (action, more) => bare.send("POST", action, { form: { csrf: fields.csrf, ...more } });

			assert.equal((await press(`${home}/order`, { do: down.value })).status, 303);
			assert.equal((await texts())[0], "See my invoices");
			const form = (await bare.get(`${home}/form`)).form(["text_fr", "url"]);
			const look = await press(home, { ...form.fields, text_fr: "Notre boutique", target: "call", do: "show" });

			assert.equal(look.status, 200);
			assert.equal(look.form(["text_fr"]).fields.text_fr, "Notre boutique");
			assert.match(look.text.match(/id="look".*?<\/section>\n<\/div>/s)[0], /Notre boutique/);
			assert.ok(!(await texts()).includes("Notre boutique"));
			assert.equal((await press(home, { ...form.fields, text_fr: "Notre boutique", target: "call", do: "save" })).location, home);
			const shop = (await list()).at(-1);

			assert.equal(shop.target, "call");
			assert.equal(shop.url, null);
			assert.equal((await press(`${one(shop.id)}/hiding`)).status, 303);
			assert.ok(!(await texts()).includes("Notre boutique"));
			assert.equal((await press(`${one(shop.id)}/removal`)).status, 303);
			assert.equal((await helene.get(one(shop.id))).status, 404);
			assert.deepEqual(parvis.sql(`select distinct action from audit where action like 'button.%' order by action`),
				["button.change", "button.create", "button.hide", "button.order", "button.remove", "button.show"]);
		});

		test("twelve are the most, and with none the card is absent", async () => {
			for (let i = (await list()).length; i < 12; i++)
				ok(await helene.post(home, { ...site, text_fr: `Bouton ${i}` }));
			const thirteenth = await helene.post(home, site);

			assert.equal(thirteenth.status, 422);
			assert.match(thirteenth.text, /There are 12 buttons already/);
			assert.match((await bare.get(home)).words, /There are 12 buttons, as many as fit/);
			for (const { id } of (await list()).slice(5))
				ok(await helene.send("DELETE", one(id), { json: {} }));
			parvis.sql("update portal_button set shown = 0");
			assert.equal(await seen(), null);
			assert.ok(!(await marie.twin({ json: false }).get("/p/demo/")).words.includes("What would you like to do"));
			parvis.sql("update portal_button set shown = 1");
		});

		test("a button leads to a tab, and is for some of the user types", async () => {
			const partners = "0000000000025", unlike = { text_en: "My requests", icon: "clock", target: "page" };

			parvis.sql("update user_type set published = null where is_default = 0; update catalogue set version = version + 1;");
			for (const page of ["/records/leads", "/records/nothing", "/records/"])
				assert.ok((await helene.post(home, { ...unlike, page })).data.errors.page, page);
			const added = ok(await helene.post(home, { ...unlike, page: "/records/tickets" }));
			const href = async () => (await seen()).find(({ text }) => text === unlike.text_en)?.href ?? null;
			const meant = async (types) => ok(await helene.post(one(added.id), { types }));

			assert.deepEqual([added.state, added.for_all, added.leads_to], ["shown", true, "Tickets"]);
			assert.equal(await href(), "/p/demo/records/tickets");
			assert.ok(!(await bare.get(one(added.id))).text.includes("types.1"), "nobody chooses among one");
			parvis.sql(`insert into user_type (id, portal_id, name, main_module_id, position, is_default, draft, published, created_at, version)
				select 69, portal_id, '{"fr": "Partenaires", "en": "Partners"}', main_module_id, 9, 0, draft, '{"tabs":[],"web":[]}', 0, 1 from user_type where is_default = 1;
				update catalogue set version = version + 1;`);
			const [clients, { label }] = ok(await helene.get(one(added.id))).user_types;

			assert.equal(label, "Partners");
			const theirs = await meant([partners]);

			assert.deepEqual([theirs.state, theirs.types.map((type) => type.label)], ["blocked", ["Partners"]]);
			assert.match(theirs.notes[0].note, /None of the user types it is for has this tab/);
			assert.equal(await href(), null);
			assert.match((await bare.get(home)).words, /Only for Partners/);
			assert.equal((await meant([clients.id])).state, "shown");
			assert.equal(await href(), "/p/demo/records/tickets");
			assert.equal((await meant([clients.id, partners])).for_all, true);
			assert.ok((await helene.post(one(added.id), { types: ["0000000000026"] })).data.errors.types);
			const form = (await bare.get(one(added.id))).form(["text_en", "types.0", "types.2"]), { "types.1": first, "types.2": second, ...none } = form.fields;

			assert.deepEqual([first, second], [clients.id, partners]);
			assert.equal((await bare.send("POST", one(added.id), { form: { ...none, do: "save" } })).status, 422);
			assert.equal((await bare.send("POST", one(added.id), { form: { ...none, "types.1": first, do: "save" } })).status, 303);
			parvis.sql("update user_type set published = null where is_default = 1; update catalogue set version = version + 1;");
			assert.equal(await href(), null);
			parvis.sql("update user_type set published = draft where is_default = 1; delete from user_type where id = 69; update catalogue set version = version + 1;");
			ok(await helene.send("DELETE", one(added.id), { json: {} }));
		});

		if (engine !== "sqlite")
			return; // what follows is about screens
		test("with a browser: dragged, moved, and looked at while typing", async () => {
			const browser = await openBrowser();
			const { page } = browser;
			const gallery = new Gallery(parvis, browser);
			const rows = () => page.locator("[data-item] strong").allTextContents();
			const first = (text) => page.locator("[data-item]:first-child strong", { hasText: text });
			const bar = page.locator("#look .bar-page:visible");

			try {
				await gallery.take(bare);
				await page.setExtraHTTPHeaders({ "Accept-Language": "en" });
				await page.goto(parvis.url + home);
				const before = await rows();

				await page.getByRole("button", { name: `Move “${before[1]}” up` }).click();
				await first(before[1]).waitFor();
				assert.ok((await page.evaluate(() => document.activeElement.id)).startsWith("up-"), "the keyboard stays on the button");
				await dragTo(page, "[data-item] >> nth=0", "[data-item] >> nth=2", { x: 200, y: 50 });
				await first(before[0]).waitFor();
				assert.deepEqual((await bar.locator(".button").allInnerTexts())[0].split("\n")[0], before[0]);
				assert.deepEqual((await list()).map(({ text }) => text), await rows());

				await page.goto(`${parvis.url}${home}/form`);
				assert.equal(await page.getByLabel("Web address").filter({ visible: true }).count(), 1, "the radio");
				await page.getByLabel("Text in English").fill("Our catalogue");
				await bar.getByText("Our catalogue").waitFor();
				await page.getByRole("radio", { name: "A web address" }).check();
				await page.getByRole("textbox", { name: "Web address" }).fill("https://catalogue.example.fr/");
				await bar.getByText("catalogue.example.fr, in a new tab").waitFor();
				assert.equal(await page.getByLabel("Text in English").inputValue(), "Our catalogue");
				for (const name of ["Phone", "Dark", "Français"])
					await page.getByRole("radio", { name, exact: true }).check();
				await assertAccessible(page);
				await keepShot(page, "button-form-switched");
				assert.equal(await bar.getAttribute("lang"), "fr");
				assert.ok((await bar.boundingBox()).width <= 391);
				await page.setViewportSize(phone);
				await assertFits(page);
				await keepShot(page, "button-form-on-phone");
				await page.setViewportSize(desktop);
				await gallery.look("button-list", home, { language: "fr", scheme: "light", judged: "phone", kept: ["phone", "desk"] });
				const still = await page.context().browser().newContext({ javaScriptEnabled: false });

				await still.addCookies([...marie.cookies].map(([name, value]) => ({ name, value, url: parvis.url })));
				const client = await still.newPage();

				await client.setViewportSize(phone);
				await client.goto(`${parvis.url}/p/demo/`);
				await assertFits(client);
				assert.equal(await client.getByRole("link", { name: "rdv.example.fr" }).first().getAttribute("target"), "_blank");
				await keepShot(client, "button-dashboard-phone");
				await still.close();
				assert.deepEqual(browser.complaints, []);
			} finally {
				await browser.close();
			}
		});
	});
