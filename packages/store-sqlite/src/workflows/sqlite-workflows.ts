import type { WorkflowStore } from '@millrace/store'
import type { Connection } from '../connection.ts'
import { prepareGetWorkflow } from './get-workflow.ts'
import { prepareListUnpublished } from './list-unpublished.ts'
import { prepareListVersions } from './list-versions.ts'
import { prepareListWorkflows } from './list-workflows.ts'
import { preparePublishWorkflow } from './publish-workflow.ts'
import { prepareUnpublishWorkflow } from './unpublish-workflow.ts'

export function createSqliteWorkflows(connection: Connection): WorkflowStore {
  return {
    publish: preparePublishWorkflow(connection),
    unpublish: prepareUnpublishWorkflow(connection),
    get: prepareGetWorkflow(connection),
    list: prepareListWorkflows(connection),
    versions: prepareListVersions(connection),
    unpublishedIds: prepareListUnpublished(connection),
  }
}
