import { type ExecutionStarted, isFinal, type JsonObject, newExecution } from '@millrace/engine'
import type { ExecutionSummary } from '@millrace/store'
import type { Driver, FinishedExecution, LiveMessage, StartedExecution, StartRequest } from '../driver.ts'
import { RuntimeError } from '../errors.ts'
import { resolveInputs } from '../inputs.ts'
import { missedMessages } from '../missed-messages.ts'
import type { RuntimePorts } from '../ports.ts'
import { workflowNotFound } from '../workflow-not-found.ts'
import type { PublishedWorkflow } from '../workflows.ts'
import { createAudience } from './audience.ts'
import type { CalledFrom } from './calls.ts'
import { executionKey } from './execution-key.ts'
import { createLiveExecution, type LiveExecution } from './live-execution.ts'
import type { LiveHost, LiveOptions } from './live-host.ts'
import { createLoader } from './loader.ts'
import { recordedEnd } from './recorded-outcome.ts'
import { createRecorder } from './recorder.ts'
import { startedExecution } from './started-execution.ts'
import { createSweeper } from './sweeper.ts'

/** So many executions may stand above a called one: a workflow that calls itself must come to an end. */
const deepestCall = 25

/**
 * Runs executions in this process, on the store it is given.
 * Owns: which executions are in memory, and who is told of what. Does not own: one execution's course (live-execution), bringing
 * back those that must go on (sweeper, loader), the disk (recorder), the rules (engine).
 */
