#!/usr/bin/env node
// Measures a server with many invoices: pages against a static reply of the same process, writes against bare commits.
"use strict";
const assert = require("node:assert/strict");
const { spawnSync } = require("node:child_process");
const { closeSync, mkdirSync, openSync, rmSync, writeFileSync, writeSync } = require("node:fs");
const { join } = require("node:path");
const { setTimeout: sleep } = require("node:timers/promises");
const { measureColumn } = require("./bench-column.cjs");
const { root, folder, quick, rounds, starts, connections, foreign, say, signIn, startTimes, load, takeTurns } = require("./bench-load.cjs");
const machine = require("./bench-machine.cjs");
const { measureActivities } = require("./bench-activities.cjs");
const { measureExport } = require("./bench-export.cjs");
const { measureSorts } = require("./bench-sorts.cjs");
const { measureFolders } = require("./bench-folders.cjs");
const { measureNews } = require("./bench-news.cjs");
const { measurePortal } = require("./bench-portal.cjs");
const { measureRecords } = require("./bench-records.cjs");
const { printReport } = require("./bench-report.cjs");

const sizes = quick ? [1000, 20000] : [1000, 100000, 1000000];
const writers = 64, bareCommits = quick ? 500 : 3000;
const unpaidEvery = 5; // one invoice in five waits to be paid, of all years: more than any client would have
const clientNumber = "C-BENCH";

// ---- the files to import ----

function day(number) {
	return new Date(number * 86400000).toISOString().slice(0, 10);
}

function amount(cents) {
	return (cents / 100).toFixed(2);
}

// Three years up to yesterday, one client.
function writeInvoices(path, count) {
	const file = openSync(path, "w"), days = 3 * 365, last = Math.floor(Date.now() / 86400000) - 1;
	let text = "number,client,issued_on,due_on,net,tax,total,paid,label\n";

	for (let i = 0; i < count; i++) {
		const issued = last - days + Math.floor(i / count * days);
		const net = 1000 + i * 7919 % 900000, tax = Math.round(net / 5);
		const paid = i % unpaidEvery === 0 ? 0 : net + tax;

		text += `B${String(i).padStart(8, "0")},${clientNumber},${day(issued)},${day(issued + 30)},` +
			`${amount(net)},${amount(tax)},${amount(net + tax)},${amount(paid)},Maintenance\n`;
		if (text.length > 1 << 20 || i + 1 === count) {
			writeSync(file, text);
			text = "";
		}
	}
	closeSync(file);
}

const address = (i) => `bench${i}@example.org`;

function writePeople() {
	const people = Array.from({ length: writers }, (_, i) => `Camille,Bench ${i},${address(i)},${clientNumber}\n`);

	writeFileSync(join(folder, "clients.csv"), `number,name,city\n${clientNumber},Bench,Nantes\n`);
	writeFileSync(join(folder, "contacts.csv"), `first_name,last_name,email,client\n${people.join("")}`);
}

// Runs an import to its end and says what it cost.
function importFile(parvis, what, path) {
	const { status, stdout, stderr } = spawnSync(
		"bash", ["-c", 'TIMEFORMAT="%R %U %S"; time "$@" >&2', "time", process.env.PARVIS, "import", what, path],
		{ env: { ...process.env, ...parvis.settings, PARVIS_CONF: "/dev/null" }, encoding: "utf8" });
	const [wall, user, system] = stderr.trim().split("\n").at(-1).split(" ").map(Number);

	assert.equal(status, 0, `import ${what}: ${stdout}${stderr}`);
	return { wall, user, system };
}

// ---- measuring ----

// The link to the page after the invoice in the middle of the list: as the page before it would print it.
function middleOfList(parvis, count) {
	const [row] = parvis.sql(`select issued_on, id from invoice where number = 'B${String(count >> 1).padStart(8, "0")}'`);
	const [issued, id] = row.split("|");
	const digits = "0123456789abcdefghjkmnpqrstvwxyz";
	let text = "", rest = BigInt(id);

	for (let i = 0; i < 13; i++, rest >>= 5n)
		text = digits[Number(rest & 31n)] + text;
	return `/p/bench/invoices?after=${Buffer.from(`${issued}.${text}`).toString("base64url")}`;
}

