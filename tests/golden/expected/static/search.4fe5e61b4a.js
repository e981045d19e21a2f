
const RUN = /(?:[\p{L}\p{N}]*[0-9]\.(?=[0-9]))*[\p{L}\p{N}]+/gu;
const TOKEN = new RegExp(`${RUN.source}(?:-${RUN.source})*`, "gu");
const UNSPACED = "\\u3005\\u3041-\\u30ff\\u3400-\\u4dbf\\u4e00-\\u9fff\\uac00-\\ud7a3\\uf900-\\ufaff\\u{20000}-\\u{3ffff}";
const SCRIPTS = new RegExp(`[${UNSPACED}]+|[^${UNSPACED}]+`, "gu");
const IS_UNSPACED = new RegExp(`^[${UNSPACED}]`, "u");

export function stem(word) {
word = [...word].slice(0, 40).join("");
if (!/^[a-z]{4,}$/.test(word)) return word;
if (!/(ss|is|ias|...us)$/.test(word)) word = word.replace(/(..)ies$/, "$1y").replace(/(ss|sh|ch|x|z)es$|s$/, "$1");
const base = /^(.{2,}[^e])(ing|ed)$/.exec(word)?.[1];
if (/[aeiouy]/.test(base ?? "")) word = base.replace(/i$/, "y");
return word.length > 3 ? word.replace(/([b-df-hj-np-tv-xz])\1$|e$/, "$1") : word;
}

const groupsOf = (token) => token.split("-").flatMap((run) => run.match(SCRIPTS)).flatMap((piece) => {
const signs = [...piece];
if (IS_UNSPACED.test(piece)) return signs[1] ? signs.slice(1).map((sign, place) => [piece, signs[place] + sign]) : [[piece, piece]];
const parts = piece.match(/[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9][0-9.]*/g) ?? [];
const [whole, ...more] = [piece, ...parts.filter((part) => parts[1] && part.length > 2)].map((part) => stem(part.toLowerCase()));
return [[piece, whole, ...more.filter((part) => part !== whole)]];
});
const tokensOf = (text) => text.normalize("NFKD").replace(/(?![\u3099\u309a])\p{M}/gu, "").normalize("NFC").match(TOKEN) ?? [];
const joined = (token) => token.includes("-") ? [token.replaceAll("-", "").toLowerCase()] : [];
export const wordsOf = (text) => tokensOf(text).flatMap((token) => [...groupsOf(token).flatMap((group) => group.slice(1)), ...joined(token).map(stem)]);
const wholesOf = (text) => tokensOf(text).flatMap((token) => groupsOf(token).map((group) => group[1]));

const form = document.getElementById("search");
const { base, inflate, more, texts } = form?.dataset ?? {};

async function fetched(path, name) {
const answer = await (await fetch(`${base}search/${path}.bin`)).arrayBuffer();
let bytes;
try {
const stream = new DecompressionStream("deflate-raw");
bytes = new Uint8Array(await new Response(new Blob([answer]).stream().pipeThrough(stream)).arrayBuffer());
} catch {
bytes = (await import(inflate)).inflate(new Uint8Array(answer));
}
const head = new DataView(bytes.buffer);
let low = 1, high = 0;
for (const byte of bytes.subarray(8)) high = (high + (low = (low + byte) % 65521)) % 65521;
if (head.getUint32(0) !== parseInt(name.slice(0, 8), 16) || head.getUint32(4) !== high * 65536 + low) throw 0;
return bytes.subarray(8);
}

class Reader {
at = 0;
constructor(bytes) { this.bytes = bytes; }
number() {
for (let value = 0, shift = 1; ; shift *= 128) {
const byte = this.bytes[this.at++];
value += (byte & 127) * shift;
if (byte < 128) return value;
}
}
words() {
const known = new Uint8Array(512);
return Array.from({ length: this.number() }, () => {
const shared = this.bytes[this.at++], rest = this.bytes[this.at++];
known.set(this.bytes.subarray(this.at, this.at += rest), shared);
return new TextDecoder().decode(known.subarray(0, shared + rest));
});
}
}

const json = (bytes) => JSON.parse(new TextDecoder().decode(bytes));

