// A client's password: chosen, used, forgotten, replaced, removed; by forms, by JSON, and on a phone in Chromium.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { assertAccessible, assertFits, openBrowser, phone } from "../browser.mjs";
import { engines, startParvis } from "../parvis.mjs";
import { peopleOf } from "./people.mjs";

const first = "agrafe pile cheval", second = "tasse lundi violet";
const account = "/p/demo/account";

// The mail of a kind, which a job may still be writing.
async function mailOf(parvis, address, kind) {
	for (let waits = 0; waits < 100; waits++) {
		const mail = (await parvis.messages(address)).find((message) => message.kind === kind);

		if (mail)
			return mail;
		await sleep(50);
	}
	assert.fail(`no ${kind} to ${address}`);
}

async function linkOf(parvis, address) {
	return (await mailOf(parvis, address, "mail_portal_password_link")).text.match(/http:\/\/\S+\/sign-in\/password\/\S+/)[0];
}

// The same as a person goes it in Chromium, with or without scripts.
async function useOnAPhone(parvis, client, scripts) {
	const browser = await openBrowser({ locale: "fr-FR", viewport: phone, hasTouch: true, isMobile: true, javaScriptEnabled: scripts });
	const { page, context, complaints } = browser;
	const look = async () => {
		await assertFits(page);
		if (scripts) // axe is a script itself; the pages are the same
			await assertAccessible(page);
	};
	const button = (name) => page.getByRole("button", { name }).click();

	try {
		await page.goto(`${parvis.url}/p/demo/sign-in`);
		await page.getByLabel("Votre adresse e-mail").fill(client.email);
		await button("Recevoir mon code");
		await look();
		await page.getByLabel("Votre code").fill((await mailOf(parvis, client.email, "mail_sign_in_code")).code);
		await button("Se connecter");
		await page.goto(`${parvis.url}${account}`);
		await page.getByRole("link", { name: "Choisir un mot de passe" }).click();
		const field = page.getByLabel("Nouveau mot de passe");

		await field.fill("agrafe");
		if (scripts) {
			assert.match(await page.locator("[data-meter]").innerText(), /manquent encore.*6/);
			await button("Afficher");
			assert.equal(await field.getAttribute("type"), "text");
		}
		await look();
		await field.fill(first);
		assert.equal(await page.locator("[data-meter]").innerText(), "", "a good one has nothing to say");
		await button("Enregistrer ce mot de passe");
		await page.getByText("Votre mot de passe est enregistré").waitFor();
		await look();
		await context.clearCookies({ name: /pid/ });

		await page.goto(`${parvis.url}/p/demo/sign-in`);
		await page.getByLabel("Votre adresse e-mail").fill(client.email);
		await button("Recevoir mon code");
		await page.getByRole("link", { name: "Utiliser plutôt mon mot de passe" }).click();
		await look();
		await page.getByLabel("Votre mot de passe").fill(first);
		await button("Se connecter");
		await page.getByRole("heading", { name: client.firstName }).waitFor();
		await page.goto(`${parvis.url}${account}/password`);
		await look();
		await context.clearCookies({ name: /pid/ });

		await page.goto(`${parvis.url}/p/demo/sign-in`);
		await page.getByLabel("Votre adresse e-mail").fill(client.email);
		await button("Recevoir mon code");
		await page.getByRole("link", { name: "Utiliser plutôt mon mot de passe" }).click();
		await button("Je l’ai oublié");
		await page.getByText("est en route").waitFor();
		await page.goto(await linkOf(parvis, client.email));
		await look();
		await page.getByLabel("Nouveau mot de passe").fill(second);
		await button("Enregistrer ce mot de passe");
		await page.getByText("tous vos autres appareils sont déconnectés").waitFor();
		assert.deepEqual(complaints, []);
	} finally {
		await browser.close();
	}
}