// What wrk asks of this server, and how large the answers are.
async function pageLoads({ parvis, cookies, result }) {
	const client = parvis.client({ headers: { Cookie: cookies[0] } });
	const paths = { dashboard: "/p/bench/", list: "/p/bench/invoices", far: middleOfList(parvis, result.count) };
	const bytes = {};
	const html = (await client.get(paths.dashboard)).text;

	for (const path of new Set(html.match(/\/assets\/[\w.-]+/g)))
		bytes[path] = (await client.get(path)).body.length;
	for (const [kind, path] of Object.entries(paths)) {
		const answer = await client.get(path);

		assert.equal(answer.status, 200);
		bytes[kind] = answer.body.length;
	}
	client.close();
	const distance = (path) => Math.abs(bytes[path] - bytes.dashboard);

	paths.static = Object.keys(bytes).filter((path) => path.startsWith("/")).sort((a, b) => distance(a) - distance(b))[0];
	bytes.static = bytes[paths.static];
	Object.assign(result, { bytes, asset: paths.static, pages: { dashboard: [], list: [], far: [], static: [] } });
	return Object.entries(paths).map(([kind, path]) => [
		kind, ["-t1", `-c${connections}`, "-H", `Cookie: ${cookies[0]}`, "-H", "Accept: text/html", parvis.url + path],
	]);
}

async function measurePages(servers) {
	const loads = [];

	for (const server of servers)
		loads.push(await pageLoads(server));
	await takeTurns(servers.map(({ parvis, result }) => ({ parvis, runs: result.pages })), loads);
}

// ---- durable writes ----

// A change of theme: one row of one contact, alternately, so that each commit has something to write.
function writeScript(cookies) {
	const path = join(folder, "write.lua");

	writeFileSync(path, `local cookies = { ${cookies.map((cookie) => JSON.stringify(cookie)).join(", ")} }
local count = 0
function request()
	count = count + 1
	local theme = math.floor(count / #cookies) % 2 == 0 and "dark" or "light"
	local headers = { ["Cookie"] = cookies[count % #cookies + 1], ["Content-Type"] = "application/json", ["Accept"] = "application/json" }
	return wrk.format("POST", "/p/bench/preferences", headers, '{"theme":"' .. theme .. '"}')
end
`);
	return path;
}

// The simplest program that commits one row after the other to the same disk: the engine's own shell.
function bareRate(parvis) {
	const sql = "insert into bare (text) values ('a row like another');\n".repeat(bareCommits);
	let begun = 0;

	if (parvis.engine === "sqlite") {
		const path = join(folder, "bare.db");

		rmSync(path, { force: true });
		spawnSync("sqlite3", [path, "pragma journal_mode = wal; create table bare (id integer primary key, text text);"]);
		begun = performance.now();
		const { status } = spawnSync("sqlite3", ["-bail", path], { input: `pragma synchronous = full;\n${sql}` });

		assert.equal(status, 0);
	} else {
		parvis.sql("create table bare (id bigserial primary key, text text);");
		begun = performance.now();
		parvis.sql(sql);
	}
	const rate = bareCommits / (performance.now() - begun) * 1000;

	if (parvis.engine === "postgres")
		parvis.sql("drop table bare;");
	return rate;
}

async function measureWrites({ parvis, cookies, result }) {
	const script = writeScript(cookies);

	result.writes = { bare: [], one: [], many: [] };
	for (let round = 0; round < rounds; round++) {
		result.writes.bare.push({ rate: bareRate(parvis) });
		result.writes.one.push(await load(parvis, ["-t1", "-c1", "-s", script, parvis.url]));
		result.writes.many.push(await load(parvis, ["-t1", `-c${writers}`, "-s", script, parvis.url]));
	}
}

