import { parseExpression } from './convert-expression.ts'
import { memberName, rewrite } from './rewrite.ts'

/**
 * Reads on past what is missing: `input.user.name` becomes `input.user?.name`. In a condition n8n takes what is missing as
 * no match; here it would fail the step. The first member stays plain: what came in is there.
 */
export function withOptionalMembers(source: string): string {
  return rewrite(parseExpression(source), source, (node, render) => {
    if (node.type !== 'MemberExpression' || node.optional || node.object.type !== 'MemberExpression') return undefined
    // `nodes.<id>.output` is always there.
    if (memberName(node) === 'output' || isNodesOutput(source.slice(node.object.start, node.object.end))) return undefined
    const object = render(node.object)
    return node.computed ? `${object}?.[${render(node.property)}]` : `${object}?.${memberName(node)}`
  })
}

function isNodesOutput(text: string): boolean {
  return /^nodes\.[a-z][a-z0-9_]*$/.test(text)
}
