// Large files and what they cost: 5 GB come in by tus, 1 GB while the server is killed ten times, and go out beside nginx; a zip
// of ten thousand files. Not part of the tests: it takes minutes.
//   bin/upload-big [uploads] [kills] [downloads] [zip] [drive]
import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { createHash, randomBytes } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { request as httpRequest } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { startParvis } from "./parvis.mjs";
import { idText } from "./journeys/people.mjs";

const MB = 1 << 20, block = randomBytes(MB), tus = { "Tus-Resumable": "1.0.0" };
const residentOf = (pid) => Number(readFileSync(`/proc/${pid}/status`, "utf8").match(/VmRSS:\s+(\d+)/)[1]) / 1024;
const median = (numbers) => [...numbers].sort((a, b) => a - b)[numbers.length >> 1];
const seconds = (since) => (performance.now() - since) / 1000;

// The nth MB of a made-up file: no two are the same.
function blockAt(number) {
	const bytes = Buffer.from(block);

	bytes.writeUInt32LE(number, 0);
	return bytes;
}

function hashOf(size) {
	const hash = createHash("sha256");

	for (let i = 0; i < size / MB; i++)
		hash.update(blockAt(i));
	return hash.digest("hex");
}

// What is resident in the server while something happens, beyond what was before.
async function growthWhile(parvis, work) {
	const before = residentOf(parvis.pid);
	let most = before;
	const timer = setInterval(() => { most = Math.max(most, residentOf(parvis.pid)); }, 50);
	const result = await work();

	clearInterval(timer);
	return { result, grown: most - before };
}

const parvis = await startParvis({ engine: "sqlite" });
const staff = parvis.client({ json: true, bearer: await parvis.apiToken() });
const client = idText(BigInt(parvis.sql("select client_id from folder order by id limit 1")[0]));
const tree = `/console/clients/${client}/folders`, { folders: [folder] } = (await staff.get(tree)).data, to = `${tree}/${folder.id}`;

async function begin(name, size) {
	const { status, location, text } = await staff.send("POST", `${to}/uploads`, { headers: { ...tus, "Upload-Length": size, "Upload-Metadata": `filename ${Buffer.from(name).toString("base64")}` } });

	assert.equal(status, 201, text);
	return location;
}

const offsetOf = async (place) => Number((await staff.send("HEAD", place, { headers: tus })).headers["upload-offset"]);

// From the offset on to the end, or until `until` bytes were handed over; then the server is killed. The status, 0: it was.
function sendFrom(place, offset, size, until = Infinity) {
	return new Promise((resolve) => {
		const request = httpRequest(new URL(place, staff.origin), {
			method: "PATCH",
			headers: { ...staff.headers, ...tus, "Upload-Offset": offset, "Content-Type": "application/offset+octet-stream", "Content-Length": size - offset },
		}, (response) => response.resume().on("end", () => resolve(response.statusCode)));
		let at = offset;
		const more = () => {
			while (at < size) {
				const inside = at % MB, bytes = blockAt(Math.floor(at / MB)).subarray(inside);

				at += bytes.length;
				if (at - offset >= until) {
					parvis.kill();
					return;
				}
				if (!request.write(bytes)) {
					request.once("drain", more);
					return;
				}
			}
			request.end();
		};

		request.on("error", () => resolve(0));
		more();
	});
}

const fileNamed = async (name) => (await staff.get(`/console/clients/${client}/files?q=${name}`)).data.files.find((file) => file.name.startsWith(name));

async function uploads() {
	const size = 5 * 1024 * MB;

	assert.equal(await sendFrom(await begin("warm.bin", 64 * MB), 0, 64 * MB), 204);
	const place = await begin("five.bin", size), begun = performance.now();
	const { result: status, grown } = await growthWhile(parvis, () => sendFrom(place, 0, size));

	assert.equal(status, 204);
	console.log(`5 GB by tus: ${(size / MB / seconds(begun)).toFixed(0)} MB/s, ${grown.toFixed(1)} MB more resident`);
	assert.ok(grown < 32, "memory grew");
	assert.equal((await fileNamed("five")).sha256, hashOf(size));
}

async function kills() {
	const size = 1024 * MB, place = await begin("broken.bin", size), offsets = [];

	for (let times = 0; times < 10; times++) {
		const offset = await offsetOf(place);

		assert.ok(offset >= (offsets.at(-1) ?? 0), "an offset went back");
		offsets.push(offset);
		assert.equal(await sendFrom(place, offset, size, 90 * MB), 0);
		await parvis.ended;
		await parvis.start();
	}
	assert.equal(await sendFrom(place, await offsetOf(place), size), 204);
	assert.equal((await fileNamed("broken")).sha256, hashOf(size));
	console.log(`1 GB, the server killed ten times: went on at ${offsets.map((offset) => Math.round(offset / MB)).join(", ")} MB; the same hash`);
	assert.equal(parvis.run("fsck").status, 0);
	staff.close(); // its connections have waited too long
}

// How fast curl has it, in MB a second.
function fetched(url, ...more) {
	const { stdout, status } = spawnSync("curl", ["-sf", "-o", "/dev/null", "-w", "%{speed_download}", ...more, url], { encoding: "utf8" });

	assert.equal(status, 0, url);
	return Number(stdout) / MB;
}

