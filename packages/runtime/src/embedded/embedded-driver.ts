import { type ExecutionStarted, isFinal, type JsonObject, newExecution, readHistory, transition } from '@millrace/engine'
import { type ExecutionSummary, StoreError } from '@millrace/store'
import type { Driver, FinishedExecution, LiveMessage, StartedExecution, StartRequest } from '../driver.ts'
import { RuntimeError } from '../errors.ts'
import { resolveInputs } from '../inputs.ts'
import { missedMessages } from '../missed-messages.ts'
import type { RuntimePorts } from '../ports.ts'
import type { PublishedWorkflow } from '../workflows.ts'
import { createAlarm } from './alarm.ts'
import { createAudience } from './audience.ts'
import { crashPatch } from './crash-patch.ts'
import { createLiveExecution, type LiveExecution, type LiveHost } from './live-execution.ts'
import { createRecorder } from './recorder.ts'
import type { CallRequest } from './run-attempt.ts'

/** So many are taken up at a time, so that a start with a long backlog stays responsive. */
const takeUpBatch = 200
/** How soon to look again at work that is due but already in hand, or when the store did not answer. */
const lookAgainMs = 1000

/**
 * Runs executions in this process, on the store it is given.
 * Owns: which executions are in memory, and bringing back those that must go on.
 * Does not own: one execution's course (live-execution), the disk (recorder), the rules (engine).
 */
