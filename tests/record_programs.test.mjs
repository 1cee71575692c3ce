// Records by program and by pages without scripts: a module with every type of field, lists, conflicts, lines, views, files.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { makePng } from "./journeys/png.mjs";
import { engines, startParvis } from "./parvis.mjs";

const home = "/console/records/trucks";
const settings = "/console/settings/modules";
const json = (value) => encodeURIComponent(JSON.stringify(value));
const is = (field, ...values) => json({ all: [{ field, comparison: "is", values }] });

// Every type that people fill in; the text names a record.
const fields = [
	["choice", "brand", { choices: [{ code: "renault", label: { fr: "Renault" } }, { code: "peugeot", label: { fr: "Peugeot" }, tone: "info" }] }],
	["choices", "options", { choices: [{ code: "rack", label: { fr: "Galerie" } }, { code: "hook", label: { fr: "Attelage" } }] }],
	["integer", "distance", { least: "0" }], ["decimal", "length", { digits: "2" }], ["money", "price", {}], ["percentage", "share", {}],
	["day", "seen_on", {}], ["instant", "seen_at", {}], ["yes_no", "warranty", {}], ["long_text", "notes", {}], ["email", "email", {}],
	["phone", "phone", {}], ["link", "site", {}], ["address", "garage", {}], ["staff", "driver", {}], ["lookup", "client", { target: "clients" }],
	["lookups", "contacts", { target: "contacts" }], ["file", "paper", {}], ["image", "photo", {}], ["signature", "signed", {}],
];

