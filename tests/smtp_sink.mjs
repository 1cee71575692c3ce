// A mail server for tests: speaks ESMTP (RFC 5321) as real ones do, keeps what it took, and fails as it is told.
import assert from "node:assert/strict";
import { createServer } from "node:net";
import { listen } from "./ports.mjs";

// ---- what a mail says (RFC 5322, 2045–2047) ----

function quotedPrintable(text) {
	const bytes = text.replace(/=\r\n/g, "").replace(/=([0-9A-F]{2})/g, (_, hex) => String.fromCharCode(parseInt(hex, 16)));

	return Buffer.from(bytes, "latin1").toString("utf8");
}

function decodedWord(_, charset, encoding, text) {
	assert.equal(charset.toLowerCase(), "utf-8");
	return encoding.toUpperCase() === "B" ? Buffer.from(text, "base64").toString("utf8") : quotedPrintable(text.replaceAll("_", " "));
}

// The value of a header as a person reads it.
export function decodedHeader(value) {
	return value.replace(/\?=\s+=\?/g, "?==?").replace(/=\?([^?]+)\?([bBqQ])\?([^?]*)\?=/g, decodedWord);
}

function splitHead(raw) {
	const end = raw.indexOf("\r\n\r\n");
	const headers = {};

	for (const line of raw.slice(0, end).replace(/\r\n(?=[ \t])/g, "").split("\r\n")) {
		const [, name, value] = line.match(/^([!-9;-~]+):\s*(.*)$/);

		assert.ok(!(name.toLowerCase() in headers), `${name} twice`);
		headers[name.toLowerCase()] = value;
	}
	return { headers, body: raw.slice(end + 4) };
}

function decodedBody({ headers, body }) {
	switch ((headers["content-transfer-encoding"] ?? "7bit").toLowerCase()) {
	case "base64":
		return Buffer.from(body, "base64").toString("utf8");
	case "quoted-printable":
		return quotedPrintable(body);
	default:
		return body;
	}
}

function partsOf(raw) {
	const { headers, body } = splitHead(raw);
	const [, boundary] = (headers["content-type"] ?? "").match(/^multipart\/\w+;.*boundary="?([^";]+)"?/) ?? [];

	if (boundary === undefined)
		return [{ type: headers["content-type"], text: decodedBody({ headers, body }) }];
	return body.split(`--${boundary}`).slice(1, -1).flatMap((part) => partsOf(part.replace(/^\r\n/, "")));
}

// A mail as its envelope and its content brought it.
export class Mail {
	constructor(from, to, raw, asked = []) {
		this.from = from;
		this.to = to;
		this.asked = asked; // what stood behind the two addresses
		this.raw = raw;
		this.headers = splitHead(raw).headers;
		this.parts = partsOf(raw);
	}

	get id() {
		return this.headers["message-id"];
	}

	get subject() {
		return decodedHeader(this.headers.subject);
	}

	part(type) {
		return this.parts.find((part) => part.type.startsWith(type))?.text;
	}

	// The code of a sign-in.
	get code() {
		return this.part("text/plain").match(/\b[0-9A-Z]{4}-[0-9A-Z]{4}\b/)[0];
	}
}

// ---- the server ----

// What can go wrong, each once for the next mail:
export const REFUSE_LATER = "refuse later"; // 451 once the content is there
export const REFUSE_NOW = "refuse now"; // 550 at the recipient
export const DROP = "drop"; // takes the content and cuts the line without a word
export const HOLD = "hold"; // takes the content and leaves the sender waiting

export class SmtpSink {
	constructor() {
		this.server = createServer((socket) => this.#converse(socket));
		this.sockets = new Set();
		this.script = [];
		this.arrived = []; // contents that came, whatever was answered
		this.accepted = []; // those answered with 250
		this.silent = false; // true: does not even greet
		this.reports = false; // true: offers delivery status notifications (RFC 3461)
		this.port = null;
	}

	async open() {
		this.port = await listen(this.server, this.port);
		return this;
	}

	// Nobody is there any more; open() comes back on the same port.
	async close() {
		const closed = new Promise((resolve) => this.server.close(resolve));

		this.hangUp();
		await closed;
	}

	hangUp() {
		for (const socket of this.sockets)
			socket.destroy();
	}

	forget() {
		this.arrived = [];
		this.accepted = [];
	}

	get url() {
		return `smtp://127.0.0.1:${this.port}`;
	}

	acceptedFor(address) {
		return this.accepted.filter((mail) => mail.to === address);
	}

	arrivedFor(address) {
		return this.arrived.filter((mail) => mail.to === address);
	}

	#converse(socket) {
		const talk = { socket, from: null, to: null, asked: [], inContent: false, unread: "" };

		this.sockets.add(socket);
		socket.on("close", () => this.sockets.delete(socket));
		socket.on("error", () => {}); // the sender was killed
		socket.setEncoding("latin1");
		if (this.silent)
			return;
		socket.on("data", (bytes) => this.#read(talk, bytes));
		socket.write("220 sink.example ESMTP\r\n");
	}

	#read(talk, bytes) {
		talk.unread += bytes;
		for (;;) {
			const end = talk.unread.indexOf(talk.inContent ? "\r\n.\r\n" : "\r\n");

			if (end < 0)
				return;
			const text = talk.unread.slice(0, end);

			talk.unread = talk.unread.slice(end + (talk.inContent ? 5 : 2));
			if (talk.inContent)
				this.#content(talk, `${text}\r\n`);
			else
				this.#command(talk, text);
		}
	}

	#command(talk, line) {
		const say = (answer) => talk.socket.write(`${answer}\r\n`);
		const [, address, asked] = line.match(/<([^>]*)>(.*)/) ?? [];

		switch (line.split(/[ :]/)[0].toUpperCase()) {
		case "EHLO":
			return say(`250-sink.example\r\n250-8BITMIME\r\n${this.reports ? "250-DSN\r\n" : ""}250 SIZE 10000000`);
		case "NOOP":
			return say("250 2.0.0 Here");
		case "MAIL":
			Object.assign(talk, { from: address, to: null, asked: [asked.trim()] });
			return say("250 2.1.0 Sender fine");
		case "RCPT":
			if (this.script[0] === REFUSE_NOW) {
				this.script.shift();
				return say("550 5.1.1 No such mailbox here");
			}
			talk.to = address;
			talk.asked.push(asked.trim());
			return say("250 2.1.5 Recipient fine");
		case "DATA":
			talk.inContent = true;
			return say("354 Go on");
		case "QUIT":
			say("221 2.0.0 Bye");
			return talk.socket.end();
		default:
			return say("502 5.5.2 Not known");
		}
	}

	#content(talk, text) {
		const mail = new Mail(talk.from, talk.to, text.replace(/^\.\./gm, "."), talk.asked);

		talk.inContent = false;
		this.arrived.push(mail);
		switch (this.script.shift()) {
		case REFUSE_LATER:
			return talk.socket.write("451 4.3.0 Try again later\r\n");
		case DROP:
			return talk.socket.destroy();
		case HOLD:
			return true;
		default:
			this.accepted.push(mail);
			return talk.socket.write("250 2.0.0 Taken\r\n");
		}
	}
}
