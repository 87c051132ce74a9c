import { isJsonObject, type Json, type JsonObject } from '../json.ts'
import { checkFields } from './check-fields.ts'
import { checkName, type NamesDeclared, type NamesHere } from './check-names.ts'
import type { DocumentNode } from './document-node.ts'
import type { Path, ProblemReport } from './problem-report.ts'
import { quoted } from './quoted.ts'
import { readExpressions } from './read-expressions.ts'
import { concurrencyFields, debounceFields, type Fields, rateLimitFields } from './workflow-fields.ts'

const limits = { concurrency: concurrencyFields, rateLimit: rateLimitFields, debounce: debounceFields } as const satisfies Readonly<
  Record<string, Fields>
>

/** What decides when an execution may run: the limits of the settings, and the keys that they count by. */
export function checkAdmission(report: ProblemReport, settings: JsonObject, path: Path, declared: NamesDeclared): void {
  for (const [name, fields] of Object.entries(limits)) {
    const value = settings[name]
    if (value === undefined) continue
    const { key } = checkFields(report, { value, path: [...path, name], thing: quoted(name) }, fields)
    if (key !== undefined) checkKey(report, key, { path: [...path, name, 'key'], thing: `the key of ${quoted(name)}` }, declared)
  }
  if (settings.rateLimit === undefined || settings.debounce === undefined) return
  const message = '"settings" has both a "rateLimit" and a "debounce", which each decide when a start runs: keep one of them.'
  report.add({ code: 'RATE_LIMIT_AND_DEBOUNCE', message, path: [...path, 'debounce'], part: 'key' })
}

/** Evaluated once, at the start: nothing has run, and what a key gives is shown, so no secret comes near it. */
function checkKey(report: ProblemReport, key: Json, { path, thing }: { path: Path; thing: string }, declared: NamesDeclared): void {
  const here: NamesHere = { thing, only: ['trigger', 'inputs', 'vars'] }
  const { references } = readExpressions(report, key, path)
  for (const reference of references) checkName(report, reference, here, declared)
  if (references.length > 0 || String(key).includes('{{')) return
  const message = `${thing.charAt(0).toUpperCase()}${thing.slice(1)} reads nothing, so that all executions share one: write an expression, such as "{{ trigger.body.customer }}", or delete it.`
  report.add({ code: 'CONSTANT_KEY', message, path })
}

/** Warns of a workflow that calls itself, waits for that, and holds the place that the called one needs. */
export function checkOwnCalls(report: ProblemReport, { id, settings }: JsonObject, nodes: readonly DocumentNode[]): void {
  const concurrency = isJsonObject(settings) && isJsonObject(settings.concurrency) ? settings.concurrency : undefined
  if (concurrency === undefined || concurrency.whileWaiting === 'release' || (concurrency.onLimit ?? 'queue') !== 'queue') return
  for (const { facts, params = {}, path } of nodes) {
    if (facts?.awaitsWorkflow?.(params) !== id || id === undefined) continue
    const message =
      'This step calls its own workflow and waits for it, which needs a place under "concurrency": once all places are held by executions that wait like this, none goes on. Write "whileWaiting: release" there.'
    report.add({ code: 'CALLS_INTO_OWN_LIMIT', message, path: [...path, 'with', 'workflow'] })
  }
}
