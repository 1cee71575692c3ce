// The staff's way through the console: by forms without scripts, by the API, and on the command line.
import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { engines, staffPassword, startParvis } from "../parvis.mjs";
import { pdfText } from "./pdf.mjs";
import { newestInvoiceOf, peopleOf, withoutBlanks } from "./people.mjs";
import { makePng } from "./png.mjs";
import { totpCode } from "./totp.mjs";

const administrator = "helene@solaria.example";
const manager = "julien@solaria.example";
const reader = "nadia@solaria.example";

const logo = makePng(120, 40, [15, 118, 110]);

for (const engine of engines)
	describe(`the console, on ${engine}`, () => {
		let parvis, folder;

		before(async () => {
			parvis = await startParvis({ engine });
			folder = mkdtempSync(join(tmpdir(), "parvis-files-"));
		});
		after(async () => {
			rmSync(folder, { recursive: true, force: true });
			await parvis?.close();
		});

		// A client of this story alone, made through the API.
		async function newClient(browser, name) {
			const page = await browser.submit(await browser.open("/console/clients/new"), { name, kind: "household", street: "3 rue du Port", postal_code: "44000", city: "Nantes" });

			assert.equal(page.status, 200, page.words);
			return page;
		}

		// ---- the door ----

		test("a staff user signs in with a password, and a wrong one says nothing about which part was wrong", async () => {
			const browser = parvis.client();
			const gate = await browser.open("/console/clients");

			assert.equal(gate.path.split("?")[0], "/console/sign-in");
			const answers = [];

			for (const email of [manager, "personne@solaria.example"]) {
				const page = await browser.submit(gate, { email, password: "not the password" });

				assert.equal(page.status, 422);
				assert.ok(page.text.includes(`value="${email}"`), "the address stays typed");
				assert.ok(!page.text.includes("not the password"));
				answers.push(page.text.replaceAll(email, "ADDRESS"));
			}
			assert.equal(answers[0], answers[1]);
			const entered = await browser.submit(gate, { email: manager, password: staffPassword });

			assert.equal(entered.path, "/console/clients", "where they wanted to go");
			const out = await browser.submit(entered, {}, { action: "/console/sign-out" });

			assert.equal(out.status, 200);
			assert.equal((await browser.get("/console/clients")).status, 303);
		});

		test("a second factor is set up, asked for, and given by a recovery code when the phone is lost", async () => {
			const browser = await parvis.signedInStaff(reader);
			const begun = await browser.submit(await browser.open("/console/account/second-factor"), {}, { action: "/console/account/second-factor" });
			const secret = begun.text.match(/<code id="secret">([^<]+)</)[1];
			const wrong = await browser.submit(begun, { code: "000000" });

			assert.equal(wrong.status, 422);
			assert.ok(wrong.text.includes(secret), "the same secret is still shown");
			const done = await browser.submit(wrong, { code: totpCode(secret) });

			assert.match(done.words, /Your recovery codes/);
			const recoveryCodes = done.text.match(/<pre id="codes"[^>]*>([^<]+)</)[1].trim().split(/\s+/);

			assert.ok(recoveryCodes.length >= 8);
			const returning = parvis.client();
			const half = await returning.submit(await returning.open("/console/sign-in"), { email: reader, password: staffPassword });

			assert.match(half.path, /^\/console\/sign-in\/code/);
			assert.equal((await returning.get("/console/clients")).status, 303, "the password alone opens nothing");
			assert.equal((await returning.submit(half, { code: totpCode(secret) })).status, 422, "a code is good once");
			const home = await returning.submit(half, { code: totpCode(secret, 1) });

			assert.match(home.words, /Hello Nadia/);
			const lost = parvis.client();
			const asked = await lost.submit(await lost.open("/console/sign-in"), { email: reader, password: staffPassword });

			assert.match((await lost.submit(asked, { code: recoveryCodes[0] })).words, /Hello Nadia/);
			const again = parvis.client();

			await again.submit(await again.open("/console/sign-in"), { email: reader, password: staffPassword });
			assert.equal((await again.submit(await again.open("/console/sign-in/code"), { code: recoveryCodes[0] })).status, 422);
		});

		test("an administrator invites a colleague, who chooses a password by the mail's link, once", async () => {
			const browser = await parvis.signedInStaff(administrator);
			const bad = await browser.submit(await browser.open("/console/staff/new"), { name: "Paul Neuf", email: "paul@", profile: "manager" });

			assert.equal(bad.status, 422);
			assert.ok(bad.text.includes('value="Paul Neuf"') && bad.text.includes('value="paul@"'));
			const added = await browser.submit(bad, { email: "paul@solaria.example" });

			assert.equal(added.status, 200);
			const { text } = await parvis.newestMessage("paul@solaria.example");
			const link = text.match(/http:\/\/\S+\/console\/password\/\S+/)[0];
			const paul = parvis.client();
			const choosing = await paul.open(link);

			assert.match(choosing.words, /Welcome, Paul Neuf/);
			const weak = await paul.submit(choosing, { new_password: "password1234" });

			assert.equal(weak.status, 422);
			assert.equal((await paul.submit(weak, { new_password: "les pommes du verger" })).status, 200);
			assert.notEqual((await parvis.client().get(link)).status, 200, "the link is used up");
			const signedIn = parvis.client();

			await signedIn.signInAsStaff("paul@solaria.example", "les pommes du verger");
			assert.equal((await signedIn.get("/console/clients/new")).status, 200);
			assert.equal((await signedIn.get("/console/staff")).status, 404, "a manager does not see staff users");
		});

		// ---- clients and contacts ----

		test("clients are listed by page, and found by a part of their name", async () => {
			const browser = await parvis.signedInStaff(manager);
			const first = await browser.open("/console/clients");
			const names = new Set();

			for (let page = first; ; page = await browser.open(page.links.find(({ rel }) => rel === "next").href)) {
				for (const { href, label } of page.links)
					if (/^\/console\/clients\/[0-9a-z]{13}$/.test(href))
						names.add(label);
				if (!page.links.some(({ rel }) => rel === "next"))
					break;
			}
			assert.ok(names.size >= 40, `${names.size} clients`);
			const found = await browser.submit(first, { q: "erdre" });

			assert.match(found.words, /Cabinet dentaire Erdre/);
			assert.doesNotMatch(found.words, /Boulangerie du Port/);
			assert.match((await browser.submit(first, { q: "zzzz" })).words, /Nothing found/);
			const keys = [...names].slice(1).map((name) => name.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase()); // behind the test client

			assert.deepEqual(keys, [...keys].sort(), "in the order of names");
			assert.equal((await browser.open("/console/records/clients?q=erdre")).path, "/console/clients?q=erdre", "one screen of the list");
			const [person] = peopleOf(parvis), program = await parvis.signedInStaff(manager, { json: true });
			const byAddress = (await program.get(`/console/clients?fields=number&q=${encodeURIComponent(person.email)}`)).data.records;

			assert.deepEqual(byAddress.map(({ name, fields }) => [name, fields.number]), [[person.clientName, person.clientNumber]]);
			assert.equal(byAddress[0].href, `/console/clients/${byAddress[0].id}`);
			const [contact] = (await program.get(`/console/contacts?q=${encodeURIComponent(person.email)}`)).data.records;

			assert.deepEqual(contact.clients.map(({ text }) => text), [person.clientName]);
			assert.equal(contact.sign_in.label, "open");
			const is = (approval, entered) => parvis.sql(`update contact set approval = '${approval}', entered_at = ${entered} where email = '${person.email}'`);

			is("waiting", "null");
			assert.equal((await program.get(`/console/contacts?q=${encodeURIComponent(person.email)}`)).data.records[0].sign_in.label, "held");
			assert.match((await browser.open(`/console/contacts/${contact.id}`)).words, /Cannot sign in yet/);
			is("waiting", "1");
			assert.doesNotMatch((await browser.open(`/console/contacts/${contact.id}`)).words, /Cannot sign in yet/, "who was in stays in");
			is("none", "null");
		});

		test("a client is added, corrected beside its field, and changed; two who change at once are told", async () => {
			const browser = await parvis.signedInStaff(manager);
			const wrong = await browser.submit(await browser.open("/console/clients/new"), { name: "Menuiserie <Le Gall>", kind: "company", siret: "123", city: "Brest" });

			assert.equal(wrong.status, 422);
			assert.match(wrong.text, /aria-describedby="[^"]*siret-error/);
			assert.ok(wrong.text.includes("Menuiserie &lt;Le Gall&gt;") && wrong.text.includes('value="Brest"') && wrong.text.includes('value="123"'), "everything typed is there");
			const added = await browser.submit(wrong, { siret: "732 829 320 00074" });

			assert.equal(added.status, 200);
			assert.match(added.words, /The client was added/);
			assert.match(added.words, /Menuiserie <Le Gall>/);
			const [mine, theirs] = [await browser.press(added, "Edit"), await browser.press(added, "Edit")];

			assert.match((await browser.submit(mine, { city: "Quimper" })).words, /The client was saved/);
			const late = await browser.submit(theirs, { city: "Morlaix" });

			assert.equal(late.status, 422);
			assert.match(late.words, /Somebody else has changed this client/);
			assert.ok(late.text.includes('value="Morlaix"'));
		});

		test("a contact is added to a client and signs in; blocked, they are out at once", async () => {
			const browser = await parvis.signedInStaff(manager);
			const client = await newClient(browser, "Famille Kermarrec");
			const form = await browser.press(await browser.open(`${client.path}/contacts`), "Add a contact");
			const taken = await browser.submit(form, { last_name: "Kermarrec", email: "camille.durand@exemple.example" }, {});

			assert.equal(taken.status, 422);
			const shown = await browser.submit(taken, { last_name: "Kermarrec", first_name: "Soizic", email: "soizic@exemple.example" });

			assert.match(shown.words, /Soizic Kermarrec/);
			const contact = await parvis.signedIn("soizic@exemple.example");

			assert.match((await contact.open("/p/demo/")).words, /Hello Soizic/);
			const sheet = await browser.press(shown, "Soizic Kermarrec");
			const block = sheet.forms.find(({ action }) => action.endsWith("/block"));

			assert.match((await browser.submit(sheet, {}, { action: block.action })).words, /signed out and can no longer sign in/);
			assert.equal((await contact.get("/p/demo/invoices")).status, 303);
		});

		test("a reader sees everything and changes nothing", async () => {
			parvis.sql(`update staff set totp_on = 0, totp_secret = null where email = '${reader}'`);
			const browser = await parvis.signedInStaff(reader);
			const list = await browser.open("/console/clients");

			assert.equal(list.status, 200);
			assert.ok(!list.links.some(({ href }) => href === "/console/client-drafts/new"));
			for (const path of ["/console/clients/new", "/console/client-drafts/new", "/console/invoices/new", "/console/outbox", "/console/audit", "/console/jobs", "/console/staff"])
				assert.equal((await browser.get(path)).status, 404, path);
		});

		// ---- an invoice's life ----

		test("an invoice is drafted, issued, paid and credited; the client sees it once issued", async () => {
			const browser = await parvis.signedInStaff(manager), [person] = peopleOf(parvis, { company: "Solaria Énergies" });
			const client = await parvis.signedIn(person.email);
			const choose = await browser.submit(await browser.open("/console/invoices/new"), { q: person.clientNumber }, { action: "/console/invoices/new" });
			const form = await browser.press(choose, new RegExp(`^Choose ${person.clientName}`));
			const unclear = await browser.submit(form, { "lines.0.label": "Visite annuelle", "lines.0.unit_price": "douze", action: "save" });

			assert.equal(unclear.status, 422);
			assert.ok(unclear.text.includes('value="douze"') && unclear.text.includes('value="Visite annuelle"'));
			const draft = await browser.submit(unclear, {
				"lines.0.unit_price": "120,50", "lines.0.quantity": "2", "lines.0.tax_rate": "20.00", "lines.1.label": "Déplacement", "lines.1.unit_price": "33", reference: "BC-77", action: "save",
			});

			assert.equal(draft.status, 200, draft.words);
			const id = draft.path.match(/invoices\/([0-9a-z]{13})/)[1];

			assert.equal((await client.get(`/p/demo/invoices/${id}`)).status, 404, "a draft is nobody's business");
			assert.equal((await browser.get(`/console/invoices/${id}.pdf`)).status, 200, "a draft can be looked at as PDF");
			const issued = await browser.submit(draft, {}, { action: `/console/invoices/${id}/issue` });
			const number = issued.words.match(/F-\d{4}-\d{4}/)[0];

			assert.equal((await client.get(`/p/demo/invoices/${id}`)).status, 200);
			const told = await parvis.newestMessage(person.email);

			assert.equal(told.kind, "mail_invoice_issued");
			assert.ok(told.subject.includes(number));
			const pdf = await client.get(`/p/demo/invoices/${id}.pdf`);
			const text = withoutBlanks(pdfText(pdf.body));

			for (const mention of [number, "328,80", "SIRET", "FR44732829320", "FR7630006000011234567890189", "BC-77"])
				assert.ok(text.includes(mention), `${mention} in ${pdfText(pdf.body)}`);
			const part = await browser.submit(issued, { amount: "100" }, { action: `/console/invoices/${id}/payments` });

			assert.match(part.words, /Payment/);
			assert.match(part.words, /228\.80/);
			const credit = await browser.press(part, "Credit note");
			const credited = await browser.submit(credit, { whole: "true" });

			assert.equal(credited.status, 200, credited.words);
			const sheet = (await client.twin({ json: true }).get(`/p/demo/invoices/${id}`)).data;

			assert.equal(sheet.credit_notes.length, 1);
			assert.ok((await client.get(`/p/demo/invoices/${id}.pdf`)).body.equals(pdf.body), "the PDF never changes");
			const none = await browser.send("POST", `/console/invoices/${id}/draft`, { form: { csrf: part.form(["amount"]).fields.csrf } });

			assert.ok([404, 409, 422].includes(none.status), "an issued invoice cannot be rewritten");
		});

		test("numbers have no gaps however many are issued at once", async () => {
			const token = await parvis.apiToken({ email: manager }), [person] = peopleOf(parvis);
			const numbers = await Promise.all(Array.from({ length: 12 }, async (_, i) => {
				const program = parvis.client({ json: true, bearer: token });
				const { data: draft } = await program.post("/console/invoices", { client: person.clientNumber, lines: [{ label: `Essai ${i}`, unit_price: "10.00", tax_rate: "20" }] });
				const issued = await program.post(`${draft.href}/issue`, { version: draft.version });

				assert.equal(issued.status, 200, issued.text);
				return issued.data.number;
			}));
			const ranks = numbers.map((number) => Number(number.split("-").at(-1))).sort((a, b) => a - b);

			assert.equal(new Set(numbers).size, 12);
			assert.equal(ranks.at(-1) - ranks[0], 11, numbers.join());
		});

		// ---- companies ----

		test("a company's logo and colour change the portal", async () => {
			const browser = await parvis.signedInStaff(administrator);
			const list = await browser.open("/console/companies");
			const sheet = await browser.press(list, "Solaria Énergies");
			const wrong = await browser.submit(sheet, { logo: { name: "logo.png", type: "image/png", bytes: Buffer.from("<svg/>") } });

			assert.equal(wrong.status, 422);
			const changed = await browser.submit(sheet, { logo: { name: "logo.png", type: "image/png", bytes: logo } });

			assert.match(changed.words, /The logo was changed/);
			const saved = await browser.submit(await browser.open(sheet.path), { colour: "#0a6b4f" });

			assert.equal(saved.status, 200);
			const portal = await parvis.client().open("/p/demo/");
			const [, brand] = portal.text.match(/href="(\/brand\/[^"]+\.css[^"]*)"/);
			const [, image] = portal.text.match(/class="logo" src="([^"]+)"/);

			assert.match((await parvis.client().get(brand)).text, /#0a6b4f/i);
			const served = await parvis.client().get(image);

			assert.equal(served.headers["content-type"], "image/png");
			assert.ok(!served.body.equals(logo), "encoded anew, so that nothing hides in it");
		});

		// ---- the API ----

		test("an API token reads and writes as curl would, and stops when it is revoked", async () => {
			const browser = await parvis.signedInStaff(administrator);
			const made = await browser.submit(await browser.open("/console/tokens/new"), { name: "Comptabilité", scope: "write", life: "30" });
			const token = made.text.match(/<code id="token">([^<]+)</)[1];
			const curl = parvis.client({ json: true, bearer: token });
			const { data } = await curl.post("/console/clients", { kind: "company", name: "Par l’API", country: "FR" });

			assert.equal((await curl.get(`/console/clients/${data.id}`)).data.client.name, "Par l’API");
			assert.equal((await curl.post("/console/clients", { kind: "company", name: "x", surprise: 1 })).status, 400);
			assert.equal((await curl.get("/console/account")).status, 404, "one's own account is for browsers");
			assert.equal((await parvis.client({ json: true, bearer: "parvis_nonsense" }).get("/console/clients")).status, 401);
			const description = (await curl.get("/openapi.json")).data;

			assert.match(description.openapi, /^3\./);
			assert.ok(description.paths["/console/clients/{client}"].get);
			const list = await browser.open("/console/tokens");
			const revocation = list.forms.find(({ action }) => action.endsWith("/revocation"));

			assert.match((await browser.submit(list, {}, { action: revocation.action })).words, /revoked/);
			assert.equal((await curl.get("/console/clients")).status, 401);
		});

		// ---- seeing what clients see ----

		test("staff see the portal as a client, read-only, and it is written down", async () => {
			const browser = await parvis.signedInStaff(manager), [person] = peopleOf(parvis), invoice = newestInvoiceOf(parvis, person.clientId);
			const found = await browser.submit(await browser.open("/console/clients"), { q: person.clientName });
			const sheet = await browser.press(found, person.clientName);
			const preview = sheet.forms.find(({ action }) => action.endsWith("/preview"));
			const portal = await browser.submit(sheet, {}, { action: preview.action });

			assert.match(portal.words, new RegExp(`You see the portal as ${person.clientName}`));
			assert.equal((await browser.get(`/p/demo/invoices/${invoice.id}`)).status, 200);
			const csrf = portal.form([], "/p/demo/sign-out").fields.csrf;

			for (const path of ["account/mobile/removal", "notifications/read", "account/sessions/end"])
				assert.equal((await browser.post(`/p/demo/${path}`, { csrf })).status, 403, path);
			await browser.submit(portal, {}, { action: "/p/demo/sign-out" });
			assert.equal((await browser.get("/p/demo/invoices")).status, 303);
			assert.equal((await browser.get("/console/clients")).status, 200, "still signed in to the console");
			assert.ok(parvis.sqlNumber("select count(*) from audit where action like '%preview%'") > 0);
		});

		test("the test client: a staff user signs in to the portal with their own address", async () => {
			const browser = await parvis.signedInStaff(manager);
			const csrf = (await browser.open("/console/clients")).form(["language"]).fields.csrf;

			await browser.post("/console/test-client", { csrf });
			await browser.post("/console/test-client", { csrf });
			assert.equal(parvis.sqlNumber("select count(*) from client where test = 1"), 1, "pressed twice, made once");
			const portal = await parvis.signedIn(manager);

			assert.match((await portal.open("/p/demo/")).words, /Hello Julien/);
			assert.match((await portal.open("/p/demo/invoices")).words, /invoice/i);
		});

		// ---- the house ----

		test("the outbox shows what was written; a failed message is sent again", async () => {
			const browser = await parvis.signedInStaff(administrator);

			parvis.sql("update message set state = 'failed', error = 'Relay access denied' where id = (select max(id) from message where secret = 0)");
			const failed = await browser.submit(await browser.open("/console/outbox"), { state: "failed" });
			const shown = await browser.open(failed.links.find(({ href }) => /^\/console\/outbox\/[0-9a-z]{13}$/.test(href)).href);

			assert.match(shown.words, /Relay access denied/);
			assert.match((await browser.submit(shown, {}, { action: shown.forms.find(({ action }) => action.endsWith("/retry")).action })).words, /on its way again/);
		});

		test("a journal says who did what; changed behind its back, it says where", async () => {
			const browser = await parvis.signedInStaff(administrator);
			const journal = await browser.open("/console/audit");

			assert.match(journal.words, /Hélène Caradec/);
			assert.match((await browser.submit(journal, {}, { action: "/console/audit/verification" })).words, /The journal is whole/);
			assert.equal(parvis.run("audit", "verify").status, 0);
			const seq = parvis.sqlNumber("select max(seq) - 5 from audit");
			const [action] = parvis.sql(`select action from audit where seq = ${seq}`);

			parvis.sql(`update audit set action = 'nothing.happened' where seq = ${seq}`);
			const { status, stdout } = parvis.run("audit", "verify");

			assert.equal(status, 1);
			assert.match(stdout, new RegExp(`row ${seq}\\b`));
			assert.match((await browser.submit(journal, {}, { action: "/console/audit/verification" })).words, new RegExp(`broken at line ${seq}`));
			parvis.sql(`update audit set action = '${action}' where seq = ${seq}`);
			parvis.sql("delete from audit where seq = (select max(seq) from audit)");
			assert.equal(parvis.run("audit", "verify").status, 1, "a cut end is noticed");
		});

		test("all pages of settings open", async () => {
			const browser = await parvis.signedInStaff(administrator);

			for (const path of ["/console/", "/console/settings", "/console/portal", "/console/jobs", "/console/api", "/console/staff", "/console/contacts", "/console/invoices", "/console/account"])
				assert.equal((await browser.get(path)).status, 200, path);
		});

		// ---- imports ----

		test("clients, contacts and invoices are imported: tried first, all or nothing", () => {
			const file = (name, bytes) => {
				const path = join(folder, name);

				writeFileSync(path, bytes);
				return path;
			};
			const counts = () => ["client", "contact", "invoice"].map((table) => parvis.sqlNumber(`select count(*) from ${table}`)).join();
			const bad = file("bad.csv", "number;name;kind;siret\nI-001;Été indien;company;\nI-002;;company;\nI-003;Sans SIRET;company;12\n");
			const before = counts(), tried = parvis.run("import", "clients", bad);

			assert.equal(tried.status, 1);
			assert.match(tried.stdout, /3/);
			assert.match(tried.stdout, /4/);
			assert.equal(counts(), before, "nothing was kept of a bad file");
			const windows = file("clients.csv", Buffer.from("numéro;nom;type;ville\r\nI-001;\xc9t\xe9 indien;entreprise;Saint-Nazaire\r\nI-002;Famille H\xe9noc;particulier;Rennes\r\n", "latin1"));

			assert.equal(parvis.run("import", "clients", windows, "--dry-run").status, 0);
			assert.equal(counts(), before, "a dry run keeps nothing");
			assert.equal(parvis.run("import", "clients", windows).status, 0);
			assert.deepEqual(parvis.sql("select name from client where number in ('I-001', 'I-002') order by number"), ["Été indien", "Famille Hénoc"]);
			const contacts = file("contacts.csv", "first_name,last_name,email,client_number\nNoé,Hénoc,noe.henoc@exemple.example,I-002\n");

			assert.equal(parvis.run("import", "contacts", contacts).status, 0);
			const invoices = file("invoices.csv", "numero;client;date;total_ht;taux;total_ttc;libelle\nANC-001;I-002;15/03/2025;1 000,00;20;1 200,00;Chaudière\nANC-002;I-001;2 avr. 2025;50,00;20;60,00;Entretien\n");
			const imported = parvis.run("import", "invoices", invoices);

			assert.equal(imported.status, 0, imported.stdout);
			assert.deepEqual(parvis.sql("select number, total from invoice where number like 'ANC-%' order by number"), ["ANC-001|120000", "ANC-002|6000"]);
		});

		test("nothing is broken afterwards", () => {
			const { stdout } = parvis.run("fsck");

			assert.match(stdout, /Database: sound/);
			assert.match(stdout, /0 missing/);
		});
	});