async function startNginx(root, port) {
	const web = mkdtempSync(join(tmpdir(), "parvis-nginx-"));
	const folders = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"].map((name) => `${name}_temp_path ${web}/${name};`).join(" ");

	writeFileSync(join(web, "nginx.conf"), `daemon off; worker_processes 2; pid ${web}/pid; user root; events {} http { sendfile on; access_log off; root ${root}; ${folders} server { listen 127.0.0.1:${port}; } }`);
	const nginx = spawn("nginx", ["-p", web, "-e", join(web, "error"), "-c", join(web, "nginx.conf")], { stdio: "inherit" });

	while (spawnSync("curl", ["-so", "/dev/null", `http://127.0.0.1:${port}/`]).status !== 0)
		await sleep(50);
	return { close: () => (nginx.kill(), rmSync(web, { recursive: true, force: true })) };
}

async function downloads() {
	const size = 1024 * MB, port = parvis.port + 1;

	assert.equal(await sendFrom(await begin("out.bin", size), 0, size), 204);
	const { download_href: href } = await fileNamed("out"), blob = parvis.sql("select blob from file where name = 'out.bin'")[0];
	const nginx = await startNginx(join(parvis.place.data, "files"), port), ours = [], theirs = [];

	for (let run = 0; run < 9; run++) {
		theirs.push(fetched(`http://127.0.0.1:${port}/${blob.slice(0, 2)}/${blob}`));
		ours.push(fetched(parvis.url + href, "-H", `Authorization: ${staff.headers.Authorization}`));
	}
	nginx.close();
	const ratio = median(ours) / median(theirs);

	console.log(`1 GB out: Parvis ${median(ours).toFixed(0)} MB/s, nginx ${median(theirs).toFixed(0)} MB/s: ${ratio.toFixed(2)} of it`);
	assert.ok(ratio >= 0.9, "slower than nginx");
}

// A folder at the top of its client, with ten thousand files more.
function crowded() {
	const [line] = parvis.sql("select client_id, id from folder where parent_id = client_id and id in (select folder_id from file) order by id limit 1"), [owner, place] = line.split("|");

	parvis.sql(`with recursive n (i) as (select 1 union all select i + 1 from n where i < 10000)
		insert or ignore into file (id, client_id, folder_id, name, name_key, words_key, number, size, type, sha256, blob, scan, created_at, created_by, changed_at, changed_by, version)
		select 900000000 + i, ${owner}, ${place}, 'z' || i || '.bin', 'z' || i || '.bin', ' z', 1, size, type, sha256, blob, scan, 0, 'Essai', 0, 'Essai', 1 from n, (select * from file where type = 'image/png' limit 1) as one`);
	return { owner, place };
}

// How many bytes come, and what of them `count` counts.
function received(path, options, count = () => 0) {
	return new Promise((resolve) => {
		httpRequest(new URL(path, staff.origin), options, (response) => {
			let size = 0, counted = 0;

			response.on("data", (bytes) => { size += bytes.length; counted += count(bytes); });
			response.on("end", () => resolve({ size, counted, status: response.statusCode }));
		}).end();
	});
}

async function zip() {
	const { owner, place } = crowded(), begun = performance.now();
	const { result: { size }, grown } = await growthWhile(parvis, () => received(`/console/clients/${idText(BigInt(owner))}/folders/${idText(BigInt(place))}/zip`, { headers: staff.headers }));

	console.log(`A zip of 10,000 files: ${(size / MB).toFixed(1)} MB in ${seconds(begun).toFixed(1)} s, ${grown.toFixed(1)} MB more resident`);
	assert.ok(size > 10000 * 100 && grown < 32);
}

async function drive() {
	const { owner, place } = crowded(), session = await parvis.signedInStaff("helene@solaria.example", { json: true });
	const { made: { password } } = (await session.post("/console/account/drive", { name: "Essai" })).data;
	const [names] = parvis.sql(`select client.name, client.number, folder.name from folder join client on client.id = folder.client_id where folder.id = ${place}`), [client, number, folder] = names.split("|");
	const ask = () => received(`/dav/clients/${encodeURIComponent(`${client} (${number})`)}/${encodeURIComponent(folder)}/`,
		{ method: "PROPFIND", headers: { Depth: "1", Authorization: `Basic ${Buffer.from(`helene@solaria.example:${password}`).toString("base64")}` } },
		(bytes) => bytes.toString("latin1").split("</D:response>").length - 1);
	const begun = performance.now(), { result: { size, counted, status }, grown } = await growthWhile(parvis, ask);

	session.close();
	console.log(`A drive's list of 10,000 files: ${status}, ${counted} of them in ${(size / MB).toFixed(1)} MB and ${seconds(begun).toFixed(1)} s, ${grown.toFixed(1)} MB more resident`);
	assert.ok(status === 207 && counted > 9900 && grown < 32);
}

const all = { uploads, kills, downloads, zip, drive };

try {
	for (const [name, run] of Object.entries(all))
		if (process.argv.length === 2 || process.argv.includes(name))
			await run();
} finally {
	staff.close();
	await parvis.close();
}
