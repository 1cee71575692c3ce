// While the database cancels statements and cuts connections, every page either answers or says that it cannot, and the
// process never dies. Only PostgreSQL can be made to fail like this.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { test } from "node:test";
import { engines, postgresUrl, startParvis } from "./parvis.mjs";

const troubledFor = 8000; // ms
const expected = new Set([200, 303, 404, 409, 503]);

// Every path that the pages of this browser lead to, from its home on.
async function crawl(browser, home) {
	const found = new Set([home]);

	for (const path of found) {
		const page = await browser.get(path);

		for (const { href } of page.links) {
			const url = new URL(href, "http://here" + path);

			if (url.host === "here" && url.pathname.startsWith(home) && found.size < 80)
				found.add(url.pathname + url.search);
		}
	}
	return [...found];
}

// A zip is made while it is sent: one that cannot be finished breaks off, so that nobody takes it for a whole one.
const breaksOff = (path, error) => path.endsWith("/zip") && error.code === "ECONNRESET";

async function hammer(browser, paths, statuses, until) {
	for (let i = Math.floor(Math.random() * paths.length); performance.now() < until; i++) {
		const path = paths[i % paths.length];
		const { status } = await browser.get(path).catch((error) => {
			assert.ok(breaksOff(path, error), `${path}: ${error}`);
			return { status: 503 };
		});

		statuses.set(status, (statuses.get(status) ?? 0) + 1);
		assert.ok(expected.has(status), `${path}: ${status}`);
	}
}

// Another person, another client or other preferences: writes are cut as well.
async function write(browser, until, statuses) {
	while (performance.now() < until) {
		const { status } = await browser.post("/p/demo/sign-in", { email: `nobody${Math.random()}@example.org` });

		statuses.set(status, (statuses.get(status) ?? 0) + 1);
		assert.ok(expected.has(status) || status === 429, `writing: ${status}`);
	}
}

// The lock makes statements wait, so that what follows surely meets some of them half-way, however fast the machine is.
async function trouble(parvis, until) {
	const url = new URL(postgresUrl);

	url.pathname = `/${parvis.place.database}`;
	for (let i = 0; performance.now() < until; i++) {
		const how = i % 3 === 0 ? "pg_terminate_backend" : "pg_cancel_backend";
		const psql = spawn("psql", ["-X", "-q", "-d", url.href], { stdio: ["pipe", "ignore", "inherit"] });

		psql.stdin.end(`begin;
			lock table parvis.session in access exclusive mode;
			select pg_sleep(0.02);
			select ${how}(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid();
			rollback;\n`.repeat(4));
		await once(psql, "exit");
	}
}

test("pages survive a database that cancels and disconnects", { skip: !engines.includes("postgres") }, async () => {
	const parvis = await startParvis({ engine: "postgres" });

	try {
		const staff = await parvis.signedInStaff("helene@solaria.example");
		const [email] = parvis.sql("select c.email from contact c join client_contact k on k.contact_id = c.id " +
			"where c.email is not null and c.blocked_at is null and c.mobile_confirmed_at is null group by c.id, c.email having count(*) = 1 order by c.id limit 1");
		const client = await parvis.signedIn(email);
		const console_ = await crawl(staff, "/console/"), portal = await crawl(client, "/p/demo/");
		const until = performance.now() + troubledFor, statuses = new Map();

		await Promise.all([
			trouble(parvis, until),
			...Array.from({ length: 6 }, () => hammer(staff.twin(), console_, statuses, until)),
			...Array.from({ length: 4 }, () => hammer(client.twin(), portal, statuses, until)),
			write(parvis.client(), until, statuses),
		]);
		assert.equal(parvis.process.exitCode, null, parvis.log.slice(-4000));
		assert.ok(statuses.get(503) > 10, `the trouble was none: ${[...statuses].join(" ")}`);
		assert.equal((await staff.get("/console/")).status, 200);
		assert.equal((await client.get("/p/demo/")).status, 200);
	} finally {
		await parvis.close();
	}
});
