// Ten thousand people are invited at once, of whom 1,300 fail, a hundred for each of thirteen reasons; the process is
// killed in the middle and started again; a real mail server counts what arrives. Not part of the tests: it takes minutes.
//   bin/invite-ten-thousand [sqlite|postgres]
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { engines, startParvis } from "./parvis.mjs";
import { SmtpSink } from "./smtp_sink.mjs";

const people = 10000, each = 100, first = 500000000000;
const wanted = process.argv.slice(2).filter((word) => engines.includes(word));
const seconds = (since) => `${((performance.now() - since) / 1000).toFixed(1)} s`;
const memoryOf = (pid) => `${Math.round(Number(readFileSync(`/proc/${pid}/status`, "utf8").match(/VmHWM:\s+(\d+)/)[1]) / 1024)} MB at most`;

// The n-th hundred of them.
const group = (n) => `id between ${first + n * each} and ${first + (n + 1) * each - 1}`;

function fill(parvis) {
	parvis.sql("update contact set entered_at = 5; delete from invitation; delete from message; delete from job where kind = 'message.send'; update consent set required = 0; update invitation_rule set per_minute = 60000; update portal_plan set included = 100000;");
	for (let from = 0; from < people; from += 500) {
		const rows = Array.from({ length: 500 }, (_, i) => `(${first + from + i}, 'Pers', 'Onne ${from + i}', 'onne ${from + i} pers', 'p${from + i}@exemple.example', '', 5, 1)`);

		parvis.sql(`insert into contact (id, first_name, last_name, name_key, email, theme, created_at, version) values ${rows.join(", ")};`);
	}
	parvis.sql(`
		insert into consent (id, position, required, withdrawable, number, text_id, created_at, version) values (77, 9, 1, 1, 1, 77, 0, 1);
		insert into consent_text (id, consent_id, number, name_fr, name_en, text_fr, created_at) values (77, 77, 1, 'Essai', 'Trial', 'Oui ?', 0);
		insert into consent_answer (id, module_id, record_id, consent_id, text_id, number, answer, at, means)
			select contact.id, module.id, contact.id, 77, 77, 1, 'yes', 0, 'import' from contact, module where module.name = 'contacts' and contact.id >= ${first} and not (contact.${group(8)});
		update contact set email = 'p' || id || '@solaria.example' where ${group(0)};
		update contact set email = 'o''p' || id || '@exemple.example' where ${group(1)};
		update contact set email = 'p' || id || '@yopmail.com' where ${group(2)};
		update contact set approval = 'waiting' where ${group(3)};
		update contact set review = 'waiting' where ${group(4)};
		insert into portal_user (id, user_type_id, module_id, record_id, email, created_at)
			select contact.id, (select id from user_type where is_default = 1), (select id from module where name = 'vendors'), contact.id + 5000000, contact.email, 0 from contact where ${group(5)};`);
	for (const [n, state] of [[6, "declined"], [7, "bounced"]])
		parvis.sql(`insert into invitation (id, portal_id, user_type_id, module_id, record_id, email, state, send_count, created_at, sent_at, expires_at)
			select contact.id, (select min(id) from portal), (select id from user_type where is_default = 1), (select id from module where name = 'contacts'), contact.id, contact.email, '${state}', 1, 0, 0, 5 from contact where ${group(n)};`);
}

// After they were looked at, and before they are invited.
function change(parvis) {
	parvis.sql(`update contact set deleted_at = 5 where ${group(9)}; delete from contact where ${group(10)}; update contact set entered_at = 5 where ${group(11)}; update contact set email = null where ${group(12)};`);
}

async function until(helene, href, isThere) {
	for (;;) {
		const { batch } = (await helene.get(href)).data;

		if (isThere(batch))
			return batch;
		await sleep(100);
	}
}

async function run(engine) {
	const sink = await new SmtpSink().open();
	const parvis = await startParvis({ engine, settings: { PARVIS_SMTP_URL: sink.url, PARVIS_MAIL_FROM: "portail@solaria.example" } });
	const invited = () => sink.accepted.filter((mail) => mail.part("text/plain").includes("/invitation/"));

	try {
		let helene = await parvis.signedInStaff("helene@solaria.example", { json: true });

		fill(parvis);
		sink.forget();
		const { types } = (await helene.get("/console/invitations/choice")).data;
		let begun = performance.now();
		const made = await helene.post("/console/invitations/batches", { type: types[0].id, chosen: "all" });

		assert.equal(made.status, 200, made.text);
		const { href, sending_href } = made.data.batch, checked = await until(helene, href, ({ working }) => !working);

		assert.deepEqual([checked.found, checked.failed, checked.ready], [people, 9 * each, people - 9 * each]);
		console.log(`${engine}: looked at ${people} people in ${seconds(begun)}, ${memoryOf(parvis.pid)}`);
		change(parvis);
		begun = performance.now();
		await Promise.all([helene.post(sending_href, {}), helene.post(sending_href, {})]);
		await until(helene, href, ({ sent }) => sent >= 3000);
		console.log(`${engine}: killed after ${seconds(begun)}, ${memoryOf(parvis.pid)}`);
		helene.close();
		await parvis.kill();
		await parvis.start();
		helene = await parvis.signedInStaff("helene@solaria.example", { json: true });
		const done = await until(helene, href, ({ working }) => !working), sent = people - 13 * each;

		console.log(`${engine}: all invited ${seconds(begun)} after the click, ${memoryOf(parvis.pid)}`);
		assert.deepEqual([done.state, done.sent, done.failed], ["done", sent, 13 * each]);
		assert.deepEqual(done.reasons.map(({ code, count }) => `${code} ${count}`).sort(), ["absent", "already", "approval", "bin", "blocked_domain", "bounced", "characters", "consent", "declined", "no_address", "own_domain", "review", "taken"].map((code) => `${code} ${each}`));
		while (new Set(invited().map(({ to }) => to)).size < sent || parvis.sqlNumber("select count(*) from message where kind = 'mail_portal_invitation' and state = 'waiting';") > 0)
			await sleep(500);
		const mails = invited(), addresses = new Set(mails.map(({ to }) => to)), ids = new Set(mails.map(({ id }) => id));

		assert.deepEqual([addresses.size, ids.size], [sent, sent]);
		assert.equal(parvis.sqlNumber("select count(*) from message where kind = 'mail_portal_invitation';"), sent);
		console.log(`${engine}: ${addresses.size} mails to as many people ${seconds(begun)} after the click; ${mails.length - ids.size} came twice under their one Message-ID, because the process was killed between the server's answer and its note of it`);
		helene.close();
	} finally {
		await parvis.close();
		await sink.close();
	}
}

for (const engine of wanted.length > 0 ? wanted : engines)
	await run(engine);
