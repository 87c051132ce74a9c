// A process of the recovery bench: `start` begins executions whose step never answers, and is killed; `resume` goes on with them.

import { flushCompileCache } from 'node:module'
import { defineNode, done } from '@millrace/kit'
import { z } from 'zod'
import { openDriver } from './open-driver.ts'

const [directory = '', mode, count] = process.argv.slice(2)

const hold = defineNode({
  type: 'hold',
  title: 'Hold',
  icon: 'box',
  group: 'logic',
  summary: 'Never answers the first time.',
  docs: 'Only for benches.',
  params: z.strictObject({}),
  effects: 'external',
  examples: [],
  run: () => (mode === 'start' ? new Promise<never>(() => undefined) : done('gone on')),
})
const driver = await openDriver({ directory, nodes: [hold] })
await driver.publish('id: held\nnodes: { a: { type: hold } }')
if (mode === 'start') {
  let left = Number(count)
  await Promise.all(
    Array.from({ length: 256 }, async () => {
      while (left-- > 0) await driver.start('held', { order: left })
    }),
  )
  // As the product does once it serves: Node writes it at an orderly end only.
  flushCompileCache()
  console.log('all are held')
  setInterval(() => undefined, 1_000)
} else {
  let ended = 0
  driver.driver.subscribe(({ status }) => {
    if (status !== 'success') return
    ended++
    if (ended === 1) console.log('first')
    if (ended === Number(count)) console.log('last')
  })
  await driver.driver.resume()
}
