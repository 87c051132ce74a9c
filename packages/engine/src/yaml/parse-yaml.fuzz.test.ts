import fc from 'fast-check'
import { expect, it } from 'vitest'
import { decodeYaml } from './decode-yaml.ts'
import { parseYaml } from './parse-yaml.ts'
import { realisticWorkflow } from './testing/realistic-workflow.ts'
import { scaled } from './testing/scale.ts'
import { yamlProblems } from './yaml-problems.ts'

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

const badText = fc.oneof(
  jumble.map((pieces) => pieces.join('')),
  mutated,
  truncated,
  laughs,
)

function check(source: string): void {
  const { value, problems, locate } = parseYaml(source)
  if (problems.length === 0) expect(value).toBeDefined()
  for (const { code, message, position } of problems) {
    expect(yamlProblems).toHaveProperty(code)
    expect(message).not.toBe('')
    expect(position.offset).toBeLessThanOrEqual(source.length)
    const lines = source.slice(0, position.offset).split('\n')
    expect([lines.length, (lines.at(-1) ?? '').length + 1]).toEqual([position.line, position.column])
  }
  expect(locate(['nodes', 'a', 0]).offset).toBeLessThanOrEqual(source.length)
  expect(Object.getOwnPropertyNames(Object.prototype)).toEqual(prototypeKeys)
}

const prototypeKeys = Object.getOwnPropertyNames(Object.prototype)

it('reads any text without throwing, and places every problem inside it', { timeout: 120_000 }, () => {
  fc.assert(fc.property(badText, check), { numRuns: scaled(10_000) })
})

it('decodes any bytes without throwing, and places every bad one', { timeout: 120_000 }, () => {
  const bytes = fc.tuple(badText, fc.array(fc.tuple(fc.nat(2000), fc.nat(255)), { maxLength: 4 })).map(([text, changes]) => {
    const encoded = Uint8Array.from(unescape(encodeURIComponent(text.toWellFormed())), (character) => character.charCodeAt(0))
    for (const [at, byte] of changes) if (at < encoded.length) encoded[at] = byte
    return encoded
  })
  fc.assert(
    fc.property(bytes, (input) => {
      const decoded = decodeYaml(input)
      if (decoded.ok) check(decoded.source)
      else expect(decoded.problems[0]).toMatchObject({ code: 'INVALID_UTF8', position: { line: expect.any(Number) } })
    }),
    { numRuns: scaled(10_000) },
  )
})
