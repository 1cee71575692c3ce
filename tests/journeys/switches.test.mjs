// Features switched on and off by people and programs; a portal that closes at once, in every process; who it acts as;
// the settings of the portal.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { assertAccessible, assertFits, desktop, keepShot, openBrowser, phone } from "../browser.mjs";
import { engines, startParvis } from "../parvis.mjs";
import { peopleOf } from "./people.mjs";

const features = "/console/settings/features", portalSettings = "/console/portal/settings";

for (const engine of engines)
	describe(`switches, on ${engine}`, () => {
		let parvis, program, reader, client, someone;

		before(async () => {
			parvis = await startParvis({ engine });
			program = await parvis.signedInStaff("helene@solaria.example", { json: true });
			reader = await parvis.signedInStaff("nadia@solaria.example", { json: true });
			[someone] = peopleOf(parvis);
			client = await parvis.signedIn(someone.email, { json: true });
		});
		after(() => parvis?.close());

		const put = (name, on) => program.post(`${features}/${name}`, { on, confirm: true });
		const list = async () => Object.fromEntries((await program.get(features)).data.switches.map((one) => [one.feature, one]));

		test("administrators see how things stand; others have no such page", async () => {
			const { privacy, portal } = await list();

			assert.ok(privacy.is_on && portal.is_on);
			assert.equal(portal.needs.feature, "privacy");
			assert.equal(portal.blocked, null);
			assert.match(privacy.blocked, /Switch the portal off first|Désactivez d’abord/);
			for (const path of [features, `${features}/portal`, portalSettings])
				assert.equal((await reader.get(path)).status, 404, path);
			assert.equal((await reader.post(`${features}/portal`, { on: false, confirm: true })).status, 404);
			assert.equal((await program.get(`${features}/nonsense`)).status, 404);
			assert.equal((await program.post(`${features}/nonsense`, { confirm: true })).status, 404);
		});

		test("nothing happens without a confirmation, nor out of order", async () => {
			const unsaid = await program.post(`${features}/portal`, { on: false });

			assert.equal(unsaid.status, 422);
			assert.ok(unsaid.data.errors.confirm);
			assert.equal((await program.post(`${features}/portal`, { on: "perhaps", confirm: true })).status, 422);
			const refused = await put("privacy", false);

			assert.equal(refused.status, 409);
			assert.ok(refused.data.problems.length > 0);
			assert.equal((await put("portal", true)).status, 200, "as it is already");
			assert.ok((await list()).portal.is_on);
			assert.equal(parvis.sqlNumber("select count(*) from audit where action like 'switch.%'"), 0);
		});

		test("the portal closes for everybody at once, and nothing is lost", async () => {
			const asked = await program.get(`${features}/portal`);

			assert.ok(asked.data.concerned.people > 10 && asked.data.concerned.sessions >= 1, JSON.stringify(asked.data.concerned));
			assert.equal((await client.get("/p/demo/account")).status, 200);
			const people = parvis.sqlNumber("select count(*) from contact");
			const off = await program.post(`${features}/portal`, { confirm: true });

			assert.equal(off.status, 200, off.text);
			assert.equal(off.data.is_on, false);
			for (const path of ["/p/demo/account", "/p/demo/invoices", "/p/demo/notifications", "/p/demo/sign-in", `/p/demo/sign-in/link/${"a".repeat(43)}`]) {
				const answer = await client.get(path);

				assert.equal(answer.status, 503, path);
				assert.equal(answer.data.state, "closed", path);
			}
			assert.equal((await client.post("/p/demo/sign-in", { email: someone.email })).status, 503);
			assert.equal((await client.get("/p/demo/")).data.open, false);
			assert.match((await parvis.client().get("/p/demo/invoices")).text, /fermé pour le moment|closed for now/);
			assert.equal(parvis.sqlNumber("select count(*) from session where kind = 'portal'"), 0);
			assert.equal(parvis.sqlNumber("select count(*) from contact"), people);
			assert.match(parvis.sql("select detail from audit where action = 'switch.off'")[0], /"feature":"portal","sessions_ended":\d/);
		});

		test("without privacy the portal stays closed, and says why", async () => {
			assert.equal((await put("privacy", false)).status, 200);
			assert.match((await list()).portal.blocked, /Switch privacy on first|Activez d’abord/);
			assert.equal((await put("portal", true)).status, 409);
			const dpo = () => parvis.sql("select coalesce(dpo_email, 'none') from privacy")[0];

			parvis.sql("update privacy set dpo_email = null");
			assert.match((await program.get(`${features}/privacy`)).data.switch.asked.missing, /whom people write to|à qui écrire/);
			for (const email of [undefined, "", "personne"]) {
				const { status, data } = await program.post(`${features}/privacy`, { on: true, confirm: true, dpo_email: email });

				assert.equal(status, 422, email);
				assert.ok(data.errors.dpo_email, email);
			}
			assert.deepEqual([(await list()).privacy.is_on, dpo()], [false, "none"]);
			assert.equal((await program.post(`${features}/privacy`, { on: true, confirm: true, dpo_email: "DPO@solaria.example" })).status, 200);
			assert.equal(dpo(), "dpo@solaria.example");
			assert.equal((await list()).privacy.asked, null);
			assert.equal((await put("portal", true)).status, 200);
			assert.equal((await client.get("/p/demo/account")).status, 401, "signed out, not let in again by itself");
			client = await parvis.signedIn(someone.email, { json: true });
			assert.equal((await client.get("/p/demo/account")).status, 200);
		});

		test("two who switch at once cannot leave the portal on without privacy", async () => {
			await put("portal", false);
			const other = await parvis.signedInStaff("helene@solaria.example", { json: true });

			await Promise.all([put("portal", true), other.post(`${features}/privacy`, { on: false, confirm: true })]);
			const { privacy, portal } = await list();

			assert.ok(privacy.is_on || !portal.is_on, `privacy ${privacy.is_on}, portal ${portal.is_on}`);
			await put("privacy", true);
			await put("portal", true);
			assert.ok((await list()).portal.is_on);
		});

		test("another process closes as well", { skip: engine === "sqlite" }, async () => {
			const second = await startParvis({ engine, place: parvis.place });

			try {
				const there = await second.signedIn(someone.email, { json: true });

				assert.equal((await there.get("/p/demo/account")).status, 200);
				await put("portal", false);
				assert.equal((await there.get("/p/demo/account")).status, 503);
			} finally {
				await put("portal", true);
				await second.stop();
			}
		});

		test("the portal acts as one staff user, made once, whom nobody can be", async () => {
			const { data } = await program.get(portalSettings);
			const agents = (await program.get("/console/staff")).data.staff.filter(({ acts_for }) => acts_for !== null);

			assert.equal(agents.length, 1);
			assert.equal(agents[0].id, data.agent.id);
			assert.equal(agents[0].name, "Espace client");
			assert.equal(agents[0].email, null);
			assert.equal(agents[0].state, "agent");
			const sheet = `/console/staff/${data.agent.id}`;

			for (const path of ["", "/password-link", "/second-factor/removal", "/closing", "/opening"]) {
				const answer = await program.post(sheet + path, path === "" ? { name: "Autre", email: "autre@exemple.example", profile: "administrator" } : {});

				assert.equal(answer.status, 409, path);
			}
			assert.equal((await parvis.client({ json: true }).post("/console/forgotten", { email: "client-portal" })).status, 422);
			const profile = await program.get(data.agent.permissions_href);

			assert.equal(profile.status, 200);
			assert.equal(profile.data.profile.name, "Profil de l’espace client");
			const removal = await program.post(`${data.agent.permissions_href}/removal`, { version: profile.data.version, confirm: true });

			assert.equal(removal.status, 409, removal.text);
		});

		test("the portal bears the brand of the company that was chosen", async () => {
			const { data } = await program.get(portalSettings);
			const boreal = data.companies.find(({ name }) => name === "Atelier Boréal");
			const { company: before } = data.portal;

			assert.match(data.brand.logo, /^\/brand\//);
			for (const company of ["", "0000000000001", "x"])
				assert.equal((await program.post(portalSettings, { company })).status, 422, company);
			assert.equal((await program.post(portalSettings, { company: boreal.id, seen: boreal.id })).status, 409, "somebody else was quicker");
			const chosen = await program.post(portalSettings, { company: boreal.id, seen: before });

			assert.equal(chosen.status, 200, chosen.text);
			assert.equal(chosen.data.brand.name, "Atelier Boréal");
			assert.match((await parvis.client().get("/p/demo/sign-in")).text, /Atelier Boréal/);
			assert.equal((await program.post(portalSettings, { company: before })).status, 200);
			assert.equal(parvis.sqlNumber("select count(*) from audit where action = 'company.portal'"), 2);
		});

		test("people do it all in a browser", { skip: engine !== "sqlite" }, async () => {
			const staff = await parvis.signedInStaff("helene@solaria.example");
			const { context, page, complaints, close } = await openBrowser({ locale: "fr-FR" });

			try {
				await context.addCookies([...staff.cookies].map(([name, value]) => ({ name, value, url: parvis.url })));
				await page.goto(parvis.url + "/console/settings");
				await page.getByRole("link", { name: "Fonctionnalités" }).click();
				await page.getByText("Désactivez d’abord l’espace client").waitFor();
				for (const [scheme, size] of [["light", desktop], ["dark", phone]]) {
					await page.emulateMedia({ colorScheme: scheme });
					await page.setViewportSize(size);
					for (const path of [features, `${features}/portal`, portalSettings]) {
						await page.goto(parvis.url + path);
						if (scheme === "light" || path === features)
							await assertAccessible(page);
						await assertFits(page);
						await keepShot(page, `switches-${path.split("/").at(-1)}-${scheme}`);
					}
				}
				await page.getByRole("link", { name: "Modifier les permissions" }).click();
				await page.getByRole("heading", { name: /Profil de l’espace client/ }).waitFor();
				await page.goto(parvis.url + features);
				await page.getByRole("link", { name: "Désactiver… Espace client" }).click();
				await page.getByText("Rien n’est supprimé").waitFor();
				await page.getByRole("button", { name: "Désactiver" }).click();
				await page.getByText("Elle est désactivée.").waitFor();
				await page.goto(`${parvis.url}/p/demo/sign-in`);
				await page.getByRole("heading", { name: /fermé/ }).waitFor();
				await page.goto(`${parvis.url}/console/portal`);
				await page.getByRole("link", { name: "Configuration" }).click();
				await page.getByText("Fermé pour le moment").first().waitFor();
				const { data } = await program.get(portalSettings);

				await page.goto(`${parvis.url}${data.agent.href}`);
				await page.getByText("Ce n’est pas une personne").waitFor();
				await assertAccessible(page);
				await assertFits(page);
				await keepShot(page, "switches-agent");
				assert.deepEqual(complaints, []);
			} finally {
				await close();
			}
			// Without scripts: the same pages and forms.
			const asked = await staff.open(`${features}/portal`);

			assert.match(asked.text, /People who can sign in to the portal|Personnes qui peuvent se connecter/);
			const done = await staff.submit(asked, {}, { action: `${features}/portal` });

			assert.match(done.text, /It is on now\.|Elle est activée\./);
			assert.ok((await list()).portal.is_on);
		});
	});
