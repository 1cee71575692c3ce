// Rights on a client's folders: given folder by folder to all, a group or one person, looked at with the eye, which shows
// what the contact really gets, and kept against changes of others meanwhile.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { assertAccessible, assertFits, desktop, keepShot, openBrowser, phone } from "../browser.mjs";
import { engines, startParvis } from "../parvis.mjs";
import { idText, peopleOf } from "./people.mjs";

for (const engine of engines)
	describe(`rights on folders, on ${engine}`, () => {
		let parvis, administrator, contact, client, rights, who, browser;
		const folders = {};

		const rowsOf = (answer) => Object.fromEntries(answer.data.folders.map((row) => [row.name, row]));
		const make = async (name, inside) => {
			const answer = await administrator.post(`${client}/folders${inside ? `/${folders[inside]}/folders` : ""}`, { name });

			assert.equal(answer.status, 200, answer.text);
			folders[name] = answer.data.id;
		};
		const say = (subject, levels, more = {}) =>
			administrator.post(rights, { who: subject, folders: Object.entries(levels).map(([name, level]) => ({ id: folders[name], level })), ...more });
		const namesIn = (answer) => answer.data.folders.map((folder) => folder.name);
		// What somebody's tree has: every folder that is opened from the top, with its level.
		const portalTree = async (path = "/p/demo/documents") => {
			const found = {};

			for (const folder of (await contact.get(path)).data.folders)
				Object.assign(found, { [folder.name]: folder.level }, await portalTree(folder.href));
			return found;
		};
		const eyeTree = async (id) => {
			const found = {};
			const answer = await administrator.get(`${rights}/eye?who=${who}${id ? `&open=${id}` : ""}`);
			const rows = answer.data.folders, at = rows.findIndex((row) => row.open);

			for (const row of rows.slice(at + 1))
				Object.assign(found, { [row.name]: row.level }, await eyeTree(row.id));
			return found;
		};

		before(async () => {
			parvis = await startParvis({ engine });
			administrator = await parvis.signedInStaff("helene@solaria.example", { json: true });
			const [person] = peopleOf(parvis);
			const clientId = idText(BigInt(person.clientId));
			const contactId = idText(BigInt(parvis.sql(`select id from contact where email = '${person.email}'`)[0]));

			contact = await parvis.signedIn(person.email, { json: true });
			client = `/console/clients/${clientId}`;
			rights = `${client}/permissions`;
			who = `contact.${contactId}`;
			for (const [name, inside] of [["Social"], ["Paie", "Social"], ["Bulletins", "Paie"], ["Juridique"]])
				await make(name, inside);
		});
		after(async () => {
			await browser?.close();
			await parvis?.close();
		});

		test("what is said of all, of a person and nearer is told with where it comes from", async () => {
			let answer = await say("contacts", { Social: "read", Bulletins: "none" });

			assert.equal(answer.status, 200, answer.text);
			assert.equal(rowsOf(answer).Social.level, "read");
			answer = await administrator.get(`${rights}?who=${who}&open=${folders.Paie}`);
			assert.equal(rowsOf(answer).Paie.because, "From Social, as all contacts.");
			assert.equal(rowsOf(answer).Bulletins.level, "none");
			answer = await say(who, { Paie: "full" }, { open: folders.Paie });
			assert.deepEqual([rowsOf(answer).Paie, rowsOf(answer).Bulletins].map((row) => [row.level, row.because]), [["full", "Set here."], ["full", "From Paie."]]);
			assert.equal(rowsOf(answer).Juridique, undefined, "only what lies in the open folder");
			assert.equal(parvis.sqlNumber("select count(*) from audit where action = 'folder.right'"), 3);
		});

		test("the eye shows what the contact really gets", async () => {
			const seen = await eyeTree();

			assert.deepEqual(seen, await portalTree());
			assert.equal(seen.Social, "read");
			assert.equal(seen.Juridique, undefined);
			assert.equal((await say(who, { Social: "none" })).status, 200);
			assert.deepEqual(await eyeTree(), await portalTree());
			assert.equal((await eyeTree()).Social, "none", "the name alone, on the way to what they may read");
			assert.equal((await administrator.get(`${rights}/eye?who=${who}&open=${folders.Juridique}`)).status, 404);
			assert.equal((await say(who, { Social: "" })).status, 200);
		});

		test("bad input, and somebody who was faster", async () => {
			assert.equal((await say(who, { Social: "everything" })).status, 422);
			assert.equal((await administrator.post(rights, { who, folders: [{ id: "0000000000000", level: "read" }] })).status, 422);
			for (const nobody of ["contact.0000000000001", "crew", "contacts.0000000000101", "x"])
				assert.equal((await administrator.get(`${rights}?who=${nobody}`)).status, 404, nobody);
			const late = await administrator.post(rights, { who, open: folders.Social, folders: [{ id: folders.Paie, was: "none", level: "read" }] });

			assert.equal(late.status, 409, late.text);
			const row = rowsOf(late).Paie;

			assert.deepEqual([row.level, row.given, row.options.find((option) => option.current).code], ["full", "full", "read"], "what was chosen stays");
			const closed = await say("colleagues", { Juridique: "none" });

			assert.equal(closed.status, 422, closed.text);
			assert.match(closed.text, /close this folder to yourself/);
		});

		test("a right for a folder and all below it: listed before, done in one go, undone", async () => {
			const ask = `${rights}/cascade?who=contacts&open=${folders.Social}&level=full`;
			const asked = (await administrator.get(ask)).data;
			const changed = (plan) => plan.changes.map((change) => [change.name, change.before, change.after]);
			const cascade = (reach, seen) => administrator.post(`${rights}/cascade`, { who: "contacts", open: folders.Social, level: "full", reach, seen });
			const said = () => parvis.sql("select folder_id, whose, level from folder_right order by 1, 2, 3");
			const before = said();

			assert.deepEqual(changed(asked.inherited), [["Social", "read", "full"], ["Paie", "read", "full"]]);
			assert.deepEqual(changed(asked.everywhere), [["Social", "read", "full"], ["Paie", "read", "full"], ["Bulletins", "none", "full"]]);
			assert.equal((await cascade("everywhere", asked.inherited.seen)).status, 409, "another list than was shown");
			assert.equal((await cascade("somewhere")).status, 422);
			const done = await cascade("everywhere", asked.everywhere.seen);

			assert.equal(done.status, 200, done.text);
			assert.equal(rowsOf(await administrator.get(`${rights}?who=contacts&open=${folders.Paie}`)).Bulletins.level, "full");
			const { undo_href: undo } = (await administrator.get(rights)).data.cascade;

			assert.equal((await say("contacts", { Bulletins: "read" })).status, 200);
			assert.equal((await administrator.post(undo, {})).status, 409, "something was said since");
			assert.equal((await say("contacts", { Bulletins: "" })).status, 200);
			assert.equal((await administrator.post(undo, {})).status, 200);
			assert.deepEqual(said(), before);
			assert.equal((await administrator.post(undo, {})).status, 404, "once");
			assert.equal((await administrator.get(rights)).data.cascade, null);
			assert.equal((await cascade("inherited", asked.inherited.seen)).status, 200);
			assert.equal((await administrator.post((await administrator.get(rights)).data.cascade.undo_href, {})).status, 200);
			assert.deepEqual(said(), before);
			assert.equal(parvis.sqlNumber("select count(*) from audit where action in ('folder.cascade', 'folder.cascade_undo')"), 4);
		});

		test("a folder moves with the rights of the new place, or with those it has: listed before", async () => {
			const place = `${client}/folders/${folders.Bulletins}/place`;
			const levels = async () => (await administrator.get(`${client}/folders/${folders.Bulletins}/people`)).data;
			const rightsOf = (answer) => Object.fromEntries([...answer.groups, ...answer.people].map((row) => [row.name, row.level]));

			assert.equal((await say("contacts", { Bulletins: "", Juridique: "full" })).status, 200);
			const before = rightsOf(await levels()), asked = (await administrator.get(`${place}?in=${folders.Juridique}`)).data.rights;

			assert.deepEqual(asked.changes.find((change) => change.name === "contacts"), { name: "contacts", before: "read", after: "full", folders: null });
			assert.equal((await administrator.post(place, { parent: folders.Juridique, rights: "both" })).status, 422);
			assert.equal((await administrator.post(place, { parent: folders.Juridique, rights: "keep" })).status, 200);
			assert.deepEqual(rightsOf(await levels()), before, "nobody notices");
			assert.equal((await administrator.post(place, { parent: folders.Paie, rights: "keep" })).status, 200);
			assert.deepEqual(rightsOf(await levels()), before);
			for (const subject of ["contacts", who])
				assert.equal((await say(subject, { Bulletins: "" })).status, 200);
			assert.equal((await administrator.post(place, { parent: folders.Juridique })).status, 200);
			assert.equal(rightsOf(await levels()).contacts, "full", "those of the new place, unless said");
			assert.equal((await administrator.post(place, { parent: folders.Paie, rights: "take" })).status, 200);
			assert.equal(parvis.sqlNumber("select count(*) from activity where action = 'folder.rights_kept'"), 2);
			const helene = (await administrator.get(`${client}/staff`)).data.staff.find((row) => row.name.startsWith("Hélène"));

			assert.equal((await say(`staff.${helene.id}`, { Paie: "full" })).status, 200);
			assert.equal((await say("colleagues", { Bulletins: "none" })).status, 200);
			assert.equal((await administrator.post(place, { parent: folders.Juridique })).status, 409, "it would be closed to whoever moves it");
			assert.equal((await administrator.post(place, { parent: folders.Juridique, rights: "keep" })).status, 200);
			assert.equal((await administrator.post(place, { parent: folders.Paie, rights: "keep" })).status, 200);
			for (const [subject, levels] of [["colleagues", { Bulletins: "" }], [`staff.${helene.id}`, { Paie: "", Bulletins: "" }]])
				assert.equal((await say(subject, levels)).status, 200);
			assert.equal((await say("contacts", { Bulletins: "none", Juridique: "" })).status, 200);
		});

		test("who sees a folder, and why; what holds something closed stays where it is", async () => {
			const people = `${client}/folders/${folders.Paie}/people`, { groups, people: persons } = (await administrator.get(people)).data;

			assert.deepEqual([groups[0].name, groups[0].level, groups[0].because], ["contacts", "read", "From Social."]);
			assert.ok(persons.some((person) => person.level === "full" && person.because === "Set here."), JSON.stringify(persons));
			const staff = (await administrator.get(`${people}?side=staff`)).data;

			assert.ok(staff.staff && staff.people.some((person) => person.name.startsWith("Hélène") && person.level === "full"));
			assert.equal((await administrator.get(`${people}?side=clients`)).status, 422);
			assert.equal((await administrator.get(`${client}/folders/people`)).data.folder.root, true);
			assert.equal((await say(who, { Bulletins: "none" })).status, 200);
			const removal = await contact.post(`/p/demo/documents/${folders.Paie}/removal`, {});

			assert.equal(removal.status, 409, removal.text);
			assert.ok(!removal.text.includes("Bulletins"));
			assert.equal((await contact.get(`/p/demo/documents/${folders.Paie}`)).status, 200, "it is still there");
			assert.equal((await say(who, { Bulletins: "" })).status, 200);
		});

		test("who does not change clients, or does not have this one in full, gives no rights", async () => {
			const reader = await parvis.signedInStaff("nadia@solaria.example", { json: true });
			const manager = await parvis.signedInStaff("julien@solaria.example", { json: true });
			const staff = (await administrator.get(`${client}/staff`)).data.staff;
			const julien = staff.find((row) => row.name.startsWith("Julien"));

			assert.equal((await reader.get(rights)).status, 404);
			assert.equal((await manager.get(rights)).status, 200);
			assert.equal((await administrator.post(`${client}/staff`, { staff: [{ id: julien.id, level: "read" }] })).status, 200);
			for (const path of [rights, `${rights}/eye`, `${rights}/cascade`])
				assert.equal((await manager.get(path)).status, 403, path);
			assert.equal((await manager.post(rights, { who: "contacts", folders: [{ id: folders.Social, level: "full" }] })).status, 403);
			const capped = rowsOf(await say(`staff.${julien.id}`, { Juridique: "full" }));

			assert.deepEqual([capped.Juridique.level, capped.Juridique.capped], ["read", true]);
			assert.equal((await administrator.post(`${client}/staff`, { staff: [{ id: julien.id, level: "" }] })).status, 200);
			assert.equal((await say("colleagues", { Juridique: "read" })).status, 422, "it would be closed to oneself");
			const helene = staff.find((row) => row.name.startsWith("Hélène"));

			assert.equal((await say(`staff.${helene.id}`, { Juridique: "full" })).status, 200);
			assert.equal((await say("colleagues", { Juridique: "none" })).status, 200);
			assert.equal((await say(`staff.${julien.id}`, { Juridique: "" })).status, 200);
			assert.ok(!namesIn(await manager.get(rights)).includes("Juridique"), "folders closed to who gives rights are not shown");
			const [crew] = (await administrator.get(`${rights}?who=colleagues`)).data.groups, eye = (code) => administrator.get(`${rights}/eye?who=${code}`);

			assert.ok(!namesIn(await eye(crew.code)).includes("Juridique"), "as all colleagues, while nothing is said of the group");
			assert.equal((await say(crew.code, { Juridique: "read" })).status, 200);
			const through = (await eye(crew.code)).data;

			assert.deepEqual([through.folders.find(({ name }) => name === "Juridique").level, through.whom.several], ["read", true]);
			assert.match(through.folders.find(({ name }) => name === "Juridique").because, /Set here/);
			assert.ok(!namesIn(await eye("colleagues")).includes("Juridique"));
			assert.equal((await say(crew.code, { Juridique: "" })).status, 200);
			assert.equal((await manager.post(rights, { who: "contacts", folders: [{ id: folders.Juridique, level: "full" }] })).status, 422);
		});

		test("the screens, and without scripts", { skip: engine !== "sqlite" }, async () => {
			const plain = await parvis.signedInStaff("helene@solaria.example");
			const saved = await plain.submit(await plain.open(`${rights}?who=contacts`), { "folders.1.level": "full" }, { action: `${rights}?who=contacts` });

			assert.match(saved.words, /The rights were saved/);
			browser = await openBrowser({ locale: "fr-FR" });
			await browser.context.addCookies([...plain.cookies].map(([key, value]) => ({ name: key, value, url: parvis.url })));
			const { page } = browser;

			await page.goto(`${parvis.url}${rights}?who=${who}`);
			await page.getByLabel("Droit sur Social").selectOption("full");
			await page.getByRole("button", { name: "Enregistrer" }).click();
			await page.getByText("Les droits sont enregistrés").waitFor();
			for (const [shot, path] of [["folder-rights", `${rights}?who=${who}&open=${folders.Paie}`], ["folder-eye", `${rights}/eye?who=${who}&open=${folders.Social}`], ["folder-people", `${client}/folders/${folders.Paie}/people`], ["folder-place", `${client}/folders/${folders.Bulletins}/place?in=${folders.Juridique}`], ["folder-cascade", `${rights}/cascade?who=contacts&open=${folders.Social}&level=none`]])
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
