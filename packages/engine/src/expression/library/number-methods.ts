import { Fault } from '../fault.ts'
import type { Call } from '../run/call.ts'
import { toInteger } from '../run/convert.ts'
import type { Value } from '../run/value.ts'

export const numberMethods = {
  toExponential: (number: number, call: Call): Value => number.toExponential(digits(call, 0, 100)),
  toFixed: (number: number, call: Call): Value => number.toFixed(digits(call, 0, 100)),
  toPrecision: (number: number, call: Call): Value => number.toPrecision(digits(call, 1, 100)),
  toString: (number: number, call: Call): Value => number.toString(digits(call, 2, 36)),
}

export const booleanMethods = {
  toString: (value: boolean): Value => String(value),
}

function digits({ args, frame }: Call, least: number, most: number): number | undefined {
  if (args[0] === undefined) return undefined
  const count = toInteger(args[0], frame)
  if (count >= least && count <= most) return count
  throw new Fault('EXPRESSION_BAD_ARGUMENT', `A number from ${least} to ${most} is needed here, not ${count}`)
}
