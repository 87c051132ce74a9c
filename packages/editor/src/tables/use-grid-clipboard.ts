import type { JsonObject } from '@millrace/engine'
import { call } from '../api/call.ts'
import { showToast } from '../design/toast.ts'
import { copyText } from '../model/tables/cell-text.ts'
import type { Column, TableRecord } from '../model/tables/column.ts'
import type { Place } from '../model/tables/grid-move.ts'
import { type PasteOperation, planPaste, undoPaste } from '../model/tables/paste-plan.ts'
import { toTsv } from '../model/tables/tsv.ts'
import type { CellEdit } from './use-cell-edit.ts'
import type { Records } from './use-records.ts'
import { writePaste } from './write-paste.ts'

export interface GridClipboard {
  copyCell(clipboard: DataTransfer, record: TableRecord, column: Column): void
  copyRows(clipboard: DataTransfer, records: readonly TableRecord[]): void
  paste(text: string, from: Place): Promise<void>
}

/** Cells and rows, as spreadsheets have them in the clipboard. */
export function useGridClipboard(table: string, records: Records, columns: readonly Column[], set: CellEdit['set']): GridClipboard {
  async function write(operations: readonly PasteOperation[]): Promise<void> {
    const { rows } = records
    const pasted = await writePaste(table, operations, rows)
    if (pasted.type === 'conflict') {
      for (const record of pasted.records) records.take({ change: 'updated', record })
      showToast({ kind: 'error', title: 'Nothing was pasted', text: conflictText(pasted.records.length) })
      return
    }
    const { written } = pasted
    records.refresh()
    showToast({
      kind: 'success',
      title: `Pasted into ${countText(operations.length)}`,
      action: {
        name: 'Undo',
        run: () => void toldOf('It could not be taken back', () => undo(undoPaste(operations, written, rows), records)),
      },
    })
  }
  return {
    copyCell(clipboard, record, column) {
      clipboard.setData('text/plain', copyText(column, record[column.name]))
    },
    copyRows(clipboard, chosen) {
      const lines = chosen.map((record) => columns.map((column) => copyText(column, record[column.name])))
      clipboard.setData('text/plain', toTsv([columns.map(({ name }) => name), ...lines]))
      showToast({ kind: 'success', title: `Copied ${countText(chosen.length)}` })
    },
    async paste(text, from) {
      const plan = planPaste({ text, from, table, columns, rows: records.rows })
      if (plan.type === 'refused') showToast({ kind: 'error', title: 'Nothing was pasted', text: plan.reason })
      else if (plan.type === 'cell') await set(plan.record, plan.column, plan.value)
      else await toldOf('Nothing was pasted', () => write(plan.operations))
    },
  }
}

async function undo(operations: readonly JsonObject[], records: Records): Promise<void> {
  const { items } = await call('POST /api/v1/table-writes', { body: { operations } })
  const left = items.filter((item) => 'count' in item && item.count === 0).length
  records.refresh()
  const text = `${countText(left)} changed since, and left as it is.`
  showToast({ kind: left === 0 ? 'success' : 'info', title: 'What was pasted is taken back', ...(left > 0 && { text }) })
}

async function toldOf(title: string, act: () => Promise<void>): Promise<void> {
  try {
    await act()
  } catch (error) {
    showToast({ kind: 'error', title, text: error instanceof Error ? error.message : String(error) })
  }
}

/** They are shown as they are now, so that who pastes again has seen them. */
function conflictText(count: number): string {
  return `Somebody else has changed ${countText(count)} here meanwhile. What they are now is shown: paste once more to write over it.`
}

function countText(count: number): string {
  return count === 1 ? '1 record' : `${count.toLocaleString()} records`
}
