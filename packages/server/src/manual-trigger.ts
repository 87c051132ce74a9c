import { isJsonObject, type Json, nearestWord, type TriggerFact, type Workflow } from '@millrace/engine'

export type ManualTrigger =
  | { readonly status: 'fits'; readonly trigger: TriggerFact }
  | { readonly status: 'unknown'; readonly nearest?: string }
  /** `data` is no map, and the trigger does not have a body to put it into. */
  | { readonly status: 'unfit' }

/**
 * What fires when somebody starts a workflow by hand: the trigger named, else the first manual one, else one that stands in no file.
 * `data` is what the trigger would receive: for a webhook, the body.
 */
export function manualTrigger(workflow: Workflow, id: string | undefined, data: Json | undefined): ManualTrigger {
  const triggers = workflow.triggers ?? {}
  const chosen = id ?? Object.keys(triggers).find((one) => triggers[one]?.type === 'manual')
  if (chosen === undefined) return withData({ id: 'manual', type: 'manual' }, data)
  const definition = Object.hasOwn(triggers, chosen) ? triggers[chosen] : undefined
  if (definition === undefined) {
    const nearest = nearestWord(chosen, Object.keys(triggers))
    return { status: 'unknown', ...(nearest !== undefined && { nearest }) }
  }
  if (definition.type !== 'webhook') return withData({ id: chosen, type: definition.type }, data)
  const { method = 'POST', path = '/' } = definition.with ?? {}
  const request = { method: [method].flat()[0] ?? 'POST', path, params: {}, query: {}, headers: {}, body: data ?? null }
  return { status: 'fits', trigger: { id: chosen, type: 'webhook', data: request } }
}

function withData(fact: Omit<TriggerFact, 'data'>, data: Json = {}): ManualTrigger {
  return isJsonObject(data) ? { status: 'fits', trigger: { ...fact, data } } : { status: 'unfit' }
}
