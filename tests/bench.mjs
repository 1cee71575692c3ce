// What bin/bench runs: fills databases of several sizes, drives the server with wrk, reads its clocks, prints tables.
import assert from "node:assert/strict";
import { execFileSync, spawn, spawnSync } from "node:child_process";
import { createWriteStream, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { cpus, tmpdir, totalmem } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { engines, postgresUrl, startParvis } from "./parvis.mjs";

const quick = process.argv.includes("--quick");
const sizes = quick ? [1000, 10000] : [1000, 100000, 1000000];
const seconds = quick ? 2 : 8; // of each measurement
const starts = quick ? 3 : 7;
const invoicesOfAClient = 50; // whatever the size: a client of a large house is no larger
const clockTicks = Number(execFileSync("getconf", ["CLK_TCK"], { encoding: "utf8" }));

const administrator = "mesure@exemple.example", password = "vingt cerises au sirop";
const work = mkdtempSync(join(tmpdir(), "parvis-bench-"));

process.on("exit", () => rmSync(work, { recursive: true, force: true }));

const say = (text) => process.stderr.write(`${text}\n`);
const median = (values) => values.sort((a, b) => a - b)[Math.floor(values.length / 2)];
const rounded = (value) => Math.round(value).toLocaleString("en-US");

// ---- data ----

async function writeLines(path, count, line) {
	const file = createWriteStream(path);

	for (let i = 0; i < count; i++)
		if (!file.write(line(i)))
			await new Promise((resolve) => file.once("drain", resolve));
	await new Promise((resolve) => file.end(resolve));
	return path;
}

const clientNumber = (i) => `K-${String(i).padStart(7, "0")}`;
const dayOf = (i) => new Date(Date.UTC(2024, 0, 1) + (i % 600) * 86400000).toISOString().slice(0, 10);

// Nine in ten invoices are paid, in the order of a real house: every client gets one now and then.
async function fill(parvis, size) {
	const clients = Math.max(1, size / invoicesOfAClient);
	const importing = async (what, header, count, line) => {
		const path = await writeLines(join(work, `${what}.csv`), count + 1, (i) => (i === 0 ? `${header}\n` : line(i - 1)));
		const begun = performance.now();
		const { status, stdout, stderr } = parvis.run("import", what, path);

		assert.equal(status, 0, stdout.slice(-2000) + stderr.slice(-2000));
		rmSync(path);
		return (performance.now() - begun) / 1000;
	};

	await importing("clients", "number;name;kind;city", clients, (i) => `${clientNumber(i)};Client ${i};company;Nantes\n`);
	await importing("contacts", "first_name;last_name;email;client_number", 1, () => `Anne;Mesure;anne.mesure@exemple.example;${clientNumber(0)}\n`);
	return importing("invoices", "number;client_number;issued_on;net;rate;total;state;label", size, (i) => {
		const net = 100 + (i % 900);

		return `B-${String(i).padStart(8, "0")};${clientNumber(i % clients)};${dayOf(i)};${net}.00;20;${(net * 1.2).toFixed(2)};${i % 10 === 0 ? "issued" : "paid"};Entretien\n`;
	});
}

// ---- clocks and memory ----

function cpuSeconds(pid) {
	const fields = readFileSync(`/proc/${pid}/stat`, "utf8").replace(/^.*\) /, "").split(" ");

	return (Number(fields[11]) + Number(fields[12])) / clockTicks;
}

// The server's processes, without the clients of psql that have gone.
function postgresCpuSeconds() {
	const postmaster = readFileSync(join(process.env.PARVIS_TEST_POSTGRES_DATA, "postmaster.pid"), "utf8").split("\n")[0];
	let sum = cpuSeconds(postmaster);

	for (const pid of readdirSync("/proc").filter((name) => /^\d+$/.test(name)))
		try {
			if (readFileSync(`/proc/${pid}/stat`, "utf8").replace(/^.*\) /, "").split(" ")[1] === postmaster)
				sum += cpuSeconds(pid);
		} catch {
			// it has ended meanwhile
		}
	return sum;
}

const databaseCpuSeconds = (engine) => (engine === "postgres" ? postgresCpuSeconds() : 0);

function memoryOf(pid, name) {
	return Number(readFileSync(`/proc/${pid}/status`, "utf8").match(new RegExp(`^${name}:\\s+(\\d+)`, "m"))[1]) / 1024;
}

// ---- wrk ----

