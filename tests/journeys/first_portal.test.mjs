// As a new user would: from an organisation without a portal to a published one with three kinds of users, to a supplier
// who is invited and to the first client who comes in, all of it in the browser.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { keepShot, openBrowser, phone } from "../browser.mjs";
import { engines, staffPassword, startParvis } from "../parvis.mjs";
import { SmtpSink } from "../smtp_sink.mjs";

const anne = "anne@sorel.example", camille = "camille@exemple.example", atelier = "atelier@exemple.example";
// Each kind: its name, by the records of which module it signs in, and what it sees besides its own record.
const kinds = [
	{ name: "Clients", tabs: ["Tickets", "Offers"] },
	{ name: "Partners", module: "Contacts", tabs: ["Opportunities"] },
	{ name: "Suppliers", module: "Vendors", tabs: ["Products"], looked: true },
];

for (const engine of engines)
	describe(`from nothing to the first client, on ${engine}`, () => {
		let parvis, sink, browser, page;

		const press = (name) => page.getByRole("button", { name, exact: true }).first().click();
		const follow = (name) => page.locator("main").getByRole("link", { name, exact: true }).first().click();
		const says = (words) => page.getByText(words).first().waitFor();
		const shot = async (of, name) => engine === "sqlite" && keepShot(of, `first-portal-${name}`);
		const mail = async (to, subject) => {
			for (let waits = 0; waits < 400; waits++, await sleep(25)) {
				const found = sink.acceptedFor(to).findLast((one) => subject.test(one.subject));

				if (found)
					return found.part("text/plain");
			}
			assert.fail(`no mail like ${subject} to ${to}`);
		};
		const invited = async () => {
			await follow("Send portal invitation");
			await page.locator("main form button.primary").first().click();
			await says("Sent once");
		};
		// What is being set up, in the frame, with made-up records: before anybody else sees it.
		const look = async (name, tab) => {
			const publication = page.url();

			await page.locator(".setup-steps").getByRole("link", { name: /^Preview/ }).click();
			await page.getByRole("button", { name: /^As it is being set up/ }).filter({ hasText: name }).click();
			const link = page.frameLocator(".portal-frame").getByRole("link", { name: tab }).first();

			await link.click();
			await page.frameLocator(".portal-frame").locator("main table tbody tr, main .cards > *").first().waitFor();
			await shot(page, "preview");
			await page.goto(publication);
		};

		before(async () => {
			sink = await new SmtpSink().open();
			parvis = await startParvis({ engine, demo: false, init: ["--without-portal"], settings: { PARVIS_SMTP_URL: sink.url, PARVIS_MAIL_FROM: "portail@sorel.example" } });
			const added = parvis.runWithInput(`${staffPassword}\n`, "staff", "add", "--email", anne, "--name", "Anne Sorel", "--profile", "administrator", "--password-stdin");

			assert.equal(added.status, 0, added.stderr);
			browser = await openBrowser({ locale: "en-GB" });
			page = browser.page;
		});
		after(async () => {
			await browser?.close();
			await parvis?.close();
			await sink?.close();
		});

		test("an administrator signs in, and finds privacy and the portal switched on", async () => {
			parvis.sql("update organisation set language = 'en'; update staff set language = 'en';");
			await page.goto(`${parvis.url}/console/sign-in`);
			await page.getByLabel("E-mail").fill(anne);
			await page.getByLabel("Password", { exact: true }).fill(staffPassword);
			await press("Log in");
			await page.waitForURL(/console\/$/);
			await page.goto(`${parvis.url}/console/settings/features`);
			assert.equal(await page.getByText("On", { exact: true }).count(), 2);
		});

		test("the portal gets its name and its address", async () => {
			await page.goto(`${parvis.url}/console/settings/portal`);
			await page.getByLabel("Name of the portal").fill("Chez Sorel");
			await page.getByLabel("Address").fill("chez-sorel");
			await press("Make the portal");
			await says("/p/chez-sorel/");
			assert.deepEqual(parvis.sql("select name, address from portal"), ["Chez Sorel|chez-sorel"]);
		});

		for (const { name, module, tabs, looked } of kinds)
			test(`${name} get tabs and fields, and are published`, async () => {
				await page.goto(`${parvis.url}/console/settings/portal/types`);
				if (module === undefined) {
					await follow(name);
					await page.locator("main").getByRole("link", { name: /^Tabs/ }).first().click();
				} else {
					await page.goto(`${parvis.url}/console/settings/portal/types/form`);
					await page.locator("[name='name.en']").fill(name);
					await page.getByLabel("They sign in as records of").selectOption({ label: module });
					await press("Go on to the tabs");
				}
				for (const tab of tabs) {
					const link = page.getByRole("link", { name: `Add – ${tab}`, exact: true });

					if (!(await link.isVisible())) // one that everybody would see whole
						await page.getByText("Public modules", { exact: true }).click();
					await link.click();
					await press("Add this tab");
				}
				await follow("Go on to the fields");
				await follow("Choose the fields");
				for (let places = 0; places < 10 && !/\/publication$/.test(page.url()); places++) {
					if (await page.getByRole("button", { name: "Save and next", exact: true }).count() > 0)
						await press("Save and next");
					else {
						await press("Save");
						await page.goto(`${page.url().replace(/\/fields.*/, "/publication")}`);
					}
				}
				await says("What changes");
				await shot(page, name);
				if (looked)
					await look(name, tabs[0]);
				await press("Publish");
				await says("What you set up is what people see.");
			});

		test("a client and their contact are added, and invited from the sheet", async () => {
			await page.goto(`${parvis.url}/console/clients/new`);
			await page.locator("[name=name]").fill("Boulangerie Durand");
			await page.locator("form[action='/console/clients'] button.primary").click();
			await says("The client was added.");
			await page.goto(`${page.url().replace(/[?#].*/, "")}/contacts/new`);
			await page.locator("[name=first_name]").fill("Camille");
			await page.locator("[name=last_name]").fill("Durand");
			await page.locator("[name=email]").fill(camille);
			await page.locator("main form button.primary").first().click();
			await follow("Camille Durand");
			await invited();
		});

		test("a supplier is added, and their invitation leads to the portal", async () => {
			await page.goto(`${parvis.url}/console/records/vendors/form`);
			await page.locator("[name='fields.name']").fill("Atelier Martin");
			await page.locator("[name='fields.email']").fill(atelier);
			await page.locator("main form button.primary").first().click();
			await invited();
			assert.match(await mail(atelier, /access/), /\/p\/chez-sorel\/invitation\//);
		});

		test("the client comes in by a code, on a phone, and sees the first tab", async () => {
			const guest = await openBrowser({ locale: "en-GB", viewport: phone, isMobile: true, hasTouch: true });

			try {
				const link = (await mail(camille, /access/)).match(/http:\/\/\S+\/invitation\/\S+/)[0];

				await guest.page.goto(link);
				await guest.page.getByRole("button", { name: "Send me my code" }).click();
				await guest.page.getByLabel("Your code").fill((await mail(camille, /code/)).match(/\b[0-9A-Z]{4}-[0-9A-Z]{4}\b/)[0]);
				await guest.page.getByRole("button", { name: "Log in", exact: true }).click();
				await guest.page.getByRole("button", { name: "Go on without a password" }).or(guest.page.getByRole("link", { name: "Go on without a password" })).first().click();
				await guest.page.getByRole("button", { name: "Save, and go on" }).click();
				await guest.page.waitForURL(/\/records\/tickets/);
				await shot(guest.page, "client");
				assert.deepEqual(guest.complaints, []);
			} finally {
				await guest.close();
			}
			assert.deepEqual(browser.complaints, []);
		});
	});
