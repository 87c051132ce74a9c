import type { Json, JsonObject } from '@millrace/engine'
import { testNode } from '@millrace/kit/testing'
import { expect, test } from 'vitest'
import { csvStringify } from './stringify.ts'

async function write(rows: Json, options: JsonObject = {}): Promise<Json> {
  const result = await testNode(csvStringify, { with: options, input: rows })
  return result.type === 'done' ? result.output : null
}

test('quotes only what needs it', async () => {
  expect(await write([['a', 'b"c', ' d', 'e\nf', 1.5, true, null, { x: [1] }]])).toBe('a,"b""c"," d","e\nf",1.5,true,,"{""x"":[1]}"\n')
})

test('columns are chosen, in order, own fields only', async () => {
  expect(await write([{ a: 1, b: 2 }], { columns: ['b', 'constructor', 'a'] })).toBe('b,constructor,a\n2,,1\n')
  expect(await write(JSON.parse('[{"__proto__":1}]'))).toBe('__proto__\n1\n')
})

test('line end, byte order mark and no header', async () => {
  expect(await write([{ a: 1 }], { lineEnd: 'crlf', bom: true, header: false })).toBe('\ufeff1\r\n')
})

test('texts that a spreadsheet would run are guarded when asked', async () => {
  const rows = [['=HYPERLINK("x")', '+1', '-1', '@a', '\tx', -1, 'a=b']]
  expect(await write(rows, { guardFormulas: true })).toBe('"\'=HYPERLINK(""x"")",\'+1,\'-1,\'@a,\'\tx,-1,a=b\n')
  expect(await write([['=1']])).toBe('=1\n')
})

test('what is no row is refused', async () => {
  await expect(write({ a: 1 })).rejects.toMatchObject({ code: 'BAD_INPUT' })
  await expect(write([{}, 3])).rejects.toMatchObject({ code: 'BAD_INPUT', details: { item: 1 } })
})
