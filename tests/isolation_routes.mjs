// Every route as the isolation test knows it. A route without an entry fails the test: whoever adds one says here what it
// is given, whose ids it takes, and who may use it.
//   body      fields of a request that would work
//   ids       kind of the path's id when its parameter does not say it
//   as        who uses it in the last test (an administrator, or the owner, unless said)
//   versionOf the page that says the version which the body must bring
//   versionIn the member of that page which has it (the page itself unless said)
//   status    what it then answers (200 or 303 unless said)
//   last      asked after the others, in this order: it ends sessions or takes things away
//   skip      why it is left out of what must work: a journey goes there
//   inPreview, noTokens, half   allowed in a preview; refused to API tokens; open before the second factor
import { makePng } from "./journeys/png.mjs";
import { staffPassword } from "./parvis.mjs";

const everyone = ["reader", "manager", "administrator"];
const writers = ["manager", "administrator"];
const administrators = ["administrator"];

// Who holds a permission of the console, written down a second time on purpose.
export const permissionHolders = {
	staff: everyone,
	"console.use": everyone,
	"client.read": everyone,
	"company.read": everyone,
	"invoice.read": everyone,
	"token.own": everyone,
	"client.write": writers,
	"invoice.write": writers,
	"payment.write": writers,
	"portal.preview": writers,
	"company.write": administrators,
	"staff.read": administrators,
	"staff.write": administrators,
	"audit.read": administrators,
	"job.manage": administrators,
	"module.write": administrators,
	"rights.write": administrators,
	"outbox.read": administrators,
	"outbox.retry": administrators,
};

const company = {
	name: "Troisième Atelier", legal_name: "Troisième Atelier", country: "FR", colour: "#0f766e", invoice_prefix: "T", credit_prefix: "TA", payment_days: "30",
};
const client = { kind: "household", name: "Famille Nouvelle", country: "FR" };
const contact = { first_name: "Nouvelle", last_name: "Personne", email: "nouvelle.personne@exemple.example" };
const invoiceLines = { "lines.0.label": "Visite", "lines.0.quantity": "1", "lines.0.unit_price": "100.00", "lines.0.tax_rate": "20" };

