
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

export async function meant(index, word, stem, Reader) {
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

export async function has([id, place, , title, , , lede], phrases, base, wholesOf) {
const within = (text, phrase) => ` ${wholesOf(text).join(" ")} `.includes(` ${phrase.join(" ")} `);
const left = phrases.filter((phrase) => !within(title, phrase) && !within(lede, phrase));
if (!left.length) return true;
try {
const answer = await fetch(`${base}papers/${encodeURIComponent(place || id)}/`);
const main = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("main");
for (const other of main.querySelectorAll("aside, nav, .summary")) other.remove();
for (const block of main.querySelectorAll("h1, h2, p, li, summary")) block.append(" ");
return left.every((phrase) => within(main.textContent, phrase));
} catch {
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
for (const [kind, values] of await index.alone("facets", (bytes) => JSON.parse(new TextDecoder().decode(bytes)))) {
if (!values.length) continue;
const options = values.map(([value, name, count]) => option(value, `${name} (${count})`));
const label = make("label", {}, make("span", { textContent: say(kind) }), make("select", { name: kind }, any.cloneNode(true), ...options));
last.after(label);
last = label;
}
for (const [name, value] of given) if (form.elements[name]?.options) form.elements[name].value = value;
}
