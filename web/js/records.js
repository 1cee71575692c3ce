// Makes forms and lists of records swifter: search as one types, fields that show when needed, rows of lines, boards,
// signatures. Without it everything works by selects, buttons and pages.

const pause = 200; // milliseconds without a key before suggestions are asked for
let numbers = 0;

function element(name, attributes = {}, text = "") {
	const made = document.createElement(name);

	for (const [key, value] of Object.entries(attributes))
		made.setAttribute(key, value);
	made.textContent = text;
	return made;
}

async function suggestionsOf(address, typed) {
	const response = await fetch(`${address}?typed=${encodeURIComponent(typed)}`, { headers: { Accept: "application/json" } });

	return response.ok ? (await response.json()).suggestions : [];
}

// ---- search as one types ----

const wholeText = {
	typed: (input) => input.value,
	put: (input, { name }) => {
		input.value = name;
	},
};

// A combobox on `input` (WAI-ARIA 1.2): `choose` is told what was taken, null when the text was emptied. `addressNow`
// tells whom to ask, nothing: nobody. `part` is what of the text one is typing.
function combobox(input, addressNow, choose, part = wholeText) {
	const list = element("ul", { class: "suggestions", role: "listbox", id: `suggestions-${++numbers}`, hidden: "" });
	let found = [], at = -1, asked = 0, timer;

	function close() {
		list.hidden = true;
		at = -1;
		input.setAttribute("aria-expanded", "false");
		input.removeAttribute("aria-activedescendant");
	}

	function mark(index) {
		at = index;
		for (const [i, option] of [...list.children].entries())
			option.setAttribute("aria-selected", String(i === at));
		if (at >= 0)
			input.setAttribute("aria-activedescendant", list.children[at].id);
		list.children[at]?.scrollIntoView({ block: "nearest" });
	}

	function take(suggestion) {
		part.put(input, suggestion, found);
		close();
		choose(suggestion);
	}

	// Answers may come in another order than they were asked for: only the last question counts.
	async function ask() {
		const number = ++asked, address = addressNow();
		const suggestions = address ? await suggestionsOf(address, part.typed(input)) : [];

		if (number === asked && document.activeElement === input)
			show(suggestions);
	}

	function show(suggestions) {
		found = suggestions;
		list.replaceChildren(
			...found.map(({ name }, i) => element("li", { role: "option", id: `${list.id}-${i}`, "aria-selected": "false" }, name)),
		);
		list.hidden = found.length === 0;
		input.setAttribute("aria-expanded", String(!list.hidden));
		at = -1;
	}

	input.setAttribute("role", "combobox");
	input.setAttribute("aria-autocomplete", "list");
	input.setAttribute("aria-controls", list.id);
	input.setAttribute("aria-expanded", "false");
	input.autocomplete = "off";
	input.after(list);
	input.addEventListener("input", (event) => {
		event.stopPropagation(); // the form is not sent while one chooses
		clearTimeout(timer);
		if (input.value === "")
			choose(null);
		close();
		asked++; // what is on its way is no longer wanted
		timer = setTimeout(ask, pause);
	});
	input.addEventListener("focus", () => input.value === "" && ask());
	input.addEventListener("blur", () => setTimeout(close, 150));
	input.addEventListener("keydown", (event) => {
		if (event.key === "Escape")
			close();
		if (list.hidden)
			return;
		if (event.key === "ArrowDown" || event.key === "ArrowUp") {
			event.preventDefault();
			mark((at + (event.key === "ArrowDown" ? 1 : found.length - 1) + (at < 0 && event.key === "ArrowUp" ? 1 : 0)) % found.length);
		}
		if (event.key === "Enter" && at >= 0) {
			event.preventDefault();
			take(found[at]);
		}
	});
	list.addEventListener("mousedown", (event) => {
		const option = event.target.closest("[role=option]");

		event.preventDefault();
		if (option)
			take(found[[...list.children].indexOf(option)]);
	});
}

// The select stays as what is sent; one sees a field to type in.
function wakeLookup(box) {
	const select = box.querySelector("select");
	const chosen = box.dataset.name ? null : select.selectedOptions[0];
	const input = element("input", { class: "input", type: "search", "aria-label": select.getAttribute("aria-label"), placeholder: box.querySelector(".find .input").placeholder });
	const holder = element("div", { class: "lookup" });

	box.removeAttribute("data-lookup");
	box.querySelector(".find").remove();
	select.hidden = true;
	input.id = select.id;
	select.removeAttribute("id");
	for (const name of ["aria-invalid", "aria-describedby"])
		if (select.hasAttribute(name))
			input.setAttribute(name, select.getAttribute(name));
	input.value = chosen?.value ? chosen.textContent : "";
	select.after(holder);
	holder.append(input);
	combobox(input, () => box.dataset.address, (suggestion) => {
		if (box.dataset.name)
			addChosen(box, select, input, suggestion);
		else
			choose(select, suggestion);
	});
}

