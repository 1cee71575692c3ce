// Makes the form that adds files a place to drop them: several at once, whole folders, in pieces that go on after whatever
// broke them off (tus 1.0). Without it the form sends them all in one request.
//
//   <form data-uploads="/…/uploads">      where files are begun; its field csrf is the token
//   data-only="script", data-only="form"  what is shown with and without us
//   <template data-row>                   a file of the list
//   data-act="…"                          what a button does

const tus = { "Tus-Resumable": "1.0.0", Accept: "application/json" };
const atOnce = 3;
const small = 8 << 20; // bytes: such a file goes along with the request that begins it
const pieceSize = 64 << 20; // so much is lost at most where something between us and the server waits for whole requests
const pauses = [1, 2, 5, 10, 20, 30]; // seconds before a broken line is tried again
const keptFor = 24 * 3600e3; // as long as the server waits for the rest
const remembered = "parvis upload ";

const form = document.querySelector("form[data-uploads]");

function base64(text) {
	return btoa(String.fromCharCode(...new TextEncoder().encode(text)));
}

// One request. Sending is the only thing fetch tells nothing about.
function ask(method, address, headers, { body = null, progress, signal }) {
	return new Promise((resolve, reject) => {
		const request = new XMLHttpRequest();
		const stop = () => request.abort();

		request.open(method, address);
		for (const [name, value] of Object.entries(headers))
			request.setRequestHeader(name, value);
		request.upload.onprogress = (event) => progress?.(event.loaded);
		request.onload = () => resolve(request);
		request.onerror = () => reject(new Error("unreachable"));
		request.onabort = () => reject(new DOMException("stopped", "AbortError"));
		request.onloadend = () => signal.removeEventListener("abort", stop);
		signal.addEventListener("abort", stop);
		request.send(body);
	});
}

function wait(seconds, signal) {
	return new Promise((resolve, reject) => {
		const timer = setTimeout(resolve, seconds * 1000);

		signal.addEventListener("abort", () => {
			clearTimeout(timer);
			reject(new DOMException("stopped", "AbortError"));
		});
	});
}

class Refusal extends Error {
	constructor(request) {
		let said = null;

		try {
			said = JSON.parse(request.responseText).error?.message;
		} catch {
			// a page of something between us and the server
		}
		super(said ?? `${request.status}`);
		this.status = request.status;
		this.taken = request.getResponseHeader("Upload-Refused") === "same";
		this.again = request.status === 423 || request.status === 409 || request.status === 460 || request.status === 429 || request.status >= 500;
		this.seconds = Number(request.getResponseHeader("Retry-After")) || 0;
	}
}

// ---- one file ----

// state: waiting, sending, checking, broken, paused, asked, refused, done, gone, lost (begun before the page was loaded)
class Sending {
	constructor(list, file, path) {
		this.list = list;
		this.file = file;
		this.name = path || file.name;
		this.size = file.size;
		this.path = path;
		this.sent = 0;
		this.state = "waiting";
		this.key = `${remembered}${form.dataset.uploads} ${this.name} ${file.size} ${file.lastModified}`;
		this.place = recall(this.key)?.place ?? null;
	}

