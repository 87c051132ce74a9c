import { createHash } from 'node:crypto'
import { type Json, type JsonObject, missingValues } from '@millrace/engine'
import { inputsOfTrigger, type StartRequest } from '@millrace/runtime'
import { z } from 'zod'
import { ProblemError } from './problem.ts'
import type { Settings } from './server-ports.ts'

const alphabet = '0123456789abcdefghjkmnpqrstvwxyz'
const idLength = 26

export const idempotencyHeaders = z.object({
  'idempotency-key': z
    .string()
    .regex(/^[\x21-\x7e]{1,255}$/, { error: '1 to 255 visible ASCII characters are needed' })
    .optional(),
})

/** The execution that a key stands for: the same each time, so that a repeated start is the same execution. */
export function idempotentExecutionId(what: string, key: string): string {
  const digest = createHash('sha256').update(`${what}\n${key}`).digest()
  let id = ''
  for (const byte of digest.subarray(0, idLength)) id += alphabet.charAt(byte & 31)
  return id
}

/** Throws when the execution that the key stands for was started by another request. */
export async function refuseOtherRequest({ store, workflows }: Settings, request: StartRequest, executionId: string): Promise<void> {
  const { account, workflowId, trigger, inputs = {} } = request
  const started = (await store.executions.log(account, executionId))[0]
  if (started?.type !== 'execution-started') return
  // What is not kept cannot be compared: the key alone says then that it is the same request.
  if (missingValues([started]).length > 0) return
  const published = await workflows.get(account, workflowId, started.workflow.version)
  const { workflow } = published ?? {}
  const fixed = workflow && inputsOfTrigger(workflow, trigger)
  const defaults = Object.entries(workflow?.inputs ?? {}).flatMap(([name, input]) =>
    input.default === undefined ? [] : [[name, input.default] as const],
  )
  const wanted: JsonObject = { ...Object.fromEntries(defaults), ...fixed, ...inputs }
  if (canonicalJson({ ...started.trigger }) === canonicalJson({ ...trigger }) && canonicalJson(started.inputs) === canonicalJson(wanted))
    return
  throw new ProblemError('IDEMPOTENCY_KEY_REUSED', `The key started execution ${executionId} with other data: choose a new key.`, {
    extra: { executionId },
  })
}

/** JSON text that does not depend on the order of keys. */
export function canonicalJson(value: Json): string {
  return JSON.stringify(value, (_, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.entries(inner).sort(([one], [other]) => (one < other ? -1 : 1))
      : inner,
  )
}
