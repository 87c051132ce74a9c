import { type AnyNode, type Program, parse } from 'acorn'
import { isName } from '../expression/item-reading.ts'
import { memberName, visit } from '../expression/rewrite.ts'

/** What can be seen of code without running it. */
export interface CodeFacts {
  /** `one` when every way out surely gives a single item. */
  readonly returns: 'one' | 'many'
  /** The nodes it reads by name. */
  readonly nodeNames: readonly string[]
  /** Names of n8n's or the machine's that it finds nowhere else. */
  readonly missing: readonly string[]
}

const foreign: ReadonlySet<string> = new Set(
  '$now $today $env $vars $execution $executionId $workflow $binary $itemIndex $runIndex $getWorkflowStaticData getWorkflowStaticData $jmespath DateTime Luxon require process Buffer getNodeParameter $prevNode $parameter $secrets helpers'.split(
    ' ',
  ),
)

/** Undefined when the text is not JavaScript. Nothing of it is run. */
export function readCode(text: string): CodeFacts | undefined {
  const tree = parsed(text)
  if (tree === undefined) return undefined
  const nodeNames = new Set<string>()
  const missing = new Set<string>()
  try {
    visit(tree, (node) => {
      const name = nameRead(node)
      if (name !== undefined) nodeNames.add(name)
      if (node.type === 'Identifier' && foreign.has(node.name)) missing.add(node.name)
      if (node.type === 'ThisExpression') missing.add('this')
    })
    return { returns: returnsOf(tree), nodeNames: [...nodeNames], missing: [...missing] }
  } catch (error) {
    // Deep nesting ends the walk by the stack.
    if (error instanceof RangeError) return undefined
    throw error
  }
}

function parsed(text: string): Program | undefined {
  try {
    return parse(text, { ecmaVersion: 2025, sourceType: 'script', allowReturnOutsideFunction: true, allowAwaitOutsideFunction: true })
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof RangeError) return undefined
    throw error
  }
}

function nameRead(node: AnyNode): string | undefined {
  if (node.type === 'CallExpression' && (isName(node.callee, '$') || isName(node.callee, '$items'))) {
    const [first] = node.arguments
    return first?.type === 'Literal' && typeof first.value === 'string' ? first.value : undefined
  }
  return node.type === 'MemberExpression' && isName(node.object, '$node') ? memberName(node) : undefined
}

function returnsOf(tree: Program): 'one' | 'many' {
  const results: (AnyNode | null | undefined)[] = []
  collectReturns(tree, results)
  const isOne = results.length > 0 && results.every((result) => result !== null && result !== undefined && isSingle(result))
  return isOne ? 'one' : 'many'
}

/** The results of the code itself, not of functions in it. */
function collectReturns(node: AnyNode, results: (AnyNode | null | undefined)[]): void {
  if (/Function/.test(node.type)) return
  if (node.type === 'ReturnStatement') {
    results.push(node.argument)
    return
  }
  for (const value of Object.values(node)) {
    for (const child of Array.isArray(value) ? value : [value]) {
      if (typeof child === 'object' && child !== null && 'type' in child) collectReturns(child as AnyNode, results)
    }
  }
}

/** A map, a list of exactly one, or what came in, which was one. */
function isSingle(node: AnyNode): boolean {
  if (node.type === 'ObjectExpression') return true
  if (node.type === 'ArrayExpression') return node.elements.length === 1 && node.elements[0]?.type !== 'SpreadElement'
  if (node.type === 'Identifier') return node.name === 'items' || node.name === 'item'
  if (node.type === 'CallExpression' && node.callee.type === 'MemberExpression') {
    const { object } = node.callee
    const name = memberName(node.callee)
    if (name === 'all') return isName(object, '$input')
    return name === 'map' && (isName(object, 'items') || (object.type === 'CallExpression' && isSingle(object)))
  }
  return node.type === 'MemberExpression' && memberName(node) === 'item' && isName(node.object, '$input')
}
