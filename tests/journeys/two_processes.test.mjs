// Two processes over one PostgreSQL: an administrator takes something away on one of them, and a client on the other is told
// that it is not there the very next time they ask.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { makePlace, postgresUrl, startParvis } from "../parvis.mjs";
import { idText, peopleOf } from "./people.mjs";

const tabs = "/p/demo/records", settings = "/console/settings";
const soon = 1000; // milliseconds from the administrator's answer to the client's

describe("a right that is taken back on one process is gone on the other", { skip: postgresUrl === null && "only PostgreSQL has several processes" }, () => {
	let there, here, helene, julien, client, page, person, type;
	const sql = (text) => there.sql(text);

	before(async () => {
		const place = makePlace("postgres");

		[there, here] = await Promise.all([startParvis({ place }), startParvis({ place })]);
		const clients = new Set(sql("select distinct t.client_id from ticket t join contract c on c.client_id = t.client_id where t.deleted_at is null and c.deleted_at is null and c.state not in ('draft', 'ended')"));

		person = peopleOf(there).find(({ clientId }) => clients.has(clientId));
		[helene, julien, client] = await Promise.all([
			there.signedInStaff("helene@solaria.example", { json: true }), here.signedInStaff("julien@solaria.example", { json: true }), here.signedIn(person.email, { json: true })]);
		page = client.twin({ json: false });
		type = idText(BigInt(sql("select id from user_type where is_default = 1")[0]));
	});
	after(async () => {
		for (const one of [helene, julien, client, page])
			one?.close();
		if (here !== undefined)
			await here.stop();
		await there?.close();
	});

	// What the other process answers once this one has: within a second, and the first time it is asked.
	async function gone(change, asked) {
		const answer = await change();

		assert.ok(answer.status < 400, `${answer.status} ${answer.text}`);
		const begun = performance.now(), answers = [];

		for (const ask of asked)
			answers.push(await ask());
		assert.ok(performance.now() - begun < soon, `it took ${performance.now() - begun} ms`);
		return answers;
	}

	const filtered = (field, value) => `?filter=${encodeURIComponent(JSON.stringify({ field, comparison: "is", values: [value] }))}`;
	const get = (who, path) => () => who.get(`${tabs}/${path}`);
	const setup = () => JSON.parse(sql("select draft from user_type where is_default = 1")[0]);

	// Writes what is being set up, as its pages do, and publishes it on the administrator's process.
	async function publish(changed) {
		sql(`update user_type set draft = '${JSON.stringify(changed).replaceAll("'", "''")}', version = version + 1 where is_default = 1`);
		return helene.post(`${settings}/portal/types/${type}/publication`, { confirm: "1", version: sql("select version from user_type where is_default = 1")[0] });
	}

	test("a rule hides a record, and then a field of all", async () => {
		const [ticket] = (await client.get(`${tabs}/tickets`)).data.records, word = ticket.fields.subject.split(/\W+/u).find(({ length }) => length > 4);
		const rule = (field) => () => helene.post(`${settings}/sharing/tickets/states`, { name: `Rule ${field}`, field, effect: "hidden", confirm: "1",
			"condition.rows.0.field": "subject", "condition.rows.0.comparison": "is", "condition.rows.0.value": ticket.fields.subject });
		const found = async () => (await client.get(`${tabs}/tickets?q=${encodeURIComponent(word)}`)).data.records.some(({ id }) => id === ticket.id);

		assert.equal((await page.get(`${tabs}/tickets/${ticket.id}`)).status, 200);
		assert.ok(await found());
		const [sheet] = await gone(rule("priority"), [get(client, `tickets/${ticket.id}`)]);

		assert.equal(sheet.data.record.fields.priority, null);
		const [one, html, list, search] = await gone(rule(""), [get(client, `tickets/${ticket.id}`), get(page, `tickets/${ticket.id}`), get(client, "tickets"), found]);

		assert.deepEqual([one.status, html.status], [404, 404]);
		assert.ok(list.data.records.every(({ id }) => id !== ticket.id));
		assert.equal(search, false);
	});

	test("a profile loses a field while somebody of the staff looks", async () => {
		const [manager] = sql("select id from profile where id = 2"), path = `${settings}/profiles/${idText(BigInt(manager))}/leads`;
		const { version } = (await helene.get(`${settings}/profiles/${idText(BigInt(manager))}`)).data.profile ?? { version: sql("select version from profile where id = 2")[0] };

		assert.ok("phone" in (await julien.get("/console/records/leads")).data.records[0].fields);
		const [list, filter] = await gone(() => helene.post(path, { confirm: "1", version, fields: [{ name: "phone", level: "hidden" }] }),
			[() => julien.get("/console/records/leads"), () => julien.get(`/console/records/leads${filtered("phone", "+33612345678")}`)]);

		assert.ok(!("phone" in list.data.records[0].fields));
		assert.equal(filter.status, 422);
	});

	test("a user type without a field, then without a tab: list, sheet, search, filter, file", async () => {
		const [contract] = (await client.get(`${tabs}/contracts`)).data.records, begun = setup(), without = structuredClone(begun);

		assert.equal((await client.get(`${tabs}/contracts${filtered("state", "active")}`)).status, 200);
		for (const layout of without.tabs.find(({ module }) => module === "contracts").layouts)
			delete layout.fields.state;
		const [list, filter] = await gone(() => publish(without), [get(client, "contracts"), get(client, `contracts${filtered("state", "active")}`)]);

		assert.equal(list.status, 200);
		assert.ok(!("state" in list.data.records[0].fields));
		assert.equal(filter.status, 422);
		without.tabs = without.tabs.filter(({ module }) => module !== "contracts");
		const nowhere = `contracts/${contract.id}`;
		const answers = await gone(() => publish(without), ["contracts", "contracts?q=a", nowhere, `${nowhere}/files/0000000000001`].flatMap((path) => [get(client, path), get(page, path)]));

		assert.deepEqual(answers.map(({ status }) => status), answers.map(() => 404));
		assert.ok(!(await page.get("/p/demo/")).text.includes(`${tabs}/contracts`));
		const [back] = await gone(() => publish(begun), [get(client, "contracts")]);

		assert.equal(back.status, 200);
	});
});
