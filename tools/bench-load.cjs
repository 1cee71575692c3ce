// What all benchmarks share: starting a server, asking it, and what that costs of the processor.
"use strict";
const assert = require("node:assert/strict");
const { execFile } = require("node:child_process");
const { readFileSync } = require("node:fs");
const { request } = require("node:http");
const { join, resolve } = require("node:path");
const { setTimeout: sleep } = require("node:timers/promises");
const { promisify } = require("node:util");
const machine = require("./bench-machine.cjs");

const root = resolve(__dirname, "..");
const folder = join(root, "build/bench");
const quick = process.argv.includes("--quick");
const rounds = quick ? 4 : 12, starts = 3, connections = 16; // a round is a second of each kind of load
const runFile = promisify(execFile);

function say(text) {
	console.error(`bench: ${text}`);
}

// ---- a server ----

function answers(port, path) {
	return new Promise((done) => {
		const asked = request({ host: "127.0.0.1", port, path, agent: false }, (response) => {
			response.resume().on("end", () => done(response.statusCode === 200));
		});

		asked.on("error", () => done(false)).end();
	});
}

async function firstAnswer(port, path, begun) {
	while (!(await answers(port, path)))
		await sleep(1);
	return performance.now() - begun;
}

// From exec to the first 200 of both; the best of some starts, the last of which keeps running.
async function startTimes(parvis) {
	const best = { healthz: Infinity, readyz: Infinity };

	for (let i = 0; i < starts; i++) {
		const begun = performance.now(), started = parvis.start();
		const [healthz, readyz] = await Promise.all(["/healthz", "/readyz"].map((path) => firstAnswer(parvis.port, path, begun)));

		await started;
		best.healthz = Math.min(best.healthz, healthz);
		best.readyz = Math.min(best.readyz, readyz);
		if (i + 1 < starts)
			await parvis.stop();
	}
	return best;
}

// ---- who asks ----

// A contact, by the code of the mail; each from an address of its own: one network may not ask for so many codes.
async function signIn(parvis, email, i) {
	const client = parvis.client({ json: true, from: `127.0.${i + 1}.1` });

	assert.equal((await client.post("/p/bench/sign-in", { email })).status, 200);
	const { stdout } = parvis.run("outbox", "--json", "--last", "1000");
	const mail = stdout.trim().split("\n").map((line) => JSON.parse(line)).findLast(({ to_address: to, code }) => to === email && code);
	const entered = await client.post("/p/bench/sign-in/code", { code: mail.code });

	assert.equal(entered.status, 200, entered.text);
	client.close();
	return [...client.cookies].map(([name, value]) => `${name}=${value}`).join("; ");
}

// ---- measuring ----

const postmaster = Number(readFileSync(join(process.env.PARVIS_TEST_POSTGRES_DATA, "postmaster.pid"), "utf8").split("\n")[0]);
const foreign = []; // how much of the machine others used, run by run

function timesNow(parvis) {
	return {
		server: machine.processorTime(parvis.pid),
		database: parvis.engine === "postgres" ? machine.childrenTime(postmaster) : 0,
		own: machine.processorTime(process.pid) + machine.childrenTime(process.pid) + machine.childrenTime(postmaster),
		machine: machine.machineTime(),
		clock: performance.now() / 1000,
	};
}

// One run of wrk: requests a second, and microseconds of processor time for each. On a busy machine a second is not always
// enough for one answer.
async function load(parvis, args, longer = []) {
	const before = timesNow(parvis);
	const { stdout } = await runFile("wrk", ["-d", "1s", "--timeout", "20s", ...args, ...longer]);
	const after = timesNow(parvis);
	const count = Number(stdout.match(/(\d+) requests in/)[1]);

	if (count === 0 && longer.length === 0)
		return load(parvis, args, ["-d", "15s"]);
	const spent = (what) => after[what] - before[what];

	assert.ok(count > 0 && !/Non-2xx|Socket errors/.test(stdout), stdout);
	foreign.push(Math.max(0, spent("machine") - spent("own")) / spent("clock"));
	return { rate: count / spent("clock"), cpu: spent("server") / count * 1e6, database: spent("database") / count * 1e6 };
}

// The machine is shared, and fast or slow for seconds: so the sizes take turns, and are compared within a round.
// `loads[i]` are [name, arguments of wrk, or what makes them] of servers[i]; its `runs` get a list by name.
async function takeTurns(servers, loads, turns = rounds) {
	for (let round = 0; round < turns; round++)
		for (const kind of loads[0].keys())
			for (const [i, { parvis, runs }] of servers.entries()) {
				const [name, args] = loads[i][kind];

				(runs[name] ??= []).push(await load(parvis, typeof args === "function" ? args() : args));
			}
}

module.exports = { root, folder, quick, rounds, starts, connections, foreign, say, signIn, startTimes, load, takeTurns };
