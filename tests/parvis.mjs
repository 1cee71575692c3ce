// Runs the program for tests: a server of its own on either engine, with the demonstration inside, watched for findings
// of the sanitizers.
import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { Client } from "./client.mjs";

const root = new URL("..", import.meta.url).pathname;

export const program = resolve(process.env.PARVIS ?? join(root, "build/asan/parvis"));
export const postgresUrl = process.env.PARVIS_TEST_POSTGRES ?? null;
// What tests that hold for both engines go through.
export const engines = postgresUrl === null ? ["sqlite"] : ["sqlite", "postgres"];
export const staffPassword = "tournesols au petit matin"; // of src/demo/demo.c

const findings = /ERROR: \w+Sanitizer|runtime error:|check failed|SUMMARY: \w+Sanitizer/;
const children = new Set();

process.on("exit", () => {
	for (const child of children)
		child.kill("SIGKILL");
});

function environmentOf(settings) {
	const kept = Object.entries(process.env).filter(([name]) => !name.startsWith("PARVIS"));

	return { ...Object.fromEntries(kept), TZ: "UTC", ...settings };
}

// Runs one command of the program to its end.
function runProgram(args, settings, options = {}) {
	const { status, signal, stdout, stderr } = spawnSync(program, args, {
		env: environmentOf(settings),
		encoding: "utf8",
		cwd: tmpdir(),
		maxBuffer: 256 << 20,
		...options,
	});

	assert.doesNotMatch(stderr ?? "", findings, `parvis ${args.join(" ")}`);
	return { status: status ?? signal, stdout, stderr };
}

// ---- databases ----

function psql(database, sql) {
	const url = new URL(postgresUrl);

	url.pathname = `/${database}`;
	const { status, stdout, stderr } = spawnSync(
		"psql", ["-X", "-q", "-At", "-v", "ON_ERROR_STOP=1", "-d", url.href], { input: sql, encoding: "utf8", maxBuffer: 256 << 20 });

	assert.equal(status, 0, `psql: ${stderr}\n${sql}`);
	return stdout;
}

const emptyDatabase = "template0 encoding 'UTF8' lc_collate 'C' lc_ctype 'C'";

function createDatabase(name, template) {
	psql("postgres", `create database ${name} template ${template};`);
}

function sqlite(file, sql) {
	const { status, stdout, stderr } = spawnSync(
		"sqlite3", ["-batch", "-cmd", ".timeout 10000", file], { input: sql, encoding: "utf8", maxBuffer: 256 << 20 });

	assert.equal(status, 0, `sqlite3: ${stderr}\n${sql}`);
	return stdout;
}

function databaseUrl(database) {
	const url = new URL(postgresUrl);

	url.pathname = `/${database}`;
	return url.href;
}

const uniqueName = () => `parvis_${process.pid}_${Math.random().toString(36).slice(2, 10)}`;

function settingsOf({ engine, data, database }) {
	return {
		PARVIS_DATA: data,
		PARVIS_DATABASE_URL: engine === "sqlite" ? `sqlite:${join(data, "parvis.db")}` : databaseUrl(database),
		PARVIS_DEMO: "1",
		PARVIS_STRICT: "1",
	};
}

function initialise(place, args) {
	const { status, stderr } = runProgram(["init", ...args], settingsOf(place));

	assert.equal(status, 0, `parvis init ${args.join(" ")}: ${stderr}`);
}

// ---- the demonstration, made once and copied ----

const cache = join(root, "build/test-demo");

// Its days end today, and another program may make another one.
function templateName() {
	const { mtimeMs, size } = statSync(program);
	const what = `${program} ${mtimeMs} ${size} ${new Date().toISOString().slice(0, 10)}`;

	return createHash("sha256").update(what).digest("hex").slice(0, 12);
}

