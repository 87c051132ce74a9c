import type { AnyNode, MemberExpression } from 'acorn'
import { isTestSupport, lineOf, type SourceFile, type Violation, violation, visit } from './source-file.ts'

/** Names that reach outside, or turn text into code, where that is not allowed. */
export function checkGlobals(file: SourceFile): readonly Violation[] {
  if (isTestSupport(file.path)) return []
  const declared = declaredNames(file.tree)
  const found: Violation[] = []
  const report = (node: AnyNode, message: string) => found.push(violation(file, lineOf(node), message))
  visitReads(file.tree, (node) => {
    const name = globalNameOf(node, declared)
    if (name === undefined) return
    if (codeGenerators.has(name)) report(node, `${name} turns text into code: nothing here may`)
    if (file.packageName === 'engine' && impure.has(name))
      report(node, `${name} is not for the engine: time, chance and effects arrive in events`)
    if (name === 'fetch' && guarded.has(file.packageName)) report(node, 'the global fetch is not guarded: use the one that is handed in')
  })
  visit(file.tree, (node) => {
    if (file.packageName !== 'engine') return
    if (isClockRead(node, declared)) report(node, 'new Date() reads the clock: time arrives in events')
    if (isAsync(node)) report(node, 'the engine has no promises: it answers at once')
  })
  return [...found, ...checkUnsafeModules(file)]
}

const codeGenerators: ReadonlySet<string> = new Set(['eval', 'Function'])

const impure: ReadonlySet<string> = new Set([
  ...['Date.now', 'Math.random', 'Promise', 'console', 'crypto', 'fetch', 'performance', 'process', 'queueMicrotask'],
  ...['setImmediate', 'setInterval', 'setTimeout'],
])

/** Everything that runs on behalf of a workflow; the command line and the server reach only what their owner names. */
const guarded: ReadonlySet<string> = new Set(['engine', 'kit', 'nodes', 'store', 'store-sqlite', 'runtime'])

/** Modules that compile code, and those that open connections past the guarded fetch. */
function checkUnsafeModules(file: SourceFile): readonly Violation[] {
  const isGuard = file.packageName === 'runtime' && file.path.startsWith('src/fetch/')
  return file.imports.flatMap(({ from, line }) => {
    const name = from.replace(/^node:/, '')
    if (name === 'vm') return [violation(file, line, 'node:vm is no sandbox: nothing here may use it')]
    const isWayOut = ['dgram', 'http', 'http2', 'https', 'net', 'tls', 'undici'].includes(name)
    if (!isWayOut || isGuard || !guarded.has(file.packageName)) return []
    return [violation(file, line, `"${from}" opens connections past the guarded fetch (packages/runtime/src/fetch)`)]
  })
}

/** `Date.now`, `setTimeout` and `globalThis.setTimeout` alike; undefined when the name was declared in the file. */
function globalNameOf(node: AnyNode, declared: ReadonlySet<string>): string | undefined {
  if (node.type === 'Identifier') return declared.has(node.name) ? undefined : node.name
  if (node.type !== 'MemberExpression' || node.object.type !== 'Identifier' || declared.has(node.object.name)) return undefined
  const member = memberName(node)
  if (member === undefined) return undefined
  return ['global', 'globalThis', 'self', 'window'].includes(node.object.name) ? member : `${node.object.name}.${member}`
}

function memberName({ computed, property }: MemberExpression): string | undefined {
  if (!computed) return property.type === 'Identifier' ? property.name : undefined
  return property.type === 'Literal' && typeof property.value === 'string' ? property.value : undefined
}

function isClockRead(node: AnyNode, declared: ReadonlySet<string>): boolean {
  if (node.type !== 'NewExpression' && node.type !== 'CallExpression') return false
  if (node.callee.type !== 'Identifier' || node.callee.name !== 'Date' || declared.has('Date')) return false
  return node.type === 'CallExpression' || node.arguments.length === 0
}

function isAsync(node: AnyNode): boolean {
  return node.type === 'AwaitExpression' || ('async' in node && node.async === true)
}

/** Visits what is read: names of members and of properties are not names of variables. */
function visitReads(node: AnyNode, visitor: (node: AnyNode) => void): void {
  const notRead = new Set<unknown>()
  visit(node, (one) => {
    if (one.type === 'MemberExpression' && !one.computed) notRead.add(one.property)
    if ((one.type === 'Property' || one.type === 'PropertyDefinition' || one.type === 'MethodDefinition') && !one.computed) {
      if (one.type !== 'Property' || !one.shorthand) notRead.add(one.key)
    }
    if (!notRead.has(one)) visitor(one)
  })
}

/** Every name the file declares, wherever: coarser than scopes, and enough for code that shadows no global by accident. */
function declaredNames(tree: AnyNode): ReadonlySet<string> {
  const names = new Set<string>()
  const declare = (pattern: unknown) => {
    visit(pattern as AnyNode, (node) => {
      if (node.type === 'Identifier') names.add(node.name)
    })
  }
  visit(tree, (node) => {
    if (node.type === 'VariableDeclarator') declare(node.id)
    if ('params' in node) for (const parameter of node.params) declare(parameter)
    if ((node.type === 'FunctionDeclaration' || node.type === 'ClassDeclaration') && node.id) names.add(node.id.name)
    if ('local' in node && node.local.type === 'Identifier') names.add(node.local.name)
  })
  return names
}
