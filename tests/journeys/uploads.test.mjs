// Files that are sent in pieces: they go on after whatever broke them off, whole folders at once, from a desk and a phone.
import assert from "node:assert/strict";
import { createHash, randomBytes } from "node:crypto";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { assertAccessible, assertFits, desktop, keepShot, openBrowser, phone } from "../browser.mjs";
import { engines, startParvis } from "../parvis.mjs";
import { idText } from "./people.mjs";

const tus = { "Tus-Resumable": "1.0.0" };
const piece = "application/offset+octet-stream";
const encoded = (values) => Object.entries(values).map(([key, value]) => `${key} ${Buffer.from(value).toString("base64")}`).join(",");
const sha256 = (bytes) => createHash("sha256").update(bytes).digest("hex");

for (const engine of engines)
	describe(`files in pieces, on ${engine}`, () => {
		let parvis, browser, staff, program, contact, client, tree;
		const listed = async (path, who = program) => (await who.get(path, { headers: { Accept: "application/json" } })).data;
		const folderOf = async (name) => (await listed(tree)).folders.find((folder) => folder.name === name);
		const begin = (to, length, names, { bytes, who = program, ...headers } = {}) => who.send("POST", `${to}/uploads`, {
			headers: { ...tus, "Upload-Length": length, "Upload-Metadata": typeof names === "string" ? names : encoded(names), ...headers },
			...(bytes === undefined ? {} : { raw: { type: piece, bytes } }),
		});
		const send = (place, offset, bytes, { who = program, method = "PATCH", type = piece, ...headers } = {}) =>
			who.send(method, place, { headers: { ...tus, "Upload-Offset": offset, ...headers }, raw: { type, bytes: Buffer.from(bytes) } });
		const look = (place, who = program) => who.send("HEAD", place, { headers: tus });
		const offsetOf = async (place) => Number((await look(place)).headers["upload-offset"]);

		before(async () => {
			parvis = await startParvis({ engine });
			staff = await parvis.signedInStaff("helene@solaria.example");
			program = parvis.client({ json: true, bearer: await parvis.apiToken() });
			const [line] = parvis.sql(`select contact.email, client_contact.client_id from contact join client_contact on client_contact.contact_id = contact.id
				where contact.email is not null and contact.mobile_confirmed_at is null and client_contact.client_id in (select client_id from folder where name = 'Photos du chantier')
				and (select count(*) from client_contact as other where other.contact_id = contact.id) = 1 order by contact.id`);
			const [email, id] = line.split("|");

			client = idText(BigInt(id));
			tree = `/console/clients/${client}/folders`;
			contact = await parvis.signedIn(email, { json: true });
		});
		after(async () => {
			for (const one of [staff, program, contact])
				one?.close();
			await browser?.close();
			await parvis?.close();
		});

		test("a file comes in pieces, and what came is never asked for again", async () => {
			const { id } = await folderOf("Devis et contrats"), bytes = randomBytes(300000), to = `${tree}/${id}`;
			const begun = await begin(to, bytes.length, { filename: "Relevé.bin" }), place = begun.location;

			assert.deepEqual([begun.status, begun.headers["upload-offset"], begun.headers["tus-resumable"]], [201, "0", "1.0.0"], begun.text);
			assert.ok(Date.parse(begun.headers["upload-expires"]) > Date.now() + 23 * 3600e3);
			assert.deepEqual((await send(place, 0, bytes.subarray(0, 1000))).headers["upload-offset"], "1000");
			for (const [offset, status] of [[0, 409], [999, 409], [1001, 409], [bytes.length, 409], ["-1", 400], ["", 400]])
				assert.equal((await send(place, offset, "x")).status, status, offset);
			assert.equal((await send(place, 1000, "x", { type: "text/plain" })).status, 415);
			assert.equal((await send(place, 1000, "x", { "Tus-Resumable": "0.2.2" })).headers["tus-version"], "1.0.0");
			assert.equal((await send(place, 1000, "x", { "Tus-Resumable": "0.2.2" })).status, 412);
			assert.equal((await send(place, 1000, Buffer.alloc(bytes.length))).status, 413);
			const seen = await look(place);

			assert.deepEqual([seen.status, seen.headers["upload-offset"], seen.headers["upload-length"], seen.headers["cache-control"]], [204, "1000", String(bytes.length), "no-store"]);
			assert.equal(seen.headers["upload-metadata"], encoded({ filename: "Relevé.bin" }));
			assert.ok(!(await listed(to)).files.some(({ name }) => name === "Relevé.bin"));
			assert.equal((await send(place, 1000, bytes.subarray(1000))).status, 204);
			assert.equal(await offsetOf(place), bytes.length);
			assert.equal((await send(place, bytes.length, "")).status, 409);
			const file = (await listed(to)).files.find(({ name }) => name === "Relevé.bin");

			assert.equal(file.size, bytes.length);
			assert.equal((await listed(file.href)).versions[0].sha256, sha256(bytes));
			assert.deepEqual((await program.get(file.download_href)).body, bytes);
			assert.equal(parvis.run("fsck").status, 0);
		});

		test("checksums, what has no end, and names", async () => {
			const to = `${tree}/${(await folderOf("Devis et contrats")).id}`, sum = createHash("sha1").update("hello world").digest("base64");
			const place = (await begin(to, 22, { filename: "deux.txt" })).location;

			assert.equal((await send(place, 0, "hello World", { "Upload-Checksum": `sha1 ${sum}` })).status, 460);
			assert.equal((await send(place, 0, "hello world", { "Upload-Checksum": `md4 ${sum}` })).status, 400);
			assert.equal(await offsetOf(place), 0);
			assert.equal((await send(place, 0, "hello world", { "Upload-Checksum": `sha1 ${sum}` })).status, 204);
			assert.equal((await send(place, 11, "hello world", { "Upload-Checksum": `sha256 ${createHash("sha256").update("hello world").digest("base64")}` })).status, 204);
			assert.equal((await program.get((await listed(to)).files.find(({ name }) => name === "deux.txt").download_href)).text, "hello worldhello world");
			assert.equal((await begin(to, 0, { filename: "vide.txt" })).headers["upload-offset"], "0");
			assert.ok((await listed(to)).files.some(({ name, size }) => name === "vide.txt" && size === 0));
			const gone = (await begin(to, 5, { filename: "non.txt" }, { bytes: Buffer.from("no") })).location;

			assert.equal(await offsetOf(gone), 2);
			assert.equal((await program.send("DELETE", gone, { headers: tus })).status, 204);
			assert.equal((await look(gone)).status, 404);
			const old = (await begin(to, 5, { filename: "non.txt" })).location;

			assert.equal((await send(old, 0, "ab", { method: "POST", "X-HTTP-Method-Override": "PATCH" })).headers["upload-offset"], "2");
			assert.equal((await send(old, 2, "", { method: "POST" })).status, 405);
			assert.equal((await send(old, 0, "", { method: "POST", "X-HTTP-Method-Override": "DELETE" })).status, 204);
			assert.equal((await look(old)).status, 404);
			for (const [length, names, status, headers] of [[5, {}, 400], ["", { filename: "a" }, 400], ["x", { filename: "a" }, 400], ["-5", { filename: "a" }, 400], [99e9, { filename: "a" }, 413],
				[5, "filename ???", 400], [5, { relativePath: "../a" }, 400], [5, { filename: "a" }, 412, { "Tus-Resumable": "2.0.0" }], [5, { filename: "deux.TXT", same: "refuse" }, 422]])
				assert.equal((await begin(to, length, names, headers)).status, status, JSON.stringify([length, names]));
			assert.equal((await begin(to, 2, { filename: "a" }, { bytes: Buffer.from("abc") })).status, 413);
			assert.equal((await begin(to, 2, { filename: "a" }, { bytes: Buffer.from("ab"), "Upload-Checksum": `sha1 ${sum}` })).status, 460);
			// Whoever sends the last byte again asks what became of the file: what was kept of it stays as it is.
			const late = (await begin(to, 4, { filename: "litige.txt", same: "refuse" })).location, [{ id }] = [(await begin(to, 2, { filename: "litige.txt" }, { bytes: Buffer.from("ab") })).status === 201 && (await listed(to)).files.find(({ name }) => name === "litige.txt")];

			assert.equal((await send(late, 0, "juin")).headers["upload-refused"], "same");
			assert.equal(await offsetOf(late), 3);
			assert.equal((await program.post(`${tree.replace("/folders", "/files")}/${id}`, { name: "autre.txt" })).status, 200);
			assert.equal((await send(late, 3, "?")).status, 204);
			const settled = (await listed(to)).files.find(({ name }) => name === "litige.txt");

			assert.equal((await program.get(settled.download_href)).text, "juin");
			const can = await program.send("OPTIONS", `${to}/uploads`);

			assert.deepEqual([can.status, can.headers["tus-version"], can.headers["tus-checksum-algorithm"]], [204, "1.0.0", "sha1,sha256"]);
			assert.match(can.headers["tus-extension"], /creation-with-upload.*termination/);
		});

		test("a folder of folders arrives as one, and the same name is what was said of it", async () => {
			const to = `${tree}/${(await folderOf("Photos du chantier")).id}`;
			const put = (path, more = {}) => begin(to, 5, { relativePath: path, ...more }, { bytes: Buffer.from("image") });
			const answers = await Promise.all(["Mars/toit.txt", "mars/Détail/vis.txt", "Mars/Détail/rail.txt", "Avril/toit.txt"].map((path) => put(path)));

			assert.deepEqual(answers.map(({ status }) => status), [201, 201, 201, 201], answers[0].text);
			const { folders } = await listed(to), march = folders.find(({ name }) => /^mars$/i.test(name));

			assert.equal(folders.filter(({ name }) => /^mars$/i.test(name)).length, 1);
			assert.deepEqual((await listed((await listed(march.href)).folders[0].href)).files.map(({ name }) => name), ["rail.txt", "vis.txt"]);
			const refused = await put("Mars/TOIT.txt", { same: "refuse" });

			assert.deepEqual([refused.status, refused.headers["upload-refused"]], [422, "same"]);
			assert.equal((await put("Mars/toit.txt", { same: "number" })).status, 201);
			assert.equal((await put("Mars/toit.txt", { same: "version" })).status, 201);
			assert.deepEqual((await listed(march.href)).files.map(({ name, number }) => [name, number]), [["toit (2).txt", 1], ["toit.txt", 2]]);
			assert.ok(parvis.sqlNumber("select count(*) from audit where action = 'folder.create'") >= 3);
		});

		test("killed in between, it goes on from what is really there; a right that was taken away ends it", async () => {
			const { id } = await folderOf("Consommation"), bytes = randomBytes(2 << 20);
			const home = `/p/demo/documents/${id}`, tab = contact.twin({ json: false }), csrf = (await tab.open(home)).form(["same"]).fields.csrf, mine = { who: contact, "X-CSRF-Token": csrf };
			const begun = await begin(home, bytes.length, { filename: "Compteur.bin" }, mine), place = begun.location;

			tab.close();
			assert.equal(begun.status, 201, begun.text);
			assert.equal((await begin(home, 1, { filename: "non" }, { who: contact })).status, 403);
			assert.equal((await send(place, 0, bytes.subarray(0, 1 << 20), mine)).status, 204);
			await parvis.kill();
			await parvis.start();
			assert.equal((await look(place, contact)).headers["upload-offset"], String(1 << 20));
			for (const who of [program, staff])
				assert.equal((await look(place.replace("/p/demo", `/console/clients/${client}`), who)).status, 404);
			const other = (await begin(home, 9, { filename: "Autre.bin" }, mine)).location;

			assert.equal((await send(place, 1 << 20, bytes.subarray(1 << 20), mine)).status, 204);
			const file = (await listed(home, contact)).files.find(({ name }) => name === "Compteur.bin");

			assert.equal(file.sha256, sha256(bytes));
			parvis.sql(`update folder_right set level = 1 where client_id in (select client_id from folder) and level = 2 and whose = 'contacts'`);
			assert.equal((await look(other, contact)).status, 404);
			assert.equal((await send(other, 0, "012345678", mine)).status, 404);
			assert.equal((await begin(home, 9, { filename: "Encore.bin" }, mine)).status, 403);
			parvis.sql(`update upload set expires_at = 5`);
			assert.equal((await look(place, contact)).status, 404);
		});

		test("many files at once", { skip: engine === "sqlite" && "the browser does it there" }, async () => {
			const to = `${tree}/${(await folderOf("Photos du chantier")).id}`, before = parvis.sqlNumber("select count(*) from file");
			const answers = await Promise.all(Array.from({ length: 60 }, (_, i) => begin(to, 5, { relativePath: `Tout/${i}.txt` }, { bytes: Buffer.from("image") })));

			assert.deepEqual([...new Set(answers.map(({ status }) => status))], [201]);
			assert.equal(parvis.sqlNumber("select count(*) from file"), before + 60);
		});

		test("dropped, paused, cut off, gone on with after a reload: many files, a folder, a large one", { skip: engine !== "sqlite" && "the same pages" }, async () => {
			const places = mkdtempSync(join(tmpdir(), "parvis-drop-")), { page, context, complaints } = browser = await openBrowser({ locale: "fr-FR" });
			const file = (name, bytes) => (writeFileSync(join(places, name), bytes), join(places, name));
			const small = Array.from({ length: 40 }, (_, i) => file(`Photo ${i}.txt`, `photo ${i}`));
			const large = file("Plan.bin", randomBytes(24 << 20)), { id } = await folderOf("Photos du chantier"), to = `${tree}/${id}`;
			const wire = await context.newCDPSession(page);
			const drop = async (files, end = "drop") => {
				const { x, y } = await page.locator("[data-zone]").boundingBox();

				for (const type of ["dragEnter", "dragOver", end].filter(Boolean))
					await wire.send("Input.dispatchDragEvent", { type, x: x + 20, y: y + 20, data: { items: [], files, dragOperationsMask: 1 } });
			};
			const slow = (bytes) => wire.send("Network.emulateNetworkConditions", { offline: false, latency: 0, downloadThroughput: -1, uploadThroughput: bytes });
			const row = (name) => page.locator("[data-sending] li", { hasText: name }), count = (text) => page.locator("strong[data-count]", { hasText: text }).waitFor({ timeout: 240000 });
			const arrived = async () => Number(parvis.sql("select count(*) from upload where part is not null and length = 25165824")[0]);

			await context.addCookies([...staff.cookies].map(([name, value]) => ({ name, value, url: staff.origin })));
			page.on("dialog", (dialog) => dialog.accept());
			await page.goto(staff.origin + to);
			await page.getByRole("button", { name: "Choisir des fichiers" }).waitFor();
			await assertAccessible(page);
			await keepShot(page, "uploads-desk");
			await drop(small.slice(0, 3), null);
			await page.locator("[data-zone].over").waitFor();
			await drop(small);
			await count("40 sur 40");
			await page.getByRole("status").filter({ hasText: "Tous les fichiers sont arrivés" }).waitFor();
			assert.equal(parvis.sqlNumber("select count(*) from file where name like 'Photo %.txt'"), 40);
			await page.locator("#listed").getByRole("link", { name: "Photo 0.txt" }).waitFor();
			await keepShot(page, "uploads-desk-done");

			// The same names again: asked about once.
			await drop(small.slice(0, 7));
			await page.getByRole("heading", { name: "Ces noms sont pris" }).waitFor();
			await assertAccessible(page);
			await keepShot(page, "uploads-desk-asked");
			await page.getByRole("button", { name: "Nouvelles versions" }).click();
			await page.getByRole("dialog").waitFor({ state: "hidden" });
			await count("40 sur 40");
			assert.equal(parvis.sqlNumber("select count(*) from file where name like 'Photo %.txt' and number = 2"), 7);
			await page.getByRole("button", { name: "Fermer la liste" }).click();

			// A folder with a folder in it, dropped as it is.
			mkdirSync(join(places, "Chantier", "Détails"), { recursive: true });
			file("Chantier/un.txt", "1");
			file("Chantier/Détails/deux.txt", "2");
			await drop([join(places, "Chantier")]);
			await page.locator("#listed").getByRole("link", { name: "Chantier" }).waitFor();
			assert.deepEqual((await listed((await listed((await listed(to)).folders.find(({ name }) => name === "Chantier").href)).folders[0].href)).files.map(({ name }) => name), ["deux.txt"]);

			// A large one: paused, the page loaded again, the same file chosen, the server gone and back, and whole in the end.
			await wire.send("Network.enable");
			await slow(4 << 20);
			await page.setInputFiles("#file", large);
			await page.locator("li[data-state=sending] progress").waitFor();
			await page.waitForFunction(() => document.querySelector("li[data-state=sending] progress").value > 0.05);
			await keepShot(page, "uploads-desk-sending");
			await row("Plan.bin").getByRole("button", { name: "Mettre en pause" }).click();
			await row("Plan.bin").locator("[data-told]").getByText("En pause").waitFor();
			assert.equal(await arrived(), 1);
			await page.reload();
			await row("Plan.bin").locator("[data-told]").getByText("Choisissez de nouveau ce fichier").waitFor();
			await assertAccessible(page);
			await page.setViewportSize(phone);
			await page.emulateMedia({ colorScheme: "dark" });
			await assertFits(page);
			await keepShot(page, "uploads-phone-dark");
			await page.setViewportSize(desktop);
			await page.emulateMedia({ colorScheme: "light" });
			await page.setInputFiles("#file", large);
			await page.waitForFunction(() => document.querySelector("li[data-state=sending] progress")?.value > 0.05);
			await parvis.kill();
			await row("Plan.bin").locator("[data-told]").getByText("La connexion est coupée").waitFor();
			await slow(-1);
			await parvis.start();
			await count("1 sur 1");
			assert.equal((await listed(`${tree.replace("/folders", "/files")}?q=plan`)).files.find(({ name }) => name === "Plan.bin").sha256, sha256(readFileSync(large)));
			assert.equal(await arrived(), 0);

			// What is refused says why, by its name.
			parvis.sql("update upload set expires_at = 5");
			assert.deepEqual(complaints, []);
			rmSync(places, { recursive: true, force: true });
		});
	});