async function wrk(url, { connections = 16, headers = {}, script = null, run = seconds } = {}) {
	const args = [`-t${Math.min(2, connections)}`, `-c${connections}`, `-d${run}s`, ...Object.entries(headers).flatMap(([name, value]) => ["-H", `${name}: ${value}`])];
	const child = spawn("wrk", [...args, ...(script === null ? [] : ["-s", script]), url]);
	let out = "";

	child.stdout.setEncoding("utf8").on("data", (text) => { out += text; });
	const status = await new Promise((resolve) => child.once("close", resolve));
	const [, rate] = out.match(/Requests\/sec:\s+([\d.]+)/) ?? [];
	const [, refused] = out.match(/Non-2xx or 3xx responses: (\d+)/) ?? [];

	assert.ok(status === 0 && rate !== undefined && refused === undefined, `wrk ${url}: ${out}`);
	return { rate: Number(rate), count: Number(out.match(/(\d+) requests in/)[1]) };
}

// Requests a second and microseconds of CPU for each, in the server and in PostgreSQL.
async function measure(parvis, path, headers) {
	await wrk(parvis.url + path, { headers, run: 1 });
	const before = { server: cpuSeconds(parvis.pid), database: databaseCpuSeconds(parvis.engine) };
	const { rate, count } = await wrk(parvis.url + path, { headers });

	return {
		rate,
		cpu: ((cpuSeconds(parvis.pid) - before.server) / count) * 1e6,
		databaseCpu: ((databaseCpuSeconds(parvis.engine) - before.database) / count) * 1e6,
	};
}

// ---- pages ----

const cookiesOf = (client) => [...client.cookies].map(([name, value]) => `${name}=${value}`).join("; ");

// The asset nearest in size to a page: what the same process serves without database and template.
async function nearestAsset(parvis, page) {
	const paths = [...page.text.matchAll(/(?:href|src)="(\/[^"]+\.(?:css|js|svg))/g)].map(([, path]) => path);
	const assets = [];

	for (const path of new Set(paths)) {
		const { status, body } = await parvis.client().get(path);

		if (status === 200)
			assets.push({ path, size: body.length });
	}
	return assets.sort((a, b) => Math.abs(a.size - page.body.length) - Math.abs(b.size - page.body.length))[0];
}

async function measurePages(parvis) {
	const client = await parvis.signedIn("anne.mesure@exemple.example"), staff = await parvis.signedInStaff(administrator, { password });
	const pages = [["dashboard", "/p/demo/", client], ["invoice list", "/p/demo/invoices", client], ["console's list of all", "/console/invoices", staff]];
	const results = [];

	for (const [name, path, viewer] of pages) {
		const headers = { Cookie: cookiesOf(viewer), Accept: "text/html" };
		const page = await viewer.get(path, { headers: { Accept: "text/html" } });

		assert.equal(page.status, 200, `${path}: ${page.text.slice(0, 500)}`);
		const asset = await nearestAsset(parvis, page);
		const fixed = await measure(parvis, asset.path, {});
		const made = await measure(parvis, path, headers);

		results.push({ name, size: page.body.length, assetSize: asset.size, staticRate: fixed.rate, staticCpu: fixed.cpu, ...made });
	}
	return results;
}

// ---- durable writes ----

function writeScript(token) {
	const path = join(work, "write.lua");

	writeFileSync(path, `wrk.method = "POST"
wrk.headers["Authorization"] = "Bearer ${token}"
wrk.headers["Content-Type"] = "application/json"
wrk.headers["Accept"] = "application/json"
wrk.body = '{"kind":"household","name":"Mesure","country":"FR"}'
`);
	return path;
}

// A client, its number and its row in the journal: one durable transaction each.
async function measureWrites(parvis) {
	const script = writeScript(await parvis.apiToken({ email: administrator, password }));
	const rates = {};

	for (const connections of [1, 64])
		rates[connections] = (await wrk(`${parvis.url}/console/clients`, { connections, script })).rate;
	return rates;
}

// One connection that commits a row at a time, with nothing around it.
function bareCommits(parvis) {
	const count = quick ? 300 : 2000;
	const insert = "insert into bare (text) values ('Mesure');\n".repeat(count);
	const folder = mkdtempSync(join(work, "bare-"));
	let begun;

	if (parvis.engine === "sqlite") {
		const prelude = "pragma journal_mode = wal; pragma synchronous = full; create table bare (id integer primary key, text text);";

		spawnSync("sqlite3", [join(folder, "bare.db")], { input: prelude });
		begun = performance.now();
		spawnSync("sqlite3", ["-cmd", "pragma synchronous = full", join(folder, "bare.db")], { input: insert });
	} else {
		const url = new URL(postgresUrl);

		url.pathname = `/${parvis.place.database}`;
		spawnSync("psql", ["-X", "-q", "-d", url.href], { input: "create table bare (id bigserial primary key, text text);" });
		begun = performance.now();
		spawnSync("psql", ["-X", "-q", "-d", url.href], { input: insert });
	}
	return count / ((performance.now() - begun) / 1000);
}

// ---- start and memory ----

async function measureStarts(parvis) {
	const times = [];

	for (let i = 0; i < starts; i++) {
		await parvis.stop();
		times.push(await parvis.start());
	}
	await sleep(1000);
	return { start: median(times), idle: memoryOf(parvis.pid, "VmRSS") };
}

