// Speaks to a server byte by byte, for requests that no honest client sends.
import { connect } from "node:net";

// Everything that came until the connection closed, or until `patience` ms passed without a word.
export class RawConnection {
	constructor(port, { from = "127.0.0.1" } = {}) {
		this.received = Buffer.alloc(0);
		this.closed = false;
		this.reset = false;
		this.socket = connect({ port, host: "127.0.0.1", localAddress: from });
		this.socket.on("data", (chunk) => { this.received = Buffer.concat([this.received, chunk]); });
		this.socket.on("error", () => { this.reset = true; });
		this.ended = new Promise((resolve) => {
			this.socket.on("close", () => {
				this.closed = true;
				resolve();
			});
		});
		this.opened = new Promise((resolve) => {
			this.socket.once("connect", resolve);
			this.socket.once("error", resolve);
		});
	}

	// Text is sent as it is, a byte for each character.
	say(bytes) {
		if (!this.socket.destroyed && this.socket.writable)
			this.socket.write(Buffer.from(bytes, "latin1"));
	}

	close() {
		this.socket.destroy();
	}

	get text() {
		return this.received.toString("latin1");
	}

	// The statuses of all answers so far. A body never begins a line with "HTTP/1.1 " here.
	get statuses() {
		return [...this.text.matchAll(/^HTTP\/1\.[01] (\d{3})/gm)].map(([, status]) => Number(status));
	}

	// Until `found(this)`, the connection closes, or patience ends.
	async until(found, patience = 15000) {
		const deadline = Date.now() + patience;

		while (!found(this) && !this.closed && Date.now() < deadline)
			await new Promise((resolve) => setTimeout(resolve, 5));
		return this;
	}
}

// Says `bytes` on a new connection and waits for its end, or with `keep` for one answer.
export async function ask(port, bytes, { keep = false } = {}) {
	const connection = new RawConnection(port);

	connection.say(bytes);
	await connection.until(({ statuses }) => keep && statuses.length > 0);
	return connection;
}
