// What the documents tell people to type works: the commands of the guide to the API, one after the other, and the
// beginning of a new feature.
import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { startParvis } from "./parvis.mjs";

const root = new URL("..", import.meta.url).pathname;

// ---- the API ----

// The commands of the page's sh blocks in order, each in one piece.
function commandsOf(page) {
	const blocks = [...readFileSync(join(root, page), "utf8").matchAll(/^```sh\n(.*?)^```$/gms)];

	return blocks.flatMap(([, block]) => block.split(/(?<!\\)\n/).filter((line) => line.trim() !== ""));
}

// A reader at a terminal, who puts into the variables what the page tells them to.
class Reader {
	constructor(variables) {
		this.folder = mkdtempSync(join(tmpdir(), "parvis-guide-"));
		this.variables = variables;
	}

	// Types one command; gives the document it shows.
	async type(command) {
		const child = spawn("bash", ["-euc", `curl() { command curl -w '\\n%{http_code}' "$@"; }\n${command}`], {
			cwd: this.folder, env: { PATH: process.env.PATH, LANG: "C.UTF-8", ...this.variables }, stdio: ["ignore", "pipe", "inherit"],
		});
		let shown = "";

		child.stdout.setEncoding("utf8").on("data", (text) => { shown += text; });
		const code = await new Promise((resolve) => child.once("close", resolve));
		const [, body, status] = shown.match(/^(.*)\n(\d+)$/s) ?? [];

		assert.equal(code, 0, command);
		assert.equal(status, "200", `${command}\n${shown}`);
		return body === "" ? null : JSON.parse(body);
	}

	leave() {
		rmSync(this.folder, { recursive: true, force: true });
	}
}

test("every command of the guide to the API does what the guide says", async () => {
	const parvis = await startParvis();
	const reader = new Reader({ PORTAL: parvis.url, TOKEN: await parvis.apiToken() });
	const commands = commandsOf("docs/guide/api.md");
	const next = async (expected) => {
		const command = commands.shift();

		assert.ok(command?.includes(expected), `here the guide was to speak of ${expected}: ${command}`);
		return reader.type(command.replace("C-00042", reader.variables.NUMBER ?? "C-00042"));
	};

	try {
		for (const name of ["PORTAL", "TOKEN"])
			assert.ok(commands.shift().startsWith(`export ${name}=`));
		const { clients } = await next("/console/clients?q=boulangerie");

		assert.ok(clients.length > 0 && clients.every(({ name }) => /boulangerie/i.test(name)));
		assert.ok((await next("/console/invoices?filter=overdue")).invoices.length > 0);
		const client = await next("/console/clients\"");

		assert.match(client.number, /^C-\d+$/);
		reader.variables.NUMBER = client.number;
		const draft = await next("/console/invoices\"");

		assert.equal(draft.version, 1);
		reader.variables.ID = draft.id;
		assert.equal((await next("/issue")).state, "issued");
		assert.equal(await next("-o invoice.pdf"), null);
		assert.equal(readFileSync(join(reader.folder, "invoice.pdf")).subarray(0, 5).toString(), "%PDF-");
		assert.equal((await next("/payments")).state, "paid");
		await next("/p/demo/sign-in\"");
		const [{ code }] = await parvis.messages("maelle.diallo@exemple.example");

		reader.variables.CODE = code;
		await next("/p/demo/sign-in/code");
		assert.equal((await next("/p/demo/\"")).first_name, "Maëlle");
		assert.ok((await next("/p/demo/invoices")).invoices.length > 0);
		assert.deepEqual(commands, [], "commands that nobody tried");
	} finally {
		reader.leave();
		await parvis.close();
	}
});

// ---- a new feature ----

const left = new Set(["build", "var", "node_modules", ".git"]);

test("bin/new-feature makes a feature that builds and keeps the laws", () => {
	const tree = mkdtempSync(join(tmpdir(), "parvis-tree-"));
	const run = (command, ...args) => {
		const { status, stdout, stderr } = spawnSync(command, args, { cwd: tree, encoding: "utf8" });

		assert.equal(status, 0, `${command} ${args.join(" ")}\n${stdout}${stderr}`);
		return stdout;
	};

	try {
		cpSync(root, tree, { recursive: true, filter: (path) => !left.has(path.split("/").at(-1)) });
		run("git", "init", "--quiet"); // the checks ask git which files are ours
		run("bin/new-feature", "holidays", "holiday", "congés");
		const sources = readdirSync(join(tree, "src/holidays")).filter((name) => name.endsWith(".c"));
		const objects = sources.map((name) => `build/new/src/holidays/${name.replace(/c$/, "o")}`);

		assert.ok(sources.includes("holidays.c") && sources.includes("holiday_store.c"), sources.join(" "));
		run("make", "-j2", "--no-print-directory", "B=build/new", ...objects, "build/new/src/app/features.o");
		for (const law of ["floors", "names", "size", "templates"])
			run(`tools/check-${law}`);
		run("tools/extract-messages", "--check", "locales/fr.po");
		run("bash", "-c", "clang-format --dry-run -Werror src/holidays/*.[ch] src/app/features.c");
	} finally {
		rmSync(tree, { recursive: true, force: true });
	}
});
