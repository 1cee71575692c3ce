// Every screen, in French and English, light and dark, on a desktop and on phones: accessible, nothing sticking out, and
// kept as a picture under build/shots.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { openBrowser } from "../browser.mjs";
import { startParvis } from "../parvis.mjs";
import { allWays, Gallery, keepScreens, twoWays } from "./gallery.mjs";
import { camille, idText, newestInvoiceOf, peopleOf, unpaidInvoiceOf } from "./people.mjs";

let parvis, browser, gallery, ids;

const firstId = (sql) => idText(BigInt(parvis.sql(sql)[0]));

before(async () => {
	parvis = await startParvis();
	browser = await openBrowser();
	gallery = new Gallery(parvis, browser);
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

const screens = (list) => keepScreens(() => gallery, list);

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

		await gallery.take(client);
		for (const way of twoWays) {
			await gallery.look("portal-code", "/p/demo/sign-in/code", way);
			await gallery.look("portal-link", new URL(text.match(/http:\/\/\S+\/sign-in\/link\/\S+/)[0]).pathname, way);
			await gallery.look("portal-link-dead", "/p/demo/sign-in/link/nonsense", way);
		}
	});
});

describe("the client's", () => {
	before(async () => {
		const [email] = parvis.sql(`select email from contact join client_contact on contact_id = contact.id
			where mobile_confirmed_at is null and client_id = ${newestUnpaidClient()} and email <> '${camille}' order by contact.id limit 1`);

		await gallery.take(await parvis.signedIn(email));
	});

	screens([
		["portal-home", "/p/demo/", allWays],
		["portal-invoices", "/p/demo/invoices"],
		["portal-invoices-none", "/p/demo/invoices?q=nothing"],
		["portal-invoice", () => `/p/demo/invoices/${ids.invoice}`, allWays],
		["portal-notifications", "/p/demo/notifications"],
		["portal-account", "/p/demo/account"],
		["portal-mobile", "/p/demo/account/mobile"],
		["portal-password", "/p/demo/account/password"],
	]);

	test("portal-clients", async () => {
		await gallery.take(await parvis.signedIn(camille));
		for (const way of twoWays)
			await gallery.look("portal-clients", "/p/demo/clients", way);
	});
});

describe("the staff's", () => {
	before(async () => gallery.take(await parvis.signedInStaff("helene@solaria.example")));

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
		["settings-modules", "/console/settings/modules", allWays],
		["settings-module-form", "/console/settings/modules/form"],
		["settings-module", "/console/settings/modules/leads"],
		["settings-fields", "/console/settings/modules/offers/fields"],
		["settings-types", "/console/settings/modules/leads/fields/form", allWays],
		["settings-field-choice", "/console/settings/modules/leads/fields/state"],
		["settings-field-formula", "/console/settings/modules/leads/fields/form?type=formula"],
		["settings-field-rollup", "/console/settings/modules/offers/fields/form?type=rollup"],
		["settings-layouts", "/console/settings/modules/leads/layouts"],
		["settings-layout", "/console/settings/modules/leads/layouts/form", allWays],
		["console-portal", "/console/portal"],
		["console-api", "/console/api"],
	]);

	test("portal-preview", async () => {
		const staff = await parvis.signedInStaff("helene@solaria.example", { json: true });

		await staff.post(`/console/clients/${ids.client}/preview`);
		await gallery.take(staff);
		for (const way of twoWays)
			await gallery.look("portal-preview", "/p/demo/", way);
	});
});

test("no page broke the content security policy", () => assert.deepEqual(browser.complaints, []));
