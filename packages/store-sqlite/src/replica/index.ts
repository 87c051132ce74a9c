export { takeLock } from '../data-lock.ts'
export {
  endOfLog,
  frameHeaderBytes,
  type LogHeader,
  type LogPlace,
  logHeaderBytes,
  type ReadLog,
  readFrameSalts,
  readLogHeader,
  walkFrames,
} from './log-frames.ts'
export { createLogSignals, type FollowerSignals, followerSignals, transactionsAhead } from './log-signals.ts'
