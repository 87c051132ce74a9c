import type { Random } from './random-expression.ts'

/**
 * Any syntax around any name with any value. Half of the expressions use only what the language has, so that most of
 * them run, on values of the wrong kind mostly; the other half may hold anything that JavaScript has.
 */
export function wildExpression(random: Random): string {
  return grow(random, 1 + random.below(5), random.pick([lawful, hostile]))
}

interface Vocabulary {
  readonly atoms: readonly string[]
  readonly shapes: readonly Shape[]
  readonly members: readonly string[]
  readonly functions: readonly string[]
  readonly parameters: readonly string[]
}

interface Place {
  readonly random: Random
  readonly words: Vocabulary
  /** Another expression. */
  readonly next: () => string
}

type Shape = (place: Place) => string

function grow(random: Random, depth: number, words: Vocabulary): string {
  if (depth <= 0 || random.below(10) === 0) return random.pick(words.atoms)
  return random.pick(words.shapes)({ random, words, next: () => grow(random, depth - 1, words) })
}

const patterns = ['/a/', '/(?<x>.)(b)?/g', '/\\s*/gu', '/x|/gi', '/[^a-c]+/g', '/(?:(a)|b)*$/m']

const methods =
  `map filter reduce reduceRight some every find findIndex findLast findLastIndex flatMap sort toSorted flat slice concat join includes
  indexOf lastIndexOf at with toSpliced reverse toReversed keys values entries split replace replaceAll match matchAll search repeat padStart padEnd
  trim toUpperCase normalize localeCompare substring startsWith charCodeAt toFixed toString toPrecision getTime toISOString getHours`.split(
    /\s+/,
  )

const lawful: Vocabulary = {
  atoms: [
    ...[
      '0',
      '1',
      '-1',
      '1e400',
      '0.1',
      '9007199254740993',
      '""',
      '"a"',
      '`b`',
      '"length"',
      'null',
      'undefined',
      'NaN',
      'true',
      'x',
      'x',
      'x',
    ],
    ...[
      'trigger',
      'trigger.body',
      'trigger.body.items',
      'trigger.body.text',
      'trigger.hostile',
      'nodes.charge.output',
      'secrets.KEY',
      'now',
      '[]',
      '{}',
    ],
    ...[
      '[1,[2,[3]]]',
      '{ a: 1, length: 3 }',
      'Math.PI',
      'new Date(now)',
      'new Date("x")',
      '"\\u{1F4A9}"',
      '"ab".repeat(3000)',
      '[3, "10", null, undefined]',
    ],
  ],
  members: 'length items text a 0 toString valueOf hasOwnProperty map toJSON then groups index output id'.split(' '),
  functions:
    `Math.max Math.min Math.hypot Math.round Object.keys Object.values Object.entries Object.fromEntries Object.assign Object.hasOwn Array.from
    Array.isArray Array.of JSON.parse JSON.stringify Number String Boolean parseInt parseFloat isNaN Date.parse Date.UTC encodeURIComponent
    decodeURIComponent String.fromCharCode String.fromCodePoint`.split(/\s+/),
  parameters: ['x', '(x, y)', '([x, y])', '({ length: x, ...y })', '(x = 1, ...y)', '({ a: { x } = {} })', '(y, x, all)'],
  shapes: [
    ({ next, random }) =>
      `(${next()}) ${random.pick('+ - * / % ** & | ^ << >> >>> < > <= >= == != === !== in && || ??'.split(' '))} (${next()})`,
    ({ next, random }) => `${random.pick(['!', '-', '+', '~', 'typeof '])}(${next()})`,
    ({ next }) => `(${next()} ? ${next()} : ${next()})`,
    ({ next, random, words }) => `(${next()})?.${random.pick(words.members)}`,
    ({ next, random, words }) => `(${next()}).${random.pick(words.members)}`,
    ({ next, random }) => `(${next()})${random.pick(['', '?.'])}[${next()}]`,
    methodCall,
    methodCall,
    methodCall,
    ({ next, random }) =>
      `(${next()})?.${random.pick(['split', 'replace', 'replaceAll', 'match', 'matchAll', 'search'])}(${random.pick(patterns)}, ${next()})`,
    ({ next, random, words }) => `${random.pick(words.functions)}(${next()}, ${next()})`,
    ({ next, random, words }) => `${random.pick(words.functions)}(...[${next()}, ${next()}].flat())`,
    (place) => `Array.from(${place.next()}, ${callback(place)})`,
    (place) => `Object.groupBy(${place.next()}, ${callback(place)})`,
    ({ next }) => `[${next()}, ...[${next()}]]`,
    ({ next, random, words }) => `({ ${random.pick(words.members)}: ${next()}, [${next()}]: ${next()}, ...(${next()}) })`,
    ({ next }) => `\`\${${next()}}\${${next()}}\``,
  ],
}

/** With a callback where the method takes one, mostly. */
function methodCall(place: Place): string {
  const { next, random } = place
  const method = random.pick(methods)
  const takesCallback = methods.indexOf(method) < 13 || method.startsWith('replace')
  const args = method.startsWith('replace') ? `${next()}, ${callback(place)}` : `${takesCallback ? callback(place) : next()}, ${next()}`
  return `(${next()})${random.pick(['.', '?.'])}${method}(${random.below(12) === 0 ? next() : args})`
}

function callback({ next, random, words }: Place): string {
  return `${random.pick(words.parameters)} => ${random.below(6) === 0 ? `({ x: ${next()} })` : `(${next()})`}`
}

const hostile: Vocabulary = {
  atoms: [
    ...lawful.atoms,
    ...[
      '"__proto__"',
      '"constructor"',
      '`prototype`',
      '10n',
      'this',
      'globalThis',
      'process',
      'Function',
      'eval',
      'arguments',
      'constructor',
      'Symbol.iterator',
    ],
    ...['Math', 'Object', 'Object.prototype', '/a+/g', 'super', 'import.meta', 'new.target', 'nodes', 'secrets', 'secrets["KEY"]'],
  ],
  members: [
    ...lawful.members,
    ...'constructor __proto__ prototype call apply bind caller callee __defineGetter__ __lookupGetter__'.split(' '),
  ],
  functions: [
    ...lawful.functions,
    ...'Function eval require Object.getPrototypeOf Object.defineProperty Reflect.get Math.random Date.now Date'.split(' '),
  ],
  parameters: [...lawful.parameters, '({ constructor: x })', '({ ["__proto__"]: x })', 'async x', '(x = y, y)'],
  shapes: [
    ...lawful.shapes,
    ({ next, random }) => `${next()} ${random.pick(['instanceof', ',', '=', '+=', '??='])} ${next()}`,
    ({ next, random }) => `${random.pick(['void ', 'delete ', '++', '...', 'await ', 'new '])}(${next()})`,
    ({ next, random, words }) => `({ get ${random.pick(words.members)}() { return ${next()} }, ${random.pick(words.members)}() {} })`,
    ({ next }) => `(${next()})\`\${${next()}}\``,
    ({ next }) => `new (${next()})(${next()})`,
    ({ next }) => `(function () { return ${next()} })()`,
    ({ next }) => `(class { static x = ${next()} })`,
    ({ next }) => `import(${next()})`,
    (place) => `(${place.next()})(${callback(place)})`,
    (place) => `(${place.next()}).${place.random.pick(place.words.members)}(${callback(place)})`,
  ],
}
