// A client's way: the code, the dashboard, an invoice and its PDF; by forms without scripts, by JSON, and in Chromium.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { assertAccessible, assertFits, desktop, openBrowser, phone } from "../browser.mjs";
import { engines, startParvis } from "../parvis.mjs";
import { pdfText } from "./pdf.mjs";
import { camille, englishAmount, frenchAmount, newestInvoiceOf, peopleOf, unpaidInvoiceOf, withoutBlanks } from "./people.mjs";

const wrongCode = "2222-2222";

async function codeOf(parvis, address) {
	return (await parvis.newestMessage(address)).code;
}

// Types the address on the sign-in page; the page that asks for the code.
async function askForCode(browser, email) {
	return browser.submit(await browser.open("/p/demo/sign-in"), { email });
}

for (const engine of engines)
	describe(`a client, on ${engine}`, () => {
		let parvis, byMail, bySms;

		before(async () => {
			parvis = await startParvis({ engine });
			byMail = peopleOf(parvis, { company: "Solaria Énergies" });
			bySms = peopleOf(parvis, { withMobile: true });
		});
		after(() => parvis?.close());

		// Everybody signs in as somebody else, so that limits of one story do not disturb another.
		let used = 0;
		const somebody = () => byMail[used++];

		test("signs in with the code of the mail, and reads an invoice and its PDF", async () => {
			const client = somebody(), browser = parvis.client(), invoice = unpaidInvoiceOf(parvis, client.clientId);
			const landing = await browser.open("/p/demo/");
			const signIn = await browser.press(landing, "Log in");
			const asked = await browser.submit(signIn, { email: client.email });
			const mail = await parvis.newestMessage(client.email);

			assert.match(mail.code, /^[0-9A-Z]{4}-[0-9A-Z]{4}$/);
			assert.equal(mail.channel, "mail");
			assert.match(asked.words, new RegExp(`If ${client.email} is known to us, a code is on its way`));
			const home = await browser.submit(asked, { code: mail.code.toLowerCase().replace("-", " ") });

			assert.equal(home.status, 200);
			assert.equal(home.path, "/p/demo/");
			assert.ok(home.words.includes(`Hello ${client.firstName}`), home.words);
			const list = await browser.press(home, "Invoices");
			const shown = await browser.press(list, invoice.number);

			assert.ok(shown.words.includes(invoice.number));
			assert.ok(shown.words.replaceAll(",", "").includes(englishAmount(invoice.total)), shown.words);
			const pdf = await browser.get(`/p/demo/invoices/${invoice.id}.pdf`);

			assert.equal(pdf.status, 200);
			assert.equal(pdf.headers["content-type"], "application/pdf");
			assert.match(pdf.headers["content-disposition"], new RegExp(`filename="?${invoice.number}\\.pdf`));
			const text = withoutBlanks(pdfText(pdf.body));

			assert.ok(text.includes(invoice.number));
			assert.ok(text.includes(frenchAmount(invoice.total)), pdfText(pdf.body));
			assert.ok(text.includes(withoutBlanks(client.clientName)));
			assert.ok((await browser.get(`/p/demo/invoices/${invoice.id}.pdf`)).body.equals(pdf.body), "made once and kept");
		});

		test("the same with JSON, as curl would", async () => {
			const client = somebody(), curl = parvis.client({ json: true }), invoice = newestInvoiceOf(parvis, client.clientId);

			assert.equal((await curl.get("/p/demo/invoices")).status, 401);
			const asked = await curl.send("POST", "/p/demo/sign-in", { form: { email: client.email } });

			assert.equal(asked.status, 200);
			assert.equal(asked.data.state, "code_sent");
			const entered = await curl.post("/p/demo/sign-in/code", { code: await codeOf(parvis, client.email) });

			assert.equal(entered.data.state, "signed_in");
			const home = (await curl.get("/p/demo/")).data;

			assert.equal(home.first_name, client.firstName);
			const { invoices } = (await curl.get("/p/demo/invoices")).data;
			const shown = (await curl.get(`/p/demo/invoices/${invoice.id}`)).data;

			assert.ok(invoices.some(({ number, id }) => number === invoice.number && id === invoice.id));
			assert.deepEqual(shown.total, { amount: englishAmount(invoice.total), currency: "EUR" });
			assert.ok(shown.lines.length > 0);
			const pdf = await curl.get(`/p/demo/invoices/${invoice.id}.pdf`);

			assert.ok(withoutBlanks(pdfText(pdf.body)).includes(frenchAmount(invoice.total)));
		});

		test("with a confirmed mobile number gets the code by SMS", async () => {
			const client = bySms[0], browser = parvis.client();
			const asked = await askForCode(browser, client.email);
			const sms = await parvis.newestMessage(client.mobile);

			assert.equal(sms.channel, "sms");
			assert.match(sms.code, /^\d{6}$/);
			assert.match(sms.text, new RegExp(`@127\\.0\\.0\\.1 #${sms.code}$`, "m"), "what browsers fill in by themselves");
			assert.deepEqual(await parvis.messages(client.email), []);
			assert.ok((await browser.submit(asked, { code: sms.code })).words.includes(`Hello ${client.firstName}`));
		});

		test("confirms a mobile number, and the next code comes there", async () => {
			const client = somebody(), browser = await parvis.signedIn(client.email);
			const number = await browser.open("/p/demo/account/mobile");
			const wrong = await browser.submit(number, { mobile: "01 23" });

			assert.equal(wrong.status, 422);
			assert.ok(wrong.text.includes('value="01 23"'), "what was typed stays");
			const asked = await browser.submit(wrong, { mobile: "06 12 34 56 78" });

			assert.match(asked.words, /6 digits/);
			const refused = await browser.submit(asked, { code: "000000" });

			assert.equal(refused.status, 422);
			const done = await browser.submit(refused, { code: await codeOf(parvis, "+33612345678") });

			assert.match(done.words, /Your number is confirmed/);
			assert.equal((await parvis.newestMessage(client.email)).kind, "mail_mobile_changed");
			await askForCode(parvis.client(), client.email);
			assert.equal((await parvis.newestMessage("+33612345678")).kind, "sms_sign_in_code");
		});

		test("who acts for several chooses, sees only the chosen one, and changes", async () => {
			const browser = parvis.client();
			const chooser = await browser.submit(await askForCode(browser, camille), { code: await codeOf(parvis, camille) });
			const choices = chooser.form(["client"]).buttons;

			assert.equal(chooser.path.split("?")[0], "/p/demo/clients");
			assert.equal(choices.length, 3);
			assert.equal((await browser.open("/p/demo/invoices")).path, "/p/demo/clients", "nothing before choosing");
			const first = await browser.submit(chooser, { client: choices[0].value });

			assert.match(first.words, /Hello Camille/);
			const invoicesOf = async () => (await browser.twin({ json: true }).get("/p/demo/invoices")).data.invoices.map(({ id }) => id);
			const ofFirst = await invoicesOf();

			await browser.submit(await browser.open("/p/demo/clients"), { client: choices[1].value });
			const ofSecond = await invoicesOf();

			assert.ok(ofFirst.length > 0 && ofSecond.length > 0);
			assert.deepEqual(ofFirst.filter((id) => ofSecond.includes(id)), []);
			assert.equal((await browser.get(`/p/demo/invoices/${ofFirst[0]}`)).status, 404, "the other client's door is shut");
		});

		test("the mail's link opens a page; only its button signs in, once", async () => {
			const client = somebody(), typing = parvis.client(), reading = parvis.client();

			await askForCode(typing, client.email);
			const { text } = await parvis.newestMessage(client.email);
			const link = text.match(/http:\/\/\S+\/sign-in\/link\/\S+/)[0];

			for (let scanner = 0; scanner < 3; scanner++)
				assert.equal((await parvis.client().get(link)).status, 200);
			const page = await reading.open(link);

			assert.match(page.words, new RegExp(client.email));
			assert.equal((await reading.open("/p/demo/invoices")).path.split("?")[0], "/p/demo/sign-in");
			const home = await reading.submit(page, {}, { action: page.forms.find(({ method, action }) => method === "post" && !action)?.action });

			assert.ok(home.words.includes(`Hello ${client.firstName}`));
			const again = await parvis.client().get(link);

			assert.equal(again.status, 410);
			assert.match(again.words, /no longer works/);
		});

		test("five wrong codes burn it", async () => {
			const client = somebody(), browser = parvis.client();
			let page = await askForCode(browser, client.email);
			const code = await codeOf(parvis, client.email);

			for (let i = 1; i <= 5; i++) {
				page = await browser.submit(page, { code: wrongCode });
				assert.equal(page.status, 422);
				assert.ok(!page.text.includes(wrongCode), "a code is never shown again");
			}
			assert.match(page.words, /typed wrong too often/);
			page = await browser.submit(page, { code });
			assert.equal(page.status, 422, "the right one, too late");
			assert.match(page.words, /can no longer be used/);
		});

		test("three wrong codes burn the one of an SMS, and it does not show that it was one", async () => {
			const client = bySms[1], browser = parvis.client();
			let page = await askForCode(browser, client.email);
			const code = await codeOf(parvis, client.mobile);

			for (let i = 1; i <= 3; i++)
				page = await browser.submit(page, { code: "000000" });
			assert.equal(page.status, 422);
			page = await browser.submit(page, { code });
			assert.equal(page.status, 422);
			assert.doesNotMatch(page.words, /Hello/);
		});

		test("a code works once, in the browser that asked for it", async () => {
			const client = somebody(), browser = parvis.client(), thief = parvis.client();
			const asked = await askForCode(browser, client.email);
			const code = await codeOf(parvis, client.email);

			assert.notEqual((await thief.post("/p/demo/sign-in/code", { code })).location, "/p/demo/");
			const kept = browser.twin();

			kept.cookies = new Map(browser.cookies);
			assert.ok((await browser.submit(asked, { code })).words.includes("Hello"));
			assert.notEqual((await kept.post("/p/demo/sign-in/code", { code })).location, "/p/demo/");
		});

		test("another code can be asked for a little later, not at once; the first one is then dead", async () => {
			const client = somebody(), browser = parvis.client();
			const page = await askForCode(browser, client.email);
			const first = await codeOf(parvis, client.email);
			const early = await browser.submit(page, { channel: "again" });

			assert.equal(early.status, 429);
			assert.match(early.words, /Another code can be sent in \d+ s/);
			parvis.sql("update sign_in set sent_at = sent_at - 31000"); // half a minute later
			const sent = await browser.submit(early, { channel: "again" });

			assert.equal(sent.status, 200);
			assert.match(sent.words, /A new code is on its way/);
			const second = await codeOf(parvis, client.email);

			assert.notEqual(first, second);
			assert.equal((await browser.submit(sent, { code: first })).status, 422);
			assert.ok((await browser.submit(sent, { code: second })).words.includes("Hello"));
		});

		test("an expired code is refused, and the page says how to go on", async () => {
			const client = somebody(), browser = parvis.client();
			const page = await askForCode(browser, client.email);
			const code = await codeOf(parvis, client.email);

			parvis.sql("update sign_in set expires_at = expires_at - 601000, sent_at = sent_at - 601000");
			const late = await browser.submit(page, { code });

			assert.equal(late.status, 422);
			assert.match((await browser.open("/p/demo/sign-in/code")).words, /The time of this code has passed/);
		});

		test("an unknown address gets the same answer, and no message", async () => {
			const known = somebody(), written = parvis.sqlNumber("select count(*) from message");
			const answers = [];

			for (const email of [known.email, "nobody.at.all@exemple.example"]) {
				const browser = parvis.client();
				const page = await askForCode(browser, email);
				const wrong = await browser.submit(page, { code: wrongCode });

				answers.push([page, wrong].map((answer) => `${answer.status} ${answer.text.replaceAll(email, "ADDRESS")}`));
			}
			assert.deepEqual(answers[0], answers[1]);
			assert.equal(parvis.sqlNumber("select count(*) from message"), written + 1);
		});

		test("a mistyped address stays in its field, with the mistake beside it", async () => {
			const browser = parvis.client();
			const page = await browser.submit(await browser.open("/p/demo/sign-in"), { email: "camille@" });

			assert.equal(page.status, 422);
			assert.ok(page.text.includes('value="camille@"'));
			assert.match(page.text, /aria-invalid="true" aria-describedby="email-error"/);
		});

		test("too many codes in an hour are refused for a known and an unknown address alike", async () => {
			const statuses = [];

			for (const email of [somebody().email, "stranger@exemple.example"]) {
				const row = [];

				for (let i = 0; i < 7; i++)
					row.push((await askForCode(parvis.client(), email)).status);
				statuses.push(row.join());
			}
			assert.equal(statuses[0], statuses[1]);
			assert.match(statuses[0], /^200,.*429$/);
		});

		test("a page asked for before signing in opens afterwards, but never another site's", async () => {
			const client = somebody(), browser = parvis.client(), invoice = newestInvoiceOf(parvis, client.clientId);
			const gate = await browser.open(`/p/demo/invoices/${invoice.id}`);
			const asked = await browser.submit(gate, { email: client.email });

			assert.equal((await browser.submit(asked, { code: await codeOf(parvis, client.email) })).path, `/p/demo/invoices/${invoice.id}`);
			for (const next of ["https://evil.example/", "//evil.example/", "/console/", "/p/demo/\\evil"]) {
				const page = await parvis.client().open(`/p/demo/sign-in?next=${encodeURIComponent(next)}`);

				assert.ok(!page.form(["email"]).names.has("next"), next);
			}
		});

		test("signs out; the browser is told to forget, and the old cookie opens nothing", async () => {
			const browser = await parvis.signedIn(somebody().email);
			const cookies = new Map(browser.cookies);
			const home = await browser.open("/p/demo/");
			const out = await browser.submit(home, {}, { action: "/p/demo/sign-out", follow: false });

			assert.equal(out.status, 303);
			assert.match(out.headers["clear-site-data"], /cache/);
			assert.match((await browser.open("/p/demo/")).words, /Welcome to your client area/);
			browser.cookies = cookies;
			assert.equal((await browser.get("/p/demo/invoices")).status, 303);
		});

		test("reads in French or English and light or dark, before and after signing in", async () => {
			const client = somebody(), browser = parvis.client();
			const french = await browser.submit(await browser.open("/p/demo/sign-in"), { language: "fr" });

			assert.match(french.text, /<html lang="fr"/);
			const asked = await browser.submit(french, { email: client.email });
			const home = await browser.submit(asked, { code: await codeOf(parvis, client.email) });

			assert.match(home.words, /Bonjour/);
			const dark = await browser.submit(home, { theme: "dark" });

			assert.match(dark.text, /data-theme="dark"/);
			await browser.submit(dark, { language: "en" });
			const elsewhere = await parvis.signedIn(client.email, { language: "fr" });
			const page = await elsewhere.open("/p/demo/account");

			assert.match(page.text, /<html lang="en" data-theme="dark"/, "the choice follows the person");
		});

		test("sees the devices signed in, and signs one of them out", async () => {
			const client = somebody();
			const laptop = await parvis.signedIn(client.email, { headers: { "User-Agent": "Mozilla/5.0 (X11; Linux x86_64; rv:130.0) Gecko/20100101 Firefox/130.0" } });
			const lost = await parvis.signedIn(client.email, { headers: { "User-Agent": "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Mobile/15E148 Safari/604.1" } });
			const account = await laptop.open("/p/demo/account");

			assert.match(account.words, /Firefox on Linux/);
			assert.match(account.words, /Safari on i/);
			const end = account.forms.find(({ action }) => /account\/sessions\/[^/]+\/end$/.test(action));

			assert.match((await laptop.submit(account, {}, { action: end.action })).words, /signed out/);
			assert.equal((await lost.get("/p/demo/invoices")).status, 303);
			assert.equal((await laptop.get("/p/demo/invoices")).status, 200);
		});

		test("is told of new invoices, and marks them as read", async () => {
			const [told] = parvis.sql(`select contact.email from notification
				join client_contact on client_contact.client_id = notification.client_id join contact on contact.id = client_contact.contact_id
				where contact.mobile_confirmed_at is null and contact.email <> '${camille}' order by notification.id desc limit 1`);
			const browser = await parvis.signedIn(told);
			const list = await browser.open("/p/demo/notifications");

			assert.match(list.words, /unread/);
			const read = await browser.submit(list, {}, { action: "/p/demo/notifications/read" });

			assert.match(read.words, /marked as read/);
			assert.doesNotMatch(read.words, /\(unread\)/);
			assert.match((await browser.open("/p/demo/notifications")).words, /invoice/i);
		});

		test("searches and filters invoices without scripts", async () => {
			const client = somebody(), browser = await parvis.signedIn(client.email);
			const invoice = newestInvoiceOf(parvis, client.clientId);
			const list = await browser.open("/p/demo/invoices");
			const found = await browser.submit(list, { q: invoice.number });

			assert.ok(found.words.includes(invoice.number));
			assert.equal(found.links.filter(({ href }) => /\/invoices\/[0-9a-z]{13}$/.test(href)).length, 1);
			const nothing = await browser.submit(list, { q: "ZZZ-404" });

			assert.equal(nothing.status, 200);
			assert.doesNotMatch(nothing.words, new RegExp(invoice.number));
			for (const filter of ["all", "unpaid", "overdue", "paid", "credit-notes"])
				assert.equal((await browser.get(`/p/demo/invoices?filter=${filter}`)).status, 200);
		});

		test("what is not there and what is somebody else's look the same", async () => {
			const [mine, other] = [somebody(), byMail.at(-1)], browser = await parvis.signedIn(mine.email);
			const foreign = newestInvoiceOf(parvis, other.clientId);
			const answers = [];

			for (const id of [foreign.id, "0000000000000", "nonsense"]) {
				const { status, text } = await browser.get(`/p/demo/invoices/${id}`);

				assert.equal(status, 404);
				answers.push(text.replaceAll(id, "ID"));
			}
			assert.equal(new Set(answers).size, 1);
			assert.equal((await browser.get("/p/nowhere/")).status, 404);
			assert.equal((await browser.get("/p/demo/nothing-here")).status, 404);
			assert.equal((await browser.send("DELETE", "/p/demo/invoices")).status, 405);
		});

		test("a blocked person is told so only after the proof, and open sessions end", async () => {
			const client = somebody(), before = await parvis.signedIn(client.email);

			parvis.sql(`update contact set blocked_at = 1 where email = '${client.email}'`);
			assert.equal((await before.get("/p/demo/invoices")).status, 303);
			const browser = parvis.client();
			const asked = await askForCode(browser, client.email);

			assert.equal(asked.status, 200);
			const refused = await browser.submit(asked, { code: await codeOf(parvis, client.email) });

			assert.equal(refused.status, 403);
			assert.match(refused.words, /Your access was closed/);
		});

		test("a form from another site changes nothing", async () => {
			const browser = await parvis.signedIn(somebody().email);
			const csrf = (await browser.open("/p/demo/account")).form(["language"]).fields.csrf;
			const path = "/p/demo/preferences";

			assert.equal((await browser.post(path, { theme: "dark", csrf }, { headers: { Origin: "https://evil.example" } })).status, 403);
			assert.equal((await browser.post(path, { theme: "dark" })).status, 403);
			assert.equal((await browser.post(path, { theme: "dark", csrf: "x" })).status, 403);
			assert.equal((await browser.post(path, { theme: "dark", csrf, surprise: "1" })).status, 400);
			assert.equal((await browser.post(path, { theme: "dark", csrf })).status, 303);
		});
	});

