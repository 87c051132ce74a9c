import { conditionSource } from './conditions.ts'
import { type Converter, whole } from './converter.ts'

export const ifNode: Converter = (context) => ({
  type: 'if',
  with: { condition: whole(conditionSource(context, context.node.parameters, 'condition')) },
  ports: ['true', 'false'],
  output: 'same',
})

/** Of one item; a list is filtered by an expression. */
export const filterItem: Converter = (context) => ({
  type: 'if',
  with: { condition: whole(conditionSource(context, context.node.parameters, 'condition')) },
  ports: ['true'],
  output: 'same',
})
