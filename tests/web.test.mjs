// Tests of web/js: what the script adds to plain pages, in Chromium, under the content security policy we send.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { after, before, beforeEach, test } from "node:test";
import { openBrowser } from "./browser.mjs";

const assets = new URL("../build/web/", import.meta.url);
const scriptName = readFileSync(new URL("manifest", assets), "utf8").match(/^(app\.\w+\.js)\t/m)[1];
const policy =
	"default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; " +
	"require-trusted-types-for 'script'; trusted-types parvis";

let server, origin, browser, page;
let requests; // what the server was asked, as "GET /list?q=x" and, for what was posted, the body after it

function pageHtml(title, body) {
	return `<!doctype html><html lang="en"><head><title>${title}</title><script src="/${scriptName}" defer></script></head>
		<body data-unreachable="Try again later."><main id="content" tabindex="-1">${body}</main></body></html>`;
}

const listPage = (url) => `
	<form action="/list" data-auto data-swap="#list"><input id="q" name="q" value="${url.searchParams.get("q") ?? ""}"><input name="state"></form>
	<div id="list" data-announce="Found ${url.searchParams.get("q")}">Found <b>${url.searchParams.get("q")}</b>
	<a id="next" href="/list?q=next" data-swap="#list">Next</a><img src="x" onerror="document.title = 'hacked'"></div>`;

const formPage = (body) => `
	<form id="form" method="post" action="/form" data-swap="#form"><input id="name" name="name"><button>Save</button>
	<p id="answer">${body}</p></form>
	<form id="plain" method="post" action="/slow"><button id="once">Pay</button></form>
	<form method="post" action="/form"><button id="ask" data-confirm="Really?">Delete</button></form>`;

const pages = {
	"/list": (url) => ["List", listPage(url)],
	"/form": (url, body) => ["Form", formPage(body)],
	"/done": () => ["Done", `<h1>Done</h1>`],
	"/brand": () => ["Brand", `<form method="post" action="/form" data-preview="/sample#sample"><input name="csrf" value="secret">
		<input id="colour" name="colour"></form><div id="sample">none</div>`],
	"/sample": (url) => ["Sample", `<div id="sample">${url.searchParams.get("colour")}</div>`],
	"/extras": () => ["Extras", `<button id="resend" data-countdown="1">Send again</button>
		<code id="key">abc</code><button id="copy" data-copy="#key" data-done="Copied" hidden>Copy</button>
		<input type="checkbox" id="all" data-all="rows"><input type="checkbox" class="row" data-row="rows"><input type="checkbox" class="row" data-row="rows">
		<details id="menu" data-menu><summary>Menu</summary>Inside</details>`],
};

async function answer(request, response) {
	const url = new URL(request.url, origin);
	let body = "";

	if (url.pathname === `/${scriptName}`) {
		response.setHeader("Content-Type", "text/javascript");
		response.end(readFileSync(new URL(scriptName, assets)));
		return;
	}
	for await (const chunk of request)
		body += chunk;
	requests.push(`${request.method} ${request.url}${body ? ` ${body}` : ""}`);
	if (url.pathname === "/slow") {
		setTimeout(() => response.writeHead(204).end(), 300);
		return;
	}
	if (body.includes("name=redirect")) {
		response.writeHead(303, { Location: "/done" }).end();
		return;
	}
	const made = pages[url.pathname]?.(url, body);

	response.writeHead(made ? (body ? 422 : 200) : 404, {
		"Content-Type": "text/html; charset=utf-8",
		"Content-Security-Policy": policy,
	});
	response.end(made ? pageHtml(...made) : "");
}

before(async () => {
	server = createServer(answer);
	await new Promise((ready) => server.listen(0, "127.0.0.1", ready));
	origin = `http://127.0.0.1:${server.address().port}`;
	browser = await openBrowser({ permissions: ["clipboard-read", "clipboard-write"] });
	page = browser.page;
});

after(async () => {
	await browser?.close();
	server?.close();
});

beforeEach(() => {
	requests = [];
});

const announced = () => page.locator("[role=status]").textContent();