// ---- in Chromium ----

// The main path as a person goes it, whatever the screen and with or without scripts.
async function signInAndRead(browser, parvis, client, invoice) {
	const { page } = browser;
	const look = async () => {
		await assertFits(page);
		if (browser.scripts) // axe is a script itself; the pages are the same
			await assertAccessible(page);
	};

	await page.goto(`${parvis.url}/p/demo/`);
	await look();
	await page.getByRole("link", { name: "Log in" }).click();
	await look();
	await page.getByLabel("Your e-mail address").fill(client.email);
	await page.getByRole("button", { name: "Receive my code" }).click();
	await page.getByLabel("Your code").waitFor();
	await look();
	await page.getByLabel("Your code").fill(await codeOf(parvis, client.mobile ?? client.email));
	await page.getByRole("button", { name: "Log in" }).click();
	await page.getByRole("heading", { name: `Hello ${client.firstName}` }).waitFor();
	await look();
	await page.getByRole("link", { name: "See my invoices" }).click();
	await page.getByRole("heading", { name: "Invoices", level: 1 }).waitFor();
	await look();
	await page.getByRole("link", { name: invoice.number, exact: true }).click();
	await page.getByRole("heading", { level: 1 }).filter({ hasText: invoice.number }).waitFor();
	await look();
	const href = await page.locator('a[href$=".pdf"]').first().getAttribute("href");
	const download = await browser.context.request.get(new URL(href, parvis.url).href); // a viewer would hide its text

	assert.equal(download.status(), 200);
	const text = withoutBlanks(pdfText(await download.body()));

	assert.ok(text.includes(frenchAmount(invoice.total)), "the total is in the PDF");
	assert.deepEqual(browser.complaints, []);
}

describe("a client, in Chromium", () => {
	let parvis, people;

	before(async () => {
		parvis = await startParvis();
		people = [...peopleOf(parvis, { company: "Solaria Énergies" }).slice(0, 3), peopleOf(parvis, { withMobile: true })[0]];
	});
	after(() => parvis?.close());

	const screens = [
		["on a phone", { viewport: phone, hasTouch: true, isMobile: true }],
		["on a phone without scripts", { viewport: { width: 320, height: 640 }, javaScriptEnabled: false }],
		["on a desktop", { viewport: desktop }],
		["on a desktop without scripts, the code coming by SMS", { viewport: desktop, javaScriptEnabled: false }],
	];

	for (const [index, [about, options]] of screens.entries())
		test(about, async () => {
			const browser = await openBrowser({ locale: "en-GB", ...options });

			browser.scripts = options.javaScriptEnabled !== false;
			try {
				await signInAndRead(browser, parvis, people[index], newestInvoiceOf(parvis, people[index].clientId));
			} finally {
				await browser.close();
			}
		});
});
