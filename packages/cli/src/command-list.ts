import type { Command } from './command/command.ts'

/** Every command, in the order of help. Each is loaded only when it is run: the start of one must not wait for the others. */
const loaders = {
  init: async () => (await import('./commands/init.ts')).init,
  start: async () => (await import('./commands/start.ts')).start,
  run: async () => (await import('./commands/run.ts')).run,
  validate: async () => (await import('./commands/validate.ts')).validate,
  doctor: async () => (await import('./commands/doctor.ts')).doctor,
  'import n8n': async () => (await import('./commands/import-n8n.ts')).importN8n,
  'workflow list': async () => (await import('./commands/workflow-list.ts')).workflowList,
  'workflow show': async () => (await import('./commands/workflow-show.ts')).workflowShow,
  'workflow versions': async () => (await import('./commands/workflow-versions.ts')).workflowVersions,
  'workflow publish': async () => (await import('./commands/workflow-publish.ts')).workflowPublish,
  'workflow listen': async () => (await import('./commands/workflow-listen.ts')).workflowListen,
  'workflow edit': async () => (await import('./commands/workflow-edit.ts')).workflowEdit,
  'workflow scope': async () => (await import('./commands/workflow-scope.ts')).workflowScope,
  'workflow schema': async () => (await import('./commands/workflow-schema.ts')).workflowSchema,
  'execution list': async () => (await import('./commands/execution-list.ts')).executionList,
  'execution show': async () => (await import('./commands/execution-show.ts')).executionShow,
  'execution watch': async () => (await import('./commands/execution-watch.ts')).executionWatch,
  'execution pause': async () => (await import('./commands/execution-pause.ts')).executionPause,
  'execution resume': async () => (await import('./commands/execution-resume.ts')).executionResume,
  'execution cancel': async () => (await import('./commands/execution-cancel.ts')).executionCancel,
  'execution retry': async () => (await import('./commands/execution-retry.ts')).executionRetry,
  'execution replay': async () => (await import('./commands/execution-replay.ts')).executionReplay,
  'execution approve': async () => (await import('./commands/execution-approve.ts')).executionApprove,
  'execution reject': async () => (await import('./commands/execution-reject.ts')).executionReject,
  'execution delete': async () => (await import('./commands/execution-delete.ts')).executionDelete,
  'search rebuild': async () => (await import('./commands/search-rebuild.ts')).searchRebuild,
  statistics: async () => (await import('./commands/statistics.ts')).statistics,
  'event emit': async () => (await import('./commands/event-emit.ts')).eventEmit,
  'event list': async () => (await import('./commands/event-list.ts')).eventList,
  'event show': async () => (await import('./commands/event-show.ts')).eventShow,
  'poll list': async () => (await import('./commands/poll-list.ts')).pollList,
  'poll show': async () => (await import('./commands/poll-show.ts')).pollShow,
  'poll look': async () => (await import('./commands/poll-look.ts')).pollLook,
  'poll pause': async () => (await import('./commands/poll-pause.ts')).pollPause,
  'poll resume': async () => (await import('./commands/poll-resume.ts')).pollResume,
  'schedule list': async () => (await import('./commands/schedule-list.ts')).scheduleList,
  'schedule show': async () => (await import('./commands/schedule-show.ts')).scheduleShow,
  'schedule preview': async () => (await import('./commands/schedule-preview.ts')).schedulePreview,
  'schedule pause': async () => (await import('./commands/schedule-pause.ts')).schedulePause,
  'schedule resume': async () => (await import('./commands/schedule-resume.ts')).scheduleResume,
  'schedule run': async () => (await import('./commands/schedule-run.ts')).scheduleRun,
  'schedule backfill': async () => (await import('./commands/schedule-backfill.ts')).scheduleBackfill,
  'trigger list': async () => (await import('./commands/trigger-list.ts')).triggerList,
  'trigger show': async () => (await import('./commands/trigger-show.ts')).triggerShow,
  'dead-letter list': async () => (await import('./commands/dead-letter-list.ts')).deadLetterList,
  'dead-letter show': async () => (await import('./commands/dead-letter-show.ts')).deadLetterShow,
  'dead-letter replay': async () => (await import('./commands/dead-letter-replay.ts')).deadLetterReplay,
  'dead-letter delete': async () => (await import('./commands/dead-letter-delete.ts')).deadLetterDelete,
  'retention show': async () => (await import('./commands/retention-show.ts')).retentionShow,
  'retention set': async () => (await import('./commands/retention-set.ts')).retentionSet,
  'retention run': async () => (await import('./commands/retention-run.ts')).retentionRun,
  'node list': async () => (await import('./commands/node-list.ts')).nodeList,
  'node show': async () => (await import('./commands/node-show.ts')).nodeShow,
  'secret list': async () => (await import('./commands/secret-list.ts')).secretList,
  'secret set': async () => (await import('./commands/secret-set.ts')).secretSet,
  'secret delete': async () => (await import('./commands/secret-delete.ts')).secretDelete,
  'connection types': async () => (await import('./commands/connection-types.ts')).connectionTypes,
  'connection list': async () => (await import('./commands/connection-list.ts')).connectionList,
  'connection show': async () => (await import('./commands/connection-show.ts')).connectionShow,
  'connection set': async () => (await import('./commands/connection-set.ts')).connectionSet,
  'connection delete': async () => (await import('./commands/connection-delete.ts')).connectionDelete,
  'value list': async () => (await import('./commands/value-list.ts')).valueList,
  'value get': async () => (await import('./commands/value-get.ts')).valueGet,
  'value set': async () => (await import('./commands/value-set.ts')).valueSet,
  'value delete': async () => (await import('./commands/value-delete.ts')).valueDelete,
  'file get': async () => (await import('./commands/file-get.ts')).fileGet,
  'file put': async () => (await import('./commands/file-put.ts')).filePut,
} as const satisfies Record<string, () => Promise<Command>>

export type CommandName = keyof typeof loaders

export const commandNames = Object.keys(loaders) as readonly CommandName[]

export function loadCommand(name: string): Promise<Command> {
  return loaders[name as CommandName]() // The name comes from `commandNames`.
}

export function loadCommands(names: readonly string[] = commandNames): Promise<readonly Command[]> {
  return Promise.all(names.map(loadCommand))
}
