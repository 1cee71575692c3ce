// An administrator sets up the kinds of people who use the portal: makes one, says which modules they see and whose records,
// arranges its tabs, and takes it away again; nobody sees anything of it before it is published, and two never overwrite
// each other.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { assertAccessible, desktop, dragTo, keepShot, openBrowser } from "../browser.mjs";
import { engines, startParvis } from "../parvis.mjs";
import { Gallery, twoWays } from "./gallery.mjs";
import { idText, peopleOf } from "./people.mjs";

const home = "/console/settings/portal/types";
const own = "0000000000000"; // the layout of a module that has made none

for (const engine of engines)
	describe(`user types, on ${engine}`, () => {
		let parvis, helene, nadia, julien, bare, client, browser, partners, suppliers;

		const ok = (answer) => {
			assert.equal(answer.status, 200, answer.text);
			return answer.data;
		};
		const fields = ({ data }) => data.problems.map(({ field }) => field);
		const tabsOf = async (type) => ok(await helene.get(`${home}/${type}/tabs`));
		const order = async (type) => (await tabsOf(type)).tabs.map(({ module }) => module);
		// Sends what an administrator who has just looked would send.
		const change = async (type, below, body = {}, who = helene) =>
			who.post(`${home}/${type}${below}`, { version: (await tabsOf(type)).version, ...body });
		const refused = (answer, field, status = 422) => {
			assert.equal(answer.status, status, answer.text);
			assert.ok(fields(answer).includes(field), answer.text.slice(0, 600));
		};
		const tab = (tie, more = {}) => ({ tie, layouts: [own], view: "list", ...more });

		before(async () => {
			parvis = await startParvis({ engine });
			parvis.sql("update staff set profile_id = 1 where email = 'nadia@solaria.example'"); // a second administrator
			[helene, nadia, julien] = await Promise.all(["helene", "nadia", "julien"].map((name) => parvis.signedInStaff(`${name}@solaria.example`, { json: true })));
			bare = await parvis.signedInStaff("helene@solaria.example");
			const [person] = peopleOf(parvis, { company: "Solaria Énergies" });

			client = await parvis.signedIn(person.email, { mobile: person.mobile ?? person.email, json: true });
		});
		after(async () => {
			await browser?.close();
			await parvis?.close();
		});

		test("the demonstration has clients, partners and suppliers, each as far as it is set up", async () => {
			const { types } = ok(await helene.get(home));

			assert.deepEqual(types.map(({ name, state, is_default, module }) => [name, state, is_default, module.name]), [
				["Clients", "published", true, "contacts"], ["Partners", "published", false, "contacts"], ["Suppliers", "published", false, "vendors"],
			]);
			assert.deepEqual(types.map(({ changed }) => changed), [false, false, true]);
			partners = types[1].id;
			suppliers = types[2].id;
			assert.deepEqual(await order(partners), ["contacts", "opportunities", "appointments", "products"]);
			assert.ok((await tabsOf(partners)).tabs.every(({ broken }) => broken === null));
			for (const path of [home, `${home}/form`, `${home}/${partners}`, `${home}/${partners}/tabs`, `${home}/${partners}/tabs/tickets`])
				assert.equal((await julien.get(path)).status, 404, path);
			assert.equal((await helene.get(`${home}/${idText(5n)}/tabs`)).status, 404);
		});

		test("without scripts, another one is made, renamed and found in the list", async () => {
			let page = await bare.open(`${home}/form`);

			page = await bare.submit(page, { "name.fr": "Prescripteurs", module: "" });
			assert.equal(page.status, 422);
			assert.equal(page.form(["name.fr"]).fields["name.fr"], "Prescripteurs");
			page = await bare.submit(page, { "name.fr": "partenaires", module: "leads" });
			assert.match(page.words, /Another user type is called so already/);
			page = await bare.submit(page, { "name.fr": "Prescripteurs", "name.en": "Advisers", module: "leads" });
			assert.match(page.words, /The user type is made/);
			assert.match(page.words, /Leads Themselves: the record they sign in by/);
			page = await bare.press(page, "Advisers");
			page = await bare.submit(page, { "name.en": "Referrers" });
			assert.match(page.words, /Saved\./);
			const { types } = ok(await helene.get(home)), last = types.at(-1);

			assert.deepEqual([last.label, last.state, last.module.name], [{ fr: "Prescripteurs", en: "Referrers" }, "draft", "leads"]);
			ok(await helene.post(`${home}/order`, { do: `up:${last.id}` }));
			ok(await helene.post(`${home}/order`, { order: [...types.slice(0, 3), last].map(({ id }) => id) }));
			assert.equal((await helene.post(`${home}/order`, { order: [last.id, last.id, partners, suppliers] })).status, 409);
			assert.equal((await helene.post(home, { name: { fr: "Sociétés" }, module: "clients" })).status, 422);
		});

		test("a tab shows what is theirs by one of the lookups that lead to them", async () => {
			const offered = ok(await helene.get(`${home}/${partners}/tabs/tickets`));

			assert.deepEqual(offered.ties.map(({ code }) => code), ["record:contact", "client:client", "public"]);
			assert.deepEqual((await tabsOf(suppliers)).offered.map(({ module }) => module), []); // no lookup leads to vendors
			refused(await change(partners, "/tabs/tickets", tab("record:owner")), "tie");
			refused(await change(partners, "/tabs/tickets", tab("public", { may: { create: true } })), "may.create");
			refused(await change(partners, "/tabs/tickets", { tie: "record:contact" }), "layouts");
			refused(await change(partners, "/tabs/tickets", tab("record:contact", { layouts: [own, idText(7n)] })), "layouts");
			refused(await change(partners, "/tabs/tickets", tab("record:contact", { view: "wall" })), "view");
			refused(await change(partners, "/tabs/tickets", tab("client:client", { narrowed: { rows: [{ field: "state", comparison: "is", value: "blue" }] } })), "narrowed.rows.0.value");
			assert.equal((await change(partners, "/tabs/comments", tab("through:ticket"))).status, 422); // no tickets yet
			const kept = ok(await change(partners, "/tabs/tickets", tab("record:contact", {
				may: { create: true, edit: true }, view: "cards", narrowed: { rows: [{ field: "state", comparison: "is", value: "new" }] },
			})));

			assert.deepEqual([kept.tie, kept.view, kept.may.map(({ label }) => label), kept.narrowed], ["record:contact", "cards", ["view", "create", "edit"], "State is New"]);
			ok(await change(partners, "/tabs/comments", tab("through:ticket", { aside: true })));
			const products = ok(await helene.get(`${home}/${partners}/tabs/products`)), card = products.views.at(-1);

			assert.deepEqual([products.kept.card.id, products.kept.card.name, card.current], [card.code, "Catalogue", true]);
			assert.match((await helene.get(`${home}/${partners}/file`)).text, /"card": ?"Catalogue"/);
			refused(await change(partners, "/tabs/tickets", tab("record:contact", { view: card.code })), "view"); // another module's
			assert.equal(ok(await change(partners, "/tabs/products", tab("public", { view: "cards", confirm: true }))).card, null);
			assert.match((await helene.get(`${home}/${partners}/publication`)).text, /plain cards/);
			assert.equal(ok(await change(partners, "/tabs/products", tab("public", { view: card.code, confirm: true }))).card.name, "Catalogue");
			assert.equal((await helene.get(`${home}/${partners}/tabs/offer_lines`)).status, 404);
			assert.equal((await client.get("/p/demo/records/tickets")).status, 200); // another type's draft is nobody's business
		});

		test("tabs are put in order, but never above what they are seen through", async () => {
			refused(await change(partners, "/tabs", { do: "place:comments:0" }), "");
			refused(await change(partners, "/tabs", { order: ["comments", "tickets"] }), "");
			ok(await change(partners, "/tabs", { do: "place:tickets:0" }));
			ok(await change(partners, "/tabs", { order: ["contacts", "tickets", "comments", "products", "appointments", "opportunities"] }));
			assert.deepEqual(await order(partners), ["contacts", "tickets", "comments", "products", "appointments", "opportunities"]);
		});

		test("whoever comes second sees what the first did, and overwrites nothing", async () => {
			const { version } = await tabsOf(partners);

			ok(await change(partners, "/tabs/tickets", tab("record:contact", { confirm: true })));
			const late = await nadia.post(`${home}/${partners}/tabs/tickets`, { ...tab("client:client"), version, confirm: true });

			assert.equal(late.status, 409);
			assert.equal(late.data.kept.tie, "record:contact");
			assert.equal(late.data.ties.find(({ current }) => current).code, "client:client"); // what she chose is still there
			assert.equal((await nadia.post(`${home}/${partners}/tabs`, { do: "up:products", version })).status, 409);
			assert.equal((await nadia.post(`${home}/${partners}`, { name: { fr: "Amis" }, version })).status, 409);
			refused(await nadia.post(`${home}/${partners}/tabs/tickets`, tab("client:client")), "version");
			assert.equal((await tabsOf(partners)).tabs[1].tie, "record:contact");
		});

		test("what clients see today is asked about before a draft takes it from them", async () => {
			const [{ id }] = ok(await helene.get(home)).types, seen = ok(await client.get("/p/demo/records/tickets")).records.length;
			const asked = await change(id, "/tabs/tickets", tab("record:contact", { may: { create: true } }));

			refused(asked, "confirm");
			assert.ok(asked.data.impact !== null);
			assert.equal((await tabsOf(id)).tabs[0].tie, "client:client");
			ok(await change(id, "/tabs/tickets", tab("record:contact", { may: { create: true }, confirm: true })));
			assert.equal(ok(await helene.get(home)).types[0].changed, true);
			assert.equal(ok(await client.get("/p/demo/records/tickets")).records.length, seen); // a draft
			const gone = await change(id, "/tabs/tickets/removal");

			refused(gone, "confirm");
			assert.deepEqual(gone.data.also.map(({ label }) => label), ["Comments"]);
			ok(await change(id, "/tabs/tickets/removal", { confirm: true }));
			assert.ok(!(await order(id)).includes("comments"));
			assert.equal(ok(await client.get("/p/demo/records/tickets")).records.length, seen);
		});

		test("people of a type are told something of their own, once it is published", async () => {
			const published = parvis.sql("select published from user_type where is_default = 1")[0];
			const [id] = parvis.sql("select id from user_type where is_default = 1").map((one) => idText(BigInt(one)));
			const told = async () => ok(await client.get("/p/demo/")).privacy_message?.text ?? null, house = await told();

			refused(await change(id, "/message", { message: { fr: "x".repeat(4001) } }), "message.fr");
			ok(await change(id, "/message", { message: { fr: "Chers clients.", en: "Dear clients." } }));
			assert.deepEqual(await told(), house, "nothing is published yet");
			parvis.sql("update user_type set published = draft where is_default = 1; update catalogue set version = version + 1");
			assert.match((await told())[0], /Dear clients|Chers clients/);
			const { number } = ok(await client.get("/p/demo/")).privacy_message;

			assert.equal((await client.post("/p/demo/account/privacy/message", { number: number + 1 })).status, 409);
			ok(await client.post("/p/demo/account/privacy/message", { number }));
			assert.equal(await told(), null);
			const file = JSON.parse((await helene.get(`${home}/${id}/file`)).text);

			assert.deepEqual(file.message, { fr: "Chers clients.", en: "Dear clients." });
			ok(await change(id, "/message", { message: {} }));
			parvis.sql(`update user_type set published = '${published.replaceAll("'", "''")}' where is_default = 1; update catalogue set version = version + 1`);
			assert.deepEqual(await told(), house);
		});

		test("a page of the web is a tab, when its address is one that may be", async () => {
			for (const address of ["http://aide.example/", "javascript:alert(1)", "https://solaria.example@evil.example/", "//aide.example", ""])
				refused(await change(suppliers, "/web", { label: { fr: "Aide" }, address }), "address");
			refused(await change(suppliers, "/web", { address: "https://aide.example/" }), "label.en");
			const servers = "/console/settings/portal/servers", help = { label: { fr: "Aide", en: "Help" }, address: "https://aide.example/" };

			refused(await change(suppliers, "/web", help), "address");
			assert.equal((await helene.get(servers)).data.servers.length, 0);
			for (const server of ["", "intranet", "http://aide.example", "https://moi@aide.example"])
				assert.ok((await helene.post(servers, { server })).data.errors.server, server);
			ok(await helene.post(servers, { server: "https://AIDE.example/ici" }));
			ok(await change(suppliers, "/web", help));
			ok(await change(suppliers, "/web", { label: { fr: "Actualités" }, address: "https://www.solaria.example/news", allow: true }));
			ok(await helene.post(`${servers}/removal`, { server: "aide.example" }));
			assert.equal((await helene.post(`${servers}/removal`, { server: "aide.example" })).status, 404);
			const listed = (await helene.get(servers)).data;

			assert.deepEqual([listed.servers.map(({ name }) => name), listed.others.map(({ name, tabs }) => [name, tabs[0].label])], [["www.solaria.example"], [["aide.example", "Help"]]]);
			assert.equal((await julien.get(servers)).status, 404);
			ok(await change(suppliers, "/tabs", { do: "up:web:2" }));
			ok(await change(suppliers, "/web/1", { label: { fr: "Nouvelles" }, address: "https://www.solaria.example/news" }));
			assert.deepEqual((await tabsOf(suppliers)).web.map(({ label, server }) => [label, server]), [["Nouvelles", "www.solaria.example"], ["Help", "aide.example"]]);
			ok(await change(suppliers, "/web/1/removal"));
			assert.equal((await helene.get(`${home}/${suppliers}/web/2`)).status, 404);
		});

		test("a tab whose module is out of use says so, and can be taken out", async () => {
			parvis.sql("update module set retired_at = 1 where name = 'appointments'; update catalogue set version = version + 1;");
			const shown = (await tabsOf(partners)).tabs.find(({ module }) => module === "appointments");

			assert.match(shown.broken, /out of use/);
			ok(await change(partners, "/tabs/appointments/removal", { confirm: true }));
			parvis.sql("update module set retired_at = null where name = 'appointments'; update catalogue set version = version + 1;");
		});

		test("its pages are for everybody, and what one presses happens", { skip: engine !== "sqlite" }, async () => {
			browser = await openBrowser();
			const gallery = new Gallery(parvis, browser), { page } = browser;

			await gallery.take(bare);
			for (const [name, path, way] of [["s", "", 0], ["-tabs", `/${partners}/tabs`, 0], ["-tab", `/${partners}/tabs/tickets`, 1], ["-public", `/${partners}/tabs/products`, 0], ["-removal", `/${partners}/removal`, 1]])
				await gallery.look(`user-type${name}`, home + path, twoWays[way]);
			await page.setViewportSize(desktop);
			await page.goto(`${parvis.url}${home}/${partners}/tabs`);
			await page.locator("#down-contacts").focus();
			await page.keyboard.press("Enter");
			await page.waitForFunction(() => document.querySelector("[data-item]").dataset.item === "tickets");
			await dragTo(page, '[data-item="contacts"]', '[data-item="tickets"]', { x: 200, y: 4 });
			await page.waitForFunction(() => document.querySelector("[data-item]").dataset.item === "contacts");
			await page.goto(`${parvis.url}${home}/${partners}/tabs/tickets`);
			await page.locator('input[name="tie"][value="client:client"]').check();
			await page.getByRole("button", { name: "Save" }).last().click();
			await page.getByRole("button", { name: "Apply" }).waitFor();
			await assertAccessible(page);
			await keepShot(page, "user-type-question");
			await page.getByRole("button", { name: "Apply" }).click();
			await page.getByText("Saved. It holds once you publish it.").first().waitFor();
			assert.deepEqual(browser.complaints, []);
		});

		test("one that goes says what becomes of its people, and the default one stays", async () => {
			const [{ id }] = ok(await helene.get(home)).types, [contact] = parvis.sql("select max(id) from contact where deleted_at is null"), [vendor] = parvis.sql("select max(id) from vendor where deleted_at is null");

			parvis.sql(["contacts", "vendors"].map((module, i) => `delete from portal_user where record_id = ${[contact, vendor][i]};
				insert into portal_user (id, user_type_id, module_id, record_id, created_at)
				select ${801 + i}, user_type.id, module.id, ${[contact, vendor][i]}, 0 from user_type join module on module.id = main_module_id
				where module.name = '${module}' and user_type.name like '%${["Partners", "Suppliers"][i]}%'`).join(";"));
			assert.equal((await helene.get(`${home}/${id}/removal`)).status, 409);
			assert.equal((await change(id, "/removal", { confirm: "Clients" })).status, 409);
			const told = ok(await helene.get(`${home}/${partners}/removal`));

			assert.deepEqual([told.affected, told.heir], [1, "Clients"]);
			assert.equal(ok(await helene.get(`${home}/${suppliers}/removal`)).heir, null);
			refused(await change(partners, "/removal", { confirm: "yes" }), "confirm");
			refused(await change(partners, "/removal"), "confirm");
			ok(await change(partners, "/removal", { confirm: "partenaires" }));
			ok(await change(suppliers, "/removal", { confirm: "Suppliers" }));
			assert.deepEqual(ok(await helene.get(home)).types.map(({ name }) => name), ["Clients", "Referrers"]);
			assert.equal(parvis.sqlNumber(`select count(*) from portal_user join user_type on user_type.id = user_type_id where record_id = ${contact} and is_default = 1`), 1);
			assert.equal(parvis.sqlNumber(`select count(*) from portal_user where record_id = ${vendor}`), 0);
			assert.ok(parvis.sqlNumber("select count(*) from audit where action like 'user_type.%'") > 10);
		});
	});