	#headers(more) {
		return { ...tus, "X-CSRF-Token": form.elements.csrf.value, ...more };
	}

	async #ask(method, address, headers, options = {}) {
		const request = await ask(method, address, this.#headers(headers), { signal: this.stopping.signal, ...options });

		if (request.status >= 300 || request.status < 200)
			throw new Refusal(request);
		return request;
	}

	#moved(sent) {
		this.sent = sent;
		if (sent === this.size && this.state === "sending")
			this.state = "checking";
		this.list.show(this);
	}

	async #begin() {
		const whole = this.size <= small;
		const names = { filename: this.file.name, ...(this.path ? { relativePath: this.path } : {}), same: this.list.same ?? "refuse" };
		const metadata = Object.entries(names).map(([key, value]) => `${key} ${base64(value)}`).join(",");
		const request = await this.#ask("POST", form.dataset.uploads, {
			"Upload-Length": this.size,
			"Upload-Metadata": metadata,
			...(whole && this.size > 0 ? { "Content-Type": "application/offset+octet-stream" } : {}),
		}, whole ? { body: this.size > 0 ? this.file : null, progress: (loaded) => this.#moved(Math.min(loaded, this.size)) } : {});

		this.sent = Number(request.getResponseHeader("Upload-Offset"));
		this.place = request.getResponseHeader("Location");
		if (!whole)
			remember(this.key, { place: this.place, name: this.name, size: this.size, at: Date.now() });
	}

	// What the server really has; what it does not know any more begins anew.
	async #look() {
		try {
			this.sent = Number((await this.#ask("HEAD", this.place, {})).getResponseHeader("Upload-Offset"));
		} catch (error) {
			if (error.status !== 404 && error.status !== 410)
				throw error;
			this.#forget();
		}
	}

	#forget() {
		localStorage.removeItem(this.key);
		this.place = null;
		this.sent = 0;
	}

	async #piece() {
		const from = this.sent;
		const body = this.file.slice(from, from + pieceSize);
		const request = await this.#ask("PATCH", this.place, { "Upload-Offset": from, "Content-Type": "application/offset+octet-stream" },
			{ body, progress: (loaded) => this.#moved(from + Math.min(loaded, body.size)) });

		this.sent = Number(request.getResponseHeader("Upload-Offset"));
		remember(this.key, { place: this.place, name: this.name, size: this.size, at: Date.now() });
	}

	async #all() {
		this.state = "sending";
		this.list.show(this);
		if (this.place)
			await this.#look();
		if (!this.place)
			await this.#begin();
		while (this.sent < this.size) {
			this.state = "sending";
			await this.#piece();
			this.failures = 0;
		}
	}

	async send() {
		this.failures = 0;
		this.stopping = new AbortController();
		for (;;)
			try {
				await this.#all();
				this.#forget();
				return this.#end("done");
			} catch (error) {
				if (error.name === "AbortError")
					return null; // whoever stopped it has said what it is now
				if (error.taken && this.list.same === null) {
					this.#forget();
					return this.#end("asked");
				}
				if (error instanceof Refusal && !error.again)
					return this.#refused(error);
				if (!(await this.#rest(error)))
					return null;
			}
	}

	#refused(error) {
		if (error.status !== 401 && error.status !== 403) // signed in again, it goes on
			this.#forget();
		this.why = error.message;
		return this.#end("refused");
	}

	async #rest(error) {
		this.state = "broken";
		this.list.show(this);
		try {
			await wait(error.seconds || pauses[Math.min(this.failures++, pauses.length - 1)], this.stopping.signal);
		} catch {
			return false;
		}
		return true;
	}

	#end(state) {
		this.state = state;
		if (state === "done")
			this.sent = this.size;
		this.list.show(this);
	}

	pause() {
		this.state = "paused";
		this.stopping?.abort();
		this.list.show(this);
	}

	again() {
		this.state = "waiting";
		this.list.show(this);
		this.list.next();
	}

	cancel() {
		const { place } = this;

		this.state = "gone";
		this.stopping?.abort();
		this.#forget();
		this.list.show(this);
		this.list.next();
		if (place)
			fetch(place, { method: "DELETE", headers: this.#headers({}) }).catch(() => {}); // else it expires by itself
	}
}

// ---- what survives a reload: no browser keeps the file, but the same file chosen again goes on ----

function recall(key) {
	try {
		const kept = JSON.parse(localStorage.getItem(key));

		return kept?.at > Date.now() - keptFor ? kept : null;
	} catch {
		return null;
	}
}

function remember(key, value) {
	try {
		localStorage.setItem(key, JSON.stringify(value));
	} catch {
		// no room, or not allowed: then it begins anew after a reload
	}
}

function recallAll() {
	const begins = `${remembered}${form.dataset.uploads} `;
	const keys = Object.keys(localStorage);

	for (const key of keys)
		if (key.startsWith(remembered) && !recall(key))
			localStorage.removeItem(key);
	return keys.filter((key) => key.startsWith(begins)).map((key) => ({ key, ...recall(key) })).filter(({ place }) => place);
}

// ---- all of them ----

class List {
	constructor() {
		this.box = form.querySelector("[data-sending]");
		this.rows = this.box.querySelector("ul");
		this.template = form.querySelector("template[data-row]");
		this.words = this.box.dataset;
		this.all = [];
		this.same = null; // what becomes of taken names, once it was asked
		this.running = 0;
		this.units = new Intl.NumberFormat(document.documentElement.lang, { maximumFractionDigits: 1 });
	}

	#size(bytes) {
		const unit = bytes >= 1e9 ? 3 : bytes >= 1e6 ? 2 : 1;

		return `${this.units.format(bytes / 1000 ** unit)} ${this.words.units.split(" ")[unit - 1]}`;
	}

	#row(sending) {
		const row = this.template.content.firstElementChild.cloneNode(true);

		for (const name of row.querySelectorAll("[data-name]"))
			name.textContent = name.className === "sr" ? ` ${sending.name}` : sending.name;
		row.querySelector("progress").setAttribute("aria-label", sending.name);
		row.addEventListener("click", (event) => this.#press(event, sending));
		this.rows.append(row);
		return row;
	}

	#press(event, sending) {
		const act = event.target.closest("[data-act]")?.dataset.act;

		if (act === "pause")
			sending.pause();
		else if (act === "again")
			sending.again();
		else if (act === "cancel")
			sending.cancel();
	}

	// A swifter sender than the eye: painted once a frame.
	show(sending) {
		sending.stale = true;
		this.painting ??= requestAnimationFrame(() => {
			this.painting = undefined;
			for (const one of this.all.filter(({ stale }) => stale))
				this.#paint(one);
			this.#paintAll();
		});
	}

	#paint(sending) {
		const { state, size, sent } = sending;
		const row = sending.row ??= this.#row(sending);
		const bar = row.querySelector("progress");
		const told = { sending: `${this.#size(sent)} / ${this.#size(size)}`, refused: sending.why }[state] ?? this.words[state];
		const acts = { waiting: ["pause", "cancel"], sending: ["pause", "cancel"], broken: ["pause", "cancel"], paused: ["again", "cancel"], refused: ["again", "cancel"], lost: ["cancel"] }[state] ?? [];
		const focused = row.contains(document.activeElement) ? document.activeElement : null;

		sending.stale = false;
		if (state === "gone") {
			row.remove();
			this.all = this.all.filter((one) => one !== sending);
			return;
		}
		row.dataset.state = state;
		bar.hidden = state === "done" || state === "refused";
		bar.value = size > 0 ? sent / size : 1;
		row.querySelector("[data-told]").textContent = told ?? "";
		for (const button of row.querySelectorAll("[data-act]"))
			button.hidden = !acts.includes(button.dataset.act);
		if (focused?.hidden)
			row.querySelector("[data-act]:not([hidden])")?.focus();
	}

	#paintAll() {
		const known = this.all.filter(({ state }) => state !== "lost");
		const total = known.reduce((sum, { size }) => sum + size, 0), sent = known.reduce((sum, one) => sum + one.sent, 0);
		const done = known.filter(({ state }) => state === "done").length, open = known.some(isOpen);

		this.box.hidden = this.all.length === 0;
		this.box.querySelector("[data-count]").textContent = `${this.words.count.replace("%1", done).replace("%2", known.length)} · ${this.#size(sent)} / ${this.#size(total)}`;
		this.box.querySelector("[data-all] progress").value = total > 0 ? sent / total : Number(!open);
		this.box.querySelector("[data-all]").hidden = known.length === 0;
		this.box.querySelector("[data-act=pause-all]").hidden = !known.some(isActive);
		this.box.querySelector("[data-act=again-all]").hidden = !known.some(({ state }) => state === "paused");
		this.box.querySelector("[data-act=cancel-all]").hidden = !open;
		this.box.querySelector("[data-act=clear]").hidden = open || this.all.length === 0;
	}

	tell(text) {
		this.box.querySelector("[role=status]").textContent = text;
	}

	add(found) {
		const open = new Set(this.all.filter(isOpen).map(({ key }) => key));
		const made = found.map(({ file, path }) => new Sending(this, file, path)).filter(({ key }) => !open.has(key));
		const keys = new Set(made.map(({ key }) => key));

		if (open.size === 0)
			this.same = null;
		for (const old of this.all.filter(({ key }) => keys.has(key)))
			old.row?.remove(); // chosen again
		this.all = [...this.all.filter(({ key }) => !keys.has(key)), ...made];
		for (const one of made)
			this.show(one);
		this.tell(this.words.begun.replace("%1", made.length));
		this.next();
	}

	addLost({ key, name, size, place }) {
		const lost = new Sending(this, { name, size, lastModified: 0 }, "");

		Object.assign(lost, { key, place, state: "lost" });
		this.all.push(lost);
		this.#paint(lost);
	}

	async #run(sending) {
		this.running++;
		await sending.send();
		this.running--;
		if (sending.state === "refused")
			this.tell(`${sending.name}: ${sending.why}`);
		this.next();
	}

	next() {
		const waiting = this.all.filter(({ state }) => state === "waiting");

		for (const sending of waiting.slice(0, Math.max(0, atOnce - this.running)))
			this.#run(sending);
		if (this.running === 0 && waiting.length === 0)
			this.#rest();
	}

	// Nothing is on its way any more: what has a taken name is asked about, once for all.
	async #rest() {
		const asked = this.all.filter(({ state }) => state === "asked");

		if (asked.length > 0) {
			await this.#askAbout(asked);
			return;
		}
		const done = this.all.filter(({ state, shown }) => state === "done" && !shown);

		if (done.length === 0)
			return;
		for (const sending of done)
			sending.shown = true;
		dispatchEvent(new CustomEvent("stale", { detail: "#listed" }));
		if (!this.all.some(({ state }) => state === "paused" || state === "refused"))
			this.tell(this.words.end);
	}

	async #askAbout(asked) {
		const dialog = form.querySelector("dialog");
		let answer = "none";

		dialog.querySelector("[data-names]").replaceChildren(...asked.slice(0, 5).map(({ name }) => Object.assign(document.createElement("li"), { textContent: name })));
		dialog.querySelector("[data-more]").hidden = asked.length <= 5;
		dialog.onclick = (event) => {
			answer = event.target.closest("[data-answer]")?.value ?? answer;
			if (event.target.closest("[data-answer]"))
				dialog.close();
		};
		dialog.showModal();
		await new Promise((resolve) => dialog.addEventListener("close", resolve, { once: true }));
		this.same = answer === "none" ? null : answer;
		for (const sending of asked)
			if (this.same === null)
				sending.cancel();
			else
				sending.again();
	}

	each(act) {
		for (const sending of [...this.all])
			act(sending);
	}
}