function shardOf(bytes) {
const reader = new Reader(bytes), words = reader.words();
const found = words.map((word) => {
const count = reader.number();
return { word, bytes, count: count >> 1, levels: count & 1 };
});
for (const one of found) {
one.at = reader.at;
for (let left = one.count; left--;) reader.number();
}
for (const one of found) if (one.levels) one.levels = (reader.at += one.count) - one.count;
return found;
}

class Index {
files = new Map();
papers = 0;
constructor(manifest) {
Object.assign(this, manifest);
if (this.format !== 1) throw 0;
for (const segment of this.segments) {
segment.first = this.papers;
this.papers += segment.papers;
}
this.dear = this.segments[0]?.alone.map((number) => this.segments[0].shards[number]);
}
file(path, name, made) {
const { files } = this;
if (!files.has(path)) {
files.set(path, fetched(path, name).then(made).catch(() => {
files.delete(path);
this.lost = true;
return [];
}));
}
return files.get(path);
}
of({ name }, file, made) { return this.file(`${name}/${file}`, name, made); }
alone(kind, made) { return this.file(`${kind}-${this[kind]}`, this[kind], made); }
counts() {
return this.alone("votes", (bytes) => {
const reader = new Reader(bytes);
reader.at = this.papers;
return Array.from(bytes.subarray(0, this.papers), (byte) => (byte < 255 ? byte - 1 : 254 + reader.number()));
});
}
async rows(numbers) {
const votes = await this.counts();
const rows = await Promise.all(numbers.map(async (number) => {
const segment = this.segments.filter(({ first }) => first <= number).pop(), place = number - segment.first;
const block = await this.of(segment, `c${Math.floor(place / segment.cards)}`, json);
return { number, card: block[place % segment.cards], votes: votes[number] };
}));
return rows.filter(({ card }) => card);
}

async postings(wanted, start) {
const joined = new Map();
const parts = await Promise.all(this.segments.map(async (segment) => {
const place = (word) => Math.max(1, segment.shards.filter((bound) => bound <= word).length) - 1;
const numbers = new Set(wanted.map(place));
for (let number = place(start); start && number <= place(`${start}\uffff`) && numbers.size < 4; number++) numbers.add(number);
const shards = await Promise.all([...numbers].map((number) => this.of(segment, `w${number}`, shardOf)));
return shards.flat().map((one) => ({ ...one, number: segment.first }));
}));
for (let { word, bytes, at, count, levels, number } of parts.flat()) {
if (!wanted.includes(word) && !(start && word.startsWith(start))) continue;
const reader = new Reader(bytes), rows = joined.get(word) ?? [];
joined.set(word, rows);
reader.at = at;
for (let left = 0; left < count; left++) rows.push([number += reader.number(), levels ? bytes[levels + left] : 31]);
}
return joined;
}
}

export const open = async (cache = "default") => new Index(await (await fetch(`${base}search/manifest.json`, { cache })).json());

function asked(text, common) {
const words = new Map(), phrases = [];
text.slice(0, 500).split(/["“”„«»]/).forEach((part, number, parts) => {
const quoted = number % 2, tokens = tokensOf(part), phrase = wholesOf(part);
if (quoted && phrase[1]) phrases.push(phrase);
tokens.forEach((token, place) => {
const isOpen = !parts[number + 1] && !tokens[place + 1] && part.trimEnd() === part, [whole] = quoted ? [] : joined(token);
const made = groupsOf(token).map(([shown, word, ...parts], which, all) => {
const start = isOpen && !all[which + 1] && !(IS_UNSPACED.test(shown) && [...shown][1]) && shown.toLowerCase();
return { word, parts, shown, start };
});
for (const one of whole ? [{ word: stem(whole), made, shown: token, start: isOpen && whole }] : made) {
if (words.size < 32) words.set(one.word, { ...one, quoted: quoted || words.get(one.word)?.quoted });
}
});
});
const all = [...words.values()], rare = all.filter(({ word }) => !common.includes(word));
return [rare[0] ? rare : all, phrases];
}

