import type {
  ExecutionEvent,
  ExecutionStarted,
  ExecutionState,
  HttpResponse,
  Json,
  JsonObject,
  LogLine,
  Shown,
  StepChange,
  StepError,
  Wait,
} from '@millrace/engine'
import { isFinal } from '@millrace/engine'
import { maskLeaves } from '../secrets/mask-leaves.ts'
import { createGrowingMask } from '../secrets/mask-secrets.ts'
import type { CapturePolicy } from './capture-policy.ts'
import { type HiddenPath, hideAt, pathsBelow, textsAt } from './hidden-paths.ts'
import { hiddenPlaces, inheritedPaths } from './hidden-places.ts'
import { allMasks, atLevel, cutShort } from './hide-value.ts'
import { hiddenMark } from './known-patterns.ts'

/** An event as it may be read. */
export interface ShownEvent {
  readonly event: ExecutionEvent
  readonly changes: readonly StepChange[]
  /** The engine would miss something in it: the whole event must be kept sealed until the end. */
  readonly isHidden: boolean
}

/**
 * Owns: what of one execution can be read, by anybody, while it runs and afterwards.
 * Does not own: the whole values; the engine and the nodes go on with those.
 * Invariants: a text that once stood at a path is masked wherever it turns up from then on. Once a value is hidden that the engine reads,
 * every event is recorded with what followed from it.
 */
export interface Hider {
  /** In the order of the log, each event once, also those that were recorded before. */
  show(event: ExecutionEvent, changes: readonly StepChange[], state: ExecutionState): ShownEvent
  /** What the key of a limit has come to for this start, which may not have been shown yet. */
  key(started: ExecutionStarted, text: string): string
  /** Where inputs for a called execution hold what is hidden here. */
  placesIn(inputs: JsonObject): readonly HiddenPath[]
  error(error: StepError): StepError
  result(result: Json): Json
  /** Whether anything was hidden that the engine reads. */
  hides(): boolean
}

