import type { SettingStore, StoredSetting } from '../setting-store.ts'

export function createMemorySettings(): SettingStore {
  const settings = new Map<string, StoredSetting>()
  return {
    all: async () => [...settings.values()],
    async put(changes) {
      for (const { value, ...change } of changes) {
        const key = JSON.stringify([change.account, change.workflowId ?? '', change.name])
        if (value === null) settings.delete(key)
        else settings.set(key, { ...change, value })
      }
    },
  }
}
