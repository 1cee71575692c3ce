// Nobody sees or changes what is not theirs: every route of the program × every kind of actor × own, foreign, unknown and
// malformed ids. A refusal is byte for byte that of an unknown id, changes nothing, and foreign data is in no answer.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { engines, startParvis } from "./parvis.mjs";
import { permissionHolders, routeTable } from "./isolation_routes.mjs";
import { changesBetween, makeWorld, tablesOf } from "./isolation_world.mjs";

const malformed = ["nonsense", "0000000000000", "00000000000000", "zzzzzzzzzzzzz", "-000000000001", "1-or-1=1", "ilou000000000"];
const unknown = "0000000000101"; // 1 to 3 are profiles
// An id that is none is none for everybody, on either engine, whatever comes with it: the programs of these try all of them,
// the others one each.
const tryAllMalformed = ["anonymous", "owner", "reader", "administrator"];
// The rights are one text for both engines, tried in full on SQLite: on PostgreSQL these are enough.
const actorsOnPostgres = ["anonymous", "owner", "reader", "token", "preview", "previewOfType"];

// ---- what the policy says, independently of the program ----

const profiles = ["reader", "manager", "administrator"];
const clientActors = ["owner", "colleague", "neighbour", "stranger"];

// "allowed", "absent" (404 whatever the id), "sign-in" (401 or the way to the sign-in page) or "forbidden" (403).
function verdictOf(route, actor) {
	const staff = profiles.includes(actor.kind) || actor.kind === "token";

	if (route.audience === "public" || (actor.kind === "half" && routeTable[route.name].half))
		return "allowed";
	if (route.audience === "device") // by nothing but an app password
		return "sign-in";
	if (route.audience === "portal") {
		if (actor.kind.startsWith("preview"))
			return reads(route) || routeTable[route.name].inPreview ? "allowed" : "forbidden";
		if (actor.kind === "vendor")
			return routeTable[route.name].anyPerson ? "allowed" : "absent";
		return clientActors.includes(actor.kind) ? "allowed" : "sign-in";
	}
	if (!staff)
		return "sign-in";
	if (actor.kind === "token" && routeTable[route.name].noTokens)
		return "absent";
	const holders = permissionHolders[route.permission];

	if (!holders.includes(actor.kind === "token" ? "administrator" : actor.kind))
		return "absent";
	return actor.kind === "token" && !reads(route) ? "forbidden" : "allowed";
}

const statusesOf = { absent: [404], "sign-in": [401, 303], forbidden: [403] };

// Previews differ in whom they show and are closed alike: of a person or a type, the pages of records and what writes is tried.
function isTried(route, actor) {
	return !actor.kind.startsWith("preview of") || (route.audience === "portal" && (route.method !== "GET" || route.path.includes("{module}")));
}

// ---- asking ----

const parametersOf = (path) => [...path.matchAll(/\{(\w+)…?\}/g)].map(([, name]) => name).filter((name) => name !== "address");

const kindOfId = (route) => routeTable[route.name].ids ?? parametersOf(route.path)[0];

// What stands between the parameters of a path that has several: "/contacts/". Its id is all of them: "…/contacts/…".
const between = (route) => route.path.replace("{address}", "").match(/\{\w+…?\}(.*)\{\w+…?\}/)?.[1];

function pathOf(route, id) {
	return route.path.replace("{address}", "demo").replace(/\{\w+…?\}(?:.*\{\w+…?\})?/, id);
}

// Methods that change nothing, whoever asks.
const reads = (route) => ["GET", "OPTIONS"].includes(route.method);

// The token of a form, which pieces of files bring in their header: a program that has a session takes it from a page.
async function tokenOf(client, { audience }) {
	if (client.csrf !== undefined || client.cookies.size === 0)
		return client.csrf ?? "";
	client.tokens ??= new Map();
	if (!client.tokens.has(audience)) {
		const page = await client.twin({ json: false }).open(audience === "portal" ? "/p/demo/account" : "/console/");

		client.tokens.set(audience, page.forms.find(({ fields }) => fields.csrf)?.fields.csrf ?? "");
	}
	return client.tokens.get(audience);
}

async function ask(client, route, id, { body = routeTable[route.name].body ?? {} } = {}) {
	const path = pathOf(route, id), { piece, headers } = routeTable[route.name];

	if (piece !== undefined)
		return client.send(route.method, path, {
			headers: { "Tus-Resumable": "1.0.0", "X-CSRF-Token": await tokenOf(client, route), ...headers },
			...(piece === "" ? {} : { raw: { type: "application/offset+octet-stream", bytes: Buffer.from(piece) } }),
		});

	if (route.method === "GET")
		return client.get(path + (routeTable[route.name].query ?? ""));
	if (route.uploads && !client.json)
		return client.send(route.method, path, { files: { ...body, csrf: client.csrf } });
	return client.send(route.method, path, client.json ? { json: route.uploads ? {} : body } : { form: { ...body, csrf: client.csrf } });
}

