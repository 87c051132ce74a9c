import type { EventPattern } from '@millrace/kit'
import { expect, test } from 'vitest'
import { afterEvent, afterTime, type Seen, wakeTimeOf } from './pattern-steps.ts'

const within = { withinMs: 10 }
const threeTimes: EventPattern = { type: 'times', times: 3, ...within }
const inOrder: EventPattern = { type: 'sequence', names: [['a'], ['b'], ['c']], ...within }
const unpaid: EventPattern = { type: 'absence', first: ['placed'], unless: ['paid'], ...within }
const heartbeat: EventPattern = { type: 'absence', first: ['beat'], unless: ['beat'], ...within }

/** `a5` is an event a at 5, `~20` the time 20 at which somebody looks. Gives what has fired, each as its events. */
function fired(pattern: EventPattern, story: string): readonly string[] {
  let seen: readonly Seen[] = []
  const all: string[] = []
  for (const part of story.split(' ')) {
    const [, name = '', at = ''] = /^(\D+)(\d+)$/.exec(part) ?? []
    const step =
      name === '~' ? afterTime(pattern, seen, Number(at)) : afterEvent(pattern, seen, { id: part, name, at: Number(at), depth: 1 })
    seen = step.seen
    if (step.fired !== undefined) all.push(step.fired.map(({ id }) => id).join(' '))
  }
  return all
}

test.each([
  ['fires at the third, once, and begins anew', threeTimes, 'a1 a2 a3 a4 a5', ['a1 a2 a3']],
  ['fires again after three more', threeTimes, 'a1 a2 a3 a4 a5 a6', ['a1 a2 a3', 'a4 a5 a6']],
  ['leaves out what is too old', threeTimes, 'a1 a9 a12 a18', ['a9 a12 a18']],
  ['counts what comes at the very end of the time', threeTimes, 'a1 a2 a11', ['a1 a2 a11']],
  ['forgets when nothing comes', threeTimes, 'a1 a2 ~13 a14', []],
  ['in order, with others between', inOrder, 'x1 a2 x3 b4 a5 c6', ['a2 b4 c6']],
  ['out of order is no sequence', inOrder, 'b1 c2 a3 c4', []],
  ['a sequence that takes too long begins anew', inOrder, 'a1 b2 c12 a13 b14 c15', ['a13 b14 c15']],
  ['the first again before the second counts from then', inOrder, 'a1 a8 b12 c17', ['a8 b12 c17']],
  ['what has not come in time is missed', unpaid, 'placed1 ~11 ~12', ['placed1']],
  ['what has come in time is not', unpaid, 'placed1 paid11 ~99', []],
  ['what comes too late is missed all the same', unpaid, 'placed1 paid12', ['placed1']],
  ['of several first ones the earliest counts', unpaid, 'placed1 placed5 ~12 ~16', ['placed1']],
  ['what was seen by a clock that has been set back counts from now', unpaid, 'placed900000 ~100 ~110 ~111', ['placed900000']],
  [
    'a sequence begun by such a clock goes on, and ends in time',
    inOrder,
    'a900000 b900001 x5 c14 a15 b900002 c30',
    ['a900000 b900001 c14'],
  ],
  ['a heartbeat that stops is missed once', heartbeat, 'beat1 beat9 beat18 ~28 ~29 ~99', ['beat18']],
] as const)('%s', (_, pattern, story, expected) => {
  expect(fired(pattern, story)).toEqual(expected)
})

test('says when time alone changes something', () => {
  expect(wakeTimeOf(unpaid, [])).toBeUndefined()
  expect(wakeTimeOf(unpaid, [{ id: 'p', name: 'placed', at: 5, depth: 1 }])).toBe(16)
})

test('the same list stands for no change', () => {
  const seen = [{ id: 'a', name: 'a', at: 1, depth: 1 }]
  expect(afterEvent(inOrder, seen, { id: 'x', name: 'x', at: 2, depth: 1 }).seen).toBe(seen)
})
