import type { Json } from '@millrace/engine'
import { CannotConvert, sourceOf } from '../expression/expression-scope.ts'
import type { NodeContext } from '../node-context.ts'
import { textAt } from '../read-value.ts'
import { listSource } from '../source.ts'
import { type CodeFacts, readCode } from './code-facts.ts'
import { type Converter, whole } from './converter.ts'
import { placeholder } from './placeholder.ts'

/** What code finds in n8n, made from the items that it is handed. The code itself stays as it was. */
const prelude = `// What n8n gave the code below by name, made from the input of this node.
const items = input.items.map((json) => ({ json }))
const nodeItems = (name) => (input.nodes[name] ?? []).map((json) => ({ json }))
const itemsOf = (all) => ({ all: () => all, first: () => all[0], last: () => all.at(-1), item: all[0], json: all[0]?.json })
const $input = itemsOf(items), $json = items[0]?.json, item = items[0]
const $ = (name) => itemsOf(nodeItems(name)), $items = (name) => (name === undefined ? items : nodeItems(name))
const $node = Object.fromEntries(Object.keys(input.nodes).map((name) => [name, $(name)]))
const run = async () => {`

const codaMany = `}
const result = await run()
return [result ?? []].flat().map((one) => one?.json ?? one)`

const codaOne = `}
const result = await run()
const [one] = [result].flat()
return one?.json ?? one ?? null`

/** Code (2), Function and Function Item (before it): one call, for all items or for the one that came in. */
export const code: Converter = (context) => {
  const { node } = context
  const text = textAt(node.parameters, 'jsCode') ?? textAt(node.parameters, 'functionCode')
  if (text === undefined || (textAt(node.parameters, 'language') ?? 'javaScript') !== 'javaScript') {
    return placeholder(context, 'does what the Python code did')
  }
  const facts = readCode(text)
  if (facts === undefined) {
    context.note('by-hand', 'The code is not JavaScript that can be read.', 'Look at it.')
  }
  const isForOne = isForEachItem(context) || (context.input.amount !== 'many' && facts?.returns === 'one')
  const written = {
    code: `${prelude}\n${text.replace(/\r\n?/g, '\n')}\n${isForOne ? codaOne : codaMany}\n`,
    input: inputOf(context, facts),
  }
  warn(context, facts)
  if (context.catalog.node('code.javascript') === undefined) return placeholder(context, 'runs its code')
  return { type: 'code.javascript', with: written, output: isForOne ? 'one' : 'many' }
}

export function isForEachItem({ node }: Pick<NodeContext, 'node'>): boolean {
  return node.type === 'functionItem' || textAt(node.parameters, 'mode') === 'runOnceForEachItem'
}

/** The items, and those of the nodes that the code names. */
function inputOf(context: NodeContext, facts: CodeFacts | undefined): Record<string, Json> {
  const nodes = new Map<string, Json>()
  for (const name of facts?.nodeNames ?? []) {
    try {
      nodes.set(name, whole(sourceOf(context.scope.node(name).all)))
    } catch (error) {
      if (!(error instanceof CannotConvert)) throw error
      context.note(
        'by-hand',
        `The code reads the node "${name}", which cannot be read here: ${error.message}.`,
        `Hand its items over under input.nodes.`,
      )
    }
  }
  return { items: whole(listSource(context.input)), nodes: Object.fromEntries(nodes) }
}

function warn(context: NodeContext, facts: CodeFacts | undefined): void {
  const missing = facts?.missing ?? []
  if (missing.length === 0) return
  context.note(
    'by-hand',
    `The code uses ${missing.join(', ')}, which it does not find here.`,
    'Write these places anew, or hand what they need over under input.',
  )
}
