// Makes pages of links and forms swifter: fragments instead of pages, live search, countdowns, copying. All of it optional.
//
// In the HTML:
//   <a data-swap="#list">, <form data-swap="#list">   replaces only #list with the same part of the answer; on a button, for
//                                                     that button; in the answer, data-focus marks where the keyboard goes on,
//                                                     data-show what is scrolled to when it is out of sight
//   <form data-drag="do" data-drag-value="ITEM:LIST:INDEX">  drags data-item into another place of a data-list, as its buttons do
//   <form data-drop="parent">                         sends a data-item to its address when it is dropped onto a data-onto, as
//                                                     the field "parent"; Alt and → ← to its data-in and data-out; ↑ ↓ walk
//   <form data-auto data-swap="#list">                sends itself shortly after typing
//   <form data-live="#refresh">                       presses that button, which swaps a part, while one fills in the rest
//   <form data-preview="/colours/preview#sample">     fetches that address with the fields while typing, swaps #sample
//   <button data-confirm="Really?">                   asks first (also on a form)
//   <div id="progress" data-refresh="1">              fetches the page again after so many seconds, swaps itself
//   <button data-countdown="30">                      waits that many seconds
//   <button data-copy="#key" data-done="Copied" hidden>  copies the text of #key; shown only where that works
//   <button type="button" data-reveal="#password" data-hide="Hide" hidden>  shows what is typed there, and hides it again
//   <p data-meter="#password" data-short="Missing:" data-same="…" data-own="…">  what is wrong with a password so far
//   <input type="checkbox" data-all="rows"> with <input type="checkbox" data-row="rows">

const typingPause = 250; // milliseconds without a key before a form sends itself
const resendPause = 5000; // milliseconds in which the same form is not sent again
const requests = new Map(); // the request under way for each fragment, aborted by the next one
const announcer = document.createElement("p");
let typing; // the timer of a form that sends itself

// Under "require-trusted-types-for 'script'" only a policy may hand text to the HTML parser. Ours is given answers of
// our own origin only, which the parser reads into a document of its own: nothing in it runs.
const policy = window.trustedTypes?.createPolicy("parvis", { createHTML: (html) => html });

function parse(html) {
	return new DOMParser().parseFromString(policy ? policy.createHTML(html) : html, "text/html");
}

function announce(text) {
	announcer.textContent = text || "";
}

function toast(text) {
	const box = document.createElement("p");

	box.className = "toast";
	box.textContent = text;
	document.body.append(box);
	announce(text);
	setTimeout(() => box.remove(), 6000);
}

// ---- swapping fragments ----

// The element that had the focus before a swap gets it back, with the cursor where it was.
function keepFocus(change) {
	const before = document.activeElement;
	const { id, selectionStart } = before ?? {};

	change();
	const after = (id && document.getElementById(id)) || (before && !before.isConnected && document.querySelector("[data-focus]"));

	if (!after || after === document.activeElement)
		return;
	after.focus({ preventScroll: true });
	if (typeof selectionStart === "number")
		after.setSelectionRange?.(selectionStart, selectionStart);
}

function showFragment(old, fresh) {
	keepFocus(() => old.replaceWith(document.adoptNode(fresh)));
	announce(fresh.dataset.announce);
	wake(fresh);
	for (const part of fresh.querySelectorAll("[data-show]"))
		showPart(part);
}

// What came up out of sight: "nearest" within what scrolls around it.
function showPart(part) {
	const { top } = part.getBoundingClientRect();

	if (part.dataset.show === "nearest")
		part.scrollIntoView({ block: "nearest" });
	else if (top < 0 || top > innerHeight * 0.8)
		part.scrollIntoView();
}

function showPage(page, url) {
	document.title = page.title;
	document.documentElement.lang = page.documentElement.lang;
	document.body.replaceWith(document.adoptNode(page.body));
	document.body.append(announcer);
	history.pushState({}, "", url);
	scrollTo(0, 0);
	document.querySelector("main")?.focus();
	wake(document);
}

