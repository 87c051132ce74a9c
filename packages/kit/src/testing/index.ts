export { createMemoryFiles, createMemoryHost, createMemoryValues } from './memory-host.ts'
export { type NodeTrial, testNode } from './test-node.ts'
