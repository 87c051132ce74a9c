// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these are pieces of source
import type { SourcePatch } from '../build/build-product.ts'

export interface PlantedBug {
  readonly name: string
  /** What it would do to a user. */
  readonly harm: string
  readonly patches: readonly SourcePatch[]
}

/** The control: what notices this one notices nothing. */
export const noBug: PlantedBug = { name: 'none', harm: 'none', patches: [] }

const runtime = 'packages/runtime/src/embedded'
const store = 'packages/store-sqlite/src'

/** Mistakes that somebody could make one day, each planted alone in a build for the tests: whoever trusts the tests must see them fail. */
export const plantedBugs: readonly PlantedBug[] = [
  {
    name: 'a start is acknowledged before it is on disk',
    harm: 'an acknowledged webhook is lost',
    patches: [
      {
        file: `${runtime}/starts.ts`,
        before: '      await execution.recorded()\n    } catch (error) {',
        after: '      execution.recorded().catch(() => undefined)\n    } catch (error) {',
      },
    ],
  },
  {
    name: 'the fence is not checked in the write',
    harm: 'two owners write to one execution',
    patches: [
      {
        file: `${store}/executions/append-events.ts`,
        before: 'AND fence = ? AND event_count = ?',
        after: 'AND (fence = ? OR true) AND event_count = ?',
      },
    ],
  },
  {
    name: 'the place in the log is not checked in the write',
    harm: 'a gap or a double in the log',
    patches: [
      {
        file: `${store}/executions/append-events.ts`,
        before: 'AND fence = ? AND event_count = ?',
        after: 'AND fence = ? AND (event_count = ? OR true)',
      },
    ],
  },
  {
    name: 'a timer fires twice',
    harm: 'a wait ends twice, a retry runs twice',
    patches: [
      { file: 'packages/engine/src/execution/transition.ts', before: 'return state.timers.has(event.timer)', after: 'return true' },
      {
        file: `${runtime}/tell-due-timers.ts`,
        before: 'for (const [timer] of due) execution.tell({',
        after: 'for (const [timer] of [...due, ...due]) execution.tell({',
      },
    ],
  },
  {
    name: 'the end of a called execution wakes nobody on disk',
    harm: 'after a crash the caller waits for ever',
    patches: [
      {
        file: `${runtime}/ledger.ts`,
        before: 'if (now.finishedAt !== undefined && parent)',
        after: 'if (now.finishedAt !== undefined && parent && parent.executionId === "")',
      },
    ],
  },
  {
    name: 'the idempotency key has the attempt in it',
    harm: 'a repeated charge is taken for a new one',
    patches: [
      {
        file: `${runtime}/attempt-context.ts`,
        before: 'return `${this.of.state.executionId}:${this.of.step.path}`',
        after: 'return `${this.of.state.executionId}:${this.of.step.path}:${this.of.step.attempt}`',
      },
    ],
  },
  {
    name: 'a commit that failed is reported as done',
    harm: 'everything of that moment is acknowledged and lost',
    patches: [
      {
        file: `${runtime}/recorder.ts`,
        before: '      return refuseOrRetry(entries, error)',
        after:
          "      outcomes = entries.flatMap((entry) => entry.writes.map(() => ({ type: 'written' as const, position: 1 })))\n      if (error === undefined) return refuseOrRetry(entries, error)",
      },
    ],
  },
  {
    name: 'a commit does not wait for the disk',
    harm: 'a power cut takes what was acknowledged',
    patches: [{ file: `${store}/connection.ts`, before: "'synchronous = FULL'", after: "'synchronous = NORMAL'" }],
  },
  {
    name: 'events that were written are written again',
    harm: 'a result is recorded twice',
    patches: [{ file: `${runtime}/ledger.ts`, before: '    this.last = now\n    this.clearEvents()\n', after: '    this.last = now\n' }],
  },
  {
    name: 'a cancel or a signal is acknowledged before it is on disk',
    harm: 'a cancel is forgotten in a crash',
    patches: [
      {
        file: `${runtime}/delivery.ts`,
        before: 'await told.execution.recorded()',
        after: 'told.execution.recorded().catch(() => undefined)',
      },
    ],
  },
  {
    name: 'the reference to a large value is dropped',
    harm: 'a large value comes back as null',
    patches: [
      { file: `${store}/executions/log-rows.ts`, before: 'return large.length === 0 ? null :', after: 'return large.length >= 0 ? null :' },
    ],
  },
  {
    name: 'the delay of a retry is lost at a restart',
    harm: 'the step is never tried again',
    patches: [
      {
        file: `${runtime}/live-execution.ts`,
        before: '      // Late timers first: what one of them ends must not be begun again.',
        after: "      for (const timer of [...this.state.timers.keys()]) if (timer.startsWith('retry:')) this.state.timers.delete(timer)",
      },
    ],
  },
  {
    name: 'a step that waits for an event has no row',
    harm: 'the event finds nobody',
    patches: [{ file: `${runtime}/wait-changes.ts`, before: 'begun: [...begun.values()]', after: 'begun: []' }],
  },
  {
    name: 'steps in flight are not run again after a crash',
    harm: 'the execution stands still for ever',
    patches: [
      {
        file: 'packages/engine/src/execution/resume.ts',
        before: "if (step.status === 'running' &&",
        after: "if (step.status === 'running' && step.attempt > 1 &&",
      },
    ],
  },
  {
    name: 'a step reaches outside before what led to it is on disk',
    harm: 'an effect happens of which the history knows nothing',
    patches: [
      {
        file: `${runtime}/step-runner.ts`,
        before: "effects === 'read' || ledger.isAllRecorded()",
        after: "effects === 'read' || true || ledger.isAllRecorded()",
      },
    ],
  },
  {
    name: 'a called execution is started before the wait for it is on disk',
    harm: 'after a crash it is started twice',
    patches: [{ file: `${runtime}/calls.ts`, before: '      await caller.recorded()\n', after: '' }],
  },
  {
    name: 'an error workflow is created beside the end and not with it',
    harm: 'a failure that nobody hears of',
    patches: [
      {
        file: `${store}/executions/append-events.ts`,
        before: 'if (follow !== undefined) create(follow)',
        after: 'if (follow !== undefined) setImmediate(() => connection.write(() => create(follow)))',
      },
    ],
  },
  {
    name: 'the time at which a sleeper is due is not written',
    harm: 'it sleeps for ever',
    patches: [
      {
        file: `${runtime}/ledger.ts`,
        before: 'const patch = { ...now, dueAt: now.dueAt ?? null }',
        after: 'const patch = { ...now, dueAt: null }',
      },
    ],
  },
  {
    name: 'a synchronous answer is sent before it is on disk',
    harm: 'the caller was told what the history does not know',
    patches: [
      {
        file: `${runtime}/live-execution.ts`,
        before: '    this.ledger.add(event, changes, commands, this.hider?.show(event, changes, this.state))',
        after: `    if (event.type === 'step-succeeded' && event.response !== undefined) this.answer(event.response)
    this.ledger.add(event, changes, commands, this.hider?.show(event, changes, this.state))`,
      },
    ],
  },
  {
    name: 'each process takes the same fence',
    harm: 'nobody takes up what a dead process left',
    patches: [{ file: `${store}/executions/next-fence.ts`, before: 'SET value = value + 1', after: 'SET value = max(value, 1)' }],
  },
  {
    name: 'a key does not make a start the same start',
    harm: 'a repeated order is placed twice',
    patches: [
      {
        file: 'packages/server/src/idempotency.ts',
        before: "createHash('sha256').update(",
        after: "createHash('sha256').update(String(performance.now())).update(",
      },
    ],
  },
]
