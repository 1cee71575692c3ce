// Adds a field to a module of many records while clients read and write them: nothing may fail; says how long it took whom.
"use strict";
const assert = require("node:assert/strict");
const { setTimeout: sleep } = require("node:timers/promises");
const { quick, say } = require("./bench-load.cjs");
const { prepareRecords, signInToRecords, leadsHome, firstId, idText } = require("./bench-records.cjs");

const count = quick ? 120000 : 1000000; // from 100,000 on the index is a job's
const clients = 64, calmMs = quick ? 2000 : 5000;

// Half of what a client does is reading lists and records, half is changing a record of its own.
async function work(parvis, cookie, number, state) {
	const client = parvis.client({ json: true, headers: { Cookie: cookie } }), own = `${leadsHome}/${idText(firstId + number)}`;

	let version = 1;

	for (let turn = 0; !state.over; turn++) {
		const begun = performance.now(), kind = turn % 2 === 0 ? "read" : "write";
		let failure = null;

		try {
			const answer = kind === "write" ? await client.post(own, { version, fields: { amount: String(turn) } })
				: await client.get(turn % 4 === 0 ? `${leadsHome}?sort=name` : own);

			if (answer.status !== 200)
				failure = `${answer.status} ${answer.text.slice(0, 300)}`;
			else if (kind === "write")
				({ version } = answer.data.record);
		} catch (error) {
			failure = String(error);
		}
		if (failure !== null)
			state.failures.push(failure);
		state.answers.push({ phase: state.phase, kind, took: performance.now() - begun });
	}
	client.close();
}

function indexes(parvis) {
	return parvis.sqlNumber(parvis.engine === "sqlite" ? "select count(*) from sqlite_master where type = 'index' and tbl_name = 'lead'"
		: "select count(*) from pg_index join pg_class on pg_class.oid = pg_index.indrelid where pg_class.relname = 'lead' and indisvalid");
}

const longest = (answers, phase, kind) => Math.max(0, ...answers.filter((one) => one.phase === phase && one.kind === kind).map(({ took }) => took));

async function addField(parvis, cookie, state) {
	const settings = parvis.client({ json: true, headers: { Cookie: cookie } }), before = indexes(parvis);

	state.phase = "before";
	await sleep(calmMs);
	state.phase = "adding";
	const begun = performance.now();
	const { status, text } = await settings.post("/console/settings/modules/leads/fields", { type: "integer", name: "doors", label: { en: "Doors" }, settings: {} });
	const added = performance.now() - begun;

	assert.equal(status, 200, text);
	while (indexes(parvis) === before) {
		assert.ok(performance.now() - begun < 300000, "The index was not built.");
		await sleep(200);
	}
	const indexed = performance.now() - begun;

	await sleep(calmMs);
	settings.close();
	return { added, indexed };
}

async function measureColumn(tools, engine) {
	const server = await prepareRecords(tools, engine, count, 18280), { parvis, cookies } = server;

	await signInToRecords(server);
	const state = { phase: "before", over: false, answers: [], failures: [] };

	try {
		say(`${engine}: a field is added`);
		const working = Array.from({ length: clients }, (_, i) => work(parvis, cookies.anne, i, state));
		let times;

		try {
			times = await addField(parvis, cookies.anne, state);
		} finally {
			state.over = true;
			await Promise.all(working);
		}
		const { answers, failures } = state;

		assert.deepEqual(failures.slice(0, 5), [], `${failures.length} of ${answers.length} requests failed`);
		return {
			engine, count, clients, ...times, requests: answers.length, failures: failures.length,
			readBefore: longest(answers, "before", "read"), writeBefore: longest(answers, "before", "write"),
			read: longest(answers, "adding", "read"), write: longest(answers, "adding", "write"),
		};
	} finally {
		await parvis.close();
	}
}

module.exports = { measureColumn };
