export { type Moment, momentLine, parseMoments } from './moments.ts'
export { assertApart, assertNothingToRestore, assertReplica, hasDatabase, isSameDisk, knownTokens, prepareFolder } from './open-replica.ts'
export {
  type BaseFacts,
  comparePositions,
  latestFiles,
  numberOf,
  type Position,
  type ReplicaFacts,
  replicaFormat,
  replicaPaths,
  replicaVersion,
  type TimelineToken,
  timelinePaths,
} from './replica-layout.ts'
export { type ShippingState, shipReplica } from './ship-replica.ts'
export type { ShippingTokens } from './shipping-ports.ts'
