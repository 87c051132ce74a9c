/**
 * Owns: making expressions at random, for tests.
 * Typed ones mean the same in JavaScript, so that a reference can be asked for the result. Wild ones may be anything.
 */
export interface Random {
  /** A whole number from 0 to below `limit`. */
  below(limit: number): number
  pick<Item>(items: readonly Item[]): Item
}

/** The same numbers for the same seed, everywhere. */
export function createRandom(seed: number): Random {
  let state = seed >>> 0
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  const below = (limit: number): number => Math.floor(next() * limit)
  return {
    below,
    pick: (items) => items[below(items.length)] as (typeof items)[number],
  }
}

/** What a typed expression yields. */
type Kind = 'number' | 'text' | 'truth' | 'numbers' | 'texts' | 'object' | 'date'

interface Maker {
  readonly random: Random
  /** How much deeper it may go. */
  readonly depth: number
  /** Parameters of the callbacks around it. */
  readonly numbers: readonly string[]
  readonly texts: readonly string[]
}

export function typedExpression(random: Random): string {
  const maker = { random, depth: 1 + random.below(4), numbers: [], texts: [] }
  return make(random.pick<Kind>(['number', 'text', 'truth', 'numbers', 'texts', 'object', 'date']), maker)
}

function make(kind: Kind, maker: Maker): string {
  const { random, depth } = maker
  if (depth <= 0) return random.pick(leaves(maker)[kind])
  const inner = { ...maker, depth: depth - 1 }
  return random.pick(random.below(6) === 0 ? [() => choice(kind, inner)] : forms[kind])(inner)
}

function choice(kind: Kind, maker: Maker): string {
  return `(${make('truth', maker)} ? ${make(kind, maker)} : ${make(kind, maker)})`
}

function leaves({ numbers, texts }: Maker): Record<Kind, readonly string[]> {
  return {
    number: ['0', '1', '2.5', '7', '-3', '1e3', 'NaN', 'data.count', 'data.items[0].price', 'data.items.length', ...numbers, ...numbers],
    text: ['""', '"a"', '"Hello, World"', "'b,c'", 'data.name', 'data.items[1].sku', '`x`', '"ÄÖ ß💩"', '"12"', ...texts, ...texts],
    truth: ['true', 'false', 'data.yes', 'data.no', '!data.no'],
    numbers: ['[]', '[3, 1, 2]', 'data.numbers', '[data.count, 10, 9]'],
    texts: ['[]', '["b", "a", "c"]', 'data.names', '[data.name, "z"]'],
    object: ['{}', '{a: 1}', 'data.nested', 'data.items[0]', 'data'],
    date: ['new Date(0)', 'new Date("2024-02-29T12:34:56.789Z")', 'new Date(data.time)', 'new Date("2024-02-29")'],
  }
}

type Form = (maker: Maker) => string

