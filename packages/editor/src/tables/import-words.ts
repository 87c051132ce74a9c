import type { Import } from './use-import.ts'

/** What the button of an import says, once it is known what would be written. */
export function importWords({ checked }: Pick<Import, 'checked'>): string {
  return checked === undefined ? 'Import' : `Import ${checked.count.toLocaleString()} ${checked.count === 1 ? 'record' : 'records'}`
}