test("a list follows what is typed, keeps the cursor, leaves empty fields out of the address", async () => {
	await page.goto(`${origin}/list`);
	await page.locator("#q").pressSequentially("dur");
	await page.locator("#list b", { hasText: "dur" }).waitFor();
	assert.equal(page.url(), `${origin}/list?q=dur`);
	assert.equal(await page.evaluate(() => document.activeElement.id), "q");
	assert.equal(await page.inputValue("#q"), "dur");
	assert.equal(await announced(), "Found dur");
});

test("a link replaces its part of the page, and back returns", async () => {
	await page.goto(`${origin}/list?q=first`);
	await page.click("#next");
	await page.locator("#list b", { hasText: "next" }).waitFor();
	assert.equal(await page.inputValue("#q"), "first");
	await page.goBack();
	await page.locator("#list b", { hasText: "first" }).waitFor();
});

test("nothing in an answer runs", async () => {
	await page.goto(`${origin}/list`);
	await page.click("#next");
	await page.locator("#list b", { hasText: "next" }).waitFor();
	assert.equal(await page.title(), "List");
});

test("a refused form shows its answer in place", async () => {
	await page.goto(`${origin}/form`);
	await page.fill("#name", "wrong");
	await page.click("#form button");
	await page.locator("#answer", { hasText: "name=wrong" }).waitFor();
	assert.equal(page.url(), `${origin}/form`);
});

test("a form that leads elsewhere shows that page whole, asked for once", async () => {
	await page.goto(`${origin}/form`);
	await page.fill("#name", "redirect");
	await page.click("#form button");
	await page.locator("h1", { hasText: "Done" }).waitFor();
	assert.equal(page.url(), `${origin}/done`);
	assert.equal(await page.title(), "Done");
	assert.equal(requests.filter((line) => line === "GET /done").length, 1);
});

test("a form pressed twice is sent once", async () => {
	await page.goto(`${origin}/form`);
	await page.evaluate(() => {
		document.querySelector("#once").click();
		document.querySelector("#once").click();
	});
	await page.waitForTimeout(500);
	assert.equal(requests.filter((line) => line.startsWith("POST /slow")).length, 1);
});

test("a question answered with no sends nothing", async () => {
	await page.goto(`${origin}/form`);
	page.once("dialog", (dialog) => dialog.dismiss());
	await page.click("#ask");
	assert.deepEqual(requests.filter((line) => line.startsWith("POST")), []);
});

test("a server out of reach is said, and what was typed stays", async () => {
	await page.goto(`${origin}/form`);
	await page.fill("#name", "kept");
	await page.route("**/form", (route) => route.abort());
	await page.click("#form button");
	await page.locator(".toast", { hasText: "Try again later." }).waitFor();
	assert.equal(await page.inputValue("#name"), "kept");
	await page.unroute("**/form");
});

test("a preview follows the fields, without the form's token", async () => {
	await page.goto(`${origin}/brand`);
	await page.fill("#colour", "#0a1f44");
	await page.locator("#sample", { hasText: "#0a1f44" }).waitFor();
	assert.equal(page.url(), `${origin}/brand`);
	assert.ok(requests.every((line) => !line.includes("secret")));
});

test("a code can be sent again when its time has come", async () => {
	await page.goto(`${origin}/extras`);
	assert.equal(await page.locator("#resend").isDisabled(), true);
	assert.match(await page.locator("#resend").textContent(), /^Send again \(0:01\)$/);
	await page.locator("#resend:enabled").waitFor();
	assert.equal(await page.locator("#resend").textContent(), "Send again");
});

test("a text is copied", async () => {
	await page.goto(`${origin}/extras`);
	await page.click("#copy");
	await page.locator(".toast", { hasText: "Copied" }).waitFor();
	assert.equal(await page.evaluate(() => navigator.clipboard.readText()), "abc");
});

test("one box checks all rows, and a menu closes with Escape or a press elsewhere", async () => {
	await page.goto(`${origin}/extras`);
	await page.check("#all");
	assert.equal(await page.locator(".row:checked").count(), 2);
	await page.click("#menu summary");
	await page.keyboard.press("Escape");
	assert.equal(await page.locator("#menu").getAttribute("open"), null);
	await page.click("#menu summary");
	await page.click("#key");
	assert.equal(await page.locator("#menu").getAttribute("open"), null);
});

test("the content security policy had nothing to refuse but what was hostile", () => {
	const unexpected = browser.complaints.filter((text) => !/inline event handler|img-src|loading the image/i.test(text));

	assert.deepEqual(unexpected, []);
});
