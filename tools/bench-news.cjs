// Measures what few or very many files that are new to one person cost them: the pages that tell of them, and marking them as read.
"use strict";
const assert = require("node:assert/strict");
const { writeFileSync } = require("node:fs");
const { join } = require("node:path");
const { folder, quick, say, takeTurns } = require("./bench-load.cjs");
const { fill, addStaff, signInStaff, home, firstContact, firstFile, people } = require("./bench-folders.cjs");
const { idText } = require("./bench-records.cjs");

const sizes = quick ? [1000, 20000] : [1000, 100000];
const rounds = quick ? 2 : 3;

async function prepare({ Parvis, makePlace }, engine, count, port) {
	const parvis = new Parvis(makePlace(engine, { demo: false, folder }), port, { PARVIS_STRICT: "0", PARVIS_DEMO: "0", PARVIS_LOG: "warning" });

	say(`${engine}, ${count} new files: fill`);
	addStaff(parvis);
	fill(parvis, count);
	parvis.sql(`update file set put_whose = 'contact', put_who_id = ${firstContact} + id % ${people}; update staff set created_at = 0;`);
	if (engine === "postgres")
		parvis.sql("vacuum analyze;");
	await parvis.start();
	return { parvis, cookies: {}, runs: {}, result: { engine, count } };
}

// ---- what is asked ----

const nothingIsRead = "delete from file_read; delete from file_mark;";

// A thousand of the files one after the other, again and again.
const openEach = `local i = 0
function request()
	i = i % 1000 + 1
	return wrk.format("GET", "${home}/files/" .. ids(i), headers)
end
`;

const readAll = `function request()
	return wrk.format("POST", "${home}/folders/read", headers, "{}")
end
`;

// Ids as addresses have them.
const idsOf = (first) => `local digits = "0123456789abcdefghjkmnpqrstvwxyz"
local function ids(i)
	local text, rest = "", ${first} + i - 1
	for _ = 1, 13 do
		text = digits:sub(rest % 32 + 1, rest % 32 + 1) .. text
		rest = math.floor(rest / 32)
	end
	return text
end
`;

function script({ parvis, cookies, result }, name, text) {
	const path = join(folder, `${name}-${result.engine}-${result.count}.lua`);

	writeFileSync(path, `${idsOf(firstFile)}local headers = { ["Cookie"] = "${cookies.staff}", ["Content-Type"] = "application/json", ["Accept"] = "application/json" }\n${text}`);
	return () => {
		parvis.sql(nothingIsRead);
		return ["-t1", "-c1", "-d", "2s", "-s", path, parvis.url];
	};
}

// Everything is new again whenever a page is asked for.
async function page({ parvis, cookies }, path) {
	const asking = parvis.client({ headers: { Cookie: cookies.staff } }), answer = await asking.get(path);

	asking.close();
	assert.equal(answer.status, 200, `${path}: ${answer.text}`);
	return () => {
		parvis.sql(nothingIsRead);
		return ["-t1", "-c1", "-d", "2s", "-H", `Cookie: ${cookies.staff}`, "-H", "Accept: text/html", parvis.url + path];
	};
}

async function assertNew({ parvis, cookies }) {
	const asking = parvis.client({ json: true, headers: { Cookie: cookies.staff } }), { data } = await asking.get("/console/new-documents");
	const opened = await asking.get(`${home}/files/${idText(firstFile)}`), marked = await asking.post(`${home}/folders/read`, {});

	asking.close();
	assert.ok(data.files.length > 0);
	assert.equal(opened.status, 200, opened.text);
	assert.equal(marked.status, 200, marked.text);
}

async function loadsOf(server) {
	await assertNew(server);
	return [
		["deposits", await page(server, "/console/new-documents")],
		["recent", await page(server, `${home}/folders/recent`)],
		["root", await page(server, `${home}/folders`)],
		["opened", script(server, "open", openEach)],
		["read", script(server, "read", readAll)],
	];
}

async function measureNews(tools, engine) {
	const servers = [], loads = [];

	try {
		for (const [i, count] of sizes.entries())
			servers.push(await prepare(tools, engine, count, 18420 + i));
		for (const server of servers) {
			await signInStaff(server);
			loads.push(await loadsOf(server));
		}
		say(`${engine}: news`);
		await takeTurns(servers, loads, rounds);
	} finally {
		for (const { parvis } of servers)
			await parvis.close();
	}
	return servers.map(({ result, runs }) => ({ ...result, runs }));
}

module.exports = { measureNews };
