import fc from 'fast-check'
import { realisticWorkflow } from './realistic-workflow.ts'

const fragments = [
  ...[
    '[',
    ']',
    '{',
    '}',
    ',',
    ': ',
    '- ',
    '? ',
    '&a ',
    '*a',
    '*b ',
    '&b',
    '!t ',
    '!!int ',
    '!!str ',
    '! ',
    '<<: *a',
    '"',
    "'",
    '|',
    '>',
    '|+\n',
    '>-\n',
  ],
  ...[
    '\n',
    '\n',
    '\r\n',
    '\r',
    '\t',
    '  ',
    '    ',
    ' ',
    '#',
    ' # note',
    '---',
    '...',
    '%YAML 1.2\n',
    '%TAG ! x\n',
    '\\',
    '\\u',
    '\\ud800',
    '\\x0',
    '{{ x }}',
  ],
  ...[
    '__proto__',
    'constructor',
    'a: 1',
    'a: 1',
    'b:',
    'key',
    '.nan',
    '.inf',
    '1e999',
    '99999999999999999999',
    '0x',
    '-0',
    '~',
    'null',
    'true',
  ],
  ...['\u0000', '\u0007', '\u001b', '\u007f', '\u0085', '\u2028', '\ufeff', '\ud800', '😀', 'é'],
]

const repeated = fc.tuple(fc.constantFrom(...fragments), fc.integer({ min: 1, max: 400 })).map(([piece, times]) => piece.repeat(times))
const jumble = fc.array(
  fc.oneof({ weight: 8, arbitrary: fc.constantFrom(...fragments) }, repeated, fc.string({ unit: 'binary', maxLength: 8 })),
  { maxLength: 40 },
)

const laughs = fc.tuple(fc.nat(30), fc.nat(12), fc.constantFrom(',', ', ', '\n,')).map(([levels, width, comma]) =>
  Array.from(
    { length: levels },
    (_, level) =>
      `k${level}: &k${level} [${Array(width)
        .fill(level === 0 ? 'x' : `*k${level - 1}`)
        .join(comma)}]`,
  ).join('\n'),
)

/** A real workflow with pieces cut out, doubled, or strewn in. */
const mutated = fc
  .array(fc.tuple(fc.nat(realisticWorkflow.length), fc.nat(30), fc.constantFrom('', '', ...fragments)), { minLength: 1, maxLength: 6 })
  .map((cuts) => cuts.reduce((text, [at, length, insert]) => text.slice(0, at) + insert + text.slice(at + length), realisticWorkflow))

const truncated = fc.nat(realisticWorkflow.length).map((length) => realisticWorkflow.slice(0, length))

/** Texts that are hardly ever valid YAML: bombs, anchors, tags, control characters, broken and cut workflows. */
export const badYaml = fc.oneof(
  jumble.map((pieces) => pieces.join('')),
  mutated,
  truncated,
  laughs,
)
