export { nodeTypes } from './node-types.ts'
export { createStandardCatalog } from './standard-catalog.ts'
export { triggerTypes } from './trigger-types.ts'
export { typeText } from './type-text.ts'
