import { type ExpressionScope, type NodeReading, type Reading, unreadable } from './expression/expression-scope.ts'
import type { N8nNode } from './n8n-workflow.ts'
import { listSource, type Source } from './source.ts'
import type { Placed, Surrounding, World } from './world.ts'

/** What names stand for where a node reads them. */
export function createScope(world: World, input: Source, around: readonly Surrounding[]): ExpressionScope {
  return {
    json: itemOf(input),
    items: input.unclear === undefined ? { source: listSource(input) } : { why: input.unclear },
    index: around.length > 0 ? 'index' : undefined,
    error: input.isError ? 'error.message' : undefined,
    node: (name) => readNode(world, name, around),
  }
}

function itemOf(input: Source): Reading {
  if (input.unclear !== undefined) return { why: input.unclear }
  // Outside of what runs for each item, n8n reads the first.
  return { source: input.amount === 'many' ? `${listSource(input)}[0]` : `${input.value}${input.path}` }
}

function readNode(world: World, name: string, around: readonly Surrounding[]): NodeReading {
  const node = resolve(world, name)
  if (node === undefined) return unreadable(`the node "${name}" is not there, or was taken out`)
  const placed = world.placed.get(node)
  const turn = around.findLast(({ of }) => of.some((one) => one.name === node || one.name === name))
  if (turn !== undefined) return ofTurn(turn, placed, around)
  if (placed === undefined) return unreadable(`the node "${name}" has not run before`)
  return isVisible(placed, around) ? ofOutput(placed, placed.id) : fromOutside(world, node, placed, around)
}

/** The name under which the data of a node can be found: nodes that were taken out gave on what came in. */
function resolve(world: World, name: string): string | undefined {
  let here = name
  for (let steps = 0; steps < 100; steps++) {
    if (!world.takenOut.has(here)) return here
    const before: N8nNode | undefined = world.takenOut.get(here)
    if (before === undefined) return undefined
    here = before.name
  }
  return undefined
}

/** Its items are what a for-each goes through. */
function ofTurn(turn: Surrounding, placed: Placed | undefined, around: readonly Surrounding[]): NodeReading {
  if (around.at(-1) !== turn)
    return unreadable(
      `its items are gone through by "${turn.id}", around another for-each: give the item another name there, with a set node`,
    )
  const item = { source: 'item' }
  const outside =
    placed !== undefined && isVisible(placed, around) && placed.output.amount === 'many' ? ofOutput(placed, placed.id) : undefined
  return { ...(outside ?? { first: item, last: item, all: { source: '[item]' }, hasRun: { source: 'true' } }), item }
}

function isVisible(placed: Placed, around: readonly Surrounding[]): boolean {
  return placed.scopes.every((id, index) => around[index]?.id === id)
}

function ofOutput({ output, id }: Placed, readAs: string | undefined): NodeReading {
  const value = output.read(readAs === undefined ? 'trigger' : `nodes.${readAs}.output`)
  const list = listSource({ amount: output.amount, value, path: output.path, of: output.of })
  const hasRun: Reading = id === undefined ? { source: 'true' } : { source: `nodes.${id}.status == "success"` }
  if (output.amount !== 'many') {
    const one = { source: `${value}${output.path}` }
    return { item: one, first: one, last: one, all: { source: list }, hasRun }
  }
  return {
    item: { why: 'there are several items, and which of them belongs here cannot be seen' },
    first: { source: `${list}[0]` },
    last: { source: `${list}.at(-1)` },
    all: { source: list },
    hasRun,
  }
}

/** From outside a for-each, of the nodes in it only its results can be read. */
function fromOutside(world: World, name: string, placed: Placed, around: readonly Surrounding[]): NodeReading {
  const scope = placed.scopes.find((id, index) => around[index]?.id !== id)
  const results = [...world.placed.values()].find(({ id }) => id === scope)
  const isResult = results?.output.of.some((one) => one.name === name)
  if (results === undefined || !isResult)
    return unreadable(`the node "${name}" stands inside the for-each "${scope}", of which only the results can be read`)
  return ofOutput(results, scope)
}
