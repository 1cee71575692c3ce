// Whose client it is: levels are given on a client's sheet and on groups of clients; whoever has none knows nothing of the
// client anywhere, somebody always keeps it in full, and the reason is told.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { assertAccessible, assertFits, desktop, keepShot, openBrowser, phone } from "../browser.mjs";
import { engines, startParvis } from "../parvis.mjs";
import { idText } from "./people.mjs";

for (const engine of engines)
	describe(`rights on clients, on ${engine}`, () => {
		const name = "Hôtel de la Plage";
		let parvis, administrator, reader, browser, client, invoice, group;

		const idOf = (sql) => idText(BigInt(parvis.sql(sql)[0]));
		const staffId = (email) => idOf(`select id from staff where email = '${email}'`);
		const give = (email, level) => administrator.post(`${client}/staff`, { staff: [{ id: staffId(email), level }] });
		const rowOf = (answer, who) => answer.data.staff.find((row) => row.name.startsWith(who));

		before(async () => {
			parvis = await startParvis({ engine });
			administrator = await parvis.signedInStaff("helene@solaria.example", { json: true });
			reader = await parvis.signedInStaff("nadia@solaria.example", { json: true });
			const row = parvis.sql(`select id from client where name = '${name}'`)[0];

			client = `/console/clients/${idText(BigInt(row))}`;
			invoice = `/console/invoices/${idOf(`select id from invoice where client_id = ${row} and state <> 'draft' order by id limit 1`)}`;
			group = `/console/client-groups/${idOf(`select group_id from client_group_member where client_id = ${row}`)}`;
		});
		after(async () => {
			await browser?.close();
			await parvis?.close();
		});

		test("whoever is given none knows nothing of the client", async () => {
			assert.equal((await reader.get(client)).status, 200);
			assert.equal((await reader.get(invoice)).status, 200);
			const counted = (await reader.get(group)).data.group.client_count;
			const answer = await give("nadia@solaria.example", "none");

			assert.equal(answer.status, 200, answer.text);
			assert.deepEqual([rowOf(answer, "Nadia").level, rowOf(answer, "Gwenaëlle").level], ["none", "full"]);
			for (const path of [client, `${client}/staff`, `${client.replace("clients", "records/clients")}`, invoice, `${invoice}.pdf`])
				assert.equal((await reader.get(path)).status, 404, path);
			for (const path of ["/console/clients?q=plage", "/console/invoices?q=plage", `/console/invoices?client=${client.split("/").pop()}`, group])
				assert.doesNotMatch((await reader.get(path)).text, /Hôtel de la Plage/, path);
			const found = (await reader.get("/console/search?q=plage")).data.modules.map((module) => module.name);

			assert.ok(found.length > 0 && !found.includes("clients"), `titles of other records may say it, the client is not found: ${found}`);
			assert.equal((await reader.get(group)).data.group.client_count, counted - 1);
			assert.equal((await reader.get("/console/clients")).status, 200, "the pages of the others stay open");
			assert.equal(parvis.sqlNumber("select count(*) from audit where action = 'client.staff_change'"), 1);
		});

		test("read shows and does not change, and a group speaks where nothing else is said", async () => {
			const manager = await parvis.signedInStaff("julien@solaria.example", { json: true });
			const said = await administrator.post(group, { staff: [{ id: staffId("julien@solaria.example"), level: "read" }] });

			assert.equal(said.status, 200, said.text);
			assert.match(rowOf(await administrator.get(`${client}/staff`), "Julien").because, /Hôtels/);
			assert.equal((await manager.get(client)).data.may_write, false);
			assert.equal((await manager.post(client, { name: "Autre" })).status, 409);
			assert.equal((await manager.post(`${client}/staff`, { staff: [] })).status, 403);
			assert.equal((await manager.post(`${client}/contacts`, { last_name: "X", email: "x@exemple.example" })).status, 403);
			assert.equal((await manager.post(group, { name: "Hôtels" })).status, 404, "groups are the administrators'");
			assert.equal((await give("julien@solaria.example", "full")).status, 200);
			assert.equal((await manager.get(client)).data.may_write, true);
			const why = await administrator.get(`${client.replace("clients", "records/clients")}/access`);

			assert.match(why.text, /given to them by hand/);
			assert.doesNotMatch(JSON.stringify(why.data.people), /Nadia/);
		});

		test("the last full right stays", async () => {
			const all = (await administrator.get(`${client}/staff`)).data.staff;
			const refused = await administrator.post(`${client}/staff`, { staff: all.map(({ id }) => ({ id, level: "read" })) });

			assert.equal(refused.status, 422, refused.text);
			assert.match(JSON.stringify(refused.data.problems), /keep full access/);
			assert.equal(parvis.sqlNumber("select count(*) from client_staff where level = 1"), 0, "nothing of it is kept");
			assert.equal((await administrator.post(`${client}/staff`, { staff: [{ id: all[0].id, level: "everything" }] })).status, 422);
			assert.equal((await administrator.post(`${client}/staff`, { staff: [{ id: all[0].id, level: "none", was: "read" }] })).status, 422, "somebody else was faster");
		});

		test("an administrator who was given none reads no name in the journal", async () => {
			assert.match((await administrator.get("/console/audit")).text, /Hôtel de la Plage/);
			const answer = await give("helene@solaria.example", "none");

			assert.equal(answer.status, 200, answer.text);
			assert.doesNotMatch((await administrator.get("/console/audit")).text, /Hôtel de la Plage/);
			assert.equal((await administrator.get(client)).status, 404);
			const manager = await parvis.signedInStaff("julien@solaria.example", { json: true });

			assert.equal((await manager.post(`${client}/staff`, { staff: [{ id: staffId("helene@solaria.example"), level: "" }] })).status, 200);
			assert.equal((await administrator.get(client)).status, 200);
		});

		test("in a browser without scripts: a group is made, a client put into it, and both undone", async () => {
			const page = await parvis.signedInStaff("helene@solaria.example");
			let answer = await page.submit(await page.open("/console/client-groups"), { name: "Nantes" }, { action: "/console/client-groups" });

			assert.match(answer.words, /The group was added/);
			const made = answer.path;

			answer = await page.submit(answer, { client: "nobody at all" }, { action: `${made}/clients` });
			assert.match(answer.words, /No client has this number/);
			answer = await page.submit(answer, { client: name }, { action: `${made}/clients` });
			assert.match(answer.words, /The client is in the group/);
			assert.match((await page.open(client)).words, /Nantes/);
			assert.match((await page.open("/console/clients?q=plage")).words, /Nantes/);
			answer = await page.submit(await page.open(`${client}/form`), { "groups.0": "" }, { action: client });
			answer = await page.submit(await page.open(made), {}, { action: `${made}/removal` });
			assert.match(answer.words, /The group was removed/);
			assert.equal((await page.open(client)).status, 200);
		});

		test("an account is closed once somebody takes over the clients that nobody else has in full", async () => {
			const all = (await administrator.get(`${client}/staff`)).data.staff, julien = staffId("julien@solaria.example");
			const account = `/console/staff/${julien}`, sql = (id) => BigInt(parvis.sql(`select id from staff where email = '${id}'`)[0]);
			const levels = all.map(({ id }) => ({ id, level: id === julien ? "full" : "read" }));

			assert.equal((await administrator.post(`${client}/staff`, { staff: levels })).status, 200);
			const refused = await administrator.post(`${account}/closing`, {});

			assert.equal(refused.status, 422, refused.text);
			assert.match(JSON.stringify(refused.data.problems), /full access to Hôtel de la Plage/);
			const { data } = await administrator.get(account);
			const demoted = await administrator.post(account, { name: data.staff.name, email: data.staff.email, profile: "reader" });

			assert.match(JSON.stringify(demoted.data.problems), /full access to Hôtel de la Plage/);
			assert.equal((await administrator.post(`${account}/closing`, { successor: staffId("nadia@solaria.example") })).status, 422, "who may change no client takes none over");
			assert.equal(parvis.sqlNumber(`select count(*) from staff where id = ${sql("julien@solaria.example")} and disabled_at is null`), 1);
			const page = await parvis.signedInStaff("helene@solaria.example");
			let answer = await page.send("POST", `${account}/closing`, { form: { csrf: (await page.open(account)).form(["version"]).fields.csrf } });

			assert.match(answer.words, /Hôtel de la Plage/);
			answer = await page.submit(answer, { successor: staffId("helene@solaria.example") }, { action: `${account}/closing` });
			assert.match(answer.words, /The account is closed/);
			assert.equal(rowOf(await administrator.get(`${client}/staff`), "Hélène").level, "full");
			assert.equal((await administrator.post(`${account}/opening`, {})).status, 200);
			assert.equal((await administrator.post(`${client}/staff`, { staff: levels.map(({ id }) => ({ id, level: "" })) })).status, 200);
		});

		test("who sees but given clients has their sheets, and nothing of the others", async () => {
			const other = `/console/clients/${idOf(`select id from client where name <> '${name}' and test = 0 order by id limit 1`)}`;
			const contact = idOf(`select contact_id from client_contact join client on client.id = client_id where client.name <> '${name}' and contact_id not in (select contact_id from client_contact join client on client.id = client_id where client.name = '${name}') order by contact_id limit 1`);
			const share = (sharing) => parvis.sql(`update module set sharing = '${sharing}' where name in ('clients', 'contacts'); update catalogue set version = version + 1;`);

			share("private");
			assert.equal((await give("nadia@solaria.example", "read")).status, 200);
			assert.equal((await give("julien@solaria.example", "full")).status, 200);
			const manager = await parvis.signedInStaff("julien@solaria.example", { json: true });

			for (const tab of ["", "/contacts", "/folders", "/activities", "/staff"])
				for (const person of [reader, manager]) {
					assert.equal((await person.get(client + tab)).status, 200, tab);
					assert.equal((await person.get(other + tab)).status, 404, tab);
				}
			assert.deepEqual([(await reader.get(client)).data.may_write, (await manager.get(client)).data.may_write], [false, true]);
			assert.equal((await reader.get(`${client}/permissions`)).status, 404);
			assert.equal((await manager.get(`${client}/permissions`)).status, 200);
			assert.equal((await reader.post(`${client}/folders`, { name: "Lu" })).status, 403);
			assert.equal((await manager.post(`${client}/folders`, { name: "Ouvert" })).status, 200);
			assert.equal((await manager.post(`${client}/contacts`, { last_name: "Nouvelle", email: "nouvelle@exemple.example" })).status, 200);
			assert.equal((await manager.get(`/console/contacts/${contact}`)).status, 404);
			assert.equal((await reader.get("/console/clients")).data.records.length, 1);
			const invoices = (await reader.get("/console/invoices")).data.invoices;

			const theirs = parvis.sql(`select invoice.id from invoice join client on client.id = client_id where client.name = '${name}'`).map((id) => idText(BigInt(id)));

			assert.ok(invoices.length > 0 && invoices.every(({ id }) => theirs.includes(id)), JSON.stringify(invoices));
			for (const path of ["/console/invoices", "/console/client-groups", "/console/contacts"])
				assert.doesNotMatch((await reader.get(path)).text, new RegExp(other.split("/").pop()), path);
			share("write");
		});

		test("the screens, desktop and phone, in light and dark", { skip: engine !== "sqlite" }, async () => {
			const staff = await parvis.signedInStaff("helene@solaria.example");

			browser = await openBrowser({ locale: "fr-FR" });
			await browser.context.addCookies([...staff.cookies].map(([key, value]) => ({ name: key, value, url: parvis.url })));
			const { page } = browser;

			page.on("dialog", (dialog) => dialog.accept());
			await page.goto(parvis.url + client);
			await page.getByRole("navigation", { name: "Parties de cette fiche" }).getByRole("link", { name: "Équipe", exact: true }).click();
			await page.getByLabel("Accès de Nadia").selectOption("read");
			await page.getByRole("button", { name: "Enregistrer" }).click();
			await page.getByText("Les accès à ce client sont enregistrés").waitFor();
			assert.equal((await reader.get(client)).status, 200);
			await administrator.post(`${client}/staff`, { staff: (await administrator.get(`${client}/staff`)).data.staff.map(({ id }) => ({ id, level: id === staffId("julien@solaria.example") ? "full" : "read" })) });
			await page.goto(`${parvis.url}/console/staff/${staffId("julien@solaria.example")}`);
			await page.getByRole("button", { name: "Fermer" }).click();
			await page.getByLabel("Qui les reprend").waitFor();
			await assertFits(page);
			await assertAccessible(page);
			await keepShot(page, "staff-handover-desktop");
			await administrator.post(`${client}/staff`, { staff: [{ id: staffId("nadia@solaria.example"), level: "read" }] });
			for (const [shot, path] of [["client-staff", `${client}/staff`], ["client-sheet", client], ["client-groups", "/console/client-groups"], ["client-group", group]])
				for (const [size, viewport, colorScheme] of [["desktop", desktop, "light"], ["phone", phone, "dark"]]) {
					await page.setViewportSize(viewport);
					await page.emulateMedia({ colorScheme });
					await page.goto(parvis.url + path);
					await assertFits(page);
					await assertAccessible(page);
					await keepShot(page, `${shot}-${size}`);
				}
			assert.deepEqual(browser.complaints, []);
		});
	});
