// A browser without scripts, or a program that speaks JSON: cookies, forms, redirects; nothing is hidden from the test.
import assert from "node:assert/strict";
import { Agent, request as httpRequest } from "node:http";

// ---- forms of a page ----

const entities = { amp: "&", lt: "<", gt: ">", quot: '"', "#39": "'", "#x27": "'" };

function decoded(text) {
	return text.replace(/&(amp|lt|gt|quot|#39|#x27);/g, (_, name) => entities[name]);
}

function attributesOf(tag) {
	const attributes = {};

	for (const [, name, value] of tag.matchAll(/([\w-]+)(?:="([^"]*)")?/g))
		attributes[name] = value === undefined ? "" : decoded(value);
	return attributes;
}

function textOf(html) {
	return decoded(html.replace(/<[^>]*>/g, " ").replace(/\s+/g, " ").trim());
}

function addField(form, { name, type, value, ...rest }) {
	if (name === undefined || "disabled" in rest)
		return;
	form.names.add(name);
	if (type === "file")
		return; // nothing was chosen
	if ((type === "checkbox" || type === "radio") && !("checked" in rest))
		return;
	form.fields[name] = value ?? (type === "checkbox" ? "on" : "");
}

function readSelects(form, html) {
	for (const [, open, inside] of html.matchAll(/<select([^>]*)>(.*?)<\/select>/gs)) {
		const options = [...inside.matchAll(/<option([^>]*)>([^<]*)/g)].map(([, tag, label]) => ({ value: textOf(label), ...attributesOf(tag) }));
		const chosen = options.find((option) => "selected" in option) ?? options[0];

		addField(form, { ...attributesOf(open), value: chosen?.value });
	}
}

function readForm(open, html) {
	const form = { action: "", method: "get", ...attributesOf(open), fields: {}, names: new Set(), buttons: [] };

	for (const [, tag] of html.matchAll(/<input([^>]*)>/g))
		addField(form, attributesOf(tag));
	for (const [, tag, inside] of html.matchAll(/<textarea([^>]*)>(.*?)<\/textarea>/gs))
		addField(form, { ...attributesOf(tag), value: decoded(inside).replace(/^\r?\n/, "") });
	readSelects(form, html);
	for (const [, tag, inside] of html.matchAll(/<button([^>]*)>(.*?)<\/button>/gs)) {
		const button = { ...attributesOf(tag), label: textOf(inside) };

		form.buttons.push(button);
		if (button.name !== undefined)
			form.names.add(button.name);
	}
	return form;
}

// ---- answers ----

export class Answer {
	constructor(request, response, body) {
		this.method = request.method;
		this.path = request.path;
		this.status = response.statusCode;
		this.headers = response.headers;
		this.rawHeaders = response.rawHeaders;
		this.body = body;
	}

	get text() {
		return this.body.toString("utf8");
	}

	get data() {
		return JSON.parse(this.text);
	}

	get location() {
		return this.headers.location ?? null;
	}

	// What a person reads: without tags, in one line.
	get words() {
		return textOf(this.text.replace(/<(script|style|svg)[^>]*>.*?<\/\1>/gs, ""));
	}

	get forms() {
		return [...this.text.matchAll(/<form([^>]*)>(.*?)<\/form>/gs)].map(([, open, inside]) => readForm(open, inside));
	}

	get links() {
		return [...this.text.matchAll(/<a\s([^>]*)>(.*?)<\/a>/gs)].map(([, tag, inside]) => ({ ...attributesOf(tag), label: textOf(inside) }));
	}

	// The form that has all these fields, and leads to `action` when that is given.
	form(names, action = null) {
		const fits = (form) => names.every((name) => form.names.has(name)) && (action === null || form.action === action);
		const found = this.forms.find(fits);

		assert.ok(found, `${this.path} (${this.status}) has no form with ${names.join(", ")}: ${this.words.slice(0, 600)}`);
		return found;
	}
}

// ---- bodies ----

function multipart(fields) {
	const boundary = "----parvis-test-boundary";
	const parts = [];

	for (const [name, value] of Object.entries(fields)) {
		const file = typeof value === "object";

		parts.push(`--${boundary}\r\nContent-Disposition: form-data; name="${name}"` +
			(file ? `; filename="${value.name}"\r\nContent-Type: ${value.type}` : "") + "\r\n\r\n");
		parts.push(file ? value.bytes : String(value), "\r\n");
	}
	parts.push(`--${boundary}--\r\n`);
	return {
		type: `multipart/form-data; boundary=${boundary}`,
		bytes: Buffer.concat(parts.map((part) => Buffer.from(part))),
	};
}

function bodyOf({ form, json, files, raw }) {
	if (raw !== undefined)
		return raw;
	if (files !== undefined)
		return multipart(files);
	if (json !== undefined)
		return { type: "application/json", bytes: Buffer.from(JSON.stringify(json)) };
	if (form !== undefined)
		return { type: "application/x-www-form-urlencoded", bytes: Buffer.from(new URLSearchParams(form).toString()) };
	return null;
}

// ---- the client ----

export class Client {
	constructor(origin, { json = false, language = "en", bearer = null, from = "127.0.0.1", headers = {} } = {}) {
		this.origin = origin;
		this.json = json;
		this.headers = {
			Accept: json ? "application/json" : "text/html,application/xhtml+xml",
			"Accept-Language": language,
			"User-Agent": "Parvis journey",
			...(bearer === null ? {} : { Authorization: `Bearer ${bearer}` }),
			...headers,
		};
		this.cookies = new Map();
		// Idle connections are let go before the server ends them after 30 s: else a request may meet that end.
		this.agent = new Agent({ keepAlive: true, localAddress: from, timeout: 15000 });
	}

	close() {
		this.agent.destroy();
	}

	// Another tab: the same cookies.
	twin(options = {}) {
		const twin = new Client(this.origin, { json: this.json, ...options });

		twin.cookies = this.cookies;
		return twin;
	}

	#keepCookies(response) {
		for (const line of response.headers["set-cookie"] ?? []) {
			const [pair, ...attributes] = line.split("; ");
			const name = pair.slice(0, pair.indexOf("="));

			if (attributes.some((attribute) => /^max-age=0$|^max-age=-|^expires=thu, 01 jan 1970/i.test(attribute)))
				this.cookies.delete(name);
			else
				this.cookies.set(name, pair.slice(pair.indexOf("=") + 1));
		}
	}

	// One request, nothing followed. `path` may be an absolute address of this server.
	send(method, path, { headers = {}, agent = this.agent, ...content } = {}) {
		const url = new URL(path, this.origin);
		const body = bodyOf(content);
		const sent = { ...this.headers, ...headers };

		assert.equal(url.origin, this.origin, `${path} leads elsewhere`);
		if (this.cookies.size > 0)
			sent.Cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join("; ");
		if (!this.json && method !== "GET" && method !== "HEAD")
			sent.Origin ??= this.origin;
		if (body !== null)
			Object.assign(sent, { "Content-Type": body.type, "Content-Length": body.bytes.length });
		return new Promise((resolve, reject) => {
			const request = httpRequest(url, { method, agent, headers: sent }, (response) => {
				const chunks = [];

				this.#keepCookies(response);
				response.on("data", (chunk) => chunks.push(chunk));
				response.on("error", reject);
				response.on("end", () => resolve(new Answer({ method, path: url.pathname + url.search }, response, Buffer.concat(chunks))));
			});

			request.on("error", reject);
			request.end(body?.bytes);
		});
	}

	get(path, options) {
		return this.send("GET", path, options);
	}

	// A program's POST: JSON, or fields as curl -d sends them.
	post(path, values = {}, options = {}) {
		return this.send("POST", path, { ...(this.json ? { json: values } : { form: values }), ...options });
	}

	// Follows redirects as a browser does.
	async open(path) {
		let answer = await this.get(path);

		for (let hops = 0; answer.location !== null && hops < 5; hops++)
			answer = await this.get(answer.location);
		return answer;
	}

	// Fills in a form of the page and sends it, as a person without scripts does; follows where it leads.
	async submit(page, values, { action = null, follow = true } = {}) {
		const answer = await this.#submitOnce(page, values, action);

		return follow && answer.location !== null ? this.open(answer.location) : answer;
	}

	#submitOnce(page, values, action) {
		const form = page.form(Object.keys(values).filter((name) => !name.includes(".") || !/\d/.test(name)), action);
		const target = new URL(form.action === "" ? page.path : form.action, this.origin);
		const fields = { ...form.fields, ...values };

		for (const [name, value] of Object.entries(fields))
			if (value === null)
				delete fields[name];
		if (form.method !== "post") {
			target.search = new URLSearchParams(fields).toString();
			return this.get(target.href);
		}
		if (form.enctype === "multipart/form-data")
			return this.send("POST", target.href, { files: fields });
		return this.send("POST", target.href, { form: fields });
	}

	// Opens the link with this label (a text or an expression).
	async press(page, label) {
		const link = page.links.find((one) => (label instanceof RegExp ? label.test(one.label) : one.label === label));

		assert.ok(link, `${page.path} (${page.status}) has no link ${label}: ${page.links.map((one) => one.label).join(" | ")}`);
		return this.open(new URL(link.href, new URL(page.path, this.origin)).href);
	}

	// ---- signing in ----

	async signInAsContact(parvis, email, { mobile = email, client = null, address = "demo" } = {}) {
		const home = `/p/${address}`;

		if (this.json) {
			assert.equal((await this.post(`${home}/sign-in`, { email })).status, 200);
			const { code } = await this.#codeFor(parvis, [email, mobile]);
			const entered = await this.post(`${home}/sign-in/code`, { code });

			assert.equal(entered.status, 200, entered.text);
			if (client !== null)
				assert.equal((await this.post(`${home}/clients`, { client })).status, 200);
			return entered;
		}
		const asked = await this.submit(await this.open(`${home}/sign-in`), { email });
		const { code } = await this.#codeFor(parvis, [email, mobile]);
		const entered = await this.submit(asked, { code });

		assert.equal(entered.status, 200, entered.words);
		return client === null ? entered : this.submit(entered, { client });
	}

	async #codeFor(parvis, addresses) {
		const message = (await parvis.messages()).find(({ to_address, code }) => addresses.includes(to_address) && code);

		assert.ok(message, `no code for ${addresses.join(" or ")}`);
		return message;
	}

	async signInAsStaff(email, password) {
		if (this.json) {
			const entered = await this.post("/console/sign-in", { email, password });

			assert.equal(entered.status, 200, entered.text);
			return entered;
		}
		const entered = await this.submit(await this.open("/console/sign-in"), { email, password });

		assert.equal(entered.status, 200, entered.words);
		return entered;
	}
}
