// Runs a real IMAP server for tests: Dovecot, with one mailbox that mails are put into.
import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { chmodSync, chownSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { createServer, connect } from "node:net";
import { tmpdir, userInfo } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { listen } from "./ports.mjs";

export const dovecotIsInstalled = existsSync("/usr/sbin/dovecot") && existsSync("/usr/lib/dovecot/imap");

async function freePort() {
	const server = createServer();
	const port = await listen(server);

	await new Promise((resolve) => server.close(resolve));
	return port;
}

// Dovecot does not let root read mails: its own users do, where the tests run as root.
function users() {
	const me = userInfo();
	const number = (flag) => Number(spawnSync("id", [flag, "dovecot"], { encoding: "utf8" }).stdout);

	if (me.uid !== 0)
		return { login: me.username, internal: me.username, group: spawnSync("id", ["-gn"], { encoding: "utf8" }).stdout.trim(), uid: me.uid, gid: me.gid };
	return { login: "dovenull", internal: "dovecot", group: "dovecot", uid: number("-u"), gid: number("-g") };
}

const configuration = (folder, port, { login, internal, group, uid, gid }) => `
protocols = imap
listen = 127.0.0.1
base_dir = ${folder}/run
state_dir = ${folder}/run
log_path = ${folder}/log
ssl = no
disable_plaintext_auth = no
default_login_user = ${login}
default_internal_user = ${internal}
default_internal_group = ${group}
first_valid_uid = 100
mail_location = maildir:${folder}/Maildir
passdb {
  driver = static
  args = password=p@ss:word
}
userdb {
  driver = static
  args = uid=${uid} gid=${gid} home=${folder}
}
service anvil {
  chroot =
}
service imap-login {
  chroot =
  inet_listener imap {
    port = ${port}
  }
  inet_listener imaps {
    port = 0
  }
}
`;

export class Dovecot {
	async start() {
		const owner = users();

		this.folder = mkdtempSync(join(tmpdir(), "parvis-dovecot-"));
		this.box = join(this.folder, "Maildir");
		this.port = await freePort();
		this.owner = owner;
		for (const folder of [this.box, ...["new", "cur", "tmp"].map((name) => join(this.box, name))])
			mkdirSync(folder);
		for (const folder of [this.folder, this.box, ...["new", "cur", "tmp"].map((name) => join(this.box, name))])
			chownSync(folder, owner.uid, owner.gid);
		chmodSync(this.folder, 0o755);
		writeFileSync(join(this.folder, "dovecot.conf"), configuration(this.folder, this.port, owner));
		this.child = spawn("/usr/sbin/dovecot", ["-F", "-c", join(this.folder, "dovecot.conf")], { stdio: "ignore" });
		this.child.unref();
		process.once("exit", () => this.child.kill());
		await this.#greeting();
		return this;
	}

	get url() {
		return `imap://retour%40solaria.example:p%40ss%3Aword@127.0.0.1:${this.port}/INBOX`;
	}

	// As a mail server delivers.
	put(message) {
		const name = `${process.hrtime.bigint()}.test`;

		writeFileSync(join(this.box, "tmp", name), message);
		chownSync(join(this.box, "tmp", name), this.owner.uid, this.owner.gid);
		renameSync(join(this.box, "tmp", name), join(this.box, "new", name));
	}

	get count() {
		return readdirSync(join(this.box, "new")).length + readdirSync(join(this.box, "cur")).length;
	}

	async #greeting() {
		for (const end = Date.now() + 20000; ; await sleep(30)) {
			const greeted = await new Promise((resolve) => {
				const socket = connect(this.port, "127.0.0.1", () => {});

				socket.once("data", () => resolve(true)).once("error", () => resolve(false)).once("close", () => resolve(false));
				socket.once("data", () => socket.destroy());
			});

			if (greeted)
				return;
			assert.ok(Date.now() < end, `dovecot did not start:\n${existsSync(join(this.folder, "log")) ? readFileSync(join(this.folder, "log"), "utf8") : ""}`);
		}
	}

	async stop() {
		const ended = new Promise((resolve) => this.child.once("close", resolve));

		this.child.kill("SIGTERM");
		await ended;
		rmSync(this.folder, { recursive: true, force: true });
	}
}