/** `hides`: the log that is gone on with hides values already, whatever the policy says by now. */
export function createHider(policy: CapturePolicy, { hides = false }: { readonly hides?: boolean } = {}): Hider {
  const { inputs, outputs, truncate, masks } = policy
  let { paths, pathsAt } = policy
  const learned = createGrowingMask()
  const leaves = allMasks(learned.leaves, masks)
  let isHiding = hides

  /** `begin`: where the value stands. */
  function learn(value: Json, begin: string): void {
    for (const path of pathsAt(begin)) textsAt(value, path, learned.add)
  }

  function maskAll<T extends Json>(value: T): T {
    // The callers hand over JSON whose shape nobody relies on once it is shown; a text stays one.
    return (masks.length === 0 && learned.isEmpty() ? value : maskLeaves(value, leaves)) as T
  }

  function hide<T extends Json>(value: T, level: CapturePolicy['inputs'], begin?: string): T {
    let shown: Json = value
    for (const path of begin === undefined ? [] : pathsAt(begin)) shown = hideAt(shown, path)
    return cutShort(maskAll(atLevel(shown, level)), truncate) as T // As above.
  }

  const hideOut = <T extends Json>(value: T, node?: string): T => hide(value, outputs, node === undefined ? undefined : outputOf(node))

  function error(given: StepError): StepError {
    const { message, stack, details, ...rest } = given
    if (outputs !== 'full')
      return {
        ...rest,
        message: `The message was not kept (capture: ${outputs}).`,
        ...(details !== undefined && { details: hideOut(details) }),
      }
    return replaced(given, {
      message: hideOut(message),
      ...(stack !== undefined && { stack: hideOut(stack) }),
      ...(details !== undefined && { details: hideOut(details) }),
    })
  }

  /** What the caller hides in the inputs stays hidden. */
  function inherit(inherited: readonly HiddenPath[]): void {
    if (inherited.length === 0) return
    paths = [...policy.paths, ...inherited]
    pathsAt = pathsBelow(paths)
  }

  function learnFrom(event: ExecutionEvent, changes: readonly StepChange[]): void {
    if (event.type === 'execution-started') inherit(inheritedPaths(event))
    if (paths.length === 0) return
    if (event.type === 'execution-started') {
      const { trigger } = event
      if (pathsAt('trigger').length > 0) learn({ ...trigger.data, id: trigger.id, type: trigger.type }, 'trigger')
      for (const root of ['inputs', 'vars', 'env'] as const) learn(event[root], root)
    }
    for (const { node, output } of changes) if (output !== undefined) learn(output, outputOf(node))
    if (event.type === 'step-waiting' && event.wait.type === 'time') learn(event.wait.output, outputOf(nodeIdOf(event.step)))
  }

  function showStart(started: ExecutionStarted): ExecutionStarted {
    const { trigger } = started
    return replaced(started, {
      trigger: replaced(trigger, { data: hideTrigger(trigger) }),
      inputs: hide(started.inputs, inputs, 'inputs'),
      vars: hide(started.vars, inputs, 'vars'),
      env: hide(started.env, inputs, 'env'),
    })
  }

  /** What a call or a failure brings beside its values says who started it and who waits: the runtime reads that. */
  function hideTrigger({ type, data }: ExecutionStarted['trigger']): JsonObject {
    const values = type === 'call' ? 'inputs' : type === 'error' ? 'error' : undefined
    if (values === undefined) return hide(data, inputs, 'trigger')
    return data[values] === undefined ? data : replaced(data, { [values]: hide(data[values], inputs, `trigger.${values}`) })
  }

  function hideResponse(response: HttpResponse): HttpResponse {
    const { headers, body, file } = response
    const shownFile = file && { file: replaced(file, { name: hideOut(file.name) }) }
    return replaced(response, { headers: hideOut(headers), body: hideOut(body), ...shownFile })
  }

  function showFields(event: ExecutionEvent): ExecutionEvent {
    switch (event.type) {
      case 'execution-started':
        return showStart(event)
      case 'step-succeeded': {
        const { output, response, stop } = event
        return replaced(event, {
          ...attemptFields(event),
          output: hideOut(output, nodeIdOf(event.step)),
          ...(response && { response: hideResponse(response) }),
          ...(stop?.message !== undefined && { stop: replaced(stop, { message: outputs === 'full' ? hideOut(stop.message) : '' }) }),
        })
      }
      case 'step-failed':
        return replaced(event, { ...attemptFields(event), error: error(event.error) })
      case 'step-waiting':
        return replaced(event, { ...attemptFields(event), wait: showWait(event.wait, nodeIdOf(event.step)) })
      case 'signal-received':
        return replaced(event, { data: hideOut(event.data, nodeIdOf(event.step)) })
      default:
        return event
    }
  }

  /** What people say of what they do: who they are, and why. The same event where nothing is masked. */
  function showNote(event: ExecutionEvent): ExecutionEvent {
    const { by, reason } = { by: undefined, reason: undefined, ...event }
    if (by === undefined && reason === undefined) return event
    return replaced(event, { ...(by !== undefined && { by: maskAll(by) }), ...(reason !== undefined && { reason: maskAll(reason) }) })
  }

  function attemptFields({ input, logs }: { readonly input?: Json; readonly logs?: readonly LogLine[] }): object {
    return {
      ...(input !== undefined && { input: inputs === 'none' ? undefined : hide(input, inputs) }),
      ...(logs && { logs: outputs === 'full' ? showLines(logs) : undefined }),
    }
  }

  function showLines(logs: readonly LogLine[]): readonly LogLine[] {
    const shown = logs.map(showLine)
    return shown.some((line, index) => line !== logs[index]) ? shown : logs
  }

  function showLine(line: LogLine): LogLine {
    const { message, data } = line
    return replaced(line, { message: hideOut(message), ...(data !== undefined && { data: hideOut(data) }) })
  }

  /** What an event is called, until when and for whom stays: it is found by that. */
  function showWait(wait: Wait, node: string): Wait {
    switch (wait.type) {
      case 'time':
        return replaced(wait, { output: hideOut(wait.output, node) })
      case 'again':
        return replaced(wait, { memory: hideOut(wait.memory) })
      case 'signal':
        return wait.about === undefined ? wait : replaced(wait, { about: hideOut(wait.about) })
      case 'call':
        return replaced(wait, { inputs: hide(wait.inputs, inputs) })
    }
  }

  function showChange(change: StepChange, event: ExecutionEvent): StepChange {
    const { output, error: failure, reason, ...rest } = change
    const isOwn = event.type === 'step-succeeded' && event.step === change.step && change.status === 'success' && output === event.output
    return {
      ...rest,
      ...(output !== undefined && !isOwn && { output: hideOut(output, change.node) }),
      ...(failure && { error: error(failure) }),
      ...(reason !== undefined && { reason: maskAll(reason) }),
    }
  }

  function endOf(state: ExecutionState): Pick<Shown, 'end'> {
    const { status, result } = state
    if (status === 'new' || !isFinal(status)) return {}
    return { end: { status, result: hideOut(result), ...(state.error && { error: error(state.error) }) } }
  }

  return {
    show(given, changes, state) {
      learnFrom(given, changes)
      const event = showNote(given)
      const shown = showFields(event)
      const hidden = shown === event ? [] : hiddenFields(event, shown, policy.isWhole)
      const isHidden = hidden.some((field) => field !== 'input' && field !== 'logs')
      // What somebody noted stands in errors and reasons too, but the engine computes nothing from it.
      isHiding ||= isHidden || event !== given
      if (!isHiding) return { event: hidden.length === 0 ? event : compact(shown), changes, isHidden: false }
      const shownChanges = changes.map((change) => showChange(change, event))
      const more: Shown = { changes: shownChanges, ...(hidden.length > 0 && { hides: hidden }), ...endOf(state) }
      return { event: { ...compact(hidden.length === 0 ? event : shown), shown: more }, changes: shownChanges, isHidden }
    },
    key(started, text) {
      learnFrom(started, [])
      return inputs === 'full' ? maskAll(text) : hiddenMark
    },
    placesIn: (given) => hiddenPlaces(given, maskAll(given)),
    error,
    result: (result) => (isHiding ? hideOut(result) : result),
    hides: () => isHiding,
  }
}

