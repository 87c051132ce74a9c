import { Columns3, Download, FileUp, ListFilter, Plus, RefreshCw, Search, Trash2, Users, Workflow } from 'lucide-react'
import { type Action, useActions } from '../shell/actions.ts'
import type { TableDialog } from './table-page.tsx'

interface TableActions {
  onSearch(): void
  onFilter(): void
  onCreate(): void
  onRefresh(): void
  onDialog(dialog: TableDialog): void
}

/** What can be done with a table, for the command bar, the keys and their sheet. */
export function useTableActions({ onSearch, onFilter, onCreate, onRefresh, onDialog }: TableActions): void {
  const group = 'Table'
  const inGrid = (id: string, name: string, keys: readonly string[]): Action => ({ id, name, group: 'Grid of records', keys })
  useActions([
    { id: 'create', name: 'New record', group, keys: ['c'], icon: Plus, run: onCreate },
    { id: 'search', name: 'Search the records', group, keys: ['/'], icon: Search, run: onSearch },
    { id: 'filter', name: 'Filter the records', group, keys: ['f'], icon: ListFilter, run: onFilter },
    { id: 'refresh', name: 'Read the records again', group, keys: ['r'], icon: RefreshCw, run: onRefresh },
    { id: 'columns', name: 'Change the columns', group, icon: Columns3, run: () => onDialog('columns') },
    { id: 'import', name: 'Import a file', group, icon: FileUp, run: () => onDialog('import') },
    { id: 'export', name: 'Export records or the schema', group, icon: Download, run: () => onDialog('export') },
    { id: 'access', name: 'Who may use this table', group, icon: Users, run: () => onDialog('access') },
    { id: 'use', name: 'Workflows that use this table', group, icon: Workflow, run: () => onDialog('use') },
    { id: 'delete', name: 'Delete this table', group, icon: Trash2, run: () => onDialog('delete') },
    inGrid('edit', 'Write in a cell; yes or no is turned over', ['Enter', 'F2']),
    inGrid('clear', 'Empty a cell', ['Delete']),
    inGrid('open', 'Open the record', ['Space']),
    inGrid('select', 'Select the record', ['Shift+Space']),
    inGrid('copy', 'Copy the cell or the selected rows, and paste', ['Mod+C', 'Mod+V']),
    inGrid('undo', 'Take a change of a cell back, and make it again', ['Mod+Z', 'Mod+Shift+Z']),
    inGrid('sort', 'In the headings: sort; with Shift by one more', ['Enter', 'Shift+Enter']),
    inGrid('width', 'In the headings: wider, narrower', ['Shift+ArrowRight', 'Shift+ArrowLeft']),
  ])
}
