import { isJsonObject, type Json, type JsonObject } from '@millrace/engine'
import { usageError } from '../cli-error.ts'
import type { ChosenTrigger } from './choose-trigger.ts'

/** What expressions see as `trigger` when `--data` is what the trigger received. */
export function triggerData({ id, definition }: ChosenTrigger, data: Json | undefined): JsonObject {
  if (definition.type === 'webhook') return webhookRequest(definition.with ?? {}, data ?? null)
  if (data === undefined) return {}
  if (isJsonObject(data)) return data
  throw usageError(`--data for trigger ${id} must be a map, such as '{"name":"Ada"}': its keys are what expressions read as trigger.<key>.`)
}

/** The request that a webhook trigger hands on, with `data` as its body. */
function webhookRequest({ path, method }: JsonObject, body: Json): JsonObject {
  return {
    method: typeof method === 'string' ? method : Array.isArray(method) ? (method[0] ?? 'POST') : 'POST',
    path: path ?? '/',
    params: {},
    query: {},
    headers: { 'content-type': 'application/json' },
    body,
  }
}
