// Ten thousand people are invited at once, of whom 1,300 fail, for each of sixteen reasons; the process is killed in the
// middle and started again; a real mail server counts what arrives. Two smaller batches fail for the reasons that are of a
// whole batch. Not part of the tests: it takes minutes.
//   bin/invite-ten-thousand [sqlite|postgres]
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { idText } from "./journeys/people.mjs";
import { engines, startParvis } from "./parvis.mjs";
import { SmtpSink } from "./smtp_sink.mjs";

const people = 10000, failing = 1300, first = 500000000000;
// What is wrong with them when they are looked at, and what went wrong until they are invited; the quota is full last.
const before = ["own_domain", "characters", "blocked_domain", "approval", "review", "taken", "declined", "bounced", "consent", "record"];
const meanwhile = ["bin", "absent", "already", "no_address", "invited"];
const each = Math.floor(failing / (before.length + meanwhile.length + 1));
const overQuota = failing - each * (before.length + meanwhile.length);
const wanted = process.argv.slice(2).filter((word) => engines.includes(word));
const seconds = (since) => `${((performance.now() - since) / 1000).toFixed(1)} s`;
const memoryOf = (pid) => `${Math.round(Number(readFileSync(`/proc/${pid}/status`, "utf8").match(/VmHWM:\s+(\d+)/)[1]) / 1024)} MB at most`;

// Those who fail for it.
function group(reason) {
	const from = first + [...before, ...meanwhile].indexOf(reason) * each;

	return `id between ${from} and ${from + each - 1}`;
}

const earlier = (reason, state, ends) => `
	insert into invitation (id, portal_id, user_type_id, module_id, record_id, email, state, send_count, created_at, sent_at, expires_at)
		select contact.id, (select min(id) from portal), (select id from user_type where is_default = 1), (select id from module where name = 'contacts'), contact.id, contact.email, '${state}', 1, 0, 0, ${ends}
		from contact where ${group(reason)};`;

function fill(parvis) {
	parvis.sql("update contact set entered_at = 5; delete from invitation; delete from message; delete from job where kind = 'message.send'; update consent set required = 0; update invitation_rule set per_minute = 60000; update portal_plan set included = 100000;");
	for (let from = 0; from < people; from += 500) {
		const rows = Array.from({ length: 500 }, (_, i) => `(${first + from + i}, 'Pers', 'Onne ${from + i}', 'onne ${from + i} pers', 'p${from + i}@exemple.example', '', 5, 1)`);

		parvis.sql(`insert into contact (id, first_name, last_name, name_key, email, theme, created_at, version) values ${rows.join(", ")};
			insert into client_contact (client_id, contact_id, created_at) select (select min(id) from client where deleted_at is null), id, 5 from contact where id >= ${first + from} and id < ${first + from + 500};`);
	}
	parvis.sql(`
		insert into consent (id, position, required, withdrawable, number, text_id, created_at, version) values (77, 9, 1, 1, 1, 77, 0, 1);
		insert into consent_text (id, consent_id, number, name_fr, name_en, text_fr, created_at) values (77, 77, 1, 'Essai', 'Trial', 'Oui ?', 0);
		insert into consent_answer (id, module_id, record_id, consent_id, text_id, number, answer, at, means)
			select contact.id, module.id, contact.id, 77, 77, 1, 'yes', 0, 'import' from contact, module where module.name = 'contacts' and contact.id >= ${first} and not (contact.${group("consent")});
		update contact set email = 'p' || id || '@solaria.example' where ${group("own_domain")};
		update contact set email = 'o''p' || id || '@exemple.example' where ${group("characters")};
		update contact set email = 'p' || id || '@yopmail.com' where ${group("blocked_domain")};
		update contact set approval = 'waiting' where ${group("approval")};
		update contact set review = 'waiting' where ${group("review")};
		insert into portal_user (id, user_type_id, module_id, record_id, email, created_at)
			select contact.id, (select id from user_type where is_default = 1), (select id from module where name = 'vendors'), contact.id + 5000000, contact.email, 0 from contact where ${group("taken")};
		update contact set first_name = 'Hidden' where ${group("record")};
		insert into state_rule (id, module_id, effect, name, condition, created_at, version)
			select 78, id, 'hidden', 'Hidden', '{"all": [{"field": "first_name", "comparison": "is", "values": ["Hidden"]}]}', 0, 1 from module where name = 'contacts';
		update catalogue set version = version + 1;
		${earlier("declined", "declined", 5)}${earlier("bounced", "bounced", 5)}`);
}

// After they were looked at, and before they are invited.
function change(parvis) {
	parvis.sql(`update contact set deleted_at = 5 where ${group("bin")}; delete from client_contact where contact_${group("absent")}; delete from contact where ${group("absent")}; update contact set entered_at = 5 where ${group("already")}; update contact set email = null where ${group("no_address")};
		${earlier("invited", "sent", "9000000000000")}`);
}

