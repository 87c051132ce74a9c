import { describe, expect, test } from 'vitest'
import { parseYaml } from '../yaml/parse-yaml.ts'
import { locateInScalar } from './locate-in-scalar.ts'

/** Finds `target` in the text under `key` and answers with what stands at that place in the source. */
function found(source: string, target: string): string {
  const { value, locate } = parseYaml(source)
  const text = (value as { key: string }).key
  const offset = locateInScalar(source, locate(['key']).offset, text, text.indexOf(target))
  return source.slice(offset, offset + target.length)
}

describe('a place inside a scalar', () => {
  test.each([
    ['plain', 'key: say {{ x }} now'],
    ['in single quotes', "key: 'it''s {{ x }}'"],
    ['in double quotes', 'key: "\\"a\\"\\t\\x41\\u00e9\\U0001F600 {{ x }}"'],
    ['literal', 'key: |\n  first\n  second {{ x }}\nother: 1'],
    ['literal, at the start of a line', 'key: |-\n    first\n\n    {{ x }}\n      more\n'],
    ['literal, with carriage returns', 'key: |\r\n  first\r\n  {{ x }}\r\n'],
    ['in a flow map', '{ key: "a {{ x }}" }'],
    ['anchored', 'key: &a "b {{ x }}"'],
  ])('is exact when it is %s', (_, source) => {
    expect(found(source, '{{ x }}')).toBe('{{ x }}')
  })

  test.each([
    ['folded', 'key: >\n  first\n  {{ x }}\n', '>\n  fir'],
    ['an alias', 'base: &a "b {{ x }}"\nkey: *a', '*a'],
    ['plain over two lines', 'key: first\n  {{ x }}', 'first\n '],
    ['literal with an explicit indentation', 'key: |2\n    first\n   {{ x }}\n', '|2\n    '],
  ])('is the start of the scalar when it is %s', (_, source, start) => {
    expect(found(source, '{{ x }}')).toBe(start)
  })
})
