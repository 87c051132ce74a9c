import type { RetentionStore } from '@millrace/store'
import type { Connection } from '../connection.ts'
import type { RemovedLogs } from '../executions/removed-logs.ts'
import { prepareDropSealed } from '../executions/sealed-events.ts'
import { prepareDropDrafts } from './drop-drafts.ts'
import { prepareFinishedExecutions } from './finished-executions.ts'
import { prepareGiveBack } from './give-back.ts'
import { prepareRemoveExecutions } from './remove-executions.ts'
import { prepareStoreSize } from './store-size.ts'
import { prepareUnknownFiles } from './unknown-files.ts'
import { prepareWorkflowsWithExecutions } from './workflows-with-executions.ts'

export function createSqliteRetention(connection: Connection, logs: RemovedLogs): RetentionStore {
  return {
    workflows: prepareWorkflowsWithExecutions(connection),
    finished: prepareFinishedExecutions(connection),
    remove: prepareRemoveExecutions(connection, logs),
    dropLogs: async () => logs.drop(),
    size: prepareStoreSize(connection),
    giveBack: prepareGiveBack(connection),
    dropSealed: prepareDropSealed(connection),
    dropDrafts: prepareDropDrafts(connection),
    unknownFiles: prepareUnknownFiles(connection),
  }
}
