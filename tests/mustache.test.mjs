// mustache.test: every case of tests/mustache_spec through the `mustache` program (in PARVIS_BUILD, by default build/asan).
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { describe, it } from 'node:test';

const root = path.resolve(import.meta.dirname, '..');
const program = path.resolve(root, process.env.PARVIS_BUILD ?? 'build/asan', 'mustache');
const suites = path.join(root, 'tests', 'mustache_spec');

// All at once: a program under the sanitizers takes longer to begin than to render.
function rendered(cases) {
	const input = JSON.stringify(cases.map(({ template, data, partials }) => ({ template, data, partials })));
	const { status, stdout, stderr } = spawnSync(program, { input, encoding: 'utf8', timeout: 20_000 });

	assert.deepEqual({ status, stderr }, { status: 0, stderr: '' });
	return JSON.parse(stdout);
}

for (const file of readdirSync(suites).sort()) {
	const suite = JSON.parse(readFileSync(path.join(suites, file), 'utf8'));

	describe(suite.module, () => {
		const answers = rendered(suite.cases);

		assert.equal(answers.length, suite.cases.length);
		for (const [i, { name, expected, error }] of suite.cases.entries())
			it(name, () => {
				if (error === undefined)
					assert.deepEqual(answers[i], { text: expected });
				else
					assert.match(answers[i].error, new RegExp(error, 'u'));
			});
	});
}
