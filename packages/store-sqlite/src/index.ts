export { inspectSqliteStore, type StoreInspection } from './inspect-sqlite-store.ts'
export { openSqliteStore } from './open-sqlite-store.ts'
