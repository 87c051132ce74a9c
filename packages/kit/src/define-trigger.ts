import type { JsonObject } from '@millrace/engine'
import type { z } from 'zod'
import { assertParams, assertType } from './assert-definition.ts'
import { bothMistakes } from './both-mistakes.ts'
import { checkParams } from './check-params.ts'
import { typeOfZod } from './output-type.ts'
import type { Looking, TriggerDefinition, TriggerType } from './trigger-type.ts'

/** Makes a trigger type of its one description. Throws when the description cannot work. */
export function defineTrigger<Schema extends z.ZodType>(definition: TriggerDefinition<Schema>): TriggerType {
  const {
    type,
    title,
    icon,
    summary,
    docs,
    params,
    examples,
    data,
    times,
    addresses,
    doubts,
    look,
    lookParams,
    hears,
    firingParams,
    check,
  } = definition
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
    ...(look && { look: (written) => lookOf(params, look, written) }),
    ...(lookParams && { lookParams }),
    ...(hears && { hears: (written, workflowId) => hears(params.parse(written), workflowId) }),
    ...(firingParams && { firingParams }),
    checkParams: (written) => bothMistakes(checkParams(params, written), check?.(written) ?? []),
  }
}

/** An expression may stand for what does not fit once it is there. */
function lookOf<Schema extends z.ZodType>(params: Schema, look: (params: z.output<Schema>) => Looking, written: JsonObject) {
  const parsed = params.safeParse(written)
  return parsed.success ? look(parsed.data) : undefined
}
