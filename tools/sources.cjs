// What the checks share: the project's files, C without its comments and texts, and the way to report what is wrong.
"use strict";
const { execFileSync } = require("node:child_process");
const { existsSync, readFileSync } = require("node:fs");
const { join, resolve } = require("node:path");

const root = resolve(__dirname, "..");

process.chdir(root);

// Files that are committed or could be, sorted; those git was told to ignore stay out.
function files(pattern) {
	const listed = execFileSync("git", ["ls-files", "-z", "--cached", "--others", "--exclude-standard"], {
		maxBuffer: 1 << 26,
	});

	return listed
		.toString()
		.split("\0")
		.filter((path) => path !== "" && pattern.test(path) && existsSync(path))
		.sort();
}

function read(path) {
	return readFileSync(join(root, path), "utf8");
}

// C with comments blanked and, when asked, the insides of texts too; lines keep their numbers.
function bare(source, blankTexts) {
	const blank = (text) => text.replace(/[^\n]/g, " ");

	return source.replace(/\/\*[\s\S]*?\*\/|\/\/[^\n]*|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'/g, (part) => {
		if (part.startsWith("/"))
			return blank(part);
		return blankTexts ? part[0] + blank(part.slice(1, -1)) + part[0] : part;
	});
}

function lineOf(source, index) {
	return source.slice(0, index).split("\n").length;
}

const problems = [];

function problem(path, line, sentence) {
	problems.push(`${path}${line ? `:${line}` : ""}: ${sentence}`);
}

// Prints the problems, or a line about what was seen, and ends.
function finish(summary) {
	console.log(problems.length ? problems.join("\n") : summary);
	process.exit(problems.length ? 1 : 0);
}

module.exports = { files, read, bare, lineOf, problem, finish };
