// A word hidden in a field of every type, in a record, a view, a file, a comment that are not theirs: somebody who may do much
// else with the module looks everywhere and sends whatever a page does not offer. The words are in no answer, file, mail, job,
// line of the journal or of the log.
import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import { after, before, describe, test } from "node:test";
import { inflateRawSync } from "node:zlib";
import { makePng } from "./journeys/png.mjs";
import { engines, startParvis } from "./parvis.mjs";

const home = "/console/records/vaults";
const settings = "/console/settings/modules";
const json = (value) => encodeURIComponent(JSON.stringify(value));

// Type, name, settings, value; the field is hidden, and so are its name, its label and what it has.
const hidden = [
	["text", "zquar_text", {}, "Zquartext"], ["long_text", "zquar_long", {}, "Zquarlong\nZquarlines"], ["email", "zquar_email", {}, "zquarmail@exemple.example"],
	["phone", "zquar_phone", {}, "+33698765432"], ["link", "zquar_link", {}, "https://zquarlink.example/zquar"], ["integer", "zquar_integer", {}, "918273645"],
	["decimal", "zquar_decimal", { digits: "3" }, "827364.512"], ["money", "zquar_money", {}, "736451.29"], ["percentage", "zquar_share", { digits: "2" }, "64.53"],
	["day", "zquar_day", {}, "1987-06-05"], ["instant", "zquar_instant", {}, "1986-05-04T03:02"], ["yes_no", "zquar_yes", {}, true],
	["choice", "zquar_choice", { choices: [{ code: "zquarcode", label: { fr: "Zquarlabel", en: "Zquarlabel" } }] }, "zquarcode"],
	["choices", "zquar_choices", { choices: [{ code: "zquarmany", label: { fr: "Zquarmany", en: "Zquarmany" } }] }, ["zquarmany"]],
	["address", "zquar_address", {}, { street: "1 rue Zquarstreet", postal_code: "29200", city: "Zquarville", country: "FR" }],
	["lookup", "zquar_lookup", { target: "safes" }, null], ["lookups", "zquar_lookups", { target: "safes" }, null], ["staff", "zquar_staff", {}, null],
	["number", "zquar_number", { prefix: "ZQUAR-", digits: "3" }, null], ["file", "zquar_file", {}, null], ["image", "zquar_image", {}, null], ["signature", "zquar_signature", {}, null],
];
const computed = [
	["formula", "zquar_formula", { result: "text", formula: "\"Zquarsum\" & zquar_text" }], ["formula", "zquar_double", { result: "integer", formula: "zquar_integer * 2" }],
];
// What they must not read. Dates as both languages print them; numbers as they are written and as they are shown.
const words = /zquar|698765432|98 76 54 32|918.?273.?645|827.?364[.,]5|736.?451[.,]2|64[.,]53|1987-06-05|0?5 (juin|june) 1987|1986-05-04|1836547290/i;

// The texts in a workbook: the entries of the zip, inflated (APPNOTE 4.3.7).
function textsOf(bytes) {
	let all = "";

	for (let at = bytes.lastIndexOf("PK\x01\x02", undefined, "latin1"); at >= 0; at = bytes.lastIndexOf("PK\x01\x02", at - 1, "latin1")) {
		const start = bytes.readUInt32LE(at + 42), size = bytes.readUInt32LE(at + 20), method = bytes.readUInt16LE(at + 10);
		const data = start + 30 + bytes.readUInt16LE(start + 26) + bytes.readUInt16LE(start + 28);

		all += (method === 8 ? inflateRawSync(bytes.subarray(data, data + size)) : bytes.subarray(data, data + size)).toString();
		if (at === 0)
			break;
	}
	return all;
}

