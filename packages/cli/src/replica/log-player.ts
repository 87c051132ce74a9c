import type { LogPlayer } from '@millrace/runtime'
import { contentsIn, contradictionsIn, damagesIn, isDatabase, leaveReplica, playSegment, walkSegments } from '@millrace/store-sqlite'

/** What the embedded store brings to read a replica. */
export const logPlayer: LogPlayer = { contentsIn, contradictionsIn, damagesIn, isDatabase, leaveReplica, playSegment, walkSegments }