export async function find(index, text, filters = {}) {
const [words, phrases] = asked(text, index.common), some = words[0], isNarrow = Object.keys(filters)[0];
const notes = [], unknown = [];
const sought = async (one) => {
const exact = one.exact ?? (one.start ? ",e,s,es,d,ed,g,ng,ing".split(",").map((ending) => stem(one.start + ending)) : [one.word]);
const found = await index.postings(exact, one.start);
return found.size ? [{ ...one, exact: exact[0], found }] : [];
};
const rare = words.filter(({ word }) => !index.dear?.includes(word));
const lookedUp = async (one) => {
let found = one.made ? [] : await sought(one);
if (!found[0]) found = await (await import(more)).otherwise(index, one, { sought, lookedUp, stem, Reader, notes, say });
found[0] || one.made || index.lost || unknown.push(one.shown);
return found;
};
const used = (await Promise.all(words.filter((one) => one.quoted || !rare[3] || rare.includes(one)).map(lookedUp))).flat();

const [score, share, must] = [0, 0, 0].map(() => new Float32Array(index.papers));
const rarity = (count) => Math.log(1 + (index.papers - count + 0.5) / (count + 0.5));
let total = unknown.length * rarity(1), quoted = 0, whole = 0;
for (const one of used) {
const best = new Map();
const weight = rarity(one.count ?? Math.min(index.papers, [...one.found.values()].flat().length));
for (const [word, rows] of one.found) {
const each = word === one.exact ? rarity(rows.length) : 0.8 * weight;
for (const [number, level] of rows) best.set(number, Math.max(best.get(number) ?? 0, each * level));
}
total += weight;
if (one.quoted) quoted++;
for (const [number, value] of best) {
score[number] += value;
share[number] += weight * (one.part?.(number) ?? 1);
if (one.quoted) must[number]++;
}
}
const fits = isNarrow ? await (await import(more)).narrowed(index, filters) : () => true, votes = await index.counts(), numbers = [];
for (let number = index.papers; (some || isNarrow) && number--;) {
if ((some && !score[number]) || must[number] < quoted || !fits(number)) continue;
if (!some || share[number] > 0.999 * total) whole++;
score[number] *= (share[number] / total) ** 2 * (1 + 0.01 * Math.log2(1 + Math.max(0, votes[number] ?? 0)));
numbers.push(number);
}
if (some) numbers.sort((one, other) => score[other] - score[one]);
notes.push(...new Set(unknown.map((word) => say("unknown", { word }))));
return { numbers, whole, notes, phrases, fits, text, hits: new Set(used.flatMap(({ found }) => [...found.keys()])), starts: used.flatMap(({ start }) => start || []) };
}

export async function next(index, result) {
const { numbers, phrases, text } = result, rows = [];
for (let read = 0; !rows[9] && numbers.length && read < 3; read++) {
const found = await index.rows(numbers.splice(0, 10));
const has = phrases[0] && (await import(more)).has;
const kept = await Promise.all(found.map(({ card }) => !has || has(card, phrases, base, wholesOf, index)));
rows.push(...found.filter((_, place) => kept[place]));
}
if (!result.begun) {
const query = ` ${wholesOf(text).join(" ")} `;
for (const row of rows) {
const title = ` ${wholesOf(row.card[3]).join(" ")} `;
row.rank = (title === query) + title.includes(query.trimEnd()) + title.startsWith(query.trimEnd());
}
rows.sort((one, other) => other.rank - one.rank);
}
result.begun = true;
return rows;
}

const { lang } = document.documentElement;
const say = (key, values = {}) => {
const text = JSON.parse(texts)[`found_${key}`];
return (text.other ? text[new Intl.PluralRules(lang).select(values.count)] ?? text.other : text).replace(/\{(\w+)\}/g, (_, name) => values[name]);
};
const make = (tag, properties, ...children) => {
const element = Object.assign(document.createElement(tag), properties);
element.append(...children);
return element;
};

const marked = (text, { hits, starts }) => text.split(new RegExp(`(${RUN.source})`, "u")).flatMap((run, place) => place % 2 ? run.match(SCRIPTS).flatMap((piece) => {
const has = (part) => wordsOf(part).some((word) => hits.has(word)), signs = IS_UNSPACED.test(piece) ? [...piece] : [piece];
return signs.map((sign, place) => {
const pairs = [-1, 0].map((step) => signs.slice(Math.max(0, place + step), place + step + 2).join(""));
const isHit = signs[1] ? pairs.some(has) : has(piece) || starts.some((start) => piece.toLowerCase().startsWith(start));
return isHit ? make("mark", { textContent: sign }) : sign;
});
}) : run);

