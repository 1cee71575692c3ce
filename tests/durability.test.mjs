// What was acknowledged stays: kill -9 under sixteen writers, an orderly end under load, a database that goes away, a
// disk that fills up. On both engines, and always back without anybody's help.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { closeSync, existsSync, mkdtempSync, openSync, readdirSync, rmSync, statSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { idText } from "./journeys/people.mjs";
import { engines, makePlace, startParvis } from "./parvis.mjs";

const writers = 16;
const cycles = 5;
const backWithin = 10000; // ms, of a machine that does much else

const householdOf = (name) => ({ kind: "household", name, country: "FR" });

// ---- kill -9 ----

// Adds clients one after the other until the server dies. What was answered with success is acknowledged.
async function writeUntilDead(parvis, token, name, acknowledged) {
	const program = parvis.client({ json: true, bearer: token });

	for (let i = 0; ; i++) {
		try {
			const { status, text } = await program.post("/console/clients", householdOf(`${name} ${i}`));

			assert.ok(status === 200 || status === 201 || status === 503, `${status}: ${text}`);
			if (status !== 503)
				acknowledged.push(`${name} ${i}`);
		} catch (error) {
			if (error.code === "ERR_ASSERTION")
				throw error;
			program.close();
			return i; // cut in the middle of an answer, or nobody there
		}
	}
}

for (const engine of engines)
	test(`${engine}: kill -9 under ${writers} writers loses nothing acknowledged and doubles nothing`, async () => {
		const parvis = await startParvis({ engine });
		const acknowledged = [];

		try {
			const token = await parvis.apiToken();

			for (let cycle = 0; cycle < cycles; cycle++) {
				const writing = Promise.all(Array.from({ length: writers }, (_, i) => writeUntilDead(parvis, token, `Kill ${cycle}-${i}`, acknowledged)));

				await Promise.race([writing, sleep(300 + Math.random() * 700)]);
				await parvis.kill();
				await writing;
				const took = await parvis.start();
				const there = parvis.sql("select name from client where name like 'Kill %'");
				const kept = new Set(there);

				assert.equal(there.length, kept.size, "written twice");
				assert.deepEqual(acknowledged.filter((name) => !kept.has(name)), [], "acknowledged and lost");
				assert.ok(took <= backWithin, `back after ${Math.round(took)} ms`);
			}
			assert.ok(acknowledged.length > cycles * writers, `only ${acknowledged.length} writes in all`);
			const { status, stdout } = parvis.run("fsck");

			assert.equal(status, 0, stdout);
		} finally {
			await parvis.close();
		}
	});

// ---- kill -9 in the middle of what is many rows ----

const lots = 60, delays = [0, 15, 50]; // ms: before, within, after

