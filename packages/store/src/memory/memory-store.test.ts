import { storeConformance } from '../testing/index.ts'
import { createMemoryStore } from './memory-store.ts'

storeConformance('the memory store', async () => {
  const store = createMemoryStore()
  return { store, close: () => store.close() }
})
