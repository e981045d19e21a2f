/* Raw deflate (RFC 1951), for browsers that cannot unpack it themselves. */
const ORDER = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];

/* The canonical code of these lengths: how many codes each length has, and the symbols in their order. */
function codeOf(lengths) {
  const counts = new Array(16).fill(0), symbols = [];
  for (let length = 1; length < 16; length++) {
    lengths.forEach((one, symbol) => {
      if (one === length) counts[length] = symbols.push(symbol) && counts[length] + 1;
    });
  }
  return { counts, symbols };
}

export function inflate(bytes) {
  let at = 0, held = 0, have = 0, last;
  let out = new Uint8Array(bytes.length * 4), end = 0;

  const bits = (count) => {
    while (have < count) {
      if (at >= bytes.length) throw new Error("cut off");
      held |= bytes[at++] << have;
      have += 8;
    }
    const value = held & ((1 << count) - 1);
    held >>>= count;
    have -= count;
    return value;
  };
  const symbolOf = ({ counts, symbols }) => {
    for (let length = 1, code = 0, first = 0, index = 0; length < 16; length++) {
      code |= bits(1);
      if (code - first < counts[length]) return symbols[index + code - first];
      index += counts[length];
      first = (first + counts[length]) << 1;
      code <<= 1;
    }
    throw new Error("no such code");
  };
  const put = (byte) => {
    if (end === out.length) {
      const more = new Uint8Array(end * 2 + 64);
      more.set(out);
      out = more;
    }
    out[end++] = byte;
  };

  do {
    last = bits(1);
    const kind = bits(2);
    if (kind === 0) {
      have = held = 0;
      const length = bytes[at] | (bytes[at + 1] << 8);
      at += 4;
      for (let left = length; left; left--) put(bytes[at++]);
      continue;
    }
    if (kind === 3) throw new Error("no such block");
    let lengths, literals = 288;
    if (kind === 1) {
      lengths = Array.from({ length: 320 }, (_, symbol) => (symbol > 287 ? 5 : symbol > 279 ? 8 : symbol > 255 ? 7 : symbol > 143 ? 9 : 8));
    } else {
      literals = bits(5) + 257;
      const all = literals + bits(5) + 1, own = new Array(19).fill(0);
      for (let left = bits(4) + 4, place = 0; place < left; place++) own[ORDER[place]] = bits(3);
      const code = codeOf(own);
      lengths = [];
      while (lengths.length < all) {
        const symbol = symbolOf(code);
        if (symbol < 16) lengths.push(symbol);
        else {
          const [again, value] = symbol === 16 ? [3 + bits(2), lengths[lengths.length - 1]] : [symbol === 17 ? 3 + bits(3) : 11 + bits(7), 0];
          for (let left = again; left; left--) lengths.push(value);
        }
      }
    }
    const words = codeOf(lengths.slice(0, literals)), distances = codeOf(lengths.slice(literals));
    for (let symbol = symbolOf(words); symbol !== 256; symbol = symbolOf(words)) {
      if (symbol < 256) put(symbol);
      else {
        const step = symbol - 257, extra = step < 8 || step === 28 ? 0 : (step >> 2) - 1;
        const length = (step === 28 ? 258 : step < 8 ? step + 3 : ((4 + (step & 3)) << extra) + 3) + bits(extra);
        const way = symbolOf(distances), more = way < 4 ? 0 : (way >> 1) - 1;
        const back = (way < 4 ? way + 1 : ((2 + (way & 1)) << more) + 1) + bits(more);
        if (back > end) throw new Error("nothing there");
        for (let left = length; left; left--) put(out[end - back]);
      }
    }
  } while (!last);
  return out.slice(0, end);
}
