// A store that speaks S3, for tests: it checks every signature (with the signer of Amazon's own SDK), every hash, and can
// be unplugged, broken or a liar. What it keeps is in memory. startStore() runs it on a thread of its own.
import { createHash, createHmac, timingSafeEqual } from "node:crypto";
import { once } from "node:events";
import { createServer } from "node:http";
import { createInterface } from "node:readline";
import { Worker, isMainThread, parentPort, workerData } from "node:worker_threads";
import { SignatureV4 } from "@smithy/signature-v4";
import { listen } from "./ports.mjs";

const hex = (algorithm, bytes) => createHash(algorithm).update(bytes).digest("hex");
const escaped = (text) => text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);

// What the signer wants of a hash; with a secret it is a keyed one.
class Sha256 {
	constructor(secret) {
		this.hash = secret === undefined ? createHash("sha256") : createHmac("sha256", secret);
	}

	update(bytes) {
		this.hash.update(bytes);
	}

	async digest() {
		return this.hash.digest();
	}
}

class Refusal extends Error {
	constructor(status, code) {
		super(code);
		Object.assign(this, { status, code });
	}
}

async function bodyOf(request) {
	const pieces = [];

	for await (const piece of request)
		pieces.push(piece);
	return Buffer.concat(pieces);
}

class S3Store {
	constructor({ key = "PARVISKEY", secret = "se/cret+of=40 signs", region = "eu-west-3", bucket = "files", pageSize = 1000 } = {}) {
		Object.assign(this, { key, secret, region, bucket, pageSize });
		this.objects = new Map(); // key → { body, note, etag, since }
		this.uploads = new Map(); // id → { key, note, parts, since }
		this.requests = []; // "PUT key?query"
		this.faults = []; // { on, what, times }
		this.sockets = new Set();
	}

	async start() {
		this.server = createServer((request, response) => this.#answer(request, response));
		this.server.on("connection", (socket) => {
			this.sockets.add(socket);
			socket.once("close", () => this.sockets.delete(socket));
		});
		this.port = await listen(this.server, this.port ?? null);
		return this;
	}

	// Nobody answers at its port any more; start() plugs it in again.
	async unplug() {
		const closed = new Promise((resolve) => this.server.close(resolve));

		for (const socket of this.sockets)
			socket.destroy();
		await closed;
	}

	url({ key = this.key, secret = this.secret, folder = "" } = {}) {
		return `s3+http://${encodeURIComponent(key)}:${encodeURIComponent(secret)}@127.0.0.1:${this.port}/${this.bucket}${folder}?region=${this.region}`;
	}

	// Requests that match go wrong, so many times: a status, "cut" (the connection), "hang", "flip" (a byte of the answer),
	// "garble" (a byte of what came).
	spoil(on, what, times = Infinity) {
		this.faults.push({ on: new RegExp(on), what, times });
	}

	heal() {
		this.faults = [];
	}

	#fault(line) {
		const fault = this.faults.find(({ on, times }) => times > 0 && on.test(line));

		if (fault)
			fault.times--;
		return fault?.what ?? null;
	}

	keys() {
		return [...this.objects.keys()].sort();
	}

	asked() {
		return this.requests.splice(0);
	}

	// Its bytes, and what is noted about them.
	read(key) {
		return this.objects.get(key);
	}

	write(key, body, { note = this.objects.get(key)?.note, ageMs = 0 } = {}) {
		this.objects.set(key, { body: Buffer.from(body), note, etag: '"0"', since: new Date(Date.now() - ageMs) });
	}

	remove(key) {
		return this.objects.delete(key);
	}

	// An upload that was begun and never ended.
	leave(key) {
		this.uploads.set("left", { key, parts: new Map(), since: new Date() });
	}

	pending() {
		return [...this.uploads.values()].map(({ key }) => key);
	}

	// As if all of it had been put there so long ago.
	age(ms) {
		for (const kept of [...this.objects.values(), ...this.uploads.values()])
			kept.since = new Date(Date.now() - ms);
	}

	async #answer(request, response) {
		const url = new URL(request.url, "http://store");
		const line = `${request.method} ${url.pathname}${url.search}`;

