// Builds the browser's files into build/web: styles, scripts and icons, named by their content, with .br and .gz beside;
// and the tables of passwords nobody may choose.
import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import { build } from "esbuild";
import { passwordNotice, tables } from "./passwords.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const out = join(here, "../build/web");
const tabler = join(here, "node_modules/@tabler/icons");

// What the oldest browsers we promise understand; esbuild rewrites what is newer.
const browsers = ["chrome109", "firefox115", "safari16"];

async function bundle(path) {
	const result = await build({
		entryPoints: [join(here, path)],
		bundle: true,
		minify: true,
		write: false,
		target: browsers,
		legalComments: "none",
		charset: "utf8",
		logLevel: "warning",
	});
	return Buffer.from(result.outputFiles[0].contents);
}

function symbol([name, theirs = name]) {
	const drawing = readFileSync(join(tabler, "icons/outline", `${theirs}.svg`), "utf8")
		.replace(/<!--[\s\S]*?-->/g, "")
		.replace(/^[\s\S]*?<svg[^>]*>/, "")
		.replace("</svg>", "")
		.replace(/\s*\n\s*/g, "");

	return `<symbol id="${name}" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="1.75" stroke-linecap="round" stroke-linejoin="round">${drawing}</symbol>`;
}

// One file with every icon as a symbol; opened on its own it shows our mark, so it is the site's icon too.
function sprite() {
	const names = readFileSync(join(here, "icons.txt"), "utf8")
		.split("\n")
		.filter((line) => /^[a-z]/.test(line))
		.map((line) => line.split(" = "));
	const mark = `<rect width="24" height="24" rx="6" fill="#0f766e"/><path d="M7 19V9a5 5 0 0 1 10 0v10M12 19v-6" fill="none" stroke="#fff" stroke-width="2.25" stroke-linecap="round"/>`;

	return Buffer.from(
		`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24">${names.map(symbol).join("")}${mark}</svg>`,
	);
}

function notices() {
	const licence = readFileSync(join(tabler, "LICENSE"), "utf8");

	return Buffer.from(
		`The icons of these pages come from Tabler Icons, under this licence:\n\n${licence}\n${passwordNotice()}`,
	);
}

function writeSmaller(path, packed, bytes) {
	if (packed.length < bytes.length)
		writeFileSync(path, packed);
}

// Writes the asset and returns its line of the manifest.
function emit(plain, type, bytes) {
	const hash = createHash("sha256").update(bytes).digest("hex").slice(0, 10);
	const name = plain.replace(/(\.\w+)$/, `.${hash}$1`);
	const path = join(out, name);

	writeFileSync(path, bytes);
	writeSmaller(`${path}.gz`, gzipSync(bytes, { level: 9 }), bytes);
	writeSmaller(
		`${path}.br`,
		brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length } }),
		bytes,
	);
	return `${name}\t${plain}\t${type}\n`;
}

const scripts = readdirSync(join(here, "js")).filter((name) => name.endsWith(".js")).sort();

rmSync(out, { recursive: true, force: true });
mkdirSync(out, { recursive: true });

let manifest = emit("app.css", "text/css; charset=utf-8", await bundle("css/app.css"));

for (const script of scripts)
	manifest += emit(script, "text/javascript; charset=utf-8", await bundle(`js/${script}`));
manifest += emit("icons.svg", "image/svg+xml", sprite());
manifest += emit("notices.txt", "text/plain; charset=utf-8", notices());
for (const [name, table] of Object.entries(tables))
	writeFileSync(join(out, name), table);
// Last: whoever finds the manifest finds everything else.
writeFileSync(join(out, "manifest"), manifest);
