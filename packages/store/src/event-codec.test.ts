import type { ExecutionEvent, Json } from '@millrace/engine'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { encodeJson } from './encode-json.ts'
import { decodeEvents, encodeEvents } from './event-codec.ts'
import { largeValueBytes } from './large-parts.ts'
import { stepSucceeded } from './testing/samples.ts'

const large = 'x'.repeat(largeValueBytes)

function roundTrip(events: readonly ExecutionEvent[]): readonly ExecutionEvent[] {
  const { text, large: values } = encodeEvents(events)
  const byHash = new Map(values.map(({ hash, json }) => [hash, json()]))
  return decodeEvents(text, values, (hash) => byHash.get(hash) ?? 'null')
}

test('small events are one JSON text', () => {
  const events = [stepSucceeded('a', 1), stepSucceeded('b', 'x'.repeat(100))]
  const text = JSON.stringify(events)
  expect(encodeEvents(events)).toEqual({ text, large: [], bytes: text.length })
})

test('a large value leaves the text, a small one beside it stays', () => {
  const encoded = encodeEvents([stepSucceeded('a', 'small'), stepSucceeded('b', large)])
  expect(encoded.large).toMatchObject([{ event: 1, field: 'output', hash: expect.stringMatching(/^[0-9a-f]{64}$/), value: large }])
  expect(encoded.large[0]?.json()).toBe(JSON.stringify(large))
  expect(encoded.text.length).toBeLessThan(500)
  expect(encoded.text).toContain('small')
})

test('many small values stay in the text however long it gets', () => {
  const events = Array.from({ length: 2_000 }, (_, index) => stepSucceeded(`s${index}`, 'x'.repeat(90)))
  expect(encodeEvents(events).large).toEqual([])
})

test('what a step is given beside other things is the same large value as the output it came from', () => {
  const items = Array.from({ length: 100 }, (_, index) => ({ id: index, note: 'x'.repeat(1_000) }))
  const output = stepSucceeded('a', items)
  const events = [output, { ...stepSucceeded('b', 1), input: { items, where: 'id' } }]
  const { large: values, bytes } = encodeEvents(events)
  expect(values.map(({ event, field }) => [event, field])).toEqual([
    [0, 'output'],
    [1, 'input.items'],
  ])
  expect(new Set(values.map(({ hash }) => hash)).size).toBe(1)
  expect(bytes).toBe(JSON.stringify(events).length)
  expect(roundTrip(events)).toStrictEqual(events)
})

test('what is still large without its large members is taken out around them', () => {
  const value: Json = {
    'a.b': large,
    b: { '': large, d: [large] },
    ...Object.fromEntries(Array.from({ length: 2_000 }, (_, i) => [`m${i}`, 'y'.repeat(40)])),
  }
  const events = [stepSucceeded('a', value)]
  const { large: values, bytes, text } = encodeEvents(events)
  expect(values.map(({ field }) => field)).toEqual(['output', 'output.b.', 'output.b.d'])
  expect(bytes).toBe(JSON.stringify(events).length)
  expect(text.length).toBeLessThan(500)
  expect(JSON.stringify(roundTrip(events))).toBe(JSON.stringify(events))
})

test('any events come back as JSON gives them back, whatever is large in them', () => {
  const text = fc.oneof(fc.string(), fc.constantFrom(large, `${large}é`, '"'.repeat(20_000), '\u0001'.repeat(9_000), 'z'.repeat(40_000)))
  const { value } = fc.letrec((tie) => ({
    value: fc.oneof(
      { depthSize: 'small' },
      text,
      fc.integer(),
      fc.array(tie('value')),
      fc.dictionary(fc.string({ maxLength: 4 }), tie('value')),
    ),
  }))
  const isTheSame = (values: unknown[]) => {
    const events = values.map((each, index) => ({ ...stepSucceeded(`s${index}`, each as Json), input: { each, first: values[0] } as Json }))
    expect(encodeEvents(events).bytes).toBe(Buffer.byteLength(JSON.stringify(events)))
    expect(JSON.stringify(roundTrip(events))).toBe(JSON.stringify(events))
  }
  fc.assert(fc.property(fc.array(value, { minLength: 1, maxLength: 3 }), isTheSame), { numRuns: 15 })
})

test('equal values have equal hashes, also in different fields', () => {
  const succeeded: ExecutionEvent = {
    type: 'step-succeeded',
    at: 1,
    step: 's',
    attempt: 1,
    startedAt: 1,
    port: 'p',
    input: large,
    output: large,
  }
  const { large: values } = encodeEvents([succeeded])
  expect(values.map(({ field }) => field)).toEqual(['output', 'input'])
  expect(new Set(values.map(({ hash }) => hash)).size).toBe(1)
})

test('a user value that looks like a reference or like an emptied field stays data', () => {
  const [reference] = encodeEvents([stepSucceeded('a', large)]).large
  const { event, field, hash } = reference ?? { event: 0, field: '', hash: '' }
  const events = [stepSucceeded('a', large), stepSucceeded('b', null), stepSucceeded('c', { event, field, hash }), stepSucceeded('d', hash)]
  expect(roundTrip(events)).toStrictEqual(events)
})

test('members keep their order, so a decoded event is byte for byte the one encoded', () => {
  const events = [stepSucceeded('a', large), stepSucceeded('b', { z: 1, a: large } satisfies Json)]
  expect(JSON.stringify(roundTrip(events))).toBe(JSON.stringify(events))
})

test('what is not JSON is refused with the reason', () => {
  const cycle: unknown[] = []
  cycle.push(cycle)
  for (const value of [undefined, () => 1, 1n, cycle]) {
    expect(() => encodeJson(value)).toThrow(expect.objectContaining({ code: 'VALUE_UNWRITABLE' }))
  }
})

test('a long list that holds itself is refused too, and soon', () => {
  const cycle: unknown[] = Array.from({ length: 3_000 }, () => ({ note: 'x'.repeat(100) }))
  cycle.push(cycle)
  const events = [stepSucceeded('a', cycle as Json)]
  expect(() => encodeEvents(events)).toThrow(expect.objectContaining({ code: 'VALUE_UNWRITABLE' }))
})
