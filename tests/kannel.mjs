// Runs a real SMS gateway for tests: kannel's bearerbox and smsbox, and its fakesmsc in the place of the telephones.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { listen } from "./ports.mjs";

const fakesmsc = "/usr/lib/kannel/test/fakesmsc";

export const kannelIsInstalled = existsSync("/usr/sbin/bearerbox") && existsSync(fakesmsc);

async function freePorts(count) {
	const servers = Array.from({ length: count }, () => createServer());
	const ports = [];

	for (const server of servers)
		ports.push(await listen(server));
	await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
	return ports;
}

const configuration = (ports, refused) => `
group = core
admin-port = ${ports.admin}
admin-interface = 127.0.0.1
admin-password = admin
smsbox-port = ${ports.boxes}
smsbox-interface = 127.0.0.1
box-allow-ip = "127.0.0.1"
box-deny-ip = "*.*.*.*"

group = smsc
smsc = fake
smsc-id = fake
host = 127.0.0.1
port = ${ports.centre}
connect-allow-ip = 127.0.0.1

group = smsbox
bearerbox-host = 127.0.0.1
bearerbox-port = ${ports.boxes}
sendsms-port = ${ports.send}
sendsms-interface = 127.0.0.1

group = sendsms-user
username = parvis
password = "p@ss word"
max-messages = 4
concatenation = true
black-list-regex = "^\\\\${refused}$"
`;

// "Solaria +33612345678 text Votre code…" or "… ucs-2 %00V%00o…", as fakesmsc shows what a telephone gets.
function smsOf(shown) {
	const [, sender, to, type, data] = shown.match(/^(\S+) (\+?\d+) ([\w-]+) (.*)$/s);

	if (type !== "ucs-2")
		return { sender, to, text: data };
	const bytes = data.replaceAll("+", " ").replace(/%([0-9a-fA-F]{2})/g, (_, hex) => String.fromCharCode(parseInt(hex, 16)));

	return { sender, to, text: Buffer.from(bytes, "latin1").swap16().toString("utf16le") };
}

export class Kannel {
	// `refused` is the number nothing is sent to.
	constructor({ refused }) {
		this.refused = refused;
		this.folder = mkdtempSync(join(tmpdir(), "parvis-kannel-"));
		this.running = [];
		this.shown = "";
		this.log = "";
	}

	async start() {
		const [admin, boxes, centre, send] = await freePorts(4);

		this.ports = { admin, boxes, centre, send };
		this.file = join(this.folder, "kannel.conf");
		writeFileSync(this.file, configuration(this.ports, this.refused));
		this.#run("/usr/sbin/bearerbox", this.file);
		await this.#status(/^Status: running/m);
		this.#run("/usr/sbin/smsbox", this.file);
		this.#run(fakesmsc, "-H", "127.0.0.1", "-r", String(centre), "-m", "0", "1 2 text nothing");
		await this.#status(/smsbox:.*on-line[^]*FAKE:\d+ \(online/);
		return this;
	}

	get url() {
		return `kannel+http://parvis:p%40ss%20word@127.0.0.1:${this.ports.send}/cgi-bin/sendsms?from=Solaria`;
	}

	// What the telephones got, oldest first. fakesmsc shows each line of a text as if it were a message.
	get messages() {
		const lines = [...this.shown.matchAll(/Got message \d+: <(.*)>$/gm)].map(([, line]) => line);
		const whole = [];

		for (const line of lines)
			if (/^\S+ \+?\d+ (text|ucs-2|data|udh\S*) /.test(line))
				whole.push(line);
			else
				whole[whole.length - 1] += `\n${line}`;
		return whole.map(smsOf);
	}

	messagesTo(number) {
		return this.messages.filter(({ to }) => to === number);
	}

	#run(path, ...args) {
		const child = spawn(path, args, { cwd: this.folder, stdio: ["ignore", "pipe", "pipe"] });

		this.running.push(child);
		for (const stream of [child.stdout, child.stderr])
			stream.setEncoding("utf8").on("data", (text) => {
				this.log += text;
				if (path === fakesmsc)
					this.shown += text;
			});
		return child;
	}

	async #status(expected) {
		const until = Date.now() + 20000;

		for (let status = ""; !expected.test(status); await sleep(50)) {
			assert.ok(Date.now() < until, `kannel did not start:\n${this.log.slice(-3000)}`);
			status = await fetch(`http://127.0.0.1:${this.ports.admin}/status.txt?password=admin`).then((answer) => answer.text(), () => "");
		}
	}

	async stop() {
		for (const child of this.running.reverse()) {
			const ended = new Promise((resolve) => child.once("close", resolve));

			child.kill("SIGKILL");
			await ended;
		}
		rmSync(this.folder, { recursive: true, force: true });
	}
}
