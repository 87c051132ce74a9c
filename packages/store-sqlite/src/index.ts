export { inspectGrowth, type StoreGrowth } from './inspect-growth.ts'
export { inspectSqliteStore, type StoreInspection } from './inspect-sqlite-store.ts'
export { openSqliteStore } from './open-sqlite-store.ts'
export { filesInSnapshot, isDatabase, isSoundSnapshot, snapshotDatabase } from './snapshot-database.ts'
