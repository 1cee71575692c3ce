// The screens of modules, records and rights, as screens.test.mjs looks at the others: those of the demonstration's
// vehicles, opportunities and appointments.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { openBrowser } from "../browser.mjs";
import { startParvis } from "../parvis.mjs";
import { allWays, Gallery, keepScreens, twoWays } from "./gallery.mjs";
import { idText } from "./people.mjs";

const records = "/console/records";
const vehicles = `${records}/vehicles`;
const settings = "/console/settings";

let parvis, browser, gallery;

const firstId = (sql) => idText(BigInt(parvis.sql(sql)[0]));
const viewOf = (module, name) => `${records}/${module}?view=${firstId(`select view.id from view join module on module.id = module_id where module.name = '${module}' and view.name = '${name}'`)}`;
const vehicle = () => `${vehicles}/${firstId("select id from x_vehicles where x_state = 'workshop'")}`;
const driven = () => `${vehicles}/${firstId("select x_vehicles.id from x_vehicles join staff on staff.id = owner_id where email = 'gwenaelle@solaria.example' order by 1 limit 1")}`;
const offer = () => `${records}/offers/${firstId("select id from offer where state = 'accepted' order by id desc limit 1")}`;
const won = () => `${records}/opportunities/${firstId("select id from opportunity where state = 'won' order by id desc limit 1")}`;
const discussed = () => `${records}/opportunities/${firstId("select record_id from remark order by id limit 1")}`;
const client = () => `${records}/clients/${firstId("select client_id from opportunity order by id limit 1")}`;
const fieldOf = (name) => `${settings}/modules/vehicles/fields/${name}`;
const layout = () => `${settings}/modules/vehicles/layouts/${firstId("select id from layout where name = 'Fiche complète'")}`;
const profile = () => `${settings}/profiles/${firstId("select id from profile where name = 'Commercial'")}`;
const role = () => `${settings}/roles/${firstId("select id from role where name = 'Commerce'")}`;
const group = () => `${settings}/groups/${firstId("select id from crew")}`;
const sharingRule = () => `${settings}/sharing/opportunities/rules/${firstId("select id from sharing_rule")}`;
const stateRule = () => `${settings}/sharing/opportunities/states/${firstId("select id from state_rule where field_id is not null")}`;
const staffAccess = () => `${settings}/staff-access/${firstId("select id from staff where email = 'gwenaelle@solaria.example'")}/opportunities`;
const screens = (list) => keepScreens(() => gallery, list);

before(async () => {
	parvis = await startParvis();
	browser = await openBrowser();
	gallery = new Gallery(parvis, browser);
	await gallery.take(await parvis.signedInStaff("helene@solaria.example"));
});

after(async () => {
	await browser?.close();
	await parvis?.close();
});

describe("records", () => {
	screens([
		["records-list", vehicles, allWays],
		["records-list-view", () => viewOf("vehicles", "Tous les véhicules")],
		["records-list-filtered", `${vehicles}?filtered=1&filter.0.field=energy&filter.0.comparison=is&filter.0.value=electric&group=state&sum=price`],
		["records-list-found", `${records}/opportunities?q=borne`],
		["records-list-none", `${vehicles}?q=zzzz`],
		["records-board", () => viewOf("opportunities", "Affaires en cours"), allWays],
		["records-board-vehicles", () => viewOf("vehicles", "Par état")],
		["records-calendar", () => viewOf("appointments", "Agenda"), allWays],
		["records-calendar-vehicles", () => viewOf("vehicles", "Contrôles techniques")],
		["records-canvas", () => viewOf("vehicles", "Cartes"), allWays],
		["records-canvas-products", () => viewOf("products", "Catalogue")],
		["record-sheet", vehicle, allWays],
		["record-sheet-offer", offer],
		["record-sheet-locked", won],
		["record-sheet-discussed", discussed],
		["record-sheet-client", () => `${client()}?related=true`],
		["record-history", () => `${vehicle()}/history`],
		["record-access", () => `${won()}/access`],
		["record-form", () => `${vehicle()}/form`, allWays],
		["record-form-new", `${vehicles}/form`],
		["record-form-locked", () => `${won()}/form`],
		["record-form-lines", () => `${offer()}/form`],
		["records-bin", `${vehicles}/bin`],
		["view-form", `${vehicles}/views/form?kind=canvas`],
		["view-form-list", `${records}/opportunities/views/form?filtered=1&filter.0.field=state&filter.0.comparison=is&filter.0.value=won`],
		["search", "/console/search?q=boulangerie"],
		["search-none", "/console/search?q=zzzz"],
	]);
});

describe("settings", () => {
	screens([
		["module-settings", `${settings}/modules/vehicles`],
		["fields", `${settings}/modules/vehicles/fields`, allWays],
		["field-form-choice", () => fieldOf("state")],
		["field-form-condition", () => fieldOf("back_on")],
		["field-form-formula", () => fieldOf("total_cost")],
		["field-form-rollup", () => fieldOf("services_cost")],
		["field-form-lookup", () => fieldOf("client")],
		["layouts", `${settings}/modules/vehicles/layouts`],
		["layout-form", layout, allWays],
		["sharings", `${settings}/sharing`],
		["sharing", `${settings}/sharing/opportunities`, allWays],
		["sharing-rule", sharingRule],
		["state-rule", stateRule],
		["profiles", `${settings}/profiles`],
		["profile-form", `${settings}/profiles/form`],
		["profile", profile, allWays],
		["profile-fields", () => `${profile()}/vehicles`],
		["roles", `${settings}/roles`],
		["role", role],
		["groups", `${settings}/groups`],
		["group", group],
		["staff-access", staffAccess],
	]);
});

describe("files", () => {
	const csv = "Immatriculation;Modèle;État;Kilométrage\nAA-111-AA;Renault Clio;En service;12000\nBB-222-BB;Peugeot 208;Au garage;beaucoup\n";
	let program, sent;

	before(async () => {
		program = parvis.client({ json: true, bearer: await parvis.apiToken() });
		sent = (await program.send("POST", `${vehicles}/import`, { files: { file: { name: "véhicules.csv", type: "text/csv", bytes: Buffer.from(csv) } } })).data.import.href;
	});

	const until = async (path, part, states) => {
		while (!states.includes((await program.get(path)).data[part].state))
			await sleep(100);
	};

	screens([
		["import-new", `${vehicles}/import`],
		["import-columns", () => sent, allWays],
	]);

	test("import-checked", async () => {
		const { status, text } = await program.post(`${sent}/mapping`, { columns: ["plate", "model", "state", "mileage"], mode: "create", action: "check" });

		assert.equal(status, 200, text);
		await until(sent, "import", ["checked"]);
		for (const way of twoWays)
			await gallery.look("import-checked", sent, way);
	});

	test("export", async () => {
		const { href } = (await program.post(`${vehicles}/export`, { format: "xlsx" })).data.export;

		await until(href, "export", ["done", "failed"]);
		for (const way of twoWays)
			await gallery.look("export", href, way);
	});
});

describe("for those who see less", () => {
	before(async () => gallery.take(await parvis.signedInStaff("gwenaelle@solaria.example")));

	screens([
		["records-list-sales", vehicles],
		["record-sheet-sales", driven],
		["record-form-sales", () => `${driven()}/form`],
		["records-board-sales", () => viewOf("opportunities", "Affaires en cours")],
	]);

	test("what is not theirs looks like nothing", async () => {
		for (const way of twoWays)
			assert.equal(await gallery.look("record-not-found", `${settings}/modules`, way), 404);
	});
});

test("no page broke the content security policy", () => assert.deepEqual(browser.complaints, []));
