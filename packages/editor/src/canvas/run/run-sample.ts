import { isJsonObject, type Json, type JsonObject } from '@millrace/engine'

/** What a test was run with last, kept in this browser. */
export interface KeptSample {
  readonly trigger: string
  /** A JSON text, as it was typed. */
  readonly data: string
  readonly inputs: JsonObject
}

function keyOf(workflowId: string): string {
  return `millrace-sample-${workflowId}`
}

export function keptSample(workflowId: string): KeptSample | undefined {
  const text = localStorage.getItem(keyOf(workflowId))
  if (text === null) return undefined
  const kept = JSON.parse(text) as Omit<KeptSample, 'inputs'> & { readonly inputs: Json } // Written below, perhaps by an older page.
  return { ...kept, inputs: isJsonObject(kept.inputs) ? kept.inputs : {} }
}

export function keepSample(workflowId: string, sample: KeptSample): void {
  localStorage.setItem(keyOf(workflowId), JSON.stringify(sample))
}
