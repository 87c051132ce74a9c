import type { FormShape } from './form-shape.ts'

const day: FormShape = { kind: 'moment', hasTime: false }

/** The controls that a schema can ask for by `x-control`, each for a value of the shape that the schema alone gives. */
const controls: Readonly<Record<string, (plain: FormShape) => FormShape>> = {
  duration: () => ({ kind: 'duration' }),
  bytes: (plain) => ({ kind: 'bytes', takesText: plain.kind !== 'number' }),
  day: (plain) => (plain.kind === 'list' ? { ...plain, item: day } : day),
  moment: () => ({ kind: 'moment', hasTime: true }),
  'long-text': () => ({ kind: 'text', isLong: true }),
  code: () => ({ kind: 'code', language: 'text' }),
  file: () => ({ kind: 'file' }),
  expression: () => ({ kind: 'expression' }),
  operation: (plain) => (plain.kind === 'group' ? { kind: 'operation', fields: plain.fields } : plain),
  table: () => ({ kind: 'name', of: 'table' }),
  column: (plain) => named(plain, 'column'),
  workflow: (plain) => named(plain, 'workflow'),
  'workflow-input': (plain) => named(plain, 'workflow-input'),
  line: () => ({ kind: 'text', isLong: false }),
  'node-type': () => ({ kind: 'name', of: 'node-type' }),
  'time-zone': () => ({ kind: 'name', of: 'time-zone' }),
}

export const controlNames: readonly string[] = Object.keys(controls)

/** A control that nobody knows is none: the value has a field of its plain shape. */
export function controlledShape(control: string, plain: FormShape): FormShape {
  return controls[control]?.(plain) ?? plain
}

/** A list is one of names, and a map is one by names. */
function named(plain: FormShape, of: 'column' | 'workflow' | 'workflow-input'): FormShape {
  if (plain.kind === 'list') return { ...plain, item: { kind: 'name', of } }
  if (plain.kind === 'map') return { ...plain, names: of }
  if (plain.kind === 'variants') return { ...plain, variants: plain.variants.map((one) => ({ ...one, shape: named(one.shape, of) })) }
  return plain.kind === 'text' ? { kind: 'name', of } : plain
}
