// Space for files: a limit for all, one for a client, told before anything is sent; what was removed, and space again.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { assertAccessible, assertFits, desktop, keepShot, openBrowser, phone } from "../browser.mjs";
import { engines, startParvis } from "../parvis.mjs";
import { idText } from "./people.mjs";

const tus = { "Tus-Resumable": "1.0.0" };
const piece = "application/offset+octet-stream";
const encoded = (name) => `filename ${Buffer.from(name).toString("base64")}`;

for (const engine of engines)
	describe(`space for files, on ${engine}`, () => {
		let parvis, browser, staff, program, contact, client, tree, folder, drive;
		const listed = async (path, who = program) => (await who.get(path, { headers: { Accept: "application/json" } })).data;
		const space = () => listed(`${client}/space`);
		const begin = (length, { to = tree, who = program, bytes, ...headers } = {}) => who.send("POST", `${to}/${folder.id}/uploads`, {
			headers: { ...tus, "Upload-Length": length, "Upload-Metadata": encoded(`${length}.bin`), ...headers },
			...(bytes === undefined ? {} : { raw: { type: piece, bytes } }),
		});
		const form = (name, bytes) => program.send("POST", `${tree}/${folder.id}/files`, { files: { file: { name, type: "text/plain", bytes } } });

		before(async () => {
			parvis = await startParvis({ engine });
			staff = await parvis.signedInStaff("helene@solaria.example");
			program = parvis.client({ json: true, bearer: await parvis.apiToken() });
			const [line] = parvis.sql(`select contact.email, client_contact.client_id from contact join client_contact on client_contact.contact_id = contact.id
				where contact.email is not null and contact.mobile_confirmed_at is null and client_contact.client_id in (select client_id from folder where name = 'Photos du chantier')
				and (select count(*) from client_contact as other where other.contact_id = contact.id) = 1 order by contact.id`);
			const [email, id] = line.split("|");

			client = `/console/clients/${idText(BigInt(id))}`;
			tree = `${client}/folders`;
			contact = await parvis.signedIn(email, { json: true });
			folder = (await listed(tree)).folders.find(({ name }) => name === "Photos du chantier");
		});
		after(async () => {
			for (const one of [staff, program, contact])
				one?.close();
			await browser?.close();
			await parvis?.close();
		});

		test("a client has its own limit, and nothing passes it: not a piece, not a form, not a drive", async () => {
			assert.equal((await program.post(`${client}/space`, { whose: "own", quota: "zero" })).status, 422);
			assert.equal((await program.post(`${client}/space`, { whose: "own" })).status, 422);
			assert.equal((await program.post(`${client}/space`, { whose: "own", quota: "1" })).status, 200);
			const { used_bytes: used, left_bytes: left, limit_bytes: limit } = await space();

			assert.deepEqual([limit, used + left], [1e9, 1e9]);

			// What is announced is taken: the second one does not fit, until the first is given up.
			const first = await begin(left - 10);

			assert.equal(first.status, 201, first.text);
			const second = await begin(11);

			assert.equal(second.status, 413);
			assert.match(second.data.error.message, /not enough space/);
			assert.equal((await form("a.txt", "twelve bytes")).status, 422);
			assert.match((await form("a.txt", "twelve bytes")).text, /not enough space/);
			assert.equal((await form("b.txt", "ten bytes!")).status, 200);
			assert.equal((await space()).left_bytes, 0);
			assert.equal((await program.send("DELETE", first.location, { headers: tus })).status, 204);
			assert.equal((await space()).left_bytes, left - 10);

			// Many at once do not pass it together.
			assert.equal((await program.post(`${client}/space`, { whose: "own", quota: String(Math.ceil((used + 10) / 1e6) / 1000) })).status, 200);
			const room = (await space()).left_bytes, size = Math.floor((room - 40) / 4);
			const statuses = (await Promise.all(Array.from({ length: 12 }, (_, i) => begin(size, { bytes: Buffer.alloc(size, i), "Upload-Metadata": encoded(`many ${i}.bin`) })))).map(({ status }) => status);

			assert.equal(statuses.filter((status) => status === 201).length, 4, statuses.join(" "));
			assert.equal(statuses.filter((status) => status === 413).length, 8);
			assert.equal(parvis.run("fsck").status, 0);
		});

		test("a drive is told how much is left, and refused before it sends", async () => {
			const helene = await parvis.signedInStaff("helene@solaria.example", { json: true }), made = await helene.post("/console/account/drive", { name: "Bureau" });
			const [row] = parvis.sql(`select name, number from client where id = (select client_id from client_space order by quota is null, client_id limit 1)`), [name, number] = row.split("|");
			const at = `/dav/clients/${encodeURIComponent(`${name} (${number})`)}/${encodeURIComponent(folder.name)}/`;
			const ask = (method, path, { headers = {}, body } = {}) => fetch(parvis.url + path, { method, body, headers: { ...headers, Authorization: `Basic ${Buffer.from(`helene@solaria.example:${made.data.made.password}`).toString("base64")}` } });
			const props = '<D:propfind xmlns:D="DAV:"><D:prop><D:quota-available-bytes/><D:quota-used-bytes/></D:prop></D:propfind>';
			const told = await (await ask("PROPFIND", at, { headers: { Depth: "0" }, body: props })).text(), { left_bytes: left, used_bytes: used } = await space();

			assert.match(told, new RegExp(`<D:quota-available-bytes>${left}</D:quota-available-bytes><D:quota-used-bytes>${used}</D:quota-used-bytes>`));
			assert.doesNotMatch(await (await ask("PROPFIND", at, { headers: { Depth: "0" } })).text(), /quota/);
			const refused = await ask("PUT", `${at}gros.bin`, { body: Buffer.alloc(left + 1) });

			assert.equal(refused.status, 507);
			assert.match(await refused.text(), /quota-not-exceeded/);
			assert.equal((await ask("COPY", `${at}b.txt`, { headers: { Destination: `${parvis.url}${at}copie.txt` } })).status, 201);
			assert.equal((await space()).used_bytes, used + 10);

			// What does not fit leaves nothing behind: no name, no byte, nothing that nobody knows; a folder neither.
			const half = Buffer.alloc(Math.floor((await space()).left_bytes / 2) + 1), before = (await listed(`${tree}/${folder.id}`)).files.length;

			assert.equal((await ask("MKCOL", `${at}Lot`)).status, 201);
			assert.equal((await ask("PUT", `${at}Lot/moitié.bin`.replace("é", "%C3%A9"), { body: half })).status, 201);
			const full = (await space()).used_bytes, kept = () => parvis.sqlNumber("select (select count(*) from file) + (select count(*) from folder) + (select count(*) from file_version)");
			const rows = kept();

			for (const [method, from, headers] of [["COPY", `${at}Lot/moiti%C3%A9.bin`, { Destination: `${parvis.url}${at}encore.bin` }], ["COPY", `${at}Lot/`, { Destination: `${parvis.url}${at}Encore/` }], ["PUT", `${at}encore.bin`, {}]]) {
				const answer = await ask(method, from, { headers, body: method === "PUT" ? half : undefined });

				assert.equal(answer.status, 507, method);
				assert.match(await answer.text(), /quota-not-exceeded/);
			}
			for (const name of ["encore.bin", "Encore/", "gros.bin"])
				assert.equal((await ask("PROPFIND", at + name, { headers: { Depth: "0" } })).status, 404, name);
			assert.deepEqual([(await space()).used_bytes, (await listed(`${tree}/${folder.id}`)).files.length, kept()], [full, before, rows]);
			assert.equal(parvis.run("fsck").status, 0);

			// Whoever guesses app passwords waits, and with them who has the right one.
			const guess = (password) => fetch(parvis.url + at, { method: "PROPFIND", headers: { Depth: "0", Authorization: `Basic ${Buffer.from(`helene@solaria.example:${password}`).toString("base64")}` } });

			let tries = 0, status;

			while (tries < 300 && (status = (await guess(`faux-${tries}`)).status) === 401)
				tries++;
			assert.equal(status, 429, `after ${tries}`);
			assert.ok(tries >= 60, `after ${tries}`);
			const waits = await guess(made.data.made.password);

			assert.deepEqual([waits.status, waits.headers.get("Retry-After")], [429, "10"]);
			helene.close();
		});

		test("limits, who takes most, one mail when little is left", async () => {
			assert.equal((await program.post("/console/settings/space", { quota: "-1", client_quota: "" })).status, 422);
			assert.equal((await program.post("/console/settings/space", { quota: "20", client_quota: "5" })).status, 200);
			const settings = await listed("/console/settings/space");

			assert.deepEqual([settings.limit_bytes, settings.client_quota_bytes, settings.bar.low], [20e9, 5e9, false]);
			assert.deepEqual(settings.clients.map(({ used_bytes }) => used_bytes), settings.clients.map(({ used_bytes }) => used_bytes).sort((a, b) => b - a));
			assert.ok((await listed(tree)).space.bar.percent >= 0);

			// A contact is told what is left where they may add something, and nothing else.
			const own = await listed(`/p/demo/documents/${folder.id}`, contact);

			assert.deepEqual([own.space?.used_bytes ?? null, own.space === null ? null : own.space.left_bytes], [null, own.folder.may_add ? (await space()).left_bytes : null]);

			parvis.sql("update client_space set used = used + 5");
			assert.equal(parvis.run("fsck").status, 1);
			assert.equal(parvis.run("fsck", "--mend").status, 0);
			assert.equal(parvis.run("fsck").status, 0);
		});

		test("what was removed is found, brought back, or deleted for good once its number is typed", async () => {
			const bin = `${tree}/bin`, files = `${bin}/files`, names = async (query = "", path = bin, who = program) => (await listed(path + query, who)).removed_files.map(({ name }) => name);
			const put = async (name) => (await form(name, name)).data.files[0];

			assert.equal((await program.post(`${client}/space`, { whose: "all" })).status, 200);
			const made = [];

			for (const name of ["Vieux devis.txt", "Croquis.txt", "Brouillon.txt"])
				made.push(await put(name));
			for (const { href } of made)
				assert.equal((await program.post(`${href}/removal`, {})).status, 200);
			assert.deepEqual(await names("?order=name"), ["Brouillon.txt", "Croquis.txt", "Vieux devis.txt"]);
			assert.deepEqual(await names("?q=devis"), ["Vieux devis.txt"]);
			const [{ deleted_by: by, deleted_at: at, gone_at: gone, folder_name: where }] = (await listed(bin)).removed_files;

			assert.deepEqual([by !== null, Date.parse(gone) - Date.parse(at), where], [true, 30 * 86400e3, folder.name]);
			assert.equal((await program.post(files, { do: "return", files: [made[0].id, made[1].id] })).status, 200);
			assert.deepEqual(await names(), ["Brouillon.txt"]);
			assert.equal((await program.post(files, { do: "return", files: [] })).status, 422);
			assert.equal((await program.post(files, { do: "return", files: [made[0].id] })).status, 404);

			// A taken name gets a number.
			await put("Brouillon.txt");
			assert.equal((await program.post(files, { do: "return", files: [made[2].id] })).data.files[0].name, "Brouillon (2).txt");
			await program.post(`${made[2].href}/removal`, {});
			const { used_bytes: used } = await space(), told = await program.post(files, { do: "delete", files: [made[2].id] });

			assert.deepEqual([told.status, told.data.count, told.data.size_bytes], [200, 1, 13]);
			assert.equal((await program.post(files, { do: "delete", files: [made[2].id], confirm: "2" })).status, 422);
			assert.equal((await program.post(files, { do: "delete", files: [made[2].id], confirm: "1" })).status, 200);
			assert.deepEqual([await names(), (await space()).used_bytes], [[], used - 13]);

			// Folders and files together, there and back; then all of it at once, more than goes before the answer.
			const folderNamed = async (name) => (await program.post(`${tree}/${folder.id}/folders`, { name })).data.id, old = await folderNamed("Anciens"), older = await folderNamed("Très anciens"), kept = await put("Gardé.txt");
			const removal = (values) => program.post(files, values), removed = async () => (await listed(bin)).removed.map(({ name }) => name).sort();

			assert.equal((await program.post(`${tree}/${folder.id}/selection/removal`, { folders: [{ id: old }, { id: older }], files: [{ id: kept.id }] })).status, 200);
			assert.deepEqual([await removed(), await names()], [["Anciens", "Très anciens"], ["Gardé.txt"]]);
			const back = await removal({ do: "return", files: [kept.id], folders: [old] });

			assert.deepEqual([back.status, back.data.folders.map(({ name }) => name), back.data.files.map(({ name }) => name)], [200, ["Anciens"], ["Gardé.txt"]]);
			// As many as do not go before the answer.
			assert.equal((await program.post(`${tree}/${old}/removal`, {})).status, 200);
			const [[id, path]] = parvis.sql("select id, path from folder where name = 'Anciens'").map((line) => line.split("|"));
			const more = Array.from({ length: 210 }, (_, i) => BigInt(id) + BigInt(i + 1));

			parvis.sql(`insert into folder (id, client_id, parent_id, path, name, name_key, twin_id, rights_id, created_at, created_by, version, deleted_at) select new.id, client_id, parent_id, new.path, name, name_key, new.id, rights_id, created_at, created_by, version, deleted_at from folder join (select 0 as id, '' as path ${more.map((id) => `union all select ${id}, '${path.replace(/\w+(?=\/$)/, idText(id))}'`).join(" ")}) as new on new.id <> 0 where folder.name = 'Anciens'`);
			assert.equal((await program.post(`${kept.href}/removal`, {})).status, 200);
			const asked = await removal({ do: "empty" });

			assert.deepEqual([asked.status, asked.data.count, asked.data.folder_count, asked.data.number, asked.data.kept_count], [200, 1, 212, 1, 0]);
			assert.equal((await removal({ do: "empty", confirm: "2" })).status, 422);
			const emptied = await removal({ do: "empty", confirm: "1" });

			assert.deepEqual([emptied.status, emptied.data.count, emptied.data.goes_on], [200, 1, true], emptied.text);
			while ((await listed(bin)).clearing !== null)
				await staff.get(bin);
			assert.deepEqual([await removed(), await names(), parvis.run("fsck").status], [[], [], 0]);
			assert.equal((await removal({ do: "empty" })).status, 404);
			// A contact has a bin of what they removed themselves.
			const own = (await listed(`/p/demo/documents/${folder.id}`, contact)).files.find(({ name }) => name === "Croquis.txt");

			await program.post(`${made[0].href}/removal`, {});
			assert.equal((await contact.post(`${own.href}/removal`, {})).status, 200);
			assert.deepEqual(await names("", "/p/demo/documents/bin", contact), ["Croquis.txt"]);
			for (const [deed, ids, status] of [["return", [made[0].id], 404], ["delete", [own.id], 404], ["empty", [], 404], ["return", [own.id], 200]])
				assert.equal((await contact.post("/p/demo/documents/bin/files", { do: deed, files: ids })).status, status, deed);
			assert.deepEqual(await names("", "/p/demo/documents/bin", contact), []);
		});

		test("the pages of it", { skip: engine !== "sqlite" && "the same pages" }, async () => {
			const { page, complaints } = browser = await openBrowser({ locale: "fr-FR" });

			await page.context().addCookies([...staff.cookies].map(([name, value]) => ({ name, value, url: staff.origin })));
			await page.goto(`${staff.origin}/console/settings`);
			await page.getByRole("link", { name: "Espace des fichiers" }).click();
			await page.getByRole("heading", { name: "Espace des fichiers" }).waitFor();
			await page.getByText("4,6 Mo pris sur 5 Mo").waitFor();
			await page.getByLabel("Chaque client, en Go").fill("beaucoup");
			await page.getByRole("button", { name: "Enregistrer" }).click();
			await page.locator("#client_quota-error").waitFor();
			assert.equal(await page.getByLabel("Chaque client, en Go").inputValue(), "beaucoup");
			await page.getByLabel("Chaque client, en Go").fill("2,5");
			await page.getByRole("button", { name: "Enregistrer" }).click();
			await page.getByText("Enregistré").waitFor();
			assert.equal(await page.getByLabel("Chaque client, en Go").inputValue(), "2,5");
			await assertAccessible(page);
			await keepShot(page, "space-settings");
			await page.setViewportSize(phone);
			await page.emulateMedia({ colorScheme: "dark" });
			await assertFits(page);
			await keepShot(page, "space-settings-phone-dark");
			await page.locator("li", { hasText: "5 Mo" }).getByRole("link").click();
			await page.getByText("Il reste peu d’espace").waitFor();
			await assertAccessible(page);
			await assertFits(page);
			await keepShot(page, "space-client-phone-dark");
			await page.setViewportSize(desktop);
			await page.emulateMedia({ colorScheme: "light" });
			await keepShot(page, "space-client");
			await page.getByRole("link", { name: "Dossiers" }).click();
			await page.getByText("4,6 Mo pris sur 5 Mo").waitFor();
			await assertAccessible(page);
			await keepShot(page, "space-folder");

			// The bin, with what was removed before, and a folder.
			const { id: plans } = (await program.post(`${tree}/${folder.id}/folders`, { name: "Anciens plans" })).data;

			assert.equal((await program.post(`${tree}/${plans}/removal`, {})).status, 200);
			await page.goto(`${staff.origin}${tree}/bin`);
			await page.getByText("Vieux devis.txt").waitFor();
			await assertAccessible(page);
			await keepShot(page, "space-bin");
			await page.setViewportSize(phone);
			await page.emulateMedia({ colorScheme: "dark" });
			await assertFits(page);
			await keepShot(page, "space-bin-phone-dark");
			await page.getByRole("checkbox", { name: "Vieux devis.txt" }).check();
			await page.getByRole("button", { name: "Supprimer définitivement…" }).click();
			await page.getByRole("heading", { name: "Supprimer définitivement 1 fichier" }).waitFor();
			await assertAccessible(page);
			await keepShot(page, "space-bin-removal-phone-dark");
			await page.getByLabel("Pour continuer").fill("1");
			await page.getByRole("button", { name: "Supprimer définitivement" }).click();
			await page.getByText("supprimés pour toujours").waitFor();
			await page.getByRole("checkbox", { name: "Anciens plans" }).check();
			await page.getByRole("button", { name: "Rétablir ce qui est choisi" }).click();
			await page.getByText("Ce qui était choisi est de retour").waitFor();
			assert.deepEqual(complaints, []);
		});
	});