const fields = ['trigger', 'inputs', 'vars', 'env', 'output', 'response', 'stop', 'error', 'wait', 'data', 'input', 'logs'] as const

/** What nothing was hidden in is the same, or at another level than `full` at least reads the same. */
function hiddenFields(whole: ExecutionEvent, shown: ExecutionEvent, isWhole: boolean): readonly string[] {
  return fields.filter((field) => {
    const [one, other]: readonly unknown[] = [Reflect.get(whole, field), Reflect.get(shown, field)]
    return one !== other && (isWhole || JSON.stringify(one) !== JSON.stringify(other))
  })
}

/** The same one where none of the members is another one. */
function replaced<T extends object>(of: T, members: object): T {
  for (const [name, value] of Object.entries(members)) if (Reflect.get(of, name) !== value) return { ...of, ...members }
  return of
}

/** Without the members that are undefined. */
function compact(event: ExecutionEvent): ExecutionEvent {
  const compacted = { ...event }
  for (const field of fields) if (Reflect.get(compacted, field) === undefined) Reflect.deleteProperty(compacted, field)
  return compacted
}

function outputOf(node: string): string {
  return `nodes.${node}.output`
}

/** `ship` of `each_line[3].ship`. */
function nodeIdOf(step: string): string {
  return step.slice(step.lastIndexOf('.') + 1).replace(/\[\d+\]$/, '')
}
