// What the documents tell people to type works: the commands of the guide to the API, one after the other, and the
// beginning of a new feature.
import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { engines, startParvis } from "./parvis.mjs";

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
	async type(command, expected = "200") {
		const child = spawn("bash", ["-euc", `curl() { command curl -w '\\n%{http_code}' "$@"; }\n${command}`], {
			cwd: this.folder, env: { PATH: process.env.PATH, LANG: "C.UTF-8", ...this.variables }, stdio: ["ignore", "pipe", "inherit"],
		});
		let shown = "";

		child.stdout.setEncoding("utf8").on("data", (text) => { shown += text; });
		const code = await new Promise((resolve) => child.once("close", resolve));
		const [, body, status] = shown.match(/^(.*)\n(\d+)$/s) ?? [];

		assert.equal(code, 0, command);
		assert.equal(status, expected, `${command}\n${shown}`);
		return body === "" ? null : JSON.parse(body);
	}

	leave() {
		rmSync(this.folder, { recursive: true, force: true });
	}
}

// The next of the commands, which speaks of `expected`; answered with `status`.
async function typeNext(reader, commands, expected, status) {
	const command = commands.shift();

	assert.ok(command?.includes(expected), `here the guide was to speak of ${expected}: ${command}`);
	return reader.type(command, status);
}

function dropExports(commands) {
	for (const name of ["PORTAL", "TOKEN"])
		assert.ok(commands.shift().startsWith(`export ${name}=`));
}

test("every command of the guide to the API does what the guide says", async () => {
	const parvis = await startParvis();
	const reader = new Reader({ PORTAL: parvis.url, TOKEN: await parvis.apiToken() });
	const commands = commandsOf("docs/guide/api.md");
	const next = (expected) => {
		commands[0] = commands[0]?.replace("C-00042", reader.variables.NUMBER ?? "C-00042");
		return typeNext(reader, commands, expected);
	};

	try {
		dropExports(commands);
		const { records: clients } = await next("/console/clients?q=boulangerie");

		assert.ok(clients.length > 0 && clients.every(({ name, fields }) => /boulangerie/i.test(name) && /^C-/.test(fields.number)));
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

const inOrder = (values) => values.every((value, i) => i === 0 || values[i - 1] <= value);

for (const engine of engines)
	test(`every command of the guide to the records API does what the guide says, on ${engine}`, async () => {
		const parvis = await startParvis({ engine });
		const reader = new Reader({ PORTAL: parvis.url, TOKEN: await parvis.apiToken() });
		const commands = commandsOf("docs/guide/records-api.md");
		const next = (expected, status) => typeNext(reader, commands, expected, status);

		try {
			dropExports(commands);
			const { fields, sub_forms: [lines], may } = await next("/schema");

			assert.deepEqual(fields.find(({ name }) => name === "energy").choices.map(({ code }) => code), ["electric", "hybrid", "diesel"]);
			assert.equal(fields.find(({ name }) => name === "client").target, "clients");
			assert.equal(lines.name, "vehicle_services");
			assert.ok(may.includes("create"));

			const { records } = await next("sort=-mileage");

			assert.equal(records.length, 12);
			assert.ok(inOrder(records.map((record) => -record.fields.mileage)));
			assert.deepEqual(Object.keys(records[0].fields).sort(), ["energy", "mileage", "plate"]);

			const first = await next("sort=expected_on");

			assert.equal(first.records.length, 30);
			reader.variables.NEXT = first.page.next;
			const second = await next("$NEXT");
			const both = [...first.records, ...second.records].map(({ id }) => id);

			assert.equal(second.page.next, null);
			assert.equal(new Set(both).size, 60, "each once");

			const wanted = await next("/console/records/opportunities");

			assert.ok(wanted.records.length > 0);
			assert.ok(wanted.records.every((record) => ["proposal", "negotiation"].includes(record.fields.state) && Number(record.fields.amount.amount) >= 5000));
			assert.ok((await next("next_days")).records.some((record) => record.fields.state === "workshop"));
			assert.equal((await next("?q=kangoo")).records[0].fields.model, "Renault Kangoo Z.E.");
			assert.ok((await next("/console/search")).modules.some(({ name }) => name === "opportunities"));

			const { suggestions: [client] } = await next("typed=boul");

			assert.equal(client.name, "Boulangerie du Port");
			reader.variables.CLIENT = client.id;
			const again = commands[0];
			const { record, sub_forms: [made] } = await next("Idempotency-Key");

			assert.equal(record.version, 1);
			assert.equal(record.fields.client.name, client.name);
			assert.deepEqual(record.fields.total_cost, { amount: "31620.00", currency: "EUR" });
			assert.equal(made.rows.length, 1);
			assert.equal((await reader.type(again)).record.id, record.id, "the same key makes nothing twice");
			await reader.type(again.replace("e-Partner", "e-Expert"), "422");
			reader.variables.ID = record.id;

			assert.equal((await next("vehicles/$ID")).record.fields.mileage, 12);
			assert.equal((await next('If-Match: "1"')).record.version, 2);
			const refused = await next('If-Match: "1"', "409");

			assert.equal(refused.version, 2);
			assert.deepEqual(refused.conflicts, [{ field: "mileage", yours: 900, theirs: 940 }]);
			assert.ok((await next("related=true")).related.find(({ name }) => name === "vehicles").rows.some(({ id }) => id === record.id));
			const { changes } = await next("/history");

			assert.deepEqual(changes.filter(({ field }) => field === "mileage").map(({ before, after }) => [before, after]), [[12, 940]]);
			assert.deepEqual((await next("/bulk")).results.map(({ done }) => done), [true]);
			const { groups } = await next("/groups");

			assert.equal(groups.rows.reduce((sum, { count }) => sum + count, 0), 13);
			await next("-X DELETE");
			await reader.type(`curl -s -H "Authorization: Bearer $TOKEN" -H "Accept: application/json" "$PORTAL/console/records/vehicles/$ID"`, "404");
			await next("/restoration");
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
