// Measures the list of all clients as a file: how long it takes, how large it is, and what memory the server needs beside what
// it had.
"use strict";
const assert = require("node:assert/strict");
const { setTimeout: sleep } = require("node:timers/promises");
const { folder, quick, say } = require("./bench-load.cjs");
const machine = require("./bench-machine.cjs");

const count = quick ? 20000 : 100000;
const administrator = "anne@example.org", password = "les heures du matin";
const list = "/console/records/clients";

const fillSql = `insert into client (id, number, kind, name, name_key, company_id, siret, street, postal_code, city, country, email, phone, test, created_at, version)
with recursive n (i) as (select 1 union all select i + 1 from n where i < ${count})
select 3000000 + i, 'C-' || i, 'company', 'Société ' || i, 'societe ' || i, (select min(id) from company), '73282932000074', i || ' rue de Nantes', '44000', 'Nantes', 'FR',
'compta' || i || '@example.org', '02 40 00 00 00', 0, 1700000000000 + i, 1 from n;`;

async function made(parvis, staff, format) {
	const { status, data, text } = await staff.post(`${list}/export`, { format, fields: "*" });
	let file = data.export;

	assert.equal(status, 200, text);
	while (["waiting", "running"].includes(file.state)) {
		await sleep(50);
		file = (await staff.get(file.href)).data.export;
	}
	assert.deepEqual([file.state, file.count], ["done", count]);
	const [times] = parvis.sql("select finished_at - created_at from record_export order by id desc limit 1");

	return { format, seconds: Number(times) / 1000, megabytes: file.size / 1e6 };
}

async function measureExport({ Parvis, makePlace }, engine) {
	const parvis = new Parvis(makePlace(engine, { demo: false, folder }), 18480, { PARVIS_STRICT: "0", PARVIS_DEMO: "0", PARVIS_LOG: "warning" });
	const results = [];

	say(`${engine}: ${count} clients as a file`);
	assert.equal(parvis.run("init", "--name", "Bench", "--address", "bench", "--language", "en").status, 0);
	assert.equal(parvis.runWithInput(`${password}\n`, "staff", "add", "--email", administrator, "--name", "Anne", "--profile", "administrator", "--password-stdin").status, 0);
	parvis.sql(fillSql);
	if (engine === "postgres")
		parvis.sql("vacuum analyze;");
	await parvis.start();
	try {
		const staff = await parvis.signedInStaff(administrator, { password, json: true });

		await staff.get(list);
		for (const format of ["xlsx", "csv"]) {
			const idle = machine.megabytes(parvis.pid, "VmRSS"), file = await made(parvis, staff, format);

			results.push({ engine, count, ...file, idle, most: machine.megabytes(parvis.pid, "VmHWM") });
		}
		staff.close();
	} finally {
		await parvis.close();
	}
	return results;
}

module.exports = { measureExport };
