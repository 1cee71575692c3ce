// Passkeys, by Chromium's virtual authenticator: a client and a staff user add one, sign in with it, and lose a copied one.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { assertAccessible, assertFits, keepShot, openBrowser, phone } from "../browser.mjs";
import { engines, staffPassword, startParvis } from "../parvis.mjs";
import { peopleOf } from "./people.mjs";

const reader = "nadia@solaria.example";

// An authenticator in the browser that says yes to everything, as a telephone with a finger on it would.
async function plugIn(page) {
	const session = await page.context().newCDPSession(page);

	await session.send("WebAuthn.enable");
	const { authenticatorId } = await session.send("WebAuthn.addVirtualAuthenticator", {
		options: {
			protocol: "ctap2", transport: "internal", hasResidentKey: true, hasUserVerification: true,
			isUserVerified: true, automaticPresenceSimulation: true, defaultBackupEligibility: true, defaultBackupState: true,
		},
	});
	const send = (command, more = {}) => session.send(`WebAuthn.${command}`, { authenticatorId, ...more });

	return {
		verifies: (isUserVerified) => send("setUserVerified", { isUserVerified }),
		forget: () => send("clearCredentials"),
		credentials: async () => (await send("getCredentials")).credentials,
		// The same key in another device, which has not counted as far.
		async copyWithCount(signCount) {
			const [credential] = (await send("getCredentials")).credentials;

			await send("removeCredential", { credentialId: credential.credentialId });
			await send("addCredential", { credential: { ...credential, signCount } });
		},
	};
}

const button = (page) => page.getByRole("button", { name: "Log in with a passkey" });

// The query of the sign-in page names where one goes, too.
const arrival = (page, path) => page.waitForURL(({ pathname }) => pathname === path);

async function addPasskey(page, path, name) {
	await page.goto(path);
	await page.getByLabel("What should it be called?").fill(name);
	await page.getByRole("button", { name: "Add a passkey" }).click();
	await page.getByText("Your passkey is ready").waitFor();
}

async function signInWithPasskey(page, path) {
	await page.goto(path);
	await button(page).click();
}

