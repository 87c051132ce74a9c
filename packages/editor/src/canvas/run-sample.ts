import { isJsonObject, type Json } from '@millrace/engine'

/** What a test was run with last, kept in this browser. */
export interface KeptSample {
  readonly trigger: string
  /** JSON texts, as they were typed. */
  readonly data: string
  readonly inputs: string
}

function keyOf(workflowId: string): string {
  return `millrace-sample-${workflowId}`
}

export function keptSample(workflowId: string): KeptSample | undefined {
  const text = localStorage.getItem(keyOf(workflowId))
  return text === null ? undefined : (JSON.parse(text) as KeptSample) // Written below.
}

export function keepSample(workflowId: string, sample: KeptSample): void {
  localStorage.setItem(keyOf(workflowId), JSON.stringify(sample))
}

const examples: Readonly<Record<string, Json>> = { string: '', number: 0, integer: 0, boolean: false, object: {}, array: [] }

/** A value for each input that the workflow declares: its default, or an empty one of its type. */
export function sampleInputs(inputs: Json | undefined): string {
  if (!isJsonObject(inputs)) return '{}'
  const values = Object.entries(inputs).map(([name, schema]) => {
    const { type, default: given } = isJsonObject(schema) ? schema : { type: schema, default: undefined }
    return [name, given ?? examples[String(type)] ?? null]
  })
  return values.length === 0 ? '{}' : JSON.stringify(Object.fromEntries(values), null, 2)
}
