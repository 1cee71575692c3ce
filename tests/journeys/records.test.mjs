// Records in a browser with scripts: search as one types, fields that show when needed, lines, a filter that follows what is
// chosen, a card dragged from one column to another.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { openBrowser } from "../browser.mjs";
import { engines, startParvis } from "../parvis.mjs";

const home = "/console/records";

for (const engine of engines)
	describe(`records in a browser, on ${engine}`, () => {
		let parvis, browser, page, program;

		before(async () => {
			parvis = await startParvis({ engine });
			program = await parvis.signedInStaff("helene@solaria.example", { json: true });
			const staff = await parvis.signedInStaff("helene@solaria.example");

			browser = await openBrowser({ locale: "fr-FR", viewport: { width: 1600, height: 1200 } });
			page = browser.page;
			page.on("dialog", (dialog) => dialog.accept());
			await browser.context.addCookies([...staff.cookies].map(([name, value]) => ({ name, value, url: parvis.url })));
		});
		after(async () => {
			await browser?.close();
			await parvis?.close();
		});

		const open = async (path) => {
			const response = await page.goto(parvis.url + path);

			assert.ok(response.status() < 400, `${path}: ${response.status()}`);
		};
		const input = (name) => page.locator(`[id="${name}"]`);
		const save = () => Promise.all([page.waitForURL((url) => !url.pathname.endsWith("/form")), page.getByRole("button", { name: "Enregistrer", exact: true }).last().click()]);
		const found = () => page.locator("table.records tbody tr").count();

		test("a lookup is found by typing, with the keyboard alone", async () => {
			await open(`${home}/opportunities/form`);
			await input("fields.name").fill("Serre chauffée");
			await input("fields.client").pressSequentially("boul");
			await page.locator("[role=option]", { hasText: "Boulangerie" }).first().waitFor();
			await page.keyboard.press("ArrowDown");
			await page.keyboard.press("Enter");
			assert.match(await input("fields.client").inputValue(), /Boulangerie/);
			await input("fields.amount").fill("12 500,50");
			await save();
			assert.match(await page.locator("main").innerText(), /Serre chauffée[\s\S]*Boulangerie[\s\S]*12.500,50/);
		});

		test("a field that is asked in some cases only shows in those", async () => {
			await open(`${home}/vehicles/form`);
			assert.ok(await page.locator("[data-field=back_on]").isHidden());
			await input("fields.state").selectOption("workshop");
			assert.ok(await page.locator("[data-field=back_on]").isVisible());
		});

		test("lines are added without leaving the page, and keep the order that is given", async () => {
			await open(`${home}/offers/form`);
			await input("fields.subject").fill("Deux lignes");
			for (const [row, label, position] of [[0, "Seconde", "2"], [1, "Première", "1"]]) {
				if (row > 0)
					await page.getByRole("button", { name: "Plus de lignes" }).click();
				await input(`lines.offer_lines.${row}.label`).fill(label);
				await input(`lines.offer_lines.${row}.quantity`).fill("2");
				await input(`lines.offer_lines.${row}.unit_price`).fill("10");
				await input(`lines.offer_lines.${row}.position`).fill(position);
			}
			await save();
			assert.deepEqual(await page.locator("#lines-offer_lines tbody td:first-child").allInnerTexts(), ["Première", "Seconde"]);
		});

		test("a filter follows what is chosen, and the search goes with it", async () => {
			await open(`${home}/vehicles?view=none`);
			const all = await found();

			await page.locator("#filter summary").click();
			await input("filter.0.field").selectOption("state");
			await input("filter.0.value").selectOption("workshop");
			await page.waitForURL(/filter\.0\.value=workshop/);
			const some = await found();

			assert.ok(some > 0 && some < all, `${some} of ${all}`);
			await input("q").fill("rien de tel");
			await page.waitForURL(/q=rien/);
			assert.match(await page.locator("#records").innerText(), /Rien trouvé/);
			await page.getByRole("link", { name: "Voir toutes les fiches" }).click();
			await page.waitForURL(/view=none$/);
			assert.equal(await found(), all);
		});

		test("a card is dragged into another column", async () => {
			await open(`${home}/vehicles?view=none&kind=board&by=state`);
			const card = page.locator(".board-column[data-code=workshop] .board-card").first();
			const name = await card.locator("a").first().innerText();
			const from = await card.boundingBox(), to = await page.locator(".board-column[data-code=in_service], .board-column:first-child").first().boundingBox();

			await page.mouse.move(from.x + from.width - 6, from.y + 6);
			await page.mouse.down();
			await page.mouse.move(to.x + 40, to.y + 20, { steps: 6 });
			await Promise.all([page.waitForNavigation(), page.mouse.up()]);
			assert.equal(await page.locator(".board-column:first-child .board-card", { hasText: name }).count(), 1);
		});

		test("the menu of a card is quiet while one can drag it, and there for the keyboard", async () => {
			await open(`${home}/vehicles?view=none&kind=board&by=state`);
			const menu = page.locator(".board-card .move").first();

			assert.ok((await menu.boundingBox()).height <= 1, "it takes no place");
			await menu.locator("select").focus();
			assert.ok((await menu.boundingBox()).height > 20, "it is there for who comes by keyboard");
			const bare = await page.context().browser().newContext({ javaScriptEnabled: false });
			const still = await bare.newPage();

			await bare.addCookies(await page.context().cookies());
			await still.goto(`${parvis.url}${home}/vehicles?view=none&kind=board&by=state`);
			assert.ok((await still.locator(".board-card .move").first().boundingBox()).height > 20);
			await bare.close();
		});

		test("nothing of it met a refusal of the content security policy, or an error", () => assert.deepEqual(browser.complaints, []));
	});
