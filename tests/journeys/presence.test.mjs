// Where clients find the portal: its public page, the codes to print, a company's own host name, the look of its mails.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { assertAccessible, assertFits, desktop, keepShot, openBrowser, phone } from "../browser.mjs";
import { engines, startParvis } from "../parvis.mjs";
import { peopleOf } from "./people.mjs";
import { makePng } from "./png.mjs";

const administrator = "helene@solaria.example";
const pngSize = (body) => [body.readUInt32BE(16), body.readUInt32BE(20)];

for (const engine of engines)
	describe(`online presence, on ${engine}`, () => {
		let parvis, program, browser, solaria, boreal;

		before(async () => {
			parvis = await startParvis({ engine });
			program = parvis.client({ json: true, bearer: await parvis.apiToken({ scope: "write" }) });
			browser = await parvis.signedInStaff(administrator);
			[boreal, solaria] = (await program.get("/console/companies")).data.companies;
		});
		after(() => parvis?.close());

		const week = (values) => Object.fromEntries(Object.entries(values).map(([name, value]) => [`hours.${name}`, value]));

		test("visitors read hours and services, and only this page may be indexed", async () => {
			const landing = await parvis.client({ language: "fr" }).open("/p/demo/");

			assert.match(landing.words, /Horaires d’ouverture/);
			assert.match(landing.words, /lundi 9 h 00–12 h 30/);
			assert.match(landing.words, /Entretien annuel Nettoyage.* à partir de 140 €/);
			assert.match(landing.words, /RCS Nantes 732 829 320/);
			assert.match(landing.text, /<meta name="robots" content="index, follow">/);
			assert.match((await parvis.client().open("/p/demo/sign-in")).text, /<meta name="robots" content="noindex">/);
			assert.match((await parvis.client().open("/p/demo/")).words, /Yearly care Cleaning/);
		});

		test("a program writes a public page; what is wrong is said beside its field", async () => {
			const path = `${boreal.href}/page`;
			const wrong = await program.post(path, week({ "0.opens": "14:00", "0.closes": "9:00", "1.opens": "9:00", "1.closes": "12:30", "1.opens_again": "12:00", "1.closes_again": "18:00", "2.opens": "neuf heures", "2.closes": "18:00", "3.opens": "9:00" }));

			assert.equal(wrong.status, 422);
			assert.match(wrong.data.errors.hours[0].closes, /close after it opens/);
			assert.match(wrong.data.errors.hours[1].opens_again, /open again after it has closed/);
			assert.match(wrong.data.errors.hours[2].opens, /like 09:00/);
			assert.match(wrong.data.errors.hours[3].closes, /both/);
			assert.equal((await program.post(path, { "services.0.about.fr": "Sans nom" })).status, 422);
			assert.equal((await program.post(path, Object.fromEntries(Array.from({ length: 21 }, (_, i) => [`services.${i}.name.fr`, `S${i}`])))).status, 422);
			assert.equal((await program.post(path, { surprise: "1" })).status, 400);
			const services = { "services.0.place": "2", "services.0.name.fr": "Second", "services.1.place": "1", "services.1.name.fr": "Premier", "services.1.price.fr": "10 €" };
			const saved = await program.post(path, { ...week({ "0.opens": "9h", "0.closes": "12h30" }), "hours_note.fr": "Sonnez", ...services, version: 0 });

			assert.equal(saved.status, 200, saved.text);
			const { data } = await program.get(path);

			assert.equal(data.version, 1);
			assert.deepEqual(data.public.services.map(({ name }) => name), ["Premier", "Second"]);
			assert.deepEqual(data.days[0].times.map(({ value }) => value), ["09:00", "12:30", null, null]);
			assert.equal((await program.post(path, { "welcome.fr": "Trop tard", version: 0 })).status, 409);
			assert.equal((await program.get(path)).data.public.welcome, null);
			const reader = await parvis.signedInStaff("ines@solaria.example", { json: true }).catch(() => null);

			if (reader !== null)
				assert.notEqual((await reader.post(path, {})).status, 200);
		});

		test("without scripts: a look before saving, then the page as it was typed", async () => {
			const form = await browser.open(`${solaria.href}/page`);
			const looked = await browser.submit(form, { "welcome.en": "Come in", do: "show" });

			assert.equal(looked.status, 200);
			assert.match(looked.words, /As your visitors see it.*Come in/);
			assert.doesNotMatch((await parvis.client().open("/p/demo/")).words, /Come in/);
			const refused = await browser.submit(form, { "welcome.en": "Come in", "hours.5.opens": "later", "hours.5.closes": "18:00" });

			assert.equal(refused.status, 422);
			assert.ok(refused.text.includes('value="later"'));
			assert.equal((await browser.submit(form, { "welcome.en": "Come in", "hours.5.opens": "10:00", "hours.5.closes": "12:00" })).status, 200);
			assert.match((await parvis.client().open("/p/demo/")).words, /Come in.*Saturday 10:00–12:00/);
			const late = await browser.submit(form, { "welcome.en": "Too late" });

			assert.equal(late.status, 409);
			assert.match(late.words, /Somebody else has changed this page/);
			assert.ok(late.text.includes("Too late"));
		});

		test("the codes to print are files with the address in them", async () => {
			const png = await browser.get("/console/portal/qr.png");

			assert.deepEqual(pngSize(png.body), [1500, 1800]);
			assert.match(png.headers["content-disposition"], /attachment.*portal-qr\.png/);
			const svg = await browser.get(`/console/portal/qr.svg?company=${boreal.id}`);

			assert.equal(svg.headers["content-type"], "image/svg+xml");
			assert.match(svg.text, /<svg/);
			assert.equal((await browser.get(`/console/portal/qr.svg?company=${solaria.id}`)).status, 404, "it has no host of its own");
			const { portal, texts } = (await program.get("/console/portal")).data;

			assert.deepEqual(texts.map(({ language }) => language), ["en", "fr"]);
			for (const { text } of texts)
				assert.ok(text.includes(portal.url) && text.includes("Solaria Énergies"));
		});

		test("an icon is made of the initials, the logo, or one of its own; drawings are refused", async () => {
			const icons = async () => {
				const { company } = (await program.get(boreal.href)).data;

				return [await program.get(company.icon), await program.get(company.touch_icon)];
			};
			const letters = await icons();

			assert.deepEqual(letters.map(({ body }) => pngSize(body)), [[32, 32], [180, 180]]);
			const sheet = await browser.open(boreal.href);
			const send = (bytes, name) => browser.submit(sheet, { icon: { name, type: "image/png", bytes } });
			const drawing = await send(Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'), "icon.svg");

			assert.equal(drawing.status, 422);
			assert.match(drawing.words, /SVG drawings can carry programs/);
			assert.match((await send(makePng(8, 8, [200, 0, 0]), "icon.png")).words, /too small/);
			assert.match((await send(makePng(64, 64, [200, 0, 0]), "icon.png")).words, /The icon was changed/);
			const own = await icons();

			assert.ok(!own[0].body.equals(letters[0].body));
			assert.match((await parvis.client().open("/p/demo/")).text, new RegExp(`rel="icon" href="/brand/${solaria.id}/icon.png`));
			assert.equal(parvis.run("fsck").status, 0);
		});

		test("mails bear the logo and the text at the end; a test comes to oneself", async () => {
			const path = `${solaria.href}/mail`;

			assert.equal((await program.post(path, { "footer.fr": "Ouvert le samedi & le dimanche", version: 0 })).status, 409);
			assert.equal((await program.post(path, { "footer.fr": "Ouvert le samedi & le dimanche", "footer.en": "Open on Saturdays" })).status, 200);
			assert.equal((await browser.submit(await browser.open(path), {}, { action: `${path}/test` })).status, 200);
			const message = await parvis.newestMessage(administrator);

			assert.match(message.subject, /How your mails look: Solaria Énergies/);
			assert.match(message.text, /Open on Saturdays/);
			const [html] = parvis.sql("select replace(body_html, char(10), ' ') from message order by id desc limit 1".replace("char(10)", engine === "sqlite" ? "char(10)" : "chr(10)"));

			assert.match(html, /Open on Saturdays/);
			assert.match(html, new RegExp(`<img class="logo" src="${parvis.url}/brand/${solaria.id}/logo.png`));
		});

		test("one page shows how the portal looks and where it is set, and has its texts in each language", async () => {
			const path = "/console/portal/design";
			const { data } = await program.get(path);
			const facts = (name) => data.places.find(({ label }) => label === name).facts.map(({ fact }) => fact).join(" ");

			assert.match(facts("brand"), /Your logo is shown.*#/);
			assert.match(facts("page"), /Come in|Welcome: .*Solaria/);
			assert.match(facts("buttons"), /\d buttons are shown/);
			assert.match(data.inputs.home_en.value, /Good to see you again/);
			const client = await parvis.signedIn(peopleOf(parvis)[0].email, { json: true });
			const welcome = async () => (await client.get("/p/demo/")).data.design_welcome;

			assert.equal((await welcome()).text.length, 2);
			const form = await browser.open(path);
			const looked = await browser.submit(form, { "home.en": "<b>Hello</b> you", "end.en": "{{Done}}", do: "show" });

			assert.match(looked.words, /How it will look.*Hello.* you.*{{Done}}/);
			assert.ok(looked.text.includes("&lt;b&gt;Hello"));
			assert.equal((await welcome()).text.length, 2, "looking saves nothing");
			const long = await browser.submit(form, { "home.en": "x".repeat(1001), "end.en": "kept" });

			assert.equal(long.status, 422);
			assert.ok(long.text.includes('id="home.en-error"') && long.text.includes('value="kept"'));
			assert.match((await browser.submit(form, { "home.en": "Hello you", "home.fr": "Coucou", "end.en": "" })).words, /your clients read it from now on/);
			assert.equal((await client.post("/p/demo/preferences", { language: "fr" })).status, 200);
			assert.deepEqual((await welcome()).text, ["Coucou"]);
			const late = await browser.submit(form, { "home.en": "Too late" });

			assert.equal(late.status, 409);
			assert.match(late.words, /Saved meanwhile: Hello you/);
			assert.ok(late.text.includes("Too late"));
			assert.equal((await program.post(path, { home: { fr: "" }, version: data.version })).status, 409);
			assert.equal((await program.post(path, { home: { fr: "" }, version: data.version + 1 })).data.version, data.version + 2);
			assert.equal(await welcome(), null);
			assert.equal(parvis.sqlNumber("select count(*) from audit where action = 'design.change'"), 2);
			assert.equal((await parvis.signedInStaff("nadia@solaria.example", { json: true }).then((reader) => reader.get(path))).status, 404);
		});

		test("a host name is looked at by a job, and the page says what to do next", async () => {
			assert.equal((await program.get(`${boreal.href}/host`)).data.host.state, "unknown");
			assert.equal((await program.post(`${boreal.href}/host`)).data.host.state, "looking");
			for (let i = 0; ; i++) {
				const { host } = (await program.get(`${boreal.href}/host`)).data;

				if (!host.looking) {
					assert.equal(host.state, "trouble");
					assert.equal(host.dns, "absent");
					assert.match(host.next, /CNAME record for clients\.boreal\.example/);
					break;
				}
				assert.ok(i < 600, "the check ends");
				await sleep(50);
			}
			assert.equal((await program.get(`${solaria.href}/host`)).status, 404);
			const actions = parvis.sql("select action from audit");

			for (const action of ["company.page", "company.icon", "company.mail", "company.mail_test", "company.host"])
				assert.ok(actions.includes(action), action);
		});

		if (engine === "sqlite")
			test("the pages on a screen and on a phone", async () => {
				const staff = await parvis.signedInStaff(administrator, { language: "fr" });
				const screen = await openBrowser({ locale: "fr-FR", viewport: desktop });
				const { page } = screen;
				const look = async (name) => {
					for (const [size, colorScheme, suffix] of [[desktop, "light", "desk"], [phone, "dark", "phone-dark"]]) {
						await page.setViewportSize(size);
						await page.emulateMedia({ colorScheme });
						await sleep(300); // colours fade into each other
						await assertAccessible(page);
						await assertFits(page);
						await keepShot(page, `presence-${name}-${suffix}`);
					}
					await page.setViewportSize(desktop);
					await page.emulateMedia({ colorScheme: "light" });
				};

				try {
					await page.goto(`${parvis.url}/p/demo/`);
					await look("landing");
					await screen.context.addCookies([...staff.cookies].map(([name, value]) => ({ name, value, url: parvis.url })));
					await page.goto(`${parvis.url}/console/portal`);
					await look("page");
					await page.goto(`${parvis.url}${solaria.href}/page`);
					await page.locator('[id="welcome.fr"]').fill("Entrez donc");
					await page.locator("#look").getByText("Entrez donc").waitFor();
					await look("form");
					await page.goto(`${parvis.url}${solaria.href}/mail`);
					await page.locator('[id="footer.fr"]').fill("Au plaisir");
					await page.locator("#look").getByText("Au plaisir").first().waitFor();
					await look("mail");
					await page.goto(`${parvis.url}/console/portal/design`);
					await page.locator('[id="home.fr"]').fill("Ravis de vous revoir");
					await page.locator('[id="end.fr"]').fill("Merci, c’est bien arrivé.");
					await page.locator("#look").getByText("Merci, c’est bien arrivé.").waitFor();
					await look("design");
					await page.goto(`${parvis.url}${boreal.href}/host`);
					await look("host");
					assert.deepEqual(screen.complaints, []);
				} finally {
					await screen.close();
				}
			});
	});