for (const engine of engines)
	test(`${engine}: kill -9 while a client is made, rights are cascaded and a template is applied leaves each of them whole or not begun`, async () => {
		const parvis = await startParvis({ engine });

		try {
			const token = await parvis.apiToken();
			let program = parvis.client({ json: true, bearer: token });
			const sure = async (path, body) => {
				const answer = await program.post(path, body);

				assert.equal(answer.status, 200, `${path}: ${answer.text}`);
				return answer.data;
			};
			const [helene, nadia] = ["helene", "nadia"].map((name) => idText(BigInt(parvis.sql(`select id from staff where email = '${name}@solaria.example'`)[0])));
			const { id: tree } = await sure("/console/settings/folder-trees", { name: "Lots", list: ["Chantier", ...Array.from({ length: lots }, (_, i) => `\tLot ${i}`)].join("\n") });
			const draftOf = async (name, cycle) => {
				const { href } = (await sure("/console/client-drafts", { name, kind: "company", country: "FR" })).draft;

				await sure(`${href}/contacts`, { contacts: [1, 2, 3].map((i) => ({ last_name: `Nom ${i}`, email: `n${i}@kill${cycle}.example` })) });
				await sure(`${href}/staff`, { staff: [{ id: helene, level: "full" }, { id: nadia, level: "read" }] });
				await sure(`${href}/folders`, { trees: [tree] });
				return href;
			};
			const foldersOf = (name) => parvis.sqlNumber(`select count(*) from folder where client_id in (select id from client where name = '${name}')`);
			const madeOf = (name, cycle) => parvis.sql(`select (select count(*) from client where name = '${name}'), (select count(*) from contact where email like '%@kill${cycle}.example'), (select count(*) from client_contact where client_id in (select id from client where name = '${name}')), (select count(*) from client_staff where client_id in (select id from client where name = '${name}'))`)[0] + `|${foldersOf(name)}`;
			const whole = `1|3|3|2|${lots + 1}`, rights = (await sure(await draftOf("Permise", "first"), {})).href + "/permissions";
			const { folders: [{ id: top }] } = (await program.get(rights.replace("permissions", "folders"))).data;
			const inside = (await program.get(rights.replace("permissions", `folders/${top}`))).data.folders;
			const said = () => parvis.sqlNumber("select count(*) from folder_right where whose = 'contacts' and client_id in (select id from client where name = 'Permise')");

			await sure(rights, { who: "contacts", folders: [top, ...inside.map(({ id }) => id)].map((id) => ({ id, level: "read" })) });
			const before = said();

			for (const [cycle, delay] of delays.entries()) {
				const name = `Brusque ${cycle}`, draft = await draftOf(name, cycle), { href: applied } = await sure("/console/clients", householdOf(`Appliqué ${cycle}`));
				const going = Promise.allSettled([program.post(draft, {}), program.post(`${rights}/cascade`, { who: "contacts", open: top, level: "full", reach: "everywhere" }), program.post(`${applied}/folder-trees`, { trees: [tree] })]);

				await sleep(delay);
				await parvis.kill();
				await going;
				program.close();
				await parvis.start();
				program = parvis.client({ json: true, bearer: token });
				const made = madeOf(name, cycle);

				assert.ok(["0|0|0|0|0", whole].includes(made), `half a client: ${made}`);
				if (made !== whole)
					assert.equal((await program.get(draft)).data.contacts.length, 3, "the draft is as it was");
				await sure(draft, {});
				assert.equal(madeOf(name, cycle), whole, "once");
				assert.ok([before, 1].includes(said()), `half a cascade: ${said()} of ${before}`);
				if (said() !== before)
					await sure((await program.get(rights)).data.cascade.undo_href, {});
				assert.equal(said(), before);
				assert.ok([0, lots + 1].includes(foldersOf(`Appliqué ${cycle}`)), "half a template");
				await sure(`${applied}/folder-trees`, { trees: [tree] });
				assert.equal(foldersOf(`Appliqué ${cycle}`), lots + 1);
			}
			program.close();
			const { status, stdout } = parvis.run("fsck");

			assert.equal(status, 0, stdout);
		} finally {
			await parvis.close();
		}
	});

// ---- an orderly end ----

for (const engine of engines)
	test(`${engine}: SIGTERM answers everything in flight and leaves with 0`, async () => {
		const parvis = await startParvis({ engine });

		try {
			const staff = await parvis.signedInStaff("julien@solaria.example", { json: true });
			const { invoices } = (await staff.get("/console/invoices?filter=unpaid")).data;
			const downloads = invoices.slice(0, 12).map(({ id }) => staff.twin().send("GET", `/console/invoices/${id}.pdf`, { agent: false }));
			const inFlight = async () => Number((await parvis.client().get("/metrics")).text.match(/^parvis_requests_in_flight (\d+)/m)[1]);

			while ((await inFlight()) < 10)
				await sleep(5);
			const stopped = parvis.stop();

			for (const { status, body } of await Promise.all(downloads)) {
				assert.equal(status, 200);
				assert.equal(body.subarray(0, 5).toString(), "%PDF-");
				assert.match(body.subarray(-16).toString(), /%%EOF/);
			}
			await stopped;
		} finally {
			await parvis.close();
		}
	});

// ---- a database that goes away ----

const postgresData = process.env.PARVIS_TEST_POSTGRES_DATA;

// pg_ctl refuses to run as root.
function controlPostgres(...args) {
	const folder = "/usr/lib/postgresql";
	const version = readdirSync(folder).sort().at(-1);
	const command = [join(folder, version, "bin/pg_ctl"), "-D", postgresData, "-w", ...args];
	const asPostgres = process.getuid() === 0 ? ["setpriv", "--reuid=postgres", "--regid=postgres", "--init-groups", ...command] : command;
	const { status, stderr } = spawnSync(asPostgres[0], asPostgres.slice(1), { cwd: "/", encoding: "utf8", stdio: ["ignore", "ignore", "pipe"] });

	assert.equal(status, 0, stderr);
}

