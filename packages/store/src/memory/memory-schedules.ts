import { pageOf } from '../page.ts'
import type { ScheduleStore, StoredSchedule } from '../schedule-store.ts'
import { createMemoryTriggerRows } from './memory-trigger-rows.ts'

export function createMemorySchedules(): ScheduleStore {
  const rows = createMemoryTriggerRows<StoredSchedule>()
  return {
    get: async (key) => rows.get(key),
    list: async (account, filter, page) =>
      pageOf(rows.list(account, filter, page), page.limit, ({ workflowId, triggerId }) => [workflowId, triggerId]),
    async put(schedules) {
      for (const schedule of schedules) rows.put(Object.freeze({ ...schedule }))
    },
    delete: async (key) => rows.delete(key),
    due: async (now, limit) => rows.due(now, limit),
    nextWake: async () => rows.nextWake(Number.NEGATIVE_INFINITY),
  }
}
