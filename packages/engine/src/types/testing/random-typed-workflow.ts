import { createRandom, type Random } from '../../expression/testing/random-expression.ts'

/**
 * Makes workflows whose expressions read each other's outputs by names that may or may not be there. Most reads are with `?.`, so that
 * many of them run to their end and show what was really there.
 */
export function randomTypedWorkflow(seed: number): string {
  const random = createRandom(seed)
  const maker: Maker = { random, seen: [], names: ['input', 'trigger'], count: { nodes: 0 } }
  return JSON.stringify({ id: 'random', vars: { v: { a: 1 } }, inputs: { n: { type: 'object' } }, nodes: section(maker, 2) })
}

interface Maker {
  readonly random: Random
  /** Nodes that expressions may name. */
  readonly seen: readonly string[]
  /** Names that have a value here. */
  readonly names: readonly string[]
  readonly count: { nodes: number }
}

type Nodes = Record<string, Record<string, unknown>>

function section(maker: Maker, depth: number): Nodes {
  const { random } = maker
  const ids = Array.from({ length: 1 + random.below(depth === 2 ? 6 : 3) }, () => `n${maker.count.nodes++}`)
  const nodes: Nodes = {}
  for (const [index, id] of ids.entries()) {
    const before = { ...maker, seen: [...maker.seen, ...ids.slice(0, index)] }
    const made = node(before, depth)
    const edges = next(random, ids.slice(index + 1), made.type === 'choose' ? ['default', 'b', 'error'] : ['default', 'default', 'error'])
    nodes[id] = { ...made, ...envelope(before, Object.hasOwn(edges, 'error')), next: edges }
  }
  return nodes
}

/** Edges may leave nodes side by side, so that they run in another order than they stand. */
function next(random: Random, later: readonly string[], from: readonly string[]): Record<string, string[]> {
  const ports: Record<string, string[]> = {}
  for (const port of from) {
    if (later.length > 0 && random.below(3) === 0) ports[port] = [...new Set([...(ports[port] ?? []), random.pick(later.slice(0, 2))])]
  }
  return ports
}

function envelope(maker: Maker, hasErrorEdge: boolean): Record<string, unknown> {
  const { random, names } = maker
  return {
    ...(random.below(8) === 0 && { disabled: true }),
    ...(random.below(6) === 0 && { join: 'any' }),
    ...afterFailure(),
  }

  function afterFailure(): Record<string, unknown> {
    if (hasErrorEdge || random.below(3) > 0) return {}
    return random.below(3) === 0
      ? { fallback: value({ ...maker, names: [...names, 'error'] }, 1) }
      : { onError: random.pick(['continue', 'skip']) }
  }
}

function node(maker: Maker, depth: number): Record<string, unknown> {
  const { random } = maker
  const kind = random.below(depth > 0 ? 12 : 8)
  if (kind < 5) return { type: 'give', with: { value: value(maker, 2) } }
  if (kind === 5) return { type: random.pick(['pass', 'choose', 'end']) }
  if (kind < 8)
    return { type: 'keep', with: { values: { [random.pick(fields)]: value(maker, 1), [random.pick(fields)]: value(maker, 1) } } }
  const inside = { ...maker, names: [...new Set([...maker.names, 'index'])] }
  if (kind === 8)
    return { type: 'try', nodes: section(maker, depth - 1), catch: section({ ...maker, names: [...maker.names, 'error'] }, depth - 1) }
  if (kind === 9) {
    const nodes = section(inside, depth - 1)
    return {
      type: 'loop',
      with: { until: `{{ index >= ${random.below(3)} || ${expression({ ...inside, seen: [...maker.seen, ...Object.keys(nodes)] }, 1)} }}` },
      nodes,
    }
  }
  const withItem = { ...inside, names: [...new Set([...inside.names, 'item'])] }
  const items = random.pick([() => value(maker, 1), () => `{{ [${expression(maker, 1)}, ${expression(maker, 1)}] }}`])()
  const more = random.pick([{}, { batch: 2 }, { onItemError: 'collect' }, { results: 'compact' }])
  return { type: 'for-each', with: { items, ...more }, nodes: section(withItem, depth - 1) }
}

const fields = ['a', 'b', 'c', 'd', 'length']

