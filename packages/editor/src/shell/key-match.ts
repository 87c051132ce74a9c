/** What of a key that was pressed says which shortcut it is. */
export interface PressedKey {
  readonly key: string
  readonly ctrlKey: boolean
  readonly metaKey: boolean
  readonly shiftKey: boolean
  readonly altKey: boolean
}

/** Whether this is the key of `Mod+Shift+K`, `F2`, `?` … A sign such as `?` is itself, whether or not this keyboard needs Shift for it. */
export function isKey(pressed: PressedKey, keys: string, isMac: boolean): boolean {
  const parts = keys.split('+')
  const wanted = parts.at(-1) ?? ''
  const name = wanted === 'Plus' ? '+' : wanted === 'Space' ? ' ' : wanted
  if (pressed.key.toLowerCase() !== name.toLowerCase()) return false
  const mod = isMac ? pressed.metaKey : pressed.ctrlKey
  const foreign = isMac ? pressed.ctrlKey : pressed.metaKey
  if (foreign || mod !== parts.includes('Mod') || pressed.altKey !== parts.includes('Alt')) return false
  const isSign = name.length === 1 && !/[\p{L} ]/u.test(name)
  return isSign || pressed.shiftKey === parts.includes('Shift')
}
