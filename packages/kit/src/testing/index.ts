export { type NodeTrial, testNode } from './test-node.ts'