export const routeTable = {
	// ---- the machine ----
	"GET /readyz": {},
	"GET /metrics": {},
	"GET /openapi.json": {},
	"GET /": {},
	"GET /outbox": { demo: true },
	"GET /brand/{company}/brand.css": {},
	"GET /brand/{company}/logo.png": {},

	// ---- the portal, before signing in ----
	"GET /p/{address}/": {},
	"GET /p/{address}/legal": {},
	"GET /p/{address}/accessibility": {},
	"POST /p/{address}/preferences": { body: { theme: "dark" }, inPreview: true },
	"GET /p/{address}/sign-in": {},
	"POST /p/{address}/sign-in": { skip: "client journey" },
	"GET /p/{address}/sign-in/code": { status: [200, 303, 410] },
	"POST /p/{address}/sign-in/code": { skip: "client journey" },
	"POST /p/{address}/sign-in/resend": { skip: "client journey" },
	"GET /p/{address}/sign-in/link/{token}": { ids: "secret" },
	"POST /p/{address}/sign-in/link/{token}": { ids: "secret", skip: "client journey" },

	// ---- the portal ----
	"GET /p/{address}/clients": {},
	"POST /p/{address}/clients": { skip: "a test of its own, and the client journey" },
	"GET /p/{address}/notifications": {},
	"POST /p/{address}/notifications/read": {},
	"GET /p/{address}/invoices": {},
	"GET /p/{address}/invoices/{invoice}": {},
	"GET /p/{address}/invoices/{invoice}.pdf": {},
	"GET /p/{address}/invoices/{invoice}/qr.svg": {},
	"GET /p/{address}/account": {},
	"GET /p/{address}/account/mobile": { status: [200, 404] }, // a preview has no person
	"POST /p/{address}/account/mobile": { body: { mobile: "06 12 34 56 78" } },
	"GET /p/{address}/account/mobile/code": {},
	"POST /p/{address}/account/mobile/code": { body: { code: "000000" }, status: [410, 422] },
	"POST /p/{address}/account/mobile/removal": { last: 1 },
	"POST /p/{address}/account/sessions/{session}/end": { last: 91 },
	"POST /p/{address}/account/sessions/end": { last: 90 },
	"POST /p/{address}/sign-out": { inPreview: true, last: 99, as: "colleague" },

	// ---- the console's door ----
	"GET /console/sign-in": {},
	"POST /console/sign-in": { skip: "console journey" },
	"GET /console/sign-in/code": { half: true },
	"POST /console/sign-in/code": { half: true, skip: "console journey" },
	"GET /console/forgotten": {},
	"POST /console/forgotten": { body: { email: "nadia@solaria.example" }, as: "anonymous" },
	"GET /console/password/{token}": { ids: "secret" },
	"POST /console/password/{token}": { ids: "secret", skip: "console journey" },
	"POST /console/sign-out": { half: true, noTokens: true, last: 99 },
	"POST /console/preferences": { body: { theme: "dark" } },

	// ---- one's own account ----
	"GET /console/account": { noTokens: true },
	"POST /console/account": { noTokens: true, body: { name: "Hélène Caradec" } },
	"GET /console/account/password": { noTokens: true },
	"POST /console/account/password": { noTokens: true, body: { password: staffPassword, new_password: "pommes et poires en octobre" }, last: 92 },
	"POST /console/account/sessions/{session}/end": { noTokens: true, last: 90 },
	"POST /console/account/sessions/end": { noTokens: true, last: 91 },
	"GET /console/account/second-factor": { noTokens: true },
	"POST /console/account/second-factor": { noTokens: true, body: { password: staffPassword } },
	"POST /console/account/second-factor/confirmation": { noTokens: true, body: { code: "000000" }, status: [422] },
	"POST /console/account/second-factor/recovery-codes": { noTokens: true, body: { password: staffPassword, code: "000000" }, status: [409, 422, 404] },
	"POST /console/account/second-factor/removal": { noTokens: true, body: { password: staffPassword, code: "000000" }, status: [409, 422, 404] },
	"GET /console/tokens": { noTokens: true },
	"GET /console/tokens/new": { noTokens: true },
	"POST /console/tokens": { noTokens: true, body: { name: "Essai", scope: "read", life: "30", password: staffPassword } },
	"POST /console/tokens/{token}/revocation": { noTokens: true, last: 2 },

	// ---- the house ----
	"GET /console/": {},
	"GET /console/api": {},
	"GET /console/settings": {},
	"GET /console/portal": {},
	"GET /console/audit": {},
	"POST /console/audit/verification": {},
	"GET /console/jobs": {},
	"POST /console/jobs/{job}/retry": {},
	"POST /console/jobs/{job}/forget": { last: 1 },
	"GET /console/outbox": {},
	"GET /console/outbox/{message}": {},
	"POST /console/outbox/{message}/retry": { ids: "failed_message" },

	// ---- staff users ----
	"GET /console/staff": {},
	"GET /console/staff/new": { noTokens: true },
	"POST /console/staff": { noTokens: true, body: { name: "Paul Neuf", email: "paul@solaria.example", profile: "reader", password: staffPassword } },
	"GET /console/staff/{staff}": {},
	"POST /console/staff/{staff}": { noTokens: true, body: { name: "Nadia Benali", email: "nadia@solaria.example", profile: "reader", password: staffPassword } },
	"POST /console/staff/{staff}/password-link": { noTokens: true, body: { password: staffPassword } },
	"POST /console/staff/{staff}/second-factor/removal": { noTokens: true, body: { password: staffPassword }, status: [200, 303, 404, 409] },
	"POST /console/staff/{staff}/closing": { noTokens: true, body: { password: staffPassword }, last: 3 },
	"POST /console/staff/{staff}/opening": { noTokens: true, body: { password: staffPassword }, last: 4 },

	// ---- companies ----
	"GET /console/companies": {},
	"GET /console/companies/new": {},
	"GET /console/companies/preview": { query: "?colour=%23d97706&name=Essai" },
	"POST /console/companies": { body: company },
	"GET /console/companies/{company}": {},
	"POST /console/companies/{company}": { body: company },
	"POST /console/companies/{company}/logo": { body: { logo: { name: "logo.png", type: "image/png", bytes: makePng(4, 4, [90, 90, 90]) } }, html: true },
	"POST /console/companies/{company}/logo/removal": { last: 1 },

	// ---- modules, their fields and layouts ----
	"GET /console/settings/modules": {},
	"GET /console/settings/modules/form": {},
	"POST /console/settings/modules": { body: { "singular.fr": "Chantier", "plural.fr": "Chantiers", "naming.fr": "Nom" } },
	"GET /console/settings/modules/{module}": {},
	"POST /console/settings/modules/{module}": { body: { "singular.fr": "Essai", "plural.fr": "Essais" }, versionOf: "/console/settings/modules/", versionIn: "module" },
	"POST /console/settings/modules/{module}/retirement": { last: 24 },
	"POST /console/settings/modules/{module}/restoration": { last: 25 },
	"GET /console/settings/modules/{module}/fields": {},
	"GET /console/settings/modules/{module}/fields/form": { query: "?type=formula" },
	"POST /console/settings/modules/{module}/fields": { body: { type: "text", "label.fr": "Couleur" } },
	"POST /console/settings/modules/{module}/fields/order": { body: { move: "count:0" } },
	"GET /console/settings/modules/{module}/formula": { query: "?settings.formula=count%2B1&settings.result=integer" },
	"GET /console/settings/modules/{module}/fields/{field}": { ids: "field" },
	"POST /console/settings/modules/{module}/fields/{field}": { ids: "field", body: { type: "integer", "label.fr": "Combien" }, versionOf: "/console/settings/modules/", versionIn: "field" },
	"POST /console/settings/modules/{module}/fields/{field}/retirement": { ids: "field", last: 22 },
	"POST /console/settings/modules/{module}/fields/{field}/restoration": { ids: "field", last: 23 },
	"GET /console/settings/modules/{module}/layouts": {},
	"GET /console/settings/modules/{module}/layouts/form": {},
	"POST /console/settings/modules/{module}/layouts": { body: { name: "Troisième" } },
	"GET /console/settings/modules/{module}/layouts/{layout}": { ids: "layout" },
	"POST /console/settings/modules/{module}/layouts/{layout}": { ids: "layout", body: { name: "Autre", "sections.0.columns": "1", "sections.0.fields.0.field": "nom" }, versionOf: "/console/settings/modules/", versionIn: "layout" },
	"POST /console/settings/modules/{module}/layouts/{layout}/removal": { ids: "layout", last: 21 },

	// ---- rights: what a change does is asked first, so bodies confirm it ----
	"GET /console/settings/profiles": {},
	"GET /console/settings/profiles/form": {},
	"POST /console/settings/profiles": { body: { name: "Troisième profil" } },
	"GET /console/settings/profiles/{profile}": {},
	"POST /console/settings/profiles/{profile}": { body: { name: "Atelier", confirm: "1", "modules.0.name": "trials", "modules.0.may.0": "view" }, versionOf: "/console/settings/profiles/" },
	"POST /console/settings/profiles/{profile}/removal": { last: 19 },
	"GET /console/settings/profiles/{profile}/{module}": { ids: "profile_module" },
	"POST /console/settings/profiles/{profile}/{module}": { ids: "profile_module", body: { confirm: "1", "fields.0.name": "nom", "fields.0.level": "read" }, versionOf: "/console/settings/profiles/" },
	"GET /console/settings/roles": {},
	"GET /console/settings/roles/form": {},
	"POST /console/settings/roles": { body: { name: "Troisième rôle", confirm: "1" } },
	"GET /console/settings/roles/{role}": {},
	"POST /console/settings/roles/{role}": { body: { name: "Atelier", confirm: "1" }, versionOf: "/console/settings/roles/" },
	"POST /console/settings/roles/{role}/removal": { body: { confirm: "1" }, last: 19 },
	"GET /console/settings/groups": {},
	"GET /console/settings/groups/form": {},
	"POST /console/settings/groups": { body: { name: "Troisième groupe", confirm: "1" } },
	"GET /console/settings/groups/{group}": {},
	"POST /console/settings/groups/{group}": { body: { name: "Atelier", confirm: "1" }, versionOf: "/console/settings/groups/" },
	"POST /console/settings/groups/{group}/removal": { body: { confirm: "1" }, last: 20 },
	"GET /console/settings/sharing": {},
	"GET /console/settings/sharing/{module}": {},
	"POST /console/settings/sharing/{module}": { body: { sharing: "read", confirm: "1" }, versionOf: "/console/settings/sharing/" },
	"GET /console/settings/sharing/{module}/rules/form": {},
	"POST /console/settings/sharing/{module}/rules": { body: { name: "Sans destinataire", level: "read" }, status: [422] },
	"GET /console/settings/sharing/{module}/rules/{rule}": { ids: "sharing_rule" },
	"POST /console/settings/sharing/{module}/rules/{rule}": { ids: "sharing_rule", body: { name: "Sans destinataire", level: "read" }, status: [422], versionOf: "/console/settings/sharing/" },
	"POST /console/settings/sharing/{module}/rules/{rule}/removal": { ids: "sharing_rule", body: { confirm: "1" }, last: 18 },
	"GET /console/settings/sharing/{module}/states/form": {},
	"POST /console/settings/sharing/{module}/states": { body: { name: "Fini", effect: "locked", confirm: "1", "condition.rows.0.field": "nom", "condition.rows.0.comparison": "is", "condition.rows.0.value": "Fini" } },
	"GET /console/settings/sharing/{module}/states/{rule}": { ids: "state_rule" },
	"POST /console/settings/sharing/{module}/states/{rule}": { ids: "state_rule", body: { name: "Fini", effect: "locked", confirm: "1", "condition.rows.0.field": "nom", "condition.rows.0.comparison": "is", "condition.rows.0.value": "Fini" }, versionOf: "/console/settings/sharing/" },
	"POST /console/settings/sharing/{module}/states/{rule}/removal": { ids: "state_rule", body: { confirm: "1" }, last: 18 },
	"GET /console/settings/staff-access/{staff}/{module}": { ids: "staff_module" },

	// ---- records: the permission is everybody's, the plan says what they may; 404: nothing for a reader, or not theirs ----
	"GET /console/search": { query: "?q=premier" },
	"GET /console/records/{module}": {},
	"GET /console/records/{module}/schema": {},
	"GET /console/records/{module}/groups": { query: "?by=owner" },
	"GET /console/records/{module}/suggestions": { query: "?typed=prem" },
	"GET /console/records/{module}/bin": { status: [200, 404] },
	"GET /console/records/{module}/form": { status: [200, 404] },
	"POST /console/records/{module}": { body: { "fields.nom": "Troisième" } },
	"POST /console/records/{module}/with-files": { body: { "fields.nom": "Quatrième" }, html: true },
	"POST /console/records/{module}/bulk": { body: { "ids.0": "0000000000001", action: "change", "fields.nom": "Aucun" } },
	"GET /console/records/{module}/views/form": {},
	"POST /console/records/{module}/views": { body: { name: "Autre vue", kind: "list" } },
	"GET /console/records/{module}/views/{view}/form": { ids: "view", status: [200, 404] },
	"POST /console/records/{module}/views/{view}": { ids: "view", body: { name: "Ma vue", kind: "canvas" } },
	"POST /console/records/{module}/views/{view}/preference": { ids: "view" },
	"POST /console/records/{module}/views/{view}/removal": { ids: "view", last: 13 },
	"GET /console/records/{module}/{record}": { ids: "record" },
	"GET /console/records/{module}/{record}/form": { ids: "record", status: [200, 404] },
	"GET /console/records/{module}/{record}/access": { ids: "record", status: [200, 403] }, // 403: neither the owner nor an administrator
	"GET /console/records/{module}/{record}/history": { ids: "record" },
	"POST /console/records/{module}/{record}": { ids: "record", body: { "fields.nom": "Changé" }, versionOf: "/console/records/", versionIn: "record" },
	"POST /console/records/{module}/{record}/with-files": { ids: "record", body: { "fields.nom": "Changé encore" }, versionOf: "/console/records/", versionIn: "record", html: true },
	"POST /console/records/{module}/{record}/removal": { ids: "gone_record", last: 13 },
	"POST /console/records/{module}/{record}/restoration": { ids: "gone_record", last: 14 },
	"DELETE /console/records/{module}/{record}": { ids: "gone_record", last: 15 },
	"POST /console/records/{module}/{record}/purge": { ids: "gone_record", last: 16 },
	"POST /console/records/{module}/{record}/remarks": { ids: "record", body: { text: "Merci @julien" } },
	"POST /console/records/{module}/{record}/remarks/{remark}": { ids: "remark", body: { text: "Bonsoir" } },
	"POST /console/records/{module}/{record}/remarks/{remark}/removal": { ids: "remark", last: 13 },
	"POST /console/records/{module}/{record}/files": { ids: "record", body: { file: { name: "photo.png", type: "image/png", bytes: makePng(4, 4, [9, 9, 9]) } }, html: true },
	"GET /console/records/{module}/{record}/files/{file}": { ids: "file" },
	"GET /console/records/{module}/{record}/files/{file}/picture": { ids: "file" },
	"POST /console/records/{module}/{record}/files/{file}/removal": { ids: "file", last: 13 },

	// ---- clients and contacts ----
	"GET /console/clients": {},
	"GET /console/clients/new": {},
	"POST /console/clients": { body: client },
	"POST /console/test-client": {},
	"GET /console/clients/{client}": {},
	"GET /console/clients/{client}/form": {},
	"POST /console/clients/{client}": { body: client },
	"POST /console/clients/{client}/removal": { ids: "free_client", last: 10 },
	"DELETE /console/clients/{client}": { ids: "free_client", last: 11 },
	"POST /console/clients/{client}/preview": { noTokens: true, last: 12 },
	"GET /console/clients/{client}/contacts/new": {},
	"POST /console/clients/{client}/contacts": { body: contact },
	"POST /console/clients/{client}/contacts/{contact}": { ids: "place", body: { role: "Gérante" } },
	"POST /console/clients/{client}/contacts/{contact}/removal": { ids: "place", last: 93 },
	"DELETE /console/clients/{client}/contacts/{contact}": { ids: "place", last: 94 },
	"GET /console/contacts": {},
	"GET /console/contacts/{contact}": {},
	"GET /console/contacts/{contact}/form": {},
	"POST /console/contacts/{contact}": { body: { ...contact, email: "autre.personne@exemple.example" }, last: 95 },
	"POST /console/contacts/{contact}/block": { last: 96 },
	"POST /console/contacts/{contact}/block/removal": { last: 97 },
	"POST /console/contacts/{contact}/sessions/removal": { last: 98 },

	// ---- duplicates; 404: the module of the test has neither addresses nor numbers, and nothing was ticked ----
	"GET /console/records/{module}/duplicates": { status: [404] },
	"POST /console/records/{module}/duplicates/apart": { skip: "journey of duplicates" },
	"GET /console/records/{module}/merge": { status: [404] },
	"POST /console/records/{module}/merge": { skip: "journey of duplicates" },
	"GET /console/records/{module}/{record}/duplicates": { ids: "record" },

	// ---- records as files; 404: nothing for a reader; 409: its job may still be at work ----
	"POST /console/records/{module}/export": { body: { format: "csv" } },
	"GET /console/exports/{export}": {},
	"GET /console/exports/{export}/file": { status: [200, 404] },
	"GET /console/records/{module}/import": { status: [200, 404] },
	"POST /console/records/{module}/import": { body: { file: { name: "essais.csv", type: "text/csv", bytes: Buffer.from("Nom;Nombre\nTroisième;3\n") } }, html: true },
	"GET /console/imports/{import}": {},
	"POST /console/imports/{import}/mapping": { body: { "columns.0": "nom", mode: "create", action: "check" } },
	"POST /console/imports/{import}/run": { status: [200, 409], last: 1 },
	"POST /console/imports/{import}/undo": { status: [200, 409], last: 2 },
	"POST /console/imports/{import}/removal": { status: [200, 409], last: 3 },

	// ---- invoices ----
	"GET /console/invoices": {},
	"GET /console/invoices/new": {},
	"POST /console/invoices": { body: { client: "C-00001", ...invoiceLines } },
	"GET /console/invoices/{invoice}": {},
	"GET /console/invoices/{invoice}.pdf": {},
	"GET /console/invoices/{invoice}/draft": { ids: "draft" },
	"POST /console/invoices/{invoice}/draft": { ids: "draft", body: { client: "C-00001", ...invoiceLines }, versionOf: "/console/invoices/" },
	"POST /console/invoices/{invoice}/issue": { versionOf: "/console/invoices/", ids: "draft", last: 5 },
	"POST /console/invoices/{invoice}/payments": { versionOf: "/console/invoices/", body: { amount: "1.00", method: "transfer" } },
	"GET /console/invoices/{invoice}/credit": {},
	"POST /console/invoices/{invoice}/credit": { versionOf: "/console/invoices/", body: { whole: "true" }, last: 6 },
	"POST /console/invoices/{invoice}/removal": { versionOf: "/console/invoices/", ids: "other_draft", last: 7 },
	"DELETE /console/invoices/{invoice}": { versionOf: "/console/invoices/", ids: "other_draft", last: 8 },
};