function rowOf({ card: [id, place, day, title, byline, count, lede], votes }, result) {
const tongue = /^\d{4}\.\d/.test(id) ? { dir: "ltr", lang: "en" } : { dir: "auto", lang: "" };
const known = votes >= 0;
const unseen = make("span", { className: "unseen", textContent: say(known ? "votes" : "no_votes", { count: votes }) });
const when = new Date(day).toLocaleDateString(lang.replace(/^en$/, "en-GB"), { dateStyle: "long", timeZone: "UTC" });
const line = make("p", { className: "byline" }, byline, count ? say(byline ? "more_authors" : "authors", { count }) : "", " ", make("span", { className: "when" }, make("a", { href: `${base}${day.replaceAll("-", "/")}/`, textContent: when })));
const heading = make("h2", tongue, make("a", { href: `${base}papers/${place || id}/` }, ...marked(title, result)));
const row = make("li", { className: "row" }, make("span", { className: "votes" }, known ? votes : "–", unseen), make("div", {}, heading, line, make("p", { className: "excerpt", ...tongue }, ...marked(lede, result))));
line.dataset.tools = "";
Object.assign(row.dataset, { paper: id, day, authors: byline.replaceAll(", ", "|"), more: count });
return row;
}

if (form) {
const [said, list, button, also] = ["said", "found", "more", "also"].map((name) => document.getElementById(`search-${name}`));
const field = form.elements.q, narrow = form.querySelector("details"), given = new URLSearchParams(location.search);
let opening = open(), index, turn = 0, timer, current, filled;

async function answer(mine, again) {
const query = new URLSearchParams([...new FormData(form)].filter(([, value]) => value.trim())), { q = "", ...filters } = Object.fromEntries(query);
history.replaceState(history.state, "", `${query}` ? `?${query}` : base + "search/");
let rows, lines, result;
try {
index = await opening;
index.lost = false;
result = await find(index, q, filters);
rows = await next(index, result);
lines = [...result.notes, `${query}` && say(!rows[0] ? index.lost ? "lost" : "none" : result.phrases[0] ? "phrase" : result.whole ? "count" : "some", { count: result.whole })];
if (index.lost) throw rows[0] && lines.push(say("lost"));
} catch {
if (mine === turn && !again) {
opening = open("reload");
return answer(mine, true);
}
}
if (mine !== turn) return;
list.replaceChildren();
also.replaceChildren();
also.hidden = true;
said.textContent = (lines ?? [say("broken")]).join(" ");
if (lines) add(rows, current = result);
else document.querySelector(".without-script")?.classList.remove("without-script");
}

function add(rows, result) {
const shown = index;
list.append(...rows.map((row) => rowOf(row, result)));
button.hidden = !result.numbers.length;
dispatchEvent(new Event("broadsheet:added"));
const rowsOf = async (numbers) => (await shown.rows(numbers)).map((row) => rowOf(row, result));
form.dispatchEvent(new CustomEvent("broadsheet:found", { detail: { ...shown, query: result.text, shown: rows.map(({ number }) => number), fits: result.fits, place: also, fetched, rowsOf } }));
}

const soon = (wait) => {
const mine = ++turn;
clearTimeout(timer);
timer = setTimeout(answer, wait, mine);
};
const fill = () => filled ??= import(more).then(async (module) => module.fill(await opening, form, given, make, say)).catch(() => 0);

field.oninput = ({ isComposing }) => isComposing || soon(120);
field.addEventListener("compositionend", () => soon(120));
form.onchange = ({ target }) => target === field || soon(0);
form.onsubmit = () => {
soon(0);
return false;
};
narrow.ontoggle = fill;
button.onclick = async () => {
const mine = turn, place = list.children.length, rows = await next(index, current);
if (mine !== turn) return;
add(rows, current);
list.children[place]?.querySelector("a").focus();
};
addEventListener("keydown", (event) => {
const places = [field, ...list.querySelectorAll("h2 a")], at = places.indexOf(document.activeElement);
const to = places[{ ArrowDown: at + 1, ArrowUp: at - 1, Escape: at > 0 ? 0 : -1 }[event.key]];
if (at < 0 || !to || event.altKey || event.ctrlKey || event.metaKey || event.isComposing) return;
event.preventDefault();
to.focus();
});

opening.catch(() => 0);
field.value = given.get("q") ?? field.value;
form.elements.code.checked = given.has("code");
narrow.open = [...given.keys()].some((name) => name !== "q");
if (narrow.open) await fill();
if (location.search || field.value) soon(0);
}
