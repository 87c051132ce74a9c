import { StoreError } from '../errors.ts'
import type { ChangeLoss, ChangeOptions, ColumnChange, TableChanged } from '../table-store.ts'
import { type Applied, applyChange } from './apply-change.ts'
import { type KeptTable, tableOf } from './kept-table.ts'
import type { TableEngine } from './table-engine.ts'

/** Carries what a change came to out of a transaction that shall leave nothing. */
class TakenBack extends Error {
  readonly result: TableChanged
  constructor(result: TableChanged) {
    super('The change of the table is taken back')
    this.result = result
  }
}

/**
 * Makes the changes one after another, each with the records as the ones before have left them. A preview does the same and takes it
 * all back, so that what it tells is what would happen.
 */
export function changeTable(engine: TableEngine, table: KeptTable, changes: readonly ColumnChange[], options: ChangeOptions): TableChanged {
  try {
    return engine.transaction(() => {
      const result = applyAll(engine, table, changes, options)
      if (options.isPreview === true) throw new TakenBack(result)
      assertNothingLost(table, result.losses, options)
      return result
    })
  } catch (error) {
    if (error instanceof TakenBack) return error.result
    throw error
  }
}

function applyAll(engine: TableEngine, table: KeptTable, changes: readonly ColumnChange[], { at }: ChangeOptions): TableChanged {
  const losses: ChangeLoss[] = []
  let current: Applied = { table }
  for (const change of changes) {
    current = applyChange(engine, { ...current.table, updatedAt: at }, change)
    if (current.loss !== undefined) losses.push({ change, ...current.loss })
  }
  return { table: tableOf(current.table), losses }
}

function assertNothingLost({ name }: KeptTable, losses: readonly ChangeLoss[], { discards = false }: ChangeOptions): void {
  const loss = losses.find(({ isDiscardable }) => !isDiscardable) ?? (discards ? undefined : losses[0])
  if (loss === undefined) return
  const { change, count, examples, isDiscardable } = loss
  const column = 'column' in change ? (typeof change.column === 'string' ? change.column : change.column.name) : name
  const some = examples.slice(0, 3).map(({ id, value }) => `${id} (${JSON.stringify(value).slice(0, 60)})`)
  const records = `${count} ${count === 1 ? 'record' : 'records'}, e.g. ${some.join(', ')}`
  throw new StoreError(
    'TABLE_CHANGE_LOSES',
    isDiscardable
      ? `Nothing was changed: to ${change.type} "${column}" of table "${name}" would lose what is in ${records}. Ask for it with "discard" if that is meant.`
      : `Nothing was changed: to ${change.type} "${column}" of table "${name}" is not possible with ${records}. Mend these records first.`,
  )
}
