// Measures the activities of one client of whom the journal tells few or very many lines: the newest, and what one searches for.
"use strict";
const assert = require("node:assert/strict");
const { folder, quick, say, takeTurns } = require("./bench-load.cjs");
const { fill: fillFolders, signInStaff, addStaff, home, client, firstContact, firstFolder, firstFile, people } = require("./bench-folders.cjs");
const { idText } = require("./bench-records.cjs");

const sizes = quick ? [10000, 200000] : [10000, 10000000];
const rounds = quick ? 2 : 3;
const folders = 10000; // with a file in each
const firstLine = 1000, firstDay = 1700000000000, days = 1000, dayMs = 86400000;
const lostFile = firstFile + folders;

// ---- lines ----

// Each line tells of a file in its folder, as one contact after the other fetched it; one in ten was put, one in 100,000 says a
// right. The first five alone tell of one file.
function lineSql(count) {
	const folded = "(i * 7919) % " + folders, lost = "i < 5", right = "i % 100000 = 99999";
	const at = `${firstDay} + i * ${days * dayMs / count}`;
	const action = `case when ${right} then 'folder.right' when i % 10 = 0 then 'file.put' else 'file.download' end`;
	const name = `case when ${lost} then 'Acte fondateur.pdf' else 'Devis ' || (${folded}) || '.pdf' end`;
	const words = `case when ${lost} then ' acte fondateur pdf' else ' devis ' || (${folded}) || ' pdf' end`;
	const actor = `${firstContact} + i % ${people}`, place = `${firstFolder} + ${folded}`, file = `case when ${lost} then ${lostFile} else ${firstFile} + ${folded} end`;

	return { at, action, name, words, actor, place, file };
}

// Indexes are made once the lines are there: in no order, ten million take their time.
const indexes = {
	activity_by_client: "client_id, at, seq", activity_by_actor: "actor_id, client_id, at, seq", activity_by_file: "file_id, at, seq", activity_by_folder: "folder_id, at, seq",
	activity_by_action: "client_id, action, at, seq",
};

const numbers = (engine, count) => (engine === "postgres"
	? `from generate_series(0::bigint, ${count} - 1) as n (i)`
	: `from (with recursive n (i) as (select 0 union all select i + 1 from n where i < ${count} - 1) select i from n)`);

function fillLines(parvis, count) {
	const { at, action, name, words, actor, place, file } = lineSql(count), from = numbers(parvis.engine, count);
	const hash = parvis.engine === "postgres" ? `'\\x${"00".repeat(32)}'::bytea` : "zeroblob(32)";

	parvis.sql([parvis.engine === "sqlite" ? "pragma cache_size = -1000000;" : "set synchronous_commit = off;", "begin;", ...Object.keys(indexes).map((name) => `drop index ${name};`),
		`insert into file (id, client_id, folder_id, name, name_key, words_key, number, size, type, sha256, blob, scan, created_at, created_by, changed_at, changed_by, version) select ${lostFile}, client_id, folder_id, 'Acte fondateur.pdf', 'acte fondateur.pdf', ' acte fondateur pdf', 1, size, type, sha256, blob, scan, 0, 'Anne', 0, 'Anne', 1 from file where id = ${firstFile};`,
		`insert into audit (seq, at, actor_kind, actor_id, client_id, trace, action, object_kind, object_id, refused, detail, hash) select ${firstLine} + i, ${at}, 'contact', ${actor}, ${client}, '0123456789abcdef', ${action}, 'client', ${client}, 0, null, ${hash} ${from};`,
		`insert into activity (seq, client_id, at, actor_kind, actor_id, action, folder_id, file_id, name, words_key, kind, device) select ${firstLine} + i, ${client}, ${at}, 'contact', ${actor}, ${action}, ${place}, ${file}, ${name}, ${words}, 'pdf', 'Firefox · Windows' ${from};`,
		...Object.entries(indexes).map(([name, columns]) => `create index ${name} on activity (${columns});`),
		`insert into activity_name (client_id, subject_id, words_key) select distinct client_id, file_id, words_key from activity where file_id between ${firstFile} and ${lostFile} and seq < ${firstLine} + ${2 * folders};`,
		`update audit_head set seq = ${firstLine} + ${count};`, "commit;"].join("\n"));
	if (parvis.engine === "postgres")
		parvis.sql("vacuum analyze;");
}

async function prepare({ Parvis, makePlace }, engine, count, port) {
	const parvis = new Parvis(makePlace(engine, { demo: false, folder }), port, { PARVIS_STRICT: "0", PARVIS_DEMO: "0", PARVIS_LOG: "warning" });
	const begun = performance.now();

	say(`${engine}, ${count} activities: fill`);
	addStaff(parvis);
	fillFolders(parvis, folders);
	fillLines(parvis, count);
	say(`filled in ${Math.round((performance.now() - begun) / 1000)} s`);
	await parvis.start();
	return { parvis, cookies: {}, runs: {}, result: { engine, count, people } };
}

// ---- what is asked ----

const day = (number) => new Date(firstDay + number * dayMs).toISOString().slice(0, 10);

const searches = {
	newest: "", thousand: "lines=1000", name: "q=devis+77", rare: "q=devis+7777", lost: "q=fondateur", leaf: `in=${idText(firstFolder + folders - 1)}`, subtree: `in=${idText(firstFolder)}`,
	period: `from=${day(500)}&until=${day(502)}`, person: `who=contact.${idText(firstContact + 500)}`, type: "type=rights",
	together: `q=devis&in=${idText(firstFolder + 20)}&who=contact.${idText(firstContact + 520)}&until=${day(700)}`,
};

async function loadsOf({ parvis, cookies }) {
	const loads = [];

	for (const [kind, query] of Object.entries(searches)) {
		const asking = parvis.client({ json: true, headers: { Cookie: cookies.staff } }), path = `${home}/activities?${query}`, begun = performance.now(), answer = await asking.get(path);

		asking.close();
		say(`${kind}: ${answer.status}, ${(performance.now() - begun).toFixed(0)} ms, ${answer.data.days?.reduce((sum, { lines }) => sum + lines.length, 0)} lines, ${answer.data.strip?.total} counted`);
		assert.equal(answer.status, 200, `${path}: ${answer.text}`);
		loads.push([kind, ["-t1", "-c1", "-H", `Cookie: ${cookies.staff}`, "-H", "Accept: text/html", parvis.url + path]]);
	}
	return loads;
}

async function measureActivities(tools, engine) {
	const servers = [], loads = [];

	try {
		for (const [i, count] of sizes.entries())
			servers.push(await prepare(tools, engine, count, 18400 + i));
		for (const server of servers) {
			await signInStaff(server);
			loads.push(await loadsOf(server));
		}
		say(`${engine}: activities`);
		await takeTurns(servers, loads, rounds);
	} finally {
		for (const { parvis } of servers)
			await parvis.close();
	}
	return servers.map(({ result, runs }) => ({ ...result, runs }));
}

module.exports = { measureActivities };