function postgresAway() {
	return !existsSync(join(postgresData, "postmaster.pid"));
}

test("postgres: with the database away pages and writes say so with 503, and all is well once it is back", { skip: postgresData === undefined && "needs bin/with-postgres" }, async () => {
	const parvis = await startParvis({ engine: "postgres" });

	try {
		const token = await parvis.apiToken();
		const program = parvis.client({ json: true, bearer: token });
		const browser = parvis.client();
		const write = () => program.post("/console/clients", householdOf("Absente"));

		for (let round = 0; round < 3; round++) {
			controlPostgres("-m", "immediate", "stop");
			for (let i = 0; i < 5; i++) {
				const refused = await write();

				assert.equal(refused.status, 503, refused.text);
				assert.ok(Number(refused.headers["retry-after"]) > 0);
			}
			const page = await browser.get("/p/demo/sign-in");

			assert.equal(page.status, 503);
			assert.match(page.headers["content-type"], /^text\/html/);
			assert.notEqual(page.words, "");
			assert.equal((await browser.get("/healthz")).status, 200, "alive, only not ready");
			assert.equal((await browser.get("/readyz")).status, 503);
			controlPostgres("restart"); // with the options it had
			let answered = 0;

			for (const until = Date.now() + 15000; Date.now() < until && answered !== 200; await sleep(50))
				answered = (await browser.get("/p/demo/sign-in")).status;
			assert.equal(answered, 200, "back by itself");
			assert.equal((await write()).status, 200);
		}
		assert.equal(parvis.sqlNumber("select count(*) from client where name = 'Absente'"), 3, "what was refused was not written");
	} finally {
		if (postgresAway())
			controlPostgres("start");
		await parvis.close();
	}
});

// ---- a disk that fills up ----

const mounted = mkdtempSync(join(tmpdir(), "parvis-disk-"));
const mayMount = process.getuid() === 0 && spawnSync("mount", ["-t", "tmpfs", "-o", "size=48m", "parvis-test", mounted]).status === 0;

after(() => {
	if (mayMount)
		spawnSync("umount", ["-l", mounted]);
	rmSync(mounted, { recursive: true, force: true });
});

// Takes all the room that is left; returns how to give it back.
function fillDisk() {
	const path = join(mounted, "ballast");
	const file = openSync(path, "w");
	const block = Buffer.alloc(4096);

	try {
		for (;;)
			writeSync(file, block);
	} catch (error) {
		assert.equal(error.code, "ENOSPC");
	}
	closeSync(file);
	assert.ok(statSync(path).size > 0);
	return () => rmSync(path);
}

test("sqlite: on a full disk pages are shown and writes refused with 507, and all is well once there is room", { skip: !mayMount && "needs the right to mount a small disk" }, async () => {
	const parvis = await startParvis({ place: makePlace("sqlite", { folder: mounted }) });

	try {
		const token = await parvis.apiToken();
		const program = parvis.client({ json: true, bearer: token });
		const write = (name) => program.post("/console/clients", { ...householdOf(name), street: "x".repeat(200) });

		for (let round = 0; round < 3; round++) {
			const giveBack = fillDisk();
			let status = 200, written = 0;

			// What the log had grown to before may still have room inside.
			for (; status === 200 && written < 2000; written++)
				status = (await write(`Comble ${round}-${written}`)).status;
			assert.equal(status, 507, `after ${written} writes`);
			assert.equal((await program.get("/console/clients")).status, 200);
			assert.equal((await parvis.client().get("/p/demo/sign-in")).status, 200);
			const browser = parvis.client();
			const page = await browser.submit(await browser.open("/p/demo/sign-in"), { email: "camille.durand@exemple.example" });

			assert.equal(page.status, 507);
			assert.match(page.words, /no room/);
			giveBack();
			assert.equal((await write(`Revenue ${round}`)).status, 200);
		}
		assert.equal(parvis.sqlNumber("select count(*) from client where name like 'Revenue %'"), 3);
		assert.equal(parvis.run("fsck").status, 0);
	} finally {
		await parvis.close();
	}
});