// ---- all of it ----

async function measureHouse(engine, size) {
	const parvis = await startParvis({ engine, demo: false, settings: { PARVIS_STRICT: "0", PARVIS_LOG: "warning" } });

	try {
		say(`${engine}, ${rounded(size)} invoices: filling`);
		const added = parvis.runWithInput(`${password}\n`, "staff", "add", "--email", administrator, "--name", "Mesure", "--profile", "administrator", "--password-stdin");

		assert.equal(added.status, 0, added.stderr);
		const importSeconds = await fill(parvis, size);

		if (engine === "postgres")
			parvis.sql("vacuum analyze");
		const { start, idle } = await measureStarts(parvis);

		say(`${engine}, ${rounded(size)} invoices: measuring pages`);
		const pages = await measurePages(parvis);
		const loaded = memoryOf(parvis.pid, "VmHWM");

		say(`${engine}, ${rounded(size)} invoices: measuring writes`);
		const writes = await measureWrites(parvis);

		return { engine, size, importSeconds, start, idle, loaded, pages, writes, bare: bareCommits(parvis) };
	} finally {
		await parvis.close();
	}
}

// ---- the page ----

const engineNames = { sqlite: "SQLite", postgres: "PostgreSQL" };

function machine() {
	const [kernel, gcc] = [execFileSync("uname", ["-sr"], { encoding: "utf8" }), execFileSync("gcc", ["-dumpfullversion"], { encoding: "utf8" })];

	return `${cpus()[0].model.trim()}, ${cpus().length} cores, ${Math.round(totalmem() / 2 ** 30)} GiB, ${kernel.trim()}, gcc ${gcc.trim()}; wrk on the same machine`;
}

function tableOfPages(houses) {
	const lines = ["| engine | invoices | page | bytes | requests/s | CPU µs per request | PostgreSQL's CPU µs | static reply, requests/s | its CPU µs | page / static | rate / smallest house | CPU smallest house / CPU |", "| --- | ---: | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |"];

	for (const { engine, size, pages } of houses)
		for (const { name, size: bytes, rate, cpu, databaseCpu, staticRate, staticCpu } of pages) {
			const smallest = houses.find((house) => house.engine === engine).pages.find((page) => page.name === name);
			const database = engine === "postgres" ? rounded(databaseCpu) : "";

			lines.push(`| ${engineNames[engine]} | ${rounded(size)} | ${name} | ${rounded(bytes)} | ${rounded(rate)} | ${rounded(cpu)} | ${database} | ${rounded(staticRate)} | ${rounded(staticCpu)} | ${(rate / staticRate).toFixed(2)} | ${(rate / smallest.rate).toFixed(2)} | ${((smallest.cpu + smallest.databaseCpu) / (cpu + databaseCpu)).toFixed(2)} |`);
		}
	return lines.join("\n");
}

function tableOfHouses(houses) {
	const lines = ["| engine | invoices | import, s | start, ms | memory idle, MiB | under load, MiB | writes/s, 1 client | 64 clients | bare loop |", "| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |"];

	for (const { engine, size, importSeconds, start, idle, loaded, writes, bare } of houses)
		lines.push(`| ${engineNames[engine]} | ${rounded(size)} | ${importSeconds.toFixed(1)} | ${rounded(start)} | ${rounded(idle)} | ${rounded(loaded)} | ${rounded(writes[1])} | ${rounded(writes[64])} | ${rounded(bare)} |`);
	return lines.join("\n");
}

function report(houses) {
	return `# Benchmarks

Measured by \`bin/bench\` on ${new Date().toISOString().slice(0, 10)}: ${machine()}.

## Pages
Signed-in pages as HTML, 16 connections, ${seconds} s each after a second of warming up. A client has ${invoicesOfAClient} invoices whatever
the size of the house; the console's list is that of all clients. The static reply is the asset nearest in size, served by the
same process. The last two columns compare with ${rounded(sizes[0])} invoices: 1.00 is as fast, less is slower; the one by CPU (the
server's and PostgreSQL's together) is steadier on a machine that does other things, too.

${tableOfPages(houses)}

## Writes, start, memory
A write is \`POST /console/clients\` with JSON: a client, its number and its row in the journal, durable when it is answered
(\`synchronous=FULL\`, PostgreSQL with fsync). The bare loop commits one row at a time from one connection, on the same disk, with
nothing around it. Start: until the first page can be answered, median of ${starts}. Memory: resident, a second after the start, and
the highest while the pages above were asked for.

${tableOfHouses(houses)}
`;
}

const houses = [];

for (const engine of engines)
	for (const size of sizes)
		houses.push(await measureHouse(engine, size));
if (quick)
	console.log(report(houses));
else
	writeFileSync(new URL("../docs/benchmarks.md", import.meta.url), report(houses));