export async function createEmbeddedDriver(ports: RuntimePorts): Promise<Driver> {
  const { store, clock } = ports
  const fence = await store.executions.nextFence()
  const recorder = createRecorder(ports)
  const live = new Map<string, LiveExecution>()
  const listeners = new Set<(message: LiveMessage) => void>()
  const audience = createAudience()
  const takeUp = createLoader({ ports, fence, open: (loaded) => open(loaded).takeUp(), isClosed: () => isClosed, onCrashed })
  const sweeper = createSweeper({ ports, fence, takeUp: takeUpDue })
  let isClosed = false

  const host: LiveHost = {
    show,
    startCall,
    cancelCall,
    endOfCall: (account, id) => recordedEnd(ports, account, id),
    responded: (summary, response) => audience.tellResponse(executionKey(summary), response),
    ended: (summary, end) => audience.tellEnd(executionKey(summary), end),
    failed: (summary, error) => audience.tellFailure(executionKey(summary), error),
    left(summary, { dueAt, end }) {
      live.delete(executionKey(summary))
      if (dueAt !== undefined) sweeper.lookAt(dueAt)
      if (end !== undefined) tellCaller(summary, end)
    },
  }

  async function start(request: StartRequest): Promise<StartedExecution> {
    if (isClosed) throw closed()
    const { account, workflowId, version, executionId } = request
    const known = executionId === undefined ? undefined : await store.executions.get(account, executionId)
    if (known !== undefined) return startedExecution({ ports, audience, live }, known)
    const published = await ports.workflows.get(account, workflowId, version)
    if (published === undefined) throw workflowNotFound(workflowId, version)
    if (isClosed) throw closed()
    const id = executionId ?? ports.newId()
    const execution = live.get(executionKey({ account, id })) ?? begin(published, request, id)
    await execution.recorded()
    return startedExecution({ ports, audience, live }, execution.summary, execution)
  }

  function begin({ plan, workflow, version }: PublishedWorkflow, request: StartRequest, id: string): LiveExecution {
    const { account, trigger, parent, inputs = {} } = request
    const at = clock.now()
    const event: ExecutionStarted = {
      type: 'execution-started',
      at,
      executionId: id,
      workflow: { id: workflow.id, version, ...(workflow.name !== undefined && { name: workflow.name }) },
      trigger,
      inputs: resolveInputs(workflow, trigger.type, inputs),
      vars: pick({ ...workflow.vars, ...ports.environment.vars }, plan.uses.vars),
      env: pick(ports.environment.env, plan.uses.env),
      ...(parent && { parent }),
    }
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
    const execution = open({ plan, state: newExecution(), summary, recordedEvents: 0 })
    execution.tell(event)
    return execution
  }

  function open(begun: Pick<LiveOptions, 'plan' | 'state' | 'summary' | 'recordedEvents'>): LiveExecution {
    const execution = createLiveExecution({ ports, recorder, fence, host, ...begun })
    live.set(executionKey(begun.summary), execution)
    return execution
  }

  async function startCall(caller: ExecutionSummary, { executionId, workflow, version, inputs, step, depth }: CalledFrom): Promise<void> {
    if (depth > deepestCall) throw callTooDeep(workflow)
    await start({
      account: caller.account,
      workflowId: workflow,
      executionId,
      trigger: { id: 'call', type: 'call', data: { inputs, executionId: caller.id, step, depth } },
      inputs,
      parent: { executionId: caller.id, step },
      ...(version !== undefined && { version }),
    })
  }

  function cancelCall(caller: ExecutionSummary, id: string): void {
    const canceling = cancel(caller.account, id, `Execution ${caller.id}, which called it, waits for it no more.`)
    canceling.catch((error) => isClosed || ports.onTrouble(error))
  }

  /** The caller hears of it at once if it is in memory; else the row that the end has made due says so. */
  function tellCaller({ account, parent }: ExecutionSummary, end: FinishedExecution): void {
    if (parent === undefined) return
    const caller = live.get(executionKey({ account, id: parent.executionId }))
    if (caller !== undefined) caller.callEnded(parent.step, end)
    else if (!isClosed) void sweeper.sweep()
  }

  function onCrashed(summary: ExecutionSummary, end: FinishedExecution): void {
    host.ended(summary, end)
    tellCaller(summary, end)
  }

  function takeUpDue(summary: ExecutionSummary): ReturnType<typeof takeUp> | { readonly type: 'in-hand' } {
    const inHand = live.get(executionKey(summary))
    if (inHand === undefined) return takeUp(summary)
    if (summary.dueAt !== undefined) inHand.lookAgain(summary.dueAt)
    return { type: 'in-hand' }
  }

  async function cancel(account: string, id: string, reason?: string): ReturnType<Driver['cancel']> {
    for (let tries = 0; tries < 3; tries++) {
      if (isClosed) throw closed()
      const summary = await store.executions.get(account, id)
      if (summary === undefined) return 'not-found'
      if (isFinal(summary.status)) return 'already-finished'
      const key = executionKey(summary)
      const taken = live.has(key) ? undefined : await takeUp(summary)
      if (taken?.type === 'failed') throw taken.error
      // Looked up again, and told at once: what sleeps may leave memory in any turn.
      const execution = live.get(key)
      if (execution === undefined || isClosed) continue
      const isTold = execution.tell({ type: 'cancel-requested', at: clock.now(), ...(reason !== undefined && { reason }) })
      await execution.recorded()
      return isTold ? 'canceling' : 'already-finished'
    }
    throw new Error(`Execution ${id} belongs to another process now: cancel it there.`)
  }

  /** A listener must not throw; one that does harms no execution. */
  function show(message: LiveMessage): void {
    for (const listener of listeners) {
      try {
        listener(message)
      } catch (error) {
        ports.onTrouble(error)
      }
    }
  }

  function subscribe(listener: (message: LiveMessage) => void): () => void {
    listeners.add(listener)
    return () => listeners.delete(listener)
  }

  async function resume(): Promise<number> {
    const count = await sweeper.sweepLeft()
    await sweeper.sweep()
    return count
  }

  async function close(): Promise<void> {
    isClosed = true
    sweeper.close()
    for (const execution of live.values()) execution.park()
    await recorder.settled()
    for (const execution of [...live.values()]) execution.abandon(closed())
    recorder.close()
    audience.close(closed())
  }

  return {
    start,
    cancel,
    subscribe,
    missed: (account, position, limit) => missedMessages(ports, account, position, limit),
    resume,
    close,
  }
}

function closed(): RuntimeError {
  return new RuntimeError('CLOSED', 'The server is shutting down: try again when it is back.')
}

function callTooDeep(workflow: string): RuntimeError {
  const message = `Workflow ${workflow} is called by ${deepestCall} workflows that each wait for or started the next: does it call itself? End the chain, or loop with for-each or loop.`
  return new RuntimeError('CALL_TOO_DEEP', message)
}

function pick(all: JsonObject, names: readonly string[]): JsonObject {
  if (names.includes('*')) return all
  return Object.fromEntries(names.flatMap((name) => (Object.hasOwn(all, name) ? [[name, all[name] ?? null]] : [])))
}
