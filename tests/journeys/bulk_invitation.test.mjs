// Many people are invited at once: looked at, sent, received exactly once each; who failed and why; the page of portal
// users, where they are kept out and let in again.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { assertAccessible, assertFits, desktop, keepShot, openBrowser, phone, tabTo } from "../browser.mjs";
import { engines, startParvis } from "../parvis.mjs";
import { SmtpSink } from "../smtp_sink.mjs";
import { idText } from "./people.mjs";

const choice = "/console/invitations/choice", batches = "/console/invitations/batches", users = "/console/portal-users";
const idOf = (text) => idText(BigInt(text));

for (const engine of engines)
	describe(`inviting many at once, on ${engine}`, () => {
		let parvis, sink, helene, people, links;
		const typeOf = async () => (await helene.get(choice)).data.types[0].id;
		const ended = async (href) => {
			for (;;) {
				const { data } = await helene.get(href);

				if (!data.batch.working)
					return data.batch;
				await sleep(50);
			}
		};
		const begun = async (fields) => {
			const { status, text, data } = await helene.post(batches, { type: await typeOf(), ...fields });

			assert.equal(status, 200, text);
			return ended(data.batch.href);
		};
		const received = () => sink.accepted.filter((mail) => mail.part("text/plain").includes("/invitation/"));
		const linkIn = (mail) => mail.part("text/plain").match(/\/p\/demo\/invitation\/[\w-]+/)[0];
		const reasonsOf = (batch) => Object.fromEntries(batch.reasons.map(({ code, count }) => [code, count]));
		// A program of somebody who signs in by the code that the mail server got.
		const cameIn = async (email) => {
			const program = parvis.client({ json: true });

			sink.forget();
			assert.equal((await program.post("/p/demo/sign-in", { email })).status, 200);
			while (sink.acceptedFor(email).length === 0)
				await sleep(20);
			assert.equal((await program.post("/p/demo/sign-in/code", { code: sink.acceptedFor(email)[0].code })).status, 200);
			return program;
		};
		// So many of the people, from the first on, are made such that they cannot be invited.
		const spoil = (count, change) => {
			for (const id of people.splice(0, count))
				parvis.sql(`update contact set ${change.replace("ID", id)} where id = ${id};`);
		};

		const allGone = async () => {
			while (parvis.sqlNumber("select count(*) from message where kind = 'mail_portal_invitation' and state = 'waiting';") > 0)
				await sleep(20);
		};

		before(async () => {
			sink = await new SmtpSink().open();
			parvis = await startParvis({ engine, settings: { PARVIS_SMTP_URL: sink.url, PARVIS_MAIL_FROM: "portail@solaria.example" } });
			parvis.sql("update consent set required = 0; update invitation_rule set per_minute = 60000;");
			helene = await parvis.signedInStaff("helene@solaria.example", { json: true });
			parvis.sql("delete from invitation;");
			await allGone(); // those of the demonstration
			parvis.sql("update contact set entered_at = 1 where id not in (select contact_id from client_contact)"); // nobody to invite
			people = parvis.sql("select id from contact where email is not null and email not like '%@solaria.example' and entered_at is null and blocked_at is null and deleted_at is null and approval in ('none', 'approved') and review in ('none', 'accepted') and id not in (select record_id from portal_user) order by id;");
			assert.ok(people.length > 60);
		});
		after(async () => {
			helene?.close();
			await parvis?.close();
			await sink?.close();
		});

		test("reasons are counted before anything is sent, and each mail arrives once", async () => {
			const all = people.length + 1; // Hélène tries the portal herself, at the organisation's own domain

			sink.forget();
			spoil(3, "email = 'p.ID@solaria.example'");
			spoil(3, "email = 'o''neil.ID@exemple.example'");
			spoil(3, "email = 'p.ID@yopmail.com'");
			spoil(3, "approval = 'waiting'");
			spoil(3, "review = 'waiting'");
			const list = (await helene.get(choice)).data;

			assert.equal(list.count, all);
			const batch = await begun({ chosen: "all", once: "journey" });

			assert.deepEqual([batch.state, batch.found, batch.ready, batch.sent], ["checked", all, people.length, 0]);
			assert.deepEqual(reasonsOf(batch), { approval: 3, review: 3, characters: 3, own_domain: 4, blocked_domain: 3 });
			assert.equal((await begun({ chosen: "all", once: "journey" })).id, batch.id);
			const other = await begun({ chosen: "all" });
			const sent = await Promise.all([batch, batch, other].map(({ sending_href }) => helene.post(sending_href, {})));

			assert.deepEqual(sent.map(({ status }) => status), [200, 200, 200]);
			const [one, two] = [await ended(batch.href), await ended(other.href)];

			assert.deepEqual([one.state, one.sent, one.ready], ["done", people.length, 0]);
			assert.deepEqual([two.sent, reasonsOf(two).invited], [0, people.length]);
			const addresses = parvis.sql(`select email from contact where id in (${people.join(", ")});`).sort();

			while (received().length < people.length)
				await sleep(20);
			assert.deepEqual(received().map(({ to }) => to).sort(), addresses);
			links = new Map(received().map((mail) => [mail.to, linkIn(mail)]));
			assert.equal((await helene.get(choice)).data.count, 16);
		});

		test("who failed is listed with what to do, saved as a file, and tried again", async () => {
			const [batch] = (await helene.get(choice)).data.batches.slice(-1), { data } = await helene.get(`${batch.href}/failures?reason=blocked_domain`);

			assert.equal(data.people.length, 3);
			assert.match(data.people[0].email, /yopmail/);
			assert.equal(data.people[0].refusal.code, "blocked_domain");
			assert.ok(data.people[0].refusal.remedy.length > 10);
			const file = await helene.get(`${batch.href}/failures/file`);

			assert.match(file.headers["content-type"], /csv/);
			assert.equal(file.text.trimEnd().split("\r\n").length, 1 + 16);
			parvis.sql(`update contact set email = 'fixed.${engine}@exemple.example' where email = '${data.people[0].email}';`);
			const again = (await helene.post(`${batch.href}/again`, { once: "again" })).data.batch, checked = await ended(again.href);

			assert.deepEqual([checked.found, checked.ready], [16, 1]);
			await helene.post(checked.sending_href, {});
			assert.equal((await ended(checked.href)).sent, 1);
		});

		test("ticked people who are gone, in the bin or portal users are told apart; the plan's places end it", async () => {
			const [gone, bin, user, last] = [idOf("12345"), ...people.slice(0, 3).map(idOf)];

			parvis.sql(`update contact set deleted_at = 5 where id = ${people[0]}; update contact set entered_at = 5 where id = ${people[1]}; delete from invitation where record_id = ${people[2]};`);
			parvis.sql("update portal_plan set included = 1;");
			const batch = await begun({ chosen: "ticked", ids: [gone, bin, user, last] });

			assert.deepEqual(reasonsOf(batch), { absent: 1, bin: 1, already: 1, quota: 1 });
			parvis.sql("update portal_plan set included = 10000;");
			assert.equal((await helene.post(batches, { type: await typeOf(), chosen: "ticked" })).status, 422);
			// Two a tick: it can be stopped in between, and goes on with the others.
			const few = people.slice(3, 8);

			parvis.sql(`update invitation_rule set per_minute = 60; delete from invitation where record_id in (${few.join(", ")});`);
			const slow = await begun({ chosen: "ticked", ids: few.map(idOf) });

			await helene.post(slow.sending_href, {});
			while ((await helene.get(slow.href)).data.batch.sent < 2)
				await sleep(20);
			assert.equal((await helene.post(slow.stop_href, {})).status, 200);
			const stopped = (await helene.get(slow.href)).data.batch;

			assert.deepEqual([stopped.state, stopped.sent, stopped.ready, stopped.may_send], ["stopped", 2, 3, true]);
			parvis.sql("update invitation_rule set per_minute = 60000;");
			await helene.post(slow.sending_href, {});
			assert.equal((await ended(slow.href)).sent, 5);
		});

		test("who is invited again gets another link, the one before is dead; who declined is left alone", async () => {
			const guest = parvis.client({ json: true }), { people: invited } = (await helene.get(`${users}?type=${await typeOf()}&state=invited`)).data;
			const [one, other] = invited.filter(({ email }) => links.has(email));

			assert.equal((await guest.post(`${links.get(other.email)}/declining`, {})).status, 200);
			await allGone(); // those of the batch before
			sink.forget();
			const batch = await begun({ chosen: "ticked", ids: [one.id, other.id], renews: "1" });

			assert.deepEqual([batch.ready, reasonsOf(batch)], [1, { declined: 1 }]);
			await helene.post(batch.sending_href, {});
			assert.equal((await ended(batch.href)).sent, 1);
			while (received().length === 0)
				await sleep(20);
			assert.deepEqual(received().map(({ to }) => to), [one.email]);
			assert.equal((await guest.get(links.get(one.email))).status, 410);
			assert.equal((await guest.get(linkIn(received()[0]))).status, 200);
			guest.close();
		});

		test("portal users are given another type of their module, and one's own people never that of clients", async () => {
			const { types } = (await helene.get(users)).data, [clients, partners, suppliers] = ["Clients", "Partners", "Suppliers"].map((name) => types.find(({ label }) => label === name).id);
			const [email] = parvis.sql("select email from contact where email like 'p.%@solaria.example' and entered_at is null order by id limit 1");
			const of = async (type) => (await helene.get(`${users}?type=${type}&q=${encodeURIComponent(email)}`)).data.people.map(({ id }) => id);
			const moved = (type, to) => helene.post(`${users}/type`, { type, to, ids: [id] });

			parvis.sql(`update contact set entered_at = 5 where email = '${email}'`);
			const id = idOf(parvis.sql(`select id from contact where email = '${email}'`)[0]);

			assert.deepEqual(await of(clients), [id]);
			for (const [type, to] of [[clients, suppliers], [clients, clients], [clients, "0000000000101"], [clients, ""]]) {
				const { status, data } = await moved(type, to);

				assert.deepEqual([status, data.problems.map(({ field }) => field)], [422, ["to"]], to);
			}
			assert.equal((await moved(clients, partners)).status, 200);
			assert.deepEqual([await of(clients), await of(partners)], [[], [id]]);
			assert.equal((await moved(clients, partners)).status, 422, "they are not of that type any more");
			const back = await moved(partners, clients);

			assert.deepEqual([back.status, back.data.problems.map(({ field }) => field)], [422, ["to"]]);
			assert.deepEqual(await of(partners), [id]);
		});

		test("portal users are kept out at once and let in again; a reader looks on, others' batches are not theirs", async () => {
			const type = await typeOf(), page = async (state) => (await helene.get(`${users}?type=${type}&state=${state}`)).data;
			const email = parvis.sql("select email from contact where entered_at is null and blocked_at is null and deleted_at is null and email like '%exemple.example' and approval = 'none' and id in (select contact_id from client_contact) order by id desc limit 1;")[0];
			const guest = await cameIn(email);
			const { people: found } = (await helene.get(`${users}?type=${type}&q=${encodeURIComponent(email)}`)).data;
			const [person] = found.length > 0 ? found : (await page("active")).people.filter((one) => one.email === email);

			assert.ok(person, email);
			assert.equal((await guest.get("/p/demo/invoices")).status, 200);
			const out = await helene.post(`${users}/deactivation`, { type, ids: [person.id] });

			assert.equal(out.status, 200, out.text);
			assert.equal((await guest.get("/p/demo/invoices")).status, 401);
			assert.ok((await page("deactivated")).people.some(({ id }) => id === person.id));
			assert.equal((await helene.post(`${users}/reactivation`, { type, ids: [person.id] })).status, 200);
			assert.ok(!(await page("deactivated")).people.some(({ id }) => id === person.id));
			// A trial that is over leaves everything to be read, and nothing to be written.
			const again = await cameIn(email), spoken = async () => (await again.post("/p/demo/records/tickets", {})).status;

			assert.notEqual(await spoken(), 403);
			assert.equal(parvis.run("plan", "trial", "--days", "0", "--end", "read_only").status, 0);
			assert.deepEqual([await spoken(), (await again.get("/p/demo/invoices")).status], [403, 200]);
			assert.equal(parvis.run("plan", "trial", "--none").status, 0);
			again.close();
			const nadia = await parvis.signedInStaff("nadia@solaria.example", { json: true }), julien = await parvis.signedInStaff("julien@solaria.example", { json: true });
			const [batch] = (await helene.get(choice)).data.batches;

			assert.equal((await nadia.get(users)).status, 200);
			assert.deepEqual([(await nadia.get(choice)).status, (await nadia.post(`${users}/deactivation`, { type, ids: [person.id] })).status], [404, 404]);
			assert.equal((await julien.get(batch.href)).status, 404);
			guest.close();
			nadia.close();
			julien.close();
		});
	});