// Fetches and shows. `remember` puts the address in the history, so that Back and a reload show the same.
async function swap(url, options, selector, remember) {
	const controller = new AbortController();
	const target = document.querySelector(selector);

	for (const [other, pending] of requests)
		if (other === selector || target?.contains(document.querySelector(other)))
			pending.abort(); // its answer would show what was there before
	requests.set(selector, controller);
	target?.setAttribute("aria-busy", "true");
	try {
		const response = await fetch(url, {
			...options,
			signal: controller.signal,
			headers: { Accept: "text/html", "X-Fragment": selector.slice(1) },
		});
		const page = parse(await response.text());
		const fresh = page.querySelector(selector);

		if (!fresh || !target?.isConnected) {
			showPage(page, response.url);
			return;
		}
		showFragment(target, fresh);
		if (remember)
			history.pushState({}, "", response.url);
	} catch (error) {
		// Sending again might do it twice: the reader decides.
		if (error.name !== "AbortError")
			toast(document.body.dataset.unreachable);
	} finally {
		if (requests.get(selector) === controller) // else a later one waits for its answer
			target?.removeAttribute("aria-busy");
	}
}

// The address a GET form leads to; empty fields stay out of it.
function queryUrl(action, fields) {
	const url = new URL(action, location);
	const filled = [...fields].filter(([, value]) => typeof value === "string" && value !== "");

	url.search = new URLSearchParams(filled);
	return url;
}

function swapForm(form, submitter, selector) {
	const fields = new FormData(form, submitter);
	const method = (submitter?.getAttribute("formmethod") || form.method).toUpperCase();
	const action = submitter?.getAttribute("formaction") || form.getAttribute("action") || location.href;

	if (method === "GET") {
		swap(queryUrl(action, fields), {}, selector, true);
		return;
	}
	const body = form.enctype === "multipart/form-data" ? fields : new URLSearchParams(fields);

	swap(action, { method, body }, selector, false);
}

function preview(form) {
	const [address, id] = form.dataset.preview.split("#");
	const fields = new FormData(form);

	fields.delete("csrf"); // stays out of addresses, which are logged
	swap(queryUrl(address, fields), {}, `#${id}`, false);
}

// ---- what wakes up with the page, and with each fragment ----

function clock(seconds) {
	return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}

// The server refuses an early request anyway; the button only says how long to wait.
function startCountdown(button) {
	const end = performance.now() + Number(button.dataset.countdown) * 1000;
	const remaining = document.createElement("span");

	function tick() {
		const seconds = Math.ceil((end - performance.now()) / 1000);

		button.disabled = seconds > 0;
		remaining.textContent = seconds > 0 ? ` (${clock(seconds)})` : "";
		if (seconds > 0 && button.isConnected)
			setTimeout(tick, 250);
	}
	remaining.className = "number";
	button.append(remaining);
	tick();
}

// Work goes on at the server: the part is looked at again as long as it says so.
function startRefresh(part) {
	setTimeout(async () => {
		if (part.isConnected)
			await swap(location.href, {}, `#${part.id}`, false);
		if (part.isConnected)
			startRefresh(part);
	}, Number(part.dataset.refresh) * 1000);
}

function wake(root) {
	for (const part of [root, ...root.querySelectorAll("[data-refresh]")])
		if (part.dataset?.refresh)
			startRefresh(part);
	for (const button of root.querySelectorAll("button[data-countdown]"))
		startCountdown(button);
	for (const button of root.querySelectorAll("button[data-reveal]"))
		button.hidden = false;
	if (navigator.clipboard)
		for (const button of root.querySelectorAll("button[data-copy]"))
			button.hidden = false;
}

async function copy(button) {
	const source = document.querySelector(button.dataset.copy);

	await navigator.clipboard.writeText((source.value ?? source.textContent).trim());
	toast(button.dataset.done);
}

// ---- passwords ----

function reveal(button) {
	const field = document.querySelector(button.dataset.reveal);
	const label = button.textContent;

	field.type = field.type === "password" ? "text" : "password";
	button.textContent = button.dataset.hide;
	button.dataset.hide = label;
	field.focus();
}

