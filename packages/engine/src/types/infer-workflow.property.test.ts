import { expect, test } from 'vitest'
import type { Catalog, NodeTypeFacts } from '../document/catalog.ts'
import { parseWorkflow, readWorkflow } from '../document/parse-workflow.ts'
import type { ExecutionState, StepRun } from '../execution/state.ts'
import { placeOf, stepScope } from '../execution/step-scope.ts'
import { ExpressionError } from '../expression/expression-error.ts'
import type { Scope } from '../expression/scope.ts'
import { compileTemplate, evaluateTemplate } from '../expression/template.ts'
import { compilePlan } from '../graph/compile-plan.ts'
import type { Plan } from '../graph/plan.ts'
import { isJsonObject, type Json } from '../json.ts'
import { type Outcome, simulate } from '../testing/simulate.ts'
import { testScale } from '../testing/test-scale.ts'
import type { PlacedMiss } from './infer-template.ts'
import { inferWorkflow, type WorkflowInference } from './infer-workflow.ts'
import { isOfType } from './is-of-type.ts'
import { fieldOf, withFields } from './read-member.ts'
import { randomTypedWorkflow } from './testing/random-typed-workflow.ts'

const base = { ports: () => ['success'], effects: 'pure', checkParams: () => [] } as const
const types = new Map(
  (
    [
      { ...base, type: 'give', outputType: (_written, { params }) => fieldOf(params, 'value') },
      { ...base, type: 'keep', outputType: (_written, { params, input }) => kept(input, fieldOf(params, 'values')) },
      { ...base, type: 'pass', outputType: (_written, { input }) => input },
      { ...base, type: 'choose', ports: () => ['a', 'b'], outputType: (_written, { input }) => input },
      { ...base, type: 'end', endsPath: true, outputType: (_written, { input }) => input },
      { ...base, type: 'for-each', scope: 'for-each' },
      { ...base, type: 'loop', scope: 'loop', defaults: { maxIterations: 4 } },
      { ...base, type: 'try', scope: 'try' },
    ] satisfies NodeTypeFacts[]
  ).map((facts): [string, NodeTypeFacts] => [facts.type, facts]),
)

const catalog: Catalog = {
  node: (type) => types.get(type),
  trigger: () => undefined,
  nodeTypes: () => [...types.keys()],
  triggerTypes: () => [],
}

function kept(input: Parameters<typeof withFields>[0], values: Parameters<typeof withFields>[0]) {
  return withFields(input, values.kind === 'map' ? values.fields : {})
}

interface Case {
  readonly seed: number
  readonly plan: Plan
  readonly inference: WorkflowInference
  readonly misses: ReadonlyMap<string, readonly PlacedMiss[]>
  readonly counts: { steps: number; values: number; misses: number; told: number }
}

test('whatever a random workflow comes to is of the type inferred, and no warning names a path that was there', () => {
  const counts = { steps: 0, values: 0, misses: 0, told: 0 }
  for (let seed = 1; seed <= testScale(2_000); seed++) {
    const one = prepare(seed, counts)
    if (one !== undefined) run(one)
  }
  // The test says something only if much runs, much is known, and much is warned of.
  expect(counts.steps).toBeGreaterThan(testScale(2_000))
  expect(counts.misses).toBeGreaterThan(testScale(500))
  expect(counts.told).toBeGreaterThan(testScale(500))
}, 600_000)

function prepare(seed: number, counts: Case['counts']): Case | undefined {
  const source = randomTypedWorkflow(seed)
  const parsed = parseWorkflow(source, catalog)
  const read = readWorkflow(source, catalog)
  if (!parsed.ok || read === undefined) return undefined
  const misses = new Map<string, PlacedMiss[]>()
  const inference = inferWorkflow(read, (node, _part, miss) => misses.set(node.id, [...(misses.get(node.id) ?? []), miss]))
  counts.told += parsed.warnings.filter(({ code }) => code === 'UNKNOWN_FIELD').length
  return { seed, plan: compilePlan(parsed.workflow, catalog), inference, misses, counts }
}

