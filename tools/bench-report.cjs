// Prints what the benchmarks measured as a page of documentation.
"use strict";

const engines = { sqlite: "SQLite", postgres: "PostgreSQL" };
const pages = { dashboard: "dashboard", list: "list, first page", far: "list, in the middle" };

function whole(number) {
	return Math.round(number).toLocaleString("en");
}

function ratio(number) {
	return number.toFixed(2);
}

function table(heads, rows) {
	const line = (cells) => `| ${cells.join(" | ")} |`;

	return [line(heads), line(heads.map((_, i) => (i === 0 ? "---" : "---:"))), ...rows.map(line)].join("\n");
}

function median(numbers) {
	const sorted = [...numbers].sort((a, b) => a - b), middle = sorted.length >> 1;

	return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

const rate = (run) => run.rate;
const cost = (run) => run.cpu + run.database;
const typical = (runs, what) => median(runs.map(what));
// Both ran in the same round, within seconds.
const compared = (runs, others, what) => ratio(median(runs.map((run, round) => what(run) / what(others[round]))));
const smallest = (results, engine) => results.find((result) => result.engine === engine);
const largest = (results, engine) => results.findLast((result) => result.engine === engine);

function pageRows(results) {
	return results.flatMap((result) => Object.entries(pages).map(([kind, name]) => {
		const runs = result.pages[kind], fixed = result.pages.static, base = smallest(results, result.engine).pages[kind];

		return [
			`${engines[result.engine]}, ${whole(result.count)}, ${name}`, whole(typical(runs, rate)), whole(typical(runs, (run) => run.cpu)),
			result.engine === "postgres" ? whole(typical(runs, (run) => run.database)) : "–", compared(runs, fixed, rate),
			compared(fixed, runs, cost), compared(runs, base, rate), compared(base, runs, cost),
		];
	}));
}

function staticRows(results) {
	return results.map(({ engine, count, bytes, asset, pages: { static: runs } }) => [
		`${engines[engine]}, ${whole(count)}`, whole(typical(runs, rate)), whole(typical(runs, cost)), `\`${asset}\``, whole(bytes.static),
		whole(bytes.dashboard), whole(bytes.list),
	]);
}

function writeRows(results) {
	return Object.keys(engines).map((engine) => {
		const { bare, one, many } = largest(results, engine).writes;

		return [
			engines[engine], whole(typical(bare, rate)), whole(typical(one, rate)), compared(one, bare, rate), whole(typical(many, rate)),
			compared(many, bare, rate), whole(typical(many, (run) => run.cpu)),
			engine === "postgres" ? whole(typical(many, (run) => run.database)) : "–",
		];
	});
}

function otherRows(results) {
	return results.map(({ engine, count, import: took, start, idle, loaded }) => [
		`${engines[engine]}, ${whole(count)}`, took.wall.toFixed(1), (took.user + took.system).toFixed(1),
		whole(start.healthz), whole(start.readyz), idle, loaded,
	]);
}

function disturbance(foreign) {
	if (foreign.length === 0)
		return "Nothing was measured against the clock of the processor.";
	const mean = foreign.reduce((sum, share) => sum + share, 0) / foreign.length;
	const words = mean < 0.1 ? "The machine did nothing else." : mean < 0.4
		? "Other programs took a part of the machine, so rates are a little low; times of the processor are hardly touched."
		: "Other programs kept the machine busy: rates are too low, and times of the processor too long; compare ratios only.";

	return `While it measured, other programs used ${ratio(mean)} cores on average, at most ${ratio(Math.max(...foreign))}. ${words}`;
}

// ---- records ----

const recordKinds = {
	list: "list by name", middle: "list, in the middle", record: "one record", filtered: "list, filtered by state", found: "search, one match",
	common: "search, a common word", part: "list of a fifth", few: "list of one in 1,000", update: "update",
};

function recordRows(records) {
	return records.flatMap((result) => Object.entries(recordKinds).map(([kind, name]) => {
		const runs = result.runs[kind], base = smallest(records, result.engine).runs[kind];

		return [
			`${engines[result.engine]}, ${whole(result.count)}, ${name}`, whole(typical(runs, rate)), whole(typical(runs, (run) => run.cpu)),
			result.engine === "postgres" ? whole(typical(runs, (run) => run.database)) : "–", compared(runs, base, rate), compared(base, runs, cost),
		];
	}));
}

function planRows(records) {
	const percent = (number) => ((number - 1) * 100).toFixed(1);
	const spread = ({ ratio: middle, low, high }) => `${percent(middle)} % (${percent(low)} to ${percent(high)})`;

	return records.map(({ engine, count, plan }) => [
		`${engines[engine]}, ${whole(count)}`, whole(plan.all), spread(plan.administrator), whole(plan.own), spread(plan.staff),
	]);
}

function printRecords(records) {
	return records.length === 0 ? "" : `
## Records

Leads with nine filled fields, private to their owners: an administrator sees all, one staff user owns a fifth of them, another one in
1,000. Lists have 30 rows and count up to 1,000; they are sorted by name, and pages are HTML. The common word is in one of eleven
records; of what a search finds, at most 2,000 are looked at. An update is JSON that changes an amount: row, history and search words.
"To 1,000" compares with the same page among 1,000 records: 1.00 is flat.

${table(["engine, records, page", "requests/s", "µs server", "µs database", "rate to 1,000", "µs to 1,000"], recordRows(records))}

What permissions cost: the list by name through its compiled plan, and the same columns of the same rows in the same order by
plain SQL, through the same door to the database (\`tests/bench_plan.c\`), in turns: an administrator against no condition
at all, and who owns a fifth against the condition of owners written by hand. Medians of many rounds, with the quartiles, in
processor time, that of PostgreSQL's process included.

${table(["engine, records", "µs without", "administrator", "µs by hand", "who owns a fifth"], planRows(records))}
`;
}

// ---- the portal ----

const portalKinds = {
	list: "tab of few", sorted: "tab of few, sorted", record: "one record", found: "search in few", through: "tab through another", open: "public tab",
	many: "tab of a fifth", manySorted: "tab of a fifth, sorted",
};

function portalRows(portals) {
	return portals.flatMap((result) => Object.entries(portalKinds).map(([kind, name]) => {
		const runs = result.runs[kind], fixed = result.runs.static, base = smallest(portals, result.engine).runs[kind];

		return [
			`${engines[result.engine]}, ${whole(result.count)}, ${name}`, whole(typical(runs, rate)), whole(typical(runs, (run) => run.cpu)),
			result.engine === "postgres" ? whole(typical(runs, (run) => run.database)) : "–", compared(runs, fixed, rate), compared(fixed, runs, cost),
			compared(runs, base, rate), compared(base, runs, cost),
		];
	}));
}

function coldRows(portals) {
	return portals.map(({ engine, count, cold, warm }) => [
		`${engines[engine]}, ${whole(count)}`, median(warm).toFixed(1), median(cold).toFixed(1), Math.max(...cold).toFixed(1), ratio(median(cold) / median(warm)),
	]);
}

function printPortals(portals) {
	return portals.length === 0 ? "" : `
## The portal

${whole(portals[0].users)} portal users with a client each, and tickets, comments and products in their tabs. One of them has few tickets among all there are,
another has a fifth of them. "To static" and "to 1,000" are as above, for as many tickets, with as many comments and products beside them.

${table(["engine, tickets, page", "requests/s", "µs server", "µs database", "rate to static", "µs to static", "rate to 1,000", "µs to 1,000"], portalRows(portals))}

The first page after a right has changed reads modules and rights anew and compiles the plan: milliseconds that one client waits for the tab of few, when the
plan is kept (warm) and when it is not (cold); medians, and the longest.

${table(["engine, tickets", "warm", "cold", "longest cold", "cold to warm"], coldRows(portals))}
`;
}

// ---- folders ----

const folderKinds = {
	root: "folders at the top", folder: "one folder", found: "search by name", own: "a contact's documents", rights: "rights of one contact", eye: "what each of all contacts sees",
};

function runRows(results, kinds) {
	return results.flatMap((result) => Object.entries(kinds).map(([kind, name]) => {
		const runs = result.runs[kind], base = smallest(results, result.engine).runs[kind];

		return [
			`${engines[result.engine]}, ${whole(result.count)}, ${name}`, whole(typical(runs, rate)), whole(typical(runs, (run) => run.cpu)),
			result.engine === "postgres" ? whole(typical(runs, (run) => run.database)) : "–", compared(runs, base, rate), compared(base, runs, cost),
		];
	}));
}

function printFolders(folders) {
	return folders.length === 0 ? "" : `
## Folders

One client has so many folders, ten in each, and as many files; ${whole(folders[0].people)} contacts have a right of their own on one folder each. The last
row shows the tree as each of them sees it, one contact after the other. "To 1,000" compares with the same page among 1,000 folders: 1.00 is flat.
The search by name goes through the names of all files of the client, and grows with them. A contact's documents tell what is new among the
client's newest 10,000 files: that grows up to there, and not beyond.

${table(["engine, folders, page", "requests/s", "µs server", "µs database", "rate to 1,000", "µs to 1,000"], runRows(folders, folderKinds))}
`;
}

// ---- news ----

const newsKinds = {
	deposits: "new documents of all clients", recent: "the newest of a client", root: "its folders, with how much is new in each", opened: "a file opened, and marked so", read: "all marked as read",
};

function printNews(news) {
	return news.length === 0 ? "" : `
## New documents

One client has so many files, one in each folder, that its contacts put there and a staff user has not opened yet. One asks at a time: a thousand
of the files are opened in turn; all of them are marked as read, again and again. What is new is sought among the newest 10,000: that grows up to there, and not beyond. "To 1,000" compares with the same among 1,000 files: 1.00 is flat.

${table(["engine, files, page", "requests/s", "µs server", "µs database", "rate to 1,000", "µs to 1,000"], runRows(news, newsKinds))}
`;
}

// ---- activities ----

const activityKinds = {
	newest: "the newest", thousand: "the newest 1,000", name: "a name of 111 files", rare: "a name of one file", lost: "a name of the five oldest lines", leaf: "one folder", subtree: "a folder and 1,110 below",
	period: "three days", person: "one contact", type: "a rare kind of action", together: "name, folder, contact, period",
};

function activityRows(activities) {
	return activities.flatMap((result) => Object.entries(activityKinds).map(([kind, name]) => {
		const runs = result.runs[kind], base = smallest(activities, result.engine).runs[kind];

		return [
			`${engines[result.engine]}, ${whole(result.count)}, ${name}`, whole(typical(runs, rate)), whole(typical(runs, (run) => run.cpu)),
			result.engine === "postgres" ? whole(typical(runs, (run) => run.database)) : "–", compared(base, runs, cost),
		];
	}));
}

function printActivities(activities) {
	return activities.length === 0 ? "" : `
## Activities

One client has 10,000 folders with a file in each, and its activities tell so many lines of them, by 1,000 contacts over three years: the newest page, and what one
searches for, with the bars of how much was done when. One asks at a time. "To 10,000" compares with the same search among 10,000 lines.
The bars count 10,000 lines where there are so many, and a search that no pick answers (decision 0069) looks through 20,000 of them.

${table(["engine, lines, search", "requests/s", "µs server", "µs database", "µs to 10,000"], activityRows(activities))}
`;
}

function printColumns(columns) {
	const rows = columns.map((one) => [
		`${engines[one.engine]}, ${whole(one.count)}`, ...[one.added, one.indexed, one.readBefore, one.read, one.writeBefore, one.write].map(whole),
		whole(one.requests), one.failures,
	]);

	return columns.length === 0 ? "" : `
## A field more

An administrator adds a field with an index through the settings while ${columns[0].clients} clients read lists and records and change records, half
of the requests each. Milliseconds until it is there, until its index is, and the longest that anybody waited for an answer: before, and
from its adding until after the index.

${table(["engine, records", "field", "index", "read before", "read", "write before", "write", "requests", "errors"], rows)}
`;
}

// ---- the page ----

function printInvoices({ results, settings }) {
	const { connections, writers, unpaidEvery, bareCommits, starts } = settings;

	return results.length === 0 ? "" : `
## Pages

The hardest case: one client owns all invoices of three years, and one in ${unpaidEvery} of them is unpaid. Its signed-in contact asks
for the dashboard (amount due, overdue, newest invoices, notifications), for the list of invoices, and for the page of the list
that begins in the middle, reached by key. wrk with ${connections} connections, beside the server on the same cores;
pages are not compressed (wrk does not ask for it). Microseconds of processor time are user and system time of
the server's process; those of PostgreSQL's processes stand beside them, and are included in the ratios.

${table(["engine, invoices, page", "requests/s", "µs server", "µs database", "rate to static", "µs to static", "rate to 1,000", "µs to 1,000"], pageRows(results))}

The static reply they are compared with, from the same process:

${table(["engine, invoices", "requests/s", "µs", "file", "bytes", "bytes of dashboard", "bytes of list"], staticRows(results))}

## Durable writes

\`POST /p/{address}/preferences\` as JSON with a session changes one row (\`contact.theme\`) and is answered once that is on the disk.
${writers} contacts take turns. The bare loop is the engine's own shell (\`sqlite3\` with WAL and \`synchronous = full\`, \`psql\`) that commits
${whole(bareCommits)} single-row inserts one after the other on the same disk. Many clients at once beat it where
commits are made together and the disk takes its time: one that answers at once leaves only the processor to be shared (decision 0022).

${table(["engine", "bare commits/s", "1 client", "to bare", `${writers} clients`, "to bare", "µs server", "µs database"], writeRows(results))}

## Import, start, memory

\`parvis import invoices\` checks each line of a CSV file, and writes invoices, lines, taxes and payments in one transaction; seconds
to its end, and of processor time of the command (PostgreSQL's not counted). Milliseconds from exec to the first 200, best of ${starts}.
Resident memory of the server, one second after the start and after the load of all pages.

${table(["engine, invoices", "import s", "import s of processor", "ms to /healthz", "ms to /readyz", "MB idle", "MB after load"], otherRows(results))}
`;
}

// ---- files of lists ----

function exportRow({ engine, count, format, seconds, megabytes, idle, most }) {
	return [`${engines[engine]}, ${whole(count)}, ${format}`, seconds.toFixed(1), whole(Math.round(count / seconds)), megabytes.toFixed(1), whole(idle), whole(most)];
}

function printExports(exports) {
	return exports.length === 0 ? "" : `
## Clients as a file

The list of all clients with all fields, their groups, members and folders, as a workbook and as CSV, written by a job: seconds from asking to ready, clients a second, the
file, and the resident memory of the server before and at most since its start.

${table(["engine, clients, format", "seconds", "clients/s", "MB of the file", "MB before", "MB at most"], exports.map(exportRow))}
`;
}

const sortRow = ({ engine, count, sort, closed, first, later }) =>
	[`${engines[engine]}, ${whole(count)}, ${sort.replace("-@", "").replace("_", " ")}${closed ? ", some folders closed" : ""}`, first.toFixed(1), later.toFixed(1)];

function printSorts(sorts) {
	return sorts.length === 0 ? "" : `
## Clients sorted

A page of the list of clients in the order of their names, and of what is counted of them, most first: milliseconds of the first page and of the
next, as one program waits for them. Clients have up to five folders; to one staff user a folder is closed in each hundredth.

${table(["engine, clients, order", "first page, ms", "next page, ms"], sorts.map(sortRow))}
`;
}

function printReport({ results, records, columns, portals, folders, news, activities, exports, sorts, settings, facts, foreign }) {
	const { rounds } = settings;

	return `# Benchmarks

Measured by \`bin/bench\` on ${new Date().toISOString().slice(0, 10)}; run it to have these figures for your machine.

${facts.map(([name, value]) => `- ${name}: ${value}`).join("\n")}

${disturbance(foreign)}

**How to read it.** Requests a second depend on the machine; the ratios hardly do, because what they compare ran within seconds:
the servers of all sizes run side by side and take turns, ${rounds} rounds of a second each, and a ratio is the median of those of the
rounds. "To static" compares a page with a file of about its size served by the same process: 0.25 means that the page costs four
files. "To 1,000" compares with the same page among 1,000 invoices: 1.00 is flat. Processor time says what a request costs whatever
else the machine does.
${printInvoices({ results, settings })}${printRecords(records)}${printPortals(portals)}${printFolders(folders)}${printNews(news)}${printActivities(activities)}${printExports(exports)}${printSorts(sorts)}${printColumns(columns)}`;
}

module.exports = { printReport };