for (const engine of engines)
	describe(`records, on ${engine}`, () => {
		let parvis, program, browser, reader, first;

		const make = async (path, body, headers = {}) => {
			const answer = await program.post(path, body, { headers });

			assert.equal(answer.status, 200, `${path}: ${answer.text}`);
			return answer.data;
		};
		const names = async (query) => (await program.get(`${home}?${query}`)).data.records.map(({ name }) => name);

		before(async () => {
			parvis = await startParvis({ engine });
			program = await parvis.signedInStaff("helene@solaria.example", { json: true });
			browser = await parvis.signedInStaff("helene@solaria.example");
			reader = await parvis.signedInStaff("nadia@solaria.example", { json: true });
			await make(settings, { name: "trucks", singular: { fr: "Camion" }, plural: { fr: "Camions" }, naming: { fr: "Plate", en: "Plate" } });
			for (const [type, name, more] of fields)
				await make(`${settings}/trucks/fields`, { type, name, label: { fr: name }, settings: more });
		});
		after(() => parvis?.close());

		test("a record of every type comes back as it was sent, and as its schema says", async () => {
			const { fields: schema } = (await program.get(`${home}/schema`)).data;
			const client = (await program.get("/console/records/clients/suggestions?typed=camille")).data.suggestions[0];
			const contact = (await program.get("/console/records/contacts?fields=email")).data.records[0];
			const { record } = await make(home, { fields: {
				plate: "AB-123-CD", brand: "renault", options: ["hook", "rack"], distance: 1200, length: "4.5", price: "12 500,50", share: "12.5",
				seen_on: "2026-11-22", seen_at: "2026-11-22T14:30", warranty: true, notes: "Deux\nlignes", email: "Garage@Exemple.example",
				phone: "06 12 34 56 78", site: "https://exemple.example/", garage: { street: "1 rue du Port", postal_code: "29200", city: "Brest", country: "FR" },
				client: client.id, contacts: [contact.id],
			} });

			first = record;
			assert.deepEqual(fields.map(([, name]) => name).filter((name) => !schema.some((field) => field.name === name)), []);
			assert.equal(record.name, "AB-123-CD");
			assert.equal(record.version, 1);
			const { brand, options, distance, length, price, seen_on, warranty, notes, email, phone } = record.fields;

			assert.deepEqual({ brand, options, distance, length, price, seen_on, warranty, notes, email, phone }, {
				brand: "renault", options: ["rack", "hook"], distance: 1200, length: "4.50", price: { amount: "12500.50", currency: "EUR" },
				seen_on: "2026-11-22", warranty: true, notes: "Deux\nlignes", email: "garage@exemple.example", phone: "+33612345678",
			});
			assert.equal(record.fields.seen_at, "2026-11-22T13:30:00.000Z", "as a clock in Paris shows it");
			assert.equal(record.fields.garage.city, "Brest");
			assert.equal(record.fields.client.id, client.id);
			assert.deepEqual(record.fields.contacts.map(({ id }) => id), [contact.id]);
			assert.equal(record.fields.owner.name, "Hélène Caradec");
		});

		test("each refused value says why beside its field, and a name that is not there is refused alike", async () => {
			const { status, data } = await program.post(home, { fields: { brand: "lada", distance: "-5", created_at: "2026-01-01", nonsense: "1" } });

			assert.equal(status, 422);
			assert.deepEqual(Object.keys(data.errors.fields).sort(), ["brand", "created_at", "distance", "nonsense", "plate"]);
			assert.equal(data.errors.fields.nonsense, data.errors.fields.created_at);
			const parts = await program.post(home, { fields: { plate: "P", client: { id: "1" }, price: { amount: "1", currency: "USD" }, warranty: ["on"], seen_on: [] } });

			assert.deepEqual(Object.keys(parts.data.errors.fields).sort(), ["client", "price", "warranty"], "not one value");
		});

		test("what a program was told may be sent back: nothing changes, or just what it changed", async () => {
			const path = `${home}/${first.id}`;
			const told = (await program.get(path)).data.record;
			const same = await make(path, { fields: told.fields, version: told.version });

			assert.equal(same.record.version, told.version, "nothing was written");
			assert.deepEqual(same.record.fields, told.fields);
			const copy = (await make(home, { fields: { plate: "COPY-1", price: told.fields.price, client: told.fields.client, contacts: told.fields.contacts, owner: told.fields.owner } })).record;

			for (const name of ["price", "client", "contacts", "owner"])
				assert.deepEqual(copy.fields[name], told.fields[name], name);
			const other = await program.post(path, { fields: { ...told.fields, created_at: "2020-01-01T00:00:00.000Z" }, version: told.version });

			assert.deepEqual(Object.keys(other.data.errors.fields), ["created_at"], "what nobody writes is still not written");
			assert.equal((await program.post(`${home}/${copy.id}/removal`)).status, 200);
		});

		test("a creation repeated with its key makes one record; another content is refused", async () => {
			const body = { fields: { plate: "ONCE-1" } }, headers = { "Idempotency-Key": "made-once" };
			const one = await make(home, body, headers), again = await make(home, body, headers);

			assert.equal(one.record.id, again.record.id);
			assert.equal((await program.post(home, { fields: { plate: "ONCE-2" } }, { headers })).status, 422);
			assert.deepEqual(await names(`filter=${json({ all: [{ field: "plate", comparison: "begins", values: ["once"] }] })}`), ["ONCE-1"]);
		});

		test("who was overtaken is shown both texts, by program and by form, and overwrites nothing", async () => {
			const path = `${home}/${first.id}`;
			const shown = await program.get(path);
			const page = await browser.open(`${path}/form`);

			assert.equal(shown.headers.etag, '"1"');
			assert.equal((await program.post(path, { fields: { plate: "X" } })).status, 428, "a change says which version it is of");
			assert.equal((await program.post(path, { fields: { plate: "AB-124-CD", distance: 1300 } }, { headers: { "If-Match": '"1"' } })).status, 200);
			const late = await program.post(path, { fields: { plate: "AB-125-CD" }, version: 1 });

			assert.equal(late.status, 409);
			assert.equal(late.data.version, 2);
			assert.deepEqual(late.data.conflicts, [{ field: "plate", yours: "AB-125-CD", theirs: "AB-124-CD" }]);
			const form = await browser.submit(page, { "fields.plate": "AB-126-CD" });

			assert.equal(form.status, 409);
			assert.match(form.words, /AB-124-CD/, "theirs");
			assert.equal(form.form(["fields.plate"]).fields["fields.plate"], "AB-126-CD", "what was typed");
			assert.equal(form.form(["fields.plate"]).fields["fields.distance"], "1300", "what was left alone is theirs");
			assert.equal((await browser.submit(form, {}, { action: `${path}/with-files` })).status, 200);
			assert.equal((await program.get(path)).data.record.fields.plate, "AB-126-CD");
			assert.equal((await program.get(path)).data.record.fields.distance, 1300);
		});

		test("lists filter, search, sort and page by key", async () => {
			for (let i = 0; i < 65; i++)
				await make(home, { fields: { plate: `PAGE-${String(i).padStart(2, "0")}`, brand: i % 2 ? "renault" : "peugeot", distance: i % 7 === 0 ? "" : i } });
			for (const sort of ["plate", "-plate", "distance", "-distance", "brand", "-created_at"]) {
				const seen = [];

				for (let path = `${home}?sort=${sort}&fields=plate,${sort.replace("-", "")}`; path !== null;) {
					const { records, page } = (await program.get(path)).data;

					seen.push(...records.map(({ id }) => id));
					path = page.next;
				}
				assert.equal(seen.length, 67, sort);
				assert.equal(new Set(seen).size, 67, sort);
			}
			assert.equal((await program.get(`${home}?filter=${is("brand", "renault")}`)).data.count, 33);
			assert.deepEqual(await names("q=page-07"), ["PAGE-07"]);
			assert.equal((await program.get(`${home}?filter=${is("nonsense", "x")}`)).status, 422);
			const { groups } = (await program.get(`${home}/groups?by=brand&sum=distance`)).data;

			assert.deepEqual(groups.rows.map(({ value, count }) => [value, count]).sort(), [["peugeot", 33], ["renault", 33], [null, 1]].sort());
		});

		test("a filter is set line by line, kept as a view, and the module opens with it", async () => {
			let page = await browser.open(home);

			page = await browser.submit(page, { q: "", "filter.0.field": "brand", "filter.0.comparison": "is", "filter.0.value": "renault" }, { action: home });
			assert.match(page.words, /33 records/);
			const kept = await browser.submit(await browser.press(page, "Save as a view"), { name: "Renault", preferred: "1" }, { action: `${home}/views` });

			assert.match(kept.words, /Renault/);
			assert.match((await browser.open(home)).words, /33 records/, "opens with it");
			assert.match((await browser.open(`${home}?view=none`)).words, /67 records/);
			const { views } = (await program.get(home)).data;

			assert.deepEqual(views.map(({ name, shared, preferred }) => [name, shared, preferred]), [["Renault", false, true]]);
			assert.deepEqual((await reader.get(home)).data.views, [], "nobody else sees it");
			assert.equal((await reader.post(`${home}/views/${views[0].id}/removal`)).status, 404);
			assert.equal((await program.post(`${home}/views/${views[0].id}/removal`)).status, 200);
		});

		test("board, calendar and cards show the records", async () => {
			for (const [kind, word] of [["board", /Peugeot/], ["calendar", /AB-126-CD/], ["canvas", /PAGE-64/]]) {
				const page = await browser.open(`${home}?kind=${kind}&month=2026-11`);

				assert.equal(page.status, 200, kind);
				assert.match(page.words, word, kind);
			}
			for (const month of ["0001-01", "9999-12", "2026-13"])
				assert.equal((await browser.open(`${home}?kind=calendar&month=${month}`)).status, 200, month);
			assert.equal((await browser.open(`${home}/groups`)).status, 422, "grouped by nothing");
			assert.equal((await browser.open(`${home}/groups?by=brand`)).status, 200);
		});

		test("files and pictures are kept in fields and beside the record, and given to who may see it", async () => {
			const picture = { name: "face.png", type: "image/png", bytes: makePng(6, 6, [10, 120, 110]) };
			const page = await browser.open(`${home}/form`);
			const sheet = await browser.submit(page, { "fields.plate": "FILE-1", "fields.photo": picture, "fields.paper": { name: "carte.pdf", type: "application/pdf", bytes: "%PDF-1.4 essai" } });

			assert.equal(sheet.status, 200, sheet.words);
			const [{ id }] = (await program.get(`${home}?q=file-1`)).data.records;
			const { record } = (await program.get(`${home}/${id}`)).data;

			assert.equal(record.fields.paper.name, "carte.pdf");
			assert.equal(record.fields.paper.type, "application/pdf");
			assert.equal((await program.get(record.fields.photo.href)).status, 200);
			assert.equal((await program.get(record.fields.paper.href)).text, "%PDF-1.4 essai");
			assert.equal((await program.get(record.fields.photo.href.replace(id, first.id))).status, 404, "not by another record");
			const attached = await browser.submit(sheet, { file: { name: "note.txt", type: "text/plain", bytes: "bonjour" } });

			assert.match(attached.words, /note\.txt/);
			const again = await browser.submit(await browser.open(`${home}/${id}/form`), { "fields.plate": "FILE-2", "fields.paper": "" });

			assert.equal(again.status, 200);
			const { fields: left } = (await program.get(`${home}/${id}`)).data.record;

			assert.equal(left.paper, null, "what was taken away");
			assert.equal(left.photo.name, "face.png", "what was left alone");
		});

		test("a form with a mistake comes back with everything that was typed, its file too", async () => {
			const page = await browser.open(`${home}/form`);
			const again = await browser.submit(page, {
				"fields.plate": "", "fields.distance": "beaucoup", "fields.notes": "Gardé", "fields.garage.city": "Quimper",
				"fields.paper": { name: "garde.pdf", type: "application/pdf", bytes: "%PDF-1.4 garde" },
			});
			const form = again.form(["fields.plate"]);

			assert.equal(again.status, 422);
			assert.equal(form.fields["fields.distance"], "beaucoup");
			assert.equal(form.fields["fields.notes"], "Gardé");
			assert.equal(form.fields["fields.garage.city"], "Quimper");
			assert.match(again.words, /garde\.pdf/);
		});

		test("lines of an offer are written, ordered, added up and taken away", async () => {
			const offers = "/console/records/offers";
			const { record, sub_forms: [{ rows }] } = await make(offers, { fields: { subject: "Essai" }, lines: { offer_lines: [
				{ label: "Un", quantity: "2", unit_price: "10", vat_rate: "20" }, { label: "Deux", quantity: "1", unit_price: "5.50", vat_rate: "20" },
			] } });

			assert.equal(record.fields.net.amount, "25.50");
			assert.deepEqual(rows.map(({ name }) => name), ["Un", "Deux"]);
			const wrong = await program.post(offers, { fields: { subject: "Faux" }, lines: { offer_lines: [{ label: "Un", quantity: "2", unit_price: "trop" }] } });

			assert.equal(wrong.status, 422);
			assert.ok(wrong.data.errors.lines.offer_lines[0].unit_price);
			assert.equal((await program.get(`${offers}?q=Faux`)).data.count, 0, "nothing of it is kept");
			for (const lines of [{ nonsense: [{ label: "Un" }] }, { offer_lines: [{ label: "Un", nonsense: "" }] }, { offer_lines: "Un" }, { offer_lines: ["Un"] }, { offer_lines: { x: { label: "Un" } } }]) {
				const unknown = await program.post(offers, { fields: { subject: "Faux" }, lines });

				assert.equal(unknown.status, 422, JSON.stringify(lines));
				assert.match(JSON.stringify(unknown.data.errors.lines), /There is no such field/);
			}
			const page = await browser.open(`${offers}/${record.id}/form`);
			const sheet = await browser.submit(page, { "lines.offer_lines.0.remove": "1", "lines.offer_lines.2.label": "Trois", "lines.offer_lines.2.quantity": "3", "lines.offer_lines.2.unit_price": "100" }, { action: `${offers}/${record.id}` });

			assert.equal(sheet.status, 200);
			const changed = (await program.get(`${offers}/${record.id}`)).data;

			assert.deepEqual(changed.sub_forms[0].rows.map(({ name }) => name), ["Deux", "Trois"]);
			assert.equal(changed.record.fields.net.amount, "305.50");
			const [two, three] = changed.sub_forms[0].rows;

			two.fields.quantity = "2.000";
			const again = (await program.post(`${offers}/${record.id}`, { fields: changed.record.fields, version: changed.record.version, lines: { offer_lines: [two, three] } })).data;

			assert.equal(again.record.fields.net.amount, "311.00", "lines come back as they were told");
			two.fields.net = { amount: "0.00", currency: "EUR" };
			const touched = await program.post(`${offers}/${record.id}`, { fields: {}, version: again.record.version, lines: { offer_lines: [two] } });

			assert.equal(touched.status, 422);
			assert.match(touched.data.errors.lines.offer_lines[0].fields.net, /There is no such field/);
		});

		test("many at once: each has its own result", async () => {
			const { data } = await program.post(`${home}/bulk`, { ids: [first.id, "0000000000001"], action: "change", fields: { brand: "peugeot" } });

			assert.deepEqual(data.results.map(({ outcome }) => outcome), ["done", "absent"]);
			assert.equal((await program.get(`${home}/${first.id}`)).data.record.fields.brand, "peugeot");
			assert.equal((await reader.post(`${home}/bulk`, { ids: [first.id], action: "removal" })).status, 404);
		});

		test("the bin takes and gives back, and its own pages say so", async () => {
			assert.equal((await program.post(`${home}/${first.id}/removal`)).status, 200);
			assert.equal((await program.get(`${home}/${first.id}`)).status, 404);
			const bin = await browser.open(`${home}/bin`);

			assert.match(bin.words, /AB-126-CD/);
			assert.equal((await browser.submit(bin, {}, { action: `${home}/${first.id}/restoration` })).status, 200);
			assert.equal((await program.get(`${home}/${first.id}`)).status, 200);
			const { changes } = (await program.get(`${home}/${first.id}/history`)).data;

			assert.ok(changes.some(({ field, before, after }) => field === "plate" && before === "AB-124-CD" && after === "AB-126-CD"));
		});

		test("an import that was never taken in is not too old to be undone: there is nothing to undo", async () => {
			const page = await browser.open(`${home}/import`);
			const sent = await browser.submit(page, { file: { name: "camions.csv", type: "text/csv", bytes: "Plate\nCSV-1\n" } }, { action: `${home}/import` });

			assert.equal(sent.status, 200, sent.words);
			const refused = await program.post(`${sent.path}/undo`);

			assert.equal(refused.status, 409, refused.text);
			assert.doesNotMatch(refused.data.error.message, /seven days/);
			assert.equal((await reader.get(sent.path)).status, 404, "its maker's alone");
		});

		test("a comment tells those it names, when they see the record", async () => {
			const { remarks } = await make(`${home}/${first.id}/remarks`, { text: "À voir, @Julien et @personne" });

			assert.equal(remarks[0].text, "À voir, @Julien et @personne");
			const told = (await parvis.messages()).filter(({ kind }) => kind === "mail_record_mention").map(({ to_address }) => to_address);

			assert.deepEqual(told, ["julien@solaria.example"]);
			assert.equal((await reader.post(`${home}/${first.id}/remarks/${remarks[0].id}`, { text: "x" })).status, 404, "only one's own");
		});

		test("one search finds in all modules", async () => {
			const { modules } = (await program.get("/console/search?q=AB-126")).data;

			assert.deepEqual(modules.map(({ name }) => name), ["trucks"]);
			assert.match((await browser.open("/console/search?q=AB-126")).words, /AB-126-CD/);
		});
	});
