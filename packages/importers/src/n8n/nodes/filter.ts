import { listSource } from '../source.ts'
import { conditionSource } from './conditions.ts'
import { type Converter, listFrom } from './converter.ts'

/** A list without the items that the condition does not hold for. Each of them is read as `item`. */
export const filterList: Converter = (context) => {
  const scope = { ...context.scope, json: { source: 'item' } }
  const ofMember = { ...context, scope, source: (value: unknown, label: string) => context.sourceFor(scope, value, label) }
  return listFrom(`${listSource(context.input)}.filter(item => ${conditionSource(ofMember, context.node.parameters, 'condition')})`)
}
