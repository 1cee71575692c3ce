// What is written arrives: mails at a mail server that fails in every way mail servers do, SMS through a real kannel and
// a gateway that speaks JSON. Once, in time, and never with a code left lying about.
import assert from "node:assert/strict";
import { createServer } from "node:http";
import { after, before, describe, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { Dovecot, dovecotIsInstalled } from "./dovecot.mjs";
import { idText, peopleOf } from "./journeys/people.mjs";
import { Kannel, kannelIsInstalled } from "./kannel.mjs";
import { engines, startParvis } from "./parvis.mjs";
import { listen } from "./ports.mjs";
import { decodedHeader, DROP, HOLD, REFUSE_LATER, REFUSE_NOW, SmtpSink } from "./smtp_sink.mjs";

const mailFrom = "portail@solaria.example";

// Waits for something that happens by itself.
async function until(what, probe) {
	for (const end = Date.now() + 20000; ; await sleep(40)) {
		const found = await probe();

		if (found)
			return found;
		assert.ok(Date.now() < end, `still not: ${what}`);
	}
}

// What Postfix writes about a mail, to the address it came from.
const reportOf = (returnAddress, fields) => [
	"Return-Path: <>", "From: MAILER-DAEMON@mx.example (Mail Delivery System)", `To: ${returnAddress}`, "Subject: Delivery report", "MIME-Version: 1.0",
	'Content-Type: multipart/report; report-type=delivery-status;', '\tboundary="A/1"', "", "--A/1", "Content-Type: text/plain", "", "I have to tell you.", "",
	"--A/1", "Content-Type: message/delivery-status", "", "Reporting-MTA: dns; mx.example", "", ...fields, "", "--A/1--", "",
].join("\r\n");
const arrived = ["Action: delivered", "Status: 2.0.0"];
const cameBack = ["Action: failed", "Status: 5.1.1", "Diagnostic-Code: smtp; 550 5.1.1 <somebody>: this person", "    has left us"];

const gateways = (smtp, sms) => ({ PARVIS_DEMO: "0", PARVIS_MAIL_FROM: mailFrom, PARVIS_SMTP_URL: smtp.url, PARVIS_SMS_URL: sms.url });

// ---- what the program knows of the newest message to somebody ----

function messageTo(parvis, address) {
	const [line] = parvis.sql(`
		select id, state, try_count, length(body_text) + coalesce(length(body_html), 0), message_id, coalesce(error, '')
		from message where to_address = '${address}' order by id desc limit 1;`);
	const [id, state, tries, length, messageId, error] = line?.split("|") ?? [];

	return line && { id, path: `/console/outbox/${idText(BigInt(id))}`, state, tries: Number(tries), length: Number(length), messageId, error };
}

const becomes = (parvis, address, state) => until(`message to ${address} ${state}`, () => {
	const message = messageTo(parvis, address);

	return message?.state === state && message;
});

const tried = (parvis, address, tries) => until(`${tries} tries to write to ${address}`, () => {
	const message = messageTo(parvis, address);

	return message?.tries >= tries && message;
});

// As if the pause between two tries had passed.
function timePasses(parvis) {
	parvis.sql("update job set run_at = 1 where kind = 'message.send' and locked_until is null;");
}

// As if the two minutes had passed after which work of a process that died is taken up again.
function locksPass(parvis) {
	parvis.sql("update job set locked_until = 1 where locked_until is not null;");
}

// What the demonstration wrote before there was a mail server sets out now.
async function emptyOutbox(parvis, smtp) {
	await until("outbox empty", () => parvis.sqlNumber("select count(*) from message where state = 'waiting'") === 0);
	smtp.forget();
}

// ---- what people do ----

async function askForCode(parvis, email) {
	const browser = parvis.client();
	const asked = await browser.submit(await browser.open("/p/demo/sign-in"), { email });

	assert.equal(asked.status, 200, asked.words);
	return { enter: (code) => browser.submit(asked, { code }) };
}

async function assertLetsIn(sign, code, { firstName }) {
	const home = await sign.enter(code);

	assert.equal(home.status, 200, home.words);
	assert.ok(home.words.includes(`Hello ${firstName}`), home.words);
}

function assertWellWritten(mail, person) {
	assert.match(mail.from, /^retour\+[0-9a-z]{29}@solaria\.example$/, "the envelope, not what people see");
	assert.match(mail.id, /^<[0-9a-z]{13}\.parvis@solaria\.example>$/);
	assert.equal(mail.headers["auto-submitted"], "auto-generated");
	assert.equal(mail.headers["mime-version"], "1.0");
	assert.match(mail.headers["content-type"], /^multipart\/alternative;/);
	assert.match(mail.headers.date, /^\w{3}, \d{1,2} \w{3} \d{4} \d\d:\d\d:\d\d \+0000$/);
	assert.ok(decodedHeader(mail.headers.to).includes(`<${person.email}>`));
	assert.match(decodedHeader(mail.headers.from), new RegExp(`^"?Solaria Énergies"? <${mailFrom}>$`));
	assert.equal(mail.subject, "Votre code de connexion – Solaria Énergies");
	assert.match(mail.raw, /^[\x20-\x7e\r\n\t]*$/, "nothing that a seven-bit server would break");
	assert.ok(mail.raw.split("\r\n").every((line) => line.length <= 78), "lines as RFC 5322 recommends");
	assert.deepEqual(mail.parts.map(({ type }) => type.split(";")[0]), ["text/plain", "text/html"]);
	assert.ok(mail.part("text/plain").includes(`Bonjour ${person.firstName},`));
	assert.ok(mail.part("text/html").includes(mail.code));
	assert.match(mail.part("text/html"), /<\/html>\s*$/);
}

async function openParvis(engine, kannelRefuses) {
	const smtp = await new SmtpSink().open();
	const kannel = await new Kannel({ refused: kannelRefuses }).start();
	const dovecot = dovecotIsInstalled ? await new Dovecot().start() : null;
	const reports = { PARVIS_RETURN_ADDRESS: "retour@solaria.example", ...(dovecot && { PARVIS_RETURN_MAILBOX_URL: dovecot.url }) };
	const parvis = await startParvis({ engine, settings: { ...gateways(smtp, kannel), ...reports } });

	await emptyOutbox(parvis, smtp);
	return { smtp, kannel, dovecot, parvis, close: async () => {
		smtp.hangUp();
		await parvis.close();
		await smtp.close();
		await dovecot?.stop();
		await kannel.stop();
	} };
}

const refusedNumber = "+33699999999";

for (const engine of engines)
	describe(`${engine}: what is written arrives`, { skip: !kannelIsInstalled && "needs the packages kannel and kannel-extras" }, () => {
		let house, parvis, smtp, kannel, dovecot, byMail, bySms;
		const somebody = () => byMail.shift();

		before(async () => {
			house = await openParvis(engine, refusedNumber);
			({ parvis, smtp, kannel, dovecot } = house);
			byMail = peopleOf(parvis, { company: "Solaria Énergies" });
			bySms = peopleOf(parvis, { company: "Solaria Énergies", withMobile: true });
		});

		after(() => house?.close());

		test("a client signs in with the code of the mail, which is then nowhere to be read", async () => {
			const person = somebody(), sign = await askForCode(parvis, person.email);
			const [mail] = await until("mail", () => smtp.acceptedFor(person.email).length && smtp.acceptedFor(person.email));

			assertWellWritten(mail, person);
			assert.equal((await becomes(parvis, person.email, "sent")).length, 0, "the text with the code is erased");
			await assertLetsIn(sign, mail.code, person);
			assert.equal((await parvis.client().get("/outbox")).status, 404, "no demonstration");
		});

		test("a client signs in with the code of the SMS that went through kannel", async () => {
			const person = bySms[0], sign = await askForCode(parvis, person.email);
			const [sms] = await until("SMS", () => kannel.messagesTo(person.mobile).length && kannel.messagesTo(person.mobile));
			const [, code] = sms.text.match(/votre code est (\d{6})/);

			assert.equal(sms.sender, "Solaria");
			assert.match(sms.text, /^Solaria Énergies\s: votre code est/);
			assert.ok(sms.text.endsWith(`\n\n@127.0.0.1 #${code}`), "what browsers fill in by themselves");
			assert.equal((await becomes(parvis, person.mobile, "sent")).length, 0);
			await assertLetsIn(sign, code, person);
			assert.equal(smtp.arrivedFor(person.email).length, 0, "no second way");
		});

		test("when the gateway refuses the number, the code comes by mail and says why", async () => {
			const person = bySms[1];

			parvis.sql(`update contact set mobile = '${refusedNumber}' where email = '${person.email}';`);
			const sign = await askForCode(parvis, person.email);
			const [mail] = await until("mail", () => smtp.acceptedFor(person.email).length && smtp.acceptedFor(person.email));

			assert.match(mail.part("text/plain"), /Le SMS .*06 •• •• •• 99/);
			assert.match(messageTo(parvis, refusedNumber).error, /refused with status 400/);
			assert.deepEqual(kannel.messagesTo(refusedNumber), []);
			await assertLetsIn(sign, mail.code, person);
		});

		test("a mail refused for now is tried again and delivered once, as the same mail", async () => {
			const person = somebody();

			smtp.script = [REFUSE_LATER];
			const sign = await askForCode(parvis, person.email);
			const waiting = await tried(parvis, person.email, 1);

			assert.equal(waiting.state, "waiting");
			assert.match(waiting.error, /451/);
			assert.ok(waiting.length > 0, "its text is still needed");
			timePasses(parvis);
			await becomes(parvis, person.email, "sent");
			const [first, second, ...more] = smtp.arrivedFor(person.email);

			assert.equal(more.length, 0);
			assert.equal(first.raw, second.raw);
			assert.equal(smtp.acceptedFor(person.email).length, 1);
			await assertLetsIn(sign, second.code, person);
		});

		test("that an invitation arrived, and that it came back hours later, is known from reports", async () => {
			const person = somebody(), [id] = parvis.sql(`select id from contact where email = '${person.email}'`);
			const staff = parvis.client({ json: true, bearer: await parvis.apiToken() });
			const path = `/console/records/contacts/${idText(BigInt(id))}/invitation`;
			const state = async () => (await staff.get(path)).data.invitation.sent.state;
			const report = (address, fields) => {
				const { status, stderr } = parvis.runWithInput(reportOf(address, fields), "mail-report");

				assert.equal(status, 0, stderr);
				return stderr;
			};

			parvis.sql(`update contact set entered_at = null where id = ${id}; delete from portal_user where record_id = ${id};
				delete from invitation where record_id = ${id}; delete from portal_password where contact_id = ${id}; update consent set required = 0;`);
			smtp.reports = true;
			assert.equal((await staff.post(path, { language: "fr" })).status, 200);
			await becomes(parvis, person.email, "sent");
			const mail = smtp.acceptedFor(person.email).at(-1), [, token] = mail.from.match(/^retour\+([0-9a-z]{29})@/);

			assert.match(mail.asked[0], new RegExp(`^RET=HDRS ENVID=<${token}>( SIZE=\\d+)?$`));
			assert.equal(mail.asked[1], `NOTIFY=SUCCESS,FAILURE ORCPT=rfc822;<${person.email}>`);
			assert.ok(!mail.raw.includes(token), "nobody reads it in the mail");
			smtp.reports = false;
			assert.match(report(mail.from.replace(/.@/, (end) => end === "a@" ? "b@" : "a@"), cameBack), /1 were not ours/);
			assert.equal(await state(), "sent", "nobody can make a report");
			assert.match(report(mail.from, arrived), /1 mails arrived/);
			assert.equal(await state(), "delivered");
			assert.equal(messageTo(parvis, person.email).state, "delivered");
			if (dovecot === null)
				return;
			for (let i = 0; i < 60; i++) // more than are read at once
				dovecot.put("Subject: Je suis absent\r\n\r\nBonjour\r\n");
			dovecot.put(reportOf(mail.from.toUpperCase(), cameBack));
			await until("mailbox read", () => {
				parvis.sql("update job set run_at = 1 where kind = 'message.reports' and locked_until is null;");
				return dovecot.count === 0;
			});
			const { sent } = (await staff.get(path)).data.invitation, page = await parvis.signedInStaff("helene@solaria.example");

			assert.equal(sent.state, "bounced");
			assert.match(sent.reason, /550 5\.1\.1 <somebody>: this person has left us/);
			const shown = await page.open(messageTo(parvis, person.email).path);

			assert.match(shown.words, /this person has left us/);
			assert.doesNotMatch(shown.words, /Send again/, "its text with the link is erased");
		});

		if (engine !== "sqlite")
			return;

		test("with no mail server there it waits until one is", async () => {
			const person = somebody();

			await smtp.close();
			const sign = await askForCode(parvis, person.email);

			assert.match((await tried(parvis, person.email, 1)).error, /could not be used/);
			await smtp.open();
			timePasses(parvis);
			await becomes(parvis, person.email, "sent");
			await assertLetsIn(sign, smtp.acceptedFor(person.email)[0].code, person);
		});

		test("when the line is cut before the answer, the receiver sees from the Message-ID that it is the same mail", async () => {
			const person = somebody();

			smtp.script = [DROP];
			await askForCode(parvis, person.email);
			assert.equal((await tried(parvis, person.email, 1)).state, "waiting");
			timePasses(parvis);
			const { messageId } = await becomes(parvis, person.email, "sent");

			assert.deepEqual(smtp.arrivedFor(person.email).map(({ id }) => id), [messageId, messageId]);
		});

		test("a mail refused for good shows as failed with its reason, and staff can send it again", async () => {
			const person = somebody(), next = somebody();

			smtp.script = [REFUSE_NOW];
			const sign = await askForCode(parvis, person.email);
			const { path } = await becomes(parvis, person.email, "failed");
			const staff = await parvis.signedInStaff("helene@solaria.example");
			const list = await staff.open("/console/outbox?state=failed");
			const page = await staff.press(list, new RegExp(person.lastName));

			assert.equal(page.path, path);
			assert.match(page.words, /550 5\.1\.1 No such mailbox here/);
			assert.doesNotMatch(page.text, /\b[0-9A-Z]{4}-[0-9A-Z]{4}\b/, "no code for staff");
			timePasses(parvis);
			await askForCode(parvis, next.email);
			await becomes(parvis, next.email, "sent");
			assert.equal(smtp.arrivedFor(person.email).length, 0, "not tried again by itself");
			await staff.submit(page, {}, { action: `${path}/retry` });
			await becomes(parvis, person.email, "sent");
			assert.match((await staff.open(path)).words, /Sent/);
			await assertLetsIn(sign, smtp.acceptedFor(person.email)[0].code, person);
		});

		test("after kill -9 between sending and noting it, the mail comes again under the same Message-ID, and then no more", async () => {
			const person = somebody();

			smtp.script = [HOLD];
			await askForCode(parvis, person.email);
			await until("mail taken", () => smtp.arrivedFor(person.email).length === 1);
			await parvis.kill();
			assert.equal(messageTo(parvis, person.email).state, "waiting");
			locksPass(parvis);
			await parvis.start();
			const { messageId } = await becomes(parvis, person.email, "sent");

			await parvis.kill();
			locksPass(parvis);
			timePasses(parvis);
			await parvis.start();
			const next = somebody();

			await askForCode(parvis, next.email);
			await becomes(parvis, next.email, "sent");
			assert.deepEqual(smtp.arrivedFor(person.email).map(({ id }) => id), [messageId, messageId]);
			assert.equal(new Set(smtp.arrivedFor(person.email).map(({ raw }) => raw)).size, 1, "to the letter");
		});

		test("a code whose time has passed is not sent any more", async () => {
			const person = somebody();

			smtp.script = [REFUSE_LATER];
			await askForCode(parvis, person.email);
			const { id } = await tried(parvis, person.email, 1);

			parvis.sql(`update message set expires_at = created_at + 1 where id = ${id};`);
			timePasses(parvis);
			assert.equal((await becomes(parvis, person.email, "expired")).length, 0, "its text is erased");
			assert.equal(smtp.acceptedFor(person.email).length, 0);
		});

		test("pages come while the mail server lets everybody wait", async () => {
			smtp.silent = true;
			const asked = [];

			for (let i = 0; i < 4; i++)
				asked.push(somebody());
			for (const { email } of asked)
				await askForCode(parvis, email);
			await until("senders waiting", () => smtp.sockets.size > 0);
			const staff = await parvis.signedInStaff("julien@solaria.example");

			for (let i = 0; i < 20; i++)
				assert.equal((await staff.get("/console/clients")).status, 200);
			assert.ok(smtp.sockets.size > 0 && asked.every(({ email }) => messageTo(parvis, email).state === "waiting"), "all of that in the meantime");
			smtp.silent = false;
			for (const { email } of asked)
				await until(`mail to ${email}`, () => {
					smtp.hangUp();
					timePasses(parvis);
					return sleep(200).then(() => messageTo(parvis, email).state === "sent");
				});
		});
	});

// ---- a gateway that speaks JSON ----

// Answers with what `answers` says next, 200 afterwards; keeps what it was asked.
async function jsonGateway(answers) {
	const requests = [];
	const server = createServer((request, response) => {
		let body = "";

		request.setEncoding("utf8").on("data", (text) => { body += text; });
		request.on("end", () => {
			requests.push({ method: request.method, path: request.url, headers: request.headers, ...JSON.parse(body) });
			response.writeHead(answers.shift() ?? 200, { "Content-Type": "application/json" }).end("{}");
		});
	});
	const port = await listen(server);

	return { requests, url: `json+http://geheim@127.0.0.1:${port}/messages`, close: () => new Promise((resolve) => server.close(resolve)) };
}

test("a gateway that speaks JSON gets the number, the text, and the same id in all tries", async () => {
	const smtp = await new SmtpSink().open();
	const sms = await jsonGateway([429]);
	const parvis = await startParvis({ settings: gateways(smtp, sms) });

	try {
		await emptyOutbox(parvis, smtp);
		sms.requests.length = 0;
		const [person] = peopleOf(parvis, { withMobile: true });
		const sign = await askForCode(parvis, person.email);

		assert.match((await tried(parvis, person.mobile, 1)).error, /status 429/);
		timePasses(parvis);
		await becomes(parvis, person.mobile, "sent");
		const [first, second, ...more] = sms.requests;

		assert.deepEqual(more, []);
		assert.equal(first.id, second.id);
		assert.deepEqual([second.method, second.path, second.to], ["POST", "/messages", person.mobile]);
		assert.equal(second.headers.authorization, "Bearer geheim");
		assert.match(second.headers["content-type"], /^application\/json/);
		await assertLetsIn(sign, second.text.match(/est (\d{6})/)[1], person);
		assert.equal(smtp.arrived.length, 0);
	} finally {
		await parvis.close();
		await smtp.close();
		await sms.close();
	}
});
