// Passkeys: asks the browser for one, and sends what it answers as a form. Where it cannot, its forms stay hidden.
//
//   <form data-passkey="get" data-options="/p/demo/sign-in/passkey/options" hidden>       signs in, by its button or as
//                                                                                  the browser's proposal in a field
//   <form data-passkey="create" data-options="/p/demo/account/passkeys/options" hidden>   adds a passkey

const proposalLife = 4 * 60 * 1000; // milliseconds after which a waiting proposal gets a new challenge
let waiting; // ends the proposal that waits in a field

// Browsers make none for an address in numbers, nor for a page that others may read on its way.
const able = window.PublicKeyCredential && isSecureContext && !/^[\d.]+$|:/.test(location.hostname);

function bytesOf(text) {
	return Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (sign) => sign.charCodeAt(0));
}

function textOf(buffer) {
	return btoa(String.fromCharCode(...new Uint8Array(buffer ?? [])))
		.replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
}

async function optionsOf(form) {
	const response = await fetch(form.dataset.options, {
		method: "POST",
		headers: { Accept: "application/json", "Content-Type": "application/json" },
		body: "{}",
	});
	const options = await response.json();

	if (!response.ok)
		throw new Error(options.error?.message);
	options.challenge = bytesOf(options.challenge);
	return options;
}

function send(form, fields) {
	for (const [name, value] of Object.entries(fields)) {
		const input = document.createElement("input");

		input.type = "hidden";
		input.name = name;
		input.value = value;
		form.append(input);
	}
	form.submit();
}

async function signIn(form, request) {
	const publicKey = await optionsOf(form);
	const { rawId, response } = await navigator.credentials.get({ ...request, publicKey });

	send(form, {
		credential: textOf(rawId),
		client_data: textOf(response.clientDataJSON),
		authenticator_data: textOf(response.authenticatorData),
		signature: textOf(response.signature),
		user_handle: textOf(response.userHandle),
	});
}

async function create(form) {
	const publicKey = await optionsOf(form);

	publicKey.user.id = bytesOf(publicKey.user.id);
	for (const known of publicKey.excludeCredentials) {
		known.id = bytesOf(known.id);
		known.transports = known.transports.split(" ").filter(Boolean);
	}
	const { response } = await navigator.credentials.create({ publicKey });

	send(form, {
		client_data: textOf(response.clientDataJSON),
		attestation: textOf(response.attestationObject),
		transports: (response.getTransports?.() ?? []).join(" "),
	});
}

// What the server said wins; a browser's own errors are told in our words.
function explain(form, error) {
	const place = form.querySelector("[data-failed]");
	const { failed, known } = place.dataset;

	place.textContent = error instanceof DOMException ? (error.name === "InvalidStateError" && known) || failed : error.message || failed;
}

// Passkeys among what the browser proposes for the address; asked again before the challenge is too old.
async function propose(form) {
	if (!(await PublicKeyCredential.isConditionalMediationAvailable?.()))
		return;
	waiting = new AbortController();
	setTimeout(() => waiting?.abort("again"), proposalLife);
	try {
		await signIn(form, { mediation: "conditional", signal: waiting.signal });
	} catch (error) {
		if (error === "again")
			propose(form);
	}
}

async function begin(event) {
	const form = event.currentTarget;
	const button = form.querySelector("button");

	event.preventDefault();
	event.stopPropagation(); // sent by hand, once the browser has answered
	waiting?.abort("pressed");
	button.disabled = true;
	try {
		await (form.dataset.passkey === "create" ? create(form) : signIn(form, {}));
	} catch (error) {
		explain(form, error);
		button.disabled = false;
	}
}

for (const form of able ? document.querySelectorAll("form[data-passkey]") : []) {
	form.addEventListener("submit", begin);
	form.hidden = false;
	document.querySelector("[data-passkey-missing]")?.remove();
	if (form.dataset.passkey === "get")
		propose(form);
}
