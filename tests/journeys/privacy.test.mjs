// People are told about their data when they sign in; they say yes and no, and change their mind; staff note what they
// received; a new text asks again; and nobody overwrites what somebody else has just written.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { openBrowser, phone } from "../browser.mjs";
import { engines, startParvis } from "../parvis.mjs";
import { Gallery, twoWays } from "./gallery.mjs";
import { idText, peopleOf } from "./people.mjs";

const home = "/console/settings/privacy";
const own = "/p/demo/account/privacy";

for (const engine of engines)
	describe(`personal data, on ${engine}`, () => {
		let parvis, helene, julien, nadia, person, marie, sheet, browser;

		const one = (list, name) => list.find((consent) => consent.name === name);
		const mine = async (name) => one((await marie.get(own)).data.consents, name);
		const actions = (count) => parvis.sql(`select action from audit order by seq desc limit ${count}`);
		const answer = async (name, wanted, text) => marie.post(`${own}/consents/${(await mine(name)).id}`, { answer: wanted, text: text ?? (await mine(name)).text_id });

		before(async () => {
			parvis = await startParvis({ engine });
			[helene, julien, nadia] = await Promise.all(["helene", "julien", "nadia"].map((name) => parvis.signedInStaff(`${name}@solaria.example`, { json: true })));
			parvis.sql("delete from consent_answer; delete from privacy_read");
			[person] = peopleOf(parvis, { company: "Solaria Énergies" });
			marie = await parvis.signedIn(person.email, { json: true });
			sheet = `/console/records/contacts/${idText(BigInt(parvis.sql(`select id from contact where email = '${person.email}'`)[0]))}`;
			assert.equal((await marie.post("/p/demo/preferences", { language: "en" })).status, 200);
		});
		after(async () => {
			await browser?.close();
			await parvis?.close();
		});

		test("the message is shown until it was read, and again when it is a new one", async () => {
			const { privacy_message: message } = (await marie.get("/p/demo/")).data;

			assert.match(message.text[0], /^Welcome to your client area/);
			assert.equal((await marie.post(`${own}/message`, { number: message.number + 1 })).status, 409);
			assert.equal((await marie.post(`${own}/message`, { number: message.number })).status, 200);
			assert.equal((await marie.get("/p/demo/")).data.privacy_message, null);
			assert.equal((await marie.get(own)).data.privacy_message.read, true, "it is found again");
			const seen = (await helene.get(home)).data;
			const words = { dpo_email: "dpo@solaria.example", message: { fr: "Bonjour.", en: "Hello." } };

			assert.equal((await helene.post(home, { ...words, correction: true, version: seen.version })).status, 200);
			assert.equal((await marie.get("/p/demo/")).data.privacy_message, null, "a correction is shown to nobody again");
			const late = await helene.post(home, { ...words, message: { fr: "Bonsoir." }, version: seen.version });

			assert.equal(late.status, 409);
			assert.equal(late.data.inputs.message_fr.value, "Bonsoir.");
			assert.equal(late.data.inputs.message_fr.theirs, "Bonjour.");
			assert.equal((await helene.post(home, { ...words, message: { fr: "Autre chose.", en: "Something else." }, version: seen.version + 1 })).status, 200);
			assert.deepEqual((await marie.get("/p/demo/")).data.privacy_message.text, ["Something else."]);
			assert.equal((await marie.get(own)).data.dpo_email, "dpo@solaria.example");
			const wrong = await helene.post(home, { dpo_email: "personne", version: seen.version + 2 });

			assert.equal(wrong.status, 422);
			assert.ok(wrong.data.inputs.dpo_email.error);
		});

		test("a person says yes, no, and takes it back; each is kept", async () => {
			assert.equal((await mine("News and advice")).state, "never_asked");
			assert.equal((await answer("News and advice", "withdrawn")).status, 409, "nothing to withdraw");
			assert.equal((await answer("News and advice", "yes", "0000000000001")).status, 409, "not the text that is asked");
			assert.equal((await answer("News and advice", "yes")).data.state, "given");
			assert.equal((await answer("News and advice", "yes")).status, 200, "twice is once");
			assert.equal((await answer("News and advice", "withdrawn")).data.state, "withdrawn");
			assert.equal((await answer("Opening a client area", "no")).data.state, "refused");
			const { answers } = (await marie.get(own)).data;

			assert.deepEqual(answers.map(({ answer }) => answer), ["no", "withdrawn", "yes"]);
			assert.equal(answers[0].address, undefined);
			assert.equal(parvis.sql("select count(*) from consent_answer where address is not null and session_id is not null and language = 'en' and means = 'portal'")[0], "3");
			assert.equal(actions(1)[0], "consent.answer");
		});

		test("staff see how it stands, and note what they received, with how", async () => {
			const shown = (await julien.get(sheet)).data.consents;
			const needed = one((await julien.get(`${sheet}/consents`)).data.asked, shown.rows[0].name);

			assert.deepEqual(shown.rows.map(({ state }) => state), ["refused", "withdrawn"]);
			assert.equal(shown.may_answer, true);
			assert.equal((await nadia.get(sheet)).data.consents.may_answer, false);
			const body = { consent: needed.id, answer: "yes", note: "Formulaire signé le 12 mars" };

			assert.equal((await nadia.post(`${sheet}/consents`, body)).status, 404);
			const bare = await julien.post(`${sheet}/consents`, { ...body, note: " " });

			assert.equal(bare.status, 422);
			assert.ok(bare.data.errors.note);
			assert.equal((await julien.post(`${sheet}/consents`, { ...body, seen: "0000000000001" })).status, 422, "its text is newer than what was seen");
			assert.equal((await julien.post(`${sheet}/consents`, body)).status, 200);
			const kept = (await julien.get(`${sheet}/consents`)).data.answers[0];

			assert.deepEqual([kept.answer, kept.means, kept.note, kept.staff, kept.address], ["yes", "staff", "Formulaire signé le 12 mars", "Julien Morvan", null]);
			assert.equal((await mine("Opening a client area")).state, "given", "the person sees it, too");
			assert.equal((await julien.get(home)).status, 404, "settings are for administrators");
		});

		test("a new text asks again, a correction does not, and two who write at once see each other", async () => {
			const { id } = one((await helene.get(home)).data.consents, (await helene.get(sheet)).data.consents.rows[0].name);
			const path = `${home}/consents/${id}`;
			const { inputs, consent } = (await helene.get(path)).data;
			const body = { name: { fr: inputs.name_fr.value, en: inputs.name_en.value }, text: { fr: "Corrigé.", en: "Corrected." }, required: true, withdrawable: true };

			assert.equal((await helene.post(path, { ...body, correction: true, version: consent.version })).status, 200);
			assert.equal((await mine("Opening a client area")).state, "given");
			assert.deepEqual((await mine("Opening a client area")).text, ["Corrected."]);
			const before = (await mine("Opening a client area")).text_id;
			const late = await helene.post(path, { ...body, text: { fr: "Le mien.", en: "Mine." }, version: consent.version });

			assert.equal(late.status, 409);
			assert.deepEqual([late.data.inputs.text_fr.value, late.data.inputs.text_fr.theirs], ["Le mien.", "Corrigé."]);
			assert.equal((await helene.post(path, { ...body, text: { fr: "Tout autre.", en: "Quite another." }, version: consent.version + 1 })).status, 200);
			assert.equal((await mine("Opening a client area")).state, "asked_again");
			assert.equal((await answer("Opening a client area", "yes", before)).status, 409, "one answers what one has read");
			assert.equal((await answer("Opening a client area", "yes")).data.state, "given");
			assert.equal((await helene.get(path)).data.wordings.length, 3);
			assert.equal((await helene.post(path, { ...body, name: { fr: "Sans texte" }, text: {}, version: consent.version + 2 })).status, 422);
			const added = (await helene.post(`${home}/consents`, { name: { fr: "Photos" }, text: { fr: "J’accepte." }, withdrawable: true })).data;

			assert.equal((await helene.post(`${home}/order`, { move: `${added.id}:0` })).data.consents[0].id, added.id);
			assert.equal((await mine("Photos")).text_lang, "fr", "in the language there is");
			assert.equal((await helene.post(`${home}/consents/${added.id}/retirement`)).status, 200);
			assert.equal(await mine("Photos"), undefined);
			assert.equal((await helene.post(`${home}/consents/${added.id}`, { ...body, version: 2 })).status, 409);
			assert.deepEqual((await helene.get(home)).data.retired.map(({ name }) => name), ["Photos"]);
			assert.ok(["consent.retire", "consent.order", "consent.create"].every((action) => actions(4).includes(action)), actions(4).join());
		});

		test("in the browser: on a phone, and without scripts", { skip: engine !== "sqlite" }, async () => {
			browser = await openBrowser();
			const gallery = new Gallery(parvis, browser), { page } = browser;
			const { id } = (await helene.get(home)).data.consents[0];

			await gallery.take(marie);
			assert.equal((await marie.post("/p/demo/preferences", { language: "fr" })).status, 200);
			for (const [name, path] of [["portal-message", "/p/demo/"], ["portal", own]])
				await gallery.look(`privacy-${name}`, path, twoWays[0]);
			assert.equal((await marie.post("/p/demo/preferences", { language: "en" })).status, 200);
			await gallery.look("privacy-portal", own, twoWays[1]);
			const still = await page.context().browser().newContext({ javaScriptEnabled: false, viewport: phone });
			const plain = await still.newPage();

			await still.addCookies([...marie.cookies].map(([name, value]) => ({ name, value, url: parvis.url })));
			await plain.goto(`${parvis.url}/p/demo/`);
			await plain.click("text=I have read this");
			assert.equal(await plain.locator("#privacy-message").count(), 0);
			await plain.goto(parvis.url + own);
			await plain.click("button:has-text('I agree')");
			assert.match(await plain.textContent("main"), /your agreement is noted/);
			await plain.click("button:has-text('Withdraw my agreement') >> nth=0");
			assert.match(await plain.textContent("main"), /your agreement is withdrawn/);
			await still.close();
			await gallery.take(helene);
			for (const way of twoWays)
				for (const [name, path] of [["settings", home], ["consent", `${home}/consents/${id}`], ["answers", `${sheet}/consents`]]) {
					assert.equal((await helene.post("/console/preferences", { language: way.language })).status, 200);
					assert.equal(await gallery.look(`privacy-${name}`, path, way), 200, path);
				}
			await page.goto(parvis.url + home);
			await page.fill("[id='message.en']", "One.\nTwo.");
			await page.waitForSelector("#look p:has-text('Two.')");
			const items = page.locator("#consents [data-item]");
			const second = await items.nth(1).getAttribute("data-item");

			await page.click(`[id='up-${second}']`);
			await page.waitForFunction((id) => document.querySelector("#consents [data-item]").dataset.item === id, second);
			assert.deepEqual(browser.complaints, []);
		});

		test("switched off, its pages and cards go, and nothing is deleted", async () => {
			const { length } = (await marie.get(own)).data.answers;

			parvis.sql("update feature_switch set is_on = 0 where name = 'privacy'");
			assert.equal((await marie.get(own)).status, 404);
			assert.equal((await marie.get("/p/demo/")).data.privacy_message, null);
			assert.equal((await helene.get(sheet)).data.consents, null);
			assert.equal((await helene.get(`${sheet}/consents`)).status, 404);
			assert.equal((await helene.get(home)).status, 409);
			parvis.sql("update feature_switch set is_on = 1 where name = 'privacy'");
			assert.equal((await marie.get(own)).data.answers.length, length);
		});
	});
