import { stat } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import { nearestWord, type Problem, parseWorkflow, type Workflow } from '@millrace/engine'
import { createStandardCatalog } from '@millrace/nodes'
import { CliError, usageError } from '../cli-error.ts'
import { decodeWorkflow } from '../files/decode-workflow.ts'
import { looksLikeWorkflow, shownPath, testFileEnding, testFilesIn } from '../files/workflow-file.ts'
import type { Host } from '../host.ts'
import { readGivenFile } from '../run/read-data.ts'
import { readTestFile } from './read-test-file.ts'
import { runTest, type TestOutcome } from './run-test.ts'
import { type Firing, firingKeys, type TestCase } from './test-schema.ts'

export type FileOutcome = { readonly file: string } & (
  | { readonly type: 'ran'; readonly tests: readonly TestOutcome[] }
  /** Of the file itself, or of the workflow that it tests. */
  | { readonly type: 'broken'; readonly source: string; readonly problems: readonly Problem[] }
)

/** One after the other: each test is a whole Millrace in memory. */
export async function runTestFiles(
  args: readonly string[],
  host: Host,
  onRan: (outcome: FileOutcome) => void,
): Promise<readonly FileOutcome[]> {
  const paths = (await Promise.all((args.length === 0 ? ['.'] : args).map((arg) => testFilesAt(arg, host)))).flat()
  const outcomes: FileOutcome[] = []
  for (const path of new Set(paths)) {
    const outcome = await runTestFile(path, host)
    outcomes.push(outcome)
    onRan(outcome)
  }
  return outcomes
}

async function testFilesAt(arg: string, { directory }: Host): Promise<readonly string[]> {
  const path = resolve(directory, arg)
  const found = await stat(path).catch((error: unknown) => {
    throw usageError(`There is no file or directory ${arg}${error instanceof Error && 'code' in error ? '' : `: ${String(error)}`}.`)
  })
  if (!found.isDirectory()) return [path]
  const files = await testFilesIn(path)
  if (files.length === 0)
    throw new CliError(`There are no tests under ${arg}: those of orders.yaml are in orders.test.yaml (docs/testing.md).`)
  return files
}

async function runTestFile(path: string, host: Host): Promise<FileOutcome> {
  const file = shownPath(path, host.directory)
  const { source, problems } = decodeWorkflow(await readGivenFile(path, 'FILE'))
  if (!testFileEnding.test(path) && looksLikeWorkflow(source))
    throw usageError(`${file} is a workflow: name the file of its tests, ${file.replace(/\.ya?ml$/i, '.test$&')} (docs/testing.md).`)
  const read = problems.length > 0 ? { ok: false as const, problems } : readTestFile(source)
  if (!read.ok) return { type: 'broken', file, source, problems: read.problems }
  const tested = workflowPath(path, read.workflow)
  const text = decodeWorkflow(await readGivenFile(tested, `${file}: "workflow"`))
  const parsed =
    text.problems.length > 0 ? { ok: false as const, problems: text.problems } : parseWorkflow(text.source, createStandardCatalog())
  if (!parsed.ok) return { type: 'broken', file: shownPath(tested, host.directory), source: text.source, problems: parsed.problems }
  const tests: TestOutcome[] = []
  for (const test of read.tests) {
    const chosen = chooseTrigger(parsed.workflow, test)
    tests.push(
      chosen.type === 'unfit'
        ? { name: test.name, mistakes: [chosen.message] }
        : await runTest({ path: tested, workflow: parsed.workflow, triggerId: chosen.id, test }, host),
    )
  }
  return { type: 'ran', file, tests }
}

function workflowPath(path: string, named: string | undefined): string {
  if (named !== undefined) return resolve(dirname(path), named)
  if (!testFileEnding.test(path))
    throw usageError(`${path} must say which workflow it tests ("workflow: FILE"), or be named like it: orders.test.yaml.`)
  return path.replace(testFileEnding, '.$1')
}

/** What a test says of a firing, by the type of its trigger. */
const saidBy: Readonly<Record<string, Firing>> = {
  webhook: 'request',
  function: 'request',
  form: 'fields',
  chat: 'message',
  schedule: 'at',
  event: 'event',
  'event.pattern': 'event',
  table: 'change',
  workflow: 'ended',
  error: 'failed',
  email: 'mails',
  file: 'files',
  poll: 'answer',
  manual: 'data',
}

/** What may be left out, because there is a firing without it. */
const mayBeEmpty: readonly Firing[] = ['request', 'fields', 'data']

type Chosen = { readonly type: 'fits'; readonly id: string | undefined } | { readonly type: 'unfit'; readonly message: string }

function chooseTrigger({ id: workflowId, triggers = {} }: Workflow, test: TestCase): Chosen {
  const ids = Object.keys(triggers)
  const id = test.trigger ?? (ids.length === 1 ? ids[0] : undefined)
  if (id === undefined && ids.length > 1) return unfit(`${workflowId} has several triggers: say "trigger", one of ${ids.join(', ')}`)
  const trigger = id !== undefined && Object.hasOwn(triggers, id) ? triggers[id] : undefined
  if (id !== undefined && trigger === undefined) {
    const near = nearestWord(id, ids)
    return unfit(`${workflowId} has no trigger ${id}${near === undefined ? '' : `: did you mean ${near}?`}`)
  }
  const wanted = saidBy[trigger?.type ?? 'manual'] ?? 'data'
  const others = firingKeys.filter((key) => key !== wanted && test[key] !== undefined)
  const what = trigger === undefined ? `${workflowId} has no trigger and is started by hand` : `Trigger ${id} is of type ${trigger.type}`
  if (others.length > 0) return unfit(`${what}: say "${wanted}", and not "${others.join('", "')}"`)
  if (test[wanted] === undefined && !mayBeEmpty.includes(wanted)) return unfit(`${what}: say "${wanted}"`)
  if (test.inputs !== undefined && wanted !== 'data') return unfit(`${what}: "inputs" are given only to what is started by hand`)
  return { type: 'fits', id }
}

function unfit(message: string): Chosen {
  return { type: 'unfit', message }
}
