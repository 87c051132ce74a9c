// How fast expressions are. Run alone: node --conditions=source bench/expressions.ts

import { compileTemplate, evaluateTemplate, type Json, type Scope } from '@millrace/engine'
import { type Figure, shownNumber } from './figure.ts'

const secondsEach = 0.5

const condition = '{{ trigger.body.items[0].price * 2 > 10 && trigger.body.user.name == "x" }}'
const sum = '{{ trigger.body.items.reduce((sum, item) => sum + item.price * item.quantity, 0) }}'
const reshape =
  '{{ trigger.body.items.filter(item => item.price > 3).map(({ sku, price }) => ({ sku, price, label: sku + ": " + price })) }}'
const sentence = 'Order {{ trigger.body.id }} of {{ trigger.body.user.name }}: {{ trigger.body.items.length }} lines'
const words = '{{ trigger.body.text.match(/[a-z]+@[a-z.]+/g).length }}'

const trigger: Json = {
  body: {
    id: 4711,
    user: { name: 'x' },
    items: Array.from({ length: 10 }, (_, index) => ({ sku: `s${index}`, price: 6 + index, quantity: 2 })),
    text: 'write to ann@example.test or to bob@example.test, but not to both of them at once. '.repeat(3),
  },
}

const scope: Scope = {
  name: (name) => (name === 'trigger' ? trigger : undefined),
  node: () => undefined,
  names: () => ['trigger'],
  nodeIds: () => [],
}

/** About 4 seconds. */
export async function benchExpressions(): Promise<Figure[]> {
  return [
    evaluations('expression path and comparison', condition, 1_000_000, 'A condition of two paths, as on an edge'),
    evaluations('expression reduce of 10', sum, 200_000, 'Sums price × quantity over 10 items with a callback'),
    evaluations('expression filter and map of 10', reshape, undefined, 'Filters 10 items and makes 10 new objects of them'),
    evaluations('expression text with three values', sentence, undefined, 'Puts three values into a sentence'),
    evaluations('expression global match', words, undefined, 'Finds 6 addresses in 250 characters with a linear-time pattern'),
    figure(
      'expression compile and run',
      compileAndRun(),
      undefined,
      'Parses, compiles and runs the condition each time: what an edit in the editor costs',
    ),
  ]
}

function evaluations(name: string, source: string, target: number | undefined, meaning: string): Figure {
  const { template, problems } = compileTemplate(source)
  if (problems.length > 0) throw new Error(`${name}: ${problems[0]?.message}`)
  return figure(
    name,
    perSecond(() => evaluateTemplate(template, scope)),
    target,
    `${meaning}; compiled once, one thread.`,
  )
}

function compileAndRun(): number {
  return perSecond(() => evaluateTemplate(compileTemplate(condition).template, scope))
}

function figure(name: string, value: number, target: number | undefined, meaning: string): Figure {
  return { name, value, unit: 'evaluations/s', meaning, ...(target !== undefined && { target: { of: 'value', atLeast: target } }) }
}

/** Runs for a moment to warm up, then for half a second. */
function perSecond(run: () => unknown): number {
  timed(run, secondsEach / 5)
  return timed(run, secondsEach)
}

function timed(run: () => unknown, seconds: number): number {
  const start = performance.now()
  let [runs, elapsedMs] = [0, 0]
  while (elapsedMs < seconds * 1_000) {
    for (let index = 0; index < 200; index++) run()
    runs += 200
    elapsedMs = performance.now() - start
  }
  return (runs / elapsedMs) * 1_000
}

if (import.meta.main) for (const { name, value, unit } of await benchExpressions()) console.log(`${name}: ${shownNumber(value)} ${unit}`)
