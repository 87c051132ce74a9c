import type { z } from 'zod'
import { assertParams, assertType } from './assert-definition.ts'
import { checkParams } from './check-params.ts'
import { typeOfZod } from './output-type.ts'
import type { TriggerDefinition, TriggerType } from './trigger-type.ts'

/** Makes a trigger type of its one description. Throws when the description cannot work. */
export function defineTrigger<Schema extends z.ZodType>(definition: TriggerDefinition<Schema>): TriggerType {
  const { type, title, icon, summary, docs, params, examples, data, times, addresses, doubts } = definition
  assertType('Trigger type', type)
  assertParams(type, params)
  const dataType = typeof data === 'function' ? data : data && (() => typeOfZod(data))
  return {
    type,
    title,
    icon,
    summary,
    docs,
    params,
    examples,
    ...(dataType && { dataType }),
    ...(addresses && { addresses: (written) => addresses(params.parse(written)) }),
    ...(doubts && { doubts }),
    ...(times && { times: (written) => times(params.parse(written)) }),
    checkParams: (written) => checkParams(params, written),
  }
}