function choose(select, suggestion) {
	if (suggestion && ![...select.options].some(({ value }) => value === suggestion.id))
		select.add(new Option(suggestion.name, suggestion.id));
	select.value = suggestion?.id ?? "";
	select.dispatchEvent(new Event("change", { bubbles: true }));
}

// A lookup to many: what is chosen becomes a box that is ticked.
function addChosen(box, select, input, suggestion) {
	const count = box.querySelectorAll("input[type=checkbox]").length;
	const label = element("label", { class: "check" });

	input.value = "";
	if (!suggestion || box.querySelector(`input[value="${CSS.escape(suggestion.id)}"]`))
		return;
	label.append(element("input", { type: "checkbox", name: `${box.dataset.name}.${count}`, value: suggestion.id, checked: "" }), ` ${suggestion.name}`);
	select.name = `${box.dataset.name}.${count + 1}`;
	select.before(label);
}

// In a filter the id takes the place of what was typed.
function wakeFilter(input) {
	const hidden = element("input", { type: "hidden", name: input.name, value: input.dataset.id, form: "asking" });
	const address = input.dataset.suggest;

	input.removeAttribute("data-suggest");
	input.removeAttribute("name");
	input.after(hidden);
	combobox(input, () => address, (suggestion) => {
		hidden.value = suggestion?.id ?? "";
		document.getElementById("asking").requestSubmit();
	});
}

// One of several values with semicolons between them: the last is being typed. Namesakes are told apart by their ids.
const lastValue = {
	typed: (input) => input.value.split(";").at(-1).trim(),
	put: (input, { id, name }, found) => {
		const alone = found.filter((other) => other.name === name).length === 1 && !name.includes(";");
		const values = input.value.split(";").slice(0, -1).map((value) => value.trim());

		input.value = [...values, alone ? name : `${name.replaceAll(";", ",")} [${id}]`].join("; ");
	},
};

// A line of a condition: names are suggested when the field that is chosen leads to records.
function wakeCondition(row) {
	const input = row.querySelector("input"), select = row.querySelector("select"), answers = input.getAttribute("list");
	const address = () => select.selectedOptions[0]?.dataset.suggest;
	const listAnswers = () => (address() ? input.removeAttribute("list") : input.setAttribute("list", answers));

	row.removeAttribute("data-condition");
	combobox(input, address, () => {}, lastValue);
	select.addEventListener("change", listAnswers);
	listAnswers();
}

// ---- fields that are only asked in some cases ----

function valuesOf(form, name) {
	const fields = [...form.elements].filter((field) => field.name === `fields.${name}` || field.name?.startsWith(`fields.${name}.`));

	return fields
		.filter((field) => !["checkbox", "radio"].includes(field.type) || field.checked)
		.map(({ value }) => value.trim())
		.filter((value, i, all) => value !== "" && !(value === "0" && all.includes("1")));
}

const fold = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
const number = (text) => Number(text.replace(/[\s\u202f\u00a0]/g, "").replace(",", "."));

function above(value, wanted) {
	return /^\d{4}-/.test(wanted) ? (value > wanted) - (value < wanted) : number(value) - number(wanted);
}

function holdsCompare(form, { field, comparison, values = [] }) {
	const there = valuesOf(form, field), wanted = values.map(String);
	const same = (value) => wanted.some((want) => fold(value) === fold(want) || (value === "1" && want === "true") || (value === "0" && want === "false"));

	switch (comparison) {
	case "is":
		return there.some(same);
	case "is_not":
		return !there.some(same);
	case "contains":
		return there.some((value) => wanted.some((want) => fold(value).includes(fold(want))));
	case "begins":
		return there.some((value) => wanted.some((want) => fold(value).startsWith(fold(want))));
	case "above":
		return there.some((value) => above(value, wanted[0]) > 0);
	case "at_least":
		return there.some((value) => above(value, wanted[0]) >= 0);
	case "below":
		return there.some((value) => above(value, wanted[0]) < 0);
	case "at_most":
		return there.some((value) => above(value, wanted[0]) <= 0);
	case "empty":
		return there.length === 0;
	case "not_empty":
		return there.length > 0;
	default:
		return true; // the server knows
	}
}

function holds(form, condition) {
	if (condition.all)
		return condition.all.every((part) => holds(form, part));
	if (condition.any)
		return condition.any.some((part) => holds(form, part));
	return !condition.field || holdsCompare(form, condition);
}

function showFields(form) {
	for (const field of form.querySelectorAll("[data-visible]")) {
		const hidden = !holds(form, JSON.parse(field.dataset.visible));

		field.hidden = hidden;
		field.querySelector("[data-hint]")?.remove();
	}
}

// ---- lines ----

