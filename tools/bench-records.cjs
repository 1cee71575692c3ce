// Measures the records of a module: lists, one record, updates, filters, searches, for staff who see all of them, a part, or few.
"use strict";
const assert = require("node:assert/strict");
const { execFileSync } = require("node:child_process");
const { writeFileSync } = require("node:fs");
const { join } = require("node:path");
const { folder, quick, connections, say, takeTurns } = require("./bench-load.cjs");

const huge = process.argv.includes("--huge");
const sizes = quick ? [1000, 20000] : [1000, 100000, 1000000, ...huge ? [10000000] : []];
const rounds = quick ? 2 : 5;
const firstId = 1000000, updated = 64;
const password = "les heures du matin";
// Who looks, and every how many-th record is theirs.
const staff = { anne: { profile: "administrator" }, ben: { profile: "manager", every: 5 }, rita: { profile: "manager", every: 1000 } };

const mail = (name) => `${name}@example.org`;

function idText(id) {
	const digits = "0123456789abcdefghjkmnpqrstvwxyz";
	let text = "";

	for (let i = 0, rest = BigInt(id); i < 13; i++, rest >>= 5n)
		text = digits[Number(rest & 31n)] + text;
	return text;
}

// ---- records ----

const firstNames = ["Camille", "Louis", "Jeanne", "Paul", "Alice", "Hugo", "Rose", "Victor"];
const lastNames = ["Martin", "Bernard", "Petit", "Durand", "Leroy", "Moreau", "Simon", "Laurent", "Michel", "Garcia", "Roux"];
const pick = (words, number) => `case ${number} % ${words.length} ${words.map((word, i) => `when ${i} then '${word}'`).join(" ")} end`;

// Number i of `count`: as the program would have written it, folded companions included.
function leadsSql(rows, ids) {
	const name = `${pick(firstNames, "i")} || ' ' || ${pick(lastNames, "(i / 8)")} || ' ' || i`;
	const owner = `case when i % ${staff.rita.every} = 3 then ${ids.rita} when i % ${staff.ben.every} = 1 then ${ids.ben} else ${ids.anne} end`;
	const states = ["new", "contacted", "qualified", "converted", "lost"], origins = ["website", "phone", "referral", "event", "other"];

	return `insert into lead (id, name, name_key, company, company_key, email, email_key, phone, origin, state, amount, owner_id, created_at, version)
		select ${firstId} + i, ${name}, lower(${name}), 'Atelier ' || (i % 1000), 'atelier ' || (i % 1000), 'lead' || i || '@example.org',
		'lead' || i || '@example.org', '+33' || (600000000 + i % 99999999), ${pick(origins, "(i / 3)")}, ${pick(states, "(i / 7)")},
		(i * 7919) % 9000000, ${owner}, 1700000000000 + i, 1 from ${rows};`;
}

// The words of each, behind the ids of their fields, as the job records.refresh writes them.
function wordsSql(fields) {
	const word = (field, text) => `'${fields[field]}' || ${text}`;
	const nameWords = `replace(name_key, ' ', ' ${fields.name}')`;

	return `insert into search_text (id, words) select id, ${[
		word("name", nameWords), word("company", `replace(company_key, ' ', ' ${fields.company}')`),
		word("email", `'lead' || (id - ${firstId})`), word("email", "'example'"), word("email", "'org'"), word("phone", "substr(phone, 2)"),
	].join(" || ' ' || ")} from lead;`;
}

function fieldIds(parvis) {
	const rows = parvis.sql("select field.name, field.id from field join module on module.id = field.module_id where module.name = 'leads'");

	return Object.fromEntries(rows.map((row) => row.split("|")).map(([name, id]) => [name, idText(id)]));
}

// Indexes are made anew behind the rows, and nothing is kept to undo it: as quick as it gets.
function fill(parvis, count, ids) {
	const sqlite = parvis.engine === "sqlite", fields = fieldIds(parvis);
	const indexes = parvis.sql(sqlite ? "select name || '|' || sql from sqlite_master where type = 'index' and tbl_name = 'lead' and sql is not null"
		: "select indexname || '|' || indexdef from pg_indexes where tablename in ('lead', 'search_text') and indexname not like '%\\_pkey'");
	const rows = sqlite ? `(with recursive n(i) as (select 0 union all select i + 1 from n where i + 1 < ${count}) select i from n) as n`
		: `generate_series(0::bigint, ${count - 1}) as n(i)`;
	const words = "insert into search_index (search_index";

	parvis.sql(`${sqlite ? "pragma journal_mode = off; pragma synchronous = off; pragma cache_size = -1000000; pragma threads = 2;"
		: "set maintenance_work_mem = '2GB'; set synchronous_commit = off;"}
		${indexes.map((line) => `drop index ${line.split("|")[0]};`).join("\n")}
		${leadsSql(rows, ids)}
		${wordsSql(fields)}
		${indexes.map((line) => `${line.slice(line.indexOf("|") + 1)};`).join("\n")}
		${sqlite ? `${words}, rank) values ('hashsize', 268435456); ${words}) values ('rebuild');
			${words}, rank) values ('hashsize', 1048576); pragma journal_mode = wal;` : ""}
		update module set sharing = 'private' where name = 'leads';
		update catalogue set version = version + 1;`);
	if (!sqlite)
		parvis.sql("vacuum analyze; checkpoint;");
}