		this.requests.push(line);
		try {
			const fault = this.#fault(line);

			if (fault === "cut")
				return request.socket.destroy();
			if (fault === "hang")
				return;
			if (typeof fault === "number")
				throw new Refusal(fault, fault === 503 ? "SlowDown" : "InternalError");
			const body = await bodyOf(request);

			if (fault === "garble" && body.length > 0)
				body[body.length >> 1] ^= 1;
			await this.#check(request, url, body);
			this.#handle(request, url, body, fault, response);
		} catch (error) {
			const status = error.status ?? 500;

			response.writeHead(status, { "Content-Type": "application/xml" });
			response.end(request.method === "HEAD" ? undefined
				: `<?xml version="1.0" encoding="UTF-8"?><Error><Code>${error.code ?? "InternalError"}</Code></Error>`);
			if (error.status === undefined)
				console.error(error);
		}
	}

	// ---- who asks, and for what: by the specification of Signature Version 4 ----

	async #check(request, url, body) {
		const [, credential, signed, given] = (request.headers.authorization ?? "")
			.match(/^AWS4-HMAC-SHA256 Credential=([^,]+), ?SignedHeaders=([^,]+), ?Signature=([0-9a-f]{64})$/) ?? [];

		if (!given)
			throw new Refusal(403, "AccessDenied");
		const [key, day, region, service] = credential.split("/"), names = signed.split(";");
		const date = request.headers["x-amz-date"] ?? "", promised = request.headers["x-amz-content-sha256"] ?? "";
		const sent = new Date(date.replace(/^(....)(..)(..T..)(..)(..Z)$/, "$1-$2-$3:$4:$5"));

		if (key !== this.key)
			throw new Refusal(403, "InvalidAccessKeyId");
		if (!(Math.abs(Date.now() - sent) < 15 * 60 * 1000))
			throw new Refusal(403, "RequestTimeTooSkewed");
		for (const name of Object.keys(request.headers))
			if ((name === "host" || name.startsWith("x-amz-")) && !names.includes(name))
				throw new Refusal(403, "AccessDenied");
		if (region !== this.region || service !== "s3" || !date.startsWith(day))
			throw new Refusal(403, "AuthorizationHeaderMalformed");
		const signer = new SignatureV4({
			service: "s3", region, sha256: Sha256, uriEscapePath: false, applyChecksum: true,
			credentials: { accessKeyId: key, secretAccessKey: this.secret },
		});
		const headers = Object.fromEntries(names.map((name) => [name, request.headers[name] ?? ""]));
		const { headers: { authorization } } = await signer.sign({
			method: request.method, protocol: "http:", hostname: "127.0.0.1", path: url.pathname,
			query: Object.fromEntries(url.searchParams), headers,
		}, { signingDate: sent, signableHeaders: new Set(names), unsignableHeaders: new Set() });
		const right = authorization.match(/Signature=([0-9a-f]{64})/)[1];

		if (!timingSafeEqual(Buffer.from(right), Buffer.from(given)))
			throw new Refusal(403, "SignatureDoesNotMatch");
		if (promised !== hex("sha256", body))
			throw new Refusal(400, "XAmzContentSHA256Mismatch");
	}

	// ---- what it does ----

	#handle(request, url, body, fault, response) {
		const [, bucket, key] = decodeURIComponent(url.pathname).match(/^\/([^/]+)\/?(.*)$/) ?? [];
		const query = url.searchParams, method = request.method;

		if (bucket !== this.bucket)
			throw new Refusal(404, "NoSuchBucket");
		if (key === "" && method === "GET")
			return this.#xml(response, query.has("uploads") ? this.#listUploads(query) : this.#list(query));
		if (method === "GET" || method === "HEAD")
			return this.#get(request, key, fault, response);
		if (method === "PUT")
			return this.#put(request, key, query, body, response);
		if (method === "POST")
			return this.#xml(response, query.has("uploads") ? this.#begin(request, key) : this.#complete(key, query, body));
		if (query.has("uploadId"))
			this.uploads.delete(query.get("uploadId"));
		else
			this.objects.delete(key);
		response.writeHead(204).end();
	}

	#xml(response, text) {
		response.writeHead(200, { "Content-Type": "application/xml" });
		response.end(`<?xml version="1.0" encoding="UTF-8"?>\n${text}`);
	}

	#get(request, key, fault, response) {
		const object = this.objects.get(key);

		if (!object)
			throw new Refusal(404, "NoSuchKey");
		const [, first, last] = (request.headers.range ?? "").match(/^bytes=(\d+)-(\d+)$/) ?? [];
		const headers = { ETag: object.etag, "Content-Type": "binary/octet-stream", "Last-Modified": object.since.toUTCString() };
		let body = object.body;

		if (object.note !== undefined)
			headers["x-amz-meta-parvis"] = object.note;
		if (first !== undefined) {
			if (Number(first) >= body.length)
				throw new Refusal(416, "InvalidRange");
			body = body.subarray(Number(first), Number(last) + 1);
			headers["Content-Range"] = `bytes ${first}-${Number(first) + body.length - 1}/${object.body.length}`;
		}
		if (fault === "flip") {
			body = Buffer.from(body);
			body[body.length >> 1] ^= 1;
		}
		headers["Content-Length"] = body.length;
		response.writeHead(first === undefined ? 200 : 206, headers);
		response.end(request.method === "HEAD" ? undefined : body);
	}

	#put(request, key, query, body, response) {
		const etag = `"${hex("md5", body)}"`, note = request.headers["x-amz-meta-parvis"];

		if (query.has("partNumber")) {
			const upload = this.uploads.get(query.get("uploadId"));

			if (upload?.key !== key)
				throw new Refusal(404, "NoSuchUpload");
			upload.parts.set(Number(query.get("partNumber")), { body, etag });
		} else {
			this.objects.set(key, { body, note, etag, since: new Date() });
		}
		response.writeHead(200, { ETag: etag }).end();
	}

	#begin(request, key) {
		const id = `upload+${this.uploads.size}/${Math.random().toString(36).slice(2)}==`; // to be encoded in queries

		this.uploads.set(id, { key, note: request.headers["x-amz-meta-parvis"], parts: new Map(), since: new Date() });
		return `<InitiateMultipartUploadResult><Bucket>${this.bucket}</Bucket><Key>${key}</Key><UploadId>${id}</UploadId></InitiateMultipartUploadResult>`;
	}

	#complete(key, query, text) {
		const upload = this.uploads.get(query.get("uploadId"));
		const named = [...text.toString().matchAll(/<PartNumber>(\d+)<\/PartNumber><ETag>("\w+")<\/ETag>/g)];

		if (upload?.key !== key)
			throw new Refusal(404, "NoSuchUpload");
		const parts = named.map(([, number, etag], index) => {
			const part = upload.parts.get(Number(number));

			if (part?.etag !== etag)
				throw new Refusal(400, "InvalidPart");
			if (index < named.length - 1 && part.body.length < 5 << 20)
				throw new Refusal(400, "EntityTooSmall");
			return part;
		});
		const etag = `"${hex("md5", Buffer.concat(parts.map((part) => Buffer.from(part.etag.slice(1, -1), "hex"))))}-${parts.length}"`;

		this.objects.set(key, { body: Buffer.concat(parts.map((part) => part.body)), note: upload.note, etag, since: new Date() });
		this.uploads.delete(query.get("uploadId"));
		return `<CompleteMultipartUploadResult><Key>${key}</Key><ETag>${escaped(etag)}</ETag></CompleteMultipartUploadResult>`;
	}

	#list(query) {
		const prefix = query.get("prefix") ?? "", after = query.get("continuation-token")?.replace(/^after \+/, "") ?? "";
		const found = [...this.objects.keys()].filter((key) => key.startsWith(prefix) && key > after).sort();
		const shown = found.slice(0, this.pageSize), more = found.length > shown.length;

		if (query.get("list-type") !== "2")
			throw new Refusal(400, "InvalidArgument");
		return `<ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><Name>${this.bucket}</Name><Prefix>${prefix}</Prefix><IsTruncated>${more}</IsTruncated>${
			more ? `<NextContinuationToken>after +${shown.at(-1)}</NextContinuationToken>` : ""}${shown.map((key) => {
			const object = this.objects.get(key);

			return `<Contents><Key>${key}</Key><LastModified>${object.since.toISOString()}</LastModified><ETag>${escaped(object.etag)}</ETag><Size>${object.body.length}</Size></Contents>`;
		}).join("")}</ListBucketResult>`;
	}

	#listUploads(query) {
		const found = [...this.uploads].filter(([, upload]) => upload.key.startsWith(query.get("prefix") ?? ""));

		return `<ListMultipartUploadsResult><IsTruncated>false</IsTruncated>${found.map(([id, upload]) =>
			`<Upload><Key>${upload.key}</Key><UploadId>${id}</UploadId><Initiated>${upload.since.toISOString()}</Initiated></Upload>`,
		).join("")}</ListMultipartUploadsResult>`;
	}
}

