// Who is in the demonstration: found by what they are, so that journeys read as stories.
import assert from "node:assert/strict";

// A person with an address and the clients they act for. `mobile` null: codes come by mail.
function personOf(line) {
	const [email, firstName, lastName, mobile, clientName, clientNumber, clientId, companyName] = line.split("|");

	return { email, firstName, lastName, mobile: mobile || null, clientName, clientNumber, clientId, companyName };
}

// People who act for one client with at least `invoices` issued invoices, by address: with a confirmed number or without.
export function peopleOf(parvis, { withMobile = false, invoices = 3, company = null } = {}) {
	const lines = parvis.sql(`
		select contact.email, contact.first_name, contact.last_name, coalesce(contact.mobile, ''), client.name, client.number, client.id, company.name
		from contact
		join client_contact on client_contact.contact_id = contact.id
		join client on client.id = client_contact.client_id
		join company on company.id = client.company_id
		where contact.email is not null and (contact.mobile_confirmed_at is not null) = ${withMobile ? "true" : "false"}
		and (select count(*) from client_contact as other where other.contact_id = contact.id) = 1
		and (select count(*) from invoice where invoice.client_id = client.id and state <> 'draft') >= ${invoices}
		${company === null ? "" : `and company.name = '${company}'`}
		order by contact.email;`);

	assert.ok(lines.length > 0, "nobody of this kind in the demonstration");
	return lines.map(personOf);
}

// Acts for three clients: see src/demo/demo_clients.c.
export const camille = "camille.durand@exemple.example";

// An unpaid, issued invoice of a client: its number and total as in the database.
export function unpaidInvoiceOf(parvis, clientId) {
	const lines = parvis.sql(`
		select number, total, rest, id from invoice where client_id = ${clientId} and kind = 'invoice' and rest > 0
		order by issued_on desc, id desc limit 1;`);

	return invoiceOf(lines);
}

// The newest issued invoice of a client, in whatever state.
export function newestInvoiceOf(parvis, clientId) {
	return invoiceOf(parvis.sql(`
		select number, total, rest, id from invoice where client_id = ${clientId} and kind = 'invoice' and state <> 'draft'
		order by issued_on desc, id desc limit 1;`));
}

function invoiceOf([line]) {
	const [number, total, rest, id] = line.split("|");

	return { number, total: BigInt(total), rest: BigInt(rest), id: idText(BigInt(id)) };
}

const digits = "0123456789abcdefghjkmnpqrstvwxyz"; // Crockford's base 32, as lib/base/id.c prints it

export function idText(id) {
	let text = "";

	for (let i = 0; i < 13; i++, id >>= 5n)
		text = digits[Number(id & 31n)] + text;
	return text;
}

// 123456 → "1234,56": an amount in euros as a French page shows it, once its blanks are taken out.
export function frenchAmount(minor) {
	const text = String(minor).padStart(3, "0");

	return `${text.slice(0, -2)},${text.slice(-2)}`;
}

// 123456 → "1234.56", an English page's without its commas.
export function englishAmount(minor) {
	return frenchAmount(minor).replace(",", ".");
}

// For finding amounts whatever separates their thousands.
export function withoutBlanks(text) {
	return text.replace(/[\s\u00a0\u202f\u2009]/g, "");
}
