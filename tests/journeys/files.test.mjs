// Files in the folders of a client: sent, fetched, searched, moved, removed and brought back, by staff and by contacts;
// and what somebody has no right in is nowhere.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { assertAccessible, assertFits, desktop, keepShot, openBrowser, phone } from "../browser.mjs";
import { engines, startParvis } from "../parvis.mjs";
import { idText } from "./people.mjs";

const nothing = "0000000000000";

for (const engine of engines)
	describe(`files in folders, on ${engine}`, () => {
		let parvis, browser, staff, contact, client, tree, files, csrf;
		const file = (name, text) => ({ name, type: "application/octet-stream", bytes: Buffer.from(text) });
		const listed = async (path, who = staff) => (await who.get(path, { headers: { Accept: "application/json" } })).data;
		const folderOf = async (name) => (await listed(tree)).folders.find((folder) => folder.name === name);
		const put = (folder, one, more = {}) => staff.send("POST", `${tree}/${folder}/files`, { files: { csrf, ...more, file: one }, headers: { Accept: "application/json" } });

		before(async () => {
			parvis = await startParvis({ engine });
			browser = await openBrowser({ locale: "fr-FR" });
			staff = await parvis.signedInStaff("helene@solaria.example");
			// Of the two clients of the demonstration that have folders, one with somebody who acts for nobody else.
			const [line] = parvis.sql(`select contact.email, client_contact.client_id from contact join client_contact on client_contact.contact_id = contact.id
				where contact.email is not null and contact.mobile_confirmed_at is null and client_contact.client_id in (select client_id from folder where name = 'Consommation')
				and (select count(*) from client_contact as other where other.contact_id = contact.id) = 1 order by contact.id`);
			const [email, id] = line.split("|");

			client = idText(BigInt(id));
			tree = `/console/clients/${client}/folders`;
			files = `/console/clients/${client}/files`;
			contact = await parvis.signedIn(email, { json: true });
			csrf = (await staff.open(tree)).form(["name"], tree).fields.csrf;
		});
		after(async () => {
			staff?.close();
			contact?.close();
			await browser?.close();
			await parvis?.close();
		});

		test("what is sent is there, a second time as its version or beside it, and is fetched as it was", async () => {
			const { id } = await folderOf("Devis et contrats");
			const first = await put(id, file("Schéma\u202e du toit:1.txt", "première")), again = await put(id, file("schéma du toit_1.TXT", "seconde version"));
			const beside = await put(id, file("Schéma du toit_1.txt", "à côté"), { same: "number" }), refused = await put(id, file("Schéma du toit_1.txt", "non"), { same: "refuse" });

			assert.deepEqual([first.status, again.status, beside.status, refused.status], [200, 200, 200, 422], first.text);
			assert.equal(first.data.files[0].name, "Schéma du toit_1.txt");
			assert.equal(again.data.files[0].id, first.data.files[0].id);
			assert.equal(beside.data.files[0].name, "Schéma du toit_1 (2).txt");
			assert.match(refused.data.errors.file, /already/);
			const one = `${files}/${first.data.files[0].id}`, { file: shown, versions } = await listed(one);

			assert.deepEqual([shown.number, versions.map(({ number }) => number), shown.type, shown.scanned, shown.scan_marked, shown.scan_told], [2, [2, 1], "text/plain", false, false, true]);
			const newest = await staff.get(`${one}/download`), older = await staff.get(`${one}/download?version=1`);

			assert.deepEqual([newest.text, older.text], ["seconde version", "première"]);
			assert.match(newest.headers["content-disposition"], /^attachment; /);
			assert.match(newest.headers["content-security-policy"], /sandbox/);
			const part = await staff.get(`${one}/download`, { headers: { Range: "bytes=0-6" } });

			assert.deepEqual([part.status, part.text], [206, "seconde"]);
			assert.equal((await staff.get(`${one}/download?version=9`)).status, 404);
			assert.equal((await staff.get(`${one}/view`)).status, 404);
			assert.ok(parvis.sqlNumber("select count(*) from audit where action = 'file.download'") >= 3);
			assert.equal((await staff.send("POST", `${tree}/${id}/files`, { files: { csrf }, headers: { Accept: "application/json" } })).status, 422);
			assert.equal(parvis.run("fsck").status, 0);
		});

		test("names, places and the bin", async () => {
			const from = await folderOf("Photos du chantier"), to = await folderOf("Consommation");
			const [made] = (await put(from.id, file("toiture sud.txt", "a"))).data.files, one = `${files}/${made.id}`;
			const act = (path, values = {}) => staff.post(path, { csrf, ...values }, { headers: { Accept: "application/json" } });

			assert.equal((await act(one, { name: "toiture nord.txt" })).data.file.name, "toiture nord.txt");
			for (const name of ["", ".."])
				assert.equal((await act(one, { name })).status, 422);
			// Whose session ended meanwhile comes back to the page of the form.
			const stranger = parvis.client(), sent = await stranger.post(one, { name: "perdu.txt" });

			assert.equal(sent.location, `/console/sign-in?next=${encodeURIComponent(one)}`);
			stranger.close();
			assert.equal((await act(`${one}/copies`, { folder: to.id })).status, 200);
			assert.equal((await act(`${one}/place`, { folder: to.id })).status, 422);
			assert.equal((await act(`${one}/place`, { folder: nothing })).status, 404);
			assert.equal((await listed(`${files}?q=nord+toi`)).files.filter(({ name }) => name === "toiture nord.txt").length, 2, "beside those that say so");
			assert.equal((await listed(`${files}?q=oiture`)).files.length, 0);
			assert.equal((await act(`${one}/removal`)).status, 200);
			assert.equal((await staff.get(`${one}/download`)).status, 404);
			assert.deepEqual((await listed(`${tree}/bin`)).removed_files.map(({ name }) => name), ["toiture nord.txt"]);
			assert.equal((await act(`${one}/return`)).data.name, "toiture nord.txt");
			const [long] = (await put(to.id, file(`${"é".repeat(200)}.pdf`, "no PDF"))).data.files;

			assert.ok(long.name.endsWith("é.pdf") && Buffer.byteLength(long.name) <= 255, long.name);
			assert.deepEqual([long.misnamed, made.misnamed], [true, false]);
			assert.match((await staff.get(long.href)).words, /not what its name says/);
			assert.equal((await staff.post(`${files}/${long.id}/removal`, { csrf })).status, 303);
			// With its folder it goes, and comes back.
			assert.equal((await act(`${tree}/${from.id}/removal`)).status, 200);
			assert.equal((await staff.get(one)).status, 404);
			assert.equal((await act(`${tree}/bin/${from.id}`)).status, 200);
			assert.equal((await staff.get(one)).status, 200);
		});

		test("contacts have what their folders give them, and nothing else exists", async () => {
			const home = "/p/demo/documents", { folders } = await listed(home, contact), named = (name) => folders.find((folder) => folder.name === name);
			const hidden = (await listed(`${tree}/${(await folderOf("Notes internes")).id}`)).files[0];

			assert.deepEqual(folders.map(({ name }) => name).sort(), ["Consommation", "Devis et contrats", "Photos du chantier"]);
			const { files: inside } = await listed(`${home}/${named("Devis et contrats").id}`, contact), plan = inside.find(({ name }) => name === "Plan de pose.png");
			const view = await contact.get(plan.view_href);

			assert.deepEqual([view.status, view.headers["content-type"]], [200, "image/png"]);
			assert.match(view.headers["content-disposition"], /^inline; /);
			// Staff see who opened it, contacts do not; whoever saw an earlier version is told apart.
			const terms = inside.find(({ name }) => name === "Conditions de maintenance.txt"), receipts = async () => (await listed(`${files}/${terms.id}`)).receipts.find(({ older }) => !older);

			assert.equal((await contact.get(terms.download_href)).status, 200);
			assert.equal(typeof (await receipts()).name, "string");
			assert.equal((await listed(terms.href, contact)).receipts, null);
			assert.match((await staff.get(`${files}/${terms.id}`)).words, /Opened by contacts/);
			assert.equal((await staff.send("POST", `${files}/${terms.id}/versions`, { files: { csrf, file: file("Conditions.txt", "neu") } })).status, 303);
			assert.equal(await receipts(), undefined);
			assert.equal((await contact.get(terms.download_href)).status, 200);
			assert.equal(typeof (await receipts()).name, "string");
			// An earlier version fetched now is an earlier one.
			assert.equal((await contact.get(`${terms.download_href}?version=1`)).status, 200);
			assert.equal(await receipts(), undefined);
			for (const below of ["", "/download", "/view", "/place"]) {
				const [one, none] = await Promise.all([hidden.id, nothing].map((id) => contact.get(`/p/demo/files/${id}${below}`)));

				assert.deepEqual([one.status, one.text], [404, none.text], below);
			}
			assert.equal((await listed("/p/demo/files?q=verifier", contact)).files.length, 0);
			assert.equal((await listed(`${files}?q=verifier`)).files.length, 1);
			const tab = contact.twin({ json: false }), token = (await tab.open(named("Consommation").href)).form(["same"]).fields.csrf;
			const give = (folder, one) => contact.send("POST", `${home}/${named(folder).id}/files`, { files: { csrf: token, file: one } });
			const readOnly = await give("Devis et contrats", file("non.txt", "non")), sent = await give("Consommation", file("Facture.txt", "oui"));

			tab.close();

			assert.deepEqual([readOnly.status, sent.status], [403, 200], readOnly.text);
			assert.equal((await contact.post(`${plan.href}/removal`)).status, 403);
			assert.equal((await contact.post(`${plan.href}/copies`, { folder: named("Consommation").id })).status, 200);
			assert.equal((await contact.post(`${sent.data.files[0].href}/removal`)).status, 200);
		});

		test("a folder is saved as a zip of what may be read in it, and nothing else", async () => {
			const place = join(mkdtempSync(join(tmpdir(), "parvis-zip-")), "tout.zip");
			const names = (answer) => {
				assert.deepEqual([answer.status, answer.headers["content-type"]], [200, "application/zip"]);
				writeFileSync(place, answer.body);
				return execFileSync("python3", ["-c", "import sys, zipfile; z = zipfile.ZipFile(sys.argv[1]); assert z.testzip() is None; print('\\n'.join(z.namelist()))", place], { encoding: "utf8" }).trim().split("\n");
			};
			const all = names(await staff.get(`${tree}/zip`)), theirs = names(await contact.get("/p/demo/documents/zip"));
			const [photos] = [await folderOf("Photos du chantier")], part = names(await staff.get(`${tree}/${photos.id}/zip`));

			assert.ok(all.some((name) => name.startsWith("Notes internes/")));
			assert.deepEqual(theirs.filter((name) => name.startsWith("Notes internes")), []);
			assert.ok(theirs.includes("Devis et contrats/Plan de pose.png"));
			assert.ok(part.every((name) => all.includes(`Photos du chantier/${name}`)));
			assert.equal((await contact.get(`/p/demo/documents/${(await folderOf("Notes internes")).id}/zip`)).status, 404);
			assert.ok(parvis.sqlNumber("select count(*) from audit where action = 'folder.download'") >= 3);
		});

		test("several at once: saved, copied, moved and removed, all of them or none", async () => {
			const from = await folderOf("Photos du chantier"), to = await folderOf("Consommation"), notes = await folderOf("Notes internes"), here = `${tree}/${from.id}/selection`;
			const made = [];

			for (const name of ["un.txt", "deux.txt", "trois.txt"])
				made.push((await put(from.id, file(name, name))).data.files[0].id);
			const folder = (await staff.post(`${tree}/${from.id}/folders`, { csrf, name: "Mars" }, { headers: { Accept: "application/json" } })).data.id;
			const act = (what, values, ids = made, who = staff, base = here) => who.send("POST", `${base}/${what}`, { json: { csrf, files: ids.map((id) => ({ id })), ...values }, headers: { "X-CSRF-Token": csrf, Accept: "application/json" } });
			const query = (ids) => `?${ids.map((id, i) => `files.${i}.id=${id}`).join("&")}`;
			const names = async (id) => (await listed(`${tree}/${id}`)).files.map(({ name }) => name);

			await put(folder, file("dedans.txt", "x"));
			const place = join(mkdtempSync(join(tmpdir(), "parvis-zip-")), "deux.zip"), zip = await staff.get(`${here}/zip${query(made.slice(0, 2))}&folders.0.id=${folder}`);

			writeFileSync(place, zip.body);
			assert.deepEqual(execFileSync("python3", ["-c", "import sys, zipfile; print(*sorted(zipfile.ZipFile(sys.argv[1]).namelist()), sep='\\n')", place], { encoding: "utf8" }).trim().split("\n"), ["Mars/", "Mars/dedans.txt", "deux.txt", "un.txt"]);
			assert.equal((await listed(`${here}${query([...made, "0000000000zzz"])}`)).count, 3);
			assert.equal((await staff.get(here)).status, 422);
			assert.equal((await listed(`${here}${query([made[0], made[0]])}`)).count, 1, "twice ticked is ticked");
			for (const [what, values] of [["place", { folder: to.id }], ["copies", { folder: to.id }], ["removal", {}]])
				assert.equal((await act(what, values, Array(101).fill(made[0]))).status, 422, what);
			assert.equal((await staff.get(`${here}/zip${query(Array(101).fill(made[0]))}`)).status, 422);
			assert.equal((await act("copies", { folder: to.id })).status, 200);
			assert.equal((await names(to.id)).filter((name) => /^(un|deux|trois)\.txt$/.test(name)).length, 3);
			const refused = await act("place", { folder: to.id });

			assert.deepEqual([refused.status, (await names(from.id)).includes("un.txt")], [422, true]);
			assert.deepEqual([refused.data.taken.map(({ name }) => name), refused.data.errors.same !== undefined], [["deux.txt", "trois.txt", "un.txt"], true]);
			for (const [values, ids, status] of [[{ folder: nothing }, made, 404], [{}, made, 404], [{ folder: notes.id, rights: "all" }, made, 422], [{ folder: notes.id, same: "x" }, made, 422], [{ folder: notes.id }, [], 422]])
				assert.equal((await act("place", values, ids)).status, status, JSON.stringify(values));
			assert.equal((await act("place", { folder: notes.id })).status, 200);
			assert.equal((await act("place", { folder: from.id }, made, staff, `${tree}/${notes.id}/selection`)).status, 200);
			assert.equal((await act("removal", { folders: [{ id: folder }] }, [made[0]])).status, 200);
			assert.deepEqual([(await staff.get(`${tree}/${folder}`)).status, (await names(from.id)).includes("un.txt"), (await names(from.id)).includes("deux.txt")], [404, false, true]);
			const quotes = (await listed("/p/demo/documents", contact)).folders.find(({ name }) => name === "Devis et contrats"), plan = (await listed(quotes.href, contact)).files[0].id;

			assert.equal((await contact.post(`/p/demo/documents/${quotes.id}/selection/removal`, { files: [{ id: plan }] })).status, 403);
			assert.equal((await contact.get(`/p/demo/documents/${notes.id}/selection${query(made)}`)).status, 404);
		});

		test("folders go along: moved or copied with what is in them, their rights and taken names asked about once", async () => {
			const act = (who, path, values) => who.send("POST", path, { json: { csrf, ...values }, headers: { "X-CSRF-Token": csrf, Accept: "application/json" } });
			const make = async (folder, name) => (await staff.post(`${tree}/${folder}/folders`, { csrf, name }, { headers: { Accept: "application/json" } })).data.id;
			const inside = async (id) => { const { folders, files } = await listed(`${tree}/${id}`); return [...folders, ...files].map(({ name }) => name); };
			const notes = await folderOf("Notes internes"), photos = await folderOf("Photos du chantier");
			const april = await make(notes.id, "Avril"), deep = await make(april, "Semaine 1"), may = await make(notes.id, "Mai"), beside = await make(notes.id, "À part");
			const sheet = (await put(notes.id, file("Relevé.txt", "x"))).data.files[0].id, folders = [{ id: april }, { id: may }], files = [{ id: sheet }], from = `${tree}/${notes.id}/selection`;

			await put(deep, file("lundi.txt", "x"));
			await make(photos.id, "mai");
			// Where they would go is looked for with all of them, and what becomes of their rights is asked once.
			const query = `?folders.0.id=${april}&folders.1.id=${may}&files.0.id=${sheet}`, shown = await listed(`${from}${query}&in=${photos.id}`);

			assert.deepEqual([shown.count, shown.place.may_move, shown.rights.changes.every(({ folders: which }) => which === null)], [3, true, true]);
			assert.ok(shown.rights.changes.length > 0);
			assert.ok(!(await listed(`${from}${query}`)).places.some(({ name }) => name === "Avril"), "not into themselves");
			for (const [to, why] of [[april, /itself/], [deep, /itself/]]) {
				const refused = await act(staff, `${from}/place`, { folder: to, folders, files });

				assert.deepEqual([refused.status, why.test(refused.data.errors.folder)], [422, true], refused.text);
				assert.equal((await act(staff, `${from}/copies`, { folder: to, folders, files })).status, 422);
			}
			const asked = await act(staff, `${from}/place`, { folder: photos.id, folders, files });

			assert.deepEqual([asked.status, asked.data.taken], [422, [{ name: "Mai" }]]);
			assert.deepEqual([asked.data.places, asked.data.rights.changes], [shown.places, shown.rights.changes], "asked about things as they are");
			assert.deepEqual((await inside(notes.id)).filter((name) => /Avril|Mai|Relevé/.test(name)), ["Avril", "Mai", "Relevé.txt"], "nothing went");
			// Copied first, for everybody as they were: whoever does not see the notes does not see their copies.
			const copied = await act(staff, `${from}/copies`, { folder: photos.id, folders, files, rights: "keep" });

			assert.deepEqual([copied.data.folders.map(({ name }) => name), copied.data.files.map(({ name }) => name)], [["Avril", "Mai (2)"], ["Relevé.txt"]]);
			assert.equal((await contact.get(`/p/demo/documents/${copied.data.folders[0].id}`)).status, 404);
			const week = (await listed(`${tree}/${copied.data.folders[0].id}`)).folders[0];

			assert.deepEqual([week.name, await inside(week.id), await inside(april)], ["Semaine 1", ["lundi.txt"], ["Semaine 1"]]);
			assert.equal((await act(staff, `${tree}/${photos.id}/selection/removal`, { folders: copied.data.folders.map(({ id }) => ({ id })), files: copied.data.files.map(({ id }) => ({ id })) })).status, 200);
			// What has a taken name stays, then goes under another; with the rights of the new place this time.
			const moved = await act(staff, `${from}/place`, { folder: photos.id, folders, files, same: "skip" });

			assert.deepEqual([moved.status, moved.data.left.map(({ name }) => name), moved.data.folders.map(({ name }) => name)], [200, ["Mai"], ["Avril"]]);
			assert.equal((await contact.get(`/p/demo/documents/${deep}`)).status, 200);
			assert.deepEqual((await act(staff, `${from}/place`, { folder: photos.id, folders: [{ id: may }], same: "number" })).data.folders.map(({ name }) => name), ["Mai (2)"]);
			assert.deepEqual(await inside(notes.id).then((names) => names.filter((name) => /Avril|Mai|Relevé/.test(name))), []);
			// A contact with full access does the same in the portal; to where they only read, nothing goes.
			const { folders: home } = await listed("/p/demo/documents", contact), quotes = home.find(({ name }) => name === "Devis et contrats"), meters = home.find(({ name }) => name === "Consommation");
			const own = await contact.post(`/p/demo/documents/${meters.id}/folders`, { name: "Juin" }), ticked = { folders: [{ id: own.data.id }] }, here = `/p/demo/documents/${meters.id}/selection`;

			assert.equal((await contact.post(`${here}/copies`, { ...ticked, folder: quotes.id })).status, 403);
			assert.equal((await contact.post(`${here}/place`, { ...ticked, folder: notes.id })).status, 404);
			assert.equal((await contact.post(`${here}/copies`, { ...ticked, folder: meters.id })).data.folders[0].name, "Juin (2)");
			assert.equal((await contact.get((await listed(own.data.href, contact)).folder.place_href)).status, 200);
			assert.equal((await staff.get(`${tree}/${beside}`)).status, 200);
			assert.equal(parvis.run("fsck").status, 0);
		});

		test("on a phone and on a desk, without scripts too", async () => {
			const { page, complaints } = browser, { folders } = await listed("/p/demo/documents", contact);
			const photos = folders.find(({ name }) => name === "Photos du chantier");

			await browser.context.addCookies([...contact.cookies].map(([name, value]) => ({ name, value, url: contact.origin })));
			await page.setViewportSize(phone);
			await page.goto(contact.origin + photos.href);
			await page.setInputFiles("#file", ["Toit.txt", "Onduleur.txt"].map((name) => ({ name, mimeType: "text/plain", buffer: Buffer.from(name) })));
			await page.locator("#listed").getByRole("link", { name: "Toit.txt" }).waitFor();
			assert.equal(await page.getByRole("link", { name: "Onduleur.txt" }).count(), 1);
			await assertAccessible(page);
			await assertFits(page);
			await keepShot(page, `files-phone-${engine}`);
			await page.getByRole("link", { name: "Toit.txt" }).click();
			await page.getByRole("link", { name: "Déplacer ou copier" }).waitFor();
			await assertAccessible(page);
			await assertFits(page);
			await browser.context.addCookies([...staff.cookies].map(([name, value]) => ({ name, value, url: staff.origin })));
			await page.setViewportSize(desktop);
			await page.emulateMedia({ colorScheme: "dark" });
			for (const path of [`${tree}/${photos.id}`, `${files}?q=toit`, `${tree}/bin`]) {
				await page.goto(staff.origin + path);
				await assertAccessible(page);
				await assertFits(page);
			}
			await page.goto(`${staff.origin}${files}?q=toit`);
			await page.getByRole("link", { name: "Toit.txt", exact: true }).click();
			await page.getByRole("heading", { name: "Versions" }).waitFor();
			await assertAccessible(page);
			await keepShot(page, `file-desk-${engine}`);
			// Ticked with the keyboard, asked about once, gone.
			await page.emulateMedia({ colorScheme: "light" });
			await page.goto(`${staff.origin}${tree}/${photos.id}`);
			for (const name of ["Toit.txt", "Onduleur.txt"]) {
				await page.getByRole("checkbox", { name: `Choisir ${name}` }).focus();
				await page.keyboard.press("Space");
			}
			const bar = page.getByRole("form", { name: "Ce qui est coché" });

			await bar.waitFor();
			await assertAccessible(page);
			await keepShot(page, `files-ticked-desk-${engine}`);
			await bar.getByRole("button", { name: "Retirer" }).click();
			await page.getByRole("heading", { name: "Mettre ces 2 éléments" }).waitFor();
			await assertAccessible(page);
			await page.getByRole("button", { name: "Mettre à la corbeille" }).click();
			await page.getByText("Ce qui était coché est dans la corbeille").waitFor();
			assert.equal(await page.locator("#listed").getByRole("link", { name: "Toit.txt" }).count(), 0);
			// Folders with files, by keyboard: walked to another folder, the questions answered, moved there.
			const notes = await folderOf("Notes internes");

			await staff.post(`${tree}/${notes.id}/folders`, { csrf, name: "Avril" });
			await page.goto(`${staff.origin}${tree}/${photos.id}`);
			for (const name of ["Avril", "Mai (2)", "Relevé.txt"]) {
				await page.getByRole("checkbox", { name: `Choisir ${name}` }).focus();
				await page.keyboard.press("Space");
			}
			await page.keyboard.press("Enter");
			await page.getByRole("form", { name: "Ce qui est coché" }).getByRole("button", { name: "Déplacer ou copier" }).press("Enter");
			await page.getByRole("link", { name: "Niveau supérieur" }).press("Enter");
			await page.getByRole("link", { name: "Notes internes" }).press("Enter");
			await page.getByRole("button", { name: "Déplacer ici" }).press("Enter");
			await page.getByText("Des noms sont déjà pris").first().waitFor();
			await assertAccessible(page);
			await keepShot(page, `files-names-desk-${engine}`);
			await page.setViewportSize(phone);
			await page.emulateMedia({ colorScheme: "dark" });
			await assertFits(page);
			await keepShot(page, `files-names-phone-dark-${engine}`);
			await page.getByLabel("Garder ceux d’aujourd’hui").check();
			await page.getByRole("button", { name: "Déplacer ici" }).click();
			await page.getByText("Ce qui était coché a été déplacé").waitFor();
			assert.equal(await page.locator("#listed").getByRole("link", { name: "Avril (2)", exact: true }).count(), 1);
			const plain = await staff.open(`${tree}/${photos.id}`), again = await staff.submit(plain, { file: { name: "Sans script.txt", type: "text/plain", bytes: Buffer.from("x") } });

			assert.match(again.words, /Sans script\.txt/);
			assert.deepEqual(complaints, []);
		});
	});