const isActive = ({ state }) => ["waiting", "sending", "broken"].includes(state);
const isOpen = ({ state }) => !["done", "refused", "lost", "gone"].includes(state);

// ---- what is chosen and dropped ----

const ofInput = (input) => [...input.files].map((file) => ({ file, path: file.webkitRelativePath }));

// A folder tells its files a hundred at a time.
async function readAll(reader) {
	const entries = [];

	for (;;) {
		const some = await new Promise((resolve, reject) => reader.readEntries(resolve, reject));

		if (some.length === 0)
			return entries;
		entries.push(...some);
	}
}

async function ofEntry(entry, deep) {
	if (entry.isFile) {
		const file = await new Promise((resolve, reject) => entry.file(resolve, reject));

		return [{ file, path: deep ? entry.fullPath.slice(1) : "" }];
	}
	const found = [];

	for (const one of await readAll(entry.createReader()))
		found.push(...await ofEntry(one, true));
	return found;
}

// The entries have to be taken before anything is waited for: the drop forgets them.
async function ofDrop(data) {
	const entries = [...data.items].map((item) => item.webkitGetAsEntry?.()).filter(Boolean);

	if (entries.length === 0)
		return [...data.files].map((file) => ({ file, path: "" }));
	return (await Promise.all(entries.map((entry) => ofEntry(entry, false)))).flat();
}