// The folder of that name, filled by the first test that asks for it.
function madeOnce(folder, fill) {
	if (!existsSync(folder)) {
		mkdirSync(dirname(folder), { recursive: true });
		const making = mkdtempSync(`${folder}-`);

		fill(making);
		try {
			renameSync(making, folder);
		} catch (error) {
			if (error.code !== "ENOTEMPTY" && error.code !== "EEXIST")
				throw error;
			rmSync(making, { recursive: true, force: true }); // another test was faster
		}
	}
	return folder;
}

const sqliteTemplate = () => madeOnce(join(cache, templateName()), (data) => initialise({ engine: "sqlite", data }, ["--demo"]));

// Beside the files of PostgreSQL itself, gone with them.
function postgresTemplate() {
	const folder = madeOnce(join(dirname(process.env.PARVIS_TEST_POSTGRES_DATA), templateName()), (making) => {
		const data = join(making, "data"), database = uniqueName();

		mkdirSync(data);
		createDatabase(database, emptyDatabase);
		initialise({ engine: "postgres", data, database }, ["--demo"]);
		writeFileSync(join(making, "database"), database);
	});

	return { data: join(folder, "data"), database: readFileSync(join(folder, "database"), "utf8") };
}

// A data folder, and on PostgreSQL a database, of its own: with the demonstration, or empty.
export function makePlace(engine, { demo = true, folder = tmpdir() } = {}) {
	const data = mkdtempSync(join(folder, "parvis-data-"));
	const place = { engine, data, database: null };

	if (engine === "sqlite") {
		if (demo)
			cpSync(sqliteTemplate(), data, { recursive: true });
		return place;
	}
	place.database = uniqueName();
	if (demo) {
		const template = postgresTemplate();

		createDatabase(place.database, template.database);
		cpSync(template.data, data, { recursive: true });
	} else {
		createDatabase(place.database, emptyDatabase);
	}
	return place;
}

function removePlace({ engine, data, database }) {
	rmSync(data, { recursive: true, force: true });
	if (engine === "postgres")
		psql("postgres", `drop database if exists ${database} with (force);`);
}

// ---- the server ----

// Below the ports the kernel hands out by itself.
async function freePort() {
	for (;;) {
		const port = 10000 + Math.floor(Math.random() * 20000);
		const probe = createServer();
		const free = await new Promise((resolve) => {
			probe.once("error", () => resolve(false));
			probe.listen(port, "127.0.0.1", () => resolve(true));
		});

		await new Promise((resolve) => probe.close(resolve));
		if (free)
			return port;
	}
}

export class Parvis {
	constructor(place, port, settings) {
		this.place = place;
		this.engine = place.engine;
		this.port = port;
		this.url = `http://127.0.0.1:${port}`;
		// LibreOffice takes a second a document: where its pages are what is looked at, it is asked.
		this.settings = { ...settingsOf(place), PARVIS_LISTEN: `127.0.0.1:${port}`, PARVIS_OFFICE_PREVIEWS: "0", ...settings };
		this.process = null;
		this.log = "";
	}

	get pid() {
		return this.process.pid;
	}

	// Starts the server and waits until it answers; says in how many milliseconds it did.
	async start() {
		const begun = performance.now();

		this.process = spawn(program, ["serve"], {
			env: environmentOf(this.settings),
			cwd: tmpdir(),
			stdio: ["ignore", "pipe", "pipe"],
		});
		children.add(this.process);
		this.ended = new Promise((resolve) => {
			this.process.once("close", (code, signal) => {
				children.delete(this.process);
				resolve({ code, signal });
			});
		});
		for (const stream of [this.process.stdout, this.process.stderr])
			stream.setEncoding("utf8").on("data", (text) => { this.log += text; });
		while (!(await this.answers("/readyz"))) {
			assert.ok(this.process.exitCode === null && performance.now() - begun < 60000, `The server did not start:\n${this.log}`);
			await sleep(10);
		}
		return performance.now() - begun;
	}

