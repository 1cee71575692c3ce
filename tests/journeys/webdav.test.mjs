// Folders as a drive: an app password is made on the screens; then the programs people have go in and out: rclone, cadaver,
// curl, and litmus, which asks every sentence of the standard.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { assertAccessible, assertFits, desktop, keepShot, openBrowser, phone } from "../browser.mjs";
import { engines, startParvis } from "../parvis.mjs";
import { idText, peopleOf } from "./people.mjs";

function run(program, args, { input = "", env = {}, cwd } = {}) {
	return new Promise((resolve, reject) => {
		const child = spawn(program, args, { cwd, env: { ...process.env, ...env } });
		let out = "";

		child.on("error", reject);
		for (const stream of [child.stdout, child.stderr])
			stream.on("data", (bytes) => (out += bytes));
		child.on("close", (status) => resolve({ status, out }));
		child.stdin.end(input);
	});
}

for (const engine of engines)
	describe(`folders as a drive, on ${engine}`, () => {
		let parvis, administrator, contact, browser, scratch, client, clientPath, person;
		const keys = {};

		// What a program sends, by whose password.
		const ask = (who, method, path, { headers = {}, body } = {}) =>
			fetch(parvis.url + path, { method, body, redirect: "manual", headers: { ...headers, Authorization: `Basic ${Buffer.from(`${keys[who].user}:${keys[who].password}`).toString("base64")}` } });
		const statusOf = async (...asked) => (await ask(...asked)).status;
		const namesAt = async (who, path) => [...(await (await ask(who, "PROPFIND", path, { headers: { Depth: "1" } })).text()).matchAll(/<D:response><D:href>([^<]+)/g)].slice(1).map(([, href]) => decodeURIComponent(href.slice(path.length)).replace(/\/$/, ""));
		const makeKey = async (who, session, path, user) => {
			const answer = await session.post(path, { name: who });

			assert.equal(answer.status, 200, answer.text);
			keys[who] = { user, password: answer.data.made.password, id: answer.data.made.id };
		};
		const rclone = (args) => run("rclone", [...args, "--config", join(scratch, "rclone.conf")], { cwd: scratch });

		before(async () => {
			parvis = await startParvis({ engine });
			scratch = mkdtempSync(join(tmpdir(), "parvis-dav-"));
			administrator = await parvis.signedInStaff("helene@solaria.example", { json: true });
			[person] = peopleOf(parvis);
			const [row] = parvis.sql(`select name, number from client where id = ${person.clientId}`), [name, number] = row.split("|");

			client = `/console/clients/${idText(BigInt(person.clientId))}`;
			clientPath = `/dav/clients/${encodeURIComponent(`${name} (${number})`)}/`;
			contact = await parvis.signedIn(person.email, { json: true });
			await makeKey("helene", administrator, "/console/account/drive", "helene@solaria.example");
			await makeKey("laptop", administrator, "/console/account/drive", "helene@solaria.example");
			await makeKey("contact", contact, "/p/demo/account/drive", person.email);
		});
		after(async () => {
			await browser?.close();
			await parvis?.close();
			rmSync(scratch, { recursive: true, force: true });
		});

		test("what the standard says, litmus asks", async () => {
			const { out, status } = await run("litmus", ["-k", parvis.url + clientPath, keys.helene.user, keys.helene.password], { cwd: scratch });

			assert.equal(status, 0, out);
			assert.equal(out.match(/ 0 failed\. 100\.0%/g)?.length, 5, out);
			assert.doesNotMatch(out, /WARNING/);
			assert.equal((await ask("helene", "DELETE", `${clientPath}litmus/`)).status, 204);
		});

		test("rclone puts, compares, moves and takes away", async () => {
			const obscured = (await rclone(["obscure", keys.helene.password])).out.trim();
			const here = join(scratch, "ici"), there = "drive:Travaux d’été";
			const good = async (...args) => {
				const { status, out } = await rclone(args);

				assert.equal(status, 0, `rclone ${args.join(" ")}: ${out}`);
				return out;
			};

			writeFileSync(join(scratch, "rclone.conf"), `[drive]\ntype = webdav\nurl = ${parvis.url}${clientPath}\nvendor = other\nuser = ${keys.helene.user}\npass = ${obscured}\n`);
			mkdirSync(join(here, "Été 2026", "Détails"), { recursive: true });
			writeFileSync(join(here, "Devis & plan.txt"), "Bonjour\n");
			writeFileSync(join(here, "Été 2026", "Détails", "mesures (1) 100%.csv"), "a;b\n1;2\n".repeat(20000));
			writeFileSync(join(here, "Été 2026", "vide.txt"), "");
			await good("copy", here, there);
			await good("check", here, there);
			assert.match(await good("copy", here, there, "-v", "--size-only"), /nothing to transfer/);
			const page = (await administrator.get(`${client}/folders`)).data;
			const folder = page.folders.find(({ name }) => name === "Travaux d’été");
			const files = (await administrator.get(folder.href)).data.files;

			assert.deepEqual(files.map(({ name, version }) => name), ["Devis & plan.txt"]);
			await good("moveto", `${there}/Devis & plan.txt`, `${there}/Été 2026/Plan.txt`);
			writeFileSync(join(here, "Été 2026", "Plan.txt"), "Bonjour\n");
			rmSync(join(here, "Devis & plan.txt"));
			await good("check", here, there);
			await good("copy", there, join(scratch, "retour"));
			assert.equal(readFileSync(join(scratch, "retour", "Été 2026", "Détails", "mesures (1) 100%.csv"), "utf8"), "a;b\n1;2\n".repeat(20000));
			await good("purge", `${there}/Été 2026`);
			assert.deepEqual(await namesAt("helene", `${clientPath}${encodeURIComponent("Travaux d’été")}/`), []);
			assert.ok((await administrator.get(`${client}/folders/bin`)).data.removed.some(({ name }) => name === "Été 2026"), "it lies in the recycle bin");
		});

		test("cadaver works on a file that others then leave alone", async () => {
			const path = `${clientPath}Contrat.txt`;

			assert.equal(await statusOf("helene", "PUT", path, { body: "" }), 201);
			assert.equal(await statusOf("helene", "PUT", path, { body: "Premier" }), 204);
			const { files } = (await administrator.get(`${client}/folders`)).data;
			const { href } = files.find(({ name }) => name === "Contrat.txt");

			assert.equal((await administrator.get(href)).data.versions.length, 1, "an empty file that is filled at once is no version");
			writeFileSync(join(scratch, ".netrc"), `machine 127.0.0.1 login ${keys.laptop.user} password ${keys.laptop.password}\n`, { mode: 0o600 });
			writeFileSync(join(scratch, "Contrat.txt"), "Deuxième");
			const lock = await ask("helene", "LOCK", path, { headers: { Timeout: "Second-300" }, body: '<?xml version="1.0"?><lockinfo xmlns="DAV:"><lockscope><exclusive/></lockscope><locktype><write/></locktype><owner>Hélène</owner></lockinfo>' });
			const token = lock.headers.get("lock-token");
			const cadaver = async (...commands) => (await run("cadaver", [parvis.url + clientPath], { input: `${commands.join("\n")}\nquit\n`, env: { HOME: scratch }, cwd: scratch })).out;

			assert.equal(lock.status, 200);
			assert.match(await cadaver("put Contrat.txt"), /423|Locked/);
			assert.match(await cadaver("discover Contrat.txt"), /Hélène|opaquelocktoken|urn:uuid/);
			assert.equal(await statusOf("helene", "UNLOCK", path, { headers: { "Lock-Token": token } }), 204);
			assert.match(await cadaver("lock Contrat.txt", "put Contrat.txt", "unlock Contrat.txt"), /Unlocking .*succeeded/s);
			assert.equal(await (await ask("helene", "GET", path)).text(), "Deuxième");
			assert.equal((await administrator.get(href)).data.versions.length, 2);
		});

		test("contacts find what their pages have, read what they may read, and nothing else", async () => {
			const make = async (name) => (await administrator.post(`${client}/folders`, { name })).data.id;
			const shared = await make("Pour vous"), filled = await make("À remplir"), hidden = await make("Interne");
			const rights = await administrator.post(`${client}/permissions`, { who: "contacts", folders: [{ id: shared, level: "read" }, { id: filled, level: "full" }] });

			assert.equal(rights.status, 200, rights.text);
			for (const name of ["Pour vous", "À remplir", "Interne"])
				assert.equal(await statusOf("helene", "PUT", `${clientPath}${encodeURIComponent(name)}/note.txt`, { body: name }), 201);
			assert.ok(hidden);
			const several = parvis.sqlNumber(`select count(*) from client_contact where contact_id = (select id from contact where email = '${person.email}')`) > 1;
			const home = several ? clientPath.replace("/dav/clients/", "/dav/") : "/dav/";
			const names = await namesAt("contact", home), page = (await contact.get("/p/demo/documents")).data;

			assert.deepEqual(names.sort(), [...page.folders, ...page.files].map(({ name }) => name).sort());
			assert.ok(names.includes("Pour vous") && !names.includes("Interne"));
			assert.equal(await (await ask("contact", "GET", `${home}Pour%20vous/note.txt`)).text(), "Pour vous");
			assert.equal(await statusOf("contact", "PUT", `${home}Pour%20vous/note.txt`, { body: "x" }), 403);
			assert.equal(await statusOf("contact", "DELETE", `${home}Pour%20vous/note.txt`), 403);
			assert.equal(await statusOf("contact", "GET", `${home}Interne/note.txt`), 404);
			assert.equal(await statusOf("contact", "MKCOL", `${home}Interne/Dedans`), 409, "where nothing is, nothing is put");
			assert.equal(await statusOf("contact", "PUT", `${home}${encodeURIComponent("À remplir")}/moi.txt`, { body: "Voici" }), 201);
			assert.equal(await statusOf("contact", "COPY", `${home}Pour%20vous/note.txt`, { headers: { Destination: `${home}${encodeURIComponent("À remplir")}/copie.txt` } }), 201);
			assert.equal(await statusOf("contact", "MOVE", `${home}Pour%20vous/note.txt`, { headers: { Destination: `${home}${encodeURIComponent("À remplir")}/vole.txt` } }), 403);
			assert.ok(parvis.sqlNumber("select count(*) from audit where action = 'file.put' and actor_kind = 'contact'") > 0);
		});

		test("a folder of ten thousand files is listed whole, each of them once and under a name that leads to it", async () => {
			const crowd = (await administrator.post(`${client}/folders`, { name: "Foule" })).data.id, place = `${clientPath}Foule/`;

			for (const name of ["Photo 50.txt", "photo 7000.txt"])
				assert.equal((await administrator.post(`${client}/folders/${crowd}/folders`, { name })).status, 200);
			assert.equal(await statusOf("helene", "PUT", `${place}premier.txt`, { body: "un" }), 201);
			parvis.sql(`insert into file (id, client_id, folder_id, name, name_key, words_key, number, size, type, sha256, blob, scan, created_at, created_by, changed_at, changed_by, version)
				select 800000000 + i, client_id, folder_id, 'Photo ' || i || '.txt', 'photo ' || i || '.txt' || substr(name_key, length(name_key) / 2 + 1, 1) || 'photo ' || i || '.txt', ' photo', 1, size, type, sha256, blob, scan, 0, 'Essai', 0, 'Essai', 1
				from file, (${parvis.engine === "postgres" ? "select i from generate_series(1, 10000) as n (i)" : "with recursive n (i) as (select 1 union all select i + 1 from n where i < 10000) select i from n"}) as many where name = 'premier.txt'`);
			const names = await namesAt("helene", place), twins = names.filter((name) => /\([0-9a-z]{13}\)/.test(name));

			assert.equal(names.length, 10003);
			assert.equal(new Set(names).size, 10003);
			assert.deepEqual(twins.map((name) => name.slice(0, 10)), ["Photo 50.t", "Photo 7000"], "folders of these names bear them already");
			for (const name of [...twins, "Photo 10000.txt"])
				assert.equal(await (await ask("helene", "GET", place + encodeURIComponent(name))).text(), "un", name);
			assert.equal(await statusOf("helene", "DELETE", place), 204);
		});

		test("bad input, rubbish, and passwords that are none", async () => {
			for (const name of ["._note.txt", ".DS_Store", "Thumbs.db", "desktop.ini", "a%3Ab.txt", "nul.txt"])
				assert.equal(await statusOf("helene", "PUT", clientPath + name, { body: "x" }), 403, name);
			for (const path of [`${clientPath}a%2F..%2Fb`, `${clientPath}%00`, `${clientPath}%ff`, `${clientPath}a%5Cb`])
				assert.equal(await statusOf("helene", "PUT", path, { body: "x" }), 400, path);
			assert.equal(await statusOf("helene", "PUT", `${clientPath}${"n".repeat(300)}`, { body: "x" }), 403);
			assert.equal(await statusOf("helene", "PROPFIND", clientPath), 403, "no end of it");
			assert.equal(await statusOf("helene", "PROPFIND", clientPath, { headers: { Depth: "1" }, body: '<!DOCTYPE a [<!ENTITY b "c">]><propfind xmlns="DAV:"><prop>&b;</prop></propfind>' }), 400);
			assert.equal(await statusOf("helene", "PROPFIND", clientPath, { headers: { Depth: "1" }, body: "x".repeat(70000) }), 413);
			assert.equal(await statusOf("helene", "COPY", `${clientPath}Contrat.txt`, { headers: { Destination: "https://elsewhere.example/dav/x" } }), 502);
			assert.equal(await statusOf("helene", "PUT", `${clientPath}Contrat.txt`, { headers: { "If-Match": '"other"' }, body: "x" }), 412);
			assert.equal(await statusOf("helene", "PUT", `${clientPath}Contrat.txt`, { headers: { "If-None-Match": "*" }, body: "x" }), 412);
			assert.equal((await fetch(`${parvis.url}/dav/`, { method: "PROPFIND", headers: { Depth: "0" } })).headers.get("www-authenticate"), 'Basic realm="Parvis", charset="UTF-8"');
			assert.equal((await fetch(`${parvis.url}/dav/`, { method: "OPTIONS" })).headers.get("dav"), "1, 2");
			keys.wrong = { user: person.email, password: keys.helene.password };
			assert.equal(await statusOf("wrong", "PROPFIND", "/dav/", { headers: { Depth: "0" } }), 401, "somebody else's");
			keys.wrong = { user: "helene@solaria.example", password: "tournesols au petit matin" };
			assert.equal(await statusOf("wrong", "PROPFIND", "/dav/", { headers: { Depth: "0" } }), 401, "not the one of the console");
			assert.equal((await administrator.post("/console/account/drive", { name: "" })).status, 422);
			assert.equal((await administrator.post(`/console/account/drive/${keys.contact.id}/removal`)).status, 404);
			assert.equal((await administrator.post(`/console/account/drive/${keys.laptop.id}/removal`)).status, 200);
			assert.equal(await statusOf("laptop", "PROPFIND", "/dav/", { headers: { Depth: "0" } }), 401);
			parvis.sql(`update contact set blocked_at = 1 where email = '${person.email}'`);
			assert.equal(await statusOf("contact", "PROPFIND", "/dav/", { headers: { Depth: "0" } }), 401);
			parvis.sql(`update contact set blocked_at = null where email = '${person.email}'`);
		});

		test("the screens", { skip: engine !== "sqlite" }, async () => {
			browser = await openBrowser({ locale: "fr-FR" });
			const { page } = browser;

			for (const [who, session, path] of [["staff", await parvis.signedInStaff("helene@solaria.example"), "/console/account/drive"], ["contact", await parvis.signedIn(person.email), "/p/demo/account/drive"]]) {
				await browser.context.addCookies([...session.cookies].map(([key, value]) => ({ name: key, value, url: parvis.url })));
				await page.goto(parvis.url + path);
				await page.getByLabel("À quoi sert-il").fill("Mon ordinateur");
				await page.getByRole("button", { name: "Créer un mot de passe d’application" }).click();
				await page.getByText("Copiez-le maintenant").waitFor();
				const password = await page.locator("#app-password").innerText();

				keys[who] = { user: who === "staff" ? "helene@solaria.example" : person.email, password: password.replaceAll("-", " ").toUpperCase() };
				assert.equal(await statusOf(who, "PROPFIND", "/dav/", { headers: { Depth: "0" } }), 207);
				for (const summary of await page.locator("details.fold > summary").all())
					await summary.click();
				for (const [size, viewport, colorScheme] of [["desktop", desktop, "light"], ["phone", phone, "dark"]]) {
					await page.setViewportSize(viewport);
					await page.emulateMedia({ colorScheme });
					await page.evaluate(() => Promise.all(document.getAnimations().map(({ finished }) => finished))); // colours on their way
					await assertFits(page);
					await assertAccessible(page);
					await keepShot(page, `drive-${who}-${size}`);
				}
			}
			assert.deepEqual(browser.complaints, []);
		});
	});
