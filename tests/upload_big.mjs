// Large files and what they cost: 5 GB come in by tus, 1 GB while the server is killed ten times, and go out beside nginx; a zip
// of ten thousand files. Not part of the tests: it takes minutes.
//   bin/upload-big
import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { createHash, randomBytes } from "node:crypto";
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
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

try {
	// ---- 5 GB in one go ----
	const five = 5 * 1024 * MB;

	assert.equal(await sendFrom(await begin("warm.bin", 64 * MB), 0, 64 * MB), 204);
	const place = await begin("five.bin", five), begun = performance.now();
	const { result: status, grown } = await growthWhile(parvis, () => sendFrom(place, 0, five));

	assert.equal(status, 204);
	console.log(`5 GB by tus: ${(five / MB / seconds(begun)).toFixed(0)} MB/s, ${grown.toFixed(1)} MB more resident`);
	assert.ok(grown < 32, "memory grew");
	assert.equal((await fileNamed("five")).sha256, hashOf(five));

	// ---- 1 GB, killed ten times ----
	const one = 1024 * MB, broken = await begin("broken.bin", one), offsets = [];

	for (let kills = 0; kills < 10; kills++) {
		const offset = await offsetOf(broken);

		assert.ok(offset >= (offsets.at(-1) ?? 0), "an offset went back");
		offsets.push(offset);
		assert.equal(await sendFrom(broken, offset, one, 90 * MB), 0);
		await parvis.ended;
		await parvis.start();
	}
	assert.equal(await sendFrom(broken, await offsetOf(broken), one), 204);
	assert.equal((await fileNamed("broken")).sha256, hashOf(one));
	console.log(`1 GB, the server killed ten times: went on at ${offsets.map((offset) => Math.round(offset / MB)).join(", ")} MB; the same hash`);
	assert.equal(parvis.run("fsck").status, 0);

	// ---- out again, beside nginx ----
	const web = mkdtempSync(join(tmpdir(), "parvis-nginx-")), port = parvis.port + 1, { download_href: href } = await fileNamed("broken");
	const fetched = (url, ...more) => {
		const { stdout, status: ended } = spawnSync("curl", ["-sf", "-o", "/dev/null", "-w", "%{speed_download}", ...more, url], { encoding: "utf8" });

		assert.equal(ended, 0, url);
		return Number(stdout) / MB;
	};

	const blob = parvis.sql("select blob from file where name = 'broken.bin'")[0], kept = join(parvis.place.data, "files");

	mkdirSync(join(web, "logs"));
	writeFileSync(join(web, "nginx.conf"), `daemon off; worker_processes 2; pid ${web}/pid; user root; events {} http { sendfile on; access_log off; root ${kept};
		client_body_temp_path ${web}/a; proxy_temp_path ${web}/b; fastcgi_temp_path ${web}/c; uwsgi_temp_path ${web}/d; scgi_temp_path ${web}/e; server { listen 127.0.0.1:${port}; } }`);
	const nginx = spawn("nginx", ["-p", web, "-e", join(web, "logs/error"), "-c", join(web, "nginx.conf")], { stdio: "inherit" });

	await sleep(1000);
	const ours = [], theirs = [], path = `${blob.slice(0, 2)}/${blob}`;

	for (let run = 0; run < 7; run++) {
		theirs.push(fetched(`http://127.0.0.1:${port}/${path}`));
		ours.push(fetched(parvis.url + href, "-H", `Authorization: ${staff.headers.Authorization}`));
	}
	nginx.kill();
	rmSync(web, { recursive: true, force: true });
	console.log(`1 GB out: Parvis ${median(ours).toFixed(0)} MB/s, nginx ${median(theirs).toFixed(0)} MB/s: ${(median(ours) / median(theirs)).toFixed(2)} of it`);

	// ---- ten thousand files as a zip ----
	const many = parvis.sql(`select id, client_id from folder where name = '${folder.name.replaceAll("'", "''")}' order by id limit 1`)[0].split("|");

	parvis.sql(`with recursive n (i) as (select 1 union all select i + 1 from n where i < 10000)
		insert into file select 900000000 + i, ${many[1]}, ${many[0]}, 'z' || i || '.bin', 'z' || i || '.bin', ' z', 1, size, type, sha256, blob, scan, 0, 'Essai', 0, 'Essai', null, null, 1 from n, (select * from file where name = 'warm.bin') as one;
		update file set size = 20000, blob = (select blob from file where type = 'image/png' limit 1) where id > 900000000;
		delete from file where name in ('five.bin', 'broken.bin', 'warm.bin');
		insert into file_version select id, 1, size, type, sha256, blob, scan, 0, 'Essai' from file where id > 900000000`);
	const zipping = performance.now();
	const { result: zipped, grown: zipGrown } = await growthWhile(parvis, () => new Promise((resolve) => {
		httpRequest(new URL(`${to}/zip`, staff.origin), { headers: staff.headers }, (response) => {
			let size = 0;

			response.on("data", (bytes) => { size += bytes.length; });
			response.on("end", () => resolve(size));
		}).end();
	}));

	console.log(`A zip of 10,000 files: ${(zipped / MB).toFixed(0)} MB in ${seconds(zipping).toFixed(1)} s, ${zipGrown.toFixed(1)} MB more resident`);
	assert.ok(zipped > 10000 * 100 && zipGrown < 32);
	assert.deepEqual(readdirSync(join(parvis.place.data, "files", "parts")).length <= 2, true);
	assert.ok(median(ours) / median(theirs) >= 0.9, "slower than nginx");
} finally {
	staff.close();
	await parvis.close();
}
