import { isJsonObject, type Json, nearestWord, readHistory, type StepRecord, type Workflow } from '@millrace/engine'
import { account } from '../account.ts'
import type { Host } from '../host.ts'
import { errorText } from '../output/error-text.ts'
import { fireTrigger } from './fire-trigger.ts'
import { nodeOf, notGivenCode } from './given-steps.ts'
import { mismatches, shown } from './mismatches.ts'
import type { Expected, TestCase } from './test-schema.ts'
import { openTestWorld, type TestWorld } from './test-world.ts'
import { testedWorkflow } from './tested-workflow.ts'

export interface TestOutcome {
  readonly name: string
  /** What is not as it was wanted; empty where the test has passed. */
  readonly mistakes: readonly string[]
}

export interface ChosenTest {
  /** Of the workflow. */
  readonly path: string
  readonly workflow: Workflow
  readonly triggerId: string | undefined
  readonly test: TestCase
}

/** So long a test may go on. It only ends what would never end. */
const longestMs = 120_000

export async function runTest({ path, workflow, triggerId, test }: ChosenTest, host: Host): Promise<TestOutcome> {
  const trigger = triggerId === undefined ? undefined : workflow.triggers?.[triggerId]
  const table = trigger?.type === 'table' ? String(trigger.with?.table) : undefined
  try {
    const world = await openTestWorld({ path, workflow: testedWorkflow(workflow, triggerId, test), test, table }, host)
    try {
      return { name: test.name, mistakes: await within(longestMs, test.name, tryOut(world, triggerId, test)) }
    } finally {
      await world.close()
    }
  } catch (error) {
    return { name: test.name, mistakes: [errorText(error)] }
  }
}

async function tryOut(world: TestWorld, triggerId: string | undefined, test: TestCase): Promise<readonly string[]> {
  const unknown = await unknownNodes(world, test)
  if (unknown.length > 0) return unknown
  // As it was published: what its expressions come to.
  const trigger = triggerId === undefined ? undefined : world.published.workflow.triggers?.[triggerId]
  const answer = await fireTrigger(world, triggerId, trigger, test)
  const found = answer && (await readAnswer(answer))
  const started = await startedExecutions(world)
  const { expect } = test
  const [first] = started
  return [
    ...world.troubles,
    ...(started.length === expect.starts ? [] : [`${started.length} executions have started, not ${expect.starts}${told(found)}`]),
    ...(first === undefined ? wantsExecution(expect) : await executionMistakes(world, first, expect)),
    ...answerMistakes(expect, found),
    ...(await tableMistakes(world, expect)),
  ]
}

/** A name that is misspelt would be given to nobody, and be skipped for ever. */
async function unknownNodes({ published, parts }: TestWorld, { given, expect }: TestCase): Promise<readonly string[]> {
  const own = [...published.plan.nodes.keys()]
  const all = (await parts.workflows.list(account)).flatMap(({ plan }) => [...plan.nodes.keys()])
  return [...unknownOf('given', Object.keys(given), all), ...unknownOf('steps', Object.keys(expect.steps), own)]
}

function unknownOf(key: string, names: readonly string[], known: readonly string[]): readonly string[] {
  return names.flatMap((name) => {
    const node = nodeOf(name)
    if (known.includes(node)) return []
    const near = nearestWord(node, known)
    return [`"${key}" names ${name}, and there is no such node${near === undefined ? '' : `: did you mean ${near}?`}`]
  })
}

/** What a trigger says that starts nothing, for it says why. */
function told(answer: FoundAnswer | undefined): string {
  return answer === undefined || answer.status < 400 ? '' : `: ${answer.status} ${shown(answer.body)}`
}

/** In the order in which they began. What one of them sets off may start another one, so it is asked until there are no more. */
async function startedExecutions(world: TestWorld): Promise<readonly string[]> {
  let before = -1
  for (;;) {
    await world.delivered()
    const { items } = await world.parts.store.executions.list(account, { workflowId: world.workflowId }, { limit: 1000 })
    if (items.length === before) return items.map(({ id }) => id).reverse()
    before = items.length
    for (const { id } of items) await world.ended(id)
  }
}

function wantsExecution({ status, result, error, trigger, steps }: Expected): readonly string[] {
  const isWanted = [status, result, error, trigger].some((one) => one !== undefined) || Object.keys(steps).length > 0
  return isWanted ? ['nothing was run, so that there is neither status, result nor steps'] : []
}

