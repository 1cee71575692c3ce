// mustache.test: every case of tests/mustache_spec through the `mustache` program (in PARVIS_BUILD, by default build/asan).
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { describe, it } from 'node:test';

const root = path.resolve(import.meta.dirname, '..');
const program = path.resolve(root, process.env.PARVIS_BUILD ?? 'build/asan', 'mustache');
const suites = path.join(root, 'tests', 'mustache_spec');

function render(input) {
	return spawnSync(program, { input: JSON.stringify(input), encoding: 'utf8', timeout: 20_000 });
}

for (const file of readdirSync(suites).sort()) {
	const suite = JSON.parse(readFileSync(path.join(suites, file), 'utf8'));

	describe(suite.module, () => {
		for (const { name, template, data, partials, expected, error } of suite.cases)
			it(name, () => {
				const run = render({ template, data, partials });

				if (error === undefined) {
					assert.equal(run.stderr, '');
					assert.equal(run.stdout, expected);
					assert.equal(run.status, 0);
				} else {
					assert.equal(run.status, 1);
					assert.match(run.stderr, new RegExp(error, 'u'));
				}
			});
	});
}
