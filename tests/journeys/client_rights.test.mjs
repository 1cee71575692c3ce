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

		test("the screens, desktop and phone, in light and dark", { skip: engine !== "sqlite" }, async () => {
			const staff = await parvis.signedInStaff("helene@solaria.example");

			browser = await openBrowser({ locale: "fr-FR" });
			await browser.context.addCookies([...staff.cookies].map(([key, value]) => ({ name: key, value, url: parvis.url })));
			const { page } = browser;

			page.on("dialog", (dialog) => dialog.accept());
			await page.goto(parvis.url + client);
			await page.getByRole("navigation", { name: "Parties de cette fiche" }).getByRole("link", { name: "Équipe" }).click();
			await page.getByLabel("Accès de Nadia").selectOption("read");
			await page.getByRole("button", { name: "Enregistrer" }).click();
			await page.getByText("Les accès à ce client sont enregistrés").waitFor();
			assert.equal((await reader.get(client)).status, 200);
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
