// An administrator names the portal, leaves and goes on, changes its address; the former one only says where it is now.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { assertAccessible, desktop, openBrowser } from "../browser.mjs";
import { engines, startParvis } from "../parvis.mjs";
import { Gallery, twoWays } from "./gallery.mjs";
import { peopleOf } from "./people.mjs";

const home = "/console/settings/portal";

for (const engine of engines)
	describe(`the portal's name and address, on ${engine}`, () => {
		let parvis, helene, nadia, julien, browser, person, client;

		const page = async (who = helene) => (await who.get(home)).data;
		const change = (who, address, seen, confirm = true) => who.post(`${home}/address`, { address, seen, ...(confirm && { confirm }) });

		before(async () => {
			parvis = await startParvis({ engine });
			parvis.sql("update staff set profile_id = 1 where email = 'nadia@solaria.example'"); // a second administrator
			[helene, nadia, julien] = await Promise.all(["helene", "nadia", "julien"].map((name) => parvis.signedInStaff(`${name}@solaria.example`, { json: true })));
			[person] = peopleOf(parvis, { company: "Solaria Énergies" });
			client = await parvis.signedIn(person.email, { mobile: person.mobile ?? person.email });
		});
		after(async () => {
			await browser?.close();
			await parvis?.close();
		});

		test("the name stays, the portal cannot be deleted, and only administrators look", async () => {
			const shown = await page();

			assert.deepEqual([shown.portal.address, shown.name_fixed, shown.undeletable], ["demo", true, true]);
			assert.deepEqual(shown.former_addresses.map(({ address }) => address), ["solaria-energies"]);
			const renamed = await helene.post(home, { name: "Autre nom" });

			assert.equal(renamed.status, 409);
			assert.equal(renamed.data.typed.name, "Autre nom");
			assert.equal(renamed.data.portal.name, shown.portal.name);
			assert.equal((await helene.send("DELETE", home, { json: {} })).status, 409);
			for (const path of [home, `${home}/address`, `${home}/availability?address=abc`])
				assert.equal((await julien.get(path)).status, 404);
		});

		test("the first portal, too, is nowhere that an address may not be", () => {
			for (const [address, why] of [["admin", /This word is reserved/], ["a", /at least 3 signs/], ["Côte", /small letters without accents/], ["a--b", /two of them in a row/]]) {
				const { status, stderr } = parvis.run("init", "--name", "Essai", "--address", address);

				assert.equal(status, 2);
				assert.match(stderr, why);
			}
		});

		test("whether an address can be had is said while one types, with what could be instead", async () => {
			parvis.sql("insert into portal (id, address, name, company_id, created_at) select 9000000000000000000, 'boreal', 'Boréal', min(id), 1 from company");
			const said = async (address) => (await helene.get(`${home}/availability?address=${encodeURIComponent(address)}`)).data;

			for (const [address, problem] of [["admin", "reserved"], ["supp0rt", "reserved"], ["ab", "short"], ["Côte Ouest", "signs"], ["a--b", "hyphens"], ["boreal", "taken"], ["b0rea1", "alike"], ["a".repeat(41), "long"]]) {
				const { availability } = await said(address);

				assert.deepEqual([availability.available, availability.problem], [false, problem], address);
				assert.ok(availability.ideas.length > 0, address);
				assert.equal((await said(availability.ideas[0].address)).availability.available, true, address);
			}
			const free = await said("Solaria-Ouest");

			assert.equal(free.availability.address, "solaria-ouest");
			assert.deepEqual(free.notices.map(({ language }) => language), ["en", "fr"]);
			assert.match(free.notices[1].text, /nouvelle adresse[^]*\/p\/solaria-ouest\//);
		});

		test("the address changes after a confirmation, and everything uses the new one at once", async () => {
			const asked = await change(helene, "solaria", "demo", false);

			assert.equal(asked.status, 422);
			assert.ok(asked.data.people >= 1);
			assert.equal((await page()).portal.address, "demo");
			for (const wrong of ["", "a b", "boreal", "admin", "demo"]) {
				const refused = await change(helene, wrong, "demo");

				assert.equal(refused.status, 422, wrong);
				assert.ok(refused.data.problems.some(({ field }) => field === "address"), refused.text);
			}
			await parvis.client().submit(await parvis.client().open("/p/demo/sign-in"), { email: person.email }); // a link that is on its way
			const done = await change(helene, "solaria", "demo");

			assert.equal(done.status, 200, done.text);
			assert.equal(done.data.portal.address, "solaria");
			const shown = await page(nadia);

			assert.equal(shown.former_addresses[0].address, "demo");
			assert.equal(shown.former_addresses[0].changed_by, "Hélène Caradec");
			assert.ok(shown.notices[0].text.includes(shown.portal.url));
			assert.ok((await helene.get("/console/portal")).text.includes("/p/solaria/"));
			assert.equal((await parvis.client().get("/")).location, "/p/solaria/");
			assert.equal((await client.get("/p/solaria/invoices")).status, 200); // whoever was signed in still is
			assert.match(parvis.sql("select detail from audit where action = 'portal_name.address'")[0], /"demo"[^]*"solaria"/);
		});

		test("the former address explains on every page, does nothing, and signs nobody in", async () => {
			const { text } = await parvis.newestMessage(person.email), [link] = text.match(/\/p\/demo\/sign-in\/link\/\S+/);
			const visitor = parvis.client();

			for (const path of ["/p/demo/", "/p/demo/sign-in", "/p/demo/invoices?q=x", "/p/demo/account"]) {
				const answer = await client.get(path);

				assert.equal(answer.status, 410, path);
				assert.match(answer.words, /has moved[^]*Solaria Énergies/);
				assert.equal(answer.links.find(({ label }) => label === "Go to the new address").href, path.replace("demo", "solaria").replace(/\?.*/, ""));
				assert.ok(!answer.text.includes(person.email));
			}
			const opened = await visitor.get(link);

			assert.equal(opened.status, 410);
			assert.ok(opened.links.every(({ href }) => !href.includes(link.split("/").at(-1))), "the token goes on");
			assert.equal(opened.links.find(({ label }) => label === "Go to the new address").href, "/p/solaria/");
			assert.equal((await visitor.post(link)).status, 410);
			assert.equal(visitor.cookies.size, 0);
			const told = await parvis.client({ json: true }).post("/p/demo/sign-in", { email: person.email });

			assert.equal(told.status, 410);
			assert.equal(told.data.portal.address, "solaria");
			assert.equal((await parvis.client().get("/p/nowhere/")).status, 404);
			const signedIn = await parvis.signedIn(person.email, { mobile: person.mobile ?? person.email, address: "solaria" });

			assert.equal((await signedIn.get("/p/solaria/account")).status, 200);
			assert.match((await parvis.newestMessage(person.email)).text, /\/p\/solaria\//);
		});

		test("of two administrators the second sees what the first did; one may return to one's own address", async () => {
			const late = await change(nadia, "solaria-sud", "demo");

			assert.equal(late.status, 409);
			assert.deepEqual([late.data.portal.address, late.data.values.address, late.data.last_change.changed_by], ["solaria", "solaria-sud", "Hélène Caradec"]);
			assert.equal((await change(nadia, "demo", "solaria")).status, 200);
			assert.equal((await client.get("/p/demo/invoices")).status, 200);
			assert.equal((await client.get("/p/solaria/invoices")).status, 410);
		});

		test("another process that shares the database knows at once", { skip: engine === "sqlite" }, async () => {
			const other = await startParvis({ engine, place: parvis.place });

			assert.equal((await other.client().get("/p/demo/")).status, 200);
			assert.equal((await change(helene, "solaria", "demo")).status, 200);
			assert.equal((await other.client().get("/p/demo/")).status, 410);
			assert.equal((await other.client().get("/p/solaria/")).status, 200);
			await other.stop();
			assert.equal((await change(helene, "demo", "solaria")).status, 200);
		});

		test("its pages are accessible, and say while one types whether an address is free", { skip: engine !== "sqlite" }, async () => {
			browser = await openBrowser();
			const gallery = new Gallery(parvis, browser), staff = await parvis.signedInStaff("helene@solaria.example");

			await gallery.take(staff);
			for (const way of twoWays)
				await gallery.look("portal-address", `${home}/address?address=cote-ouest`, way);
			await gallery.look("portal-name", home, twoWays[0]);
			assert.equal(await gallery.look("portal-moved", "/p/solaria/invoices", twoWays[1]), 410);
			const tab = browser.page;

			await tab.setViewportSize(desktop);
			await tab.goto(parvis.url + `${home}/address`);
			await tab.fill("#address", "admin");
			await tab.waitForSelector("#availability .warn");
			await tab.fill("#address", "cote-ouest");
			await tab.waitForSelector("#availability .ok");
			assert.equal(await tab.inputValue("#address"), "cote-ouest");
			assert.equal(await tab.locator("#notice-fr").count(), 1);
			await tab.click("button.primary");
			await tab.waitForURL(/address$/);
			await tab.getByRole("heading", { name: "Change the address?" }).waitFor();
			await assertAccessible(tab);
			assert.deepEqual(browser.complaints, []);
		});

		test("without a portal: typed, kept, taken up by somebody else, made", async () => {
			parvis.sql(`${engine === "postgres" ? "set session_replication_role = replica; " : ""}delete from former_address; delete from portal;`); // whatever leads to it
			const first = await page();

			if (browser !== undefined)
				await new Gallery(parvis, browser).look("portal-name-start", home, twoWays[0]);
			assert.equal(first.portal, null);
			assert.equal(first.values.name, first.companies[0].name);
			assert.equal(first.availability.available, true);
			const browserless = await parvis.signedInStaff("helene@solaria.example");
			const start = await browserless.open(home);
			const company = first.companies.find(({ name }) => name === "Solaria Énergies").id;
			const kept = await browserless.submit(start, { name: "Espace Solaria", address: "www", company }, { action: home });

			assert.equal(kept.status, 422);
			assert.match(kept.words, /reserved/);
			assert.equal(kept.form(["address"]).fields.address, "www");
			const theirs = await page(nadia);

			assert.deepEqual([theirs.draft.name, theirs.draft.address, theirs.draft.kept_by], ["Espace Solaria", "www", "Hélène Caradec"]);
			const draft = { name: "Clients Solaria", address: "", company, version: theirs.version };

			assert.equal((await nadia.post(`${home}/draft`, draft)).status, 200);
			const late = await helene.post(`${home}/draft`, { ...draft, name: "Le mien" });

			assert.equal(late.status, 409);
			assert.deepEqual([late.data.draft.name, late.data.values.name], ["Clients Solaria", "Le mien"]);
			const made = await browserless.submit(await browserless.open(home), { name: "Clients Solaria" }, { action: home });

			assert.match(made.words, /Your portal is made/);
			assert.equal((await page()).portal.address, "clients-solaria");
			assert.equal(parvis.sqlNumber("select count(*) from user_type where is_default = 1 and portal_id = (select id from portal)"), 1);
			assert.equal((await parvis.client().get("/p/clients-solaria/")).status, 200);
			assert.equal((await nadia.post(home, { name: "Trop tard", company })).status, 409);
		});
	});
