import { expect, test } from 'vitest'
import { createMarks, type Seen } from './create-marks.ts'
import type { RunPlace } from './run-place.ts'

const seen: Seen = {
  ...{ badges: new Map(), edges: new Map(), errorPath: new Set(), turns: new Map(), chosenTurns: new Map() },
  ...{ current: undefined, selected: undefined, fired: undefined, received: undefined, verdicts: undefined, edgesBefore: undefined },
  fold: () => undefined,
}

function moved() {
  const moves: Partial<RunPlace>[] = []
  return { moves, marks: createMarks(seen, (change) => moves.push(change)) }
}

test('what the hand does is the same function at each step, and goes by what is selected then', () => {
  const { marks, moves } = moved()
  const { select } = marks.getState()
  select('charge')
  marks.setState({ ...seen, selected: 'charge' })
  expect(marks.getState().select).toBe(select)
  select('charge')
  select('ship')
  select(undefined)
  expect(moves).toEqual([{ node: 'charge' }, { node: '' }, { node: 'ship' }, { node: '' }])
})

test('an iteration of one scope is chosen beside those of the others, and given up again', () => {
  const { marks, moves } = moved()
  const { chooseTurn } = marks.getState()
  marks.setState({ chosenTurns: new Map([['items', 3]]) })
  chooseTurn('lines', 1)
  chooseTurn('items', undefined)
  expect(moves).toEqual([
    {
      turns: new Map([
        ['items', 3],
        ['lines', 1],
      ]),
    },
    { turns: new Map() },
  ])
})
