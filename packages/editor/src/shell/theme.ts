export type Theme = 'system' | 'light' | 'dark'

const key = 'millrace-theme'
const order: readonly Theme[] = ['system', 'light', 'dark']
const hearers = new Set<() => void>()

export function chosenTheme(): Theme {
  const kept = localStorage.getItem(key)
  return kept === 'light' || kept === 'dark' ? kept : 'system'
}

/** Keeps the choice in this browser and shows it at once. */
export function chooseTheme(theme: Theme): void {
  if (theme === 'system') localStorage.removeItem(key)
  else localStorage.setItem(key, theme)
  showTheme(theme)
  for (const hear of hearers) hear()
}

/** What one more press chooses. */
export function nextTheme(): Theme {
  return order[(order.indexOf(chosenTheme()) + 1) % order.length] ?? 'system'
}

export function onTheme(hear: () => void): () => void {
  hearers.add(hear)
  return () => hearers.delete(hear)
}

/** The tokens read it from the root element. */
export function showTheme(theme: Theme): void {
  if (theme === 'system') delete document.documentElement.dataset.theme
  else document.documentElement.dataset.theme = theme
}