for (const engine of engines)
	describe(`canaries, on ${engine}`, () => {
		let parvis, admin, adminPages, program, pages, open, closed, view, gone;
		let asked = 0;

		const make = async (path, body, client = admin) => {
			const answer = await client.post(path, body);

			assert.equal(answer.status, 200, `${path}: ${answer.text.slice(0, 500)}`);
			return answer.data;
		};

		// What they typed themselves comes back to them: that is no news.
		function check(answer, typed = []) {
			let text = answer.text;

			for (const one of typed)
				text = one instanceof RegExp ? text.replaceAll(one, "") : text.replaceAll(one, "").replaceAll(encodeURIComponent(one), "");
			asked++;
			assert.ok(answer.status < 500, `${answer.method} ${answer.path}: ${answer.status}`);
			const found = text.match(words);

			assert.ok(!found, found && `${answer.method} ${answer.path} says “${text.slice(Math.max(0, found.index - 200), found.index + 60)}”`);
			return answer;
		}

		const csrf = { set: async (browser) => { browser.csrf = (await browser.open("/console/")).form(["language"]).fields.csrf; } };
		const upload = (browser, path, files, more = {}) => browser.send("POST", path, { files: { ...more, ...files, csrf: browser.csrf } });

		async function fill() {
			await make(settings, { name: "safes", singular: { fr: "Coffre" }, plural: { fr: "Coffres" }, naming: { fr: "Nom", en: "Name" } });
			await make(settings, { name: "vaults", singular: { fr: "Chambre" }, plural: { fr: "Chambres" }, naming: { fr: "Titre", en: "Title" } });
			await make(`${settings}/vaults/fields`, { type: "text", name: "open", label: { fr: "Ouvert" } });
			for (const [type, name, more] of [...hidden, ...computed])
				await make(`${settings}/vaults/fields`, { type, name, label: { fr: `${name} Zquarlabelled` }, settings: more });
			const safe = (await make("/console/records/safes", { fields: { name: "Zquarsafe" } })).record.id;
			const fields = Object.fromEntries(hidden.filter(([, , , value]) => value !== null).map(([, name, , value]) => [name, value]));

			fields.zquar_lookup = safe;
			fields.zquar_lookups = [safe];
			open = (await make(home, { fields: { title: "Open vault", open: "before" } })).record;
			open = (await make(`${home}/${open.id}`, { version: open.version, fields })).record; // history has them all
			const files = Object.fromEntries(["zquar_file", "zquar_image", "zquar_signature"].map((name) => [`fields.${name}`, { name: `${name}-zquarfile.png`, type: "image/png", bytes: makePng(4, 4, [9, 9, 9]) }]));

			await csrf.set(adminPages);
			const sent = await upload(adminPages, `${home}/${open.id}/with-files`, files, { version: String(open.version) });

			assert.equal(sent.status, 303, sent.words);
			open = (await admin.get(`${home}/${open.id}`)).data.record;
			closed = (await make(home, { fields: { title: "Zquarclosed", open: "Zquaropen" } })).record;
			gone = (await make(home, { fields: { title: "Zquargone", ...fields } })).record;
			await make(`${home}/${closed.id}/remarks`, { text: "Zquarremark" });
			await make(`${home}/${open.id}/remarks`, { text: "Look at this, @julien" });
			await upload(adminPages, `${home}/${closed.id}/files`, { file: { name: "zquarattached.png", type: "image/png", bytes: makePng(4, 4, [9, 9, 9]) } });
			assert.equal((await admin.post(`${home}/${gone.id}/removal`)).status, 200);
			view = await make(`${home}/views`, {
				name: "Shared", kind: "list", shared: true, sort: "zquar_text", group: "zquar_choice", sum: "zquar_integer",
				filter: JSON.stringify({ field: "zquar_email", comparison: "is", values: ["zquarmail@exemple.example"] }), columns: [{ field: "zquar_text" }, { field: "open" }],
			});
		}

		// Managers see the open record, and of it what is not hidden; nothing of safes.
		function close() {
			parvis.sql(`
				update profile_field set level = 'hidden' where profile_id = 2 and field_id in (select id from field where name like 'zquar%');
				update profile_module set may = 0 where profile_id = 2 and module_id in (select id from module where name = 'safes');
				update profile_module set may = 63 where profile_id = 2 and module_id in (select id from module where name = 'vaults');
				update module set sharing = 'private' where name = 'vaults';
				update x_vaults set owner_id = (select id from staff where email = 'julien@solaria.example') where x_title = 'Open vault';
				update catalogue set version = version + 1;`);
		}

		before(async () => {
			parvis = await startParvis({ engine, settings: { PARVIS_LOG: "debug" } });
			admin = await parvis.signedInStaff("helene@solaria.example", { json: true });
			adminPages = await parvis.signedInStaff("helene@solaria.example");
			program = await parvis.signedInStaff("julien@solaria.example", { json: true });
			pages = await parvis.signedInStaff("julien@solaria.example");
			await fill();
			close();
			await csrf.set(pages);
		});
		after(() => parvis?.close());

		test("the canaries sing where they may be heard, and their listener is let in", async () => {
			const all = (await admin.get(`${home}/${open.id}`)).text;

			for (const word of ["Zquartext", "Zquarlines", "zquarmail", "+33698765432", "918273645", "827364.512", "736451.29", "64.53", "1987-06-05", "zquarcode", "zquarmany", "Zquarville", "Zquarsafe", "ZQUAR-", "zquarfile", "ZquarsumZquartext"])
				assert.ok(all.includes(word), word);
			const { record } = check(await program.get(`${home}/${open.id}`)).data;

			assert.equal(record.fields.open, "before");
			assert.equal(record.may_edit, true);
			assert.equal((await program.get(`${home}/${closed.id}`)).status, 404);
		});

		test("no page and no answer has them", async () => {
			const rests = ["", "/schema", "/bin", "/form", "/groups?by=owner", "/suggestions?typed=o", "/views/form", "/import", `?view=${view.id}`, `?view=${view.id}&kind=canvas`,
				`?view=${view.id}&kind=calendar`, `?view=${view.id}&kind=board`, "?kind=calendar", "?kind=canvas", "?group=zquar_choice&sum=zquar_integer", `/${open.id}`, `/${open.id}?related=true`,
				`/${open.id}/form`, `/${open.id}/history`, `/${open.id}/access`, `/${closed.id}`, `/${closed.id}/history`, `/${closed.id}/form`, `/${gone.id}`, `/views/${view.id}/form`];

			for (const client of [program, pages]) {
				for (const rest of rests)
					check(await client.get(home + rest), ["zquar_choice", "zquar_integer"]);
				for (const path of ["/console/", "/console/search?q=open", "/console/search?q=vault", "/console/records/safes", "/console/records/safes/schema", "/console/account", "/openapi.json", "/console/api"])
					check(await client.get(path));
			}
		});

		test("asking for what is hidden finds nothing, by any name or value", async () => {
			for (const [, name, , value] of [...hidden, ...computed]) {
				const [typed] = (typeof value === "string" ? value : "zquarcode").split("\n");
				const is = json({ field: name, comparison: "is", values: [typed] });

				for (const query of [`sort=${name}`, `sort=-${name}`, `fields=${name},open`, `filter=${is}`, `filtered=1&filter.0.field=${name}&filter.0.comparison=is&filter.0.value=${encodeURIComponent(typed)}`,
					`group=${name}&sum=${name}`, `kind=board&by=${name}`, `q=${encodeURIComponent(typed.slice(0, 12))}`])
					check(await program.get(`${home}?${query}`), [name, typed, typed.slice(0, 12), JSON.stringify(typed).slice(1, -1)]);
				check(await program.get(`${home}/groups?by=${name}`), [name]);
				assert.equal((await program.get(`${home}?filter=${is}`)).status, 422, name);
				assert.deepEqual((await program.get(`${home}?q=${encodeURIComponent(typed.slice(0, 12))}`)).data.records, [], `${typed} was searched`);
			}
			for (const typed of ["zquar", "Zquarsafe", "Zquarclosed", "Zquargone"])
				assert.deepEqual(check(await program.get(`${home}/suggestions?typed=${typed}`)).data.suggestions, []);
			assert.deepEqual(check(await program.get("/console/search?q=zquar"), ["zquar"]).data.modules, []);
		});

		test("nobody writes what they may not see, and what is refused tells nothing", async () => {
			const { version } = (await program.get(`${home}/${open.id}`)).data.record;
			const tries = [...hidden, ...computed].map(([, name]) => name).concat("id", "version", "deleted_at", "owner_id", "created_by", "approval", "review", "x_zquar_text", "zquar_text_key");

			for (const name of tries) {
				const answer = await program.post(`${home}/${open.id}`, { version, fields: { [name]: "other" } });

				check(answer, [name]);
				assert.equal(answer.status, 422, name);
				assert.equal(check(await program.post(home, { fields: { title: "X", [name]: "other" } }), [name]).status, 422, name);
				check(await program.post(`${home}/bulk`, { ids: [open.id, closed.id, gone.id], action: "change", fields: { [name]: "other" } }), [name]);
				check(await program.post(`${home}/views`, { name: "V", kind: "list", sort: name, columns: [{ field: name }] }), [name]);
			}
			const stale = await program.post(`${home}/${open.id}`, { version: 1, fields: { open: "late", zquar_text: "x" } });

			check(stale, ["zquar_text"]);
			check(await program.post(`${home}/bulk`, { ids: [open.id, closed.id, gone.id], action: "change", fields: { open: "bulk" } }));
			assert.equal(parvis.sqlNumber("select count(*) from x_vaults where x_open = 'bulk'"), 1, "only theirs");
			for (const act of ["removal", "restoration", "purge"])
				for (const { id } of [closed, gone])
					assert.equal(check(await program.post(`${home}/${id}/${act}`)).status, 404);
			assert.equal(check(await program.post(`${home}/views/${view.id}`, { name: "Mine", kind: "list" })).status, 404);
			check(await program.post(`${home}/views/${view.id}/preference`)); // a copy of a shared view, seen through their own plan
			for (const client of [program, pages])
				check(await client.get(home));
			check(await program.post(`${home}/views/${view.id}/preference`));
		});

		test("files, comments and ids of other records and modules are not there", async () => {
			const file = (await admin.get(`${home}/${open.id}`)).data.record.fields.zquar_image.id;
			const attached = (await admin.get(`${home}/${closed.id}`)).data;
			const remark = attached.remarks[0].id, other = attached.attachments[0].id;

			for (const id of [file, other])
				for (const rest of ["", "/picture"])
					for (const place of [`${home}/${open.id}`, `${home}/${closed.id}`, `/console/records/clients/${open.id}`, `/console/records/safes/${open.id}`])
						assert.equal(check(await program.get(`${place}/files/${id}${rest}`)).status, 404, `${place} ${id}`);
			for (const id of [file, other])
				assert.equal(check(await program.post(`${home}/${open.id}/files/${id}/removal`)).status, 404);
			for (const rest of ["", "/removal"])
				for (const record of [open, closed])
					assert.equal(check(await program.post(`${home}/${record.id}/remarks/${remark}${rest}`, rest === "" ? { text: "other" } : {})).status, 404);
			assert.equal(check(await program.post(`${home}/${closed.id}/remarks`, { text: "hello" })).status, 404);
			const { version } = (await program.get(`${home}/${open.id}`)).data.record;
			const kept = () => parvis.sql("select x_zquar_file from x_vaults where x_title = 'Open vault'").join();
			const before = kept();

			for (const name of ["zquar_file", "never_there"]) { // alike: what is not a field takes no file
				const mine = { name: "mine.txt", type: "text/plain", bytes: Buffer.from("mine") };
				const sent = check(await upload(pages, `${home}/${open.id}/with-files`, { [`fields.${name}`]: mine }, { version: String(version) }), [name]);

				assert.equal(sent.status, 303);
			}
			assert.equal(kept(), before);
		});

		test("no file that is made for them has them, nor an import that names them", async () => {
			for (const format of ["csv", "xlsx"])
				for (const body of [{}, { fields: "*" }, { fields: hidden.map(([, name]) => name).join(",") + ",title" }, { view: view.id }, { sort: "zquar_text" }]) {
					const made = check(await program.post(`${home}/export`, { format, ...body }));

					assert.ok([200, 400, 422].includes(made.status), made.text);
					for (let i = 0; made.status === 200 && i < 200 && parvis.sqlNumber(`select count(*) from record_export where finished_at is null`) > 0; i++)
						await sleep(25);
					const { file_href } = made.status === 200 ? check(await program.get(made.data.export.href)).data.export : {};

					if (!file_href)
						continue;
					const file = await program.get(file_href);

					assert.equal(file.status, 200);
					const text = format === "csv" ? file.text : textsOf(file.body);

					assert.doesNotMatch(text, words);
					assert.match(text, /vault/, "the visible part is there");
				}
			const sent = await upload(pages, `${home}/import`, { file: { name: "vaults.csv", type: "text/csv", bytes: Buffer.from("Title;zquar_text;zquar_email\nImported;guess;zquarmail@exemple.example\n") } });
			const place = sent.location;

			check(await program.get(place), ["zquar_text", "zquar_email", "zquarmail@exemple.example"]);
			const mapped = await program.post(`${place}/mapping`, { columns: ["title", "zquar_text", "zquar_email"], mode: "both", key: "zquar_email", action: "check" });

			check(mapped, ["zquar_text", "zquar_email", "zquarmail@exemple.example"]);
			assert.equal(mapped.status, 422);
			for (const rest of ["/run", "/undo"])
				check(await program.post(place + rest), ["zquar_text", "zquar_email", "zquarmail@exemple.example"]);
		});

		test("mails, jobs, the journal and the log do not tell them", async () => {
			await make(`${home}/${open.id}/remarks`, { text: "And again, @julien" });
			await make(`${home}/${closed.id}/remarks`, { text: "Zquarremark for @julien" }); // who does not see the record is not told
			const told = parvis.sql("select subject, body_text, coalesce(body_html, '') from message where body_text like '%again%' or body_text like '%Look at%' or body_text like '%Zquarremark%'").join("\n");

			assert.match(told, /Open vault/);
			assert.doesNotMatch(told, words);
			const names = /zquar_\w+( Zquarlabelled)?|vaults\.zquar\w*/g; // the journal of administrators says which fields they made

			for (const text of ["select payload from job", "select coalesce(error, '') from job", "select coalesce(detail, '') from audit"])
				assert.doesNotMatch(parvis.sql(text).join("\n").replaceAll(names, ""), words, text);
			for (const client of [admin, adminPages])
				for (const path of ["/console/audit", "/console/jobs", "/console/outbox"])
					check(await client.get(path), [names]);
			assert.doesNotMatch(parvis.log, words);
			assert.ok(asked > 450, `${asked} answers were looked through`);
		});
	});
