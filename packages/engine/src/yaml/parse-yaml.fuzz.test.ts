import fc from 'fast-check'
import { expect, it } from 'vitest'
import { decodeYaml } from './decode-yaml.ts'
import { parseYaml } from './parse-yaml.ts'
import { badYaml } from './testing/bad-yaml.ts'
import { scaled } from './testing/scale.ts'
import { yamlProblems } from './yaml-problems.ts'

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

it('reads any text without throwing, and places every problem inside it', { timeout: 600_000 }, () => {
  fc.assert(fc.property(badYaml, check), { numRuns: scaled(10_000) })
})

it('decodes any bytes without throwing, and places every bad one', { timeout: 600_000 }, () => {
  const bytes = fc.tuple(badYaml, fc.array(fc.tuple(fc.nat(2000), fc.nat(255)), { maxLength: 4 })).map(([text, changes]) => {
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