	async answers(path) {
		const client = this.client();

		try {
			return (await client.get(path)).status === 200;
		} catch {
			return false;
		} finally {
			client.close();
		}
	}

	// Ends it as systemd would: it must drain, leave with 0 and have nothing to complain about.
	async stop() {
		this.process.kill("SIGTERM");
		const { code, signal } = await Promise.race([this.ended, sleep(40000, { code: "late" }, { ref: false })]);

		this.assertSound();
		assert.deepEqual({ code, signal }, { code: 0, signal: null }, `The server did not end well:\n${this.log.slice(-4000)}`);
	}

	async kill() {
		this.process.kill("SIGKILL");
		await this.ended;
		this.assertSound();
	}

	assertSound() {
		const found = this.log.match(findings);

		assert.ok(!found, found && `The server complained:\n${this.log.slice(Math.max(0, found.index - 500), found.index + 6000)}`);
	}

	// Stops it when it runs and removes everything it wrote.
	async close() {
		try {
			if (this.process !== null && this.process.exitCode === null && this.process.signalCode === null)
				await this.stop();
			this.assertSound(); // one that ended by itself may say why
		} finally {
			if (process.env.PARVIS_KEEP_LOG)
				writeFileSync(join(process.env.PARVIS_KEEP_LOG, `${this.engine}-${this.port}.log`), this.log);
			removePlace(this.place);
		}
	}

	// A browser without scripts, or with { json: true } a program; { bearer } brings an API token.
	client(options = {}) {
		return new Client(this.url, options);
	}

	run(...args) {
		return runProgram(args, this.settings);
	}

	runWithInput(input, ...args) {
		return runProgram(args, this.settings, { input });
	}

	// Rows of a statement as texts, columns separated by "|".
	sql(text) {
		const out = this.engine === "sqlite" ? sqlite(join(this.place.data, "parvis.db"), text)
			: psql(this.place.database, `set search_path to parvis;\n${text}`);

		return out.trimEnd() === "" ? [] : out.trimEnd().split("\n");
	}

	sqlNumber(text) {
		return Number(this.sql(text)[0]);
	}

	// ---- what left the house: the demonstration keeps its messages ----

	// Newest first.
	async messages(toAddress = null) {
		const { data } = await this.client({ json: true }).get("/outbox");

		return data.messages.filter((message) => toAddress === null || message.to_address === toAddress);
	}

	async newestMessage(toAddress) {
		const [message] = await this.messages(toAddress);

		assert.ok(message, `no message to ${toAddress}`);
		return message;
	}

	// ---- those who sign in ----

	// A contact's browser (or program), signed in with the code of the mail or the SMS.
	async signedIn(email, { mobile = email, client = null, address = "demo", ...options } = {}) {
		const browser = this.client(options);

		await browser.signInAsContact(this, email, { mobile, client, address });
		return browser;
	}

	async signedInStaff(email, { password = staffPassword, ...options } = {}) {
		const browser = this.client(options);

		await browser.signInAsStaff(email, password);
		return browser;
	}

	// A new API token of a staff user: its text.
	async apiToken({ email = "helene@solaria.example", password = staffPassword, scope = "write" } = {}) {
		const staff = await this.signedInStaff(email, { password, json: true });
		const { status, text, data } = await staff.post("/console/tokens", { name: "Journey", scope, life: "30" });

		assert.equal(status, 200, text);
		staff.close();
		return data.token;
	}
}

// A running server. `settings` are environment variables, or a function that makes them for a port; `place` continues
// where another one stopped; `init`: how one without the demonstration begins.
export async function startParvis({ engine = "sqlite", demo = true, init = ["--address", "demo"], settings = {}, place = null } = {}) {
	const port = await freePort();
	const parvis = new Parvis(place ?? makePlace(engine, { demo }), port, typeof settings === "function" ? settings(port) : settings);

	if (!demo && place === null)
		initialise(parvis.place, ["--name", "Essai", ...init]);
	await parvis.start();
	return parvis;
}