async function prepare({ Parvis, makePlace }, engine, count, port) {
	const parvis = new Parvis(makePlace(engine, { demo: false, folder }), port, { PARVIS_STRICT: "0", PARVIS_DEMO: "0", PARVIS_LOG: "warning" });
	const ids = {};
	const begun = performance.now();

	say(`${engine}, ${count} records: fill`);
	assert.equal(parvis.run("init", "--name", "Bench", "--address", "bench", "--language", "en").status, 0);
	for (const [name, { profile }] of Object.entries(staff)) {
		const { status, stderr } = parvis.runWithInput(`${password}\n`, "staff", "add", "--email", mail(name), "--name", name, "--profile", profile, "--password-stdin");

		assert.equal(status, 0, stderr);
		[ids[name]] = parvis.sql(`select id from staff where email = '${mail(name)}'`); // too long for a number
	}
	fill(parvis, count, ids);
	say(`${engine}, ${count} records: filled in ${Math.round((performance.now() - begun) / 1000)} s`);
	await parvis.start();
	return { parvis, cookies: {}, ids, runs: {}, result: { engine, count, kinds: {} } };
}

// Once all are filled: who signed in before that would have been away for too long.
async function signIn({ parvis, cookies }) {
	for (const name of Object.keys(staff)) {
		const client = await parvis.signedInStaff(mail(name), { password, json: true });

		cookies[name] = [...client.cookies].map(([key, value]) => `${key}=${value}`).join("; ");
		client.close();
	}
}

// ---- what is asked ----

const home = "/console/records/leads";

// The page behind the record in the middle: as the page before it would print its link.
function middle(parvis, count) {
	const [name] = parvis.sql(`select name from lead where id = ${firstId + (count >> 1)}`);

	return `${home}?sort=name&after=${Buffer.from(`t:${name}.${idText(firstId + (count >> 1))}`).toString("base64url")}`;
}

// Each change names the version it saw, which the answer to the one before told.
function updateScript({ parvis, cookies, result: { engine, count } }) {
	const path = join(folder, `update-${engine}-${count}.lua`);
	const rows = parvis.sql(`select id, version from lead where id < ${firstId + updated}`).map((row) => row.split("|"));

	writeFileSync(path, `local free = { ${rows.map(([id, version]) => `{ "${idText(id)}", ${version} }`).join(", ")} }
local headers = { ["Cookie"] = "${cookies.anne}", ["Content-Type"] = "application/json", ["Accept"] = "application/json" }
function request()
	local lead = table.remove(free, 1)
	local body = '{"version":' .. lead[2] .. ',"fields":{"amount":"' .. lead[2] .. '"}}'
	return wrk.format("POST", "${home}/" .. lead[1], headers, body)
end
function response(status, _, body)
	local id, version = body:match('"record":{"id":"(%w+)","version":(%d+)')
	if id then table.insert(free, { id, tonumber(version) }) end
end
`);
	return path;
}

async function loadsOf(server) {
	const { parvis, cookies, result: { count } } = server;
	const filter = encodeURIComponent(JSON.stringify({ all: [{ field: "state", comparison: "is", values: ["new"] }] }));
	const pages = {
		list: ["anne", `${home}?sort=name`], middle: ["anne", middle(parvis, count)], record: ["anne", `${home}/${idText(firstId + (count >> 1))}`],
		filtered: ["anne", `${home}?sort=name&filter=${filter}`], found: ["anne", `${home}?q=lead${count >> 1}`],
		common: ["anne", `${home}?q=martin`], part: ["ben", `${home}?sort=name`], few: ["rita", `${home}?sort=name`],
	};
	const loads = [];

	for (const [kind, [who, path]] of Object.entries(pages)) {
		const client = parvis.client({ headers: { Cookie: cookies[who] } }), answer = await client.get(path);

		client.close();
		assert.equal(answer.status, 200, `${path}: ${answer.text}`);
		loads.push([kind, ["-t1", `-c${connections}`, "-H", `Cookie: ${cookies[who]}`, "-H", "Accept: text/html", parvis.url + path]]);
	}
	loads.push(["update", () => ["-t1", `-c${connections}`, "-s", updateScript(server), parvis.url]]);
	return loads;
}

// ---- what the plan costs ----

// Lists with the plan against the same columns and order without it, through the same door to the database.
function planCosts({ parvis, ids, result }) {
	const out = execFileSync(process.env.PARVIS_BENCH_PLAN, [parvis.settings.PARVIS_DATABASE_URL, ids.anne, ids.ben, quick ? "40" : "200"], { encoding: "utf8" });

	result.plan = JSON.parse(out);
}

async function measureRecords(tools, engine) {
	const servers = [];

	try {
		for (const [i, count] of sizes.entries())
			servers.push(await prepare(tools, engine, count, 18180 + i));
		const loads = [];

		for (const server of servers) {
			await signIn(server);
			loads.push(await loadsOf(server));
		}
		say(`${engine}: records`);
		await takeTurns(servers, loads, rounds);
		servers.forEach(planCosts);
	} finally {
		for (const { parvis } of servers)
			await parvis.close();
	}
	return servers.map(({ result, runs }) => ({ ...result, runs }));
}

module.exports = { measureRecords, prepareRecords: prepare, signInToRecords: signIn, leadsHome: home, firstId, idText };
