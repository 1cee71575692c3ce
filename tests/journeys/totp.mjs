// The authenticator app on a phone (RFC 6238: SHA-1, 30 seconds, 6 digits).
import { createHmac } from "node:crypto";

const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

function bytesOf(base32) {
	let bits = "";

	for (const letter of base32.toUpperCase().replace(/[^A-Z2-7]/g, ""))
		bits += alphabet.indexOf(letter).toString(2).padStart(5, "0");
	return Buffer.from(bits.match(/.{8}/g).map((byte) => parseInt(byte, 2)));
}

// The code shown now, or `steps` half minutes later.
export function totpCode(secret, steps = 0) {
	const counter = Buffer.alloc(8);

	counter.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30000) + steps));
	const mac = createHmac("sha1", bytesOf(secret)).update(counter).digest();
	const offset = mac.at(-1) & 15;

	return String((mac.readUInt32BE(offset) & 0x7fffffff) % 1000000).padStart(6, "0");
}
