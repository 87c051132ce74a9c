import { type JsonObject, nearestWord } from '@millrace/engine'
import { type NodeType, paramsSchema } from '@millrace/kit'
import { createStandardCatalog, typeText } from '@millrace/nodes'
import { stringify } from 'yaml'
import { CliError } from '../cli-error.ts'
import { exitCode } from '../exit-code.ts'

/** All there is to know of a node type, for people or as one JSON document. */
export function showNode(type: string, format: 'text' | 'json'): string {
  const catalog = createStandardCatalog()
  const node = catalog.nodeType(type)
  if (node === undefined) throw unknownType(type, catalog.nodeTypes())
  return format === 'json' ? `${JSON.stringify(jsonOf(node), null, 2)}\n` : `${textOf(node)}\n`
}

function unknownType(type: string, known: readonly string[]): CliError {
  const near = nearestWord(type, known)
  const hint = near === undefined ? 'See "millrace node list".' : `Did you mean ${near}?`
  return new CliError(`There is no node type ${type}. ${hint}`, exitCode.notFound)
}

function jsonOf(node: NodeType): object {
  const { type, title, group, summary, docs, effects, examples } = node
  return { type, title, group, summary, docs, effects, ports: node.ports({}), params: paramsSchema(node), examples }
}

function textOf(node: NodeType): string {
  const parts = [
    `${node.type}: ${node.summary}`,
    node.docs,
    paramsText(node),
    portsText(node),
    ...node.examples.map(exampleText(node.type)),
  ]
  return parts.filter((part) => part !== '').join('\n\n')
}

function paramsText(node: NodeType): string {
  const { properties = {}, required = [] } = paramsSchema(node) as unknown as {
    properties?: Readonly<Record<string, JsonObject>>
    required?: readonly string[]
  } // The parts of a JSON Schema that are shown.
  const lines = Object.entries(properties).map(([name, field]) => {
    const fallback = field.default === undefined ? '' : `, ${JSON.stringify(field.default)} when left out`
    const about = `${typeText(field).replaceAll('`', '')}${required.includes(name) ? ', required' : fallback}`
    return `  ${name}: ${about}${field.description === undefined ? '' : `\n      ${field.description}`}`
  })
  return lines.length === 0 ? '' : `Parameters:\n${lines.join('\n')}`
}

function portsText(node: NodeType): string {
  return `Ports: ${[...node.ports({}), 'error', 'timeout'].join(', ')}. Effects: ${node.effects}.`
}

function exampleText(type: string) {
  return ({ name, with: params }: NodeType['examples'][number]): string =>
    `Example, ${name}:\n${stringify({ type, with: params }, { indent: 2 }).trimEnd().replaceAll(/^/gm, '  ')}`
}
