export { create, execution, stepSucceeded } from './samples.ts'
export { storeConformance } from './store-conformance.ts'
export type { OpenedStore, OpenStore } from './with-store.ts'
