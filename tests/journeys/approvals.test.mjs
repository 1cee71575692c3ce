// Somebody sets a rule; a dear offer waits, locked at every door; those asked decide on their page, by API, or many at
// once; whoever submitted it is told. Records from files and programs wait for review.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { openBrowser } from "../browser.mjs";
import { engines, startParvis } from "../parvis.mjs";
import { Gallery, twoWays } from "./gallery.mjs";
import { idText } from "./people.mjs";

const settings = "/console/settings/approvals/offers";
const offers = "/console/records/offers";
const leads = "/console/records/leads";

// What a job does, it does soon.
async function until(holds) {
	for (let i = 0; i < 200; i++) {
		if (await holds())
			return;
		await sleep(100);
	}
	assert.fail(`never: ${holds}`);
}

for (const engine of engines)
	describe(`approval and review, on ${engine}`, () => {
		let parvis, helene, julien, gwenaelle, nadia, browser, rule;
		const ids = {};

		const staffId = (email) => idText(BigInt(parvis.sql(`select id from staff where email = '${email}'`)[0]));
		const person = (name) => parvis.signedInStaff(`${name}@solaria.example`, { json: true });
		const line = (price) => ({ offer_lines: [{ label: "Pose", quantity: "1", unit_price: price, vat_rate: "0" }] });
		const state = async (id) => (await helene.get(`${offers}/${id}`)).data.record.fields.approval;

		async function makeOffer(client, subject, price) {
			const answer = await client.post(offers, { fields: { subject }, lines: line(price) });

			assert.equal(answer.status, 200, answer.text);
			return answer.data.record.id;
		}
		const decide = (client, id, decision, reason) => client.post(`${offers}/${id}/approval`, { decision, reason });

		before(async () => {
			parvis = await startParvis({ engine });
			[helene, julien, gwenaelle, nadia] = await Promise.all(["helene", "julien", "gwenaelle", "nadia"].map(person));
			parvis.sql("update approval_rule set paused = 1; update catalogue set version = version + 1;"); // the demonstration's
		});
		after(async () => {
			await browser?.close();
			await parvis?.close();
		});

		test("a rule says how many records meet it, and who could not decide, before it is saved", async () => {
			const body = {
				name: "Dear offers", on_create: true, on_change: true,
				condition: { rows: [{ field: "total", comparison: "at_least", value: "50000" }] },
				steps: [{ needs: "one", approvers: ["manager", `staff:${staffId("julien@solaria.example")}`] }],
			};
			const nobody = await helene.post(`${settings}/rules`, { ...body, steps: [] });
			const never = await helene.post(`${settings}/rules`, { ...body, on_create: false, on_change: false });
			const asked = await helene.post(`${settings}/rules`, body);

			assert.equal(nobody.status, 422);
			assert.ok(nobody.data.problems.some(({ field }) => field === "steps.0.approvers.0"), nobody.text);
			assert.ok(never.data.problems.some(({ field }) => field === "on_create"), never.text);
			assert.equal(asked.status, 422);
			assert.equal(asked.data.matching, 0);
			assert.equal(parvis.sqlNumber("select count(*) from approval_rule where name = 'Dear offers'"), 0);
			const saved = await helene.post(`${settings}/rules`, { ...body, confirm: true });

			assert.equal(saved.status, 200, saved.text);
			rule = saved.data;
			assert.ok([403, 404].includes((await julien.get(settings)).status));
		});

		test("an offer that meets it with its lines waits, and nobody writes it", async () => {
			ids.cheap = await makeOffer(gwenaelle, "Small", "100");
			ids.dear = await makeOffer(gwenaelle, "Large", "60000");
			assert.equal(await state(ids.cheap), "none");
			const sheet = await gwenaelle.get(`${offers}/${ids.dear}`);
			const { version } = sheet.data.record;

			assert.equal(sheet.data.approval.state, "waiting");
			assert.deepEqual(sheet.data.approval.people.map(({ name }) => name), ["Julien Morvan"]);
			assert.equal(sheet.data.approval.may_decide, false);
			assert.equal(sheet.data.approval.may_withdraw, true);
			assert.equal(sheet.data.record.editable, false);
			for (const client of [gwenaelle, julien, helene]) {
				assert.equal((await client.post(`${offers}/${ids.dear}`, { fields: { subject: "Changed" }, version })).status, 409);
				assert.equal((await client.post(`${offers}/${ids.dear}/removal`)).status, 409);
				assert.equal((await client.get(`${offers}/${ids.dear}/form`)).status, 404);
				const bulk = await client.post(`${offers}/bulk`, { ids: [ids.dear], fields: { state: "sent" } });

				assert.equal(bulk.data.results[0].outcome, "locked", bulk.text);
			}
			assert.equal((await gwenaelle.get(`${offers}/${ids.dear}`)).data.record.name, "Large");
			const waiting = await gwenaelle.get(`${offers}?filter.0.field=approval&filter.0.comparison=is&filter.0.value=waiting`);

			assert.ok(waiting.data.records.some(({ id }) => id === ids.dear), waiting.text);
		});

		test("those asked get one mail with a link, and find it on their page", async () => {
			const list = await julien.get("/console/approvals");
			const home = await julien.get("/console/");

			assert.ok(list.data.records.some(({ record }) => record.id === ids.dear), list.text);
			assert.ok(home.data.waiting_for_you.approvals >= 1);
			assert.ok(!(await gwenaelle.get("/console/approvals")).data.records.some(({ record }) => record.id === ids.dear));
			await until(() => parvis.sqlNumber("select count(*) from message where kind = 'mail_approval_asked' and to_address = 'julien@solaria.example'") > 0);
			const text = parvis.sql("select body_text from message where kind = 'mail_approval_asked' and to_address = 'julien@solaria.example' order by id desc limit 1").join("\n");

			assert.match(text, new RegExp(`/console/records/offers/${ids.dear}`));
			assert.match(text, /Large/);
		});

		test("a rejection needs a reason; the owner changes it, and it is submitted again", async () => {
			assert.equal((await decide(gwenaelle, ids.dear, "approve")).status, 403);
			assert.equal((await decide(nadia, ids.dear, "approve", "x")).status >= 403, true);
			const silent = await decide(julien, ids.dear, "reject");

			assert.equal(silent.status, 422);
			assert.ok(silent.data.problems.some(({ field }) => field === "reason"), silent.text);
			assert.equal((await decide(julien, ids.dear, "reject", "Too dear by far")).status, 200);
			assert.equal(await state(ids.dear), "refused");
			assert.equal((await decide(julien, ids.dear, "approve")).status, 409);
			const sheet = await gwenaelle.get(`${offers}/${ids.dear}`);

			assert.equal(sheet.data.refusal.reason, "Too dear by far");
			assert.equal((await gwenaelle.post(`${offers}/${ids.dear}`, { fields: { terms: "5 % less" }, version: sheet.data.record.version })).status, 200);
			assert.equal(await state(ids.dear), "waiting");
			const history = await gwenaelle.get(`${offers}/${ids.dear}/history`);

			assert.ok(history.data.changes.some(({ kind, note }) => kind === "refused" && note === "Too dear by far"), history.text);
			await until(() => parvis.sqlNumber("select count(*) from message where kind = 'mail_approval_decided' and to_address = 'gwenaelle@solaria.example'") > 0);
		});

		test("it is withdrawn by its owner, submitted again, and approved in a browser without scripts", async () => {
			assert.equal((await decide(julien, ids.dear, "withdraw")).status, 403);
			assert.equal((await decide(gwenaelle, ids.dear, "withdraw")).status, 200);
			assert.equal(await state(ids.dear), "withdrawn");
			const { version } = (await gwenaelle.get(`${offers}/${ids.dear}`)).data.record;

			await gwenaelle.post(`${offers}/${ids.dear}`, { fields: { subject: "Large one" }, version });
			assert.equal(await state(ids.dear), "waiting");
			const page = await parvis.signedInStaff("julien@solaria.example");
			const answer = await page.submit(await page.open(`${offers}/${ids.dear}`), { decision: "approve", reason: "Fine" }, { action: `${offers}/${ids.dear}/approval` });

			assert.match(answer.words, /Approved\./);
			assert.equal(await state(ids.dear), "approved");
			assert.equal(parvis.sqlNumber("select count(*) from audit where action = 'approval.approve'"), 1);
		});

		test("once approved, only a change of what the rule asks about waits again", async () => {
			let { version } = (await gwenaelle.get(`${offers}/${ids.dear}`)).data.record;

			assert.equal((await gwenaelle.post(`${offers}/${ids.dear}`, { fields: { terms: "None" }, version })).status, 200);
			assert.equal(await state(ids.dear), "approved");
			({ version } = (await gwenaelle.get(`${offers}/${ids.dear}`)).data.record);
			assert.equal((await gwenaelle.post(`${offers}/${ids.dear}`, { lines: line("1000"), version })).status, 200);
			assert.equal(await state(ids.dear), "waiting");
		});

		test("many are decided at once; the second one to decide is told; administrators decide for others", async () => {
			const more = [await makeOffer(gwenaelle, "One", "70000"), await makeOffer(gwenaelle, "Two", "80000")];
			const listed = (await julien.get("/console/approvals")).data.records.filter(({ record }) => more.includes(record.id));
			const values = listed.map(({ value }) => value);

			assert.equal(values.length, 2);
			const empty = await julien.post("/console/approvals", { decision: "approve" });

			assert.equal(empty.status, 422);
			const done = await julien.post("/console/approvals", { ids: values, decision: "approve" });

			assert.equal(done.data.done, 2, done.text);
			const late = await helene.post("/console/approvals", { ids: values, decision: "reject", reason: "No" });

			assert.equal(late.data.done, 0);
			assert.match(late.data.results[0].message, /Somebody was faster|plus rapide/);
			assert.equal((await helene.get("/console/approvals?who=all")).data.records.some(({ record }) => record.id === ids.dear), true);
			assert.equal((await decide(helene, ids.dear, "approve")).status, 200);
			assert.equal(parvis.sqlNumber("select count(*) from approval_decision where for_others = 1"), 1);
		});

		test("a rule with records that wait asks what becomes of them", async () => {
			const waiting = await makeOffer(gwenaelle, "Last", "90000");
			const asked = await helene.post(`${rule.href}/removal`, {});

			assert.equal(asked.status, 422);
			assert.equal(asked.data.waiting, 1);
			assert.equal((await helene.post(`${rule.href}/pause`, { paused: true })).status, 200);
			assert.equal(await state(await makeOffer(gwenaelle, "Paused", "90000")), "none");
			assert.equal((await helene.post(`${rule.href}/removal`, { waiting: "release" })).status, 200);
			await until(async () => (await state(waiting)) === "none");
		});

		test("leads that a program makes wait for review; accepted they stay, declined they go to the bin", async () => {
			const program = parvis.client({ json: true, bearer: await parvis.apiToken() });
			const made = [];

			for (const name of ["Lead A", "Lead B"])
				made.push((await program.post(leads, { fields: { name } })).data.record.id);
			const review = await helene.get("/console/reviews?module=leads");

			for (const id of made)
				assert.ok(review.data.records.some(({ record }) => record.id === id), review.text);
			assert.equal((await helene.get(`${leads}/${made[0]}`)).data.review.may_review, true);
			assert.equal((await nadia.post("/console/reviews", { ids: made, decision: "accept" })).data.done, 0);
			assert.equal((await helene.post(`${leads}/${made[0]}/review`, { decision: "maybe" })).status, 422);
			assert.equal((await helene.post(`${leads}/${made[0]}/review`, { decision: "accept" })).status, 200);
			const declined = await helene.post("/console/reviews", { ids: [made[1]], decision: "decline", reason: "Spam" });

			assert.equal(declined.data.done, 1, declined.text);
			assert.equal((await helene.get(`${leads}/${made[0]}`)).data.record.fields.review, "accepted");
			assert.equal((await helene.get(`${leads}/${made[1]}`)).status, 404);
			assert.ok((await helene.get(`${leads}/bin`)).text.includes(made[1]));
		});

		test("what comes out of a file is in review when it appears", async () => {
			const program = parvis.client({ json: true, bearer: await parvis.apiToken() });
			const rows = Array.from({ length: 300 }, (_, i) => `Imported ${i}`).join("\n");
			const sent = await program.send("POST", `${leads}/import`, { files: { file: { name: "leads.csv", type: "text/csv", bytes: Buffer.from(`Name\n${rows}\n`) } } });
			const { href } = sent.data.import;
			const reaches = (...states) => until(async () => states.includes((await program.get(href)).data.import.state));

			assert.equal((await program.post(`${href}/mapping`, { columns: ["name"], mode: "create", action: "check" })).status, 200);
			await reaches("checked");
			assert.equal((await program.post(`${href}/run`)).status, 200);
			await reaches("done");
			assert.equal(parvis.sqlNumber("select count(*) from lead where name like 'Imported %' and review = 'waiting' and deleted_at is null"), 300);
		});

		test("a client and a contact that meet a rule wait: locked on their own pages, too, and nothing typed is lost", async () => {
			const ask = async (module, name, field, value) => {
				const saved = await helene.post(`/console/settings/approvals/${module}/rules`, {
					name, on_create: true, on_change: true, confirm: true,
					condition: { rows: [{ field, comparison: "is", value }] },
					steps: [{ needs: "one", approvers: [`staff:${staffId("julien@solaria.example")}`] }],
				});

				assert.equal(saved.status, 200, saved.text);
			};

			await ask("clients", "Belgium", "country", "BE");
			await ask("contacts", "Waiting Sorel", "last_name", "Attente");
			const made = await helene.post("/console/clients", { name: "Gaufres", country: "BE" });
			const { id } = made.data, page = `/console/clients/${id}`;

			assert.equal(made.status, 200, made.text);
			assert.equal((await helene.get(page)).data.approval.state, "waiting");
			const form = await helene.post(page, { name: "Gaufres et bières", country: "BE", version: made.data.version });

			assert.equal(form.status, 409, form.text);
			assert.equal((await helene.get(`${page}/form`)).status, 409);
			assert.equal((await helene.post(`${page}/contacts`, { last_name: "Nouveau" })).status, 409);
			assert.equal((await helene.post(`${page}/removal`)).status, 409);
			assert.equal((await helene.post(`/console/records/clients/${id}`, { fields: { name: "x" }, version: made.data.version })).status, 409);
			assert.equal(parvis.sql(`select name from client where country = 'BE'`)[0], "Gaufres");
			assert.equal((await julien.post(`/console/records/clients/${id}/approval`, { decision: "approve" })).status, 200);
			assert.equal((await helene.post(page, { name: "Gaufres et bières", country: "BE" })).status, 200);
			assert.equal((await helene.get(page)).data.approval, null, "approved, and still in Belgium");

			const person = await helene.post(`${page}/contacts`, { last_name: "Attente", email: "attente@gaufres.example" });

			assert.equal(person.status, 200, person.text);
			assert.equal((await helene.get(`/console/contacts/${person.data.id}`)).data.approval.state, "waiting");
			await assert.rejects(parvis.signedIn("attente@gaufres.example", { json: true }));
			assert.equal((await helene.post(`/console/contacts/${person.data.id}`, { last_name: "Libre" })).status, 409);
			assert.equal((await julien.post(`/console/records/contacts/${person.data.id}/approval`, { decision: "approve" })).status, 200);
			const entered = await parvis.signedIn("attente@gaufres.example", { json: true });

			assert.equal((await entered.get("/p/demo/account")).status, 200);
			parvis.sql("update contact set approval = 'waiting' where email = 'attente@gaufres.example'");
			assert.equal((await entered.get("/p/demo/account")).status, 200, "who is in goes on");
			await parvis.signedIn("attente@gaufres.example", { json: true });
		});

		test("contacts that a program makes are in review, and do not sign in before", async () => {
			const program = parvis.client({ json: true, bearer: await parvis.apiToken() });

			assert.equal((await helene.post("/console/settings/approvals/contacts/review", { from_api: true, from_import: true })).status, 200);
			const made = await program.post("/console/records/contacts", { fields: { last_name: "Robot", email: "robot@gaufres.example" } });

			assert.equal(made.data.record.fields.review, "waiting", made.text);
			assert.equal((await program.post("/console/clients", { name: "Par programme", country: "FR" })).status, 200);
			assert.ok((await helene.get("/console/reviews?module=contacts")).data.records.some(({ record }) => record.id === made.data.record.id));
			assert.equal((await helene.post(`/console/records/contacts/${made.data.record.id}/review`, { decision: "accept" })).status, 200);
		});

		if (engine !== engines[0])
			return; // pages look the same on both
		test("in a browser: the pages are accessible, fit, and are kept as pictures", async () => {
			const waiting = `${offers}/${idText(BigInt(parvis.sql("select record_id from approval where state = 'waiting' order by id limit 1")[0]))}`;
			const refused = `${offers}/${idText(BigInt(parvis.sql("select id from offer where approval = 'refused' order by id limit 1")[0]))}`;
			const screens = {
				"approvals-home": "/console/",
				approvals: "/console/approvals",
				"approvals-all": "/console/approvals?who=all",
				reviews: "/console/reviews",
				"approval-modules": "/console/settings/approvals",
				"approval-module": settings,
				"approval-rule": `${settings}/rules/form`,
				"approval-sheet-waiting": waiting,
				"approval-sheet-refused": refused,
				"approval-record": `${waiting}/approval`,
				"approval-list": offers,
				"approval-client-waiting": `/console/clients/${idText(BigInt(parvis.sql("select id from client where country = 'CH'")[0]))}`,
			};

			browser = await openBrowser();
			const gallery = new Gallery(parvis, browser);

			await gallery.take(await parvis.signedInStaff("helene@solaria.example"));
			for (const [name, path] of Object.entries(screens))
				for (const way of twoWays)
					await gallery.look(name, path, way);
			assert.deepEqual(browser.complaints, []);
		});
	});