for (const engine of engines)
	describe(`a client's password, on ${engine}`, () => {
		let parvis, people;

		before(async () => {
			parvis = await startParvis({ engine });
			people = peopleOf(parvis, { company: "Solaria Énergies" });
		});
		after(() => parvis?.close());

		test("is chosen, used, forgotten and replaced by forms alone", async () => {
			const [client] = people, browser = await parvis.signedIn(client.email);
			const form = await browser.press(await browser.open(account), "Choose a password");
			const refused = await browser.submit(form, { new_password: "Bonjour!!2026" });

			assert.equal(refused.status, 422);
			assert.match(refused.words, /among the commonest/);
			assert.ok(!refused.text.includes("Bonjour!!2026"), "a password never goes back");
			const set = await browser.submit(refused, { new_password: first });

			assert.match(set.words, /Your password is set: next time/);
			assert.match((await mailOf(parvis, client.email, "mail_portal_password_changed")).text, /un mot de passe aussi bien qu’avec un code/);

			const other = parvis.client();
			const asked = await other.submit(await other.open("/p/demo/sign-in?next=/p/demo/invoices"), { email: client.email });
			const typing = await other.press(asked, "Use my password instead");
			const wrong = await other.submit(typing, { password: second });

			assert.equal(wrong.status, 422);
			assert.match(wrong.words, /The code works in any case/);
			const entered = await other.submit(wrong, { password: first });

			assert.equal(entered.path, "/p/demo/invoices");

			const forgetful = parvis.client();
			const page = await forgetful.press(await forgetful.submit(await forgetful.open("/p/demo/sign-in"), { email: client.email }), "Use my password instead");
			const told = await forgetful.submit(page, {}, { action: "/p/demo/sign-in/forgotten" });

			assert.match(told.words, /a link to choose a new password is on its way/);
			const link = await linkOf(parvis, client.email);

			for (let scanner = 0; scanner < 2; scanner++)
				assert.equal((await parvis.client().get(link)).status, 200);
			const replaced = await forgetful.submit(await forgetful.open(link), { new_password: second });

			assert.match(replaced.words, /all your other devices are signed out/);
			assert.match((await other.open("/p/demo/invoices")).path, /^\/p\/demo\/sign-in/, "signed out");
			assert.equal((await forgetful.get(link)).status, 410);
			assert.match((await parvis.client().open(link)).words, /This link no longer works/);
		});

		test("with JSON, as a program would; then it is removed", async () => {
			const client = people[1], curl = await parvis.signedIn(client.email, { json: true });

			assert.equal((await curl.get(`${account}/password`)).data.has_password, false);
			assert.equal((await curl.post(`${account}/password`, { new_password: "short" })).status, 422);
			assert.deepEqual((await curl.post(`${account}/password`, { new_password: first })).data, { state: "set" });
			const unproved = await curl.post(`${account}/password`, { new_password: second });

			assert.equal(unproved.status, 422);
			assert.ok(unproved.data.errors.password, unproved.text);
			const other = parvis.client({ json: true });

			assert.equal((await other.post("/p/demo/sign-in/password", { password: first })).status, 410, "an address first");
			await other.post("/p/demo/sign-in", { email: client.email });
			const entered = await other.post("/p/demo/sign-in/password", { password: first });

			assert.equal(entered.data?.state, "signed_in", entered.text);
			assert.equal((await curl.post(`${account}/password/code`)).data.state, "code_sent");
			const { code } = await mailOf(parvis, client.email, "mail_portal_password_code");

			assert.deepEqual((await curl.post(`${account}/password/removal`, { code })).data, { state: "removed" });
			assert.equal((await other.get("/p/demo/invoices")).status, 401, "signed out");
			await other.post("/p/demo/sign-in", { email: client.email });
			assert.equal((await other.post("/p/demo/sign-in/password", { password: first })).status, 422);
		});

		for (const [index, scripts] of [true, false].entries())
			test(`on a phone ${scripts ? "with" : "without"} scripts`, { skip: engine !== engines[0] }, () => useOnAPhone(parvis, people[2 + index], scripts));
	});