// ---- on a thread or in a process of its own ----

// A handle to a store: all its methods, each answering later. close() ends it.
export async function startStore(options = {}) {
	const worker = new Worker(new URL(import.meta.url), { workerData: { s3Store: options } });
	const waiting = new Map();
	let count = 0;

	worker.on("message", ({ id, result }) => waiting.get(id)?.(result));
	return new Proxy({ url: (await once(worker, "message"))[0].result, close: () => worker.terminate() }, {
		get: (own, name) => own[name] ?? (name === "then" ? undefined : (...args) => new Promise((resolve) => {
			waiting.set(++count, resolve);
			worker.postMessage({ id: count, name, args });
		})),
	});
}

if (!isMainThread && workerData?.s3Store) {
	const store = await new S3Store(workerData.s3Store).start();

	parentPort.on("message", async ({ id, name, args }) => {
		const result = await store[name](...args);

		parentPort.postMessage({ id, result: typeof result === "object" && result instanceof S3Store ? null : result });
	});
	parentPort.postMessage({ id: 0, result: store.url() });
}

// For the units: prints its address, then does what lines say ('spoil ["GET","flip",1]') and prints "done", until its
// input ends.
if (isMainThread && process.argv[1] === new URL(import.meta.url).pathname) {
	const store = await new S3Store({ pageSize: Number(process.argv[2] ?? 1000) }).start();

	console.log(store.url());
	for await (const line of createInterface({ input: process.stdin })) {
		const [, name, args] = line.match(/^(\w+) ?(.*)$/);

		await store[name](...JSON.parse(args || "[]"));
		console.log("done");
	}
	process.exit();
}
