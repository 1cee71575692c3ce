// An invitation to the portal, from the sheet to the first tab: by a real mail server, on a phone, in French and in
// English, with scripts and without; and what becomes of one that comes back.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { assertAccessible, assertFits, desktop, keepShot, openBrowser, phone, tabTo } from "../browser.mjs";
import { engines, startParvis } from "../parvis.mjs";
import { REFUSE_NOW, SmtpSink } from "../smtp_sink.mjs";
import { idText, peopleOf } from "./people.mjs";

const password = "agrafe pile cheval";
const words = {
	fr: {
		locale: "fr-FR", subject: /^Votre accès à /, greeting: /^Bonjour /m, code: "M’envoyer mon code", field: "Votre code", enter: "Se connecter",
		secret: "Nouveau mot de passe", save: "Enregistrer ce mot de passe", without: "Continuer sans mot de passe", on: "Enregistrer et continuer", dead: "Ce lien ne fonctionne plus",
		again: "En demander une nouvelle", thanks: "Merci",
	},
	en: {
		locale: "en-GB", subject: /^Your access to /, greeting: /^Hello /m, code: "Send me my code", field: "Your code", enter: "Log in",
		secret: "New password", save: "Save this password", without: "Go on without a password", on: "Save, and go on", dead: "This link no longer works",
		again: "Ask for a new one", thanks: "Thank you",
	},
};

