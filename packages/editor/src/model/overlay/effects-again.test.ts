import { expect, test } from 'vitest'
import { readCanvas } from '../canvas.ts'
import { failedRun } from '../testing/order-run.ts'
import { orderText } from '../testing/order-text.ts'
import { testTypes } from '../testing/test-types.ts'
import { readText } from '../workflow-text.ts'
import { effectsAgain } from './effects-again.ts'

const canvas = readCanvas(readText(orderText), testTypes)
const types = {
  ...testTypes,
  nodes: new Map([...testTypes.nodes].map(([name, facts]) => [name, { ...facts, effects: name === 'if' ? 'pure' : 'external' } as const])),
}
const again = (from: string) => effectsAgain(canvas, failedRun().steps, from, types).map(({ node, runs }) => `${node} ${runs}`)

test('a replay does again what follows from its step, inside scopes and after them, as far as it ran', () => {
  expect(again('is_large')).toEqual(['charge 1', 'ship 2', 'pack 1', 'tell 1'])
  expect(again('pack')).toEqual(['pack 1'])
  expect(again('tell')).toEqual(['tell 1'])
})

test('what only computes or looks is no effect', () => {
  expect(effectsAgain(canvas, failedRun().steps, 'is_large', testTypes)).toEqual([])
})
