// Debian's Chromium for tests: started with nothing of its own to phone, with what a page complains about collected.
import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium } from "playwright-core";

const quiet = [
	"--no-sandbox",
	"--disable-gpu",
	"--disable-quic",
	"--no-first-run",
	"--disable-background-networking",
	"--disable-component-update",
	"--disable-sync",
];

export const desktop = { width: 1360, height: 900 };
export const phone = { width: 390, height: 844 };

// A browser with an empty profile. `options` as Playwright's contexts take them (viewport, locale, colorScheme,
// javaScriptEnabled…). `complaints` gathers errors of scripts and refusals of the content security policy.
export async function openBrowser(options = {}) {
	const profile = mkdtempSync(join(tmpdir(), "parvis-browser-"));
	const context = await chromium.launchPersistentContext(profile, {
		executablePath: "/usr/bin/chromium-headless-shell",
		headless: true,
		args: quiet,
		viewport: desktop,
		...options,
	});
	const complaints = [];
	const page = context.pages()[0] ?? (await context.newPage());

	context.on("console", (message) => {
		if (/Content Security Policy|TrustedHTML/.test(message.text()))
			complaints.push(message.text());
	});
	context.on("weberror", (event) => complaints.push(event.error().message));
	return {
		context,
		page,
		complaints,
		async close() {
			await context.close();
			rmSync(profile, { recursive: true, force: true });
		},
	};
}

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const standards = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];

// Journeys come by the same screens on each engine: what looks the same in all that axe judges is judged once, and a picture
// is kept once.
const judged = new Set(), kept = new Set();

// A page without its words and addresses, in its colours and width.
function likeness() {
	const said = ({ name, value }) => (/^(class|role|type|lang|tabindex|aria-.*)$/.test(name) ? `${name}=${value.replace(/[0-9a-z]{13}/g, "")}` : name);
	const elements = [...document.querySelectorAll("*")].map((element) => [element.tagName, element.childNodes.length, ...[...element.attributes].map(said)].join(" "));

	return [innerWidth, matchMedia("(prefers-color-scheme: dark)").matches, ...elements].join("\n");
}

// Fails with what axe finds wrong with the page for WCAG 2.2 AA. Pages have no frames: axe runs in the page itself.
export async function assertAccessible(page) {
	const like = await page.evaluate(likeness);

	if (judged.has(like))
		return;
	await page.evaluate(`${axe};0`);
	const findings = await page.evaluate(async (runOnly) => {
		const { violations } = await globalThis.axe.run(document, { runOnly, resultTypes: ["violations"], preload: false });

		return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(" ")).join(", ")}`);
	}, standards);

	assert.deepEqual(findings, [], `${page.url()} has accessibility findings`);
	judged.add(like);
}

// Waits until no part of the page waits for the server's answer any more.
export async function settled(page) {
	await page.waitForFunction(() => !document.querySelector("[aria-busy]"));
}

// Does what sends something to the server, and waits until the page shows the answer.
export async function answered(page, act) {
	await Promise.all([page.waitForResponse((response) => response.request().method() === "POST"), act()]);
	await settled(page);
}

// Drags one thing onto another. The page shows the new place while one drags already.
export function dragTo(page, from, to, targetPosition) {
	return answered(page, () => page.locator(from).dragTo(page.locator(to), { targetPosition }));
}

// Nothing may stick out to the right, down to the narrowest phone.
export async function assertFits(page) {
	const excess = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);

	assert.ok(excess <= 0, `${page.url()} is ${excess} px wider than the window`);
}

// Goes on by the Tab key alone until the element has the focus, which must be seen.
export async function tabTo(page, locator) {
	await locator.waitFor();
	for (let presses = 0; presses < 200; presses++) {
		if (await locator.evaluate((element) => element.matches(":focus-visible")))
			return;
		await page.keyboard.press("Tab");
	}
	assert.fail(`${page.url()}: the Tab key does not lead to ${locator}`);
}

const sessions = new WeakMap(); // of pages; detaching one would take away the authenticator that another plugged in

// Packed in a hurry: hundreds of pictures are taken, and few of them looked at.
async function takeShot(page, path) {
	if (!sessions.has(page))
		sessions.set(page, await page.context().newCDPSession(page));
	const { data } = await sessions.get(page).send("Page.captureScreenshot", { format: "png", optimizeForSpeed: true });

	writeFileSync(path, Buffer.from(data, "base64"));
}

// The whole page as a picture under build/shots. Sticky bars spoil Playwright's own full-page pictures.
export async function keepShot(page, name) {
	if (kept.has(name))
		return;
	kept.add(name);
	const folder = new URL("../build/shots/", import.meta.url).pathname;
	const before = page.viewportSize();
	const height = await page.evaluate(() => document.documentElement.scrollHeight);

	mkdirSync(folder, { recursive: true });
	await page.setViewportSize({ width: before.width, height: Math.min(Math.max(before.height, height), 6000) });
	await takeShot(page, join(folder, `${name}.png`));
	await page.setViewportSize(before);
}
