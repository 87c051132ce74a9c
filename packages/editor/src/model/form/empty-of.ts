import type { Json } from '@millrace/engine'
import type { FormShape } from './form-shape.ts'

/** What a new item or a new entry begins as. */
export function emptyOf(shape: FormShape): Json {
  switch (shape.kind) {
    case 'number':
      return shape.minimum ?? 0
    case 'bytes':
      return 0
    case 'switch':
      return false
    case 'choice':
      return shape.choices[0] ?? null
    case 'list':
    case 'several':
      return []
    case 'map':
    case 'group':
    case 'operation':
    case 'condition':
      return {}
    case 'variants':
      return shape.variants[0] === undefined ? '' : emptyOf(shape.variants[0].shape)
    default:
      return ''
  }
}
