// A client's folders: staff make, name, move and remove them at the client's sheet, contacts find theirs in the portal, and
// what somebody may not see is nowhere.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { openBrowser } from "../browser.mjs";
import { engines, startParvis } from "../parvis.mjs";
import { Gallery, twoWays } from "./gallery.mjs";
import { idText, peopleOf } from "./people.mjs";

for (const engine of engines)
	describe(`folders, on ${engine}`, () => {
		let parvis, helene, nadia, marie, person, home, browser;
		const made = {};
		const documents = "/p/demo/documents";

		const make = async (name, where = home) => (await helene.post(where === home ? home : `${where}/folders`, { name })).data;
		const names = async (who, path) => (await who.get(path)).data.folders.map(({ name }) => name);
		const give = (folder, level) =>
			parvis.sql(`insert into folder_right (folder_id, client_id, whose, who_id, level) select id, client_id, 'contacts', 0, ${level} from folder where name = '${folder}';
				update folder set rights_above_id = rights_id where name = '${folder}';
				update folder set rights_id = (select id from folder as given where given.name = '${folder}') where path like (select path from folder as given where given.name = '${folder}') || '%'`);

		before(async () => {
			parvis = await startParvis({ engine });
			[helene, nadia] = await Promise.all(["helene", "nadia"].map((name) => parvis.signedInStaff(`${name}@solaria.example`, { json: true })));
			[person] = peopleOf(parvis, { company: "Solaria Énergies" });
			marie = await parvis.signedIn(person.email, { json: true });
			const client = parvis.sql(`select client_id from client_contact where contact_id = (select id from contact where email = '${person.email}') order by 1 limit 1`)[0];

			parvis.sql("delete from folder_right; delete from folder");
			home = `/console/clients/${idText(BigInt(client))}/folders`;
		});
		after(async () => {
			await browser?.close();
			await parvis?.close();
		});

		test("staff make folders in one another; a name is taken once, whatever its case", async () => {
			assert.equal((await helene.get(home)).data.has_rows, false);
			made.pay = (await make("Paie")).href;
			made.year = (await make("2026", made.pay)).href;
			await make("Élections", made.year);
			await make("Contrats");
			assert.deepEqual(await names(helene, home), ["Contrats", "Paie"]);
			const again = await helene.post(home, { name: "PAIE" });

			assert.equal(again.status, 422);
			assert.equal(again.data.values.name, "PAIE");
			assert.match(again.data.errors.name, /of this name already/);
			assert.equal((await helene.post(home, { name: "" })).status, 422);
			assert.equal((await make("../Compta.")).name, "_Compta");
			assert.equal((await nadia.post(home, { name: "Non" })).status, 403, "who only reads the client");
		});

		test("contacts find what they were given, and its way, and nothing else", async () => {
			assert.deepEqual(await names(marie, documents), []);
			give("2026", 1);
			assert.deepEqual(await names(marie, documents), ["Paie"], "a name on the way");
			const [pay] = (await marie.get(documents)).data.folders;

			assert.equal(pay.level.code ?? pay.level, "none");
			assert.deepEqual(await names(marie, pay.href), ["2026"]);
			assert.equal((await marie.get(`${documents}/${made.year.split("/").at(-1)}`)).data.folder.may_add, false);
			assert.equal((await marie.post(`${documents}/${made.year.split("/").at(-1)}/folders`, { name: "Non" })).status, 403);
			give("Contrats", 2);
			const [contracts] = (await marie.get(documents)).data.folders;

			assert.equal((await marie.post(`${contracts.href}/folders`, { name: "Signés" })).status, 200);
			assert.deepEqual(await names(helene, (await helene.get(home)).data.folders.find(({ name }) => name === "Contrats").href), ["Signés"]);
		});

		test("a folder moves with what is in it, and what it had from above it has from its new place", async () => {
			const contracts = (await helene.get(home)).data.folders.find(({ name }) => name === "Contrats");

			assert.deepEqual((await helene.get(`${made.pay}/place`)).data.places.map(({ name }) => name), ["_Compta", "Contrats"]);
			assert.equal((await helene.post(`${made.pay}/place`, { parent: made.year.split("/").at(-1) })).status, 422, "into itself");
			assert.equal((await helene.post(`${made.pay}/place`, { parent: contracts.id })).status, 200);
			assert.deepEqual(await names(marie, documents), ["Contrats"]);
			assert.deepEqual(await names(marie, `${documents}/${contracts.id}`), ["Paie", "Signés"]);
		});

		test("what is removed lies in the bin with all that was in it, and comes back", async () => {
			assert.equal((await helene.post(`${made.pay}/removal`)).status, 200);
			assert.equal((await helene.get(made.year)).status, 404);
			const [removed, ...others] = (await helene.get(`${home}/bin`)).data.removed;

			assert.deepEqual([removed.name, others], ["Paie", []]);
			assert.equal((await nadia.get(`${home}/bin`)).data.removed.length, 0, "who could not bring it back");
			assert.equal((await helene.post(removed.return_href)).status, 200);
			assert.equal((await helene.get(made.year)).data.folders[0].name, "Élections");
			assert.equal((await helene.post(removed.return_href)).status, 404);
		});

		test("the screens, with a name from the browser, JavaScript or not", { skip: engine !== "sqlite" }, async () => {
			browser = await openBrowser();
			const gallery = new Gallery(parvis, browser);

			await gallery.take(helene);
			for (const way of twoWays)
				for (const [name, path] of [["folders", home], ["folders-place", `${made.year}/place`], ["folders-bin", `${home}/bin`]])
					assert.equal(await gallery.look(name, path, way), 200, path);
			await browser.page.goto(parvis.url + home);
			await browser.page.getByLabel(/New folder|Nouveau dossier/).fill("Depuis la page");
			await browser.page.getByRole("button", { name: /Make the folder|Créer le dossier/ }).click();
			await browser.page.getByRole("heading", { name: "Depuis la page" }).waitFor();
			await gallery.take(marie);
			for (const way of twoWays)
				assert.equal(await gallery.look("folders-portal", documents, way), 200);
		});
	});
