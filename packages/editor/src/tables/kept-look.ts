/** How somebody has set up the grid of one table, in this browser. */
export interface KeptLook {
  readonly hidden: readonly string[]
  /** In pixels, by column. */
  readonly widths: Readonly<Record<string, number>>
}

/** The id is long and says little; the panel of a record has it. */
export const firstLook: KeptLook = { hidden: ['id'], widths: {} }

export function readLook(table: string): KeptLook {
  try {
    const kept = JSON.parse(localStorage.getItem(keyOf(table)) ?? 'null') as Partial<KeptLook> | null // Written below.
    return { ...firstLook, ...kept }
  } catch {
    // Somebody has written there by hand.
    return firstLook
  }
}

export function keepLook(table: string, look: KeptLook): void {
  localStorage.setItem(keyOf(table), JSON.stringify(look))
}

function keyOf(table: string): string {
  return `millrace-table-${table}`
}