for (const engine of engines)
	describe(`an invitation, on ${engine}`, () => {
		let parvis, sink, staff, people;
		const sheet = (person, rest = "") => `/console/records/contacts/${idText(BigInt(person.id))}/invitation${rest}`;
		const until = async (what, look) => {
			for (let waits = 0; waits < 200; waits++) {
				const found = look();

				if (found)
					return found;
				await sleep(25);
			}
			assert.fail(`${what} did not come`);
		};
		const mailTo = (person, subject) => until(`a mail to ${person.email}`, () => sink.acceptedFor(person.email).findLast((mail) => subject.test(mail.subject)));
		const stateIs = (person, state) => until(state, () => parvis.sql(`select state from invitation where record_id = ${person.id}`)[0] === state);
		const invite = async (person, language) => {
			const { status, text, data } = await staff.post(sheet(person), { language });

			assert.equal(status, 200, text);
			return data;
		};

		before(async () => {
			sink = await new SmtpSink().open();
			parvis = await startParvis({ engine, settings: { PARVIS_SMTP_URL: sink.url, PARVIS_MAIL_FROM: "portail@solaria.example", PARVIS_SHOP_URL: "https://shop.example.com/more" } });
			people = peopleOf(parvis).slice(0, 3).map((person) => ({ ...person, id: parvis.sql(`select id from contact where email = '${person.email}'`)[0] }));
			// As if they had never been here, in a house that asks no consent before.
			parvis.sql(people.map(({ id }) => `update contact set entered_at = null where id = ${id}; delete from portal_user where record_id = ${id};
				delete from invitation where record_id = ${id}; delete from portal_password where contact_id = ${id}; delete from session where contact_id = ${id};`).join("\n"));
			parvis.sql("update consent set required = 0;");
			staff = parvis.client({ json: true, bearer: await parvis.apiToken() });
		});
		after(async () => {
			staff?.close();
			await parvis?.close();
			await sink?.close();
		});

		for (const [index, language, scripts] of [[0, "fr", true], [1, "en", false]])
			test(`leads by a code to the first tab, on a phone, in ${language}${scripts ? "" : ", without scripts"}`, async () => {
				const person = people[index], said = words[language];
				const browser = await openBrowser({ locale: said.locale, viewport: phone, hasTouch: true, isMobile: true, javaScriptEnabled: scripts });
				const { page, complaints } = browser;
				const look = async (name) => {
					await assertFits(page);
					if (scripts) {
						await assertAccessible(page);
						await keepShot(page, `invitation-${name}`);
					}
				};
				// On SQLite with scripts all of it goes by the keyboard alone.
				const byKeyboard = scripts && engine === "sqlite";
				const push = async (locator, key = "Enter") => {
					if (!byKeyboard)
						return locator.click();
					await tabTo(page, locator);
					await page.keyboard.press(key);
				};
				const type = async (locator, text) => {
					if (!byKeyboard)
						return locator.fill(text);
					await tabTo(page, locator);
					await page.keyboard.type(text);
				};
				const button = (name) => push(page.getByRole("button", { name, exact: true }));

				try {
					parvis.sql(`update contact set language = '${language}' where id = ${person.id}`);
					await invite(person, language);
					const mail = await mailTo(person, said.subject), text = mail.part("text/plain"), link = text.match(/http:\/\/\S+\/invitation\/\S+/)[0];

					assert.match(text, said.greeting);
					assert.ok(mail.part("text/html").includes(link));
					await stateIs(person, "sent");
					await page.goto(link);
					await look("link");
					await stateIs(person, "opened");
					sink.forget(); // codes of before
					await button(said.code);
					await type(page.getByLabel(said.field), (await mailTo(person, /code/)).code);
					await button(said.enter);
					await page.getByLabel(said.secret).waitFor();
					await look("password");
					assert.deepEqual(parvis.sql(`select state from invitation where record_id = ${person.id}`), ["accepted"]);
					if (scripts) {
						await type(page.getByLabel(said.secret), password);
						await button(said.save);
					} else {
						await page.getByRole("link", { name: said.without }).click();
					}
					await page.locator("#zone").waitFor();
					await look("choices");
					assert.deepEqual([await page.locator("#zone").inputValue(), await page.locator("#country").inputValue(), await page.locator("#language").inputValue()],
						["Europe/Paris", "FR", language]);
					const twelve = page.locator("input[name=hours][value='12']");

					if (byKeyboard) { // within a group of choices one goes by the arrows
						await tabTo(page, page.locator("input[name=hours]:checked"));
						for (let presses = 0; presses < 3 && !(await twelve.isChecked()); presses++)
							await page.keyboard.press("ArrowDown");
					} else {
						await twelve.check();
					}
					assert.ok(await twelve.isChecked());
					await page.locator("#zone").selectOption("America/New_York");
					await button(said.on);
					await page.waitForURL(`${parvis.url}/p/demo/records/tickets`);
					await look("tab");
					if (byKeyboard) {
						await push(page.locator("main a[href$='/records/tickets/form']").first());
						await type(page.locator("[name='fields.subject']"), "Au clavier seul");
						await push(page.locator("main form button.primary").last());
						await page.getByRole("heading", { name: "Au clavier seul" }).waitFor();
						assert.equal(parvis.sqlNumber("select count(*) from ticket where subject = 'Au clavier seul'"), 1);
					}
					assert.equal(parvis.sqlNumber(`select count(*) from portal_password where contact_id = ${person.id}`), scripts ? 1 : 0);

					// The choices hold, and are theirs to change.
					await page.goto(`${parvis.url}/p/demo/account`);
					assert.match(await page.textContent("main"), /\d[\s  ][AP]M/i);
					await page.goto(`${parvis.url}/p/demo/account/choices`);
					assert.equal(await page.locator("#zone").inputValue(), "America/New_York");
					await page.goto(`${parvis.url}/p/demo/welcome`);
					assert.equal(page.url(), `${parvis.url}/p/demo/`);

					// The link is used up, and says so without saying why.
					await page.goto(link);
					await page.getByRole("heading", { name: said.dead }).waitFor();
					await look("dead");
					await button(said.again);
					await page.getByRole("heading", { name: said.thanks }).waitFor();
					assert.deepEqual(complaints, []);
				} finally {
					await browser.close();
				}
			});

		test("one that comes back says why, is sent again, revoked, and asked for again", async () => {
			const person = people[2], path = sheet(person);

			sink.script = [REFUSE_NOW];
			await invite(person, "fr");
			await stateIs(person, "bounced");
			const back = (await staff.get(path)).data;

			assert.match(back.invitation.sent.reason, /No such mailbox/);
			assert.equal((await staff.post(path, { language: "fr", seen: "0" })).status, 409, "pressed on a page from before");
			const again = await invite(person, "fr");

			assert.equal(again.invitation.sent.send_count, 2);
			const mail = await mailTo(person, words.fr.subject), link = mail.part("text/plain").match(/\/p\/demo\/invitation\/\S+/)[0];

			assert.equal((await staff.post(sheet(person, "/revocation"), {})).data.invitation.sent.state, "revoked");
			assert.equal((await staff.post(sheet(person, "/revocation"), {})).status, 409);
			const guest = parvis.client({ json: true }), unknown = `/p/demo/invitation/${"A".repeat(43)}`;
			const dead = await guest.get(link), nobodys = await guest.get(unknown);

			assert.deepEqual([dead.status, { ...dead.data, href: "" }], [410, { ...nobodys.data, href: "" }]);
			assert.deepEqual([(await guest.post(`${link}/renewal`, {})).status, (await guest.post(`${unknown}/renewal`, {})).status], [200, 200]);
			const told = await until("the answer", () => sink.acceptedFor("helene@solaria.example").find((one) => /autre invitation/.test(one.subject)));

			assert.match(told.part("text/plain"), new RegExp(path));
			assert.equal(sink.acceptedFor(person.email).length, 1, "one mail for each that was taken");
			guest.close();
		});

		test("one is kept for later, listed, changed, dropped and sent, without scripts", async () => {
			const person = people[2], path = sheet(person), mails = () => parvis.sqlNumber(`select count(*) from message where contact_id = ${person.id}`);
			const listed = async (state) => (await staff.get(`/console/portal-users?state=${state}`)).data.people.map(({ email }) => email);
			const browser = await openBrowser({ locale: "fr-FR", viewport: desktop, javaScriptEnabled: false }), { page, complaints } = browser;
			const before = mails(), reader = parvis.client({ json: true, bearer: await parvis.apiToken({ email: "nadia@solaria.example" }) });
			const press = (name) => page.getByRole("button", { name, exact: true }).click();

			try {
				// Even where nobody may be invited: the plan is full.
				parvis.sql("update portal_plan set included = 0;");
				const kept = await staff.post(`${path}/draft`, { language: "en" });

				assert.deepEqual([kept.status, kept.data.invitation.sent.state, kept.data.offer.refusal.code], [200, "draft", "quota"], kept.text);
				assert.match(kept.data.offer.refusal.shop_href, /^https:\/\/shop\.example\.com\/more\?organisation=http%3A%2F%2F[^&]*&user_type=Clients$/);
				assert.equal((await staff.post(path, { language: "en" })).status, 422);
				assert.equal((await staff.post(`${path}/draft`, { language: "xx" })).status, 422);
				assert.equal((await staff.post(`${path}/draft`, { language: "en", seen: "0" })).status, 409, "prepared on a page from before");
				for (const address of ["/draft", "/draft/removal"])
					assert.equal((await reader.post(path + address, {})).status, 404);
				assert.equal((await staff.get("/console/settings/portal/limits")).data.quotas[0].shop_href, kept.data.offer.refusal.shop_href);
				assert.ok((await listed("draft")).includes(person.email));
				assert.ok(!(await listed("expired")).includes(person.email));
				parvis.sql("update portal_plan set included = 10000;");

				const signedIn = await parvis.signedInStaff("helene@solaria.example");

				await browser.context.addCookies([...signedIn.cookies].map(([name, value]) => ({ name, value, url: parvis.url })));
				await page.goto(`${parvis.url}/console/portal-users?state=draft`);
				await page.locator("tr", { hasText: person.email }).getByRole("link", { name: /Ouvrir le brouillon/ }).click();
				assert.ok(await page.locator("input[name=language][value=en]").isChecked());
				await press("Abandonner le brouillon");
				assert.equal(parvis.sql(`select state from invitation where record_id = ${person.id}`)[0], "revoked");
				assert.equal((await staff.post(`${path}/draft/removal`, {})).status, 409);
				await press("Garder pour plus tard");
				await page.getByText("Cette invitation est prête.").waitFor();
				await page.goto(`${parvis.url}/console/portal-users?state=draft`);
				await page.locator("tr", { hasText: person.email }).locator("input[type=checkbox]").check();
				await press("Abandonner les brouillons");
				assert.ok(!(await listed("draft")).includes(person.email));
				await staff.post(`${path}/draft`, { language: "en" });
				assert.equal(mails(), before);
				await page.goto(parvis.url + path);
				await press("Renvoyer");
				await stateIs(person, "sent");
				assert.match((await mailTo(person, words.en.subject)).part("text/plain"), words.en.greeting);
				assert.equal((await staff.post(`${path}/draft`, {})).status, 409, "it is open");
				await staff.post(`${path}/revocation`, {});
				await staff.post(`${path}/draft`, { language: "fr" }); // for the pictures
				assert.deepEqual(complaints, []);
				signedIn.close();
			} finally {
				await browser.close();
				reader.close();
			}
		});

		test("what mails say is set, looked at and tried; whom one may not invite is told why", async () => {
			const settings = "/console/settings/portal/invitations", browser = await openBrowser({ locale: "fr-FR", viewport: desktop });
			const wrong = await staff.post(settings, { days: "31", subject: { fr: "Venez {{nom}}" }, body: { fr: "Sans lien" } });
			const reader = parvis.client({ json: true, bearer: await parvis.apiToken({ email: "nadia@solaria.example" }) });

			assert.equal(wrong.status, 422, wrong.text);
			assert.deepEqual(wrong.data.problems.map(({ field }) => field).sort(), ["body.fr", "days", "subject.fr"]);
			assert.equal((await staff.post(settings, { days: "10", subject: { fr: "Venez chez {{company}}" }, body: { fr: "{{name}} : {{link}}, {{expiry}}." } })).status, 200);
			assert.equal((await staff.post(`${settings}/test`, { language: "fr" })).status, 200);
			const trial = await until("the test", () => sink.acceptedFor("helene@solaria.example").find((one) => /^Venez chez /.test(one.subject)));

			assert.match(trial.part("text/plain"), /http:\S+\/p\/demo\//);
			for (const path of [settings, sheet(people[2])])
				assert.equal((await reader.get(path)).status, 404);
			parvis.sql(`update contact set email = 'quelqu''un@exemple.example' where id = ${people[2].id}`);
			const refused = await staff.post(sheet(people[2]), { language: "fr" });

			assert.equal(refused.status, 422);
			assert.equal(refused.data.offer.refusal.code, "characters");
			try {
				const signedIn = await parvis.signedInStaff("helene@solaria.example");

				await browser.context.addCookies([...signedIn.cookies].map(([name, value]) => ({ name, value, url: parvis.url })));
				await browser.page.emulateMedia({ colorScheme: "dark" });
				for (const [path, name, size] of [[settings, "settings", desktop], ["/console/portal-users?state=draft", "drafts", phone], ["/console/settings/portal/limits", "limits", phone], [sheet(people[2]), "refused", desktop], [sheet(people[0]), "sheet", phone]]) {
					await browser.page.setViewportSize(size);
					await browser.page.goto(`${parvis.url}${path}`);
					await assertFits(browser.page);
					await assertAccessible(browser.page);
					await keepShot(browser.page, `invitation-${name}`);
				}
				assert.deepEqual(browser.complaints, []);
				signedIn.close();
			} finally {
				await browser.close();
				reader.close();
			}
		});
	});
