import { expect, test } from 'vitest'
import type { Step } from '../api/api-schema.ts'
import { readCanvas } from '../model/canvas.ts'
import { runStep } from '../model/testing/order-run.ts'
import { orderText } from '../model/testing/order-text.ts'
import { testTypes } from '../model/testing/test-types.ts'
import { readText } from '../model/workflow-text.ts'
import { pinsOf } from './pins-of.ts'

const canvas = readCanvas(readText(orderText), testTypes)

test('what gave an output by its first port stands in for running it; the others run again, and why is told', () => {
  const ran = [
    runStep('is_large', 0, 1, { port: 'false', output: {} }),
    runStep('review', 1, 1, { status: 'skipped', attempts: [] }),
    runStep('charge', 1, 50, { output: { id: 7 } }),
    runStep('each_line', 50, 200, { output: [] }),
    runStep('each_line[0].ship', 60, 100, { output: {} }),
    runStep('tell', 50, 60, { status: 'failed' }),
    runStep('gone', 60, 61, { output: {} }),
  ]
  expect(pinsOf({ steps: ran as unknown as readonly Step[] }, canvas)).toEqual({
    pins: { charge: { id: 7 } },
    missing: ['gone'],
    left: [
      { node: 'is_large', reason: 'it decides which way to go' },
      { node: 'each_line', reason: 'it holds other nodes' },
      { node: 'ship', reason: 'it stands in a scope' },
      { node: 'tell', reason: 'it did not succeed' },
    ],
  })
})

test('an output that is not kept as it was is not pinned', () => {
  const masked = { ...runStep('tell', 0, 1, { output: { token: '•••' } }), hides: ['output.token'] }
  expect(pinsOf({ steps: [masked] as unknown as readonly Step[] }, canvas).left).toEqual([
    { node: 'tell', reason: 'some of its output is not kept' },
  ])
})
