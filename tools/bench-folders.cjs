// Measures the folders of one client that has few or very many of them, for staff, for one of a thousand contacts with rights of
// their own, and what each of those thousand sees.
"use strict";
const assert = require("node:assert/strict");
const { writeFileSync } = require("node:fs");
const { join } = require("node:path");
const { folder, quick, connections, say, signIn, takeTurns } = require("./bench-load.cjs");
const { idText } = require("./bench-records.cjs");

const sizes = quick ? [1000, 20000] : [1000, 100000];
const rounds = quick ? 2 : 3;
const people = 1000, fanOut = 10;
const client = 3000000, firstContact = 4000000, firstFolder = 10000000, firstFile = 20000000;
const administrator = "anne@example.org", password = "les heures du matin";
const address = (i) => `folders${i}@example.org`;

// ---- a tree ----

// Ten folders at the top, ten in each until there are enough; a contact's own right is said of every so many-th.
function treeOf(count) {
	const paths = [], rights = [], every = count / people;

	return Array.from({ length: count }, (_, i) => {
		const id = firstFolder + i, parent = Math.floor(i / fanOut) - 1, above = parent < 0 ? client : rights[parent];
		const own = i % every === 0;

		paths.push(`${parent < 0 ? "/" : paths[parent]}${idText(id)}/`);
		rights.push(own ? id : above);
		return { id, parent: parent < 0 ? client : firstFolder + parent, path: paths[i], rights: rights[i], above: own ? above : "null", own, contact: firstContact + i / every };
	});
}

function* inserts(table, rows) {
	for (let i = 0; i < rows.length; i += 1000)
		yield `insert into ${table} values ${rows.slice(i, i + 1000).map((row) => `(${row.join(", ")})`).join(",\n")};`;
}

const text = (value) => `'${value}'`;

function folderRow({ id, parent, path, rights, above }, i) {
	return [id, client, parent, text(path), text(`Chantier ${i}`), text(`chantier ${i}\tchantier ${i}`), 0, rights, above, 1700000000000 + i, "'Anne'", 1];
}

function fileRow({ id }, i) {
	const name = `Devis ${i}.pdf`;

	return [firstFile + i, client, id, text(name), text(`${name.toLowerCase()}\t${name.toLowerCase()}`), text(` devis ${i} pdf`), 1, 52000 + i, "'application/pdf'", `'${"a".repeat(64)}'`,
		`'${"b".repeat(26)}'`, "'done'", 1700000000000 + i, "'Anne'", 1700000000000 + i, "'Anne'", 1];
}

function peopleSql() {
	const each = (row) => Array.from({ length: people }, (_, i) => row(i));

	return [
		`insert into client (id, number, kind, name, name_key, company_id, country, test, created_at, version) select ${client}, 'K1', 'company', 'Bench', 'bench', min(id), 'FR', 0, 0, 1 from company;`,
		...inserts("contact (id, first_name, last_name, name_key, email, theme, entered_at, created_at, version)",
			each((i) => [firstContact + i, "'Camille'", text(`Folder ${i}`), text(`folder ${i} camille`), text(address(i)), "''", 1, 0, 1])),
		...inserts("client_contact (client_id, contact_id, created_at)", each((i) => [client, firstContact + i, 0])),
	].join("\n");
}

// Each contact has one folder in full, wherever it lies, and nothing else.
function fill(parvis, count) {
	const tree = treeOf(count);
	const rights = [[client, client, "'contacts'", 0, 0], ...tree.filter(({ own }) => own).map(({ id, contact }) => [id, client, "'contact'", contact, 2])];

	parvis.sql(["begin;", peopleSql(),
		...inserts("folder (id, client_id, parent_id, path, name, name_key, twin_id, rights_id, rights_above_id, created_at, created_by, version)", tree.map(folderRow)),
		...inserts("file (id, client_id, folder_id, name, name_key, words_key, number, size, type, sha256, blob, scan, created_at, created_by, changed_at, changed_by, version)", tree.map(fileRow)),
		...inserts("folder_right (folder_id, client_id, whose, who_id, level)", rights), "commit;"].join("\n"));
	if (parvis.engine === "postgres")
		parvis.sql("vacuum analyze;"); // as autovacuum does; nobody analyses SQLite
}