// A new row is the last one, emptied, with the next number in its names.
function addRow(section) {
	const rows = section.querySelector("tbody"), last = rows.lastElementChild, row = last.cloneNode(true);
	const prefix = `lines.${section.dataset.lines}.`, number = rows.children.length;

	for (const part of row.querySelectorAll("[name], [id]")) {
		for (const name of ["name", "id", "aria-describedby"])
			if (part.hasAttribute(name))
				part.setAttribute(name, part.getAttribute(name).replace(new RegExp(`^((?:find\\.)?${prefix.replaceAll(".", "\\.")})\\d+`), `$1${number}`));
		if (part.type === "checkbox")
			part.checked = false;
		else if (part.matches("input, textarea, select"))
			part.value = part.name.endsWith(".position") ? String(number + 1) : "";
		part.removeAttribute("aria-invalid");
	}
	for (const part of row.querySelectorAll(".error, input[name$='.id'], input[name$='.version']"))
		part.remove();
	row.classList.remove("gone");
	rows.append(row);
	row.querySelector("td:nth-child(2) .input")?.focus();
}

// ---- the board ----

function wakeBoard(board) {
	let carried;

	board.classList.add("drags");
	board.addEventListener("dragstart", (event) => {
		carried = event.target.closest(".board-card");
		event.dataTransfer.effectAllowed = "move";
	});
	board.addEventListener("dragover", (event) => {
		const column = event.target.closest(".board-column");

		for (const other of board.children)
			other.classList.toggle("over", other === column);
		if (column && carried && column !== carried.closest(".board-column"))
			event.preventDefault();
	});
	board.addEventListener("dragend", () => {
		for (const column of board.children)
			column.classList.remove("over");
	});
	board.addEventListener("drop", (event) => {
		const code = event.target.closest(".board-column")?.dataset.code;
		const select = carried?.querySelector("select");

		event.preventDefault();
		if (select && [...select.options].some(({ value }) => value === code)) {
			select.value = code;
			select.form.requestSubmit();
		}
	});
}

// ---- signatures ----

function wakeSignature(input) {
	const canvas = element("canvas", { class: "sign", width: "520", height: "180", "aria-label": input.dataset.signature });
	const clear = element("button", { type: "button", class: "button small" }, input.dataset.clear);
	const pen = canvas.getContext("2d");
	let drawing = false;

	function place(event) {
		const box = canvas.getBoundingClientRect();

		return [((event.clientX - box.left) * canvas.width) / box.width, ((event.clientY - box.top) * canvas.height) / box.height];
	}

	function keep() {
		canvas.toBlob((blob) => {
			const files = new DataTransfer();

			files.items.add(new File([blob], "signature.png", { type: "image/png" }));
			input.files = files.files;
		});
	}

	pen.lineWidth = 2.5;
	pen.lineCap = "round";
	canvas.addEventListener("pointerdown", (event) => {
		drawing = true;
		canvas.setPointerCapture(event.pointerId);
		pen.beginPath();
		pen.moveTo(...place(event));
	});
	canvas.addEventListener("pointermove", (event) => {
		if (!drawing)
			return;
		pen.lineTo(...place(event));
		pen.stroke();
	});
	canvas.addEventListener("pointerup", () => {
		drawing = false;
		keep();
	});
	clear.addEventListener("click", () => {
		pen.clearRect(0, 0, canvas.width, canvas.height);
		input.value = "";
	});
	input.removeAttribute("data-signature");
	input.before(element("p", { class: "hint" }, canvas.getAttribute("aria-label")), canvas, clear);
}

// ---- waking up, also what is swapped in ----

function wake() {
	for (const box of document.querySelectorAll("[data-lookup]")) {
		box.dataset.address = box.dataset.lookup;
		wakeLookup(box);
	}
	for (const input of document.querySelectorAll("input[data-suggest]"))
		wakeFilter(input);
	for (const row of document.querySelectorAll("[data-condition]"))
		wakeCondition(row);
	for (const board of document.querySelectorAll("[data-board]")) {
		board.removeAttribute("data-board");
		wakeBoard(board);
	}
	for (const input of document.querySelectorAll("input[data-signature]"))
		wakeSignature(input);
	for (const form of document.querySelectorAll("form.record-form"))
		showFields(form);
}

addEventListener("input", (event) => event.target.form?.matches(".record-form") && showFields(event.target.form));
addEventListener("change", (event) => {
	const form = event.target.form;

	if (form?.matches(".record-form"))
		showFields(form);
	if (event.target.name?.endsWith(".remove"))
		event.target.closest("tr").classList.toggle("gone", event.target.checked);
});
addEventListener("click", (event) => {
	const more = event.target.closest("button[data-more]");

	if (!more)
		return;
	event.preventDefault();
	addRow(more.closest("[data-lines]"));
});
new MutationObserver((changes) => {
	if (changes.some(({ addedNodes }) => [...addedNodes].some((node) => node.nodeType === 1 && !node.matches(".suggestions, [role=option]"))))
		wake();
}).observe(document.body, { childList: true, subtree: true });
wake();
