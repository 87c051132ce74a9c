export type { Driver, FinishedExecution, LiveMessage, StartedExecution, StartRequest, StepChange } from './driver.ts'
