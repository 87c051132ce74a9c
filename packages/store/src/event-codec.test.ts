import type { ExecutionEvent, Json } from '@millrace/engine'
import { expect, test } from 'vitest'
import { decodeEvents, encodeEvents, encodeJson, largeValueBytes } from './event-codec.ts'
import { stepSucceeded } from './testing/samples.ts'

const large = 'x'.repeat(largeValueBytes)

function roundTrip(events: readonly ExecutionEvent[]): readonly ExecutionEvent[] {
  const { text, large: values } = encodeEvents(events)
  const byHash = new Map(values.map(({ hash, json }) => [hash, json]))
  return decodeEvents(text, values, (hash) => byHash.get(hash) ?? 'null')
}

test('small events are one JSON text', () => {
  const events = [stepSucceeded('a', 1), stepSucceeded('b', 'x'.repeat(100))]
  const text = JSON.stringify(events)
  expect(encodeEvents(events)).toEqual({ text, large: [], bytes: text.length })
})

test('a large value leaves the text, a small one beside it stays', () => {
  const encoded = encodeEvents([stepSucceeded('a', 'small'), stepSucceeded('b', large)])
  expect(encoded.large).toEqual([{ event: 1, field: 'output', hash: expect.stringMatching(/^[0-9a-f]{64}$/), json: JSON.stringify(large) }])
  expect(encoded.text.length).toBeLessThan(500)
  expect(encoded.text).toContain('small')
})

test('many small values stay in the text however long it gets', () => {
  const events = Array.from({ length: 2_000 }, (_, index) => stepSucceeded(`s${index}`, 'x'.repeat(90)))
  expect(encodeEvents(events).large).toEqual([])
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
