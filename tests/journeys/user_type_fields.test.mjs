// An administrator chooses what clients see of each field, publishes it, takes an older version back, and carries the
// setup as a file; a client's program notices each of it at its next look, and nothing before.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { assertAccessible, assertFits, desktop, keepShot, openBrowser, phone } from "../browser.mjs";
import { engines, startParvis } from "../parvis.mjs";
import { peopleOf } from "./people.mjs";

const types = "/console/settings/portal/types";
const tabs = "/p/demo/records";

for (const engine of engines)
	describe(`the fields of a user type, on ${engine}`, () => {
		let parvis, browser, helene, client, home;

		const version = async () => (await helene.get(home)).data.version;
		const post = async (below, body = {}) => helene.post(`${home}${below}`, { version: await version(), ...body });
		const publish = async () => post("/publication", { confirm: true });
		const choose = async (module, levels) => {
			const answer = await post(`/fields/${module}`, { fields: Object.entries(levels).map(([name, level]) => ({ name, level })) });

			assert.equal(answer.status, 200, answer.text);
			return answer.data;
		};
		const said = (list) => list.map(({ text }) => text).join("\n");
		const changes = (differences) => differences.flatMap((group) => group.changes.map(({ where, text }) => `${group.label}: ${where ?? ""} ${text}`)).join("\n");
		const offer = async () => {
			const { text, data } = await client.get(`${tabs}/offers`), id = data.records?.[0]?.id;

			assert.ok(id, text);

			return (await client.get(`${tabs}/offers/${id}`)).data;
		};

		before(async () => {
			parvis = await startParvis({ engine });
			const [offers, contracts] = ["offer", "contract"].map((table) => new Set(parvis.sql(`select client_id from ${table} where deleted_at is null and state <> 'draft'`)));
			const person = peopleOf(parvis).find(({ clientId }) => offers.has(String(clientId)) && contracts.has(String(clientId)));

			[helene, client] = await Promise.all([parvis.signedInStaff("helene@solaria.example", { json: true }), parvis.signedIn(person.email, { json: true, mobile: person.mobile ?? person.email })]);
			home = (await helene.get(types)).data.types.find(({ is_default }) => is_default).href;
		});
		after(async () => {
			for (const one of [helene, client])
				one?.close();
			await browser?.close();
			await parvis?.close();
		});

		test("without scripts the unit price is hidden in the draft, and clients see what they saw", async () => {
			const page = await parvis.signedInStaff("helene@solaria.example");
			const overview = await page.open(`${home}/fields`);

			assert.match(overview.words, /Tickets[^]*Offers[^]*Offer lines lines 7 fields are seen/);
			let answer = await page.press(overview, /^Offer lines/);
			const row = answer.text.match(/name="(fields\.\d+)\.name" value="unit_price"/)[1];

			answer = await page.submit(answer, { [`${row}.level`]: "hidden", do: "save" });
			assert.match(answer.words, /Saved in the draft/);
			assert.match(answer.words, /Offer lines lines 6 fields are seen/);
			assert.ok((await offer()).sub_forms[0].rows[0].fields.unit_price);
			page.close();
		});

		test("all at once, and nothing that is not theirs to write", async () => {
			const { data } = await post("/fields/vehicles", { do: "all:write" });
			const levels = Object.fromEntries(data.groups.flatMap(({ fields }) => fields.map(({ name, level }) => [name, level])));

			assert.deepEqual([levels.mileage, levels.number, levels.client, levels.owner], ["write", "read", "read", "read"]);
			assert.equal((await post("/fields/tasks")).status, 404);
			const wrong = await post("/fields/offers", { fields: [{ name: "nonsense", level: "read" }, { name: "net", level: "maybe" }] });

			assert.equal(wrong.status, 422);
			assert.deepEqual(wrong.data.problems.map(({ field }) => field), ["fields.0.name", "fields.1.level"]);
		});

		test("before it holds, one sees what changes, and what goes with the price", async () => {
			const { data: { blocks, doubts, impact } } = await helene.get(`${home}/publication`);

			assert.deepEqual(blocks, []);
			assert.match(said(doubts), /Offers: not shown, because it would tell a unit price that is hidden: Net, Tax, Total/);
			assert.match(said(doubts), /Offer lines: not shown, [^:]*: Net/);
			assert.equal(changes(impact.differences), "Offers: Offer lines Fields that are no longer seen: Unit price");
			assert.ok(impact.people > 0);
			assert.match((await helene.get(`${home}/fields/offers`)).text, /it tells “Unit price” of Offer lines, which is hidden/);
			const unconfirmed = await post("/publication");

			assert.equal(unconfirmed.status, 422);
			assert.deepEqual(unconfirmed.data.problems.map(({ field }) => field), ["confirm"]);
			assert.ok((await offer()).record.fields.total);
		});

		test("once published, nothing of the price shows at the next look", async () => {
			const done = await publish();

			assert.equal(done.status, 200, done.text);
			assert.equal(done.data.changed, false);
			const { record, sub_forms: [lines] } = await offer();

			for (const name of ["unit_price", "net", "tax"])
				assert.equal(lines.rows[0].fields[name], undefined, name);
			for (const name of ["net", "tax", "total"])
				assert.equal(record.fields[name], undefined, name);
			assert.ok(lines.rows[0].fields.quantity !== undefined);
			assert.ok(!lines.has_totals);
			const filter = encodeURIComponent(JSON.stringify({ all: [{ field: "total", comparison: "above", values: ["1"] }] }));

			assert.equal((await client.get(`${tabs}/offers?filter=${filter}`)).status, 422);
			const audited = parvis.sql("select action from audit where action like 'user_type.%' order by seq");

			assert.deepEqual([audited[0], audited.at(-1)], ["user_type.fields", "user_type.publish"]);
			const again = await publish();

			assert.equal(again.status, 422);
			assert.match(again.text, /Nothing has changed since/);
		});

		test("what is required stays required: it is said, and nothing is published", async () => {
			const { groups } = await choose("tickets", { subject: "read" });
			const [note] = groups.flatMap(({ fields }) => fields).find(({ name }) => name === "subject").notes;

			assert.match(note.text, /Required: whoever creates a record here could not fill it in/);
			const refused = await publish();

			assert.equal(refused.status, 422);
			assert.match(said(refused.data.blocks), /Tickets: “Subject” is needed/);
			assert.equal(parvis.sqlNumber("select count(*) from user_type_version v join user_type u on u.id = v.user_type_id where u.is_default = 1"), 2);
			await choose("tickets", { subject: "write" });
		});

		test("an older version is compared, and taken back into the draft", async () => {
			const { data } = await helene.get(`${home}/versions`), [second, first] = data.versions;

			assert.deepEqual([second.number, second.holds, first.number, first.holds], [2, true, 1, false]);
			assert.equal(second.published_by, "Hélène Caradec");
			assert.equal(changes((await helene.get(second.href)).data.differences), "Offers: Offer lines Fields that are no longer seen: Unit price");
			assert.equal(changes((await helene.get(`${first.href}?with=2`)).data.differences), "Offers: Offer lines Fields that are no longer seen: Unit price");
			assert.match(changes((await helene.get(first.href)).data.differences), /Tickets: {2}A new tab/);
			assert.equal((await helene.get(`${home}/versions/9`)).status, 404);
			const restored = await post("/versions/1/restoration");

			assert.equal(restored.status, 200, restored.text);
			assert.equal((await offer()).record.fields.total, undefined); // not by itself
			assert.equal(changes((await helene.get(`${home}/publication`)).data.impact.differences), "Offers: Offer lines Fields that are seen: Unit price");
			assert.equal((await publish()).status, 200);
			assert.ok((await offer()).record.fields.total);
		});

		test("of two administrators the second is told, and nothing is overwritten", async () => {
			const seen = await version();

			await choose("offers", { terms: "hidden" });
			for (const [below, body] of [["/fields/offers", { fields: [{ name: "terms", level: "read" }] }], ["/publication", { confirm: true }], ["/versions/1/restoration", {}], ["/import", { configuration: "{}" }]]) {
				const late = await helene.post(`${home}${below}`, { version: seen, ...body });

				assert.equal(late.status, 409, `${below}: ${late.text}`);
			}
			const { data } = await helene.get(`${home}/fields/offers`);

			assert.equal(data.groups.flatMap(({ fields }) => fields).find(({ name }) => name === "terms").level, "hidden");
			await choose("offers", { terms: "read" });
		});

		test("a configuration goes out as a file, and comes in as a whole or not at all", async () => {
			const answer = await helene.get(`${home}/file`), file = answer.data;

			assert.match(answer.headers["content-disposition"], /attachment; filename="?clients\.json/);
			assert.deepEqual([file.parvis, file.type.module], ["user type", "contacts"]);
			assert.doesNotMatch(answer.text, /[0-9a-hjkmnp-tv-z]{13}/); // no ids
			const same = await post("/import", { configuration: answer.text });

			assert.deepEqual([same.status, same.data.lost, same.data.differences], [422, [], []]);
			for (const [text, sentence] of [["", /choose a file/], ["{\"tabs\":", /not JSON/], ["{\"tabs\":[]}", /no configuration of a user type/], [answer.text.replace("\"contacts\"", "\"leads\""), /sign in by another module \(“leads”\)/]])
				assert.match((await post("/import", { configuration: text, confirm: true })).text, sentence);
			file.tabs = file.tabs.filter(({ module }) => module !== "contracts");
			file.tabs[0].layouts[0].fields.colour = "read";
			file.tabs.find(({ canvas }) => canvas).card = "Agenda"; // a calendar
			const page = await parvis.signedInStaff("helene@solaria.example");
			const form = (await page.open(`${home}/import`)).form(["configuration"]);
			const asked = await page.send("POST", form.action, { files: { ...form.fields, file: { name: "setup.json", type: "application/json", bytes: Buffer.from(JSON.stringify(file)) } } });

			assert.equal(asked.status, 422);
			assert.match(asked.words, /Not to be found here Tickets – There is no field “colour”/);
			assert.match(asked.words, /Appointments – There is no shared card “Agenda”/);
			assert.match(asked.words, /Contracts less The tab goes/);
			assert.equal((await helene.get(`${home}/publication`)).data.new, false);
			const taken = await page.submit(asked, { confirm: "1" });

			assert.match(taken.words, /It is in the draft/);
			page.close();
		});

		test("who sees fewer records is counted, with some by name", async () => {
			const { data: { impact } } = await helene.get(`${home}/publication`), [contracts] = impact.modules;

			assert.equal(contracts.label, "Contracts");
			assert.ok(contracts.losing > 0 && contracts.gaining === 0 && contracts.losing <= impact.people);
			assert.ok(contracts.examples.length > 0 && contracts.examples.length <= 10);
			assert.ok(contracts.examples.every(({ name, lost }) => name !== null && lost > 0));
			assert.equal((await publish()).status, 200);
			assert.equal((await client.get(`${tabs}/contracts`)).status, 404);
		});

		test("the drafts of the others say what they lack, and how much of a public tab everybody sees", async () => {
			const drafts = (await helene.get(types)).data.types.filter(({ is_default }) => !is_default);
			const pages = await Promise.all(drafts.map(async ({ href }) => (await helene.get(`${href}/publication`)).data));

			assert.ok(pages.some(({ blocks }) => /nobody has chosen its fields yet/.test(said(blocks))));
			assert.ok(pages.some(({ doubts }) => /Products: everybody of this type sees \d+ records/.test(said(doubts))));
		});

		test("only administrators come here", async () => {
			for (const email of ["julien@solaria.example", "nadia@solaria.example"]) {
				const other = await parvis.signedInStaff(email, { json: true });

				for (const below of ["/fields", "/fields/offers", "/publication", "/versions", "/file", "/import"])
					assert.equal((await other.get(home + below)).status, (await other.get(types)).status, below);
				assert.ok((await other.get(types)).status >= 400);
				other.close();
			}
		});

		test("the pages are for everybody, on a phone and on a desk, in both languages", async () => {
			browser = await openBrowser();
			const { page, complaints, context } = browser, staff = await parvis.signedInStaff("helene@solaria.example");

			await context.addCookies([...staff.cookies].map(([name, value]) => ({ name, value, url: parvis.url })));
			await choose("offer_lines", { unit_price: "hidden" });
			await choose("tickets", { subject: "read" });
			for (const [size, scheme, language] of [[phone, "light", "fr"], [desktop, "dark", "en"]]) {
				await page.setViewportSize(size);
				await page.emulateMedia({ colorScheme: scheme });
				await page.setExtraHTTPHeaders({ "Accept-Language": language });
				for (const [below, name] of [["/fields", "fields"], ["/fields/tickets", "levels"], ["/publication", "publication"], ["/versions", "versions"], ["/versions/2", "version"], ["/import", "import"]]) {
					await page.goto(`${parvis.url}${home}${below}`);
					assert.equal(await page.getAttribute("html", "lang"), language);
					await assertAccessible(page);
					await assertFits(page);
					await keepShot(page, `user-type-${name}-${scheme}`);
				}
			}
			await page.goto(`${parvis.url}${home}/fields/vehicles`);
			await page.click("#all-hidden");
			await page.waitForFunction(() => document.querySelectorAll("#levels input[value=read]:checked").length === 0);
			assert.deepEqual(complaints, []);
			staff.close();
		});
	});
