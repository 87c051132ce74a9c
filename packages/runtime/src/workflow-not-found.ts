import { RuntimeError } from './errors.ts'

export function workflowNotFound(workflowId: string, version: number | undefined): RuntimeError {
  const which = version === undefined ? '' : ` in version ${version}`
  return new RuntimeError('WORKFLOW_NOT_FOUND', `There is no workflow ${workflowId}${which}: publish it or check the id.`)
}