// ---- all of it ----

// An organisation with so many invoices, its server running, and people signed in.
async function prepare({ Parvis, makePlace }, engine, count, port) {
	const place = makePlace(engine, { demo: false, folder });
	const parvis = new Parvis(place, port, { PARVIS_STRICT: "0", PARVIS_DEMO: "0", PARVIS_LOG: "warning" });
	const server = { parvis, cookies: [], result: { engine, count } };

	say(`${engine}, ${count} invoices: import`);
	assert.equal(parvis.run("init", "--name", "Bench", "--address", "bench", "--language", "en").status, 0);
	importFile(parvis, "clients", join(folder, "clients.csv"));
	importFile(parvis, "contacts", join(folder, "contacts.csv"));
	writeInvoices(join(folder, "invoices.csv"), count);
	server.result.import = importFile(parvis, "invoices", join(folder, "invoices.csv"));
	if (engine === "postgres")
		parvis.sql("vacuum analyze;"); // as autovacuum does a minute later, which must not disturb
	server.result.start = await startTimes(parvis);
	await sleep(1000);
	server.result.idle = machine.megabytes(parvis.pid, "VmRSS");
	for (let i = 0; i < (count === sizes.at(-1) ? writers : 1); i++)
		server.cookies.push(await signIn(parvis, address(i), i));
	return server;
}

async function measure(tools, engine) {
	const servers = [];

	try {
		for (const [i, count] of sizes.entries())
			servers.push(await prepare(tools, engine, count, 18080 + i));
		say(`${engine}: pages`);
		await measurePages(servers);
		for (const { parvis, result } of servers)
			result.loaded = machine.megabytes(parvis.pid, "VmRSS");
		say(`${engine}: writes`);
		await measureWrites(servers.at(-1));
	} finally {
		for (const { parvis } of servers)
			await parvis.close();
	}
	return servers.map(({ result }) => result);
}

async function main() {
	const tools = await import("../tests/parvis.mjs");
	const asked = (part) => process.argv.includes(`--${part}`);
	const whole = !["records", "column", "portal", "folders", "news", "activities", "export", "sorts"].some(asked);
	const results = [], records = [], columns = [], portals = [], folders = [], news = [], activities = [], exports = [], sorts = [];

	rmSync(folder, { recursive: true, force: true });
	mkdirSync(folder, { recursive: true });
	writePeople();
	for (const engine of ["sqlite", "postgres"]) {
		if (whole)
			results.push(...await measure(tools, engine));
		if (whole || asked("records"))
			records.push(...await measureRecords(tools, engine));
		if (whole || asked("column"))
			columns.push(await measureColumn(tools, engine));
		if (whole || asked("portal"))
			portals.push(...await measurePortal(tools, engine));
		if (whole || asked("folders"))
			folders.push(...await measureFolders(tools, engine));
		if (whole || asked("news"))
			news.push(...await measureNews(tools, engine));
		if (whole || asked("activities"))
			activities.push(...await measureActivities(tools, engine));
		if (whole || asked("export"))
			exports.push(...await measureExport(tools, engine));
		if (whole || asked("sorts"))
			sorts.push(...await measureSorts(tools, engine));
	}
	const settings = { rounds, starts, connections, writers, unpaidEvery, bareCommits };
	const measured = { results, records, columns, portals, folders, news, activities, exports, sorts, settings, foreign };

	writeFileSync(join(folder, "results.json"), JSON.stringify(measured, null, "\t"));
	const text = printReport({ ...measured, facts: machine.describe(folder) });
	const path = whole && !quick ? join(root, "docs/benchmarks.md") : join(folder, "quick.md");

	rmSync(join(folder, "invoices.csv"), { force: true });
	writeFileSync(path, text);
	process.stdout.write(text);
	say(`written to ${path}`);
}

main().catch((error) => {
	console.error(error);
	process.exit(1);
});
