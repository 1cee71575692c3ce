// Every screen, in French and English, light and dark, on a desktop and on phones: accessible, nothing sticking out, and
// kept as a picture under build/shots.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { assertAccessible, assertFits, desktop, keepShot, openBrowser, phone } from "../browser.mjs";
import { startParvis } from "../parvis.mjs";
import { camille, idText, newestInvoiceOf, peopleOf, unpaidInvoiceOf } from "./people.mjs";

const narrowest = { width: 320, height: 640 };
// All screens are judged and kept in these two ways; the important ones kept in the other six, too.
const twoWays = [{ language: "fr", scheme: "light", judged: "phone", kept: ["phone"] }, { language: "en", scheme: "dark", judged: "desk", kept: ["desk"] }];
const both = ["desk", "phone"];
const allWays = [
	...twoWays.map((way) => ({ ...way, kept: both })),
	{ language: "fr", scheme: "dark", judged: null, kept: both },
	{ language: "en", scheme: "light", judged: null, kept: both },
];

let parvis, browser, ids;

const firstId = (sql) => idText(BigInt(parvis.sql(sql)[0]));

before(async () => {
	parvis = await startParvis();
	browser = await openBrowser();
	const [person] = peopleOf(parvis, { company: "Solaria Énergies" });

	ids = {
		person,
		client: idText(BigInt(person.clientId)),
		invoice: unpaidInvoiceOf(parvis, newestUnpaidClient()).id,
		draft: firstId("select id from invoice where state = 'draft' order by id limit 1"),
		contact: firstId(`select id from contact where email = '${person.email}'`),
		company: firstId("select id from company where logo_blob is not null"),
		staff: firstId("select id from staff where profile_id = 3"),
	};
});

after(async () => {
	await browser?.close();
	await parvis?.close();
});

// A client whose newest invoice is still to pay: its page shows how.
function newestUnpaidClient() {
	return parvis.sql(`select client.id from client join client_contact on client_id = client.id join contact on contact.id = contact_id
		where mobile_confirmed_at is null and exists (select 1 from invoice where invoice.client_id = client.id and rest > 0)
		and (select count(*) from client_contact as other where other.contact_id = contact.id) = 1 order by client.id limit 1`)[0];
}

// The browser takes over what a client without scripts has signed in.
async function takeCookies(client) {
	await browser.context.clearCookies();
	await browser.context.addCookies([...client.cookies].map(([name, value]) => ({ name, value, url: parvis.url })));
}

async function open(path, { language, scheme }) {
	await browser.page.setExtraHTTPHeaders({ "Accept-Language": language });
	await browser.page.emulateMedia({ colorScheme: scheme });
	await browser.page.setViewportSize(desktop);
	const response = await browser.page.goto(parvis.url + path);

	assert.ok(response.status() < 500, `${path}: ${response.status()}`);
	assert.equal(await browser.page.getAttribute("html", "lang"), language, path);
}

// Looks at a page in one language and scheme, on the desktop and on phones.
async function look(name, path, way) {
	await open(path, way);
	for (const [device, viewport] of [["desk", desktop], ["phone", phone]]) {
		await browser.page.setViewportSize(viewport);
		await assertFits(browser.page);
		if (way.judged === device)
			await assertAccessible(browser.page);
		if (way.kept.includes(device))
			await keepShot(browser.page, `${name}-${way.language}-${way.scheme}-${device}`);
	}
	await browser.page.setViewportSize(narrowest);
	await assertFits(browser.page);
}

function screens(list) {
	for (const [name, path, ways = twoWays] of list)
		test(name, async () => {
			for (const way of ways)
				await look(name, typeof path === "function" ? path() : path, way);
		});
}

