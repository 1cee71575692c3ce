// The list of clients and the end of a client: members, folders and groups in the list, asked for and changed by many at
// once; archived and taken back; deleted once its name was typed, its contacts left and found again.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { assertAccessible, assertFits, desktop, keepShot, openBrowser, phone, settled } from "../browser.mjs";
import { engines, startParvis } from "../parvis.mjs";
import { camille, idText } from "./people.mjs";

for (const engine of engines)
	describe(`the client base, on ${engine}`, () => {
		let parvis, program, reader, browser, page, made, group;

		const list = async (who, query = "") => (await who.get(`/console/clients${query}`)).data.records;
		const named = (rows, name) => rows.find((row) => row.name === name);
		const sheet = (below = "") => `/console/clients/${made.id}${below}`;
		const post = async (path, body) => {
			const answer = await program.post(path, body);

			assert.equal(answer.status, 200, `${path}: ${answer.text}`);
			return answer.data;
		};

		const finished = async (href) => {
			let state;

			for (let tries = 0; tries < 400 && (state = (await program.get(href)).data.export).state !== "done"; tries++)
				await new Promise((resolve) => setTimeout(resolve, 50));
			assert.equal(state.state, "done", JSON.stringify(state));
			return state;
		};
		const exported = async (query, asked) => finished((await post(`/console/records/clients/export${query}`, asked)).export.href);
		const fileOf = async (href) => (await program.get((await finished(href)).file_href)).text;

		before(async () => {
			parvis = await startParvis({ engine });
			program = await parvis.signedInStaff("helene@solaria.example", { json: true });
			reader = await parvis.signedInStaff("nadia@solaria.example", { json: true });
			made = await post("/console/clients", { name: "Élan Vélos", kind: "company", country: "FR" });
			group = await post("/console/client-groups", { name: "Cycles" });
		});
		after(async () => {
			await browser?.close();
			await parvis?.close();
		});

		test("the list says how many members and folders a client has, and never counts what is hidden", async () => {
			const before = named(await list(program, "?q=%C3%89lan"), "Élan Vélos");

			await post(sheet("/contacts"), { last_name: "Rivoal", email: "jo@exemple.example", role: "Atelier" });
			await post(sheet("/contacts"), { known_email: camille, known_role: "Conseil" });
			const nadia = idText(BigInt(parvis.sql("select id from staff where email = 'nadia@solaria.example'")[0]));

			await post(sheet("/staff"), { staff: [{ id: nadia, level: "read" }] });
			const folder = await post(sheet("/folders"), { name: "Contrats" });

			await post(sheet(`/folders/${folder.id}/folders`), { name: "2026" });
			const after = named(await list(program, "?q=%C3%89lan"), "Élan Vélos");
			const helene = parvis.sql("select id from staff where email = 'helene@solaria.example'")[0];

			assert.equal(parvis.sqlNumber(`select count(*) from client, contact where client.name = 'Élan Vélos' and contact.last_name = 'Rivoal' and client.created_by = ${helene} and contact.created_by = ${helene}`), 1);

			assert.deepEqual([before.contact_count, before.folder_count], [0, 0]);
			assert.deepEqual([after.contact_count, after.staff_count - before.staff_count, after.folder_count], [2, 1, 2]);
			assert.equal(after.member_count, after.contact_count + after.staff_count);
			parvis.sql(`insert into folder_right (folder_id, client_id, whose, who_id, level) select ${BigInt(parvis.sql("select id from folder where name = 'Contrats'")[0])}, client_id, 'staff', (select id from staff where email = 'nadia@solaria.example'), 0 from folder where name = 'Contrats'`);
			parvis.sql("update folder set rights_above_id = rights_id, rights_id = id where name = 'Contrats'");
			parvis.sql("update folder set rights_id = (select f.id from folder f where f.name = 'Contrats') where name = '2026'");
			assert.equal(named(await list(reader, "?q=%C3%89lan"), "Élan Vélos").folder_count, 0);
			const { data } = await program.get(sheet("/contacts"));

			assert.deepEqual(data.contacts.map(({ name, role, access }) => [name, role, access.state]).sort(), [
				["Camille Durand", "Conseil", data.contacts.find(({ email }) => email === camille).access.state],
				["Rivoal", "Atelier", "not_invited"],
			]);
		});

		test("many clients are put into a group at once, each by one's rights, and asked for by it", async () => {
			const rows = (await list(program)).slice(0, 3);
			const ids = rows.map(({ id }) => id);
			const bulk = (who, set) => who.post("/console/records/clients/bulk", { ids, action: "change", set });
			const done = await bulk(program, `@group_in=${group.id}`);

			assert.deepEqual([done.status, done.data.done, done.data.failed], [200, 3, 0]);
			assert.deepEqual((await list(program, `?asked.in_group=${group.id}`)).map(({ id }) => id), ids);
			assert.ok((await list(program, "?asked.in_group=none")).every(({ groups }) => groups.length === 0));
			assert.deepEqual(await list(program, "?asked.in_group=0000000000001"), []);
			assert.equal((await bulk(reader, `@group_out=${group.id}`)).status, 404, "who changes no clients changes none");
			assert.equal((await bulk(program, "@group_in=0000000000001")).data.failed, 3);
			assert.equal((await bulk(program, "@nothing=1")).status, 422);
			const view = await post("/console/records/clients/views", { name: "Cycles", kind: "list", "asked.in_group": group.id });

			assert.equal(view.definition.answers.in_group, group.id);
			assert.deepEqual((await list(program, `?view=${view.id}`)).map(({ id }) => id).sort(), [...ids].sort());
			const state = await exported(`?asked.in_group=${group.id}`, { format: "csv", fields: "*" });

			assert.equal(state.count, 3);
			const [head, ...lines] = (await program.get(state.file_href)).text.trim().split(/\r\n/);

			assert.match(head, /(Groups|Groupes)[;,](Members|Membres)[;,](Folders|Dossiers)$/);
			assert.ok(lines.length === 3 && lines.every((line) => /Cycles[;,]\d+[;,]\d+$/.test(line)), lines.join("\n"));
			const columns = ["@member_count", "city", "@groups"].map((field) => ({ field }));
			const arranged = await post("/console/records/clients/views", { name: "Rangées", kind: "list", "asked.in_group": group.id, columns });

			assert.deepEqual(arranged.definition.columns.map(({ field }) => field), columns.map(({ field }) => field));
			assert.equal((await program.post("/console/records/clients/views", { name: "Fausse", kind: "list", columns: [{ field: "@nothing" }] })).status, 422);
			const page = await parvis.signedInStaff("helene@solaria.example"), shown = await page.open(`/console/clients?view=${arranged.id}`);

			assert.deepEqual((await program.get(`/console/clients?view=${arranged.id}`)).data.columns.map(({ name }) => name), ["name", "member_count", "city", "groups"]);
			assert.match(shown.text, /data-label="Members"[^]*data-label="Groups"/);
			const asked = await page.submit(shown, { format: "csv" });

			assert.match((await fileOf(asked.path)).split(/\r\n/)[0], /^.?(Name|Nom)[;,](Members|Membres)[;,](City|Ville|Town)[;,](Groups|Groupes)$/);
			assert.equal((await bulk(program, `@group_out=${group.id}`)).data.done, 3);
			assert.deepEqual(await list(program, `?asked.in_group=${group.id}`), []);
		});

		test("sorted by members, folders and space, page by page, and by nothing that one does not see", async () => {
			parvis.sql(`insert into client (id, number, kind, name, name_key, company_id, country, test, created_at, version) with recursive n (i) as (select 1 union all select i + 1 from n where i < 120) select 770000 + i, 'T-' || i, 'household', 'Tournesol ' || i, 'tournesol ' || i, (select min(id) from company), 'FR', 0, 5, 1 from n; insert into client_tally (client_id, member_count, folder_count, space_used) select id, 0, 0, 0 from client where name_key like 'tournesol %'`);
			const walked = async (who, sort, column) => {
				const rows = [];

				for (let path = `/console/clients?sort=${sort}`, pages = 0; path !== null && pages < 10; pages++) {
					const { status, data, text } = await who.get(path);

					assert.equal(status, 200, text);
					rows.push(...data.records);
					path = data.page.next;
				}
				const numbers = rows.map((row) => row[column]), down = sort.startsWith("-");

				assert.ok(numbers.every((number, i) => i === 0 || number === undefined || (down ? numbers[i - 1] >= number : numbers[i - 1] <= number)), `${sort}: ${numbers}`);
				assert.equal(new Set(rows.map(({ id }) => id)).size, rows.length, "each client stands once");
				return rows;
			};
			const all = (await walked(program, "name", "name_key")).length;

			for (const [column, shown] of [["member_count"], ["folder_count"], ["space_used", "space_used_bytes"]]) {
				const down = await walked(program, `-@${column}`, shown ?? column), up = await walked(program, `@${column}`, shown ?? column);

				assert.deepEqual([down.length, down[0][shown ?? column] > 0], [all, true], column);
				assert.deepEqual(up.map(({ id }) => id).reverse(), down.map(({ id }) => id));
			}
			assert.ok(named(await walked(program, "-@folder_count", "folder_count"), "Élan Vélos").folder_count > 0);
			assert.equal(named(await walked(reader, "-@folder_count", "folder_count"), "Élan Vélos").folder_count, 0, "a closed folder has no place in the order either");
			for (const [who, sort] of [[program, "nothing"], [program, "@groups"], [program, "@nothing"], [reader, "@space_used"], [reader, "-space_used"]]) {
				const ids = async (path) => (await who.get(path)).data.records.map(({ id }) => id);

				assert.deepEqual(await ids(`/console/clients?sort=${sort}`), await ids("/console/clients"), `${sort} is not there, or not theirs`);
			}
			assert.ok(!(await reader.get("/console/clients?sort=-@folder_count")).text.includes("space_used"));
			assert.equal((await reader.post("/console/records/clients/views", { name: "Place", kind: "list", sort: "@space_used" })).status, 422);

			const view = await post("/console/records/clients/views", { name: "Qui prend le plus", kind: "list", sort: "@space_used", descending: "1", columns: ["city", "@space_used"].map((field) => ({ field })) });
			const { data } = await program.get(`/console/clients?view=${view.id}`), whole = (await list(program))[0];

			assert.equal(view.definition.sort, "@space_used");
			assert.deepEqual(data.columns.map(({ name, sorted }) => [name, sorted]), [["name", null], ["city", null], ["space_used", "descending"]]);
			assert.ok("siret" in whole.fields && "groups" in whole && "space_used_bytes" in whole, "without a view all there is");
			assert.deepEqual(["siret", "groups", "member_count", "folder_count", "archived_at"].filter((name) => name in data.records[0] || name in data.records[0].fields), [], "a view's columns hold for programs, too");
			assert.ok(data.records[0].space_used_bytes > data.records.at(-1).space_used_bytes && "city" in data.records[0].fields);
			const state = await exported(`?view=${view.id}`, { format: "csv" });
			const [head, ...lines] = (await program.get(state.file_href)).text.trim().split(/\r\n/).map((line) => line.split(/[;,]/));

			assert.equal(head.length, 3);
			assert.match(head[2], /bytes|octets/);
			assert.equal(lines.length, all);
			assert.deepEqual(lines.slice(0, 3).map((cells) => cells[2]), data.records.slice(0, 3).map(({ space_used_bytes: bytes }) => `${bytes}`));
			assert.equal(parvis.run("fsck", "--quick").stdout.match(/Numbers of clients: (\d+) wrong/)?.[1], "0");
		});

		test("an archived client is in no list unless asked for, and nobody comes in for it", async () => {
			const person = await parvis.signedIn(camille, { client: made.id });

			assert.equal((await person.get("/p/demo/documents")).status, 200);
			assert.equal((await reader.post(sheet("/archive"))).status, 404);
			assert.equal((await program.post(sheet("/removal"), { name: "Élan Vélos" })).status, 409, "archived first");
			assert.equal((await program.post(`/console/records/clients/${made.id}/removal`)).status, 422, "by no other door either");
			await post(sheet("/archive"));
			assert.notEqual((await person.get("/p/demo/documents")).status, 200);
			assert.deepEqual(await list(program, "?q=%C3%89lan"), []);
			assert.ok(named(await list(program, "?asked.archived=only"), "Élan Vélos").archived_at);
			assert.equal((await list(program, "?q=%C3%89lan&asked.archived=also")).length, 1);
			for (const path of ["/console/search?q=%C3%89lan", "/console/records/clients/suggestions?typed=%C3%89lan"])
				assert.doesNotMatch((await program.get(path)).text, /Vélos/, path);
			assert.equal((await program.get(sheet())).data.archived, true);
			assert.equal((await program.post(sheet("/preview"))).status, 409);
			await post(sheet("/archive/removal"));
			assert.equal((await list(program, "?q=%C3%89lan")).length, 1);
		});

		test("in a browser: archived, its name typed, in the bin; its contacts stay and are found without a client", async () => {
			const staff = await parvis.signedInStaff("helene@solaria.example");
			const look = async (name) => {
				for (const [size, viewport, colorScheme] of [["desktop", desktop, "light"], ["phone", phone, "dark"]]) {
					await page.setViewportSize(viewport);
					await page.emulateMedia({ colorScheme });
					await page.reload();
					await assertFits(page);
					await assertAccessible(page);
					await keepShot(page, `client-base-${name}-${size}`);
				}
				await page.setViewportSize(desktop);
				await page.emulateMedia({ colorScheme: "light" });
				await page.reload();
			};

			browser = await openBrowser({ locale: "fr-FR" });
			page = browser.page;
			page.on("dialog", (dialog) => dialog.accept());
			await browser.context.addCookies([...staff.cookies].map(([key, value]) => ({ name: key, value, url: parvis.url })));
			await page.goto(`${parvis.url}/console/clients`);
			await look("list");
			// A second search takes the place of the first; the list is busy until the second has its answer.
			let answer;
			const held = new Promise((resolve) => (answer = resolve));
			const search = (words) => Promise.all([page.waitForRequest(/[?&]q=/), page.locator("#q").fill(words)]);

			await page.route(/[?&]q=/, async (route) => {
				await held;
				await route.continue().catch(() => {}); // the first was given up
			});
			await search("rien de tel");
			await search("vélos");
			assert.equal(await page.locator("[aria-busy]").count(), 1);
			answer();
			await settled(page);
			assert.equal(new URL(page.url()).searchParams.get("q"), "vélos");
			await page.unrouteAll();
			await page.goto(`${parvis.url}/console/records/clients/views/form`);
			await page.getByLabel("Colonne 4", { exact: true }).selectOption("@folder_count");
			await page.getByLabel("Nom", { exact: true }).fill("Dossiers d’abord");
			await page.getByLabel("Position de la colonne 4").fill("0");
			await page.getByLabel("Triée par").selectOption("@folder_count");
			await look("view");
			await page.goto(`${parvis.url}/console/clients`);
			await page.getByRole("columnheader", { name: "Dossiers" }).getByRole("link").click();
			await page.locator("th[aria-sort=ascending]", { hasText: "Dossiers" }).waitFor();
			await page.getByRole("columnheader", { name: "Dossiers" }).getByRole("link").click();
			await page.locator("th[aria-sort=descending]", { hasText: "Dossiers" }).waitFor();
			assert.match(page.url(), /sort=-%40folder_count/);
			await look("sorted");
			await page.goto(`${parvis.url}/console/clients?sort=-@space_used`);
			await look("space");
			await page.setViewportSize(phone);
			await page.getByText("Trier", { exact: true }).click();
			await keepShot(page, "client-base-sort-phone");
			await page.locator(".menu[open]").getByRole("link", { name: "Membres" }).click();
			await page.waitForURL(/sort=%40member_count/);
			await page.setViewportSize(desktop);
			await page.goto(`${parvis.url}/console/clients`);
			await page.getByRole("checkbox", { name: /^Choisir/ }).first().check();
			await page.getByLabel("Ce qu’il faut modifier").selectOption(`@group_in=${group.id}`);
			await page.getByRole("button", { name: "Modifier", exact: true }).click();
			await page.getByRole("heading", { name: "Mettre dans un groupe" }).waitFor();
			await assertFits(page);
			await assertAccessible(page);
			await keepShot(page, "client-base-bulk-desktop");
			await page.getByRole("button", { name: "Mettre dans un groupe" }).click();
			await page.getByText("Toutes ont été modifiées").waitFor();
			await page.getByLabel("Groupe", { exact: true }).selectOption({ label: "Cycles" });
			await page.waitForURL(/asked\.in_group/);
			await page.goto(parvis.url + sheet("/contacts"));
			await look("contacts");
			await page.goto(parvis.url + sheet());
			await look("sheet");
			await page.getByRole("button", { name: "Archiver ce client" }).click();
			await page.getByText("Archivé depuis le").waitFor();
			await page.getByRole("link", { name: "Supprimer ce client…" }).click();
			await page.getByText("Rivoal").first().waitFor();
			await look("removal");
			await page.getByLabel("Écrivez le nom du client").fill("Un autre nom");
			await page.getByRole("button", { name: "Supprimer ce client" }).click();
			await page.getByText("Ce n’est pas le nom du client").first().waitFor();
			await page.getByLabel("Écrivez le nom du client").fill("élan vélos");
			await page.getByRole("button", { name: "Supprimer ce client" }).click();
			await page.getByText("Le client est dans la corbeille").waitFor();
			await page.goto(`${parvis.url}/console/contacts?asked.client=none`);
			await page.getByRole("link", { name: "Rivoal" }).waitFor();
			await look("without-client");
			assert.deepEqual(browser.complaints, []);
			assert.equal((await program.get(sheet())).status, 404);
			const alone = (await program.get("/console/contacts?asked.client=none")).data.records.map(({ name }) => name);

			assert.ok(alone.includes("Rivoal") && !alone.includes("Camille Durand"), String(alone));
		});

		test("it lies in the bin as long as the house says, then its folders go as well", async () => {
			assert.equal((await reader.get("/console/settings/bin")).status, 404);
			assert.equal((await program.post("/console/settings/bin", { days: "0" })).status, 422);
			await post("/console/settings/bin", { days: "3" });
			assert.equal((await program.get("/console/records/clients/bin")).data.bin_days, 3);
			await post(`/console/records/clients/${made.id}/restoration`);
			assert.equal((await program.get(sheet())).data.archived, true, "as it was: archived");
			assert.equal((await program.post(sheet("/removal"), { name: "Élan Vélos" })).status, 200);
			await post(`/console/records/clients/${made.id}/purge`);
			assert.equal(parvis.sqlNumber("select count(*) from folder where name in ('Contrats', '2026')"), 0);
		});

		test("a file of more clients than a statement takes ids is written, too", async () => {
			parvis.sql(`insert into client (id, number, kind, name, name_key, company_id, country, test, created_at, version)
				with recursive n (i) as (select 1 union all select i + 1 from n where i < 600)
				select 5000000 + i, 'N-' || i, 'household', 'Foyer ' || i, 'foyer ' || i, (select min(id) from company), 'FR', 0, 1700000000000 + i, 1 from n`);
			assert.ok((await exported("", { format: "xlsx", fields: "*" })).count >= 600);
		});
	});
