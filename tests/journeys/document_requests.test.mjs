// Documents are asked of a client piece by piece: sent from a phone, accepted or refused with a reason, until all are there.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { assertAccessible, assertFits, desktop, keepShot, openBrowser, phone } from "../browser.mjs";
import { engines, startParvis } from "../parvis.mjs";
import { idText } from "./people.mjs";

const json = { headers: { Accept: "application/json" } };
const nothing = "0000000000101";
const pdf = Buffer.from("%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n");
const line = "BT /F1 24 Tf 60 760 Td (FR76 3000 4000 0312 3456 7890 143) Tj ET";
const letter = Buffer.from(`%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj 3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>endobj 4 0 obj<</Length ${line.length}>>stream\n${line}\nendstream endobj 5 0 obj<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n`);

async function until(holds) {
	for (let tries = 0; !holds(); tries++) {
		assert.ok(tries < 300, `it never came: ${holds}`);
		await sleep(100);
	}
}

for (const engine of engines)
	describe(`document requests, on ${engine}`, () => {
		let parvis, browser, helene, julien, anne, paul, client, home, folders, contacts, csrf, theirs;
		const read = async (path, who = helene) => (await who.get(path, json)).data;
		const act = (path, values = {}, who = helene) => who.post(path, { csrf: who === anne ? theirs : csrf, ...values }, json);
		const pieceNamed = ({ pieces }, name) => pieces.find((piece) => piece.name === name);
		const portalPiece = async (request, name) => pieceNamed(await read(`/p/demo/requests/${request}`, anne), name);
		const give = (href, ...files) => anne.send("POST", `${href}/files`, { files: { csrf: theirs, ...Object.fromEntries(files.map((file, i) => [i === 0 ? "file" : `file${i}`, file])) }, ...json });
		const decide = (id, values) => act(`/console/clients/${client}/pieces/${id}/decision`, values);
		const mails = (kind) => parvis.sqlNumber(`select count(*) from message where kind = '${kind}'`);
		const told = async () => {
			parvis.sql("update job set run_at = 0 where kind = 'demand.tell'");
			await until(() => parvis.sqlNumber("select count(*) from job where kind = 'demand.tell'") === 0);
		};

		before(async () => {
			parvis = await startParvis({ engine });
			browser = await openBrowser({ locale: "fr-FR" });
			helene = await parvis.signedInStaff("helene@solaria.example");
			julien = await parvis.signedInStaff("julien@solaria.example");
			// A client with folders, of whose contacts two act for nobody else.
			const lines = parvis.sql(`select contact.email, client_contact.client_id, contact.id, coalesce(contact.mobile, '') from contact join client_contact on client_contact.contact_id = contact.id
				where contact.email is not null and contact.blocked_at is null and client_contact.client_id in (select client_id from folder where name = 'Consommation')
				and (select count(*) from client_contact as other where other.contact_id = contact.id) = 1 order by client_contact.client_id, contact.id`).map((line) => line.split("|"));
			const [[email, id, contact, mobile], second] = lines;

			assert.equal(second[1], id);
			client = idText(BigInt(id));
			contacts = [idText(BigInt(contact)), idText(BigInt(second[2]))];
			home = `/console/clients/${client}/requests`;
			({ folders } = await read(`/console/clients/${client}/folders`));
			anne = await parvis.signedIn(email, { mobile: mobile || email });
			paul = await parvis.signedIn(second[0], { mobile: second[3] || second[0] });
			csrf = (await helene.open(`${home}/new`)).form(["title"]).fields.csrf;
			theirs = (await anne.open("/p/demo/account")).form(["language"]).fields.csrf;
		});
		after(async () => {
			for (const one of [helene, julien, anne, paul])
				one?.close();
			await browser?.close();
			await parvis?.close();
		});

		test("what cannot be asked is said beside its field, and nothing is half done", async () => {
			const before = parvis.sqlNumber("select count(*) from demand");
			const refused = async (values, field) => {
				const { status, data } = await act(home, { title: "Aide", list: "Avis", ...values });

				assert.equal(status, 422, field);
				assert.ok(data.problems.some((problem) => problem.field === field), JSON.stringify(data.problems));
			};

			await refused({ title: "" }, "title");
			await refused({ list: "" }, "list");
			await refused({ list: Array(201).fill("Avis").join("\n") }, "list");
			await refused({ due_on: "2020-01-01" }, "due_on");
			await refused({ folder: nothing }, "folder");
			await refused({ whom: "some" }, "whom");
			await refused({ whom: "some", "contacts.0": nothing }, "whom");
			await refused({ "pieces.0.words": "sans nom" }, "pieces.0.name");
			await refused({ "pieces.0.name": "Avis", "pieces.0.files_most": "99" }, "pieces.0.files_most");
			assert.equal(parvis.sqlNumber("select count(*) from demand"), before);
		});

		test("a request begins with a template, asks one contact, and is nobody else's", async () => {
			const { page } = browser, folder = folders.find(({ name }) => name === "Notes internes").id;

			await browser.context.addCookies([...helene.cookies].map(([name, value]) => ({ name, value, url: helene.origin })));
			await page.goto(`${helene.origin}${home}`);
			await page.getByRole("link", { name: "Nouvelle demande" }).click();
			await page.getByLabel("Partir d’un modèle").selectOption({ label: "Dossier MaPrimeRénov’" });
			await page.getByRole("button", { name: "L’utiliser" }).click();
			assert.equal(await page.getByLabel("Titre", { exact: true }).inputValue(), "Dossier MaPrimeRénov’");
			await page.getByLabel("Les fichiers acceptés vont dans").selectOption(folder);
			await page.getByText("Seulement les personnes cochées ici").click();
			await page.locator(`input[value="${contacts[0]}"]`).check();
			await page.getByLabel("En coller plusieurs d’un coup").fill("- Plan du toit : avec les mesures (facultatif)");
			await page.getByRole("button", { name: "Ajouter des lignes" }).click();
			await page.locator('[name="pieces.5.name"][value="Plan du toit"]').waitFor();
			await assertAccessible(page);
			await assertFits(page);
			await keepShot(page, `request-form-${engine}`);
			await page.getByRole("button", { name: "Envoyer la demande" }).click();
			await page.getByText("La demande est envoyée.").waitFor();
			await assertAccessible(page);
			await until(() => mails("mail_demand_asked") === 1);
			const { requests: [{ id, title }] } = await read(home), path = `/p/demo/requests/${id}`;

			assert.equal(title, "Dossier MaPrimeRénov’");
			assert.match(parvis.sql("select body_text from message where kind = 'mail_demand_asked'").join("\n"), /Taxe foncière[\s\S]*\/p\/demo\/requests\//);
			// Only who is asked has it, whatever the folder says; the folder itself stays closed.
			assert.equal((await read("/p/demo/requests", anne)).requests.length, 1);
			assert.equal((await read("/p/demo/requests", paul)).requests.length, 0);
			assert.equal((await paul.get(path)).status, 404);
			assert.equal((await anne.get(`/p/demo/documents/${folder}`)).status, 404);
			assert.equal((await read("/console/requests", julien)).requests.filter((request) => request.id === id).length, 1);
		});

		test("pieces are sent from a phone, and what does not fit is said at the piece", async () => {
			const { page } = browser, { requests: [{ id }] } = await read("/p/demo/requests", anne);

			await browser.context.addCookies([...anne.cookies].map(([name, value]) => ({ name, value, url: anne.origin })));
			await page.setViewportSize(phone);
			await page.goto(`${anne.origin}/p/demo/`);
			await assertAccessible(page);
			await assertFits(page);
			await keepShot(page, `request-dashboard-${engine}`);
			await page.locator("#documents-to-send").getByRole("link", { name: "Dossier MaPrimeRénov’" }).click();
			await page.getByRole("link", { name: "Envoyer Dernier avis d’imposition" }).waitFor();
			await assertAccessible(page);
			await assertFits(page);
			await keepShot(page, `request-phone-${engine}`);
			await page.getByRole("link", { name: "Envoyer Dernier avis d’imposition" }).click();
			await assertAccessible(page);
			await assertFits(page);
			await keepShot(page, `request-piece-phone-${engine}`);
			// With scripts it goes in pieces, and is listed at once, also what is chosen before a slow line has brought them; what is of
			// the wrong kind is said, and forgotten.
			const choose = (name) => page.setInputFiles("#file", [{ name, mimeType: "application/pdf", buffer: name.endsWith("pdf") ? pdf : Buffer.from("autre chose") }]);

			let arrives;
			const slow = new Promise((resolve) => (arrives = resolve));

			await page.route("**/uploads.*.js", async (route) => {
				await slow;
				await route.continue();
			}, { times: 1 });
			await page.reload({ waitUntil: "commit" });
			await choose("Avis.txt");
			arrives();
			await page.getByText("« Avis.txt » n’est ni un PDF ni une image.").first().waitFor();
			assert.equal(parvis.sqlNumber("select count(*) from upload") + parvis.sqlNumber("select count(*) from deposit where name = 'Avis.txt'"), 0);
			await choose("Avis.pdf");
			await page.locator("#listed").getByRole("link", { name: "Avis.pdf" }).waitFor();
			assert.match(await page.locator("#listed").innerText(), /Reçu, en cours de vérification/);
			await keepShot(page, `request-piece-sent-${engine}`);
			const tax = await portalPiece(id, "Taxe foncière"), bank = await portalPiece(id, "Relevé d’identité bancaire"), photo = await portalPiece(id, "Photo du tableau électrique"), plan = await portalPiece(id, "Plan du toit");
			const wrong = await give(photo.href, { name: "photo.jpg", type: "image/jpeg", bytes: pdf });

			assert.deepEqual([wrong.status, wrong.data.errors.file], [422, "“photo.jpg” is no picture. Please send a photo or a picture."]);
			assert.equal((await give(bank.href)).status, 422);
			parvis.sql("update space_total set client_quota = 1");
			assert.equal((await give(bank.href, { name: "plein.pdf", type: "application/pdf", bytes: pdf })).data.errors.file, "There is not enough space left for it.");
			// A file in pieces needs its own size, not that and what it reserved.
			const used = parvis.sqlNumber("select coalesce(sum(used + reserved), 0) from client_space where client_id = (select client_id from demand order by id desc limit 1)"), tus = { "Tus-Resumable": "1.0.0", "X-CSRF-Token": theirs };

			parvis.sql(`update space_total set client_quota = ${used + Math.floor(pdf.length * 1.5)}`);
			const begun = await anne.send("POST", `${tax.href}/uploads`, { headers: { ...tus, "Upload-Length": pdf.length, "Upload-Metadata": `filename ${Buffer.from("Morceaux.pdf").toString("base64")}` } });

			assert.equal(begun.status, 201, begun.text);
			const arrived = await anne.send("PATCH", begun.location, { headers: { ...tus, "Upload-Offset": 0 }, raw: { type: "application/offset+octet-stream", bytes: pdf } });

			assert.equal(arrived.status, 204, arrived.text);
			assert.equal((await act((await portalPiece(id, "Taxe foncière")).files[0].removal_href, {}, anne)).status, 200);
			parvis.sql("update space_total set client_quota = -1");
			assert.equal((await give(bank.href, { name: "vide.pdf", type: "application/pdf", bytes: Buffer.alloc(0) })).status, 422);
			assert.equal((await give(bank.href, { name: "RIB.pdf", type: "application/pdf", bytes: letter })).status, 200);
			const more = await give(bank.href, { name: "RIB 2.pdf", type: "application/pdf", bytes: pdf });

			assert.match(more.data.errors.file, /one file too many/);
			assert.equal((await give(tax.href, { name: "Taxe.pdf", type: "application/pdf", bytes: pdf })).status, 200);
			const { files: [sent] } = await portalPiece(id, "Taxe foncière");

			assert.equal((await anne.get(sent.download_href)).status, 200);
			assert.equal((await paul.get(sent.download_href)).status, 404);
			const kept = await act(`/console/clients/${client}/holds`, { folder: client, reason: "Litige 2026-015" });

			assert.equal(kept.status, 200, kept.text);
			const held = await act(sent.removal_href, {}, anne), { release_href: release } = (await read("/console/holds")).holds[0];

			assert.equal(held.status, 409);
			assert.match(held.text, /cannot be taken back at the moment/);
			assert.doesNotMatch(held.text, /2026-015/);
			assert.equal((await portalPiece(id, "Taxe foncière")).files.length, 1);
			assert.equal((await act(release, { reason: "Jugé" })).status, 200);
			assert.equal((await act(sent.removal_href, {}, anne)).status, 200);
			assert.equal((await portalPiece(id, "Taxe foncière")).state, "asked");
			assert.equal((await give(tax.href, { name: "Taxe.pdf", type: "application/pdf", bytes: pdf })).status, 200);
			assert.equal((await act(`${plan.href}/absence`, { words: "Perdu au déménagement." }, anne)).status, 200);
			assert.equal(parvis.run("fsck").status, 0);
			await told();
			assert.equal(mails("mail_demand_received"), 1);
		});

		test("staff accept, refuse with a reason, and the last piece completes it", async () => {
			const { page } = browser, { requests: [{ id }] } = await read(home), now = () => read(`${home}/${id}`);
			let shown = await now();
			const bank = pieceNamed(shown, "Relevé d’identité bancaire");

			await browser.context.addCookies([...helene.cookies].map(([name, value]) => ({ name, value, url: helene.origin })));
			await page.setViewportSize(desktop);
			await page.emulateMedia({ colorScheme: "dark" });
			await page.goto(`${helene.origin}/console/requests?filter=check`);
			await assertAccessible(page);
			await page.getByRole("link", { name: "Dossier MaPrimeRénov’" }).first().click();
			await page.getByRole("button", { name: "Accepter Relevé d’identité bancaire" }).waitFor();
			await assertAccessible(page);
			await assertFits(page);
			await keepShot(page, `request-desk-${engine}`);
			// It is looked at before it is accepted.
			await page.locator(`#piece-${bank.id} .rows a`).first().click();
			await until(() => parvis.sqlNumber("select count(*) from file_look where picture = 'waiting'") === 0);
			await page.reload();
			await page.waitForFunction(() => document.querySelector("img.looked-at")?.naturalWidth > 100);
			await assertAccessible(page);
			await assertFits(page);
			await keepShot(page, `request-sent-${engine}`);
			await page.setViewportSize(phone);
			await page.emulateMedia({ colorScheme: "light" });
			await assertFits(page);
			await keepShot(page, `request-sent-phone-${engine}`);
			await page.setViewportSize(desktop);
			const waiting = new URL(page.url()).pathname;

			assert.equal((await julien.get(`${waiting}/picture?page=2`)).status, 404);
			await page.getByRole("button", { name: "Accepter Relevé d’identité bancaire" }).click();
			await page.getByText("La pièce est acceptée").waitFor();
			assert.equal((await decide(bank.id, { decision: "refuse", reason: "Trop tard", version: bank.version })).status, 409);
			const { files } = await read(`/console/clients/${client}/folders/${folders.find(({ name }) => name === "Notes internes").id}`);

			assert.deepEqual(files.filter(({ name }) => name === "Relevé d’identité bancaire.pdf").map(({ new: fresh }) => fresh), [false]);
			// For who sent it it is not new either.
			assert.equal(parvis.sqlNumber("select count(*) from file join deposit on deposit.file_id = file.id where file.put_whose = 'contact' and file.put_who_id = deposit.contact_id"), 1);
			shown = await now();
			assert.equal((await decide(pieceNamed(shown, "Taxe foncière").id, { decision: "refuse" })).status, 422);
			assert.equal((await decide(pieceNamed(shown, "Photo du tableau électrique").id, { decision: "accept" })).status, 409);
			for (const name of ["Taxe foncière", "Plan du toit"])
				assert.equal((await decide(pieceNamed(shown, name).id, { decision: "refuse", reason: `${name} : illisible`, keep_reason: "on" })).status, 200);
			await told();
			assert.deepEqual([mails("mail_demand_refused"), mails("mail_demand_received")], [1, 1]);
			assert.match(parvis.sql("select body_text from message where kind = 'mail_demand_refused'").join("\n"), /Taxe foncière\s?: illisible[\s\S]*Plan du toit\s?: illisible/);
			assert.equal((await portalPiece(id, "Taxe foncière")).reason, "Taxe foncière : illisible");
			assert.ok((await now()).reasons.some(({ words }) => words === "Taxe foncière : illisible"));
			assert.equal((await give((await portalPiece(id, "Taxe foncière")).href, { name: "Nouveau.pdf", type: "application/pdf", bytes: pdf })).status, 200);
			// What is asked on top is told as well.
			shown = await now();
			const rows = Object.fromEntries(shown.pieces.flatMap(({ id, name, required }, i) => [[`pieces.${i}.id`, id], [`pieces.${i}.name`, name], [`pieces.${i}.optional`, String(!required)]]));

			assert.equal((await act(`${home}/${id}`, { title: shown.request.title, whom: "some", "contacts.0": contacts[0], list: "Facture d’électricité (facultatif)", ...rows })).status, 200);
			await told();
			assert.equal(mails("mail_demand_refused"), 2);
			shown = await now();
			for (const [name, decision] of [["Taxe foncière", "accept"], ["Dernier avis d’imposition", "accept"], ["Photo du tableau électrique", "not_needed"], ["Plan du toit", "not_needed"]])
				assert.equal((await decide(pieceNamed(shown, name).id, { decision })).status, 200, name);
			assert.equal((await now()).request.state, "complete");
			await told();
			assert.equal(mails("mail_demand_complete"), 1);
			assert.equal((await give((await portalPiece(id, "Accord de copropriété")).href, { name: "Nouveau.pdf", type: "application/pdf", bytes: pdf })).status, 409);
			assert.ok((await read(`/console/clients/${client}/activities?type=requests`)).days.flatMap(({ lines }) => lines).length > 5);
		});

		test("a folder that is gone is said, and another one is chosen", async () => {
			const { id: folder } = (await act(`/console/clients/${client}/folders`, { name: "Provisoire" })).data;
			const { request: { id } } = (await act(home, { title: "Photos", list: "Toit", folder })).data, shown = await read(`${home}/${id}`);

			assert.equal((await give((await portalPiece(id, "Toit")).href, { name: "Toit.pdf", type: "application/pdf", bytes: pdf })).status, 200);
			assert.equal((await act(`/console/clients/${client}/folders/${folder}/removal`)).status, 200);
			assert.equal((await read(`${home}/${id}`)).folder_there, false);
			const refused = await decide(shown.pieces[0].id, { decision: "accept" });

			assert.deepEqual([refused.status, refused.data.pieces[0].state], [409, "received"], refused.text);
			assert.equal((await act(`${home}/${id}`, { title: "Photos", folder: client, "pieces.0.id": shown.pieces[0].id, "pieces.0.name": "Toit" })).status, 200);
			assert.equal((await decide(shown.pieces[0].id, { decision: "accept" })).status, 200);
			assert.equal((await act(`${home}/${id}/state`, { step: "cancel" })).status, 409);
			assert.equal((await act(`${home}/${id}/state`, { step: "reopen" })).status, 200);
			assert.equal((await act(`${home}/${id}/state`, { step: "cancel" })).status, 200);
			assert.equal((await read(`${home}/new?from=${id}`)).rows[0].name, "Toit");
			assert.equal((await act(`${home}/${id}/template`)).status, 200);
			// In a template an example is added and taken away; requests that are begun with it have it.
			const templates = "/console/settings/request-templates", { page } = browser, { id: template, href } = (await read(templates)).templates.find(({ name }) => name === "Photos");

			await page.goto(`${helene.origin}${href}`);
			await page.getByText("Montrer un exemple").click();
			await page.getByRole("button", { name: "Ajouter Toit" }).waitFor();
			await page.setInputFiles("#examples input[type=file]", [{ name: "Bon exemple.pdf", mimeType: "application/pdf", buffer: letter }]);
			await page.getByRole("button", { name: "Ajouter Toit" }).click();
			await page.locator("#examples").getByRole("link", { name: "Bon exemple.pdf" }).waitFor();
			await assertAccessible(page);
			await assertFits(page);
			await keepShot(page, `request-template-${engine}`);
			await page.setViewportSize(phone);
			await assertFits(page);
			await keepShot(page, `request-template-phone-${engine}`);
			const begun = (await act(home, { title: "Avec exemple", template, list: "Toit" })).data.request.id;

			assert.equal((await read(`${home}/${begun}`)).pieces[0].example_name, "Bon exemple.pdf");
			await page.getByRole("button", { name: "Retirer l’exemple Toit" }).click();
			await page.getByText("L’exemple a été retiré").waitFor();
			const wrong = await helene.send("POST", `${(await read(href)).examples[0].example_href}`, { files: { csrf }, ...json });

			assert.deepEqual([wrong.status, wrong.data.errors.file], [422, "Please choose a file first."]);
			assert.deepEqual(browser.complaints, []);
		});
	});
