
function* misspelled(word) {
for (let at = 0; at <= word.length; at++) {
const head = word.slice(0, at), tail = word.slice(at), rest = tail.slice(1);
if (tail) yield head + rest;
if (rest) yield head + rest[0] + tail[0] + rest.slice(1);
for (const letter of "abcdefghijklmnopqrstuvwxyz") {
yield head + letter + tail;
if (tail) yield head + letter + rest;
}
}
}

async function meant(index, word, { stem, Reader }) {
const lists = await Promise.all(index.segments.map((segment) => index.of(segment, "s", (bytes) => {
const reader = new Reader(bytes), words = reader.words();
return words.map((word, place) => [word, bytes[reader.at + place]]);
})));
const known = new Map(lists.reverse().flat());
const found = new Map();
for (const shown of misspelled(word)) if (known.has(stem(shown)) && !found.has(stem(shown))) found.set(stem(shown), shown);
const best = [...found].sort(([one], [other]) => known.get(other) - known.get(one)).slice(0, 3);
return best[0] && { exact: best.map(([word]) => word), shown: best[0][1], start: "" };
}

async function hyphenated(index, one, sought) {
const parts = one.made.filter(({ word }) => !index.common.includes(word));
const lists = await Promise.all([one, ...parts].map((part) => part !== one && index.dear?.includes(part.word) ? [] : sought(part)));
const [whole, ...levels] = lists.map(([entry]) => {
const best = new Map();
for (const [number, level] of [...entry?.found.values() ?? []].flat()) best.set(number, Math.max(best.get(number) ?? 0, level));
return best;
});
const less = new Map(), rows = [];
for (const [number, level] of levels.at(-1) ?? []) {
if (whole.has(number)) continue;
const poorest = levels[1] ? Math.min(...levels.map((best) => best.get(number) ?? 0)) : 0;
less.set(number, 0.5 + poorest / 62);
rows.push([number, (poorest || level) * less.get(number)]);
}
const hits = lists.flat().flatMap(({ found }) => [...found.keys()].map((word) => [word, []]));
const found = new Map([...hits, ["", rows], [one.word, [...whole]]]);
return whole.size ? [{ ...one, start: parts.at(-1)?.start, exact: one.word, count: whole.size, part: (number) => less.get(number) ?? 1, found }] : [];
}

export async function otherwise(index, one, tools) {
const { sought, lookedUp, notes, say } = tools;
const each = async (parts, look) => (await Promise.all(parts.map(look))).flat();
let found = await (one.made ? hyphenated(index, one, sought) : each(one.parts, (word) => sought({ ...one, word, start: "" })));
if (one.made) return found[0] ? found : each(one.made, lookedUp);
const other = !found[0] && !index.lost && one.shown.length > 3 && await meant(index, one.shown.toLowerCase(), tools);
if (other) {
notes.push(say("instead", { word: one.shown, other: other.shown }));
found = await sought({ ...one, ...other });
}
return found;
}

export async function has([id, place, , title, , , lede], phrases, base, wholesOf, index) {
const within = (text, phrase) => ` ${wholesOf(text).join(" ")} `.includes(` ${phrase.join(" ")} `);
const left = phrases.filter((phrase) => !within(title, phrase) && !within(lede, phrase));
if (!left.length) return true;
try {
const answer = await fetch(`${base}papers/${encodeURIComponent(place || id)}/`);
const main = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("main");
for (const other of main.querySelectorAll("aside, nav, .summary, .related")) other.remove();
for (const block of main.querySelectorAll("h1, h2, p, li, summary")) block.append(" ");
return left.every((phrase) => within(main.textContent, phrase));
} catch {
index.lost = true;
return false;
}
}

export async function narrowed(index, { year, ...facets }) {
const lists = await Promise.all(Object.entries(facets).map(async ([kind, value]) => {
const [rows] = (await index.postings([`:${kind}:${value}`])).values();
return new Set(rows?.map(([number]) => number));
}));
const starts = index.segments.flatMap(({ years, first }) => years.map(([one, start]) => [first + start, `${one}`])).reverse();
return (number) => lists.every((list) => list.has(number)) && (!year || starts.find(([start]) => start <= number)[1] === year);
}

export async function fill(index, form, given, make, say) {
const { year } = form.elements;
const option = (value, textContent) => make("option", { value, textContent });
const any = year.options[0];
const years = [...new Set(index.segments.flatMap((one) => one.years.map(([number]) => number)))];
year.append(...years.sort((one, other) => other - one).map((one) => option(one, one)));
let last = year.parentElement;
const facets = (await index.alone("facets", (bytes) => JSON.parse(new TextDecoder().decode(bytes)))).filter(([, values]) => values.length);
for (const [kind, values] of facets) {
const options = values.map(([value, name, count]) => option(value, `${name} (${count})`));
const label = make("label", {}, make("span", { textContent: say(kind) }), make("select", { name: kind }, any.cloneNode(true), ...options));
last.after(label);
last = label;
}
for (const [name, value] of given) if (form.elements[name]?.options) form.elements[name].value = value;
const pages = make("p", { className: "facts", id: "search-pages" });
form.querySelector("[role=status]").before(pages);
const link = () => {
pages.replaceChildren(...facets.flatMap(([kind, values]) => {
const [, name, , slug] = values.find(([value]) => value === form.elements[kind].value) ?? [];
return slug ? make("a", { href: `${form.dataset.base}${kind}s/${slug}/`, textContent: say("page", { name }) }) : [];
}));
pages.hidden = !pages.firstChild;
};
form.addEventListener("change", link);
link();
}
