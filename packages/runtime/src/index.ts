export type { Driver, FinishedExecution, LiveMessage, StartedExecution, StartRequest } from './driver.ts'
export type { PublishedWorkflow, PublishOutcome, Workflows } from './workflows.ts'
