const key = 'millrace-recent-types'
const most = 5

/** What was added last in this browser, the newest first. */
export function recentTypes(): readonly string[] {
  const kept: unknown = JSON.parse(localStorage.getItem(key) ?? '[]')
  return Array.isArray(kept) ? kept.filter((one) => typeof one === 'string') : []
}

export function rememberType(type: string): void {
  localStorage.setItem(key, JSON.stringify([type, ...recentTypes().filter((one) => one !== type)].slice(0, most)))
}