// What an answer says, without what differs by itself: the moment, and the id that was asked for.
function essence({ status, rawHeaders, text }, id) {
	const headers = [];

	for (let i = 0; i < rawHeaders.length; i += 2)
		if (!/^(date|content-length|keep-alive)$/i.test(rawHeaders[i]))
			headers.push(`${rawHeaders[i]}: ${rawHeaders[i + 1]}`);
	return `${status}\n${headers.sort().join("\n")}\n${text}`.replaceAll(encodeURIComponent(id), "ID").replaceAll(id, "ID");
}

// The ids to try where the actor has no business, the unknown one first: all others must look like it. `all`: with each of
// the malformed ones.
function foreignIds(world, route, actor, all = false) {
	const one = malformed[Object.keys(world.actors).indexOf(actor.kind) % malformed.length];
	const wrong = [unknown, ...(all ? malformed : [one])], middle = between(route);

	const inside = (id) => middle.replaceAll(/\{\w+…?\}/g, id);

	return [...(middle === undefined ? wrong : wrong.map((id) => id + inside(id) + id)), ...world.foreignIds(kindOfId(route), actor)];
}

// A page and its JSON come of the same statements: on PostgreSQL programs ask alone.
const clientsOf = (engine, { program, browser }) => (engine === "sqlite" && browser ? [program, browser] : [program]);

// What is sent along: what the route is for, and nothing, where that is another thing.
function bodiesFor(route, id) {
	const { body, piece } = routeTable[route.name];
	const isOne = route.method === "GET" || body === undefined || piece !== undefined || malformed.some((wrong) => `${id}`.startsWith(wrong));

	return isOne ? [body] : [body, {}];
}

function assertNoCanary(world, actor, route, answer) {
	if (routeTable[route.name].demo)
		return;
	for (const canary of world.canariesHiddenFrom(actor))
		assert.ok(!answer.text.includes(canary), `${actor.kind} finds ${canary} in ${route.name} (${answer.path})`);
}

// ---- the test ----

