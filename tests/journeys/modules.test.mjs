// A module made entirely in the browser: "Véhicules" with ten fields of different types, a lookup to clients, a sub-form of
// services, two layouts; mistakes said beside their fields, and what is in use not lost. Then it is filled and used.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { assertAccessible, assertFits, dragTo, openBrowser, settled } from "../browser.mjs";
import { engines, startParvis } from "../parvis.mjs";
import { fillsModule } from "./filled.mjs";

const home = "/console/settings/modules";
const vehicles = `${home}/vehicules`;

for (const engine of engines)
	describe(`modules, on ${engine}`, () => {
		let parvis, browser, page, administrator, program;

		before(async () => {
			parvis = await startParvis({ engine });
			administrator = await parvis.signedInStaff("helene@solaria.example");
			program = await parvis.signedInStaff("helene@solaria.example", { json: true });
			browser = await openBrowser({ locale: "fr-FR" });
			page = browser.page;
			page.on("dialog", (dialog) => dialog.accept());
			await browser.context.addCookies([...administrator.cookies].map(([name, value]) => ({ name, value, url: parvis.url })));
		});
		after(async () => {
			await browser?.close();
			await parvis?.close();
		});

		const open = async (path) => {
			const response = await page.goto(parvis.url + path);

			assert.ok(response.status() < 400, `${path}: ${response.status()}`);
		};
		const input = (name) => page.locator(`[name="${name}"]`);
		const text = () => page.locator("main").innerText();
		const path = () => new URL(page.url()).pathname;
		const json = async (address) => {
			const program = await parvis.signedInStaff("helene@solaria.example", { json: true });

			return (await program.get(address)).data;
		};

		// Chooses a type by its name, fills in what it asks, and adds the field.
		async function addField(module, type, label, fill = async () => {}) {
			await open(`${module}/fields`);
			await page.getByRole("link", { name: "Nouveau champ" }).click();
			await page.locator("a.type", { has: page.getByText(type, { exact: true }) }).click();
			await input("label.fr").fill(label);
			await fill();
			await page.getByRole("button", { name: "Ajouter le champ" }).click();
			await page.waitForURL(`**${module}/fields`);
			assert.match(await text(), new RegExp(label));
		}

		test("a module is made from its names, an icon and the field that names it", async () => {
			await open("/console/settings");
			await page.getByRole("link", { name: "Modules", exact: true }).click();
			await page.getByRole("link", { name: "Nouveau module" }).click();
			await page.getByRole("button", { name: "Créer le module" }).click();
			assert.match(await text(), /Merci de remplir ce champ|remplir/, "an empty form says what is missing");
			await input("singular.fr").fill("Véhicule");
			await input("singular.en").fill("Vehicle");
			await input("plural.fr").fill("Véhicules");
			await input("naming.fr").fill("Immatriculation");
			await page.getByRole("radio", { name: "Voiture" }).check({ force: true });
			await assertAccessible(page);
			await page.getByRole("button", { name: "Créer le module" }).click();
			await page.waitForURL(`**${vehicles}/fields`);
			assert.match(await text(), /Immatriculation/);
		});

		test("ten fields of different types are added, a lookup to clients among them", async () => {
			await addField(vehicles, "Un choix", "Marque", async () => {
				await input("settings.choices.0.label.fr").fill("Renault");
				await input("settings.choices.1.label.fr").fill("Peugeot");
				await input("settings.choices.1.tone").selectOption("info");
				await page.getByRole("button", { name: "Monter la réponse 2" }).click();
				await page.waitForFunction(() => document.querySelector('[name="settings.choices.0.label.fr"]').value === "Peugeot");
			});
			await addField(vehicles, "Nombre entier", "Kilomètres", () => input("settings.least").fill("0"));
			await addField(vehicles, "Montant", "Prix d’achat");
			await addField(vehicles, "Date", "Mise en circulation");
			await addField(vehicles, "Oui ou non", "Sous garantie");
			await addField(vehicles, "Lien vers un autre module", "Client", () => input("settings.target").selectOption("clients"));
			await addField(vehicles, "Texte long", "Remarques");
			await addField(vehicles, "Plusieurs choix", "Équipement", async () => {
				await input("settings.choices.0.label.fr").fill("Galerie");
				await input("settings.choices.1.label.fr").fill("Attelage");
			});
			await addField(vehicles, "Date", "Fin de garantie", async () => {
				await page.getByText("Montré seulement dans certains cas").click();
				await input("visible_when.rows.0.field").selectOption("sous_garantie");
				await input("visible_when.rows.0.value").fill("oui");
			});
			const { fields } = await json(`${vehicles}/fields`);

			assert.deepEqual(fields.map(({ label, type }) => [label, type]), [
				["Immatriculation", "text"], ["Marque", "choice"], ["Kilomètres", "integer"], ["Prix d’achat", "money"], ["Mise en circulation", "day"],
				["Sous garantie", "yes_no"], ["Client", "lookup"], ["Remarques", "long_text"], ["Équipement", "choices"], ["Fin de garantie", "day"],
			]);
			assert.equal(fields[1].answers, "Peugeot, Renault");
			assert.match(fields[9].visible_when, /Sous garantie/);
		});

		test("a formula says where it goes wrong while it is typed, and what was typed stays", async () => {
			await open(`${vehicles}/fields/form?type=formula`);
			await input("label.fr").fill("Prix TTC");
			await input("settings.result").selectOption("money");
			await input("settings.formula").fill("prix_d_achat * 1.2 + moteur");
			await page.locator("#formula-check mark").waitFor();
			assert.equal(await page.locator("#formula-check mark").innerText(), "moteur");
			await page.getByRole("button", { name: "Ajouter le champ" }).click();
			assert.equal(await page.locator("#formula-check mark").innerText(), "moteur", "without a script, too");
			assert.equal(await input("label.fr").inputValue(), "Prix TTC");
			await input("settings.formula").fill("prix_d_achat * 1.2");
			await page.locator("#formula-check .ok-text").waitFor();
			await page.getByRole("button", { name: "Ajouter le champ" }).click();
			await page.waitForURL(`**${vehicles}/fields`);
		});

		test("a sub-form of services has its own fields, and its lines are added up", async () => {
			await open(`${vehicles}/fields`);
			await page.getByRole("link", { name: "Ajouter un sous-formulaire" }).click();
			await input("singular.fr").fill("Entretien");
			await input("plural.fr").fill("Entretiens");
			await input("naming.fr").fill("Travaux");
			await page.getByRole("button", { name: "Créer le sous-formulaire" }).click();
			await page.waitForURL(`**${home}/entretiens/fields`);
			await addField(`${home}/entretiens`, "Date", "Fait le");
			await addField(`${home}/entretiens`, "Montant", "Coût");
			await addField(vehicles, "Total de ce qui est en dessous", "Coût des entretiens", async () => {
				await input("settings.rollup.of").selectOption("sum");
				await input("settings.rollup.from").selectOption("entretiens.cout");
			});
			const module = (await json(home)).own.find(({ name }) => name === "vehicules");

			assert.equal(module.singular, "Vehicle", "a program that says no language is answered in English");
			assert.equal(module.icon, "car");
			assert.equal(module.field_count, 12);
			assert.deepEqual(module.sub_forms.map(({ name }) => name), ["entretiens"]);
		});

		test("fields are put in order by their buttons and by dragging", async () => {
			await open(`${vehicles}/fields`);
			await page.locator("#up-client").focus();
			await page.keyboard.press("Enter");
			await page.waitForFunction(() => [...document.querySelectorAll("[data-item]")][5].dataset.item === "client");
			assert.equal(await page.evaluate(() => document.activeElement.id), "up-client", "the keyboard goes on where it was");
			await dragTo(page, '[data-item="client"]', '[data-item="immatriculation"]', { x: 200, y: 50 });
			await page.waitForFunction(() => [...document.querySelectorAll("[data-item]")][1].dataset.item === "client");
			assert.deepEqual((await json(`${vehicles}/fields`)).fields.slice(0, 3).map(({ name }) => name), ["immatriculation", "client", "marque"]);
		});

		test("two layouts are arranged, the second with the keyboard alone", async () => {
			await open(`${vehicles}/layouts`);
			await page.getByRole("link", { name: "Disposer les champs" }).click();
			await input("name").fill("Complète");
			await input("sections.0.title.fr").fill("Le véhicule");
			await page.getByRole("button", { name: "Ajouter une section" }).click();
			await input("sections.1.title.fr").fill("À savoir");
			await page.setViewportSize({ width: 1360, height: 2400 }); // both ends of the way are in sight
			await page.locator('[data-item="remarques"]').dragTo(page.locator('[data-list="1"]'));
			await page.locator('[data-list="1"] [data-item="remarques"]').waitFor();
			await page.waitForFunction(() => document.querySelector(".look")?.innerText.includes("À savoir"));
			assert.equal(await input("sections.1.title.fr").inputValue(), "À savoir");
			await assertAccessible(page);
			await page.getByRole("button", { name: "Enregistrer" }).last().click();
			await page.waitForURL(`**${vehicles}/layouts`);

			const press = async (id) => {
				await page.locator(`[id="${id}"]`).focus();
				await page.keyboard.press("Enter");
				await settled(page);
			};

			await page.getByRole("link", { name: "Nouvelle disposition" }).focus();
			await page.keyboard.press("Enter");
			await page.locator("#name").focus();
			await page.keyboard.type("Courte");
			await press("up-remarques");
			await page.locator('[data-list="0"] [data-item="remarques"]').waitFor();
			assert.equal(await page.evaluate(() => document.activeElement.id), "up-remarques");
			await press("section-remove-2");
			await page.waitForFunction(() => !document.querySelector('[data-list="1"]'));
			await page.locator("#name").focus();
			await page.keyboard.press("Enter");
			await page.waitForURL(`**${vehicles}/layouts`);
			const { layouts } = await json(`${vehicles}/layouts`);

			assert.deepEqual(layouts.map(({ name, section_count }) => [name, section_count]), [["Complète", 2], ["Courte", 1]]);
			assert.equal(layouts[0].sections[1].title, "À savoir");
			assert.deepEqual(layouts[0].sections[1].fields.map(({ label }) => label), ["Remarques"]);
		});

		test("what is in use is not taken away: the page says what uses it", async () => {
			await open(`${vehicles}/fields/prix_d_achat`);
			await page.getByRole("button", { name: "Mettre hors service" }).click();
			await page.locator("#uses .use").first().waitFor();
			const uses = await page.locator("#uses").innerText();

			for (const words of [/Prix TTC/, /Complète/])
				assert.match(uses, words);
			assert.equal((await json(`${vehicles}/fields`)).fields.some(({ name }) => name === "prix_d_achat"), true);
		});

		test("of two who change the same field, the second sees both texts and loses nothing", async () => {
			await open(`${vehicles}/fields/marque`);
			const other = await administrator.open(`${vehicles}/fields/marque`);
			const saved = await administrator.submit(other, { "label.fr": "Constructeur", do: "save" }, { action: `${vehicles}/fields/marque` });

			assert.equal(saved.status, 200);
			await input("label.fr").fill("Fabricant");
			await page.getByRole("button", { name: "Enregistrer" }).last().click();
			await page.locator(".theirs").first().waitFor();
			assert.match(await text(), /Constructeur/);
			assert.equal(await input("label.fr").inputValue(), "Fabricant");
			await page.getByRole("button", { name: "Enregistrer" }).last().click();
			await page.waitForURL(`**${vehicles}/fields`);
			assert.match(await text(), /Fabricant/);
		});

		test("a module goes out of use with what it holds, and comes back", async () => {
			await open(home);
			await page.getByRole("link", { name: "Nouveau module" }).click();
			for (const [name, value] of [["singular.fr", "Essai"], ["plural.fr", "Essais"], ["naming.fr", "Nom"]])
				await input(name).fill(value);
			await page.getByRole("button", { name: "Créer le module" }).click();
			await page.waitForURL("**/essais/fields");
			await open(`${home}/essais`);
			await page.getByRole("button", { name: "Mettre hors service" }).click();
			await page.waitForURL(`**${home}`);
			await page.getByText("Hors service", { exact: true }).click();
			await page.getByRole("button", { name: /Remettre en service/ }).click();
			await page.waitForURL("**/essais/fields");
			assert.equal((await json(home)).own.some(({ name }) => name === "essais"), true);
		});

		test("nothing sticks out on a phone, and no script or style was refused", async () => {
			await page.setViewportSize({ width: 320, height: 640 });
			for (const below of ["", "/fields", "/fields/form", "/fields/form?type=choice", "/fields/form?type=formula", "/fields/marque", "/layouts", "/layouts/form"]) {
				await open(vehicles + below);
				await assertFits(page);
			}
			assert.deepEqual(browser.complaints, []);
		});

		fillsModule(() => ({ parvis, page, program }));
	});