const forms: Readonly<Record<Kind, readonly Form[]>> = {
  number: [
    (m) =>
      `(${make('number', m)} ${m.random.pick(['+', '-', '*', '/', '%', '**', '&', '|', '^', '<<', '>>', '>>>'])} (${make('number', m)}))`,
    (m) => `${m.random.pick(['-', '+', '~'])}(${make('number', m)})`,
    (m) => `(${make('text', m)} ${m.random.pick(['-', '*', '/'])} ${make('number', m)})`,
    (m) => `${m.random.pick(mathNames)}(${make('number', m)})`,
    (m) => `Math.${m.random.pick(['max', 'min'])}(...${make('numbers', m)}, ${make('number', m)})`,
    (m) => `${make('numbers', m)}.reduce((total, x) => total + ${make('number', withNumbers(m, 'total', 'x'))}, ${make('number', m)})`,
    (m) => `${m.random.pick(['parseInt', 'parseFloat', 'Number'])}(${make('text', m)})`,
    (m) => `(${make('text', m)}).${m.random.pick(['length', 'charCodeAt(1)', 'search(/[a-c]/)'])}`,
    (m) => `(${make('text', m)}).${m.random.pick(['indexOf', 'lastIndexOf'])}(${make('text', m)})`,
    (m) =>
      `(${make('numbers', m)}).${m.random.pick(['length', 'indexOf(2)', 'lastIndexOf(1)', 'findIndex(x => x > 1)', 'findLastIndex(x => x > 1)'])}`,
    (m) =>
      `(${make('date', m)}).${m.random.pick(['getTime()', 'getUTCHours()', 'getUTCDay()', 'getUTCMonth()', 'getUTCFullYear()', 'getUTCDate()'])}`,
    (m) => `(${make('date', m)} - ${make('date', m)})`,
    (m) => `(${make('numbers', m)}.at(${make('number', m)}) ?? ${make('number', m)})`,
  ],
  text: [
    (m) => `(${make('text', m)} + ${make(m.random.pick<Kind>(['text', 'number', 'truth']), m)})`,
    (m) => `\`\${${make('text', m)}}-\${${make('number', m)}}\``,
    (m) =>
      `(${make('text', m)}).${m.random.pick(['toUpperCase()', 'toLowerCase()', 'trim()', 'at(-1) + ""', 'charAt(1)', 'normalize("NFD")'])}`,
    (m) => `(${make('text', m)}).${m.random.pick(['slice', 'substring'])}(${make('number', m)}, ${make('number', m)})`,
    (m) => `(${make('text', m)}).${m.random.pick(['padStart', 'padEnd'])}(Math.min(30, ${make('number', m)}), ${make('text', m)})`,
    (m) =>
      `(${make('text', m)}).${m.random.pick(['replace', 'replaceAll'])}(${make('text', m)}, ${m.random.pick(["'[$&]'", "'$$'", "'$`'", '"$\'"', "'$1'", 'x => x + x'])})`,
    (m) =>
      `(${make('text', m)}).replace(${m.random.pick(patterns)}, ${m.random.pick(["'<$&>'", "'<$1>'", "'$2$10$0'", '(all, one, two) => all + "|" + two'])})`,
    (m) => `(${make(m.random.pick<Kind>(['texts', 'numbers']), m)}).join(${make('text', m)})`,
    (m) => `(${make('number', m)}).toString()`,
    (m) => `(Math.min(1e6, ${make('number', m)})).toFixed(2)`,
    (m) => `typeof ${make(m.random.pick<Kind>(['text', 'number', 'truth', 'object']), m)}`,
    (m) => `(${make('date', m)}).toISOString()`,
    (m) => `JSON.stringify(${make(m.random.pick<Kind>(['numbers', 'texts', 'object', 'number', 'text']), m)})`,
    (m) => `String(${make(m.random.pick<Kind>(['number', 'truth', 'text']), m)})`,
    (m) => `encodeURIComponent(${make('text', m)})`,
  ],
  truth: [
    (m) => `(${make('number', m)} ${m.random.pick(comparisons)} ${make('number', m)})`,
    (m) => `(${make('text', m)} ${m.random.pick(comparisons)} ${make('text', m)})`,
    (m) => `(${make('text', m)} ${m.random.pick(comparisons)} ${make(m.random.pick<Kind>(['number', 'truth']), m)})`,
    (m) => `(${make('date', m)} ${m.random.pick(['<', '>', '<=', '>='])} ${make('date', m)})`,
    (m) => `!(${make(m.random.pick<Kind>(['truth', 'number', 'text', 'numbers']), m)})`,
    (m) => `!!(${make('truth', m)} ${m.random.pick(['&&', '||'])} ${make(m.random.pick<Kind>(['truth', 'number', 'text']), m)})`,
    (m) => `(${make('text', m)}).${m.random.pick(['includes', 'startsWith', 'endsWith'])}(${make('text', m)})`,
    (m) => `(${make('numbers', m)}).${m.random.pick(['some', 'every'])}(x => ${make('truth', withNumbers(m, 'x'))})`,
    (m) => `(${make('numbers', m)}).includes(${make('number', m)})`,
    (m) => `${m.random.pick(patterns)}.test(${make('text', m)})`,
    (m) => `(${make('text', m)} in ${make('object', m)})`,
    (m) => `${m.random.pick(['isNaN', 'isFinite', 'Number.isInteger', 'Array.isArray', 'Boolean'])}(${make('number', m)})`,
    (m) =>
      `(${m.random.pick(['null', 'undefined', 'data.nothing', 'data.missing'])} ${m.random.pick(['==', '!=', '===', '!=='])} ${make(m.random.pick<Kind>(['number', 'text', 'object']), m)})`,
  ],
  numbers: [
    (m) => `[${make('number', m)}, ...${make('numbers', m)}]`,
    (m) => `(${make('numbers', m)}).map((x, i) => ${make('number', withNumbers(m, 'x', 'i'))})`,
    (m) => `(${make('numbers', m)}).filter(x => ${make('truth', withNumbers(m, 'x'))})`,
    (m) => `(${make('numbers', m)}).flatMap(x => [x, ${make('number', withNumbers(m, 'x'))}])`,
    (m) =>
      `(${make('numbers', m)}).${m.random.pick(['toSorted()', 'toSorted((a, b) => a - b)', 'toSorted((a, b) => b - a)', 'toReversed()', 'concat(1, [2, 3])'])}`,
    (m) => `(${make('numbers', m)}).slice(${make('number', m)}, ${make('number', m)})`,
    (m) => `(${make('texts', m)}).map(t => t.length)`,
    (m) => `(${make('texts', m)}).map(Number)`,
    (m) => `Array.from({ length: Math.min(5, ${make('number', m)}) }, (_, i) => ${make('number', withNumbers(m, 'i'))})`,
    (m) => `[[${make('number', m)}], [[${make('number', m)}]]].flat(2)`,
    (m) => `(${make('numbers', m)}).reduceRight((all, x) => [...all, x], [])`,
  ],
  texts: [
    (m) => `[...${make('texts', m)}, ${make('text', m)}]`,
    (m) => `(${make('texts', m)}).map(t => ${make('text', withTexts(m, 't'))})`,
    (m) => `(${make('texts', m)}).filter(t => ${make('truth', withTexts(m, 't'))})`,
    (m) => `(${make('texts', m)}).${m.random.pick(['toSorted()', 'toReversed()', 'slice(1)', 'concat("q")'])}`,
    (m) => `(${make('text', m)}).split(${m.random.pick(['""', '","', '" "', '"l"', ...patterns])})`,
    (m) => `((${make('text', m)}).match(${m.random.pick(globalPatterns)}) ?? [])`,
    (m) => `[...(${make('text', m)}).matchAll(${m.random.pick(globalPatterns)})].map(([all, one]) => all + one)`,
    (m) => `[...${make('text', m)}]`,
    (m) => `Object.keys(${make('object', m)})`,
    (m) => `(${make('numbers', m)}).map(String)`,
  ],
  object: [
    (m) => `({ a: ${make('number', m)}, b: ${make('text', m)} })`,
    (m) => `({ ...${make('object', m)}, c: ${make('texts', m)} })`,
    (m) => `({ [${make('text', m)}]: ${make('number', m)} })`,
    (m) => `Object.fromEntries((${make('texts', m)}).map((t, i) => [t, i]))`,
    (m) => `Object.fromEntries(Object.entries(${make('object', m)}).map(([key, value]) => [key + "!", value]))`,
    (m) => `Object.assign({}, ${make('object', m)}, ${make('object', m)})`,
    (m) => `JSON.parse(JSON.stringify(${make('object', m)}))`,
    (m) => `({ n: ${make('object', m)}?.a?.b, m: data.missing?.[0].deep, t: ${make('text', m)}?.length })`,
    (m) => `(data.items.find(({ price }) => price > ${make('number', m)}) ?? {})`,
  ],
  date: [(m) => `new Date((${make('date', m)}).getTime() + Math.trunc(Math.min(1e12, ${make('number', m)}) || 0))`],
}

const comparisons = ['<', '>', '<=', '>=', '==', '!=', '===', '!==']
const mathNames = ['Math.abs', 'Math.floor', 'Math.ceil', 'Math.round', 'Math.trunc', 'Math.sign', 'Math.sqrt', 'Math.log2']
const globalPatterns = ['/[a-z]/g', '/l+/gi', '/(\\w)\\W*(\\w)?/gu', '/\\d*/gu', '/^|$/gm', '/(a|b)?/gu', '/./gsu']
const patterns = [...globalPatterns, '/a/', '/(o)(.)/u', '/\\s+/', '/[^a-m]+?/iu', '/^.$/su']

function withNumbers(maker: Maker, ...names: readonly string[]): Maker {
  return { ...maker, numbers: [...maker.numbers, ...names] }
}

function withTexts(maker: Maker, ...names: readonly string[]): Maker {
  return { ...maker, texts: [...maker.texts, ...names] }
}
