// What the benchmarks read from the machine: processor time of processes, their memory, and what the machine is.
"use strict";
const { execFileSync } = require("node:child_process");
const { readFileSync, readdirSync } = require("node:fs");
const { cpus, loadavg, totalmem } = require("node:os");

const ticksASecond = Number(execFileSync("getconf", ["CLK_TCK"], { encoding: "utf8" }));

function run(program, ...args) {
	try {
		return execFileSync(program, args, { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] }).trim();
	} catch {
		return "";
	}
}

// The fields of /proc/PID/stat after the name, which may hold anything: state is the first.
function statOf(pid) {
	return readFileSync(`/proc/${pid}/stat`, "utf8").replace(/^.*\) /s, "").split(" ");
}

// Seconds of processor time, user and system.
function processorTime(pid) {
	const stat = statOf(pid);

	return (Number(stat[11]) + Number(stat[12])) / ticksASecond;
}

// The same of a process's children: those that ended, and those that run.
function childrenTime(parent) {
	const stat = statOf(parent);
	let seconds = (Number(stat[13]) + Number(stat[14])) / ticksASecond;

	for (const name of readdirSync("/proc").filter((entry) => /^\d+$/.test(entry)))
		try {
			if (statOf(name)[1] === String(parent))
				seconds += processorTime(name);
		} catch {
			// It ended meanwhile.
		}
	return seconds;
}

// Seconds that all processors were busy since the start of the machine.
function machineTime() {
	const [user, nice, system, , , interrupts, soft, stolen] =
		readFileSync("/proc/stat", "utf8").split("\n")[0].trim().split(/\s+/).slice(1).map(Number);

	return (user + nice + system + interrupts + soft + stolen) / ticksASecond;
}

function megabytes(pid, field) {
	const [, kilobytes] = readFileSync(`/proc/${pid}/status`, "utf8").match(new RegExp(`^${field}:\\s+(\\d+) kB`, "m"));

	return Math.round(Number(kilobytes) / 1024);
}

function describe(folder) {
	const [source, type] = run("findmnt", "-n", "-o", "SOURCE,FSTYPE", "-T", folder).split(/\s+/);
	const system = readFileSync("/etc/os-release", "utf8").match(/PRETTY_NAME="(.*)"/)?.[1];

	return [
		["Processor", `${cpus()[0].model.trim()}, ${cpus().length} cores${run("systemd-detect-virt") ? ", virtual" : ""}`],
		["Memory", `${Math.round(totalmem() / 2 ** 30)} GB`],
		["Disk", `${source}, ${type}${run("lsblk", "-dno", "MODEL", source) ? `, ${run("lsblk", "-dno", "MODEL", source)}` : ""}`],
		["System", `${system}, Linux ${run("uname", "-r")}`],
		["Versions", [
			`SQLite ${run("sqlite3", "--version").split(" ")[0]}`,
			`PostgreSQL ${run("psql", "--version").match(/[\d.]+/)?.[0]}`,
			run("gcc", "--version").split("\n")[0],
			`libmicrohttpd ${run("pkg-config", "--modversion", "libmicrohttpd")}`,
		].join(", ")],
	];
}

module.exports = { childrenTime, describe, loadavg, machineTime, megabytes, processorTime };
