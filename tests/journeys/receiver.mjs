// A receiver of webhooks on this machine: keeps what it gets, checks signatures as the guide says, answers as it is told.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";

// What the guide tells people to write.
const guide = readFileSync(new URL("../../docs/guide/webhooks.md", import.meta.url), "utf8");
const [, example] = guide.match(/^```js\n(.*?)^```$/ms);
const { isFromParvis } = await import(`data:text/javascript,${encodeURIComponent(example)}`);

export const isSigned = (secret, headers, body) => isFromParvis(secret, headers, body);

export class Receiver {
	constructor() {
		this.calls = [];
		this.answer = () => ({ status: 200, body: "ok" }); // of the call, or a promise of it
		this.open = new Set();
		this.server = createServer((request, response) => this.#take(request, response));
		this.server.on("connection", (socket) => {
			this.open.add(socket);
			socket.once("close", () => this.open.delete(socket));
		});
	}

	async start() {
		await new Promise((resolve) => this.server.listen(0, "127.0.0.1", resolve));
		this.port = this.server.address().port;
		this.url = `http://127.0.0.1:${this.port}/hook`;
		return this;
	}

	async #take(request, response) {
		const chunks = [];

		for await (const chunk of request)
			chunks.push(chunk);
		const text = Buffer.concat(chunks).toString("utf8");
		const call = { method: request.method, path: request.url, headers: request.headers, text, at: Date.now() };

		try {
			call.data = JSON.parse(text);
		} catch {
			call.data = null;
		}
		this.calls.push(call);
		const { status = 200, body = "", headers = {} } = await this.answer(call);

		response.writeHead(status, { "Content-Type": "text/plain", ...headers });
		response.end(body);
	}

	// The calls there are, once `enough` of them says so.
	async until(enough, what, seconds = 20) {
		for (let i = 0; !enough(this.calls); i++) {
			assert.ok(i < seconds * 50, `${what}: ${JSON.stringify(this.calls.map(({ path, data }) => [path, data?.type]))}`);
			await sleep(20);
		}
		return this.calls;
	}

	forget() {
		this.calls = [];
	}

	async stop() {
		for (const socket of this.open)
			socket.destroy();
		await new Promise((resolve) => this.server.close(resolve));
	}
}