function start() {
	const list = new List();
	const zone = form.querySelector("[data-zone]");
	const brings = (event) => event.dataTransfer?.types.includes("Files");
	let over = 0; // elements the files are dragged over

	const light = (by) => {
		over = Math.max(0, over + by);
		zone.classList.toggle("over", over > 0);
	};

	for (const part of form.querySelectorAll("[data-only]"))
		part.hidden = part.dataset.only === "form" || (part.dataset.when !== undefined && !matchMedia(part.dataset.when).matches);
	const take = (input) => {
		const found = ofInput(input);

		input.value = "";
		if (found.length > 0)
			list.add(found);
	};

	form.addEventListener("submit", (event) => event.preventDefault());
	form.addEventListener("click", (event) => {
		const act = event.target.closest("[data-act]")?.dataset.act;

		if (act === "choose" || act === "choose-folder" || act === "camera")
			form.querySelector(`#${{ choose: "file", "choose-folder": "file-folder", camera: "file-camera" }[act]}`).click();
		else if (act === "pause-all")
			list.each((one) => isActive(one) && one.pause());
		else if (act === "again-all")
			list.each((one) => one.state === "paused" && one.again());
		else if (act === "cancel-all")
			list.each((one) => isOpen(one) && one.cancel());
		else if (act === "clear")
			list.each((one) => one.cancel());
	});
	addEventListener("dragenter", (event) => brings(event) && light(1));
	addEventListener("dragleave", (event) => brings(event) && light(-1));
	addEventListener("dragover", (event) => {
		if (brings(event))
			event.preventDefault();
	});
	addEventListener("drop", async (event) => {
		if (!brings(event))
			return;
		event.preventDefault();
		light(-over);
		const found = await ofDrop(event.dataTransfer);

		if (found.length > 0)
			list.add(found);
	});
	addEventListener("beforeunload", (event) => {
		if (list.all.some((one) => isActive(one) || one.state === "checking"))
			event.preventDefault();
	});
	addEventListener("online", () => list.each((one) => {
		if (one.state !== "broken")
			return;
		one.pause();
		one.again();
	}));
	for (const lost of recallAll())
		list.addLost(lost);
	if (list.all.length > 0)
		list.show(list.all[0]);
	for (const input of form.querySelectorAll("input[type=file]")) {
		input.addEventListener("change", () => take(input));
		take(input); // chosen before a slow line had brought this script
	}
}

if (form && window.XMLHttpRequest && Blob.prototype.slice)
	start();
