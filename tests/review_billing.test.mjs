// What many do at once comes out as if they had queued: numbers without gaps, no payment twice, never no administrator.
import assert from "node:assert/strict";
import { test } from "node:test";
import { engines, startParvis } from "./parvis.mjs";

const programs = 10, each = 5;

// Makes a draft and says where it is.
async function draft(program, client) {
	const { status, text, data } = await program.post("/console/invoices", {
		client, lines: [{ label: "Work", quantity: "1", unit_price: "100.00", tax_rate: "20" }],
	});

	assert.equal(status, 200, text);
	return data.id;
}

const versionOf = async (program, invoice) => (await program.get(`/console/invoices/${invoice}`)).data.version;

// Busy is an answer: then it is asked again.
async function insist(ask) {
	for (;;) {
		const answer = await ask();

		if (answer.status !== 503)
			return answer;
	}
}

for (const engine of engines)
	test(`${engine}: many at once`, async (t) => {
		const parvis = await startParvis({ engine });

		try {
			const staff = await parvis.signedInStaff("helene@solaria.example", { json: true });
			const client = (await staff.get("/console/clients")).data.records[0].id;
			const drafts = [];

			for (let i = 0; i < programs * each; i++)
				drafts.push(await draft(staff, client));

			await t.test(`${programs * each} invoices issued at once have consecutive numbers`, async () => {
				const numbers = [];

				await Promise.all(Array.from({ length: programs }, async (_, k) => {
					const program = staff.twin();

					for (const id of drafts.slice(k * each, (k + 1) * each)) {
						const { status, text, data } = await insist(() => program.post(`/console/invoices/${id}/issue`, { version: 1 }));

						assert.equal(status, 200, text);
						numbers.push(data.number);
					}
					program.close();
				}));
				const counts = numbers.map((number) => Number(number.match(/\d+$/)[0])).sort((a, b) => a - b);

				assert.equal(new Set(numbers).size, programs * each);
				assert.equal(counts.at(-1) - counts[0], programs * each - 1, numbers.join(" "));
			});

			await t.test("a payment pressed many times at once is recorded once", async () => {
				const [invoice] = drafts, version = await versionOf(staff, invoice);
				const answers = await Promise.all(Array.from({ length: programs }, async () => {
					const program = staff.twin();
					const answer = await insist(() => program.post(`/console/invoices/${invoice}/payments`, { amount: "120.00", version }));

					program.close();
					return answer.status;
				}));

				assert.deepEqual(answers.filter((status) => status === 200), [200]);
				assert.ok(answers.every((status) => status === 200 || status === 422), answers.join(" "));
				assert.equal((await staff.get(`/console/invoices/${invoice}`)).data.payments.length, 1);
			});

			await t.test("two administrators cannot close each other's door at once", async () => {
				parvis.sql("update staff set profile_id = 1 where email = 'julien@solaria.example'");
				const julien = await parvis.signedInStaff("julien@solaria.example", { json: true });
				const { staff: all } = (await staff.get("/console/staff")).data;
				const idOf = (email) => all.find((one) => one.email === email);
				const demote = (who, { id, name, email, version }) =>
					insist(() => who.post(`/console/staff/${id}`, { name, email, profile: "reader", version }));
				const answers = await Promise.all([
					demote(staff, idOf("julien@solaria.example")),
					demote(julien, idOf("helene@solaria.example")),
				]);

				assert.equal(parvis.sqlNumber("select count(*) from staff where profile_id = 1 and disabled_at is null"), 1);
				assert.equal(answers.filter(({ status }) => status === 200).length, 1, answers.map(({ status }) => status).join(" "));
				julien.close();
			});
			staff.close();
		} finally {
			await parvis.close();
		}
	});
