// What a person reads in a PDF.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";

export function pdfText(bytes) {
	assert.equal(bytes.subarray(0, 5).toString(), "%PDF-");
	const { status, stdout, stderr } = spawnSync("pdftotext", ["-layout", "-", "-"], { input: bytes, encoding: "utf8" });

	assert.equal(status, 0, stderr);
	return stdout;
}