describe("before signing in", () => {
	screens([
		["portal-landing", "/p/demo/"],
		["portal-sign-in", "/p/demo/sign-in", allWays],
		["portal-legal", "/p/demo/legal"],
		["portal-accessibility", "/p/demo/accessibility"],
		["portal-not-found", "/p/demo/nothing-here"],
		["demo-outbox", "/outbox"],
		["console-sign-in", "/console/sign-in"],
		["console-forgotten", "/console/forgotten"],
	]);

	test("portal-code and portal-link", async () => {
		const client = parvis.client();

		await client.submit(await client.open("/p/demo/sign-in"), { email: ids.person.email });
		const { text } = await parvis.newestMessage(ids.person.email);

		await takeCookies(client);
		for (const way of twoWays) {
			await look("portal-code", "/p/demo/sign-in/code", way);
			await look("portal-link", new URL(text.match(/http:\/\/\S+\/sign-in\/link\/\S+/)[0]).pathname, way);
			await look("portal-link-dead", "/p/demo/sign-in/link/nonsense", way);
		}
	});
});

describe("the client's", () => {
	before(async () => {
		const [email] = parvis.sql(`select email from contact join client_contact on contact_id = contact.id
			where mobile_confirmed_at is null and client_id = ${newestUnpaidClient()} and email <> '${camille}' order by contact.id limit 1`);

		await takeCookies(await parvis.signedIn(email));
	});

	screens([
		["portal-home", "/p/demo/", allWays],
		["portal-invoices", "/p/demo/invoices"],
		["portal-invoices-none", "/p/demo/invoices?q=nothing"],
		["portal-invoice", () => `/p/demo/invoices/${ids.invoice}`, allWays],
		["portal-notifications", "/p/demo/notifications"],
		["portal-account", "/p/demo/account"],
		["portal-mobile", "/p/demo/account/mobile"],
	]);

	test("portal-clients", async () => {
		await takeCookies(await parvis.signedIn(camille));
		for (const way of twoWays)
			await look("portal-clients", "/p/demo/clients", way);
	});
});

describe("the staff's", () => {
	before(async () => takeCookies(await parvis.signedInStaff("helene@solaria.example")));

	screens([
		["console-home", "/console/", allWays],
		["console-clients", "/console/clients"],
		["console-clients-none", "/console/clients?q=zzzz"],
		["console-client", () => `/console/clients/${ids.client}`, allWays],
		["console-client-form", "/console/clients/new"],
		["console-contacts", "/console/contacts"],
		["console-contact", () => `/console/contacts/${ids.contact}`],
		["console-contact-form", () => `/console/contacts/${ids.contact}/form`],
		["console-place-form", () => `/console/clients/${ids.client}/contacts/new`],
		["console-invoices", "/console/invoices"],
		["console-invoice", () => `/console/invoices/${ids.invoice}`],
		["console-invoice-draft", () => `/console/invoices/${ids.draft}`],
		["console-invoice-form", () => `/console/invoices/${ids.draft}/draft`],
		["console-invoice-new", "/console/invoices/new"],
		["console-invoice-credit", () => `/console/invoices/${ids.invoice}/credit`],
		["console-companies", "/console/companies"],
		["console-company", () => `/console/companies/${ids.company}`],
		["console-staff", "/console/staff"],
		["console-staff-user", () => `/console/staff/${ids.staff}`],
		["console-staff-form", "/console/staff/new"],
		["console-account", "/console/account"],
		["console-password", "/console/account/password"],
		["console-second-factor", "/console/account/second-factor"],
		["console-tokens", "/console/tokens"],
		["console-token-form", "/console/tokens/new"],
		["console-outbox", "/console/outbox"],
		["console-message", () => `/console/outbox/${firstId("select id from message order by id limit 1")}`],
		["console-journal", "/console/audit"],
		["console-jobs", "/console/jobs"],
		["console-settings", "/console/settings"],
		["console-portal", "/console/portal"],
		["console-api", "/console/api"],
	]);

	test("portal-preview", async () => {
		const staff = await parvis.signedInStaff("helene@solaria.example", { json: true });

		await staff.post(`/console/clients/${ids.client}/preview`);
		await takeCookies(staff);
		for (const way of twoWays)
			await look("portal-preview", "/p/demo/", way);
	});
});

test("no page broke the content security policy", () => assert.deepEqual(browser.complaints, []));
