// Requests that nobody means well with, or that an odd program sends: they are answered, and told nothing.
import assert from "node:assert/strict";
import { test } from "node:test";
import { engines, startParvis, staffPassword } from "./parvis.mjs";

const email = "helene@solaria.example";

for (const engine of engines)
	test(`${engine}: odd requests`, async (t) => {
		const parvis = await startParvis({ engine });

		try {
			await t.test("an unknown portal or host tells neither whose house this is nor where its staff go", async () => {
				const stranger = parvis.client();
				const answers = [
					await stranger.get("/p/nope/"),
					await stranger.get("/p/nope/sign-in"),
					await stranger.get("/", { headers: { Host: "elsewhere.example" } }),
					await stranger.get("/console/", { headers: { Host: "elsewhere.example" } }),
				];

				assert.deepEqual(answers.map(({ status }) => status), [404, 404, 421, 421]);
				for (const { text } of answers)
					assert.doesNotMatch(text, /solaria|console/i);
				stranger.close();
			});

			await t.test("what cannot stand in a URL is no page to go on to", async () => {
				for (const next of ["/console/é", "/console/\u0001", "/console/a b", "/console/\r\nX: y", "/console//evil.example", "/console/\\evil"]) {
					const staff = parvis.client();

					assert.equal((await staff.post("/console/sign-in", { email, password: staffPassword, next })).location, "/console/");
					staff.close();
				}
			});

			await t.test("a browser may call itself anything", async () => {
				for (const name of ["caf\xe9", `${"a".repeat(199)}\xc3\xa9`, "\xff\xfe"]) {
					const staff = parvis.client({ headers: { "User-Agent": name } });

					assert.equal((await staff.post("/console/sign-in", { email, password: staffPassword })).status, 303);
					assert.equal((await staff.get("/console/account")).status, 200);
					staff.close();
				}
			});

			await t.test("who ends their own session is signed out of this browser", async () => {
				const staff = await parvis.signedInStaff(email, { json: true });
				const own = (await staff.get("/console/account")).data.sessions.find(({ current }) => current);
				const ended = await staff.post(own.end_href, {}, { headers: { Accept: "text/html" } });

				assert.equal(ended.location, "/console/sign-in");
				assert.match(ended.headers["clear-site-data"], /cache/);
				assert.ok(!staff.cookies.has("sid"));
				staff.close();
			});
		} finally {
			await parvis.close();
		}
	});
