import type { AnyNode, Identifier, Node } from 'acorn'
import { nearestWord } from '../../document/nearest-word.ts'
import type { Json } from '../../json.ts'
import { Fault } from '../fault.ts'
import { isFunctionName, isNamespace } from '../library/library.ts'
import { rootNames } from '../root-names.ts'
import type { Compute } from '../run/frame.ts'
import { type Environment, notAllowed } from './environment.ts'

const constants: ReadonlyMap<string, undefined | number> = new Map([
  ['undefined', undefined],
  ['NaN', Number.NaN],
  ['Infinity', Number.POSITIVE_INFINITY],
])

/** Names of the language's host, refused before anything runs so that the message can say why. */
const hostNames: ReadonlySet<string> = new Set(
  `arguments eval Function globalThis global window self process require module exports Symbol Reflect Proxy Promise RegExp Error
  WebAssembly Atomics SharedArrayBuffer Map Set WeakMap WeakSet WeakRef Intl BigInt setTimeout setInterval setImmediate fetch console
  __proto__ constructor prototype`.split(/\s+/),
)

/** A name on its own: a callback's parameter, a constant, or a root name of the scope. */
export function compileName(node: Identifier, environment: Environment): Compute {
  const slot = environment.locals.get(node.name)
  if (slot !== undefined) return (frame) => frame.locals[slot]
  if (constants.has(node.name)) {
    const value = constants.get(node.name)
    return () => value
  }
  checkName(node)
  addReference(node, node, [], environment)
  return readName(node.name, node.start)
}

/** Records that `node` reads `root` and, as far as is known yet, `path` of it. */
export function addReference(root: Identifier, node: Node, path: string[], { progress }: Environment): void {
  progress.references.push({ root: root.name, path, position: root.start })
  progress.paths.set(node, path)
}

/** Throws for a name that can never be a root name. */
function checkName(node: Identifier): void {
  const { name } = node
  if (name === 'nodes') throw notAllowed(node, 'nodes is not a value: name the node, as in nodes.charge.output')
  if (name === 'secrets') throw notAllowed(node, 'secrets is not a value: name the secret, as in secrets.API_KEY')
  if (name === 'waiting') throw notAllowed(node, 'waiting is not a value: name the node, as in waiting.approve.url')
  if (hostNames.has(name)) throw notAllowed(node, `${name} does not exist in expressions: use a code node for it`)
  if (isNamespace(name)) throw notAllowed(node, `${name} is not a value: use one of its functions, as in docs/expressions.md`)
  if (isFunctionName(name)) throw notAllowed(node, `${name} is a function: call it, or pass it to a method such as map`)
}

/** Throws for what is read of a name that no scope has: that is the mistake then, and not what is asked of it. */
export function checkRoot(node: AnyNode, { locals }: Environment): void {
  let root = node
  while (root.type === 'MemberExpression') root = root.object
  if (root.type !== 'Identifier' || locals.has(root.name) || constants.has(root.name) || rootNames.some((name) => name === root.name))
    return
  const { code, message, suggestion } = unknownName(root.name, rootNames)
  throw new Fault(code, message, { position: root.start, suggestion })
}

function readName(name: string, position: number): Compute {
  return (frame) => {
    const value = frame.scope.name(name)
    if (value !== undefined) return value
    frame.position = position
    throw unknownName(name, frame.scope.names())
  }
}

function unknownName(name: string, known: readonly string[]): Fault {
  const suggestion = nearestWord(name, known)
  const advice = suggestion ? `did you mean ${suggestion}?` : `the names here are ${known.join(', ')}`
  return new Fault('EXPRESSION_UNKNOWN_NAME', `There is no ${name} here: ${advice}`, { suggestion })
}

/** `nodes.<id>` */
export function readNode(id: string, position: number): Compute {
  return (frame) => {
    const value = frame.scope.node(id)
    if (value !== undefined) return value
    frame.position = position
    const suggestion = nearestWord(
      id,
      frame.scope.nodeIds().filter((known) => known !== id),
    )
    const advice = suggestion ? `did you mean nodes.${suggestion}?` : 'check the id, and that the node comes before this one'
    throw new Fault('EXPRESSION_UNKNOWN_NAME', `There is no node ${id} to read from here: ${advice}`, { suggestion })
  }
}

/** `secrets.<name>`: a missing secret is an error, for a call without its credentials helps nobody. */
export function readSecret(name: string, position: number): Compute {
  return (frame) => {
    const secrets = frame.scope.name('secrets')
    const known = typeof secrets === 'object' && secrets !== null ? Object.keys(secrets) : []
    if (known.includes(name)) return (secrets as { readonly [key: string]: string })[name]
    frame.position = position
    const suggestion = nearestWord(name, known)
    const advice = suggestion ? `did you mean ${suggestion}?` : 'add it, or correct the name'
    throw new Fault('EXPRESSION_UNKNOWN_NAME', `There is no secret ${name}: ${advice}`, { suggestion })
  }
}

/** `waiting.<id>`: the address at which that node will wait. */
export function readWaiting(id: string, position: number): Compute {
  return (frame) => {
    const waiting = frame.scope.name('waiting')
    if (typeof waiting === 'object' && waiting !== null && Object.hasOwn(waiting, id))
      return (waiting as { readonly [key: string]: Json })[id]
    frame.position = position
    throw new Fault(
      'EXPRESSION_UNKNOWN_NAME',
      `There is no address at which ${id} waits here: check the id, and that the node waits for a call`,
    )
  }
}
