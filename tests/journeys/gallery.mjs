// Looks at pages in French and English, light and dark, on a desktop and on phones: accessible, nothing sticking out, and
// kept as pictures under build/shots.
import assert from "node:assert/strict";
import { test } from "node:test";
import { assertAccessible, assertFits, desktop, keepShot, phone } from "../browser.mjs";

const narrowest = { width: 320, height: 640 };
// All screens are judged and kept in these two ways; the important ones kept in the other six, too.
export const twoWays = [{ language: "fr", scheme: "light", judged: "phone", kept: ["phone"] }, { language: "en", scheme: "dark", judged: "desk", kept: ["desk"] }];
const both = ["desk", "phone"];
export const allWays = [
	...twoWays.map((way) => ({ ...way, kept: both })),
	{ language: "fr", scheme: "dark", judged: null, kept: both },
	{ language: "en", scheme: "light", judged: null, kept: both },
];

export class Gallery {
	constructor(parvis, browser) {
		this.parvis = parvis;
		this.browser = browser;
	}

	// The browser takes over what a client without scripts has signed in.
	async take(client) {
		const { context } = this.browser;

		await context.clearCookies();
		await context.addCookies([...client.cookies].map(([name, value]) => ({ name, value, url: this.parvis.url })));
	}

	async #open(path, { language, scheme }) {
		const { page } = this.browser;

		await page.setExtraHTTPHeaders({ "Accept-Language": language });
		await page.emulateMedia({ colorScheme: scheme });
		await page.setViewportSize(desktop);
		const response = await page.goto(this.parvis.url + path);

		assert.ok(response.status() < 500, `${path}: ${response.status()}`);
		assert.equal(await page.getAttribute("html", "lang"), language, path);
		return response.status();
	}

	// Looks at a page in one language and scheme, on the desktop and on phones; gives its status.
	async look(name, path, way) {
		const { page } = this.browser;
		const status = await this.#open(path, way);

		for (const [device, viewport] of [["desk", desktop], ["phone", phone]]) {
			await page.setViewportSize(viewport);
			await assertFits(page);
			if (way.judged === device)
				await assertAccessible(page);
			if (way.kept.includes(device))
				await keepShot(page, `${name}-${way.language}-${way.scheme}-${device}`);
		}
		await page.setViewportSize(narrowest);
		await assertFits(page);
		return status;
	}
}

// A test for each of [name, path or what gives it, ways]. `gallery` gives the gallery, once it is there.
export function keepScreens(gallery, list) {
	for (const [name, path, ways = twoWays] of list)
		test(name, async () => {
			for (const way of ways)
				assert.equal(await gallery().look(name, typeof path === "function" ? path() : path, way) < 400, !name.endsWith("not-found"), `${path}`);
		});
}
