import type { AnyNode } from 'acorn'

/** Says what stands in place of a node, or undefined to look inside it. `render` gives what became of a node inside. */
export type Rule = (node: AnyNode, render: (inner: AnyNode) => string) => string | undefined

/** The text of an expression with what the rule replaces; all else stays as it was written. */
export function rewrite(root: AnyNode, source: string, rule: Rule): string {
  const render = (node: AnyNode): string => rule(node, render) ?? renderInside(node)
  const renderInside = (node: AnyNode): string => {
    let text = ''
    let from = node.start
    for (const child of childrenOf(node)) {
      text += source.slice(from, child.start) + renderChild(node, child)
      from = child.end
    }
    return text + source.slice(from, node.end)
  }
  const renderChild = (parent: AnyNode, child: AnyNode): string => {
    const text = render(child)
    const written = source.slice(child.start, child.end)
    // `{ $json }` names the property and reads it at once.
    return parent.type === 'Property' && parent.shorthand && text !== written ? `${written}: ${text}` : text
  }
  return render(root)
}

/** The nodes directly inside that are read, in the order of the text: the names of members and of properties are not. */
function childrenOf(node: AnyNode): readonly AnyNode[] {
  const found: AnyNode[] = []
  for (const [key, value] of Object.entries(node)) {
    if (node.type === 'MemberExpression' && key === 'property' && !node.computed) continue
    if (node.type === 'Property' && key === 'key' && !node.computed) continue
    for (const one of Array.isArray(value) ? value : [value]) if (isNode(one)) found.push(one)
  }
  return found.sort((one, other) => one.start - other.start)
}

function isNode(value: unknown): value is AnyNode {
  return typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string' && 'start' in value
}

/** Visits every node that is read, parents first. */
export function visit(node: AnyNode, visitor: (node: AnyNode) => void): void {
  visitor(node)
  for (const child of childrenOf(node)) visit(child, visitor)
}

/** The name of a member that is written out: `.a`, `["a"]`; of an index, its text. */
export function memberName(node: AnyNode): string | undefined {
  if (node.type !== 'MemberExpression') return undefined
  const { property, computed } = node
  if (!computed) return property.type === 'Identifier' ? property.name : undefined
  return property.type === 'Literal' && (typeof property.value === 'string' || typeof property.value === 'number')
    ? String(property.value)
    : undefined
}

/** A key of a map, in quotes where it needs them. */
export function keyText(key: string): string {
  return /^[A-Za-z_][A-Za-z0-9_]*$/.test(key) ? key : JSON.stringify(key)
}

/** `.key` where the key is a plain name, `["key"]` elsewhere. */
export function memberOf(object: string, key: string): string {
  return /^[A-Za-z_][A-Za-z0-9_]*$/.test(key) ? `${object}.${key}` : `${object}[${JSON.stringify(key)}]`
}
