import type { Json, JsonObject } from '@millrace/engine'
import { takesLinearTime } from '@millrace/engine/testing'
import { testNode } from '@millrace/kit/testing'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { csvParse } from './parse.ts'
import { csvStringify } from './stringify.ts'

const scale = Number(process.env.MILLRACE_TEST_SCALE ?? 0.05)

async function parse(text: string, options: JsonObject = {}): Promise<Json> {
  const result = await testNode(csvParse, { with: options, input: text })
  return result.type === 'done' ? result.output : null
}

test('reads quotes, line ends within them, any line end and a byte order mark', async () => {
  expect(await parse('\ufeffa,b\r\n"x ""y"", z","1\n2"\r"",\n')).toEqual([
    { a: 'x "y", z', b: '1\n2' },
    { a: '', b: '' },
  ])
})

test('what looks like an expression stays text', async () => {
  expect(await parse('a\n{{ secrets.KEY }}\n=1+1')).toEqual([{ a: '{{ secrets.KEY }}' }, { a: '=1+1' }])
})

test('names may be given, or left out', async () => {
  expect(await parse('1,2', { header: ['a', 'b'] })).toEqual([{ a: '1', b: '2' }])
  expect(await parse('a,b\n1,2', { header: false })).toEqual([
    ['a', 'b'],
    ['1', '2'],
  ])
})

test('a name that comes twice gets a number', async () => {
  expect(await parse('a,a,a_2,a\n1,2,3,4')).toEqual([{ a: '1', a_2: '2', a_2_2: '3', a_3: '4' }])
})

test('names that every object has are data', async () => {
  expect(JSON.stringify(await parse('__proto__,constructor\n1,2'))).toBe('[{"__proto__":"1","constructor":"2"}]')
  expect(({} as JsonObject).constructor).toBe(Object)
})

test('types are read only where nothing is lost', async () => {
  const cells = '1,-2.5,007,1e5,+49,true,,12345678901234567890, 1'
  expect(await parse(cells, { header: false, types: true })).toEqual([
    [1, -2.5, '007', '1e5', '+49', true, null, '12345678901234567890', ' 1'],
  ])
})

test('trim leaves out space around cells', async () => {
  expect(await parse('a , b\n 1,2 ', { trim: true })).toEqual([{ a: '1', b: '2' }])
})

test.each([
  ['a,b\n1', 2, 'are 1 cells instead of 2'],
  ['a\n"x\ny"\n1,2', 4, 'are 2 cells instead of 1'],
  ['a\n"x', 2, 'no end'],
  ['a\n"x"y', 2, 'follows the closing quote'],
])('%j is a mistake in line %i', async (text, line, message) => {
  await expect(parse(text)).rejects.toMatchObject({ code: 'BAD_CSV', details: { line }, message: expect.stringContaining(message) })
})

test('ragged rows are filled and cut when asked', async () => {
  expect(await parse('a,b\n1\n1,2,3', { ragged: true })).toEqual([
    { a: '1', b: '' },
    { a: '1', b: '2' },
  ])
})

test('what is written is read again', async () => {
  const cell = fc.string({ unit: fc.constantFrom('a', '"', ',', ';', '\n', '\r', ' ', '\ufeff', '{{', "'", '='), maxLength: 5 })
  const rows = fc
    .integer({ min: 1, max: 4 })
    .chain((width) => fc.array(fc.array(cell, { minLength: width, maxLength: width }), { minLength: 1, maxLength: 4 }))
  await fc.assert(
    fc.asyncProperty(rows, fc.constantFrom(',', ';', '::'), fc.constantFrom('lf', 'crlf'), async (written, delimiter, lineEnd) => {
      const text = await testNode(csvStringify, { with: { delimiter, lineEnd }, input: written })
      expect(await parse(text.type === 'done' ? String(text.output) : '', { delimiter, header: false })).toEqual(written)
    }),
    { numRuns: Math.ceil(5_000 * scale) },
  )
})

test('any text ends as rows or as a mistake', async () => {
  const text = fc.string({ unit: fc.constantFrom('a', '"', ',', '\n', '\r'), maxLength: 12 })
  await fc.assert(
    fc.asyncProperty(text, async (any) => {
      const result = await parse(any, { ragged: true }).catch((error: { code: string }) => error.code)
      expect(Array.isArray(result) || result === 'BAD_CSV').toBe(true)
    }),
    { numRuns: Math.ceil(5_000 * scale) },
  )
})

test('two megabytes take linear time', async () => {
  // A megabyte takes 25 ms on an idle machine.
  await takesLinearTime(90_000, (lines) => parse(`id,name,note\n${'1,"Name","some, text"\n'.repeat(lines)}`))
})