function run(one: Case): void {
  let state: ExecutionState | undefined
  const seed = one.seed
  simulate(one.plan, {
    trigger: { a: { b: 1 }, b: [{ c: 'x' }, { a: 2 }], c: 'text' },
    inputs: { n: { a: { d: 1 } } },
    vars: { v: { a: 1 } },
    pick: (count) => seed % count,
    maxEvents: 2_000,
    onRun: (path, now) => {
      state = now
      const step = now.live.get(path)
      if (step !== undefined) checkPlace(one, now, step)
    },
    answer: (path) => {
      const step = state?.live.get(path)
      return state === undefined || step === undefined ? {} : answerTo(one, state, step)
    },
  })
}

function scopeOf({ plan }: Case, state: ExecutionState, step: StepRun): Scope {
  return stepScope(plan, state, placeOf(step))
}

/** All that the step's expressions can see. */
function checkPlace(one: Case, state: ExecutionState, step: StepRun): void {
  const { inference, plan, counts, seed, misses } = one
  counts.steps++
  const scope = scopeOf(one, state, step)
  const known = typesOf(one, step.node.id)
  for (const name of ['input', 'item', 'index'] as const) {
    const value = scope.name(name)
    if (value !== undefined && known.sees[name] !== undefined) check(one, value, known.sees[name], `${name} of ${step.path}`)
  }
  for (const id of plan.nodes.keys()) {
    const value = scope.node(id)
    if (value !== undefined) check(one, value, typesOf(one, id).view, `nodes.${id} in ${step.path}`)
  }
  expect(inference.nodes.size, `seed ${seed}`).toBe(plan.nodes.size)
  for (const miss of misses.get(step.node.id) ?? []) checkMiss(one, scope, miss)
}

function typesOf({ inference, seed }: Case, id: string) {
  const node = inference.workflow.nodes.byId.get(id)
  const known = node && inference.nodes.get(node)
  if (known === undefined) throw new Error(`Seed ${seed}: nothing was inferred of ${id}.`)
  return known
}

function check({ counts, seed }: Case, value: Json, type: Parameters<typeof isOfType>[1], what: string): void {
  counts.values++
  if (!isOfType(value, type)) expect.fail(`Seed ${seed}: ${what} is ${JSON.stringify(value)}, not of the type ${JSON.stringify(type)}`)
}

/** What is read of a parameter of a callback cannot be asked for from outside it. */
function checkMiss({ counts, seed }: Case, scope: Scope, { object, key }: PlacedMiss): void {
  const { template, problems } = compileTemplate(`{{ ${object} }}`)
  if (problems.length > 0) return
  try {
    const value = evaluateTemplate(template, scope)
    const isThere = typeof value === 'string' ? key === 'length' || Object.hasOwn(Object(value), key) : isKeyOf(value, key)
    counts.misses++
    if (isThere) expect.fail(`Seed ${seed}: ${object} is ${JSON.stringify(value)} and has ${key}`)
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error
  }
}

function isKeyOf(value: Json, key: string | number): boolean {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, key)
}

function answerTo(one: Case, state: ExecutionState, step: StepRun): Outcome {
  const { node } = step
  const scope = scopeOf(one, state, step)
  try {
    const params = evaluateTemplate(node.params, scope)
    const input = placeOf(step).input
    const outcome = resultOf(node.definition.type, isJsonObject(params) ? params : {}, input, step.path.length % 2)
    if ('output' in outcome && outcome.output !== undefined)
      check(one, outcome.output, typesOf(one, node.id).leaves, `output of ${step.path}`)
    return outcome
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error
    return { error: { class: 'fatal' } }
  }
}

function resultOf(type: string, params: { readonly [key: string]: Json }, input: Json, odd: number): Outcome {
  switch (type) {
    case 'give':
      return { output: params.value ?? null }
    case 'keep':
      return { output: { ...(isJsonObject(input) ? input : {}), ...(isJsonObject(params.values) ? params.values : {}) } }
    case 'choose':
      return { output: input, port: odd === 0 ? 'a' : 'b' }
    case 'end':
      return { output: input, ...(odd === 0 && { stop: { status: 'success', only: 'path' } }) }
    default:
      return { output: input }
  }
}
