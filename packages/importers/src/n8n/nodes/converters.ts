import type { N8nNode } from '../n8n-workflow.ts'
import { code, isForEachItem } from './code.ts'
import type { Converter } from './converter.ts'
import { filterList } from './filter.ts'
import { httpRequest } from './http-request.ts'
import { filterItem, ifNode } from './if.ts'
import { aggregate, itemLists, limit, removeDuplicates, sort, splitOut, summarize } from './lists.ts'
import { merge } from './merge.ts'
import { placeholder } from './placeholder.ts'
import { respond } from './respond.ts'
import { setNode } from './set.ts'
import { switchNode } from './switch.ts'
import { stopAndError, wait } from './wait.ts'
import { workflowCall } from './workflow-call.ts'

/** Nodes that n8n runs once for each item. A list that reaches one of them opens a for-each. */
const forItems: ReadonlyMap<string, Converter> = new Map<string, Converter>([
  ['set', setNode],
  ['if', ifNode],
  ['switch', switchNode],
  ['httpRequest', httpRequest],
  ['executeWorkflow', workflowCall],
])

/** Nodes that take all items at once, or do the same for one and for many. */
const forLists: ReadonlyMap<string, Converter> = new Map<string, Converter>([
  ['wait', wait],
  ['respondToWebhook', respond],
  ['stopAndError', stopAndError],
  ['merge', merge],
  ['splitOut', splitOut],
  ['aggregate', aggregate],
  ['limit', limit],
  ['sort', sort],
  ['removeDuplicates', removeDuplicates],
  ['summarize', summarize],
  ['itemLists', itemLists],
])

const codeTypes: ReadonlySet<string> = new Set(['code', 'function', 'functionItem'])

export function converterOf(node: N8nNode, amount: 'one' | 'many' | 'maybe'): Converter {
  if (codeTypes.has(node.type)) return code
  if (node.type === 'filter') return amount === 'many' ? filterList : filterItem
  return forItems.get(node.type) ?? forLists.get(node.type) ?? ((context) => placeholder(context))
}

/** Whether n8n runs the node once for all items. */
export function takesLists(node: N8nNode): boolean {
  if (codeTypes.has(node.type)) return !isForEachItem({ node })
  return node.type === 'filter' || node.type === 'splitInBatches' || forLists.has(node.type)
}
