import type { Json } from '../json.ts'
import { compareValues } from './compare-values.ts'

/** What is read of the beginning of an execution, as the API tells it. */
export interface ComparableStart {
  readonly trigger?:
    | { readonly data?: unknown; readonly previews?: { readonly [field: string]: { readonly hash: string } } | undefined }
    | undefined
  readonly inputs?: unknown
}

/** As expressions call it: what the trigger received, and the inputs made of it. */
export function startOf({ trigger, inputs }: ComparableStart): Json {
  return { trigger: trigger?.data ?? null, inputs: inputs ?? null } as Json // From the API, which speaks JSON.
}

/** Whether two executions were started with different data. Of large data, of which only the beginning is here, by their hash. */
export function isStartOther(a: ComparableStart, b: ComparableStart): boolean {
  const [before, after] = [a.trigger?.previews?.data, b.trigger?.previews?.data]
  return before?.hash !== after?.hash || compareValues(startOf(a), startOf(b), 1).length > 0
}
