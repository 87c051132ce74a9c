const macNames: Readonly<Record<string, string>> = { Mod: '⌘', Shift: '⇧', Alt: '⌥' }
const names: Readonly<Record<string, string>> = {
  Mod: 'Ctrl',
  Escape: 'Esc',
  ArrowUp: '↑',
  ArrowDown: '↓',
  ArrowLeft: '←',
  ArrowRight: '→',
  Enter: '↵',
  Delete: 'Del',
  Space: 'Space',
}

/** The caps of a shortcut such as `Mod+Shift+K`, as the keyboard of this system has them. A key `+` is written `Plus`. */
export function keyNames(keys: string, isMac: boolean): readonly string[] {
  return keys.split('+').map((key) => (isMac ? macNames[key] : undefined) ?? names[key] ?? (key === 'Plus' ? '+' : capital(key)))
}

function capital(key: string): string {
  return key.length === 1 ? key.toUpperCase() : key
}
