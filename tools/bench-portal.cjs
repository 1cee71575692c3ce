// Measures what people of the portal see by their user type: tabs, a record, a search, for somebody who has few of very many
// records and for one who has a fifth of them; and the first page after a right has changed.
"use strict";
const assert = require("node:assert/strict");
const { folder, quick, connections, say, signIn, takeTurns } = require("./bench-load.cjs");
const { idText } = require("./bench-records.cjs");

const sizes = quick ? [1000, 20000] : [1000, 100000, 1000000];
const rounds = quick ? 2 : 5, changes = quick ? 10 : 40;
const users = 10000, together = 40; // so many tickets in a row are one client's, a fifth of them that of the first
const firstClient = 3000000, firstContact = 2000000, firstTicket = 10000000, firstComment = 20000000, firstProduct = 30000000;
// Who looks: the first has a fifth of all tickets, the other few.
const people = { many: 0, few: 7 };
const address = (i) => `portal${i}@example.org`;

const setup = {
	tabs: [
		{ module: "tickets", tie: "client", link: "client", may: ["view"], layouts: [{ fields: { subject: "read", number: "read", state: "read", priority: "read", description: "read", created_at: "read" } }] },
		{ module: "comments", tie: "through", link: "ticket", may: ["view"], layouts: [{ fields: { text: "read", created_at: "read" } }] },
		{ module: "products", tie: "public", layouts: [{ fields: { name: "read", kind: "read", unit: "read", unit_price: "read" } }] },
	],
};

// ---- records ----

const series = (engine, count) => (engine === "sqlite" ? `(with recursive n(i) as (select 0 union all select i + 1 from n where i + 1 < ${count}) select i from n) as n`
	: `generate_series(0::bigint, ${count - 1}) as n(i)`);

function peopleSql(engine) {
	return `insert into client (id, number, kind, name, name_key, company_id, country, test, created_at, version) select ${firstClient} + i, 'K' || i, 'household',
			'Client ' || i, 'client ' || i, (select min(id) from company), 'FR', 0, 0, 1 from ${series(engine, users)};
		insert into contact (id, first_name, last_name, name_key, email, theme, entered_at, created_at, version) select ${firstContact} + i, 'Camille', 'Portal ' || i, 'portal ' || i || ' camille',
			'portal' || i || '@example.org', '', 1, 0, 1 from ${series(engine, users)};
		insert into client_contact (client_id, contact_id, created_at) select ${firstClient} + i, ${firstContact} + i, 0 from ${series(engine, users)};
		insert into portal_user (id, user_type_id, module_id, record_id, settled_at, entered_at, created_at) select ${firstContact} + i, (select min(id) from user_type where is_default = 1),
			(select id from module where name = 'contacts'), ${firstContact} + i, 1, 1, 0 from ${series(engine, users)};`;
}

// As the program would have written them, folded companions included.
function recordsSql(engine, count) {
	const owner = `case when i % 5 = 0 then ${firstClient} else ${firstClient} + 1 + (i / ${together}) % ${users - 1} end`;

	return `insert into ticket (id, subject, subject_key, number, client_id, state, priority, channel, description, description_key, created_at, version) select ${firstTicket} + i,
			'Ticket ' || (i * 7919) % 1000003, 'ticket ' || (i * 7919) % 1000003, 'T-' || i, ${owner}, case i % 3 when 0 then 'new' when 1 then 'open' else 'solved' end, 'normal', 'portal',
			'Bonjour, une question', 'bonjour, une question', 1700000000000 + i, 1 from ${series(engine, count)};
		insert into comment (id, text, text_key, ticket_id, internal, created_at, version) select ${firstComment} + i, 'Merci ' || i, 'merci ' || i, ${firstTicket} + i, 0, 1700000000000 + i, 1
			from ${series(engine, count)};
		insert into product (id, name, name_key, kind, unit, unit_key, unit_price, active, created_at, version) select ${firstProduct} + i, 'Tuile ' || (i * 7919) % 1000003,
			'tuile ' || (i * 7919) % 1000003, 'goods', 'pièce', 'piece', 1200, 1, 1700000000000 + i, 1 from ${series(engine, count)};`;
}

// The words of tickets, behind the ids of their fields, as the job records.refresh writes them.
function wordsSql(parvis) {
	const rows = parvis.sql("select field.name, field.id from field join module on module.id = field.module_id where module.name = 'tickets'");
	const fields = Object.fromEntries(rows.map((row) => row.split("|")).map(([name, id]) => [name, idText(id)]));

	return `insert into search_text (id, words) select id, '${fields.subject}ticket ${fields.subject}' || substr(subject_key, 8) || ' ${fields.description}question' from ticket;`;
}

const tables = ["ticket", "comment", "product", "search_text"];

