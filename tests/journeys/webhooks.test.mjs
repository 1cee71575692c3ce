// Other programs are told what happens to records: signed, tried again, as one person may see it, and nowhere else.
import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { readFileSync, rmSync, mkdtempSync } from "node:fs";
import { createServer } from "node:https";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { assertAccessible, assertFits, desktop, keepShot, openBrowser, phone } from "../browser.mjs";
import { engines, startParvis } from "../parvis.mjs";
import { idText } from "./people.mjs";
import { isSigned, Receiver } from "./receiver.mjs";

const home = "/console/settings/webhooks";
const allEvents = ["created", "changed", "deleted", "restored"];
const canary = "CanariWebhook";

for (const engine of engines)
	describe(`webhooks, on ${engine}`, () => {
		let parvis, program, receiver, other, secret, hook;

		before(async () => {
			receiver = await new Receiver().start();
			other = await new Receiver().start();
			parvis = await startParvis({ engine, settings: { PARVIS_EGRESS_ALLOW: `127.0.0.1:${receiver.port}, 127.0.0.1:${other.port}` } });
			program = parvis.client({ json: true, bearer: await parvis.apiToken({ scope: "write" }) });
		});
		after(async () => {
			await parvis?.close();
			await receiver?.stop();
			await other?.stop();
		});

		const staffId = (email) => idText(BigInt(parvis.sql(`select id from staff where email = '${email}'`)[0]));
		const sqlId = (id) => parvis.sql(`select id from webhook order by id desc`).find((one) => idText(BigInt(one)) === id);
		const ok = (answer) => {
			assert.equal(answer.status, 200, answer.text);
			return answer.data;
		};
		const make = async (values) => ok(await program.post(home, { events: allEvents, allow_host: "on", ...values }));
		const lead = async (name, fields = {}) => ok(await program.post("/console/records/leads", { fields: { name, ...fields } })).record;
		const changeLead = async (id, fields) => {
			const { version } = ok(await program.get(`/console/records/leads/${id}`)).record;

			return ok(await program.post(`/console/records/leads/${id}`, { fields, version })).record;
		};
		const log = async (id = hook) => ok(await program.get(`${home}/${id}`)).deliveries;
		const logged = async (wanted, id = hook) => {
			for (let i = 0; ; i++) {
				const list = await log(id);
				const found = list.find(wanted);

				if (found !== undefined)
					return found;
				assert.ok(i < 400, list.slice(0, 5).map((one) => JSON.stringify([one.event, one.record?.name, one.state, one.error, one.attempts, one.next_at])).join("\n"));
				await sleep(50);
			}
		};
		// Nothing waits any more; what came so far is forgotten.
		const settled = async () => {
			for (let i = 0; (await log()).some(({ state }) => state === "waiting" || state === "failed"); i++) {
				assert.ok(i < 400, JSON.stringify((await log()).slice(0, 5)));
				await sleep(50);
			}
			receiver.forget();
		};
		// As if the time of the next try had come.
		const hurry = () => {
			parvis.sql("update webhook set rest_until = 0; update webhook_delivery set next_at = 1 where ended_at is null and state = 'failed'");
			return program.post(`${home}/${hook}/resumption`);
		};

		test("one is made, its secret shown once, its server allowed on purpose", async () => {
			const refused = await program.post(home, { name: "Comptabilité", url: receiver.url, modules: ["leads"], events: allEvents });

			assert.equal(refused.status, 422);
			assert.match(refused.data.errors.url, /not among those your organisation allows/);
			const made = await make({ name: "Comptabilité", url: receiver.url, modules: ["leads"] });

			secret = made.secret;
			hook = made.webhook.id;
			assert.match(secret, /^whsec_[A-Za-z0-9+/]{43}=$/);
			const shown = await program.get(`${home}/${hook}`);

			assert.ok(!shown.text.includes("whsec_") && !shown.text.includes(secret));
			assert.deepEqual(shown.data.webhook.modules.map(({ name }) => name), ["leads"]);
			const stored = parvis.sql("select count(*) from webhook where secret is not null")[0];

			assert.ok(Number(stored) >= 1);
			const actions = parvis.sql("select action from audit order by seq desc limit 3");

			assert.ok(actions.includes("webhook.create") && actions.includes("egress.allow"), actions.join());
		});

		test("a test arrives, signed", async () => {
			ok(await program.post(`${home}/${hook}/test`));
			const [call] = await receiver.until((calls) => calls.length === 1, "a test");

			assert.equal(call.method, "POST");
			assert.equal(call.path, "/hook");
			assert.equal(call.headers["content-type"], "application/json");
			assert.equal(call.data.type, "webhook.test");
			assert.match(call.headers["webhook-id"], /^msg_[0-9a-z]{13}$/);
			assert.ok(Math.abs(Number(call.headers["webhook-timestamp"]) - Date.now() / 1000) < 30);
			assert.ok(isSigned(secret, call.headers, call.text));
			assert.ok(!isSigned(secret, call.headers, `${call.text} `), "a changed body does not fit");
			assert.ok(!isSigned("whsec_AAAA", call.headers, call.text), "nor another secret");
			receiver.forget();
		});

		test("what happens to a record is told: made, changed, removed, brought back", async () => {
			const { id } = await lead("Atelier Morvan", { origin: "phone" });
			let [call] = await receiver.until((calls) => calls.length === 1, "created");

			assert.equal(call.data.type, "leads.created");
			assert.equal(call.data.data.module, "leads");
			assert.equal(call.data.data.id, id);
			assert.equal(call.data.data.by.name, "Hélène Caradec");
			assert.deepEqual(call.data.data.record.fields, ok(await program.get(`/console/records/leads/${id}`)).record.fields, "as the API prints it");
			assert.ok(isSigned(secret, call.headers, call.text));
			await changeLead(id, { company: "Morvan et filles" });
			call = (await receiver.until((calls) => calls.length === 2, "changed"))[1];
			assert.equal(call.data.type, "leads.changed");
			assert.deepEqual(call.data.data.changed, ["company"]);
			assert.equal(call.data.data.record.fields.company, "Morvan et filles");
			assert.equal(call.data.data.record.version, 2);
			ok(await program.post(`/console/records/leads/${id}/removal`));
			call = (await receiver.until((calls) => calls.length === 3, "deleted"))[2];
			assert.equal(call.data.type, "leads.deleted");
			assert.equal(call.data.data.record, null);
			ok(await program.post(`/console/records/leads/${id}/restoration`));
			call = (await receiver.until((calls) => calls.length === 4, "restored"))[3];
			assert.equal(call.data.type, "leads.restored");
			ok(await program.post("/console/records/vendors", { fields: { name: "Pas demandé" } }));
			await lead("Après");
			await receiver.until((calls) => calls.length >= 5, "the next");
			assert.ok(receiver.calls.every(({ data }) => data.data.module === "leads"), "of the modules asked for only");
			assert.equal(new Set(receiver.calls.map(({ headers }) => headers["webhook-id"])).size, receiver.calls.length);
			receiver.forget();
		});

		test("an error is tried again under the same id, and the log says how it went", async () => {
			let times = 0;

			receiver.answer = () => (times++ === 0 ? { status: 500, body: `sorry\u0000 <script>${"x".repeat(5000)}` } : { status: 204 });
			await lead("Essai et erreur");
			await receiver.until((calls) => calls.length === 1, "the first try");
			const failed = await logged(({ state }) => state === "failed");

			assert.equal(failed.status, 500);
			assert.equal(failed.attempts, 1);
			assert.ok(new Date(failed.next_at) - Date.now() < 7000);
			const shown = ok(await program.get(failed.href));

			assert.match(shown.answer, /^sorry {2}<script>x+$/);
			assert.ok(shown.answer.length <= 1000);
			const calls = await receiver.until((calls) => calls.length === 2, "the second try");

			assert.equal(calls[0].headers["webhook-id"], calls[1].headers["webhook-id"]);
			assert.ok(calls[1].at - calls[0].at > 3500, "not at once");
			assert.ok(isSigned(secret, calls[1].headers, calls[1].text));
			const done = await logged(({ id, state }) => id === failed.id && state === "delivered");

			assert.equal(done.attempts, 2);
			assert.equal(done.status, 204);
			receiver.answer = () => ({ status: 200 });
			await settled();
		});

		test("a redirect is not followed", async () => {
			receiver.answer = () => ({ status: 302, headers: { Location: other.url } });
			await lead("Redirection");
			const failed = await logged(({ status }) => status === 302);

			assert.match(failed.error, /redirect/);
			assert.equal(other.calls.length, 0);
			receiver.answer = () => ({ status: 200 });
			await hurry();
			await logged(({ id, state }) => id === failed.id && state === "delivered");
			await settled();
		});

		test("it is sent again by hand, under the same id and as the record is now", async () => {
			const { id } = await lead("Rejouée");
			const [first] = await receiver.until((calls) => calls.length === 1, "created");
			const sent = await logged(({ record, state }) => record?.id === id && state === "delivered");

			parvis.sql(`update lead set company = 'Depuis' where company is null and name = 'Rejouée'`);
			ok(await program.post(`${sent.href}/replay`));
			const second = (await receiver.until((calls) => calls.length === 2, "again"))[1];

			assert.equal(second.headers["webhook-id"], first.headers["webhook-id"]);
			assert.equal(second.data.data.record.fields.company, "Depuis");
			assert.ok(isSigned(secret, second.headers, second.text));
			assert.ok((await log()).filter(({ message }) => message === first.headers["webhook-id"]).length === 2, "both stand in the log");
			receiver.forget();
		});

		test("paused, nothing leaves; what happened meanwhile goes afterwards, changes of one record as one", async () => {
			const { id } = await lead("En pause");

			await receiver.until((calls) => calls.length === 1, "created");
			await logged(({ record, state }) => record?.id === id && state === "delivered");
			receiver.forget();
			ok(await program.post(`${home}/${hook}/pause`));
			await changeLead(id, { company: "Une" });
			await changeLead(id, { company: "Deux" });
			await changeLead(id, { name: "En pause encore" });
			await sleep(1000);
			assert.equal(receiver.calls.length, 0);
			ok(await program.post(`${home}/${hook}/resumption`));
			const [call] = await receiver.until((calls) => calls.length === 1, "what waited");

			assert.deepEqual(call.data.data.changed.sort(), ["company", "name"]);
			assert.equal(call.data.data.record.fields.company, "Deux");
			assert.equal(call.data.data.record.name, "En pause encore");
			await sleep(500);
			assert.equal(receiver.calls.length, 1, "once");
			receiver.forget();
		});

		test("a new secret signs beside the old one for a day", async () => {
			const fresh = ok(await program.post(`${home}/${hook}/secret`)).secret;

			assert.notEqual(fresh, secret);
			ok(await program.post(`${home}/${hook}/test`));
			const [call] = await receiver.until((calls) => calls.length === 1, "signed by both");

			assert.equal(call.headers["webhook-signature"].split(" ").length, 2);
			assert.ok(isSigned(secret, call.headers, call.text) && isSigned(fresh, call.headers, call.text));
			parvis.sql("update webhook set old_until = 1");
			ok(await program.post(`${home}/${hook}/test`));
			const next = (await receiver.until((calls) => calls.length === 2, "signed by one"))[1];

			assert.ok(!isSigned(secret, next.headers, next.text) && isSigned(fresh, next.headers, next.text));
			secret = fresh;
			receiver.forget();
		});

		test("only what its person may see is sent; what is hidden is nowhere", async () => {
			const profile = ok(await program.post("/console/settings/profiles", { name: "Regard étroit" })).id;
			const form = ok(await program.get(`/console/settings/profiles/${profile}`));

			ok(await program.post(`/console/settings/profiles/${profile}`, { name: "Regard étroit", version: form.version ?? form.profile.version, confirm: true, modules: [{ name: "leads", may: ["view"] }] }));
			const levels = ok(await program.get(`/console/settings/profiles/${profile}/leads`));

			ok(await program.post(`/console/settings/profiles/${profile}/leads`, { confirm: true, version: levels.version ?? levels.profile.version, fields: levels.fields.map(({ name }) => ({ name, level: ["description", "company"].includes(name) ? "hidden" : "read" })) }));
			parvis.sql(`update staff set profile_id = (select id from profile where name = 'Regard étroit') where email = 'nadia@solaria.example'`);
			const narrow = (await make({ name: "Étroit", url: other.url, modules: ["leads"], staff: staffId("nadia@solaria.example") })).webhook.id;

			// Shared with everybody, so that only fields differ; then with nobody.
			const sharing = ok(await program.get("/console/settings/sharing/leads"));

			ok(await program.post("/console/settings/sharing/leads", { sharing: "read", confirm: true, version: sharing.version ?? sharing.module.version }));
			const { id } = await lead("Vue par Nadia", { description: `${canary} secret`, company: `${canary} SARL` });
			const [call] = await other.until((calls) => calls.length === 1, "what Nadia sees");

			assert.equal(call.data.data.record.name, "Vue par Nadia");
			assert.ok(!("description" in call.data.data.record.fields) && !("company" in call.data.data.record.fields));
			await changeLead(id, { description: `${canary} autre` });
			await logged(({ event, state }) => event === "changed" && state === "skipped", narrow);
			await changeLead(id, { description: `${canary} encore`, name: "Vue par Nadia aussi" });
			const second = (await other.until((calls) => calls.length === 2, "a change she sees"))[1];

			assert.deepEqual(second.data.data.changed, ["name"]);
			const again = ok(await program.get("/console/settings/sharing/leads"));

			ok(await program.post("/console/settings/sharing/leads", { sharing: "private", confirm: true, version: again.version ?? again.module.version }));
			await changeLead(id, { name: "Plus vue par Nadia" });
			await logged(({ event, state, happened_at: at }) => event === "changed" && state === "skipped" && new Date(at) > second.at, narrow);
			ok(await program.post(`/console/records/leads/${id}/removal`));
			await logged(({ event, state }) => event === "deleted" && state === "skipped", narrow);
			await sleep(300);
			assert.equal(other.calls.length, 2);
			assert.ok(!other.calls.some(({ text, headers }) => (text + JSON.stringify(headers)).includes(canary)), "a canary in a hidden field");
			assert.ok(receiver.calls.some(({ text }) => text.includes(canary)), "the administrator's webhook sees it");

			// The log shows her no more than she sees herself, not even what the receiver repeats.
			parvis.sql(`insert into profile_permission (profile_id, permission) select id, 'webhook.write' from profile where name = 'Regard étroit'; update catalogue set version = version + 1`);
			const nadia = await parvis.signedInStaff("nadia@solaria.example", { json: true });

			assert.equal((await nadia.get(`${home}/${hook}`)).status, 404, "those of others do not exist for her");
			assert.equal((await nadia.get(`${home}/${narrow}`)).status, 200);
			assert.ok(!(await nadia.get(`${home}/${narrow}`)).text.includes(canary));
			assert.equal((await nadia.post(home, { name: "À la place de", url: other.url, events: allEvents, staff: staffId("helene@solaria.example") })).status, 422, "nobody lends themselves other eyes");
			nadia.close();

			// Her account is closed: nothing more, and administrators are told.
			parvis.sql("update staff set disabled_at = 1 where email = 'nadia@solaria.example'");
			await lead("Sans Nadia");
			for (let i = 0; ok(await program.get(`${home}/${narrow}`)).webhook.state !== "stopped"; i++) {
				assert.ok(i < 200);
				await sleep(50);
			}
			const mail = (await parvis.messages("helene@solaria.example")).find(({ subject }) => /Étroit/.test(subject));

			assert.ok(mail?.text.includes(`${home}/${narrow}`), mail?.text);
			assert.equal((await program.post(`${home}/${narrow}/resumption`)).status, 409);
			assert.ok(parvis.sql("select action from audit order by seq desc limit 5").includes("webhook.stop"));
			ok(await program.post(`${home}/${narrow}/removal`));
			other.forget();
			receiver.forget();
		});

		test("addresses that are none of others are refused beside the field, and later on the way", async () => {
			for (const [url, why] of [
				["http://127.0.0.1:1/", /https/],
				["https://127.0.0.1:1/", /machine Parvis runs on/],
				["https://localhost/", /machine Parvis runs on/],
				["https://2130706433/", /machine Parvis runs on/],
				["https://[::1]/", /machine Parvis runs on/],
				["https://[::ffff:10.0.0.1]/", /hides another/],
				["https://10.1.2.3/", /private network/],
				["https://169.254.169.254/latest/meta-data", /data centre/],
				["https://[fd00:ec2::254]/", /data centre/],
				["http://1.1.1.1/", /https/],
				["file:///etc/passwd", /https|whole/],
				["gopher://127.0.0.1/", /https/],
				["https://user:word@1.1.1.1/", /passwords/],
				["pas une adresse", /whole/],
				["https://nulle-part.invalid/", /leads nowhere/],
				["", /./],
			]) {
				const refused = await program.post(home, { name: "Ailleurs", url, events: allEvents, allow_host: "on" });

				assert.equal(refused.status, 422, url);
				assert.match(refused.data.errors.url, why, url);
				assert.equal(refused.data.values.url ?? "", url, "what was typed is kept");
			}
			assert.equal((await program.post(home, { name: "", url: receiver.url, events: [] })).status, 422);
			assert.equal((await program.post(home, { name: "x", url: receiver.url, events: allEvents, modules: ["nonsense"] })).status, 422);
			assert.equal((await program.post(home, { name: "x", url: receiver.url, events: allEvents, staff: "0000000000101" })).status, 422);
			assert.equal((await program.post(home, { name: "x", url: receiver.url, events: allEvents, owner_id: "1" })).status, 400);

			// Its name led elsewhere when it was saved.
			parvis.sql(`insert into egress_host (id, host, created_at, created_by) select 31, 'localhost', 0, min(id) from staff`);
			const before = receiver.calls.length;

			parvis.sql(`update webhook set url = 'https://localhost:1/hook' where id = ${sqlId(hook)}`);
			const { id: renamed } = await lead("Nom qui a changé");
			const failed = await logged(({ record, state }) => record?.id === renamed && state === "failed");

			assert.match(failed.error, /machine Parvis runs on/);

			assert.ok(new Date(failed.next_at) - Date.now() > 20 * 60000, "no storm of tries");
			parvis.sql(`delete from egress_host where id = 31`);
			await hurry();
			await logged(({ id, error }) => id === failed.id && /not among those/.test(error));
			assert.equal(receiver.calls.length, before);
			parvis.sql(`update webhook set url = '${receiver.url}' where id = ${sqlId(hook)}`);
			await hurry();
			await logged(({ id, state }) => id === failed.id && state === "delivered");
			receiver.forget();
		});

		test("a certificate that is not valid opens nothing", async () => {
			const folder = mkdtempSync(join(tmpdir(), "parvis-hook-"));
			const made = spawnSync("openssl", ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=127.0.0.1",
				"-addext", "subjectAltName=IP:127.0.0.1", "-keyout", join(folder, "key.pem"), "-out", join(folder, "cert.pem")]);

			assert.equal(made.status, 0);
			await other.stop(); // its port is one the operator allows
			let reached = false;
			const server = createServer({ key: readFileSync(join(folder, "key.pem")), cert: readFileSync(join(folder, "cert.pem")) }, (_, response) => {
				reached = true;
				response.end();
			});

			await new Promise((resolve) => server.listen(other.port, "127.0.0.1", resolve));
			const made2 = (await make({ name: "Certificat", url: `https://127.0.0.1:${other.port}/`, modules: ["vendors"] })).webhook.id;

			ok(await program.post(`${home}/${made2}/test`));
			const tried = await logged(({ state }) => state === "given_up", made2);

			assert.match(tried.error, /certificate/);
			assert.equal(reached, false);
			ok(await program.post(`${home}/${made2}/removal`));
			await new Promise((resolve) => server.close(resolve));
			rmSync(folder, { recursive: true, force: true });
			await other.start().catch(() => {});
		});

		test("one that is slow or dead holds up no other, and each gets one call at a time", async () => {
			let running = 0, most = 0, release;
			const held = new Promise((resolve) => { release = resolve; });
			const slow = await new Receiver().start();

			slow.answer = async () => {
				most = Math.max(most, ++running);
				await held;
				running--;
				return { status: 200 };
			};
			parvis.sql(`update webhook set url = '${receiver.url}' where id = ${sqlId(hook)}`);
			const slowHook = (await make({ name: "Lent", url: receiver.url, modules: ["leads"] })).webhook.id;

			// The operator allowed two ports only: the slow one answers on the receiver's, by its path.
			parvis.sql(`update webhook set url = '${receiver.url}-lent' where id = ${sqlId(slowHook)}`);
			receiver.answer = (call) => (call.path === "/hook-lent" ? slow.answer(call) : { status: 200 });
			for (let i = 0; i < 5; i++)
				await lead(`Pendant que l’autre dort ${i}`);
			const meant = (path) => receiver.calls.filter((call) => call.path === path && /^Pendant/.test(call.data.data.record?.name));

			await receiver.until(() => meant("/hook").length === 5, "the quick one has all");
			assert.equal(meant("/hook-lent").length, 1);
			const started = Date.now();

			ok(await program.get("/console/records/leads"));
			assert.ok(Date.now() - started < 5000);
			release();
			await receiver.until(() => meant("/hook-lent").length === 5, "then the slow one has, too");
			assert.equal(most, 1);
			await logged(({ state }) => state === "delivered", slowHook);
			ok(await program.post(`${home}/${slowHook}/removal`));
			await slow.stop();
			receiver.answer = () => ({ status: 200 });
			receiver.forget();
		});

		test("killed between request and answer, it is told again: at least once", async () => {
			let asked;
			const arrived = new Promise((resolve) => { asked = resolve; });

			receiver.answer = () => {
				asked();
				return new Promise(() => {});
			};
			await lead("Au milieu");
			await arrived;
			await parvis.kill();
			receiver.answer = () => ({ status: 200 });
			// As if the minute had passed after which a request counts as lost, and its job's lock.
			parvis.sql("update webhook set busy_until = 0; update webhook_delivery set next_at = 1 where ended_at is null; update job set locked_until = 1 where locked_until is not null");
			await parvis.start();
			const calls = await receiver.until((calls) => calls.filter(({ data }) => data.data.record?.name === "Au milieu").length === 2, "again after the crash", 30);
			const [one, two] = calls.filter(({ data }) => data.data.record?.name === "Au milieu");

			assert.equal(one.headers["webhook-id"], two.headers["webhook-id"]);
			await logged(({ record, state }) => record?.name === "Au milieu" && state === "delivered");
			receiver.forget();
		});

		test("asked to end while a call hangs, it does not wait for it, and calls again later", async () => {
			let asked;
			const arrived = new Promise((resolve) => { asked = resolve; });

			receiver.answer = () => {
				asked();
				return new Promise(() => {});
			};
			await lead("À l’arrêt");
			await arrived;
			const begun = Date.now();

			await parvis.stop();
			assert.ok(Date.now() - begun < 12000, "it ends before the call would");
			receiver.answer = () => ({ status: 200 });
			await parvis.start();
			await logged(({ record, state }) => record?.name === "À l’arrêt" && state === "delivered");
			receiver.forget();
		});

		test("after three days of failures it is stopped, and 410 stops it at once", async () => {
			receiver.answer = () => ({ status: 503 });
			await lead("Jamais reçue");
			await logged(({ status, state }) => status === 503 && state === "failed");
			parvis.sql(`update webhook set failing_since = failing_since - ${3 * 24 * 3600 * 1000}, rest_until = 0; update webhook_delivery set next_at = 1 where state = 'failed'`);
			await lead("Qui réveille");
			for (let i = 0; ok(await program.get(`${home}/${hook}`)).webhook.state !== "stopped"; i++) {
				assert.ok(i < 300, (await program.get(`${home}/${hook}`)).text.slice(0, 500));
				await sleep(50);
			}
			const { webhook } = ok(await program.get(`${home}/${hook}`));

			assert.match(webhook.stopped, /three days/);
			assert.ok(webhook.waiting_count >= 1);
			assert.ok((await parvis.messages("helene@solaria.example")).some(({ subject }) => /Comptabilité/.test(subject)));
			receiver.answer = () => ({ status: 200 });
			receiver.forget();
			ok(await program.post(`${home}/${hook}/resumption`));
			await receiver.until((calls) => calls.length >= 1, "what waited");
			await logged(({ state }) => state !== "failed" && state !== "waiting");
			receiver.answer = () => ({ status: 410 });
			await lead("Partie");
			for (let i = 0; ok(await program.get(`${home}/${hook}`)).webhook.state !== "stopped"; i++) {
				assert.ok(i < 300);
				await sleep(50);
			}
			receiver.answer = () => ({ status: 200 });
			ok(await program.post(`${home}/${hook}/resumption`));
		});

		test("servers are allowed and forbidden by name, and lists page", async () => {
			const list = ok(await program.get("/console/settings/egress")).servers;
			const own = list.find(({ host }) => host === "127.0.0.1");

			assert.ok(own !== undefined && own.webhook_count >= 1, JSON.stringify(list));
			assert.equal((await program.post("/console/settings/egress", { host: "HOOKS.example.fr" })).status, 200);
			assert.equal((await program.post("/console/settings/egress", { host: "hooks.example.fr" })).status, 422);
			for (const host of ["", "a b", "x/y", "user@host", "http://a:b@c/"])
				assert.equal((await program.post("/console/settings/egress", { host })).status, 422, host);
			assert.equal((await program.post(`/console/settings/egress/${own.id}/removal`)).status, 200);
			await lead("Vers nulle part");
			await logged(({ error }) => /not among those/.test(error ?? ""));
			assert.equal((await program.post("/console/settings/egress", { host: "https://127.0.0.1/hook" })).status, 200);
			await hurry();
			const page = ok(await program.get(`${home}/${hook}?state=delivered`));

			assert.ok(page.deliveries.every(({ state }) => state === "delivered"));
			const next = page.page.next;

			if (next !== null)
				assert.ok(ok(await program.get(next)).deliveries.every(({ id }) => !page.deliveries.some((one) => one.id === id)));
		});

		test("the commands of the guide do what it says", async () => {
			const guide = readFileSync(new URL("../../docs/guide/webhooks.md", import.meta.url), "utf8");
			const [, block] = guide.match(/^```sh\n(.*?)^```$/ms);
			const bearer = await parvis.apiToken({ scope: "write" });
			const run = (command, variables = {}) => new Promise((resolve) => {
				const child = spawn("bash", ["-euc", command], { env: { PATH: process.env.PATH, TOKEN: bearer, PORTAL: parvis.url, RECEIVER: receiver.url, ...variables } });
				let shown = "";

				child.stdout.setEncoding("utf8").on("data", (text) => { shown += text; });
				child.once("close", () => resolve(JSON.parse(shown)));
			});
			const [make, sendTest, readLog, ...more] = block.trim().split("\n");

			assert.equal(more.length, 0);
			receiver.forget();
			const made = await run(make);
			const variables = { WEBHOOK: made.webhook.id };

			assert.match(made.secret, /^whsec_/);
			assert.equal((await run(sendTest, variables)).state, "waiting");
			const [call] = await receiver.until((calls) => calls.length === 1, "the guide's test");

			assert.ok(isSigned(made.secret, call.headers, call.text));
			await logged(({ state }) => state === "delivered", made.webhook.id);
			assert.equal((await run(readLog, variables)).deliveries.length, 1);
			ok(await program.post(`${home}/${made.webhook.id}/removal`));
		});

		if (engine === "sqlite")
			describe("in a browser", () => {
				let browser, page;

				before(async () => {
					const staff = await parvis.signedInStaff("helene@solaria.example");

					browser = await openBrowser({ locale: "fr-FR", viewport: desktop });
					page = browser.page;
					page.on("dialog", (dialog) => dialog.accept());
					await browser.context.addCookies([...staff.cookies].map(([name, value]) => ({ name, value, url: parvis.url })));
				});
				after(() => browser?.close());

				const look = async (name) => {
					await page.setViewportSize(desktop);
					await page.emulateMedia({ colorScheme: "light" });
					await sleep(400); // colours fade into each other
					await assertAccessible(page);
					await assertFits(page);
					await keepShot(page, `webhooks-${name}-desk`);
					await page.emulateMedia({ colorScheme: "dark" });
					await page.setViewportSize(phone);
					await sleep(400);
					await assertAccessible(page);
					await assertFits(page);
					await keepShot(page, `webhooks-${name}-phone-dark`);
					await page.setViewportSize(desktop);
					await page.emulateMedia({ colorScheme: "light" });
				};
				const press = (name) => page.getByRole("button", { name, exact: true }).first().click();

				test("somebody makes one, sees its secret once, sends a test and reads the log", async () => {
					await page.goto(`${parvis.url}/console/settings`);
					await page.getByRole("link", { name: "Webhooks", exact: true }).first().click();
					await look("list");
					await page.getByRole("link", { name: "Nouveau webhook" }).click();
					await page.locator("#name").fill("Site web");
					await page.locator("#url").fill("https://10.0.0.1/crochet");
					await page.getByLabel("seulement ceux-ci").check();
					await page.getByLabel("Pistes", { exact: true }).check();
					await press("Enregistrer");
					await page.getByText("Cette adresse mène dans un réseau privé.").first().waitFor();
					assert.equal(await page.locator("#name").inputValue(), "Site web");
					assert.ok(await page.getByLabel("Pistes", { exact: true }).isChecked());
					await look("form-refused");
					await page.locator("#url").fill(receiver.url);
					await press("Enregistrer");
					await page.locator("#secret").waitFor();
					assert.match(await page.locator("#secret").innerText(), /^whsec_/);
					await look("secret");
					await page.getByRole("link", { name: "Je l’ai conservé" }).click();
					await page.getByText("Rien n’a encore été annoncé").waitFor();
					await press("Envoyer un essai");
					await sleep(1500);
					await page.reload();
					await page.getByText("Remis", { exact: true }).last().waitFor();
					await page.getByRole("link", { name: "Essai", exact: true }).click();
					await page.getByText("webhook.test").first().waitFor();
					await look("delivery");
					await press("Renvoyer");
					await page.goto(`${parvis.url}${home}/${hook}`);
					await look("show");
					await page.goto(`${parvis.url}${home}/${hook}/form`);
					await look("form");
					await page.goto(`${parvis.url}/console/settings/egress`);
					await look("servers");
					assert.deepEqual(browser.complaints, []);
				});

				test("the same without scripts", async () => {
					const staff = await parvis.signedInStaff("helene@solaria.example", { language: "fr" });
					const form = await staff.open(`${home}/form`);
					const answer = await staff.submit(form, { name: "Sans script", url: receiver.url });

					assert.match(answer.words, /whsec_/);
					const list = await staff.open(home);
					const shown = await staff.press(list, "Sans script");
					const paused = await staff.submit(shown, {}, { action: shown.forms.find(({ action }) => action.endsWith("/pause")).action });

					assert.match(paused.words, /En pause/);
					const gone = await staff.submit(paused, {}, { action: paused.forms.find(({ action }) => action.endsWith("/removal")).action });

					assert.match(gone.words, /Le webhook a été supprimé/);
				});
			});
	});
