import type { Call } from '../run/call.ts'
import { toNumber } from '../run/convert.ts'
import { spend } from '../run/frame.ts'
import type { Value } from '../run/value.ts'

/** All of `Math` but `random`, which would make two runs of one execution differ. */
const oneNumber = `abs acos acosh asin asinh atan atanh cbrt ceil clz32 cos cosh exp expm1 floor fround log log10 log1p log2 round sign sin
  sinh sqrt tan tanh trunc`.split(/\s+/) as readonly OneNumber[]

type OneNumber = { [Name in keyof Math]: Math[Name] extends (x: number) => number ? Name : never }[keyof Math]

export const mathFunctions: Readonly<Record<string, (call: Call) => Value>> = {
  ...Object.fromEntries(oneNumber.map((name) => [`Math.${name}`, ({ args, frame }: Call) => Math[name](toNumber(args[0], frame))])),
  'Math.atan2': ({ args, frame }) => Math.atan2(toNumber(args[0], frame), toNumber(args[1], frame)),
  'Math.hypot': (call) => folded(call, 0, (total, number) => Math.hypot(total, number)),
  'Math.imul': ({ args, frame }) => Math.imul(toNumber(args[0], frame), toNumber(args[1], frame)),
  'Math.max': (call) => folded(call, Number.NEGATIVE_INFINITY, (most, number) => Math.max(most, number)),
  'Math.min': (call) => folded(call, Number.POSITIVE_INFINITY, (least, number) => Math.min(least, number)),
  'Math.pow': ({ args, frame }) => toNumber(args[0], frame) ** toNumber(args[1], frame),
}

/** One by one: the host's functions fail when a hundred thousand numbers are spread into them. */
function folded({ args, frame }: Call, first: number, fold: (total: number, number: number) => number): number {
  spend(frame, args.length / 4)
  return args.reduce<number>((total, arg) => fold(total, toNumber(arg, frame)), first)
}

export const mathConstants: Readonly<Record<string, number>> = {
  'Math.E': Math.E,
  'Math.LN10': Math.LN10,
  'Math.LN2': Math.LN2,
  'Math.LOG10E': Math.LOG10E,
  'Math.LOG2E': Math.LOG2E,
  'Math.PI': Math.PI,
  'Math.SQRT1_2': Math.SQRT1_2,
  'Math.SQRT2': Math.SQRT2,
  'Number.EPSILON': Number.EPSILON,
  'Number.MAX_SAFE_INTEGER': Number.MAX_SAFE_INTEGER,
  'Number.MAX_VALUE': Number.MAX_VALUE,
  'Number.MIN_SAFE_INTEGER': Number.MIN_SAFE_INTEGER,
  'Number.MIN_VALUE': Number.MIN_VALUE,
  'Number.NaN': Number.NaN,
  'Number.NEGATIVE_INFINITY': Number.NEGATIVE_INFINITY,
  'Number.POSITIVE_INFINITY': Number.POSITIVE_INFINITY,
}