// Indexes are made anew behind the rows, and nothing is kept to undo it: as quick as it gets.
function fill(parvis, count) {
	const { engine } = parvis, sqlite = engine === "sqlite", list = tables.map((table) => `'${table}'`).join(", ");
	const indexes = parvis.sql(sqlite ? `select name || '|' || sql from sqlite_master where type = 'index' and tbl_name in (${list}) and sql is not null`
		: `select indexname || '|' || indexdef from pg_indexes where tablename in (${list}) and indexname not like '%\\_pkey'`);
	const words = "insert into search_index (search_index";

	parvis.sql(`${sqlite ? "pragma journal_mode = off; pragma synchronous = off; pragma cache_size = -1000000; pragma threads = 2;"
		: "set maintenance_work_mem = '2GB'; set synchronous_commit = off;"}
		${indexes.map((line) => `drop index ${line.split("|")[0]};`).join("\n")}
		${peopleSql(engine)}
		${recordsSql(engine, count)}
		${wordsSql(parvis)}
		${indexes.map((line) => `${line.slice(line.indexOf("|") + 1)};`).join("\n")}
		${sqlite ? `${words}, rank) values ('hashsize', 268435456); ${words}) values ('rebuild');
			${words}, rank) values ('hashsize', 1048576); pragma journal_mode = wal;` : ""}
		update module set sharing = 'read' where name = 'products';
		update user_type set published = '${JSON.stringify(setup)}', published_at = 1, published_by = 1 where is_default = 1;
		update catalogue set version = version + 1;`);
	if (!sqlite)
		parvis.sql("vacuum analyze; checkpoint;");
}

async function prepare({ Parvis, makePlace }, engine, count, port) {
	const parvis = new Parvis(makePlace(engine, { demo: false, folder }), port, { PARVIS_STRICT: "0", PARVIS_DEMO: "0", PARVIS_LOG: "warning" });
	const begun = performance.now();

	say(`${engine}, ${count} tickets of ${users} portal users: fill`);
	assert.equal(parvis.run("init", "--name", "Bench", "--address", "bench", "--language", "en").status, 0);
	fill(parvis, count);
	say(`${engine}, ${count} tickets: filled in ${Math.round((performance.now() - begun) / 1000)} s`);
	await parvis.start();
	return { parvis, cookies: {}, runs: {}, result: { engine, count, bytes: {} } };
}

// ---- what is asked ----

const home = "/p/bench/records";

function pagesOf() {
	const own = (people.few - 1) * together + 1; // the second of theirs: the first of each five is the other's

	return {
		list: ["few", `${home}/tickets`], sorted: ["few", `${home}/tickets?sort=subject`], record: ["few", `${home}/tickets/${idText(firstTicket + own)}`],
		found: ["few", `${home}/tickets?q=question`], through: ["few", `${home}/comments`], open: ["few", `${home}/products?sort=name`],
		many: ["many", `${home}/tickets`], manySorted: ["many", `${home}/tickets?sort=subject`],
	};
}

// A file about as large as the list.
async function staticFile(client, page, wanted) {
	let best = null;

	for (const path of new Set(page.match(/\/assets\/[\w.-]+/g))) {
		const bytes = (await client.get(path)).body.length;

		if (best === null || Math.abs(bytes - wanted) < Math.abs(best.bytes - wanted))
			best = { path, bytes };
	}
	return best;
}

async function loadsOf({ parvis, cookies, result }) {
	const loads = [], pages = pagesOf();

	for (const [kind, [who, path]] of Object.entries(pages)) {
		const client = parvis.client({ headers: { Cookie: cookies[who] } }), answer = await client.get(path);

		assert.equal(answer.status, 200, `${path}: ${answer.text}`);
		result.bytes[kind] = answer.body.length;
		if (kind === "list")
			result.asset = await staticFile(client, answer.text, answer.body.length);
		client.close();
		loads.push([kind, ["-t1", `-c${connections}`, "-H", `Cookie: ${cookies[who]}`, "-H", "Accept: text/html", parvis.url + path]]);
	}
	loads.push(["static", ["-t1", `-c${connections}`, parvis.url + result.asset.path]]);
	return loads;
}

// ---- the first page after a right has changed ----

async function milliseconds(client, path) {
	const begun = performance.now(), answer = await client.get(path);

	assert.equal(answer.status, 200, answer.text);
	return performance.now() - begun;
}

// Modules and rights are read anew, and the plan compiled: what one client waits for it, and for the page behind.
async function coldPages({ parvis, cookies, result }) {
	const client = parvis.client({ headers: { Cookie: cookies.few } }), path = `${home}/tickets`;

	result.cold = [];
	result.warm = [];
	await milliseconds(client, path);
	for (let i = 0; i < changes; i++) {
		parvis.sql("update catalogue set version = version + 1;");
		result.cold.push(await milliseconds(client, path));
		result.warm.push(await milliseconds(client, path));
	}
	client.close();
}

async function measurePortal(tools, engine) {
	const servers = [], loads = [];

	try {
		for (const [i, count] of sizes.entries())
			servers.push(await prepare(tools, engine, count, 18280 + i));
		for (const server of servers) {
			for (const [who, i] of Object.entries(people))
				server.cookies[who] = await signIn(server.parvis, address(i), i);
			loads.push(await loadsOf(server));
		}
		say(`${engine}: portal`);
		await takeTurns(servers, loads, rounds);
		for (const server of servers)
			await coldPages(server);
	} finally {
		for (const { parvis } of servers)
			await parvis.close();
	}
	return servers.map(({ result, runs }) => ({ ...result, runs, users }));
}

module.exports = { measurePortal };
