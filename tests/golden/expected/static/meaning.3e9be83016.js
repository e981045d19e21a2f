const DIMENSIONS = 128, MOST = 20, WAIT_MS = 250, LEAST = 0.32, REACH = 360, MOST_PIECES = 512, LONGEST = 60;

const WORD = /[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]|(?:(?![\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff])[\p{L}\p{N}])+/gu;

export function piecesOf(text, numbers) {
const found = [];
for (const [word] of text.toLowerCase().normalize("NFD").replace(/\p{Mn}/gu, "").matchAll(WORD)) {
const signs = [...word].slice(0, LONGEST);
for (let start = 0, end = signs.length; start < signs.length;) {
const number = numbers.get((start ? "##" : "") + signs.slice(start, end).join(""));
if (number !== undefined) {
found.push(number);
start = end;
} else if (--end > start) continue;
else start++;
end = signs.length;
}
if (found.length >= MOST_PIECES) break;
}
return found.slice(0, MOST_PIECES);
}

export function tableOf(bytes) {
const view = new DataView(bytes.buffer, bytes.byteOffset), count = view.getUint32(0, true), length = view.getUint32(4, true);
const names = new TextDecoder().decode(bytes.subarray(8, 8 + length)).split("\n"), at = 8 + length;
const numbers = new Map(names.map((name, number) => [name, number])), rows = bytes.subarray(at + 2 * count);
return { numbers, rows, scale: (number) => view.getUint16(at + 2 * number, true) };
}

export function placeOf(text, { numbers, rows, scale }) {
const sums = new Float64Array(DIMENSIONS);
for (const number of piecesOf(text, numbers)) {
const times = scale(number);
for (let place = 0, at = number * DIMENSIONS / 2; place < DIMENSIONS; at++) {
sums[place++] += times * ((rows[at] & 15) - 8);
sums[place++] += times * ((rows[at] >> 4) - 8);
}
}
const length = Math.hypot(...sums);
return length ? sums.map((sum) => sum / length) : null;
}

export function nearest(place, parts, wanted, most = MOST) {
const best = [];
let least = LEAST * REACH, first = 0;
for (const { places, papers } of parts) {
for (let number = 0, at = 0; places && number < papers; number++) {
let alike = 0;
for (let which = 0; which < DIMENSIONS; which++) alike += place[which] * places[at++];
if (alike < least || !wanted(first + number)) continue;
best.push([alike, first + number]);
if (best.length > most) {
best.sort((one, other) => other[0] - one[0] || one[1] - other[1]).pop();
least = best[most - 1][0];
}
}
first += papers;
}
return best.sort((one, other) => other[0] - one[0] || one[1] - other[1]).map(([, number]) => number);
}

let known, latest;

async function load({ table, parts }, fetched) {
const part = async ([name, papers]) => {
const bytes = await fetched(`near-${name}`, name).catch(() => null);
return { papers, places: bytes?.length === papers * DIMENSIONS ? new Int8Array(bytes.buffer, bytes.byteOffset, bytes.length) : null };
};
const [words, ...places] = await Promise.all([fetched(`meaning-${table}`, table).then(tableOf), ...parts.map(part)]);
return { words, places, lost: places.some((one) => !one.places) };
}

async function show(detail) {
const { query, meaning, papers, shown, fits, place, fetched, rowsOf } = detail;
const texts = JSON.parse(place.dataset.texts);
const above = () => new Set([...document.querySelectorAll("#search-found > li")].map((row) => row.dataset.paper));
if (latest?.query === query && latest.fits === fits) {
const now = above();
for (const row of place.querySelectorAll("li")) if (now.has(row.dataset.paper)) row.remove();
place.hidden ||= !place.querySelector("li, p.facts");
return;
}
latest = detail;
if (!query.trim() || !meaning || meaning.parts.reduce((sum, [, count]) => sum + count, 0) !== papers) return;
await new Promise((resolve) => setTimeout(resolve, WAIT_MS));
if (latest !== detail) return;
const key = JSON.stringify(meaning);
if (known?.key !== key) known = { key, read: load(meaning, fetched) };
const make = (tag, properties) => Object.assign(document.createElement(tag), properties);
let rows = [], lost = true;
try {
const { words, places, lost: some } = await known.read;
const from = placeOf(query, words);
rows = from ? await rowsOf(nearest(from, places, (number) => fits(number) && !shown.includes(number))) : [];
lost = some;
} catch {
known = undefined;
}
if (lost) known = undefined;
if (latest !== detail) return;
const now = above();
rows = rows.filter((row) => !now.has(row.dataset.paper));
const parts = rows.length ? [make("h2", { className: "head", textContent: texts.near_head }), make("ol", { className: "rows found" })] : [];
parts[1]?.append(...rows);
if (lost) parts.push(make("p", { className: "facts", textContent: texts.near_lost }));
place.replaceChildren(...parts);
place.hidden = !parts.length;
dispatchEvent(new Event("broadsheet:added"));
}

document.getElementById("search")?.addEventListener("broadsheet:found", ({ detail }) => show(detail));