for (const engine of engines)
	describe(`isolation, on ${engine}`, () => {
		let parvis, world, routes;

		before(async () => {
			parvis = await startParvis({ engine, settings: { PARVIS_EGRESS_ALLOW: "127.0.0.1:9" } });
			routes = JSON.parse(parvis.run("routes", "--json").stdout).map((route) => ({ ...route, name: `${route.method} ${route.path}` }));
			world = await makeWorld(parvis);
		});
		after(() => parvis?.close());

		test("every route and every permission is known to this test", () => {
			assert.deepEqual(routes.map(({ name }) => name).filter((name) => !(name in routeTable)), [], "routes without an entry in isolation_routes.mjs");
			assert.deepEqual(Object.keys(routeTable).filter((name) => !routes.some((route) => route.name === name)), [], "entries without a route");
			for (const { name, audience, permission } of routes) {
				assert.ok(["public", "portal", "staff", "device"].includes(audience), `${name}: ${audience}`);
				assert.ok(audience !== "staff" || permission in permissionHolders, `${name}: who holds ${permission}?`);
			}
		});

		// Everything that must be refused, once for each way of asking; returns how many requests it took.
		async function tryRefusals(actor, client) {
			const known = new Map(); // ids of each kind: a refusal changes nothing
			const idsOf = (which, route) => {
				const key = `${which.name} ${kindOfId(route)} ${between(route)}`;

				return known.get(key) ?? known.set(key, which(route)).get(key);
			};
			const all = engine === "sqlite" && client === actor.program && tryAllMalformed.includes(actor.kind);
			const foreign = (route) => foreignIds(world, route, actor, all), own = (route) => world.ownIds(kindOfId(route), actor);
			let asked = 0;

			for (const route of routes) {
				const verdict = verdictOf(route, actor);
				const takesId = parametersOf(route.path).length > 0;

				if (route.audience === "public" || !isTried(route, actor) || (verdict === "allowed" && !takesId))
					continue;
				const ids = takesId ? idsOf(foreign, route) : [""];
				const tried = verdict === "allowed" ? ids : [...ids, ...idsOf(own, route)];
				let first = null;

				for (const id of tried)
					for (const body of bodiesFor(route, id)) {
						const answer = await ask(client, route, id, { body });
						const said = essence(answer, id);
						const where = `${actor.kind}, ${route.name}, ${id}`;

						asked++;
						assertNoCanary(world, actor, route, answer);
						assert.ok((statusesOf[verdict] ?? [404]).includes(answer.status), `${where}: ${answer.status} ${answer.text.slice(0, 300)}`);
						first ??= said;
						assert.equal(said, first, `${where}: looks unlike an unknown id`);
					}
			}
			return asked;
		}

		const kinds = ["anonymous", ...clientActors, "blocked", "vendor", ...profiles, "half", "closed", "token", "preview", "previewOfPerson", "previewOfType"];

		for (const kind of kinds.filter((kind) => engine === "sqlite" || actorsOnPostgres.includes(kind)))
			test(`${kind}: refusals look like nothing was there, and change nothing`, async () => {
				const actor = world.actors[kind];
				const earlier = tablesOf(parvis);
				let asked = 0;

				for (const client of clientsOf(engine, actor))
					asked += await tryRefusals(actor, client);
				assert.ok(asked > 100, `${asked} requests`);
				assert.deepEqual(changesBetween(earlier, tablesOf(parvis)), [], "a refused request changed something");
			});

		test("everybody reaches what is theirs, and finds nobody else's data there", async () => {
			for (const actor of Object.values(world.actors))
				for (const route of routes.filter(({ method, name }) => method === "GET" && !routeTable[name].skip)) {
					if (verdictOf(route, actor) !== "allowed")
						continue;
					const ids = world.ownIds(kindOfId(route), actor);

					for (const id of ids)
						for (const client of clientsOf(engine, actor)) {
							const answer = await ask(client, route, id);
							const wanted = routeTable[route.name].status ?? [200, 303];

							assert.ok(wanted.includes(answer.status), `${actor.kind}, ${route.name}, ${id}: ${answer.status} ${answer.text.slice(0, 300)}`);
							assertNoCanary(world, actor, route, answer);
						}
				}
		});

		test("a drive has what the pages have, and names of others are as names of nothing", async () => {
			const asks = { PROPFIND: { Depth: "0" }, GET: {}, PUT: {}, PROPPATCH: {}, MKCOL: {}, DELETE: {}, LOCK: {}, UNLOCK: { "Lock-Token": "<urn:x>" }, COPY: { Destination: "/dav/x/y" }, MOVE: { Destination: "/dav/x/y" } };
			const drive = (actor, method, path, headers) => parvis.client({ json: true }).send(method, path, { headers: { ...headers, Authorization: actor.drive } });
			const hrefs = ({ text }) => [...text.matchAll(/<D:response><D:href>([^<]+)/g)].map(([, href]) => href).slice(1);
			const nameOf = (href) => decodeURIComponent(href.split("/").filter(Boolean).at(-1));
			const namesBelow = async (actor, path) => {
				const answer = await drive(actor, "PROPFIND", path, { Depth: "1" }), names = [];

				assert.equal(answer.status, 207, `${actor.kind}, ${path}: ${answer.text}`);
				assertNoCanary(world, actor, { name: "PROPFIND /dav/{path…}" }, answer);
				for (const href of hrefs(answer))
					names.push(nameOf(href), ...(href.endsWith("/") ? await namesBelow(actor, href) : []));
				return names;
			};
			const namesOnPages = async (actor, path) => {
				const { data } = await actor.program.get(path), names = data.files.map(({ name }) => name);

				for (const { name, href } of data.folders)
					names.push(name, ...await namesOnPages(actor, href));
				return names;
			};
			const earlier = tablesOf(parvis);

			for (const kind of clientActors) {
				const actor = world.actors[kind];

				assert.deepEqual((await namesBelow(actor, "/dav/")).sort(), (await namesOnPages(actor, "/p/demo/documents")).sort(), kind);
				for (const foreign of ["clients", ...world.canariesHiddenFrom(actor), `${world.canaries.stranger}/x`].filter((name) => !name.startsWith(world.canaries[kind])))
					for (const [method, headers] of Object.entries(asks)) {
						const said = essence(await drive(actor, method, `/dav/${foreign}`, headers), foreign);

						assert.equal(said, essence(await drive(actor, method, `/dav/${foreign.includes("/") ? "nowhere/x" : "nowhere"}`, headers), foreign.includes("/") ? "nowhere/x" : "nowhere"), `${kind}, ${method} ${foreign}`);
						assert.match(said, /^4\d\d/);
					}
			}
			for (const kind of ["reader", "administrator"]) {
				const actor = world.actors[kind], home = hrefs(await drive(actor, "PROPFIND", "/dav/clients", { Depth: "1" })).find((href) => parvis.sql(`select number from client where id = ${world.clients.owner}`).some((number) => nameOf(href).endsWith(`(${number})`)));

				assert.deepEqual((await namesBelow(actor, home)).sort(), (await namesOnPages(actor, `/console/clients/${world.ownIds("client", world.actors.owner)[0]}/folders`)).sort(), kind);
			}
			for (const kind of ["blocked", "closed", "vendor"])
				if (world.actors[kind].drive !== undefined)
					assert.equal((await drive(world.actors[kind], "PROPFIND", "/dav/", { Depth: "0" })).status, 401, kind);
			assert.deepEqual(changesBetween(earlier, tablesOf(parvis)), [], "something was done");
		});

		test("a search, a filter or a cursor widens nothing", async () => {
			for (const kind of [...clientActors, "vendor", "preview", "previewOfPerson", "previewOfType"]) {
				const actor = world.actors[kind];
				const tricks = world.canariesHiddenFrom(actor).map((canary) => `q=${canary}`);

				for (const id of world.foreignIds("client", actor))
					tricks.push(`client=${id}`, `client_id=${id}`, `after=${Buffer.from(`0.${id}`).toString("base64url")}`);
				for (const path of ["/p/demo/invoices", "/p/demo/", "/p/demo/notifications", "/p/demo/account"])
					for (const trick of [...tricks, "filter=drafts", "filter=nonsense", "q=%25", "q=_"]) {
						const answer = await actor.program.get(`${path}?${trick}`);
						const found = answer.text.replaceAll(decodeURIComponent(trick.replace(/^\w+=/, "")), ""); // a search repeats its own words

						assert.ok(answer.status < 500, `${path}?${trick}`);
						for (const canary of world.canariesHiddenFrom(actor))
							assert.ok(!found.includes(canary), `${kind} finds ${canary} by ${path}?${trick}`);
					}
			}
		});

		test("at a former address nothing is done, nobody is anybody, and all that is said is where the portal is", async () => {
			const [former] = parvis.sql("select min(address) from former_address"), earlier = tablesOf(parvis);
			const said = new Map(); // everybody is told the same

			for (const kind of ["anonymous", "owner", "stranger", "administrator", "preview"]) {
				const actor = world.actors[kind];

				for (const route of routes.filter(({ path }) => path.startsWith("/p/{address}")))
					for (const id of parametersOf(route.path).length > 0 ? [foreignIds(world, route, actor)[0], ...world.ownIds(kindOfId(route), actor).slice(0, 1)] : [""]) {
						const moved = { ...route, path: route.path.replace("{address}", former) }, answer = await ask(actor.program, moved, id);
						const place = `${kind}, ${route.name}, ${id}`, words = essence(answer, id === "" ? unknown : id);

						assert.equal(answer.status, 410, `${place}: ${answer.text.slice(0, 300)}`);
						assertNoCanary(world, actor, route, answer);
						assert.equal(words, said.get(`${route.name} ${id}`) ?? words, place);
						said.set(`${route.name} ${id}`, words);
					}
			}
			assert.deepEqual(changesBetween(earlier, tablesOf(parvis)), [], "something was done at a former address");
		});

		test("another client cannot be chosen, and an unknown one is refused alike", async () => {
			const actor = world.actors.owner;
			const answers = [];

			for (const id of [unknown, "nonsense", ...world.foreignIds("client", actor)]) {
				const answer = await actor.program.post("/p/demo/clients", { client: id });

				assert.equal(answer.status, 422);
				if (id !== "nonsense")
					answers.push(essence(answer, id));
			}
			assert.equal(new Set(answers).size, 1);
		});

		test("the canaries sing where they may be heard", async () => {
			for (const kind of ["owner", "neighbour", "stranger"]) {
				const { text } = await world.actors[kind].program.get("/p/demo/invoices");

				assert.ok(text.includes(world.canaries[kind]), kind);
			}
			assert.ok((await world.actors.administrator.program.get(`/console/invoices?q=${world.canaries.draft}`)).text.includes(world.canaries.draft));
		});

		test("every writing route works for those who may: its refusals above were no accidents", async () => {
			const writing = routes.filter(({ method, name }) => method !== "GET" && !routeTable[name].skip);
			const rank = ({ name }) => routeTable[name].last ?? 0;

			for (const route of writing.sort((a, b) => rank(a) - rank(b))) {
				const entry = routeTable[route.name];
				const actor = world.actors[entry.as ?? (route.audience === "staff" ? "administrator" : "owner")];
				const [id] = world.ownIds(kindOfId(route), actor, "write");
				const seen = entry.versionOf === undefined ? undefined : (await actor.program.get(entry.versionOf + id)).data;
				const version = seen === undefined ? {} : { version: (entry.versionIn === undefined ? seen : seen[entry.versionIn]).version };
				const answer = await ask(entry.html ? actor.browser : actor.program, route, id, { body: { ...entry.body, ...version } });
				const wanted = entry.status ?? [200, 303];

				assert.ok(wanted.includes(answer.status), `${route.name} ${id}: ${answer.status} ${answer.text.slice(0, 400)}`);
			}
		});
	});
