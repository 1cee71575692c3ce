// Debian's clamd in a folder of its own, with one signature, of EICAR's test file, instead of a database from elsewhere.
import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

// In two halves, so that no scanner takes this file for it.
export const eicar = Buffer.from(`${"X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-STANDARD-"}${"ANTIVIRUS-TEST-FILE!$H+H*"}`);

export class Clamd {
	constructor() {
		this.folder = mkdtempSync(join(tmpdir(), "parvis-clamd-"));
		this.socket = join(this.folder, "socket");
		this.url = `unix:${this.socket}`;
		this.process = null;
		mkdirSync(join(this.folder, "db"));
		writeFileSync(join(this.folder, "db", "test.ndb"), `Eicar-Test-Signature:0:0:${eicar.toString("hex")}\n`);
		writeFileSync(join(this.folder, "conf"), `LocalSocket ${this.socket}\nDatabaseDirectory ${this.folder}/db\nForeground yes\nLogFile ${this.folder}/log\nMaxThreads 2\n`);
	}

	async start() {
		this.process = spawn("/usr/sbin/clamd", [`--config-file=${this.folder}/conf`], { stdio: "ignore" });
		this.ended = new Promise((resolve) => this.process.once("close", resolve));
		while (!(await this.#listens())) {
			if (this.process.exitCode !== null)
				throw new Error(`clamd ended with ${this.process.exitCode}`);
			await sleep(20);
		}
	}

	#listens() {
		return new Promise((resolve) => {
			const socket = connect(this.socket, () => {
				socket.destroy();
				resolve(true);
			});

			socket.once("error", () => resolve(false));
		});
	}

	async stop() {
		this.process?.kill("SIGKILL");
		await this.ended;
		this.process = null;
		rmSync(this.socket, { force: true });
	}

	async close() {
		await this.stop();
		rmSync(this.folder, { recursive: true, force: true });
	}
}
