// What keeps files as they are: somebody locks one while they work on it, on its page or by a program, and others wait; what is
// held for a dispute is not lost, whoever tries, by whichever door.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { assertAccessible, keepShot, openBrowser } from "../browser.mjs";
import { engines, startParvis } from "../parvis.mjs";
import { allWays, Gallery, twoWays } from "./gallery.mjs";
import { idText } from "./people.mjs";

const lockBody = '<?xml version="1.0"?><lockinfo xmlns="DAV:"><lockscope><exclusive/></lockscope><locktype><write/></locktype><owner>Le Mac d’Hélène</owner></lockinfo>';

for (const engine of engines)
	describe(`what keeps files, on ${engine}`, () => {
		let parvis, helene, julien, nadia, contact, client, email, tree, files, drive, portalFolder, browser;
		const keys = {};

		const put = async (folder, name) => {
			const page = await helene.twin({ json: false }).open(tree), csrf = page.form(["name"], tree).fields.csrf;
			const answer = await helene.twin({ json: false }).send("POST", `${tree}/${folder}/files`, { files: { csrf, file: { name, type: "text/plain", bytes: Buffer.from(name) } }, headers: { Accept: "application/json" } });

			assert.equal(answer.status, 200, answer.text);
			return answer.data.files[0].id;
		};
		const dav = (who, method, path, headers = {}, body = undefined) =>
			fetch(parvis.url + drive + path, { method, body, headers: { ...headers, Authorization: `Basic ${Buffer.from(keys[who]).toString("base64")}` } });
		const statusOf = async (...asked) => (await dav(...asked)).status;
		const folderNamed = async (name) => (await helene.get(tree)).data.folders.find((folder) => folder.name === name);

		before(async () => {
			parvis = await startParvis({ engine });
			[helene, julien, nadia] = await Promise.all(["helene", "julien", "nadia"].map((name) => parvis.signedInStaff(`${name}@solaria.example`, { json: true })));
			const [line] = parvis.sql(`select contact.email, client.id, client.name, client.number from contact join client_contact on client_contact.contact_id = contact.id join client on client.id = client_contact.client_id
				where contact.email is not null and contact.mobile_confirmed_at is null and client.id in (select client_id from folder where name = 'Consommation')
				and (select count(*) from client_contact as other where other.contact_id = contact.id) = 1 order by contact.id`);
			const [address, id, name, number] = line.split("|");

			email = address;
			client = `/console/clients/${idText(BigInt(id))}`;
			tree = `${client}/folders`;
			files = `${client}/files`;
			drive = `/dav/clients/${encodeURIComponent(`${name} (${number})`)}/`;
			contact = await parvis.signedIn(email, { json: true });
			for (const [who, session] of [["helene", helene], ["julien", julien]])
				keys[who] = `${who}@solaria.example:${(await session.post("/console/account/drive", { name: "Essai" })).data.made.password}`;
			portalFolder = (await contact.get("/p/demo/documents")).data.folders.find((folder) => folder.name === "Consommation").id;
		});
		after(async () => {
			await browser?.close();
			await parvis?.close();
		});

		test("who works on a file locks it; others read it and wait, on pages and by programs", async () => {
			const folder = (await folderNamed("Consommation")).id, id = await put(folder, "budget.txt"), path = `Consommation/budget.txt`;
			const locked = await helene.post(`${files}/${id}/lock`, { hours: 8 });

			assert.equal(locked.status, 200, locked.text);
			assert.equal(locked.data.stand.lock.own, true);
			assert.equal((await helene.post(`${files}/${id}/lock`, { hours: 0 })).status, 422);
			for (const [action, body] of [["", { name: "autre.txt" }], ["/removal", {}], ["/place", { folder: (await folderNamed("Notes internes")).id }], ["/lock", {}]])
				assert.equal((await julien.post(`${files}/${id}${action}`, body)).status, 423, action);
			assert.equal((await julien.get(`${files}/${id}`)).data.stand.lock.by, "Hélène Caradec");
			assert.equal((await contact.get(`/p/demo/files/${id}`)).data.stand.lock.by, "Hélène Caradec", "staff are known to contacts");
			assert.equal((await contact.post(`/p/demo/files/${id}/unlock`)).status, 403);
			assert.equal((await contact.post(`/p/demo/files/${id}/removal`)).status, 423);
			assert.equal((await helene.get(`${tree}/${folder}`)).data.files.find((file) => file.name === "budget.txt").locked, true);
			assert.equal(await statusOf("julien", "PUT", path, {}, "x"), 423);
			assert.equal(await statusOf("julien", "DELETE", "Consommation/"), 423, "nor does the folder go");
			assert.match(await (await dav("julien", "PROPFIND", path, { Depth: "0" })).text(), /activelock.*Hélène Caradec/);
			assert.doesNotMatch(await (await dav("helene", "PROPFIND", path, { Depth: "0" })).text(), /activelock/, "her own programs go on");
			assert.equal(await statusOf("helene", "PUT", path, {}, "x"), 204);
			assert.equal((await helene.post(`${files}/${id}/unlock`)).status, 200);
			assert.equal((await helene.post(`${files}/${id}/unlock`)).status, 409);
			assert.equal((await julien.post(`${files}/${id}`, { name: "budget 2026.txt" })).status, 200);
		});

		test("what a program has locked is locked on pages; managers break locks, and the holder is told", async () => {
			const id = await put((await folderNamed("Consommation")).id, "relevés.txt"), path = `Consommation/${encodeURIComponent("relevés.txt")}`;

			assert.equal(await statusOf("helene", "LOCK", path, { Timeout: "Second-600" }, lockBody), 200);
			assert.equal((await julien.post(`${files}/${id}/removal`)).status, 423);
			assert.equal((await helene.post(`${files}/${id}`, { name: "relevés.txt" })).status, 200, "her own page");
			assert.equal((await contact.post(`/p/demo/files/${id}/lock`, {})).status, 423);
			assert.equal((await julien.post(`${files}/${id}/unlock`)).status, 200);
			assert.match((await parvis.newestMessage("helene@solaria.example")).subject, /relevés\.txt/);
			assert.equal((await contact.post(`/p/demo/files/${id}/lock`, { hours: 1 })).status, 200);
			assert.ok((await julien.get(`${files}/${id}`)).data.stand.lock.by, "staff who see the contact know the name");
			assert.equal((await julien.post(`${files}/${id}/removal`)).status, 423);
			assert.equal((await julien.post(`${files}/${id}/unlock`)).status, 200);
			assert.match((await parvis.newestMessage(email)).subject, /relevés\.txt/);
			assert.match(parvis.sql("select action from audit order by seq desc limit 1")[0], /file\.lock_break/);
		});

		test("a lock on all below is for who may change all below, and tells nobody of the rest", async () => {
			const folder = (await folderNamed("Consommation")).id, made = await helene.post(`${tree}/${folder}/folders`, { name: "Fermé" });
			const key = (await contact.post("/p/demo/account/drive", { name: "Essai" })).data.made.password;

			await helene.post(`${client}/permissions`, { who: "contacts", open: folder, folders: [{ id: made.data.id, level: "none" }] });
			keys.contact = `${email}:${key}`;
			const ask = (depth) => fetch(`${parvis.url}/dav/Consommation/`, { method: "LOCK", body: lockBody, headers: { Depth: depth, Authorization: `Basic ${Buffer.from(keys.contact).toString("base64")}` } });

			assert.equal(await statusOf("helene", "LOCK", `Consommation/${encodeURIComponent("Fermé")}/`, { Depth: "0" }, lockBody), 200);
			const deep = await ask("infinity");

			assert.equal(deep.status, 403);
			assert.doesNotMatch(await deep.text(), /Fermé/);
			const flat = await ask("0"), token = flat.headers.get("lock-token");

			assert.equal(flat.status, 200);
			assert.equal((await helene.post(`${tree}/${folder}/folders`, { name: "Dedans" })).status, 422, "nobody adds to what is locked");
			assert.equal((await fetch(`${parvis.url}/dav/Consommation/`, { method: "UNLOCK", headers: { "Lock-Token": token, Authorization: `Basic ${Buffer.from(keys.contact).toString("base64")}` } })).status, 204);
			assert.equal((await helene.post(`${tree}/${folder}/folders`, { name: "Dedans" })).status, 200);
		});

		test("what is held goes nowhere, by no door; contacts are not told why", async () => {
			const folder = await folderNamed("Consommation"), id = await put(folder.id, "litige.txt"), holds = `${client}/holds`;

			assert.equal((await julien.post(holds, { folder: folder.id, reason: "Non" })).status, 404);
			assert.equal((await helene.post(holds, { folder: folder.id, reason: "" })).status, 422);
			assert.equal((await helene.post(holds, { folder: "0000000000101", reason: "Nulle part" })).status, 404);
			const held = await helene.post(holds, { folder: folder.id, reason: "Litige 2026-014" });

			assert.equal(held.status, 200, held.text);
			assert.equal((await helene.post(`${files}/${id}/removal`)).status, 409);
			assert.equal((await helene.post(`${tree}/${folder.id}/removal`)).status, 409);
			const elsewhere = await folderNamed("Notes internes");

			assert.equal((await helene.post(`${files}/${id}/place`, { folder: elsewhere.id })).status, 409);
			assert.equal(await statusOf("helene", "DELETE", "Consommation/litige.txt"), 403);
			assert.equal(await statusOf("helene", "MOVE", "Consommation/litige.txt", { Destination: `${parvis.url}${drive}Notes%20internes/litige.txt` }), 403);
			assert.equal(await statusOf("helene", "PUT", "Consommation/litige.txt", {}, "Deuxième"), 204, "a new version may come");
			assert.equal((await helene.get(`${files}/${id}`)).data.versions.length, 2);
			const refused = await contact.post(`/p/demo/files/${id}/removal`), shown = await contact.get(`/p/demo/files/${id}`);

			assert.equal(refused.status, 409);
			assert.doesNotMatch(refused.text + shown.text, /2026-014|"held":true/);
			assert.equal((await nadia.get(`${files}/${id}`)).data.stand.held, true);
			assert.doesNotMatch((await nadia.get(`${files}/${id}`)).text, /2026-014/);
			assert.equal((await helene.post(`${client}/archive`)).status, 200);
			assert.equal((await helene.get(`${client}/removal`)).data.held, true);
			assert.equal((await helene.post(`${client}/removal`, { name: (await helene.get(client)).data.client.name })).status, 409);
			assert.equal((await helene.post(`${client}/archive/removal`)).status, 200);
			const { release_href: release } = (await helene.get("/console/holds")).data.holds.find((hold) => hold.name === "Consommation");

			assert.equal((await julien.post(release, { reason: "Non" })).status, 404);
			assert.equal((await helene.post(release, { reason: "" })).status, 422);
			assert.equal((await helene.post(release, { reason: "Jugé" })).status, 200);
			assert.equal((await helene.post(release, { reason: "Jugé" })).status, 404);
			assert.equal((await helene.post(`${files}/${id}/removal`)).status, 200);
			assert.equal((await helene.get("/console/holds?released=1")).data.holds[0].release_reason, "Jugé");
		});

		test("what must be kept stays in the bin, until less is asked for, which is told first", async () => {
			const settings = "/console/settings/retention", id = await put((await folderNamed("Consommation")).id, "contrat.txt");
			const bin = async () => (await helene.get(`${tree}/bin`)).data.removed_files.find((file) => file.id === id);
			const chosen = { do: "delete", files: [id] };

			assert.equal((await julien.get(settings)).status, 404);
			assert.equal((await julien.post(settings, { keep: 0 })).status, 404);
			for (const keep of ["7", "-1", "1201", "dix"])
				assert.equal((await helene.post(settings, { keep })).status, 422, keep);
			assert.equal((await helene.post(settings, { keep: 120 })).data.months, 120);
			assert.equal((await helene.post(`${files}/${id}/removal`)).status, 200);
			assert.ok((await bin()).kept_until);
			const asked = (await helene.post(`${tree}/bin/files`, chosen)).data;

			assert.deepEqual([asked.count, asked.kept_count], [0, 1]);
			assert.equal((await helene.post(`${tree}/bin/files`, { ...chosen, confirm: 1 })).status, 409);
			const old = await helene.post("/console/clients", { name: "Imprimerie du Trieux", kind: "company", country: "FR" });
			const gone = parvis.sql("select id from client where name = 'Imprimerie du Trieux'")[0];
			const record = `/console/records/clients/${idText(BigInt(gone))}`, sheet = `/console/clients/${idText(BigInt(gone))}`;
			const page = helene.twin({ json: false });

			assert.equal(old.status, 200, old.text);
			const csrf = (await page.open(`${sheet}/folders`)).form(["name"], `${sheet}/folders`).fields.csrf;

			await page.send("POST", `${sheet}/folders/${idText(BigInt(gone))}/files`, { files: { csrf, file: { name: "acte.txt", type: "text/plain", bytes: Buffer.from("acte") } } });
			await helene.post(`${sheet}/archive`);
			const removed = await helene.post(`${sheet}/removal`, { name: "Imprimerie du Trieux" });

			assert.equal(removed.status, 200, removed.text);
			assert.ok((await helene.get("/console/records/clients/bin")).data.records.find((row) => row.id === idText(BigInt(gone))).kept_until);
			assert.equal((await helene.post(`${record}/purge`)).status, 409);
			const told = (await helene.post(settings, { keep: "" })).data;

			assert.ok(told.count >= 2 && told.client_count >= 2, "what goes with a client of the bin included");
			assert.ok(told.files.some((file) => file.name === "contrat.txt"));
			assert.equal((await helene.get(settings)).data.months, 120, "it was only told");
			assert.equal((await helene.post(settings, { keep: "", confirm: 1 })).data.months, 0);
			assert.match(parvis.sql("select action from audit order by seq desc limit 1")[0], /retention\.change/);
			assert.equal((await bin()).kept_until, null);
			assert.equal((await helene.post(`${record}/purge`)).status, 200);
			assert.equal((await helene.post(`${tree}/bin/files`, { ...chosen, confirm: 1 })).data.count, 1);
		});

		test("a folder keeps what lies in it longer; what moves away is kept no less long; contacts are told until when", async () => {
			const folder = (await folderNamed("Photos du chantier")).id, elsewhere = (await folderNamed("Consommation")).id, id = await put(folder, "facture.txt");
			const keep = `${tree}/${folder}/retention`, kept = async (who = helene) => (await who.get(`${files}/${id}`)).data.stand.kept;

			assert.equal(await kept(), null);
			for (const path of [keep, `${files}/${id}/retention`])
				assert.equal((await julien.post(path, { keep: 120 })).status, 404);
			for (const body of [{ keep: 7 }, { keep: "dix" }, { keep: 12, reason: "x".repeat(201) }])
				assert.equal((await helene.post(keep, body)).status, 422);
			assert.equal((await helene.post(keep, { keep: 120, reason: "Code de commerce" })).status, 200);
			assert.deepEqual([(await helene.get(keep)).data.kept.months, (await helene.get(keep)).data.above.months], [120, 0]);
			const { until, said } = await kept(nadia);

			assert.deepEqual([said.from, said.reason, said.months], ["Photos du chantier", "Code de commerce", 120]);
			contact = await parvis.signedIn(email, { json: true }); // the client was archived in between
			const shown = await contact.get(`/p/demo/files/${id}`);

			assert.equal(shown.status, 200, shown.text);
			assert.equal(shown.data.stand.kept.until, until);
			assert.doesNotMatch(shown.text, /Code de commerce/);
			assert.equal((await julien.post(`${files}/${id}/place`, { folder: elsewhere })).status, 200);
			assert.deepEqual([(await kept()).until, (await kept()).said.carried], [until, true]);
			assert.equal((await kept(julien)).forget_href, null);
			assert.equal((await helene.post(`${files}/${id}/retention`)).status, 200);
			assert.equal(await kept(), null);
			await put(folder, "facture 2.txt");
			assert.equal((await julien.post(`${tree}/${folder}/removal`)).status, 200);
			assert.equal((await helene.get(`${tree}/bin`)).data.removed.find((gone) => gone.id === folder).kept_until, until);
			assert.equal((await julien.post(`${tree}/bin/${folder}`)).status, 200);
			const told = (await helene.post(keep, { keep: "" })).data;

			assert.deepEqual([told.before.months, told.after.months, told.count], [120, 0, 0]);
			assert.equal((await helene.get(keep)).data.own, true, "it was only told");
			assert.equal((await helene.post(keep, { keep: 12, confirm: 1 })).status, 200);
			assert.match(parvis.sql("select action from audit order by seq desc limit 1")[0], /retention\.folder/);
		});

		test("what has been kept long enough is sorted out by who may remove it, of one client or of all", async () => {
			const folder = (await folderNamed("Photos du chantier")).id, [old, older] = [await put(folder, "vieux.txt"), await put(folder, "plus vieux.txt")];
			const sort = `${client}/to-sort`, listed = async (path, who = helene) => (await who.get(path)).data.files.map((file) => file.name);

			await helene.post(`${tree}/${folder}/retention`, { keep: 12, confirm: 1 });
			parvis.sql(`update file set changed_at = ${Date.now() - 400 * 86400000} where name = 'vieux.txt'`);
			parvis.sql(`update file set changed_at = ${Date.now() - 800 * 86400000} where name = 'plus vieux.txt'`);
			assert.deepEqual(await listed(sort), ["plus vieux.txt", "vieux.txt"]);
			assert.deepEqual(await listed("/console/to-sort"), ["Devis 2021.txt", "plus vieux.txt", "vieux.txt"]);
			assert.ok((await helene.get("/console/to-sort")).data.files.every((file) => file.client_name));
			for (const path of [sort, "/console/to-sort"])
				assert.deepEqual(await listed(path, nadia), [], "she only reads");
			assert.equal((await nadia.post(sort, { do: "remove", files: [old] })).status, 404);
			for (const body of [{ do: "remove" }, { do: "burn", files: [old] }, { do: "remove", files: ["?"] }])
				assert.equal((await julien.post(sort, body)).status, 422);
			assert.equal((await julien.post(sort, { do: "remove", files: ["0000000000101"] })).status, 404);
			assert.equal((await julien.post(sort, { do: "leave", files: [old] })).data.count, 1);
			await helene.post(`${files}/${older}/lock`, { hours: 1 });
			assert.equal((await julien.post("/console/to-sort", { do: "remove", files: [older] })).status, 423);
			await helene.post(`${files}/${older}/unlock`);
			assert.equal((await julien.post("/console/to-sort", { do: "remove", files: [older] })).data.count, 1);
			assert.deepEqual(await listed("/console/to-sort"), ["Devis 2021.txt"]);
			assert.ok((await helene.get(`${tree}/bin`)).data.removed_files.some((file) => file.id === older));
		});

		test("the screens", { skip: engine !== "sqlite" }, async () => {
			browser = await openBrowser();
			const { page } = browser, gallery = new Gallery(parvis, browser);
			const folder = await folderNamed("Consommation"), id = await put(folder.id, "plan de charge.txt");

			await gallery.take(helene);
			await page.goto(`${parvis.url}${files}/${id}`);
			await page.getByRole("button", { name: /^(Lock|Verrouiller)$/ }).click();
			await page.getByText(/Locked by you until|Verrouillé par vous jusqu’au/).waitFor();
			await page.getByRole("link", { name: /^(Legal hold|Conservation légale)$/ }).click();
			await page.getByLabel(/^(Why|Pourquoi)$/).fill("Contrôle fiscal 2026");
			await page.getByRole("button", { name: /^(Hold it|Mettre en conservation légale)$/ }).click();
			await page.getByText("Contrôle fiscal 2026").first().waitFor();
			for (const way of allWays)
				for (const [name, path] of [["stand-file", `${files}/${id}`], ["stand-folder", `${tree}/${folder.id}`]])
					assert.equal(await gallery.look(name, path, way), 200, path);
			for (const way of twoWays)
				for (const [name, path] of [["stand-holds", "/console/holds"], ["stand-client", `${client}/holds?file=${id}`]])
					assert.equal(await gallery.look(name, path, way), 200, path);
			const old = await put(folder.id, "ancien bail.txt");

			await helene.post(`${files}/${old}/removal`);
			await helene.post("/console/settings/retention", { keep: 120 });
			for (const way of twoWays)
				for (const [name, path] of [["retention-settings", "/console/settings/retention"], ["retention-bin", `${tree}/bin`]])
					assert.equal(await gallery.look(name, path, way), 200, path);
			await page.goto(`${parvis.url}/console/settings/retention`);
			await page.getByLabel(/^(Files are kept at least|Les fichiers sont conservés au moins)$/).selectOption("0");
			await page.getByRole("button", { name: /^(Save|Enregistrer)$/ }).click();
			await page.getByRole("button", { name: /^(Keep them less long|Les conserver moins longtemps)$/ }).waitFor();
			await assertAccessible(page);
			await keepShot(page, "retention-shorter");
			await page.goto(`${parvis.url}${tree}/bin`);
			await page.getByLabel(/ancien bail/).check();
			await page.getByRole("button", { name: /^(Delete for good…|Supprimer définitivement…)$/ }).click();
			await page.getByText(/must be kept, and stay|doit être conservé|doivent être conservés/).waitFor();
			await assertAccessible(page);
			await keepShot(page, "retention-removal");
			const books = `/console/clients/${idText(BigInt(parvis.sql("select client_id from folder where name = 'Comptabilité'")[0]))}`;

			await page.goto(`${parvis.url}${books}/folders`);
			await page.getByRole("link", { name: "Comptabilité" }).click();
			await page.getByText(/Code de commerce/).waitFor();
			await page.getByRole("link", { name: /^(How long it is kept|Durée de conservation)$/ }).click();
			const kept = new URL(page.url()).pathname, shown = (await helene.get(kept.replace("/retention", ""))).data, bound = shown.files[0].href;

			for (const way of twoWays)
				for (const [name, path] of [["keep-folder", kept], ["keep-shown", shown.folder.href], ["keep-file", bound], ["sort-client", `${books}/to-sort`], ["sort-all", "/console/to-sort"], ["sort-empty", `${client}/to-sort`]])
					assert.equal(await gallery.look(name, path, way), 200, path);
			await page.goto(`${parvis.url}${kept}`);
			await page.getByLabel(/^(Files in this folder are kept at least|Les fichiers de ce dossier sont conservés au moins)$/).selectOption("72");
			await page.getByRole("button", { name: /^(Save|Enregistrer)$/ }).click();
			await page.getByRole("button", { name: /^(Keep them less long|Les conserver moins longtemps)$/ }).waitFor();
			await assertAccessible(page);
			await keepShot(page, "keep-shorter");
			await page.getByRole("button", { name: /^(Keep them less long|Les conserver moins longtemps)$/ }).click();
			await page.getByText(/6 (years|ans)/).waitFor();
			await page.goto(`${parvis.url}${books}/to-sort`);
			await page.getByLabel(/Devis 2021/).check();
			await page.getByRole("button", { name: /^(Into the recycle bin|Mettre à la corbeille)$/ }).click();
			await page.getByText(/Nothing to sort out|Rien à trier/).waitFor();
			await helene.post(`${shown.folder.href}/removal`);
			for (const way of twoWays)
				assert.equal(await gallery.look("keep-bin", `${books}/folders/bin`, way), 200);
			await gallery.take(contact);
			for (const way of twoWays)
				assert.equal(await gallery.look("stand-portal", `/p/demo/files/${id}`, way), 200);
			assert.ok(portalFolder);
		});
	});