export async function createEmbeddedDriver(ports: RuntimePorts): Promise<Driver> {
  const { store, clock } = ports
  const fence = await store.executions.nextFence()
  const recorder = createRecorder(ports)
  const live = new Map<string, LiveExecution>()
  const listeners = new Set<(message: LiveMessage) => void>()
  const audience = createAudience()
  const alarm = createAlarm(clock, () => void takeUpDue())
  let isClosed = false
  let sweep: Promise<void> | undefined
  let isSweepWanted = false

  const host: LiveHost = {
    show(message) {
      for (const listener of listeners) listener(message)
    },
    startCall,
    endOfCall,
    responded: audience.tellResponse,
    ended: audience.tellEnd,
    failed: audience.tellFailure,
    left(summary, dueAt) {
      live.delete(summary.id)
      if (dueAt !== undefined && !isClosed) alarm.setFor(dueAt)
      if (summary.parent) wakeCaller(summary.parent.executionId)
    },
  }

  async function start(request: StartRequest): Promise<StartedExecution> {
    if (isClosed) throw new RuntimeError('CLOSED', 'The server is shutting down: try again when it is back.')
    const published = await ports.workflows.get(request.account, request.workflowId, request.version)
    if (published === undefined) throw workflowNotFound(request)
    const known = request.executionId === undefined ? undefined : await store.executions.get(request.account, request.executionId)
    if (known !== undefined) return knownExecution(known)
    const execution = (request.executionId === undefined ? undefined : live.get(request.executionId)) ?? begin(published, request)
    await execution.recorded()
    return startedExecution(execution)
  }

  function begin({ plan, workflow, version }: PublishedWorkflow, request: StartRequest): LiveExecution {
    const at = clock.now()
    const id = request.executionId ?? ports.newId()
    const { account, trigger, parent } = request
    const summary: ExecutionSummary = {
      id,
      account,
      workflowId: workflow.id,
      workflowVersion: version,
      triggerId: trigger.id,
      triggerType: trigger.type,
      status: 'running',
      startedAt: at,
      ...(parent && { parent }),
    }
    const execution = createLiveExecution({ ports, recorder, fence, plan, state: newExecution(), summary, recordedEvents: 0, host })
    live.set(id, execution)
    const event: ExecutionStarted = {
      type: 'execution-started',
      at,
      executionId: id,
      workflow: { id: workflow.id, version, ...(workflow.name !== undefined && { name: workflow.name }) },
      trigger,
      inputs: resolveInputs(workflow, trigger.type, request.inputs ?? {}),
      vars: pick({ ...workflow.vars, ...ports.environment.vars }, plan.uses.vars),
      env: pick(ports.environment.env, plan.uses.env),
      ...(parent && { parent }),
    }
    execution.tell(event)
    return execution
  }

  /** Asking for the end or the answer is what makes somebody wait: nothing is kept for those who do not. */
  function startedExecution(execution: LiveExecution): StartedExecution {
    const { id, workflowVersion } = execution.summary
    return {
      executionId: id,
      workflowVersion,
      get finished() {
        return execution.end === undefined ? knownExecution(execution.summary).finished : Promise.resolve(execution.end)
      },
      get responded() {
        return execution.end === undefined && execution.response === undefined
          ? audience.responded(id)
          : Promise.resolve(execution.response)
      },
    }
  }

  function knownExecution({ account, id, workflowVersion }: ExecutionSummary): StartedExecution {
    const finished = (): Promise<FinishedExecution> => {
      const end = audience.finished(id)
      if (!live.has(id))
        void endOfCall(account, id).then(
          (found) => found && audience.tellEnd(found),
          (error) => audience.tellFailure(id, error),
        )
      return end
    }
    return {
      executionId: id,
      workflowVersion,
      get finished() {
        return finished()
      },
      get responded() {
        return finished().then(() => undefined)
      },
    }
  }

  async function startCall(caller: ExecutionSummary, step: string, call: CallRequest): Promise<void> {
    await start({
      account: caller.account,
      workflowId: call.workflow,
      executionId: call.executionId,
      trigger: { id: 'call', type: 'call', data: { inputs: call.inputs, executionId: caller.id, step } },
      inputs: call.inputs,
      parent: { executionId: caller.id, step },
      ...(call.version !== undefined && { version: call.version }),
    })
  }

  async function endOfCall(account: string, id: string): Promise<FinishedExecution | undefined> {
    const summary = await store.executions.get(account, id)
    if (summary === undefined || !isFinal(summary.status)) return undefined
    const published = await ports.workflows.get(account, summary.workflowId, summary.workflowVersion)
    const result = published === undefined ? null : readHistory(published.plan, await store.executions.log(account, id)).result
    const { status, startedAt, finishedAt = startedAt, error } = summary
    return { executionId: id, status, result, startedAt, finishedAt, ...(error && { error }) }
  }

  function wakeCaller(executionId: string): void {
    const caller = live.get(executionId)
    if (caller !== undefined) void caller.checkCalls()
    else void takeUpDue()
  }

  /** Loads an execution that this process may own, and goes on with it. One that cannot be loaded must not hold up the others. */
  async function takeUp(summary: ExecutionSummary): Promise<LiveExecution | undefined> {
    try {
      return await load(summary)
    } catch (error) {
      ports.onTrouble(error)
      if (!(error instanceof StoreError)) await recordCrash(summary, error)
      return undefined
    }
  }

  async function recordCrash({ account, id }: ExecutionSummary, error: unknown): Promise<void> {
    const { length } = await store.executions.log(account, id)
    const patch = crashPatch(clock.now(), error)
    await store.executions.commit([{ type: 'append', account, executionId: id, fence, after: length, events: [], patch }])
  }

  async function load(summary: ExecutionSummary): Promise<LiveExecution | undefined> {
    if (live.has(summary.id)) return live.get(summary.id)
    if (!(await store.executions.claim(summary.account, summary.id, fence)) || isClosed) return undefined
    const published = await ports.workflows.get(summary.account, summary.workflowId, summary.workflowVersion)
    if (published === undefined) throw workflowNotFound(summary)
    const log = await store.executions.log(summary.account, summary.id)
    if (live.has(summary.id)) return live.get(summary.id)
    const state = newExecution()
    for (const event of log) transition(published.plan, state, event)
    const execution = createLiveExecution({
      ports,
      recorder,
      fence,
      plan: published.plan,
      state,
      summary,
      recordedEvents: log.length,
      host,
    })
    live.set(summary.id, execution)
    execution.takeUp()
    return execution
  }

  /** One sweep at a time; what becomes due during one is found by the next. */
  async function takeUpDue(): Promise<void> {
    if (sweep !== undefined) {
      isSweepWanted = true
      return sweep
    }
    do {
      isSweepWanted = false
      sweep = sweepDue()
      await sweep.finally(() => {
        sweep = undefined
      })
    } while (isSweepWanted && !isClosed)
  }

  async function sweepDue(): Promise<void> {
    const due = await store.executions.due(clock.now(), takeUpBatch)
    await Promise.all(due.map((summary) => live.get(summary.id)?.checkCalls() ?? takeUp(summary)))
    const next = await store.executions.nextDue()
    if (next !== undefined && !isClosed)
      alarm.setFor(due.length === takeUpBatch ? next : Math.max(next, clock.now() + (next <= clock.now() ? lookAgainMs : 0)))
  }

  async function resume(): Promise<number> {
    let count = 0
    for (;;) {
      const left = await store.executions.unfinished(fence, takeUpBatch)
      // At once and not one by one: the store puts the claims of one turn into one commit.
      const taken = await Promise.all(left.map(takeUp))
      count += taken.filter((execution) => execution !== undefined).length
      if (left.length < takeUpBatch || isClosed) break
    }
    await takeUpDue()
    return count
  }

  async function cancel(account: string, id: string, reason?: string): ReturnType<Driver['cancel']> {
    const summary = await store.executions.get(account, id)
    if (summary === undefined) return 'not-found'
    if (isFinal(summary.status)) return 'already-finished'
    const execution = await takeUp(summary)
    execution?.tell({ type: 'cancel-requested', at: clock.now(), ...(reason !== undefined && { reason }) })
    await execution?.recorded()
    return 'canceling'
  }

  function subscribe(listener: (message: LiveMessage) => void): () => void {
    listeners.add(listener)
    return () => listeners.delete(listener)
  }

  return {
    start,
    cancel,
    subscribe,
    missed: (account, position, limit) => missedMessages(ports, account, position, limit),
    resume,
    async close() {
      isClosed = true
      alarm.close()
      await recorder.settled()
      for (const execution of [...live.values()]) execution.abandon()
      recorder.close()
    },
  }
}

function workflowNotFound({ workflowId, version }: { readonly workflowId: string; readonly version?: number }): RuntimeError {
  const which = version === undefined ? '' : ` in version ${version}`
  return new RuntimeError('WORKFLOW_NOT_FOUND', `There is no workflow ${workflowId}${which}: publish it or check the id.`)
}

function pick(all: JsonObject, names: readonly string[]): JsonObject {
  if (names.includes('*')) return all
  return Object.fromEntries(names.flatMap((name) => (Object.hasOwn(all, name) ? [[name, all[name] ?? null]] : [])))
}
