export { openSqliteStore } from './open-sqlite-store.ts'
