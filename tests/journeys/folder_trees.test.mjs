// Folder-tree templates: written as a list or folder by folder, looked at through contacts' eyes, applied to a client several
// at once, and again later.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { answered, assertAccessible, assertFits, desktop, keepShot, openBrowser, phone } from "../browser.mjs";
import { engines, startParvis } from "../parvis.mjs";
import { idText, peopleOf } from "./people.mjs";

const home = "/console/settings/folder-trees";

for (const engine of engines)
	describe(`folder-tree templates, on ${engine}`, () => {
		let parvis, administrator, contact, client, apply, browser;
		const trees = {};

		const rowsOf = (answer) => Object.fromEntries(answer.data.folders.map((row) => [row.name, row]));
		const templateOf = async (name) => (await administrator.get(`${home}/${trees[name]}`)).data;
		const folderOf = async (name, folder) => rowsOf({ data: await templateOf(name) })[folder];
		const make = async (name, list) => {
			const answer = await administrator.post(home, { name, list });

			assert.equal(answer.status, 200, answer.text);
			trees[name] = answer.data.id;
		};
		const say = async (name, folder, level) => {
			const answer = await administrator.post(`${home}/${trees[name]}/folders/${(await folderOf(name, folder)).id}`, { rights: [{ who: "contacts", level }] });

			assert.equal(answer.status, 200, answer.text);
		};
		const planOf = async (names, again) => {
			const query = names.map((name, i) => `trees.${i}=${trees[name]}`).join("&");

			return (await administrator.get(`${apply}?${query}${again ? "&again=1" : ""}`)).data.plan;
		};
		const applyAll = (names, more = {}) => administrator.post(apply, { trees: names.map((name) => trees[name]), ...more });
		const portalTree = async (path = "/p/demo/documents") => {
			const found = [];

			for (const folder of (await contact.get(path)).data.folders)
				found.push([folder.name, folder.level], ...(await portalTree(folder.href)));
			return found;
		};

		before(async () => {
			parvis = await startParvis({ engine });
			administrator = await parvis.signedInStaff("helene@solaria.example", { json: true });
			const [person] = peopleOf(parvis);

			contact = await parvis.signedIn(person.email, { json: true });
			client = `/console/clients/${idText(BigInt(person.clientId))}`;
			apply = `${client}/folder-trees`;
			for (const { id } of (await administrator.get(`${client}/folders`)).data.folders)
				await administrator.post(`${client}/folders/${id}/removal`, {});
		});
		after(async () => {
			await browser?.close();
			await parvis?.close();
		});

		test("a template is pasted as a list, and what is wrong with the list names its line", async () => {
			await make("Chantier", "Étude\n  - Plans\n  - Devis\nTravaux/Photos\nTravaux/Notes");
			assert.deepEqual((await templateOf("Chantier")).folders.map(({ name }) => name), ["Étude", "Devis", "Plans", "Travaux", "Notes", "Photos"]);
			const answer = await administrator.post(`${home}/${trees.Chantier}/list`, { list: "Étude\n\tPlans\n\tplans" });

			assert.equal(answer.status, 422);
			assert.match(answer.data.errors.list, /^Line 3: “plans” stands there already, in line 2\.$/);
			assert.equal(answer.data.values.list.split("\n").length, 3, "what was typed comes back");
			assert.equal((await administrator.post(home, { name: "chantier", list: "" })).status, 422, "the name is taken");
			assert.equal((await administrator.post(`${home}/${trees.Chantier}/list`, { list: "\n" })).status, 422);
			assert.equal((await administrator.post(home, { name: "Faux", list: "A\n   B\n C" })).status, 422);
			assert.equal(parvis.sqlNumber("select count(*) from tree where name = 'Faux'"), 0, "nothing half-done");
		});

		test("folders are added, named, moved and removed; two of one name do not lie side by side", async () => {
			const at = (folder, below = "") => `${home}/${trees.Chantier}/folders/${folder.id}${below}`;
			const study = await folderOf("Chantier", "Étude"), works = await folderOf("Chantier", "Travaux"), notes = await folderOf("Chantier", "Notes");

			assert.equal((await administrator.post(`${home}/${trees.Chantier}/folders`, { name: "photos", parent: works.id })).status, 422);
			assert.equal((await administrator.post(`${home}/${trees.Chantier}/folders`, { name: "Photos", parent: study.id })).status, 200);
			assert.equal((await administrator.post(at(works, "/place"), { parent: notes.id })).status, 422, "not into itself");
			assert.equal((await administrator.post(at(notes, "/place"), { parent: study.id })).status, 200);
			assert.equal((await folderOf("Chantier", "Notes")).above, "Étude");
			assert.equal((await administrator.post(at(notes, "/place"), { parent: trees.Chantier })).status, 200);
			assert.equal((await administrator.post(at(notes), { name: "Notes: internes" })).status, 200);
			assert.ok(await folderOf("Chantier", "Notes_ internes"), "names are made safe");
			const old = (await templateOf("Chantier")).tree.version - 1;
			const late = await administrator.post(at(notes), { name: "Trop tard", version: old });

			assert.equal(late.status, 409);
			assert.equal(late.data.values.name, "Trop tard", "what was typed stays");
			assert.equal((await administrator.post(at(study, "/removal"), {})).status, 200);
			assert.equal((await templateOf("Chantier")).tree.folder_count, 3);
			await administrator.post(`${home}/${trees.Chantier}/list`, { list: "Étude\n  Plans\n  Devis" });
		});

		test("what the view of a template shows is what contacts get", async () => {
			await make("Papiers", "Étude/Devis\nFactures");
			await say("Chantier", "Étude", "full");
			await say("Chantier", "Plans", "none");
			await say("Chantier", "Photos", "read");
			await say("Papiers", "Étude", "read");
			const view = (await administrator.get(`/console/folder-trees/${trees.Chantier}`)).data.tree_folders;

			assert.deepEqual(view.map(({ name, level }) => [name, level]), [["Étude", "full"], ["Devis", "full"], ["Travaux", "none"], ["Photos", "read"]]);
			assert.equal((await administrator.get(`/console/folder-trees/${trees.Chantier}?who=colleagues`)).data.tree_folders.length, 6);
			assert.equal((await administrator.get(`/console/folder-trees/${trees.Chantier}?who=crew.0000000000001`)).status, 404);
			const plan = await planOf(["Chantier", "Papiers"]);

			assert.equal(plan.made_count, 7);
			assert.equal((await applyAll(["Chantier", "Papiers"], { seen: plan.seen })).status, 200);
			assert.deepEqual(await portalTree(), [["Étude", "read"], ["Devis", "read"], ["Travaux", "none"], ["Photos", "read"]]);
			const { tree, clients } = await templateOf("Chantier");

			assert.deepEqual([tree.client_count, clients.map(({ apply_href: again }) => again)], [1, [`${apply}?trees.0=${trees.Chantier}`]]);
		});

		test("later changes touch no client unless applied again, which lists them first; twice changes nothing", async () => {
			const state = () => parvis.sql("select id, name from folder order by 1").concat(parvis.sql("select folder_id, whose, level from folder_right order by 1, 2"));
			const before = state();

			assert.equal((await applyAll(["Chantier", "Papiers"], { again: "1" })).status, 200);
			assert.deepEqual(state(), before);
			await say("Papiers", "Étude", "none");
			await say("Papiers", "Factures", "read");
			await administrator.post(`${home}/${trees.Papiers}/list`, { list: "Factures/2027" });
			assert.deepEqual(state(), before);
			const plain = await planOf(["Papiers"]), again = await planOf(["Papiers"], true);

			assert.deepEqual([plain.made_count, plain.changes], [1, []]);
			assert.deepEqual(again.changes.map(({ name, before, after }) => [name, before, after]), [["Étude", "read", "none"], ["Factures", "", "read"]]);
			assert.equal((await applyAll(["Papiers"], { seen: again.seen })).status, 409, "another list than was shown");
			assert.equal((await applyAll(["Papiers"], { seen: again.seen, again: "1" })).status, 200);
			assert.deepEqual(await portalTree(), [["Factures", "read"], ["2027", "read"], ["Travaux", "none"], ["Photos", "read"]]);
			assert.deepEqual(parvis.sql("select distinct action from audit where action like 'folder_tree.%' order by 1"), ["folder_tree.apply", "folder_tree.change", "folder_tree.create"]);
		});

		test("who may change templates, and who may apply them", async () => {
			const manager = await parvis.signedInStaff("julien@solaria.example", { json: true });
			const reader = await parvis.signedInStaff("nadia@solaria.example", { json: true });

			for (const [who, status] of [[manager, 404], [reader, 404]]) {
				assert.equal((await who.get(home)).status, status);
				assert.equal((await who.post(`${home}/${trees.Papiers}`, { name: "À moi" })).status, status);
			}
			assert.equal((await reader.get(`/console/folder-trees/${trees.Papiers}`)).status, 200);
			assert.equal((await reader.get(apply)).status, 404);
			assert.equal((await manager.get(apply)).status, 200);
			const staff = (await administrator.get(`${client}/staff`)).data.staff.find((row) => row.name.startsWith("Julien"));

			assert.equal((await administrator.post(`${client}/staff`, { staff: [{ id: staff.id, level: "read" }] })).status, 200);
			assert.equal((await manager.get(apply)).status, 403);
			assert.equal((await manager.post(apply, { trees: [trees.Papiers] })).status, 403);
			assert.equal((await administrator.post(apply, {})).status, 422, "nothing ticked");
			assert.equal((await administrator.post(apply, { trees: ["x"] })).status, 422);
			const copy = await administrator.post(`${home}/${trees.Papiers}/copies`, {});

			assert.equal(copy.data.name, "Papiers (2)");
			assert.equal(copy.data.folder_count, 4);
			assert.equal((await administrator.post(`${home}/${copy.data.id}/removal`, {})).status, 200);
			assert.equal((await administrator.post(apply, { trees: [copy.data.id] })).status, 422, "it is gone");
		});

		test("the screens: dragged, moved by the keyboard, and without scripts", { skip: engine !== "sqlite" }, async () => {
			const plain = await parvis.signedInStaff("helene@solaria.example");
			const listed = await plain.submit(await plain.open(home), { name: "Sans script", list: "A\n  B" }, { action: home });

			assert.match(listed.words, /The template was added/);
			browser = await openBrowser({ locale: "fr-FR" });
			await browser.context.addCookies([...plain.cookies].map(([key, value]) => ({ name: key, value, url: parvis.url })));
			const { page } = browser;
			const row = (name) => page.locator(".rows.tree [data-item]").filter({ has: page.getByRole("link", { name, exact: true }) });

			await page.goto(`${parvis.url}${home}/${trees.Chantier}`);
			await answered(page, () => row("Notes_ internes").dragTo(row("Photos")));
			await page.getByText("dans Photos").first().waitFor();
			await page.getByRole("link", { name: "Notes_ internes" }).first().focus();
			await answered(page, () => page.keyboard.press("Alt+ArrowLeft"));
			await page.locator("li", { has: page.getByRole("link", { name: "Notes_ internes" }) }).getByText("dans Travaux").waitFor();
			assert.equal(await page.evaluate(() => document.activeElement.textContent), "Notes_ internes", "the focus stays");
			await page.keyboard.press("ArrowUp");
			assert.equal(await page.evaluate(() => document.activeElement.textContent), "Travaux");
			await page.getByRole("link", { name: "Photos", exact: true }).click();
			await page.getByLabel("Tous les contacts").selectOption("full");
			await page.getByRole("button", { name: "Enregistrer" }).click();
			await page.getByText("Le dossier est enregistré").waitFor();

			await page.goto(`${parvis.url}${client}/folders`);
			await page.getByRole("link", { name: "Appliquer un modèle" }).click();
			await page.getByLabel(/Chantier \d/).check();
			await page.getByLabel(/Sans script/).check();
			await page.getByRole("button", { name: "Montrer ce qui serait créé" }).click();
			await page.getByRole("heading", { name: "3 nouveaux dossiers" }).waitFor();
			const planned = page.url().slice(parvis.url.length);
			const photos = (await folderOf("Chantier", "Photos")).id;

			for (const [shot, path] of [["folder-trees", home], ["folder-tree", `${home}/${trees.Chantier}?folder=${photos}`], ["folder-tree-view", `/console/folder-trees/${trees.Chantier}`], ["folder-tree-apply", planned], ["folder-tree-top", `${home}/${trees.Chantier}`]])
				for (const [size, viewport, colorScheme] of [["desktop", desktop, "light"], ["phone", phone, "dark"]]) {
					await page.setViewportSize(viewport);
					await page.emulateMedia({ colorScheme });
					await page.goto(parvis.url + path);
					await assertFits(page);
					await assertAccessible(page);
					await keepShot(page, `${shot}-${size}`);
				}
			await page.setViewportSize(desktop);
			await page.goto(parvis.url + planned);
			await page.getByRole("button", { name: "Appliquer", exact: true }).click();
			await page.getByText("Les dossiers sont créés").waitFor();
			await page.getByRole("link", { name: "A", exact: true }).waitFor();
			assert.deepEqual(browser.complaints, []);
		});
	});