function addStaff(parvis) {
	assert.equal(parvis.run("init", "--name", "Bench", "--address", "bench", "--language", "en").status, 0);
	assert.equal(parvis.runWithInput(`${password}\n`, "staff", "add", "--email", administrator, "--name", "Anne", "--profile", "administrator", "--password-stdin").status, 0);
}

async function prepare({ Parvis, makePlace }, engine, count, port) {
	const parvis = new Parvis(makePlace(engine, { demo: false, folder }), port, { PARVIS_STRICT: "0", PARVIS_DEMO: "0", PARVIS_LOG: "warning" });

	say(`${engine}, ${count} folders: fill`);
	addStaff(parvis);
	fill(parvis, count);
	await parvis.start();
	return { parvis, cookies: {}, runs: {}, result: { engine, count, people } };
}

// ---- what is asked ----

const home = `/console/clients/${idText(client)}`;

// The tree as each of the thousand sees it, one after the other.
function eyeScript({ cookies, result: { engine, count } }) {
	const path = join(folder, `eye-${engine}-${count}.lua`);

	writeFileSync(path, `local people = { ${Array.from({ length: people }, (_, i) => `"${idText(firstContact + i)}"`).join(", ")} }
local headers = { ["Cookie"] = "${cookies.staff}", ["Accept"] = "text/html" }
local i = 0
function request()
	i = i % #people + 1
	return wrk.format("GET", "${home}/permissions/eye?who=contact." .. people[i], headers)
end
`);
	return path;
}

async function loadsOf(server) {
	const { parvis, cookies } = server, contact = idText(firstContact + 500);
	const pages = {
		root: ["staff", `${home}/folders`], folder: ["staff", `${home}/folders/${idText(firstFolder + 5)}`], found: ["staff", `${home}/files?q=devis+77`],
		own: ["contact", "/p/bench/documents"], rights: ["staff", `${home}/permissions?who=contact.${contact}`],
	};
	const loads = [];

	for (const [kind, [who, path]] of Object.entries(pages)) {
		const asking = parvis.client({ headers: { Cookie: cookies[who] } }), answer = await asking.get(path);

		asking.close();
		assert.equal(answer.status, 200, `${path}: ${answer.text}`);
		loads.push([kind, ["-t1", ...kind === "found" ? ["-c1", "-d", "3s"] : [`-c${connections}`], "-H", `Cookie: ${cookies[who]}`, "-H", "Accept: text/html", parvis.url + path]]);
	}
	loads.push(["eye", ["-t1", `-c${connections}`, "-s", eyeScript(server), parvis.url]]);
	return loads;
}

async function signInStaff({ parvis, cookies }) {
	const staff = await parvis.signedInStaff(administrator, { password, json: true });

	cookies.staff = [...staff.cookies].map(([key, value]) => `${key}=${value}`).join("; ");
	staff.close();
}

async function measureFolders(tools, engine) {
	const servers = [], loads = [];

	try {
		for (const [i, count] of sizes.entries())
			servers.push(await prepare(tools, engine, count, 18380 + i));
		for (const [i, server] of servers.entries()) {
			await signInStaff(server);
			server.cookies.contact = await signIn(server.parvis, address(500), i);
			loads.push(await loadsOf(server));
		}
		say(`${engine}: folders`);
		await takeTurns(servers, loads, rounds);
	} finally {
		for (const { parvis } of servers)
			await parvis.close();
	}
	return servers.map(({ result, runs }) => ({ ...result, runs }));
}

module.exports = { measureFolders, fill, addStaff, signInStaff, home, client, firstContact, firstFolder, firstFile, people };