/** A value as it stands in a file. */
function value(maker: Maker, depth: number): unknown {
  const { random } = maker
  const inner = () => value(maker, depth - 1)
  switch (random.below(depth > 0 ? 8 : 4)) {
    case 0:
      return random.pick([1, 'text', true, null])
    case 4:
      return { [random.pick(fields)]: inner(), [random.pick(fields)]: inner() }
    case 5:
      return [inner(), inner()]
    case 6:
      return { [`{{ ${random.pick(["'a'", "'b'", 'execution.id'])} }}`]: inner(), a: inner() }
    case 7:
      return `${random.pick(['', 'x'])}{{ ${expression(maker, 2)} }}`
    default:
      return `{{ ${expression(maker, depth + 1)} }}`
  }
}

function root({ random, seen, names }: Maker): string {
  if (seen.length > 0 && random.below(2) === 0)
    return `nodes.${random.pick(seen)}${random.pick(['.output', '.output', '.output', '.error', '.port'])}`
  return random.pick([...names, ...names, 'vars.v', 'inputs.n', 'execution', 'workflow', 'now'])
}

/** What is read of `x`, in the ways in which a field can be read. */
function read({ random }: Maker, x: string): string {
  const key = random.pick([...fields, 'error', 'n1', 'n2', 'key', 'value', 'id'])
  return random.pick([`${x}?.${key}`, `${x}?.${key}`, `${x}?.['${key}']`, `${x}?.[0]`, `${x}?.[${x} ?? 'a']`, `${x}.${key}`])
}

function expression(maker: Maker, depth: number): string {
  const { random } = maker
  if (depth <= 0) return random.pick([root(maker), read(maker, root(maker)), '1', "'t'", 'null', '{ a: 1 }', '[{ b: 2 }]'])
  const x = () => expression(maker, depth - 1)
  const key = () => random.pick(fields)
  const forms = [
    () => read(maker, `(${x()})`),
    () => read(maker, read(maker, root(maker))),
    () => `(${x()} ? ${x()} : ${x()})`,
    () => `(${x()} ${random.pick(['??', '||', '&&'])} (${x()}))`.replace(/\?\? \(/, '?? ('),
    () => `{ ${key()}: ${x()}, ...${paren(x())}, ${key()}: ${x()} }`,
    () => `{ ...${paren(x())}, [${random.pick(["'a'", "'q'", x()])}]: ${x()} }`,
    () => `[${x()}, ${x()}]`,
    () => `[...[${x()}], ...(${list(maker, x())})]`,
    () => `${list(maker, x())}.map(${callback(maker, depth)})`,
    () => `${list(maker, x())}.flatMap(${callback(maker, depth)})`,
    () => `${list(maker, x())}.filter((y, i) => ${random.pick(['y', 'i', 'y?.a'])})`,
    () =>
      `${list(maker, x())}.${random.pick(['slice(0, 1)', 'at(0)', 'find(y => y)', 'concat([1])', 'flat()', 'toReversed()', 'entries()', 'with(0, 1)'])}`,
    () => `${list(maker, x())}.reduce((sum, y) => ({ ...sum, a: y }), ${x()})`,
    () => `Object.${random.pick(['keys', 'values', 'entries'])}(${x()} ?? {})`,
    () => `Object.entries(${x()} ?? {}).map(([k, v]) => ({ k, v: v?.${key()} }))`,
    () => `Object.assign({}, ${x()}, ${x()})`,
    () => `Object.fromEntries([['a', ${x()}]])`,
    () => `Object.groupBy(${list(maker, x())}, y => 'b')`,
    () => `Array.from(${list(maker, x())}, y => y?.${key()})`,
    () => `(${x()} + ${x()})`,
    () => `String(${x()}).${random.pick(['split("")', 'toUpperCase()', 'length', 'at(0)', 'slice(1)', 'match(/./g)'])}`,
    () => `JSON.parse(JSON.stringify(${x()} ?? null))`,
    () => `new Date(0).${random.pick(['toISOString()', 'getTime()'])}`,
    () => `[new Date(0)]`,
    () => `\`\${${x()}}\``,
  ]
  return random.pick(forms)()
}

function paren(x: string): string {
  return `(${x})`
}

function list({ random }: Maker, x: string): string {
  return random.pick([`(Array.isArray(${x}) ? ${x} : [])`, `[${x}]`, `(${x})`])
}

function callback(maker: Maker, depth: number): string {
  const inner = expression({ ...maker, names: [...maker.names, 'y'] }, depth - 1)
  return maker.random.pick([
    `y => (${inner})`,
    `({ a: y }) => (${inner})`,
    `({ a: y = { d: 1 } }) => (${inner})`,
    `([y]) => (${inner})`,
    `(y, i, all) => ({ y, i, a: all[0] })`,
  ])
}
