import type { ExecutionStore } from '@millrace/store'
import type { Connection } from '../connection.ts'
import { prepareClaimExecutions } from './claim-executions.ts'
import { prepareCommit } from './commit.ts'
import { prepareDueExecutions } from './due-executions.ts'
import { prepareForgotten } from './forgotten-executions.ts'
import { prepareGetExecution } from './get-execution.ts'
import { prepareLetterCounts, prepareLetters } from './letters.ts'
import { prepareListExecutions } from './list-executions.ts'
import { createLogRows } from './log-rows.ts'
import { prepareNextDue } from './next-due.ts'
import { prepareNextFence } from './next-fence.ts'
import { prepareReadFeed } from './read-feed.ts'
import { prepareReadLog } from './read-log.ts'
import type { RemovedLogs } from './removed-logs.ts'
import { prepareReadSealed } from './sealed-events.ts'
import { prepareSleepingExecutions } from './sleeping-executions.ts'
import { prepareUnfinishedExecutions } from './unfinished-executions.ts'
import { prepareWaitingForEvent, prepareWaitingForToken, prepareWaitingIn } from './waiting-steps.ts'

export function createSqliteExecutions(connection: Connection, removedLogs: RemovedLogs, onCommit: () => void): ExecutionStore {
  const log = createLogRows(connection)
  return {
    commit: prepareCommit({ connection, log, removedLogs, onCommit }),
    get: prepareGetExecution(connection),
    list: prepareListExecutions(connection),
    log: prepareReadLog(connection, log),
    sealed: prepareReadSealed(connection),
    feed: prepareReadFeed(connection, log),
    nextFence: prepareNextFence(connection),
    claim: prepareClaimExecutions(connection),
    due: prepareDueExecutions(connection),
    sleeping: prepareSleepingExecutions(connection),
    nextDue: prepareNextDue(connection),
    unfinished: prepareUnfinishedExecutions(connection),
    waitingForEvent: prepareWaitingForEvent(connection),
    waitingForToken: prepareWaitingForToken(connection),
    forgotten: prepareForgotten(connection),
    waitingIn: prepareWaitingIn(connection),
    letters: prepareLetters(connection),
    letterCounts: prepareLetterCounts(connection),
  }
}