async function executionMistakes({ parts: { store }, published }: TestWorld, id: string, expect: Expected): Promise<readonly string[]> {
  const log = await store.executions.log(account, id)
  const { status, result, error, steps } = readHistory(published.plan, log)
  const begin = log.find((event) => event.type === 'execution-started')
  const { status: wanted = expect.error === undefined ? 'success' : undefined } = expect
  return [
    // An edge for errors, or a fallback, would hide it.
    ...steps.flatMap((step) => (step.error?.code === notGivenCode && step.error.step !== error?.step ? [step.error.message] : [])),
    ...(wanted === undefined || status === wanted ? [] : [`status is ${status}, not ${wanted}${whyFailed(error)}`]),
    ...(expect.result === undefined ? [] : mismatches(expect.result, result, 'result')),
    ...(expect.error === undefined ? [] : mismatches(expect.error, asJson(error), 'error')),
    ...(expect.trigger === undefined ? [] : mismatches(expect.trigger, begin?.trigger.data, 'trigger')),
    ...Object.entries(expect.steps).flatMap(([name, one]) => stepMistakes(name, one, steps)),
  ]
}

function whyFailed(error: { readonly code: string; readonly message: string; readonly step?: string } | undefined): string {
  return error === undefined ? '' : `: ${error.code}${error.step === undefined ? '' : ` in step ${error.step}`}: ${error.message}`
}

function asJson(value: object | undefined): Json | undefined {
  return value === undefined ? undefined : JSON.parse(JSON.stringify(value))
}

/** A step, such as `items[2].charge`; or a node, all of whose steps are meant. */
function stepMistakes(name: string, wanted: Expected['steps'][string], steps: readonly StepRecord[]): readonly string[] {
  const exact = steps.filter(({ step }) => step === name)
  const found = exact.length > 0 ? exact : steps.filter(({ node }) => node === name)
  const { status, input, output, times } = typeof wanted === 'string' ? { status: wanted } : wanted
  const ran = found.filter((step) => step.status !== 'skipped')
  if (times !== undefined && ran.length !== times) return [`step ${name} has run ${ran.length} times, not ${times}`]
  if (found.length === 0) return status === 'skipped' || times === 0 ? [] : [`step ${name} has not been reached`]
  return found.flatMap((step) => [
    ...(status === undefined || step.status === status
      ? []
      : [`step ${step.step} is ${step.status}, not ${status}${whyFailed(step.error)}`]),
    ...(input === undefined ? [] : mismatches(input, step.input, `step ${step.step}: input`)),
    ...(output === undefined ? [] : mismatches(output, step.output, `step ${step.step}: output`)),
  ])
}

interface FoundAnswer {
  readonly status: number
  readonly headers: Headers
  readonly body: Json
}

async function readAnswer(answer: Response): Promise<FoundAnswer> {
  const text = await answer.text()
  const isJson = /\bjson\b/.test(answer.headers.get('content-type') ?? '')
  return { status: answer.status, headers: answer.headers, body: isJson && text !== '' ? JSON.parse(text) : text }
}

function answerMistakes({ answer: wanted }: Expected, found: FoundAnswer | undefined): readonly string[] {
  if (wanted === undefined) return []
  if (found === undefined) return ['nobody is answered: this trigger has nobody who waits']
  const { status, headers, body } = wanted
  return [
    ...(status === undefined || status === found.status ? [] : [`answer.status is ${found.status}, not ${status}: ${shown(found.body)}`]),
    ...Object.entries(headers).flatMap(([name, value]) =>
      mismatches(value, found.headers.get(name) ?? undefined, `answer.headers.${name}`),
    ),
    ...(body === undefined ? [] : mismatches(body, found.body, 'answer.body')),
  ]
}

async function tableMistakes({ parts: { tables } }: TestWorld, expect: Expected): Promise<readonly string[]> {
  const all = Object.entries(expect.tables).map(async ([name, wanted]) => {
    const isThere = (await tables.get(account, name)) !== undefined
    const { items } = isThere ? await tables.query(account, name, { sort: ['createdAt'], limit: 1000 }) : { items: [] }
    return mismatches([...wanted], items.filter(isJsonObject), `table ${name}`)
  })
  return (await Promise.all(all)).flat()
}

async function within<T>(ms: number, name: string, work: Promise<T>): Promise<T> {
  const late = Promise.withResolvers<never>()
  const timer = setTimeout(() => late.reject(new Error(`"${name}" has not ended within ${ms / 1000} s: what does it wait for?`)), ms)
  try {
    return await Promise.race([work, late.promise])
  } finally {
    clearTimeout(timer)
  }
}
