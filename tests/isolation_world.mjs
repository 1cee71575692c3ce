// The people of the isolation test: who they are, what is theirs, and a word hidden in everything that is, which must
// never be read by anybody else.
import { createHash } from "node:crypto";
import { copyFileSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { idText } from "./journeys/people.mjs";
import { makePng } from "./journeys/png.mjs";

const toText = (ids) => ids.map((id) => idText(BigInt(id)));

// A client with its three contacts; `company` by name. Camille's clients are left out: she acts for several.
function chooseClients(parvis) {
	const of = (company) => parvis.sql(`
		select client.id from client join company on company.id = client.company_id
		where company.name = '${company}'
		and not exists (select 1 from client_contact join contact on contact.id = contact_id where client_id = client.id and email like 'camille.durand@%')
		and (select count(*) from client_contact where client_id = client.id) = 3
		and exists (select 1 from invoice where client_id = client.id and kind = 'invoice' and rest > 0 and state = 'issued')
		order by client.id limit 2`);
	const [owner, neighbour] = of("Solaria Énergies"), [stranger] = of("Atelier Boréal");

	return { owner, neighbour, stranger };
}

function hideCanary(parvis, client, canary) {
	parvis.sql(`
		update client set name = '${canary} client', name_key = '${canary.toLowerCase()} client', street = '${canary} street',
			phone = '${canary} phone', email = '${canary.toLowerCase()}@exemple.example' where id = ${client};
		update contact set last_name = '${canary}' where id in (select contact_id from client_contact where client_id = ${client});
		update invoice set reference = '${canary} reference', note = '${canary} note', billed_name = '${canary} client',
			billed_address = '${canary} address' where client_id = ${client};
		update invoice_line set label = '${canary} line' where invoice_id in (select id from invoice where client_id = ${client});
		update payment set reference = '${canary} payment' where invoice_id in (select id from invoice where client_id = ${client});
		update notification set title = '${canary} notification' where client_id = ${client};`);
}

const canaryOf = (name) => `Canari${name[0].toUpperCase()}${name.slice(1)}`;

function contactsOf(parvis, client) {
	return parvis.sql(`select contact.id, email, coalesce(mobile, '') from contact join client_contact on contact_id = contact.id
		where client_id = ${client} order by contact.id`).map((line) => {
		const [id, email, mobile] = line.split("|");

		return { id, email, mobile: mobile || email };
	});
}

async function contactActor(parvis, kind, clientId, person) {
	const actor = { kind, clientId, contactId: person.id, program: await parvis.signedIn(person.email, { mobile: person.mobile, json: true }) };

	actor.browser = await parvis.signedIn(person.email, { mobile: person.mobile });
	actor.browser.csrf = (await actor.browser.open("/p/demo/account")).form(["language"]).fields.csrf;
	return actor;
}

// Two vendors, of whom the first signs in: they see themselves, and nothing of anybody else.
async function vendorActor(parvis, canaries) {
	const email = "it@fournisseur.example", setup = JSON.stringify({ tabs: [{ module: "vendors", tie: "self", layouts: [{ fields: { name: "read", email: "read" } }] }], web: [] });

	parvis.sql(`insert into vendor (id, name, name_key, email, email_key, created_at, version) values
			(81, '${canaries.vendor}', '${canaries.vendor.toLowerCase()}', '${email}', '${email}', 0, 1), (82, '${canaries.rival}', '${canaries.rival.toLowerCase()}', null, null, 0, 1);
		insert into user_type (id, portal_id, main_module_id, position, is_default, draft, published, published_at, created_at, version)
			select 83, portal.id, module.id, 83, 0, '${setup}', '${setup}', 0, 0, 1 from portal join module on module.name = 'vendors';
		insert into portal_user (id, user_type_id, module_id, record_id, email, settled_at, created_at) select 84, 83, main_module_id, 81, '${email}', 0, 0 from user_type where id = 83;
		update catalogue set version = version + 1;`);
	return contactActor(parvis, "vendor", 0, { id: 81, email, mobile: email });
}

async function staffActor(parvis, kind, email) {
	const actor = { kind, email, program: await parvis.signedInStaff(email, { json: true }), browser: await parvis.signedInStaff(email) };

	actor.browser.csrf = (await actor.browser.open("/console/")).form(["language"]).fields.csrf;
	return actor;
}

// An administrator looking at the portal through what `path` opens, with both cookies as in a browser.
async function previewActor(parvis, kind, clientId, path, body) {
	const program = await parvis.signedInStaff("helene@solaria.example", { json: true });
	const { status, text } = await program.post(path, body);

	if (status !== 200 && status !== 303)
		throw new Error(`no ${kind}: ${status} ${text}`);
	for (const name of program.cookies.keys())
		if (/sid$/.test(name)) // in a browser the console's cookie goes along; here it would open the console
			program.cookies.delete(name);
	const browser = program.twin({ json: false });

	browser.csrf = (await browser.open("/p/demo/")).form([], "/p/demo/sign-out").fields.csrf;
	return { kind, clientId, program, browser };
}

// Previews of a client, of one of its contacts, and of a user type as it is being set up, with made-up records: nobody's.
async function previewActors(parvis, client, contact) {
	const home = "/console/preview", [id, type] = toText([client, parvis.sql("select id from user_type where is_default = 1")[0]]);
	const typed = await previewActor(parvis, "preview of a type", 0, home, { type, draft: "true" });

	typed.sample = (await typed.program.get("/p/demo/records/tickets")).data.records[0].id;
	return {
		preview: await previewActor(parvis, "preview", client, `/console/clients/${id}/preview`),
		previewOfPerson: await previewActor(parvis, "preview of a person", client, home, { person: toText([contact])[0], client: id }),
		previewOfType: typed,
	};
}

// A staff user, of whom something is then changed behind the program's back.
async function changedStaffActor(parvis, kind, email, sql) {
	const actor = await staffActor(parvis, kind, email);

	parvis.sql(sql);
	return actor;
}

function addStaff(parvis, id, email) {
	parvis.sql(`insert into staff (id, email, name, profile_id, password_hash, totp_on, theme, created_at, version)
		select ${id}, '${email}', 'Essai', 1, password_hash, 0, '', created_at, 1 from staff where email = 'helene@solaria.example'`);
}

function anonymousActor(parvis) {
	const actor = { kind: "anonymous", program: parvis.client({ json: true }), browser: parvis.client() };

	actor.browser.csrf = "";
	return actor;
}

// Tables as texts, without what even a refused request may touch: limits, the journal, when somebody was last seen.
export function tablesOf(parvis) {
	const volatile = { session: ["seen_at", "address"], api_token: ["used_at"], audit: null, audit_head: null, rate: null };
	const sqlite = parvis.engine === "sqlite";
	const columns = parvis.sql(sqlite
		? "select m.name, p.name from sqlite_master m join pragma_table_info(m.name) p where m.type = 'table' and m.name not like 'sqlite_%' order by 1, p.cid"
		: "select table_name, column_name from information_schema.columns where table_schema = 'parvis' order by 1, ordinal_position");
	const tables = {};

	for (const line of columns) {
		const [table, column] = line.split("|");

		if (volatile[table] !== null && !volatile[table]?.includes(column))
			(tables[table] ??= []).push(column);
	}
	const names = Object.keys(tables);
	const where = (table) => (table === "job" ? "where unique_key is null or unique_key not like 'every:%'" : "");
	const lines = parvis.sql(names.map((table) =>
		`select '#${table}';\nselect ${tables[table].map((column) => `"${column}"`).join(", ")} from ${table} ${where(table)} order by 1${tables[table].length > 1 ? ", 2" : ""};`).join("\n"));
	const rows = {};
	let current;

	for (const line of lines)
		if (names.includes(line.slice(1)) && line.startsWith("#"))
			rows[current = line.slice(1)] = [];
		else
			rows[current].push(line);
	return rows;
}

// What differs between two answers of tablesOf, as lines "table - row" and "table + row".
export function changesBetween(before, after) {
	const changes = [];

	for (const table of Object.keys(before)) {
		const [old, fresh] = [new Set(before[table]), new Set(after[table])];

		changes.push(...[...old].filter((row) => !fresh.has(row)).map((row) => `${table} - ${row}`));
		changes.push(...[...fresh].filter((row) => !old.has(row)).map((row) => `${table} + ${row}`));
	}
	return changes;
}

// A module made here, with a field that may be left out and a second layout.
async function makeModule(administrator) {
	const home = "/console/settings/modules";
	const make = async (path, body) => {
		const answer = await administrator.program.post(path, body);

		if (answer.status !== 200)
			throw new Error(`${path}: ${answer.status} ${answer.text}`);
		return answer.data;
	};

	await make(home, { name: "trials", singular: { fr: "Essai" }, plural: { fr: "Essais" }, naming: { fr: "Nom" } });
	await make(`${home}/trials/layouts`, { name: "Premier" });
	const { id } = await make(`${home}/trials/layouts`, { name: "Second" });

	await make(`${home}/trials/fields`, { type: "integer", name: "count", label: { fr: "Nombre" } }); // in no layout: may be retired
	return id;
}

// Fields of one's own on modules that features keep, with the canary of each client in them.
async function makeOwnFields(parvis, administrator, clients, canaries) {
	for (const module of ["clients", "contacts", "invoices"]) {
		const answer = await administrator.program.post(`/console/settings/modules/${module}/fields`, { type: "text", name: "temoin", label: { fr: "Témoin" } });

		if (answer.status !== 200)
			throw new Error(`${module}: ${answer.status} ${answer.text}`);
	}
	for (const [name, id] of Object.entries(clients))
		parvis.sql(`update client set x_temoin = '${canaries[name]}', x_temoin_key = '${canaries[name]}' where id = ${id};
			update invoice set x_temoin = '${canaries[name]}', x_temoin_key = '${canaries[name]}' where client_id = ${id};`);
}

// Two records of that module: one with a view, a comment and a picture beside it, one to be taken away.
async function makeRecords(administrator) {
	const home = "/console/records/trials";
	const make = async (path, body) => (await administrator.program.post(path, body)).data;
	const record = (await make(home, { fields: { nom: "Premier" } })).record.id;
	const gone = (await make(home, { fields: { nom: "Second" } })).record.id;
	const view = (await make(`${home}/views`, { name: "Tout", kind: "list" })).id;
	const { remarks } = await make(`${home}/${record}/remarks`, { text: "Bonjour" });

	await administrator.browser.send("POST", `${home}/${record}/files`, {
		files: { file: { name: "photo.png", type: "image/png", bytes: makePng(4, 4, [90, 90, 90]) }, csrf: administrator.browser.csrf },
	});
	await administrator.browser.open("/console/"); // reads what that says
	const { attachments } = (await administrator.program.get(`${home}/${record}`)).data;

	return { record, gone, view, remark: remarks[0].id, file: attachments[0].id };
}

// An export and an import of that module, and an invitation of many, all of one person only; after the rights, whose change makes exports void.
async function makeFiles(administrator) {
	const home = "/console/records/trials";
	const made = await administrator.program.post(`${home}/export`, { format: "csv" });
	const sent = await administrator.browser.send("POST", `${home}/import`, {
		files: { file: { name: "essais.csv", type: "text/csv", bytes: Buffer.from("Nom;Nombre\nTroisième;3\n") }, csrf: administrator.browser.csrf },
	});

	await administrator.browser.open("/console/");
	const { types } = (await administrator.program.get("/console/invitations/choice")).data;
	const invited = await administrator.program.post("/console/invitations/batches", { type: types[0].id, chosen: "all" });

	return { export: made.data.export.id, import: sent.location.split("/").at(-1), batch: invited.data.batch.id };
}

// A ticket of each client, and what no client sees of the owner's: an internal comment, and how it came. Clients may do
// all that a tab lets, and have a page of elsewhere.
function makeTickets(parvis, clients, canaries) {
	parvis.sql(`update user_type set published = replace(replace(published, '"may":["create"]', '"may":["create","edit","delete"]'),
			'"web":[]', '"web":[{"label":{"fr":"Ailleurs"},"address":"https://ailleurs.example/"}]');
		update profile_module set may = 15 where profile_id in (select profile_id from staff where acts_for = 'portal');
		update catalogue set version = version + 1;
		insert into ticket (id, subject, subject_key, client_id, state, priority, created_at, version)
			values (71, 'Un', 'un', ${clients.owner}, 'new', 'normal', 0, 1), (72, 'Deux', 'deux', ${clients.owner}, 'new', 'normal', 0, 1);`);
	for (const [i, [name, client]] of Object.entries(clients).entries())
		parvis.sql(`insert into ticket (id, subject, subject_key, client_id, state, priority, created_at, version)
			values (${51 + i}, '${canaries[name]}', '${canaries[name].toLowerCase()}', ${client}, 'new', 'normal', 0, 1);
			insert into comment (id, text, text_key, ticket_id, internal, created_at, version) values (${51 + i}, '${canaries.draft}', '${canaries.draft.toLowerCase()}', ${51 + i}, 1, 0, 1),
			(${61 + i}, '${canaries[name]}', '${canaries[name].toLowerCase()}', ${51 + i}, 0, 0, 1);`);
}

// By what a plain name is found (folder_name_key).
const keyOf = (name) => `${name.toLowerCase()}\t${name.toLowerCase()}`;

// A folder of each client that its contacts may fill, and one of each in the recycle bin.
function makeFolders(parvis, clients, canaries) {
	for (const [i, [name, client]] of Object.entries(clients).entries())
		for (const [id, word, removed] of [[131 + i, canaries[name], "null"], [141 + i, `${canaries[name]} 2`, "null"], [151 + i, canaries[name], "1"]])
			parvis.sql(`insert into folder (id, client_id, parent_id, path, name, name_key, twin_id, rights_id, rights_above_id, created_at, created_by, deleted_at, version)
				values (${id}, ${client}, ${client}, '/${idText(BigInt(id))}/', '${word}', '${keyOf(word)}', 0, ${id}, ${client}, 0, 'Essai', ${removed}, 1);
				insert into folder_right (folder_id, client_id, whose, who_id, level) values (${id}, ${client}, 'contacts', 0, 2);
				insert into folder_cascade (id, client_id, folder_id, whose, who_id, everywhere, made_at, made_by) values (${id}, ${client}, ${id}, 'contacts', 0, 0, 0, 'Essai');
				insert into folder_cascade_right (cascade_id, folder_id, level_before, level_after) values (${id}, ${id}, 1, 2)`);
}

// A file on its way, of a person of the portal and of a staff user.
function makeUploads(parvis, clients, contact, staff) {
	const parts = join(parvis.place.data, "files", "parts");

	mkdirSync(parts, { recursive: true });
	for (const [id, isStaff, person, part] of [[181, 0, contact, "a".repeat(26)], [182, 1, staff, "b".repeat(26)], [201, 0, contact, "c".repeat(26)]]) {
		writeFileSync(join(parts, part), "");
		parvis.sql(`insert into upload (id, client_id, folder_id, staff, person_id, metadata, length, part, created_at, expires_at)
			values (${id}, ${clients.owner}, ${id < 200 ? 131 : 331}, ${isStaff}, ${person}, 'filename YQ==', 9, '${part}', 0, 9000000000000)`);
	}
}

// Files in the first folder of each client, and one of each in the recycle bin, with a content there is.
function makePapers(parvis, clients, canaries) {
	const [logo] = parvis.sql("select logo_blob from company where logo_blob is not null order by id limit 1");
	const place = (blob) => join(parvis.place.data, "files", logo.slice(0, 2), blob);

	for (const [i, [name, client]] of Object.entries(clients).entries()) {
		const blob = `${logo.slice(0, 2)}${"abcdefgh"[i].repeat(5)}${logo.slice(7)}`, word = canaries[name].toLowerCase();

		copyFileSync(place(logo), place(blob));
		parvis.sql(`insert into file_look (id, client_id, blob, type, picture, picture_blob, picture_type, pages, said, tries)
			values (${161 + i}, ${client}, '${blob}', 'image/png', 'made', '${blob}', 'image/png', 1, 'made', 0);
			insert into file_text (id, cut, words, text) values (${161 + i}, 0, '${idText(BigInt(client))}${word}', '${canaries[name]}')`);
		parvis.sql(`insert into legal_hold (id, client_id, file_id, reason, made_at, made_by) values (${161 + i}, ${client}, ${161 + i}, '${canaries[name]}', 0, 'Essai')`);
		if (parvis.engine === "sqlite")
			parvis.sql(`insert into file_text_index (rowid, words) select id, words from file_text where id = ${161 + i}`);
		for (const [id, removed] of [[161 + i, "null"], [171 + i, "null"], [181 + i, "null"], [191 + i, "1"]]) {
			const content = `1, 3, 'image/png', '00', '${blob}', 'no_server', 0, 'Essai'`, file = `${canaries[name]} ${id}`;

			parvis.sql(`insert into file (id, client_id, folder_id, name, name_key, words_key, number, size, type, sha256, blob, scan, changed_at, changed_by, created_at, created_by, deleted_at, version)
				values (${id}, ${client}, ${131 + i}, '${file}', '${keyOf(file)}', ' ${canaries[name].toLowerCase()}', ${content}, 0, 'Essai', ${removed}, 1);
				insert into file_version (file_id, number, size, type, sha256, blob, scan, created_at, created_by) values (${id}, ${content})`);
		}
	}
}

// What contacts of each client are asked for and have sent, with an example; what only one of the owner's is asked; a draft; two
// templates with a reason.
function makeRequests(parvis, clients, canaries, people) {
	const [blob] = parvis.sql("select logo_blob from company where logo_blob is not null order by id limit 1");
	const content = `3, 'image/png', '00', '${blob}'`;

	parvis.sql(`insert into file_look (id, client_id, blob, type, picture, picture_blob, picture_type, pages, said, tries)
		values (170, ${clients.owner}, '${blob}', 'image/png', 'made', '${blob}', 'image/png', 1, 'made', 0)`);
	for (const [i, [name, client]] of Object.entries(clients).entries()) {
		const [contact] = name === "owner" ? [people[0].id] : parvis.sql(`select min(contact_id) from client_contact where client_id = ${client}`);

		for (const [id, state, everybody] of [[301 + i, "open", 1], [311 + i, "draft", 1], [321 + i, "open", 0]])
			parvis.sql(`insert into demand (id, client_id, folder_id, title, words, state, by_piece, everybody, staff_id, news, created_at, version)
				values (${id}, ${client}, ${131 + i}, '${canaries[name]} ${id}', '', '${state}', 1, ${everybody}, 1, 'none', 0, 1)`);
		parvis.sql(`insert into demand_contact (demand_id, contact_id) values (${321 + i}, ${contact})`);
		for (const [id, owner, state] of [[331 + i, 301 + i, "received"], [341 + i, 321 + i, "received"]])
			parvis.sql(`insert into piece (id, owner_id, position, name, words, example, required, formats, files_most, state, news, example_size, example_type, example_sha256, example_blob, example_name, version)
				values (${id}, ${owner}, 1, '${canaries[name]} ${id}', '', '', 1, 'any', 20, '${state}', 'none', ${content}, '${canaries[name]}.png', 1);
				insert into deposit (id, piece_id, name, size, type, sha256, blob, scan, contact_id, sent_by, sent_at, refused)
				values (${id + 20}, ${id}, '${canaries[name]}.png', ${content}, 'no_server', ${contact}, '${canaries[name]}', 0, 0)`);
	}
	parvis.sql(`insert into demand_template (id, name, name_key, words, created_at, version) values (371, 'Essai', 'essai', '', 0, 1), (372, 'Essai 2', 'essai 2', '', 0, 1);
		insert into refusal_reason (id, words, words_key) values (373, 'Flou', 'flou');
		insert into piece (id, owner_id, position, name, words, example, required, formats, files_most, state, news, example_size, example_type, example_sha256, example_blob, example_name, version)
			values (374, 372, 1, 'Avis', '', '', 1, 'any', 20, 'asked', 'none', ${content}, 'avis.png', 1)`);
}

// What each client alone has on its sheet: what its contacts see, what they do not, and one more to be taken away; and two templates.
function makeSheets(parvis, clients, canaries) {
	const columns = "id, sheet_id, position, label, label_key, type, required, in_portal, value, value_key, version";
	const rows = Object.entries(clients).flatMap(([name, client], i) => [
		`(${231 + i}, ${client}, 1, 'Vu', 'vu', 'text', 0, 1, '${canaries[name]}', '${canaries[name].toLowerCase()}', 1)`,
		`(${241 + i}, ${client}, 2, 'Interne', 'interne', 'text', 0, 0, '${canaries.draft}', '${canaries.draft.toLowerCase()}', 1)`,
		`(${251 + i}, ${client}, 3, 'Vide', 'vide', 'text', 0, 1, null, null, 1)`,
	]);

	parvis.sql(`insert into sheet_template (id, name, name_key, created_at, version) values (221, 'Essai', 'essai', 0, 1), (222, 'Essai 2', 'essai 2', 0, 1);
		insert into sheet_attribute (${columns}) values ${rows.join(", ")}, (223, 221, 1, 'Un', 'un', 'text', 0, 0, null, null, 1), (224, 221, 2, 'Deux', 'deux', 'text', 0, 0, null, null, 1)`);
}

// Two user types of vendors, nothing of which holds now; something of them did once.
function makeUserTypes(parvis) {
	const draft = JSON.stringify({ tabs: [{ module: "vendors", tie: "self", layouts: [{ fields: { name: "read" } }] }], web: [{ label: { fr: "Aide" }, address: "https://aide.example/" }] });

	for (const [id, name] of [[31, "Premiers"], [32, "Seconds"]])
		parvis.sql(`insert into user_type (id, portal_id, name, main_module_id, position, is_default, draft, created_at, version)
			select ${id}, portal.id, '{"fr":"${name}"}', module.id, ${id}, 0, '${draft}', 0, 1 from portal join module on module.name = 'vendors';
			insert into user_type_version (user_type_id, number, setup, published_at, published_by) values (${id}, 1, '${draft}', 0, 1)`);
}

// Two webhooks of that module with a delivery each, and a server they may go to.
function makeWebhooks(parvis) {
	const staff = parvis.sql("select id from staff where email = 'helene@solaria.example'")[0];

	for (const id of [41, 42])
		parvis.sql(`insert into webhook (id, name, url, staff_id, modules, events, state, secret, failure_count, rest_until, busy_until, created_at, created_by, version)
			values (${id}, 'Essai', 'http://127.0.0.1:9/', ${staff}, '|trials|', '|restored|', 'paused', ${parvis.engine === "sqlite" ? "x'00'" : "'\\x00'"}, 0, 0, 0, 0, ${staff}, 1);
			insert into webhook_delivery (id, webhook_id, message_id, kind, happened_at, state, urgent, attempt_count, next_at, ended_at)
			values (${id}, ${id}, ${id}, 'test', ${Date.now()}, 'delivered', 0, 1, 0, ${Date.now()});`);
	parvis.sql(`insert into egress_host (id, host, created_at, created_by) values (43, 'autre.example', 0, ${staff})`);
}

// A profile, a role, a group, and rules of both kinds for that module.
async function makeRights(administrator) {
	const home = "/console/settings";
	const make = async (path, body) => {
		const answer = await administrator.program.post(path, { ...body, confirm: true });

		if (answer.status !== 200)
			throw new Error(`${path}: ${answer.status} ${answer.text}`);
		return answer.data.id;
	};
	const condition = { rows: [{ field: "nom", comparison: "is", value: "Fini" }] };
	const profile = (await administrator.program.post(`${home}/profiles`, { name: "Atelier" })).data.id;
	const role = await make(`${home}/roles`, { name: "Atelier" });
	const group = await make(`${home}/groups`, { name: "Atelier" });
	const sharing = await make(`${home}/sharing/trials/rules`, { name: "À l’atelier", condition, with: `group:${group}`, level: "read" });
	const state = await make(`${home}/sharing/trials/states`, { name: "Fini", condition, effect: "locked", field: "count" });

	const approval = await make(`${home}/approvals/trials/rules`, {
		name: "Jamais", on_create: true, steps: [{ approvers: ["manager"] }], condition: { rows: [{ field: "nom", comparison: "is", value: "Jamais" }] },
	});

	return { profile, role, group, sharing, state, approval };
}

// What the world's making left to do is done: else it would look like the doing of whoever is refused.
async function workIsDone(parvis) {
	const left = `select count(*) from job where dead = 0 and (unique_key is null or unique_key not like 'every:%')`;

	for (let i = 0; parvis.sqlNumber(left) > 0; i++) {
		if (i > 300)
			throw new Error(`still to do: ${parvis.sql("select kind, run_at, error from job where dead = 0")}`);
		await sleep(100);
	}
}

// Clients that are being made: three of the administrator's, one of the manager's.
function makeDrafts(parvis, { administrator, manager }) {
	for (const [id, { email }] of [[91, manager], [92, administrator], [93, administrator], [94, administrator]])
		parvis.sql(`insert into client_draft (id, staff_id, created_at, changed_at, version) select ${id}, id, ${Date.now()}, ${Date.now()}, 1 from staff where email = '${email}';
			insert into client_draft_step (draft_id, step, value) values (${id}, 'information', '{"name":"Cliente en cours ${id}","country":"FR"}')`);
}

// Passkeys that sign nobody in: what is at stake is who sees and removes them.
function makePasskeys(parvis, { owner, neighbour, reader, administrator }) {
	const bytes = (text) => (parvis.engine === "sqlite" ? `x'${text}'` : `'\\x${text}'`);
	const rows = [owner, neighbour, reader, administrator].map(({ contactId, email }, index) => {
		const staff = email === undefined ? "null" : `(select id from staff where email = '${email}')`;

		return `(${51 + index}, ${staff}, ${contactId ?? "null"}, ${bytes(`0${index}`)}, 'localhost', ${bytes(`1${index}`)}, ${bytes("a0")}, 0, 'Essai', '', 0, 0, 1)`;
	});

	parvis.sql(`insert into passkey (id, staff_id, contact_id, user_handle, rp_id, credential, public_key, sign_count, name, transports, backup_eligible, backed_up, created_at) values ${rows.join(", ")}`);
}

export async function makeWorld(parvis) {
	const clients = chooseClients(parvis);
	const people = contactsOf(parvis, clients.owner);
	const [draft] = parvis.sql("select id from invoice where state = 'draft' order by id limit 1");
	const canaries = Object.fromEntries([...Object.keys(clients), "draft", "vendor", "rival"].map((name) => [name, canaryOf(name)]));
	const staffId = (email) => parvis.sql(`select id from staff where email = '${email}'`)[0];

	parvis.sql(`update invoice set client_id = ${clients.owner} where id = ${draft}`);
	for (const [name, client] of Object.entries(clients))
		hideCanary(parvis, client, canaries[name]);
	parvis.sql(`update invoice set reference = '${canaries.draft}', note = '${canaries.draft}' where id = ${draft};
		update invoice_line set label = '${canaries.draft} line' where invoice_id = ${draft};
		insert into job (id, kind, payload, attempts, run_at, dead, added_at, error) values (7, 'test.dead', '{}', 3, 0, 1, 0, 'Gave up.'), (8, 'test.dead', '{}', 3, 0, 1, 0, 'Gave up.');`);

	addStaff(parvis, 11, "half@solaria.example");
	addStaff(parvis, 12, "closed@solaria.example");

	parvis.sql("update message set state = 'failed', error = 'Refused.', expires_at = null where id = (select min(id) from message)");

	const actors = {
		anonymous: anonymousActor(parvis),
		owner: await contactActor(parvis, "owner", clients.owner, people[0]),
		colleague: await contactActor(parvis, "colleague", clients.owner, people[1]),
		neighbour: await contactActor(parvis, "neighbour", clients.neighbour, contactsOf(parvis, clients.neighbour)[0]),
		stranger: await contactActor(parvis, "stranger", clients.stranger, contactsOf(parvis, clients.stranger)[0]),
		blocked: await contactActor(parvis, "blocked", clients.owner, people[2]),
		vendor: await vendorActor(parvis, canaries),
		reader: await staffActor(parvis, "reader", "nadia@solaria.example"),
		manager: await staffActor(parvis, "manager", "julien@solaria.example"),
		administrator: await staffActor(parvis, "administrator", "helene@solaria.example"),
		half: await changedStaffActor(parvis, "half", "half@solaria.example", "update session set half = 1 where staff_id = 11"),
		closed: await changedStaffActor(parvis, "closed", "closed@solaria.example", "update staff set disabled_at = 1 where id = 12"),
		token: { kind: "token", email: "helene@solaria.example", program: parvis.client({ json: true, bearer: await parvis.apiToken({ scope: "read" }) }), browser: null },
		...await previewActors(parvis, clients.owner, people[0].id),
	};

	await parvis.apiToken({ email: "julien@solaria.example" });
	parvis.sql("insert into client (id, number, kind, name, name_key, company_id, country, test, created_at, version) select 21, 'X-21', 'household', 'Sans facture', 'sans facture', min(id), 'FR', 0, 0, 1 from company");
	parvis.sql("insert into client (id, number, kind, name, name_key, company_id, country, test, created_at, version) select 22, 'X-22', 'household', 'Sans facture', 'sans facture', min(id), 'FR', 0, 0, 1 from company");
	parvis.sql(`update contact set blocked_at = 1 where id = ${people[2].id}`);
	makeTickets(parvis, clients, canaries);
	makeFolders(parvis, clients, canaries);
	makePapers(parvis, clients, canaries);
	makeSheets(parvis, clients, canaries);
	makeRequests(parvis, clients, canaries, people);
	makeUploads(parvis, clients, people[0].id, staffId("helene@solaria.example"));
	makeUserTypes(parvis);
	makeWebhooks(parvis);
	makePasskeys(parvis, actors);
	makeDrafts(parvis, actors);
	makeAppPasswords(parvis, actors);
	await makeOwnFields(parvis, actors.administrator, clients, canaries);
	const world = new World(parvis, { clients, canaries, actors, draft, staffId, layout: await makeModule(actors.administrator), records: await makeRecords(actors.administrator), rights: await makeRights(actors.administrator), files: await makeFiles(actors.administrator) });

	await workIsDone(parvis);
	return world;
}

// An app password of everybody who could have one: what it opens, a test goes and sees.
function makeAppPasswords(parvis, actors) {
	const bytes = (hash) => (parvis.engine === "sqlite" ? `x'${hash}'` : `'\\x${hash}'`);

	for (const [i, actor] of Object.values(actors).filter(({ kind, email, contactId }) => kind !== "token" && !kind.startsWith("preview") && (email !== undefined || contactId !== undefined)).entries()) {
		const password = `00000-00000-00000-00000-0${1000 + i}`, hash = createHash("sha256").update(password.replaceAll("-", "")).digest("hex");
		const staff = actor.email === undefined ? "null" : parvis.sql(`select id from staff where email = '${actor.email}'`)[0];
		const user = actor.email ?? parvis.sql(`select email from contact where id = ${actor.contactId}`)[0];

		actor.drive = `Basic ${Buffer.from(`${user}:${password}`).toString("base64")}`;
		parvis.sql(`insert into app_password (id, staff_id, contact_id, name, secret_hash, hint, created_at, used_at) values (${200 + i}, ${staff}, ${actor.contactId ?? "null"}, 'Essai', ${bytes(hash)}, '', 0, ${Date.now() + 3600000})`);
	}
}

class World {
	constructor(parvis, parts) {
		Object.assign(this, parts, { parvis });
	}

	#clientsOf(actor) {
		return actor.clientId ? [actor.clientId] : Object.values(this.clients);
	}

	canariesHiddenFrom(actor) {
		const isStaff = actor.clientId === undefined && actor.kind !== "anonymous" && actor.kind !== "blocked";

		if (isStaff)
			return [];
		return Object.entries(this.canaries)
			.filter(([name]) => (name === "vendor" ? actor.kind !== "vendor" : ["draft", "rival"].includes(name) || actor.kind === "blocked" || actor.clientId !== this.clients[name]))
			.map(([, canary]) => canary);
	}

	#sql(text) {
		return toText(this.parvis.sql(text));
	}

	#foldersOf(clients, removed, middle, purpose) {
		return this.parvis.sql(`select client_id, id from folder where client_id in (${clients}) and id < 200 and deleted_at ${removed} order by id ${purpose === "write" ? "desc" : "asc"} limit 1`)
			.map((line) => toText(line.split("|")).join(middle));
	}

	#filesOf(clients, removed, purpose) {
		return this.parvis.sql(`select client_id, id from file where client_id in (${clients}) and id < 200 and deleted_at ${removed} order by id ${purpose === "write" ? "desc" : "asc"} limit 1`)
			.map((line) => toText(line.split("|")));
	}

	// A part of what is asked of clients, behind the client's id.
	#partsOf(table, clients, which, middle) {
		return this.parvis.sql(`select demand.client_id, ${table}.id from demand left join piece on piece.owner_id = demand.id left join deposit on deposit.piece_id = piece.id where demand.client_id in (${clients}) and ${which} order by 2 limit 1`)
			.map((line) => toText(line.split("|")).join(middle));
	}

	#askedOf(column, clients, actor, which) {
		return this.#sql(`select ${column} from demand left join piece on piece.owner_id = demand.id left join deposit on deposit.piece_id = piece.id where demand.client_id in (${clients}) and ${which}
			and (demand.everybody = 1 or exists (select 1 from demand_contact where demand_id = demand.id and contact_id = ${actor.contactId ?? 0})) order by 1 limit 1`);
	}

	// What is asked of others, of the same client too.
	#askedOfOthers(column, actor, which) {
		return this.#sql(`select ${column} from demand left join piece on piece.owner_id = demand.id left join deposit on deposit.piece_id = piece.id where demand.client_id in (${Object.values(this.clients).join(", ")}) and ${which} and not (demand.client_id = ${actor.clientId ?? 0}
			and demand.state <> 'draft' and (demand.everybody = 1 or exists (select 1 from demand_contact where demand_id = demand.id and contact_id = ${actor.contactId ?? 0}))) order by 1`);
	}

	#placeOf(clients) {
		const [line] = this.parvis.sql(`select client_id, contact_id from client_contact where client_id in (${clients}) order by 1, 2 limit 1`);

		return toText(line.split("|")).join("/contacts/");
	}

	#sessionsOf(actor) {
		if (actor.email !== undefined)
			return `kind in ('staff', 'preview') and staff_id = ${this.staffId(actor.email)}`;
		return actor.contactId === undefined ? "kind = 'portal'" : `kind = 'portal' and contact_id = ${actor.contactId}`;
	}

	#passkeysOf(actor) {
		if (actor.email !== undefined)
			return `staff_id is not null and staff_id = ${this.staffId(actor.email)}`;
		return actor.contactId === undefined ? "staff_id is null" : `contact_id is not null and contact_id = ${actor.contactId}`;
	}

	// Ids of a kind that are the actor's; of those who own nothing, somebody's. `purpose` "write": one that can be changed.
	ownIds(kind, actor, purpose = "read") {
		if (actor.sample !== undefined) // made up, as all that is theirs
			return { undefined: [""], tab: ["tickets"], tab_record: [`tickets/${actor.sample}`] }[kind] ?? [];
		const clients = this.#clientsOf(actor).join(", "), staff = actor.email === undefined ? 0 : this.staffId(actor.email);

		switch (kind) {
		case undefined:
			return [""];
		case "client":
			return this.#sql(`select id from client where id in (${clients}) limit 1`);
		case "folder": // of the portal: two, of which one goes
			return this.#sql(`select id from folder where client_id in (${clients}) and id < 200 and deleted_at is null order by id ${purpose === "write" ? "desc" : "asc"} limit 1`);
		case "client_folder":
			return this.#foldersOf(clients, "is null", "/folders/", purpose);
		case "folder_cascade":
			return this.parvis.sql(`select client_id, id from folder_cascade where client_id in (${clients}) order by id limit 1`)
				.map((line) => toText(line.split("|")).join("/permissions/cascade/"));
		case "bin_folder":
			return this.#foldersOf(clients, "is not null", "/folders/bin/", purpose);
		case "hold":
			return this.#sql(`select id from legal_hold where client_id in (${clients}) order by id limit 1`);
		case "client_file":
			return this.#filesOf(clients, "is null", purpose).map((ids) => ids.join("/files/"));
		case "bin_file":
			return this.#filesOf(clients, "is not null", purpose).map((ids) => ids.join("/files/"));
		case "portal_file":
			return this.#filesOf(clients, "is null", purpose).map(([, id]) => id);
		case "client_upload":
			return this.parvis.sql(`select client_id, id from upload where staff = 1 and person_id = ${staff} and id < 200`).map((line) => toText(line.split("|")).join("/uploads/"));
		case "portal_upload":
			return this.#sql(`select id from upload where staff = 0 and person_id = ${actor.contactId ?? 0} and id < 200`);
		case "client_request":
			return this.#partsOf("demand", clients, "demand.id between 301 and 310", "/requests/");
		case "draft_request":
			return this.#partsOf("demand", clients, "demand.id between 311 and 320", "/requests/");
		case "client_piece":
			return this.#partsOf("piece", clients, "piece.id between 341 and 350", "/pieces/");
		case "client_deposit":
			return this.#partsOf("deposit", clients, "deposit.id between 351 and 360", "/deposits/");
		case "portal_request":
			return this.#askedOf("demand.id", clients, actor, "demand.id between 301 and 330 and demand.state <> 'draft'");
		case "portal_piece":
			return this.#askedOf("piece.id", clients, actor, "piece.id between 331 and 350");
		case "portal_deposit":
			return this.#askedOf("deposit.id", clients, actor, `deposit.id between 351 and 360 and deposit.contact_id = ${actor.contactId ?? 0}`);
		case "piece_upload":
			return this.#sql(`select id from upload where staff = 0 and person_id = ${actor.contactId ?? 0} and id = 201`);
		case "template_piece":
			return [toText([372, 374]).join("/pieces/")];
		case "request_template":
			return this.#sql("select id from demand_template where id in (371, 372) order by id limit 1");
		case "refusal_reason":
			return this.#sql("select id from refusal_reason where id = 373");
		case "free_client": // without invoices: may be deleted
			return this.#sql("select id from client where deleted_at is null and id in (21, 22) order by id limit 1");
		case "client_attribute":
			return this.parvis.sql(`select sheet_id, id from sheet_attribute where sheet_id in (${clients}) and id between 231 and 260 order by id ${purpose === "write" ? "desc" : "asc"} limit 1`)
				.map((line) => toText(line.split("|")).join("/sheet/fields/"));
		case "template":
			return this.#sql("select id from sheet_template where id in (221, 222) order by id limit 1");
		case "template_attribute":
			return this.parvis.sql("select sheet_id, id from sheet_attribute where id in (223, 224) order by id limit 1").map((line) => toText(line.split("|")).join("/fields/"));
		case "tree":
			return this.#sql("select id from tree order by name_key limit 1");
		case "tree_folder":
			return this.parvis.sql("select tree_id, id from tree_folder order by tree_id desc, id desc limit 1").map((line) => toText(line.split("|")).join("/folders/"));
		case "client_draft": // one's own
			return this.#sql(`select id from client_draft where client_id is null and ${staff === 0 || actor.kind === "reader" ? "id < 95" : `staff_id = ${staff} and id < 95`} order by id limit 1`);
		case "client_group":
			return this.#sql("select id from client_group order by name_key limit 1");
		case "client_group_member":
			return this.parvis.sql("select group_id, client_id from client_group_member order by 1, 2 limit 1").map((line) => toText(line.split("|")).join("/clients/"));
		case "place":
			return [this.#placeOf(clients)];
		case "contact":
			return this.#sql(`select contact_id from client_contact where client_id in (${clients}) limit 1`);
		case "company":
			return this.#sql("select id from company where logo_blob is not null order by id limit 1");
		case "invoice": // to pay, so that every page about it exists
			return this.#sql(`select id from invoice where client_id in (${clients}) and kind = 'invoice' and state = 'issued' and rest > 0 order by id limit 1`);
		case "draft":
			return toText([this.draft]);
		case "other_draft":
			return this.#sql(`select id from invoice where state = 'draft' and id <> ${this.draft} order by id limit 1`);
		case "session": // not the one that asks, when something is done to it
			return this.#sql(`select id from session where kind <> 'preview' and ${this.#sessionsOf(actor)} order by id ${purpose === "write" ? "desc" : "asc"} limit 1`);
		case "drive":
			return [];
		case "password":
			return this.#sql(`select id from app_password where ${this.#passkeysOf(actor)} order by id limit 1`);
		case "passkey":
			return this.#sql(`select id from passkey where ${this.#passkeysOf(actor)} order by id limit 1`);
		case "message":
			return this.#sql("select id from message order by id limit 1");
		case "failed_message":
			return this.#sql("select min(id) from message");
		case "job":
			return this.#sql("select id from job where dead = 1 order by id limit 1");
		case "staff": // somebody else
			return this.#sql("select id from staff where profile_id = 3 limit 1");
		case "token":
			return this.#sql(`select id from api_token where ${staff === 0 ? "revoked_at is null" : `staff_id = ${staff}`} order by id limit 1`);
		case "feature":
			return ["portal"];
		case "module":
			return ["trials"];
		case "field":
			return ["trials/fields/count"];
		case "layout":
			return [`trials/layouts/${this.layout}`];
		case "record":
			return [`trials/${this.records.record}`];
		case "gone_record":
			return [`trials/${this.records.gone}`];
		case "view":
			return [`trials/views/${this.records.view}`];
		case "remark":
			return [`trials/${this.records.record}/remarks/${this.records.remark}`];
		case "file":
			return [`trials/${this.records.record}/files/${this.records.file}`];
		case "batch":
		case "export":
		case "import": // theirs who asked for it
			return ["reader", "manager"].includes(actor.kind) ? [] : [this.files[kind]];
		case "profile":
			return [this.rights.profile];
		case "profile_module":
			return [`${this.rights.profile}/trials`];
		case "role":
			return [this.rights.role];
		case "group":
			return [this.rights.group];
		case "sharing_rule":
			return [`trials/rules/${this.rights.sharing}`];
		case "state_rule":
			return [`trials/states/${this.rights.state}`];
		case "approval_rule":
			return [`trials/rules/${this.rights.approval}`];
		case "staff_module":
			return [`${this.#sql("select id from staff where profile_id = 3 limit 1")[0]}/trials`];
		case "webhook":
			return toText(["41"]);
		case "other_webhook":
			return toText(["42"]);
		case "consent":
			return this.#sql("select min(id) from consent where retired_at is null");
		case "person":
			return this.#sql("select min(id) from contact where deleted_at is null").map((id) => `contacts/${id}`);
		case "signer": // of whom nothing else is asked
			return this.#sql("select min(id) from contact where blocked_at is not null");
		case "button": // of those an organisation begins with
			return toText(["1"]);
		case "other_button":
			return toText(["4"]);
		case "delivery":
			return [toText(["41", "41"]).join("/deliveries/")];
		case "host":
			return toText(["43"]);
		case "user_type":
			return toText(["31"]);
		case "other_user_type":
			return toText(["32"]);
		case "user_type_tab":
			return [`${toText(["31"])}/tabs/vendors`];
		case "user_type_web":
			return [`${toText(["31"])}/web/1`];
		case "user_type_fields":
			return [`${toText(["31"])}/fields/vendors`];
		case "user_type_version":
			return [`${toText(["31"])}/versions/1`];
		case "tab":
			return [actor.kind === "vendor" ? "vendors" : "tickets"];
		case "tab_record":
			return actor.kind === "vendor" ? [`vendors/${toText(["81"])}`] : [`tickets/${this.#sql(`select id from ticket where client_id in (${clients}) and id < 60 limit 1`)[0]}`];
		case "tab_gone":
			return actor.kind === "vendor" ? [] : this.#sql(`select id from ticket where client_id in (${clients}) and id between 71 and 79 and deleted_at is null limit 1`).map((id) => `tickets/${id}`);
		case "web_tab":
			return actor.kind === "vendor" ? [] : toText(["1"]);
		case "tab_file":
		case "secret":
			return [];
		default:
			throw new Error(`ids of an unknown kind: ${kind}`);
		}
	}

	// Ids of a kind that exist but are not the actor's. Staff may reach all clients.
	foreignIds(kind, actor) {
		const others = actor.clientId === undefined ? "" : Object.values(this.clients).filter((id) => id !== actor.clientId).join(", ");

		if (kind === "session")
			return this.#sql(`select min(id) from session where not (${this.#sessionsOf(actor)}) group by kind`);
		if (kind === "password")
			return this.#sql(`select id from app_password where not (${this.#passkeysOf(actor)}) order by id limit 3`);
		if (kind === "passkey")
			return this.#sql(`select id from passkey where not (${this.#passkeysOf(actor)})`);
		if (kind === "token") // administrators may revoke everybody's
			return ["reader", "manager"].includes(actor.kind) ? this.#sql(`select id from api_token where staff_id <> ${this.staffId(actor.email)} limit 1`) : [];
		if (kind === "export" || kind === "import" || kind === "batch")
			return ["reader", "manager"].includes(actor.kind) ? [this.files[kind]] : [];
		if (kind === "client_upload") // colleagues see the client and its folders, and not what somebody else sends
			return this.parvis.sql(`select client_id, id from upload where not (staff = 1 and person_id = ${actor.email === undefined ? 0 : this.staffId(actor.email)})`).map((line) => toText(line.split("|")).join("/uploads/"));
		if (kind === "portal_upload" || kind === "piece_upload")
			return this.#sql(`select id from upload where not (staff = 0 and person_id = ${actor.contactId ?? 0})`);
		if (kind === "client_draft")
			return this.#sql(`select id from client_draft where id < 95 and staff_id <> ${actor.email === undefined ? 0 : this.staffId(actor.email)}`);
		if (kind === "place") // both are there, but not together
			return [toText([this.clients.owner, this.parvis.sql(`select min(contact_id) from client_contact where client_id = ${this.clients.stranger}`)[0]]).join("/contacts/")];
		if (others === "")
			return [];
		if (kind === "portal_request")
			return this.#askedOfOthers("demand.id", actor, "demand.id between 301 and 330");
		if (kind === "portal_piece")
			return this.#askedOfOthers("piece.id", actor, "piece.id between 331 and 350");
		if (kind === "portal_deposit") // of the same piece, too
			return this.#sql(`select id from deposit where id between 351 and 370 and contact_id <> ${actor.contactId ?? 0}`);
		switch (kind) {
		case "tab":
			return ["trials", "leads", ...(actor.kind === "vendor" ? ["tickets", "contacts"] : ["vendors"])];
		case "tab_record":
		case "tab_gone":
			return [...this.#sql(`select id from ticket where client_id in (${others})`).map((id) => `tickets/${id}`), ...this.#sql("select id from comment where internal = 1").map((id) => `comments/${id}`), `trials/${this.records.record}`, `vendors/${toText(["82"])}`];
		case "tab_file": // of a record that is not theirs, and what staff put to it
			return [`trials/${this.records.record}/files/${this.records.file}`];
		case "invoice":
			return [...toText([this.draft]), ...this.#sql(`select min(id) from invoice where client_id in (${others}) and state <> 'draft' group by client_id`)];
		case "client":
			return this.#sql(`select id from client where id in (${others})`);
		case "contact":
			return this.#sql(`select min(contact_id) from client_contact where client_id in (${others}) group by client_id`);
		default:
			return [];
		}
	}
}