// Places for all but the last of those who could be invited.
async function shrink(parvis, helene) {
	const { used } = (await helene.get("/console/settings/portal/limits")).data;

	parvis.sql(`update portal_plan set included = ${used + people - failing};`);
}

async function until(helene, href, isThere) {
	for (;;) {
		const { batch } = (await helene.get(href)).data;

		if (isThere(batch))
			return batch;
		await sleep(100);
	}
}

async function batch(helene, type) {
	const { status, text, data } = await helene.post("/console/invitations/batches", { type, chosen: "all" });

	assert.equal(status, 200, text);
	return until(helene, data.batch.href, ({ working }) => !working);
}

// Suppliers who all have one address, and contacts whose module the portal may not see.
async function failTogether(parvis, helene, types) {
	const reasonsOf = ({ reasons }) => reasons.map(({ code, count }) => `${code} ${count}`);

	const suppliers = idText(BigInt(parvis.sql("select user_type.id from user_type join module on module.id = main_module_id where module.name = 'vendors'")[0]));

	parvis.sql(`update portal_plan set included = 100000; delete from portal_user where module_id = (select id from module where name = 'vendors'); delete from vendor;`);
	for (let i = 0; i < 100; i++)
		parvis.sql(`insert into vendor (id, name, name_key, email, created_at, approval, review, version) values (${first + 7000000 + i}, 'Atelier ${i}', 'atelier ${i}', 'atelier@exemple.example', 0, 'none', 'none', 1);`);
	parvis.sql(`update consent set required = 0; insert into contact (id, first_name, last_name, name_key, email, theme, created_at, version) values (${first + 8000000}, 'Une', 'Autre', 'autre une', 'autre@exemple.example', '', 5, 1);
		insert into client_contact (client_id, contact_id, created_at) select min(id), ${first + 8000000}, 5 from client where deleted_at is null;`);
	assert.deepEqual(reasonsOf(await batch(helene, suppliers)), ["twice 99"]);
	parvis.sql("delete from profile_module where profile_id = (select profile_id from staff where acts_for = 'portal') and module_id = (select id from module where name = 'contacts'); update catalogue set version = version + 1;");
	const blind = await batch(helene, types[0].id);

	assert.deepEqual(reasonsOf(blind), [`module ${blind.found}`]);
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

		assert.deepEqual([checked.found, checked.failed, checked.ready], [people, before.length * each, people - before.length * each]);
		console.log(`${engine}: looked at ${people} people in ${seconds(begun)}, ${memoryOf(parvis.pid)}`);
		change(parvis);
		await shrink(parvis, helene);
		begun = performance.now();
		await Promise.all([helene.post(sending_href, {}), helene.post(sending_href, {})]);
		await until(helene, href, ({ sent }) => sent >= 3000);
		console.log(`${engine}: killed after ${seconds(begun)}, ${memoryOf(parvis.pid)}`);
		helene.close();
		await parvis.kill();
		await parvis.start();
		helene = await parvis.signedInStaff("helene@solaria.example", { json: true });
		const done = await until(helene, href, ({ working }) => !working), sent = people - failing;

		console.log(`${engine}: all invited ${seconds(begun)} after the click, ${memoryOf(parvis.pid)}`);
		assert.deepEqual([done.state, done.sent, done.failed], ["done", sent, failing]);
		assert.deepEqual(done.reasons.map(({ code, count }) => `${code} ${count}`).sort(), [...[...before, ...meanwhile].map((reason) => `${reason} ${each}`), `quota ${overQuota}`].sort());
		while (new Set(invited().map(({ to }) => to)).size < sent || parvis.sqlNumber("select count(*) from message where kind = 'mail_portal_invitation' and state = 'waiting';") > 0)
			await sleep(500);
		const mails = invited(), addresses = new Set(mails.map(({ to }) => to)), ids = new Set(mails.map(({ id }) => id));

		assert.deepEqual([addresses.size, ids.size], [sent, sent]);
		assert.equal(parvis.sqlNumber("select count(*) from message where kind = 'mail_portal_invitation';"), sent);
		console.log(`${engine}: ${addresses.size} mails to as many people ${seconds(begun)} after the click; ${mails.length - ids.size} came twice under their one Message-ID, because the process was killed between the server's answer and its note of it`);
		await failTogether(parvis, helene, types);
		console.log(`${engine}: two more batches failed for the reasons that are of a whole batch`);
		helene.close();
	} finally {
		await parvis.close();
		await sink.close();
	}
}

for (const engine of wanted.length > 0 ? wanted : engines)
	await run(engine);