for (const engine of engines)
	describe(`passkeys, on ${engine}`, () => {
		let parvis, chromium, page, authenticator, client, origin;

		before(async () => {
			parvis = await startParvis({ engine });
			origin = `http://localhost:${parvis.port}`; // browsers make no passkeys for addresses in numbers
			[client] = peopleOf(parvis, { company: "Solaria Énergies" });
			chromium = await openBrowser({ baseURL: origin, locale: "en-GB" });
			page = chromium.page;
			// A virtual authenticator answers what a field proposes by itself, at once: only where a test wants it.
			await chromium.context.addInitScript(() => {
				if (location.hash !== "#proposed")
					PublicKeyCredential.isConditionalMediationAvailable = async () => false;
			});
			authenticator = await plugIn(page);
		});
		after(async () => {
			await chromium?.close();
			await parvis?.close();
		});

		test("a client adds one, signs in with it, and is told", async () => {
			await page.goto("/p/demo/sign-in?next=/p/demo/account/passkeys");
			await button(page).waitFor();
			await assertAccessible(page);
			await page.getByLabel("Your e-mail address").fill(client.email);
			await page.getByRole("button", { name: "Receive my code" }).click();
			await page.locator("#code").fill((await parvis.newestMessage(client.email)).code);
			await page.locator("main form button.primary").first().click();
			await arrival(page, "/p/demo/account/passkeys");
			await page.getByText("You have none yet.").waitFor();
			await addPasskey(page, "/p/demo/account/passkeys", "My phone");
			assert.ok(await page.getByText("My phone", { exact: true }).isVisible());
			await assertAccessible(page);
			assert.match((await parvis.newestMessage(client.email)).text, /Une clé d’accès a été ajoutée à votre compte.*My phone/);
			const [credential] = await authenticator.credentials();

			assert.equal(credential.rpId, "localhost");
			assert.ok(!Buffer.from(credential.userHandle, "base64").toString().includes(client.email), "the handle tells nobody");
			await page.getByRole("button", { name: "Add a passkey" }).click();
			await page.getByText("This device has a passkey for your account already.").waitFor();
			await chromium.context.clearCookies();
			await signInWithPasskey(page, "/p/demo/sign-in?next=/p/demo/invoices");
			await arrival(page, "/p/demo/invoices");
			await page.goto("/p/demo/account/passkeys");
			await page.getByText("Last used").waitFor();
			await page.setViewportSize(phone);
			await assertFits(page);
			await keepShot(page, `passkeys-phone-${engine}`);
			await page.setViewportSize({ width: 1360, height: 900 });
		});

		test("the address field proposes it", async () => {
			await chromium.context.clearCookies();
			await page.goto("/p/demo/sign-in?next=/p/demo/account/passkeys#proposed");
			await arrival(page, "/p/demo/account/passkeys");
		});

		test("a session of yesterday signs in again before it changes one", async () => {
			parvis.sql(`update session set created_at = created_at - 3600000 where contact_id is not null`);
			await page.goto("/p/demo/account/passkeys");
			assert.equal(await page.getByRole("button", { name: "Remove" }).count(), 0);
			await page.getByRole("button", { name: "Log in again" }).click();
			await arrival(page, "/p/demo/sign-in");
			await button(page).click();
			await arrival(page, "/p/demo/account/passkeys");
			assert.ok(await page.getByRole("button", { name: "Remove" }).isVisible());
		});

		test("a copy whose counter is behind is blocked, and its owner is told", async () => {
			await chromium.context.clearCookies();
			await authenticator.copyWithCount(0);
			await signInWithPasskey(page, "/p/demo/sign-in");
			await page.getByText("This passkey opens nothing here.").waitFor();
			assert.match((await parvis.newestMessage(client.email)).text, /My phone.*a été bloquée/);
			assert.equal(parvis.sqlNumber("select count(*) from passkey where blocked_at is not null"), 1);
		});

		test("a blocked contact is told so, as after a code", async () => {
			parvis.sql("update passkey set blocked_at = null, sign_count = 0 where contact_id is not null");
			parvis.sql(`update contact set blocked_at = 1 where email = '${client.email}'`);
			await signInWithPasskey(page, "/p/demo/sign-in");
			await page.getByText("Your access was closed.").waitFor();
		});

		test("a staff user's passkey stands for password and second factor, when it verified them", async () => {
			await authenticator.forget(); // nobody is there to choose among several
			await page.goto("/console/sign-in?next=/console/account/passkeys");
			await page.getByLabel("E-mail").fill(reader);
			await page.getByLabel("Password").fill(staffPassword);
			await page.getByRole("button", { name: "Log in", exact: true }).click();
			await arrival(page, "/console/account/passkeys");
			await assertAccessible(page);
			await addPasskey(page, "/console/account/passkeys", "Clé du bureau");
			await keepShot(page, `passkeys-console-${engine}`);
			parvis.sql(`update staff set totp_on = 1 where email = '${reader}'`);
			await chromium.context.clearCookies();
			await authenticator.verifies(false);
			await signInWithPasskey(page, "/console/sign-in");
			await page.getByText("No passkey was used.").waitFor();
			await authenticator.verifies(true);
			await signInWithPasskey(page, "/console/sign-in?next=/console/account");
			await arrival(page, "/console/account");
			assert.ok(await page.getByRole("link", { name: "Manage the passkeys" }).isVisible());
			page.once("dialog", (dialog) => dialog.accept());
			await page.goto("/console/account/passkeys");
			await page.getByRole("button", { name: "Remove" }).click();
			await page.getByText("The passkey is removed.").waitFor();
			assert.match((await parvis.newestMessage(reader)).text, /Clé du bureau.*a été retirée/);
			assert.deepEqual(chromium.complaints, []);
		});

		test("without scripts there is no button, and the page says why", async () => {
			const browser = await parvis.signedIn(peopleOf(parvis, { company: "Solaria Énergies" })[1].email);

			assert.match((await browser.open("/p/demo/account/passkeys")).words, /its scripts are switched off/);
			assert.match((await parvis.client().get("/p/demo/sign-in")).text, /data-passkey="get"[^>]* hidden>/);
		});
	});