// Says what is wrong, as soon as it can be known here; a good password has nothing to say. The server knows more.
function measure(field) {
	const meter = document.querySelector(`[data-meter="#${CSS.escape(field.id)}"]`);

	if (!meter)
		return;
	const signs = [...field.value.normalize().toLowerCase()];
	const missing = Number(field.minLength) - signs.length;
	const address = field.form.querySelector("[autocomplete=username]")?.value ?? "";
	const own = address.toLowerCase().split("@")[0].split(/[^\p{L}\p{N}]+/u).filter((word) => word.length >= 4);
	const { short, same, own: personal } = meter.dataset;

	if (own.some((word) => signs.join("").includes(word)))
		meter.textContent = personal;
	else if (signs.length > 0 && missing > 0)
		meter.textContent = `${short} ${missing}`;
	else
		meter.textContent = signs.length > 0 && new Set(signs).size < 5 ? same : "";
}

function closeMenus(except) {
	for (const menu of document.querySelectorAll("details[data-menu][open]"))
		if (menu !== except)
			menu.open = false;
}

// ---- events, caught at the window so that swapped fragments need no wiring ----

addEventListener("click", (event) => {
	const link = event.target.closest("a[data-swap]");
	const copier = event.target.closest("button[data-copy]");
	const revealer = event.target.closest("button[data-reveal]");
	const plain = event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey;

	closeMenus(event.target.closest("details[data-menu]"));
	if (copier)
		copy(copier);
	if (revealer)
		reveal(revealer);
	if (!link || !plain || event.defaultPrevented)
		return;
	event.preventDefault();
	swap(link.href, {}, link.dataset.swap, true);
});

addEventListener("submit", (event) => {
	const form = event.target;
	const question = event.submitter?.dataset.confirm ?? form.dataset.confirm;
	const twice = form.dataset.sent === "yes";

	clearTimeout(typing);
	if (twice || (question && !confirm(question))) {
		event.preventDefault();
		return;
	}
	const selector = event.submitter?.dataset.swap ?? form.dataset.swap;

	if (selector) {
		event.preventDefault();
		swapForm(form, event.submitter, selector);
	} else if (form.method === "post") {
		form.dataset.sent = "yes"; // a second press must not pay twice
		setTimeout(() => delete form.dataset.sent, resendPause);
	}
});

addEventListener("input", (event) => {
	const form = event.target.form ?? event.target.closest?.("form"); // a field may stand outside of its form

	if (!form || !("auto" in form.dataset || form.dataset.preview || form.dataset.live))
		return;
	clearTimeout(typing);
	typing = setTimeout(() => {
		const button = form.dataset.live && form.querySelector(form.dataset.live);

		if (button?.closest("[aria-busy]"))
			return; // what is under way brings it
		if (form.dataset.preview)
			preview(form);
		else
			form.requestSubmit(button);
	}, typingPause);
});

addEventListener("input", (event) => {
	if (event.target.autocomplete === "new-password")
		measure(event.target);
});

addEventListener("change", (event) => {
	const all = event.target.dataset?.all;

	if (!all)
		return;
	for (const box of document.querySelectorAll(`input[data-row="${CSS.escape(all)}"]:not(:disabled)`))
		box.checked = event.target.checked;
});

addEventListener("keydown", (event) => {
	const menu = event.key === "Escape" && document.activeElement?.closest("details[data-menu][open]");

	if (!menu)
		return;
	menu.open = false;
	menu.querySelector("summary").focus();
});

// ---- dragging: with the mouse what the buttons of a form do; the server moves and answers ----

let drag; // { item, list, next }: what is dragged, and where it came from

function dropButton(form, value) {
	const button = document.createElement("button");

	button.name = form.dataset.drag;
	button.value = value;
	button.hidden = true;
	button.formNoValidate = true;
	if (form.dataset.dragSwap)
		button.dataset.swap = form.dataset.dragSwap;
	form.append(button);
	return button;
}

addEventListener("dragstart", (event) => {
	const item = event.target.closest?.("form[data-drag] [data-item]");

	if (!item)
		return;
	drag = { item, list: item.parentElement, next: item.nextElementSibling };
	event.dataTransfer.effectAllowed = "move";
	event.dataTransfer.setData("text/plain", item.dataset.item);
	item.classList.add("dragged");
});