describe("the screens of inviting many", () => {
	let parvis, browser, helene;

	before(async () => {
		parvis = await startParvis({ engine: "sqlite" });
		parvis.sql("update consent set required = 0; update invitation_rule set per_minute = 60000;");
		browser = await openBrowser();
		helene = await parvis.signedInStaff("helene@solaria.example");
	});
	after(async () => {
		helene?.close();
		await browser?.close();
		await parvis?.close();
	});

	test("forms alone do it, without scripts", async () => {
		const list = await helene.get(choice), form = list.form(["ids.0", "once"]);
		const ticked = Object.fromEntries([...list.text.matchAll(/name="(ids\.\d+)" value="(\w+)"/g)].map(([, name, value]) => [name, value]));
		const made = await helene.submit(list, { ...ticked, chosen: "ticked", once: form.fields.once }, { action: form.action });

		assert.match(made.words, /Invitation of several people/);
		let page = made;

		while (!page.words.includes("What will happen"))
			page = await helene.get(made.path);
		const sent = await helene.submit(page, {}, { action: page.forms.find(({ action }) => action.endsWith("/sending")).action });

		assert.equal(sent.status, 200);
	});

	test("they are readable on a desk and a phone, light and dark, and a click leads through", async () => {
		const { page, complaints } = browser;

		await browser.context.addCookies([...helene.cookies].map(([name, value]) => ({ name, value, url: parvis.url })));
		await page.goto(`${parvis.url}${choice}`);
		await assertAccessible(page);
		await keepShot(page, "bulk-choice");
		await page.click("button[value=all]");
		await page.waitForSelector("form[action$='/sending'] button");
		await assertAccessible(page);
		await keepShot(page, "bulk-checked");
		await page.click("form[action$='/sending'] button");
		await page.waitForSelector("a[href*='state=invited']");
		await keepShot(page, "bulk-done");
		const failures = await page.locator("a[href$='/failures']").first().getAttribute("href");
		const push = async (selector, key) => {
			await tabTo(page, page.locator(selector).first());
			await page.keyboard.press(key);
		};

		// Invited again, by the keyboard alone.
		const [email] = parvis.sql("select email from contact where id in (select record_id from invitation where state = 'sent') order by id desc limit 1");

		await page.goto(`${parvis.url}${users}?state=invited&q=${encodeURIComponent(email)}`);
		await push("input[data-row=users]", "Space");
		await push("button[name=renews]", "Enter");
		await push("form[action$='/sending'] button", "Enter");
		await page.waitForSelector("a[href*='state=invited']");
		assert.equal(parvis.sqlNumber(`select send_count from invitation where record_id in (select id from contact where email = '${email}')`), 2);

		for (const [size, scheme] of [[phone, "light"], [desktop, "dark"]]) {
			await page.setViewportSize(size);
			await page.emulateMedia({ colorScheme: scheme });
			for (const [path, name] of [[users, "active"], [`${users}?state=invited`, "invited"], [failures, "failures"], ["/console/settings/portal/limits", "limits"]]) {
				await page.goto(`${parvis.url}${path}`);
				await assertAccessible(page);
				await assertFits(page);
				await keepShot(page, `portal-users-${name}-${scheme}`);
			}
		}
		assert.deepEqual(complaints, []);
	});
});
