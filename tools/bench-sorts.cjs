// Measures pages of the list of clients in the order of what is counted of them, for who sees all folders and for whom some are
// closed.
"use strict";
const assert = require("node:assert/strict");
const { performance } = require("node:perf_hooks");
const { folder, quick, say } = require("./bench-load.cjs");

const sizes = quick ? [1000] : [1000, 100000];
const password = "les heures du matin", rounds = 15;
const people = [["anne@example.org", "administrator"], ["ben@example.org", "manager"]];
const orders = [["name", 0], ["-@member_count", 0], ["-@folder_count", 0], ["-@space_used", 0], ["-@folder_count", 1]];

// Five folders each at most; in each hundredth client one of them is closed to Ben.
const fillSql = (count) => `insert into client (id, number, kind, name, name_key, company_id, country, test, created_at, version)
with recursive n (i) as (select 1 union all select i + 1 from n where i < ${count}) select 3000000 + i, 'C-' || i, 'company', 'Société ' || i, 'societe ' || i, (select min(id) from company), 'FR', 0, 5, 1 from n;
insert into folder (id, client_id, parent_id, path, name, name_key, twin_id, rights_id, created_at, created_by, version)
with recursive n (i) as (select 1 union all select i + 1 from n where i < 5) select client.id * 10 + i, client.id, client.id, '/' || (client.id * 10 + i) || '/', 'd' || i, 'd' || i, 0, client.id, 5, '', 1 from client cross join n where i <= client.id % 6;
update folder set rights_above_id = rights_id, rights_id = id where client_id % 100 = 1;
insert into folder_right (folder_id, client_id, whose, who_id, level) select id, client_id, 'staff', (select id from staff where email = 'ben@example.org'), 0 from folder where client_id % 100 = 1;
insert into client_space (client_id, used, reserved) select id, id % 977 * 1000, 0 from client where id > 3000000;`;

const median = (times) => times.sort((one, other) => one - other)[times.length >> 1];

async function timed(who, path) {
	const begun = performance.now(), { status, data, text } = await who.get(path);

	assert.equal(status, 200, text);
	return { ms: performance.now() - begun, data };
}

async function measureOrder(who, sort) {
	const first = [], later = [];

	for (let round = 0; round < rounds; round++) {
		const page = await timed(who, `/console/clients?fields=number&sort=${sort}`);
		const next = await timed(who, page.data.page.next);

		first.push(page.ms);
		later.push(next.ms);
	}
	return { first: median(first), later: median(later) };
}

async function measureSize({ Parvis, makePlace }, engine, count) {
	const parvis = new Parvis(makePlace(engine, { demo: false, folder }), 18490, { PARVIS_STRICT: "0", PARVIS_DEMO: "0", PARVIS_LOG: "warning" });
	const results = [];

	say(`${engine}: the list of ${count} clients, sorted`);
	assert.equal(parvis.run("init", "--name", "Bench", "--address", "bench", "--language", "en").status, 0);
	for (const [email, profile] of people)
		assert.equal(parvis.runWithInput(`${password}\n`, "staff", "add", "--email", email, "--name", email, "--profile", profile, "--password-stdin").status, 0);
	parvis.sql(fillSql(count));
	assert.equal(parvis.run("fsck", "--mend").status, 0);
	if (engine === "postgres")
		parvis.sql("vacuum analyze;");
	await parvis.start();
	try {
		const staff = [];

		for (const [email] of people)
			staff.push(await parvis.signedInStaff(email, { password, json: true }));
		for (const [sort, who] of orders)
			results.push({ engine, count, sort, closed: who === 1, ...await measureOrder(staff[who], sort) });
		staff.forEach((who) => who.close());
	} finally {
		await parvis.close();
	}
	return results;
}

async function measureSorts(tools, engine) {
	const results = [];

	for (const count of sizes)
		results.push(...await measureSize(tools, engine, count));
	return results;
}

module.exports = { measureSorts };
