// Files in a store that speaks S3 and checks every signature: they move there while the server runs, are kept and fetched
// there, and when the store lies, loses or does not answer, nothing wrong is shown and pages go on.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { createHash, randomBytes } from "node:crypto";
import { readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { engines, program, startParvis } from "../parvis.mjs";
import { startStore } from "../s3_store.mjs";

const administrator = "helene@solaria.example";
const hash = (bytes) => createHash("sha256").update(bytes).digest("hex");
const away = /place where files are kept does not answer just now/;

for (const engine of engines)
	describe(`files in a store (${engine})`, () => {
		const paper = randomBytes(9_500_000); // large: it goes in two parts, and comes back in blocks
		const thorough = engine === "sqlite"; // what asks nothing of the database is looked at once
		let parvis, store, staff, pages, lead, paperPath;

		before(async () => {
			store = await startStore({ pageSize: 4 });
			parvis = await startParvis({ engine });
			staff = await parvis.signedInStaff(administrator, { json: true });
			pages = await parvis.signedInStaff(administrator);
			pages.csrf = (await pages.open("/console/")).form(["language"]).fields.csrf;
			lead = (await staff.get("/console/records/leads")).data.records[0].href;
		});
		after(async () => {
			await parvis?.close();
			await store?.close();
		});

		const attach = (name, bytes, headers = {}) => pages.send("POST", `${lead}/files`, {
			files: { file: { name, type: "application/octet-stream", bytes }, csrf: pages.csrf }, headers,
		});
		const fileOf = async (name) => {
			const file = (await staff.get(lead)).data.attachments.find((one) => one.name === name);

			return `${lead}/files/${file.id}`;
		};
		const blobOf = (name) => parvis.sql(`select blob from record_file where name = '${name}'`)[0];
		const keyOf = async (name) => (await store.keys()).find((key) => key.endsWith(blobOf(name)));
		const bytesOf = async (name) => Buffer.from((await store.read(await keyOf(name))).body);
		// Nothing lies at hand any more.
		function forget() {
			const cache = join(parvis.place.data, "cache");

			for (const name of readdirSync(cache))
				rmSync(join(cache, name), { recursive: true });
		}
		const move = (...to) => parvis.run("storage", "move", "--to", ...to);

		async function killHalfWay() {
			const moving = spawn(program, ["storage", "move", "--to", store.url], { env: { ...process.env, ...parvis.settings }, stdio: "ignore" });

			while ((await store.keys()).length < 3)
				assert.equal(moving.exitCode, null);
			moving.kill("SIGKILL");
		}

		async function restart() {
			await parvis.stop();
			parvis.settings.PARVIS_STORAGE_URL = store.url;
			await parvis.start();
		}

		test("they move while the server runs, and a killed move goes on", async () => {
			assert.equal((await attach("paper.bin", paper)).status, 303);
			paperPath = await fileOf("paper.bin");
			while (parvis.sqlNumber("select count(*) from file_look where picture = 'waiting' or said = 'waiting'") > 0)
				await sleep(50); // pictures are made of the files of the demonstration
			if (thorough)
				await killHalfWay();
			assert.match(move(store.url).stdout, /All that was there is copied/);
			if (thorough)
				assert.match(move(store.url).stdout, /\n0 files copied[^]*Everything is there/);
			assert.equal(hash(await bytesOf("paper.bin")), hash(paper));
			assert.deepEqual(await store.pending(), [], "nothing half");
			await restart();
		});

		test("what is there is fetched, whole and in ranges; what comes is kept there", async () => {
			const whole = await staff.get(paperPath);

			assert.equal(whole.status, 200, whole.text.slice(0, 200));
			assert.equal(hash(whole.body), hash(paper));
			const head = await staff.send("HEAD", paperPath);

			assert.deepEqual([head.status, head.headers["content-length"], head.body.length], [200, String(paper.length), 0]);
			const range = await staff.get(paperPath, { headers: { Range: "bytes=9000000-9000009" } });

			assert.equal(range.status, 206);
			assert.deepEqual(range.body, paper.subarray(9000000, 9000010));
			for (const [name, text] of [["small.txt", "a small one"], ["again.txt", "another one"]])
				assert.equal((await attach(name, Buffer.from(text))).status, 303);
			assert.equal((await bytesOf("small.txt")).toString(), "a small one");
			forget();
			const unprinted = parvis.sql("select number from invoice where state = 'issued' and pdf_blob is null").at(-1);
			const found = (await staff.get(`/console/invoices?q=${unprinted}`)).data.invoices.find(({ number }) => number === unprinted);
			const pdf = await staff.get(`${found.href}.pdf`), kept = parvis.sql(`select pdf_blob from invoice where number = '${unprinted}'`)[0];

			assert.equal(pdf.headers["content-type"], "application/pdf");
			assert.ok((await store.keys()).some((key) => key.endsWith(kept)), "an invoice’s PDF is kept there");
			forget();
			assert.deepEqual((await staff.get(`${found.href}.pdf`)).body, pdf.body);
		});

		test("a byte that changed on the way is never shown", { skip: !thorough }, async () => {
			forget();
			await store.spoil("^GET", "flip");
			const small = await staff.get(await fileOf("small.txt"));

			assert.equal(small.status, 500);
			assert.doesNotMatch(small.text, /small one/);
			await assert.rejects(staff.get(paperPath), /aborted/);
			await store.heal();
			assert.equal((await staff.get(await fileOf("small.txt"))).text, "a small one");
			await store.spoil("^PUT", "garble", 1);
			assert.equal((await attach("garbled.txt", Buffer.from("sent twice"))).status, 303);
			assert.equal((await bytesOf("garbled.txt")).toString(), "sent twice");
		});

		test("unplugged, pages go on, and files say that they cannot be had", { skip: !thorough }, async () => {
			forget();
			assert.match(parvis.log, /storage\.start: files are kept in http/);
			await store.unplug();
			const [page, file, sent, sentByProgram] = await Promise.all([
				pages.get(lead), staff.get(await fileOf("small.txt")), attach("lost.txt", Buffer.from("lost")),
				attach("lost.txt", Buffer.from("lost"), { Accept: "application/json" }),
			]);

			assert.equal(page.status, 200);
			assert.deepEqual([file.status, sent.status, sentByProgram.status], [503, 503, 503]);
			assert.match(file.data.error.message, away);
			assert.match(sent.words, away);
			assert.match(sentByProgram.data.error.message, away);
			assert.equal(parvis.sqlNumber("select count(*) from record_file where name = 'lost.txt'"), 0);
			await store.start();
		});

		test("fsck tells what is lost, damaged and nobody's; orphans are swept", async () => {
			const small = await keyOf("small.txt"), again = await keyOf("again.txt");
			const orphan = small.replace(/\/.*/, `/${"a".repeat(26)}`);

			await store.write(again, "sent thrice", { note: (await store.read(again)).note });
			await store.write(orphan, "nobody's", { note: "1.00" });
			await store.write("another/".concat("b".repeat(26)), "of another organisation", { ageMs: 1e9 });
			await store.remove(small);
			await store.leave(again);
			await store.age(3 * 86400000);
			const found = parvis.run("fsck");

			assert.equal(found.status, 1);
			assert.match(found.stdout, /Missing file \w+, named by record file small\.txt/);
			assert.match(found.stdout, /Damaged file \w+, named by record file again\.txt/);
			assert.match(found.stdout, /1 missing, 1 damaged, 0 unreadable, 1 nobody owns/);
			parvis.sql("update job set run_at = 1 where kind = 'files.sweep'");
			await attach("last.txt", Buffer.from("wakes who sweeps"));
			for (let i = 0; i < 400 && (await store.keys()).includes(orphan); i++)
				await new Promise((resolve) => setTimeout(resolve, 50));
			const keys = await store.keys();

			assert.deepEqual(await store.pending(), []);
			assert.ok(!keys.includes(orphan) && keys.includes("another/".concat("b".repeat(26))));
			assert.ok(keys.includes(await keyOf("paper.bin")), "what is somebody's stays");
		});
	});
