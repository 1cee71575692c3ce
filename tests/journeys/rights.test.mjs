// An administrator decides who sees what: a profile that hides a field, a private module that a rule shares with a group.
// A staff user then sees exactly the right rows, without the field, everywhere; and a changed right holds at once.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { assertAccessible, assertFits, desktop, openBrowser, phone } from "../browser.mjs";
import { engines, startParvis } from "../parvis.mjs";
import { idText } from "./people.mjs";

const settings = "/console/settings";
const vehicles = "/console/records/shop_vehicles";

for (const engine of engines)
	describe(`rights, on ${engine}`, () => {
		let parvis, administrator, staff, browser, profile, group;
		const ids = {};

		const staffId = (email) => idText(BigInt(parvis.sql(`select id from staff where email = '${email}'`)[0]));

		// Sends a change as a program does: first to see what it does, then to do it. Returns what it said it would do.
		async function change(path, body) {
			const asked = await administrator.post(path, body);

			assert.equal(asked.status, 422, `${path}: ${asked.text}`);
			assert.ok(asked.data.problems.some(({ field }) => field === "confirm"), asked.text);
			const done = await administrator.post(path, { ...body, confirm: true });

			assert.equal(done.status, 200, `${path}: ${done.text}`);
			return { impact: asked.data.impact, data: done.data };
		}

		const version = async (path) => (await administrator.get(path)).data.version;
		const namesSeen = async (query = "") => {
			const { status, data } = await staff.get(vehicles + query);

			assert.equal(status, 200);
			return data.records.map(({ name }) => name).sort();
		};
		const sentences = ({ people }, side) => people.flatMap((row) => row[side].map(({ text }) => text));

		before(async () => {
			parvis = await startParvis({ engine });
			administrator = await parvis.signedInStaff("helene@solaria.example", { json: true });
			const make = async (path, body) => {
				const answer = await administrator.post(path, body);

				assert.equal(answer.status, 200, `${path}: ${answer.text}`);
				return answer.data;
			};

			await make(`${settings}/modules`, { name: "shop_vehicles", singular: { en: "Shop vehicle" }, plural: { en: "Shop vehicles" }, naming: { en: "Plate" }, sharing: "read" });
			await make(`${settings}/modules/shop_vehicles/fields`, { type: "text", name: "depot", label: { en: "Depot" } });
			await make(`${settings}/modules/shop_vehicles/fields`, { type: "text", name: "secret", label: { en: "Price paid" } });
			for (const [plate, depot] of [["AA-001", "North"], ["BB-002", "North"], ["CC-003", "South"]])
				ids[plate] = (await make(vehicles, { fields: { plate, depot, secret: `paid-${plate}` } })).record.id;
		});
		after(async () => {
			await browser?.close();
			await parvis?.close();
		});

		test("in a browser without scripts, a profile is made that hides a field", async () => {
			const page = await parvis.signedInStaff("helene@solaria.example");
			let answer = await page.open(`${settings}/profiles/form`);
			const reader = answer.text.match(/<option value="(\w+)"[^>]*>Reader</)[1];

			answer = await page.submit(answer, { name: "Workshop", like: reader });
			assert.match(answer.words, /The profile is ready/);
			profile = answer.path.split("/").pop();

			answer = await page.open(`${settings}/profiles/${profile}/shop_vehicles`);
			const row = answer.text.match(/name="(fields\.\d+)\.name" value="secret"/)[1];

			answer = await page.submit(answer, { [`${row}.level`]: "hidden" }, { action: `${settings}/profiles/${profile}/shop_vehicles` });
			assert.match(answer.words, /Saved\./); // nobody has it yet: nothing to confirm
			assert.equal(parvis.sqlNumber("select count(*) from profile_field join field on field.id = profile_field.field_id where field.name = 'secret' and profile_field.level = 'hidden' and profile_field.profile_id > 3"), 1);
			assert.equal(parvis.sqlNumber("select count(*) from audit where action = 'profile.change'"), 1);
		});

		test("somebody gets the profile, and no longer sees the field", async () => {
			parvis.sql(`update staff set profile_id = (select id from profile where name = 'Workshop') where email = 'nadia@solaria.example';
				update catalogue set version = version + 1;`);
			staff = await parvis.signedInStaff("nadia@solaria.example", { json: true });
			assert.deepEqual(await namesSeen(), ["AA-001", "BB-002", "CC-003"]);
			const list = await staff.get(vehicles), sheet = await staff.get(`${vehicles}/${ids["AA-001"]}`);

			for (const answer of [list, sheet, await staff.get(`${vehicles}/schema`), await staff.get("/console/search?q=paid")])
				assert.doesNotMatch(answer.text, /paid-AA|Price paid|"secret"/, answer.path);
			assert.equal(sheet.status, 200);
			const filtered = await staff.get(`${vehicles}?q=paid-AA-001`);

			assert.equal(filtered.data.records.length, 0, "a search looks into the hidden field");
			const guessed = await staff.get(`${vehicles}?filter.0.field=secret&filter.0.comparison=is&filter.0.value=nothing`);
			const unknown = await staff.get(`${vehicles}?filter.0.field=nonsense&filter.0.comparison=is&filter.0.value=nothing`);

			assert.equal(guessed.status, unknown.status);
			assert.equal(guessed.text.replaceAll("secret", "nonsense"), unknown.text, "a filter tells that the hidden field exists");
			const html = await parvis.signedInStaff("nadia@solaria.example");

			for (const path of [vehicles, `${vehicles}/${ids["AA-001"]}`])
				assert.doesNotMatch((await html.open(path)).text, /paid-AA|Price paid/);
		});

		test("the module becomes private: who loses what is said first", async () => {
			const path = `${settings}/sharing/shop_vehicles`;
			const { impact } = await change(path, { sharing: "private", version: await version(path) });

			assert.ok(impact.losing >= 1);
			assert.ok(sentences(impact, "losses").some((text) => /Shop vehicles: see 3 records/.test(text)), JSON.stringify(impact));
			assert.deepEqual(await namesSeen(), []);
			assert.equal((await staff.get(`${vehicles}/${ids["AA-001"]}`)).status, 404);
		});

		test("a rule shares some of it with a group, at the next request", async () => {
			const made = await administrator.post(`${settings}/groups`, { name: "North team", members: [staffId("nadia@solaria.example")] });

			group = made.data.id;
			const { impact } = await change(`${settings}/sharing/shop_vehicles/rules`, {
				name: "The north", with: `group:${group}`, level: "read", condition: { rows: [{ field: "depot", comparison: "is", value: "North" }] },
			});

			assert.equal(impact.gaining, 1);
			assert.equal(impact.losing, 0);
			assert.match(sentences(impact, "gains").join(), /see 2 records \(BB-002, AA-001\)/);
			assert.deepEqual(await namesSeen(), ["AA-001", "BB-002"]);
			assert.equal((await staff.get(`${vehicles}/${ids["CC-003"]}`)).status, 404);
			assert.deepEqual(parvis.sql("select action from audit where action like 'sharing%' order by seq"), ["sharing.change", "sharing_rule.create"]);
		});

		test("why: the rule and the hidden field are named, to those who may ask", async () => {
			const answer = await administrator.get(`${vehicles}/${ids["AA-001"]}/access`);
			const nadia = answer.data.people.find(({ staff: { name } }) => /Nadia/.test(name));

			assert.match(JSON.stringify(nadia.reasons), /The north/);
			assert.deepEqual(nadia.hidden_fields.map(({ label }) => label), ["Price paid"]);
			assert.equal((await staff.get(`${vehicles}/${ids["AA-001"]}/access`)).status, 403);
			assert.equal((await staff.get(`${vehicles}/${ids["CC-003"]}/access`)).status, 404);
			const seen = await administrator.get(`${settings}/staff-access/${staffId("nadia@solaria.example")}/shop_vehicles`);

			assert.equal(seen.data.seen_count, 2);
			assert.ok(seen.data.counts.some(({ count, text }) => count === 2 && /The north/.test(text)), seen.text);
		});

		test("two administrators at once: the second is told, and nothing is overwritten", async () => {
			const path = `${settings}/groups/${group}`;
			const seen = await version(path);

			assert.equal((await administrator.post(path, { name: "Team of the north", version: seen })).status, 200);
			const late = await administrator.post(path, { name: "Northerners", version: seen });

			assert.equal(late.status, 409);
			assert.equal(late.data.inputs.name.value, "Northerners");
			assert.equal(late.data.inputs.name.theirs, "Team of the north");
		});

		test("what is used is not removed, and it is said by what", async () => {
			const used = await administrator.post(`${settings}/profiles/${profile}/removal`, {});

			assert.equal(used.status, 409);
			assert.match(JSON.stringify(used.data.uses), /Nadia/);
			const shared = await administrator.post(`${settings}/groups/${group}/removal`, {});

			assert.equal(shared.status, 409);
			assert.match(JSON.stringify(shared.data.uses), /The north/);
			const locked = await administrator.post(`${settings}/profiles/${idText(1n)}`, { version: 1, modules: [{ name: "leads", may: [] }] });

			assert.equal(locked.status, 422);
		});

		test("with a browser and the keyboard: out of the group, after a look at what that does", async () => {
			browser = await openBrowser({ locale: "en" });
			const signedIn = await parvis.signedInStaff("helene@solaria.example");
			const { page } = browser;

			await browser.context.addCookies([...signedIn.cookies].map(([name, value]) => ({ name, value, url: parvis.url })));
			await page.goto(`${parvis.url}${settings}/groups/${group}`);
			await page.getByLabel("Nadia").focus();
			await page.keyboard.press("Space");
			await page.getByLabel("Name", { exact: true }).focus();
			await page.keyboard.press("Enter");
			await page.getByRole("button", { name: "Apply" }).waitFor();
			assert.match(await page.textContent("main"), /No longer.*Shop vehicles: see 2 records/s);
			assert.deepEqual(await namesSeen(), ["AA-001", "BB-002"], "nothing has changed yet");
			for (const viewport of [phone, desktop]) {
				await page.setViewportSize(viewport);
				await assertFits(page);
				await assertAccessible(page);
			}
			await page.getByRole("button", { name: "Apply" }).focus();
			await page.keyboard.press("Enter");
			await page.waitForURL(`**${settings}/groups`);
			assert.deepEqual(await namesSeen(), []);
			assert.deepEqual(browser.complaints, []);
		});

		test("a rule compares with people and records by their names, in a browser and without scripts", async () => {
			const { page } = browser;
			const make = async (path, body) => assert.equal((await administrator.post(path, body)).status, 200, path);
			const rules = `${settings}/sharing/shop_vehicles`;
			const stored = () => JSON.parse(parvis.sql("select condition from sharing_rule where name = 'By name'")[0]);

			await make(`${settings}/modules/shop_vehicles/fields`, { type: "lookup", name: "model_of", label: { en: "Like" }, settings: { target: "shop_vehicles" } });
			const wrong = await administrator.post(`${rules}/rules`, { name: "By name", with: `group:${group}`, level: "read", condition: { rows: [{ field: "owner", comparison: "is", value: "Nobody at all" }] } });

			assert.equal(wrong.status, 422);
			assert.match(wrong.text, /Nothing called “Nobody at all” was found/);
			await change(`${rules}/rules`, { name: "By name", with: `group:${group}`, level: "read", condition: { rows: [{ field: "owner", comparison: "is", value: "helene caradec; nadia@solaria.example" }] } });
			assert.deepEqual(stored().all[0].values, [staffId("helene@solaria.example"), staffId("nadia@solaria.example")]);
			const rule = (await administrator.get(rules)).data.rules.find(({ name }) => name === "By name");

			assert.match(rule.words, /Owner is Hélène Caradec or Nadia/);
			await page.setViewportSize(desktop);
			await page.goto(parvis.url + rule.href);
			const field = page.locator("[id='condition.rows.0.field']"), value = page.locator("[id='condition.rows.0.value']");

			assert.match(await value.inputValue(), /^Hélène Caradec; Nadia/);
			await field.selectOption("model_of");
			await value.fill("AA-001; ");
			await value.pressSequentially("BB");
			await page.locator("[role=option]", { hasText: "BB-002" }).click();
			assert.equal(await value.inputValue(), "AA-001; BB-002");
			await page.getByRole("button", { name: "See what changes" }).click();
			await page.getByRole("button", { name: /Apply|See what changes/ }).first().waitFor();
			if (await page.getByRole("button", { name: "Apply" }).count())
				await page.getByRole("button", { name: "Apply" }).click();
			await page.waitForURL(`**${rules}`);
			assert.deepEqual(stored().all[0].values, [ids["AA-001"], ids["BB-002"]]);
			const plain = await parvis.signedInStaff("helene@solaria.example"), form = await plain.open(rule.href);

			assert.equal(form.form(["condition.rows.0.value"]).fields["condition.rows.0.value"], "AA-001; BB-002");
			const again = await plain.submit(form, { "condition.rows.0.value": "cc-003" }, { action: rule.href });

			assert.equal((await plain.submit(again, {}, { action: rule.href })).status, 200);
			assert.deepEqual(stored().all[0].values, [ids["CC-003"]]);
		});

		test("a formula over a hidden field is said to tell of it", async () => {
			const path = `${settings}/profiles/${profile}/shop_vehicles`;
			const made = await administrator.post(`${settings}/modules/shop_vehicles/fields`, { type: "formula", name: "shout", label: { en: "Loud price" }, settings: { formula: "upper(secret)", result: "text" } });

			assert.equal(made.status, 200, made.text);
			const rowOf = ({ data }) => data.fields.find(({ name }) => name === "shout");

			assert.equal(rowOf(await administrator.get(path)).reveals, null, "hidden itself, it tells nothing");
			const shown = await administrator.post(path, { do: "edit", fields: [{ name: "shout", level: "read" }] });

			assert.deepEqual(rowOf(shown).reveals.sources.map(({ label }) => label), ["Price paid"]);
			const both = await administrator.post(path, { do: "edit", fields: [{ name: "shout", level: "read" }, { name: "secret", level: "read" }] });

			assert.equal(rowOf(both).reveals, null);
		});

		test("every page of rights is accessible and fits", async () => {
			const { page } = browser;
			const nadia = staffId("nadia@solaria.example");
			const paths = [
				`${settings}/profiles`, `${settings}/profiles/form`, `${settings}/profiles/${profile}`, `${settings}/profiles/${idText(1n)}`,
				`${settings}/profiles/${profile}/shop_vehicles`, `${settings}/roles`, `${settings}/roles/form`, `${settings}/groups`,
				`${settings}/groups/${group}`, `${settings}/sharing`, `${settings}/sharing/shop_vehicles`, `${settings}/sharing/shop_vehicles/rules/form`,
				`${settings}/sharing/shop_vehicles/states/form`, `${settings}/staff-access/${nadia}/shop_vehicles`, `${vehicles}/${ids["AA-001"]}/access`,
			];

			for (const path of engine === "sqlite" ? paths : [])
				for (const viewport of [phone, desktop]) {
					await page.setViewportSize(viewport);
					assert.equal((await page.goto(parvis.url + path)).status(), 200, path);
					await assertFits(page);
					await assertAccessible(page);
				}
			assert.deepEqual(browser.complaints, []);
		});
	});