addEventListener("dragover", (event) => {
	const form = drag && event.target.closest?.("form[data-drag]");
	const list = event.target.closest?.("[data-list]");

	if (!form || form !== drag.list.closest("form"))
		return;
	event.preventDefault(); // anywhere in the form: as rows make room, the list may slip from under the mouse
	if (!list)
		return;
	const others = [...list.querySelectorAll(":scope > [data-item]")].filter((item) => item !== drag.item);
	const below = others.find((item) => {
		const { top, height } = item.getBoundingClientRect();

		return event.clientY < top + height / 2;
	});

	list.insertBefore(drag.item, below ?? others.at(-1)?.nextElementSibling ?? null);
});

addEventListener("drop", (event) => {
	const list = drag?.item.parentElement;
	const form = list?.closest("form");

	if (!form || form !== event.target.closest?.("form"))
		return;
	event.preventDefault();
	const index = [...list.querySelectorAll(":scope > [data-item]")].indexOf(drag.item);
	const values = { ITEM: drag.item.dataset.item, LIST: list.dataset.list, INDEX: index };
	const button = dropButton(form, form.dataset.dragValue.replace(/ITEM|LIST|INDEX/g, (name) => values[name]));

	drag.item.classList.remove("dragged");
	drag = undefined;
	form.requestSubmit(button);
	button.remove();
});

addEventListener("dragend", () => {
	if (!drag)
		return;
	drag.item.classList.remove("dragged");
	drag.list.insertBefore(drag.item, drag.next); // dropped nowhere: back to where it was
	drag = undefined;
});

// ---- dropping onto: what lies in a tree is put into another place of it, by the mouse or by the keyboard ----

let carried; // what is dragged

function sendTo(item, place) {
	const form = item.closest("form");
	const button = document.createElement("button");

	button.name = form.dataset.drop;
	button.value = place;
	button.hidden = true;
	button.setAttribute("formaction", item.dataset.item);
	form.append(button);
	form.requestSubmit(button);
	button.remove();
}

function markPlace(place) {
	for (const marked of document.querySelectorAll("[data-onto].over"))
		marked.classList.remove("over");
	place?.classList.add("over");
}

addEventListener("dragstart", (event) => {
	carried = event.target.closest?.("form[data-drop] [data-item]");
	if (!carried)
		return;
	event.dataTransfer.effectAllowed = "move";
	event.dataTransfer.setData("text/plain", carried.textContent.trim());
	carried.classList.add("dragged");
});

addEventListener("dragover", (event) => {
	const place = carried && event.target.closest?.("form[data-drop] [data-onto]");

	if (carried)
		markPlace(place);
	if (place && place !== carried)
		event.preventDefault();
});

addEventListener("drop", (event) => {
	const place = carried && event.target.closest?.("form[data-drop] [data-onto]");

	if (!place)
		return;
	event.preventDefault();
	sendTo(carried, place.dataset.onto);
});

addEventListener("dragend", () => {
	carried?.classList.remove("dragged");
	markPlace();
	carried = undefined;
});

addEventListener("keydown", (event) => {
	const row = event.target.closest?.("form[data-drop] [data-onto]");
	const way = { ArrowUp: -1, ArrowDown: 1 }[event.key];
	const place = event.altKey && row?.dataset[{ ArrowRight: "in", ArrowLeft: "out" }[event.key]];

	if (!row || event.ctrlKey || event.metaKey)
		return;
	if (way && !event.altKey) {
		const rows = [...row.closest("form").querySelectorAll("[data-onto]")];

		event.preventDefault();
		rows[rows.indexOf(row) + way]?.querySelector("a").focus();
	}
	if (event.altKey && (event.key === "ArrowRight" || event.key === "ArrowLeft"))
		event.preventDefault(); // not a page back
	if (place)
		sendTo(row, place);
});

// Other scripts say what part of the page is not up to date any more.
addEventListener("stale", (event) => swap(location.href, {}, event.detail, false));

addEventListener("popstate", () => location.reload());

// Of tabs that do not all fit the one that is open is seen.
for (const tab of document.querySelectorAll(".tabs > [aria-current]")) {
	const tabs = tab.parentElement;

	tabs.scrollLeft = tab.offsetLeft - tabs.offsetLeft - (tabs.clientWidth - tab.offsetWidth) / 2;
}

announcer.className = "sr";
announcer.setAttribute("role", "status");
document.body.append(announcer); // the script is deferred: the page is there
wake(document);
