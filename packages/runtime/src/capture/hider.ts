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
import { createSecretMask, type SecretMask } from '../secrets/mask-secrets.ts'
import type { CapturePolicy } from './capture-policy.ts'
import { type HiddenPath, hideAt, textsAt } from './hidden-paths.ts'
import { hiddenPlaces, inheritedPaths } from './hidden-places.ts'
import { atLevel, cutShort, maskAll } from './hide-value.ts'
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
  let { paths } = policy
  const learned = new Set<string>()
  let learnedMask: SecretMask | undefined
  let isHiding = hides
  const pathsOf = (...begin: readonly string[]) =>
    paths
      .filter((path) => begin.every((name, index) => path[index] === name || (index > 0 && path[index] === '*')))
      .map((path) => path.slice(begin.length))

  function learn(value: Json, ...begin: readonly string[]): void {
    const before = learned.size
    for (const path of pathsOf(...begin)) textsAt(value, path, (text) => learned.add(text))
    if (learned.size > before) learnedMask = createSecretMask(learned)
  }

  function hide<T extends Json>(value: T, level: CapturePolicy['inputs'], ...begin: readonly string[]): T {
    let shown: Json = value
    for (const path of begin.length === 0 ? [] : pathsOf(...begin)) shown = hideAt(shown, path)
    // The callers hand over JSON whose shape nobody relies on once it is shown.
    return cutShort(maskAll(atLevel(shown, level), learnedMask, masks), truncate) as T
  }

  const hideOut = <T extends Json>(value: T, node?: string): T =>
    node === undefined ? hide(value, outputs) : hide(value, outputs, 'nodes', node, 'output')

  function error(given: StepError): StepError {
    const { message, stack, details, ...rest } = given
    if (outputs !== 'full')
      return {
        ...rest,
        message: `The message was not kept (capture: ${outputs}).`,
        ...(details !== undefined && { details: hideOut(details) }),
      }
    const shown = {
      message: hideOut(message),
      ...(stack !== undefined && { stack: hideOut(stack) }),
      ...(details !== undefined && { details: hideOut(details) }),
    }
    return shown.message === message && shown.stack === stack && shown.details === details ? given : { ...rest, ...shown }
  }

  function learnFrom(event: ExecutionEvent, changes: readonly StepChange[]): void {
    if (event.type === 'execution-started') paths = [...policy.paths, ...inheritedPaths(event)]
    if (paths.length === 0) return
    if (event.type === 'execution-started') {
      const { trigger } = event
      learn({ ...trigger.data, id: trigger.id, type: trigger.type }, 'trigger')
      for (const root of ['inputs', 'vars', 'env'] as const) learn(event[root], root)
    }
    for (const { node, output } of changes) if (output !== undefined) learn(output, 'nodes', node, 'output')
    if (event.type === 'step-waiting' && event.wait.type === 'time') learn(event.wait.output, 'nodes', nodeIdOf(event.step), 'output')
  }

  function showStart({ trigger, ...started }: ExecutionStarted): ExecutionStarted {
    return {
      ...started,
      trigger: { ...trigger, data: hideTrigger(trigger) },
      inputs: hide(started.inputs, inputs, 'inputs'),
      vars: hide(started.vars, inputs, 'vars'),
      env: hide(started.env, inputs, 'env'),
    }
  }

  /** What a call or a failure brings beside its values says who started it and who waits: the runtime reads that. */
  function hideTrigger({ type, data }: ExecutionStarted['trigger']): JsonObject {
    const values = type === 'call' ? 'inputs' : type === 'error' ? 'error' : undefined
    if (values === undefined) return hide(data, inputs, 'trigger')
    return { ...data, ...(data[values] !== undefined && { [values]: hide(data[values], inputs, 'trigger', values) }) }
  }

  function hideResponse({ headers, body, file, ...rest }: HttpResponse): HttpResponse {
    return { ...rest, headers: hideOut(headers), body: hideOut(body), ...(file && { file: { ...file, name: hideOut(file.name) } }) }
  }

  function showFields(event: ExecutionEvent): ExecutionEvent {
    switch (event.type) {
      case 'execution-started':
        return showStart(event)
      case 'step-succeeded': {
        const { output, response, stop } = event
        return {
          ...event,
          ...attemptFields(event),
          output: hideOut(output, nodeIdOf(event.step)),
          ...(response && { response: hideResponse(response) }),
          ...(stop?.message !== undefined && { stop: { ...stop, message: outputs === 'full' ? hideOut(stop.message) : '' } }),
        }
      }
      case 'step-failed':
        return { ...event, ...attemptFields(event), error: error(event.error) }
      case 'step-waiting':
        return { ...event, ...attemptFields(event), wait: showWait(event.wait, nodeIdOf(event.step)) }
      case 'signal-received':
        return { ...event, data: hideOut(event.data, nodeIdOf(event.step)) }
      default:
        return event
    }
  }

  /** What people say of what they do: who they are, and why. The same event where nothing is masked. */
  function showNote(event: ExecutionEvent): ExecutionEvent {
    const { by, reason } = { by: undefined, reason: undefined, ...event }
    const [shownBy, shownReason] = [by, reason].map((text) => (text === undefined ? undefined : String(maskAll(text, learnedMask, masks))))
    if (shownBy === by && shownReason === reason) return event
    return { ...event, ...(shownBy !== undefined && { by: shownBy }), ...(shownReason !== undefined && { reason: shownReason }) }
  }

  function attemptFields({ input, logs }: { readonly input?: Json; readonly logs?: readonly LogLine[] }): object {
    return {
      ...(input !== undefined && { input: inputs === 'none' ? undefined : hide(input, inputs) }),
      ...(logs && { logs: outputs === 'full' ? logs.map(showLine) : undefined }),
    }
  }

  function showLine({ message, data, ...line }: LogLine): LogLine {
    return { ...line, message: hideOut(message), ...(data !== undefined && { data: hideOut(data) }) }
  }

  /** What an event is called, until when and for whom stays: it is found by that. */
  function showWait(wait: Wait, node: string): Wait {
    switch (wait.type) {
      case 'time':
        return { ...wait, output: hideOut(wait.output, node) }
      case 'again':
        return { ...wait, memory: hideOut(wait.memory) }
      case 'signal':
        return wait.about === undefined ? wait : { ...wait, about: hideOut(wait.about) }
      case 'call':
        return { ...wait, inputs: hide(wait.inputs, inputs) }
    }
  }

  function showChange(change: StepChange, event: ExecutionEvent): StepChange {
    const { output, error: failure, reason, ...rest } = change
    const isOwn = event.type === 'step-succeeded' && event.step === change.step && change.status === 'success' && output === event.output
    return {
      ...rest,
      ...(output !== undefined && !isOwn && { output: hideOut(output, change.node) }),
      ...(failure && { error: error(failure) }),
      ...(reason !== undefined && { reason: maskAll(reason, learnedMask, masks) as string }), // A mask gives a text for a text.
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
      const hidden = hiddenFields(event, shown)
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
      return inputs === 'full' ? String(maskAll(text, learnedMask, masks)) : hiddenMark
    },
    placesIn: (given) => hiddenPlaces(given, maskAll(given, learnedMask, masks)),
    error,
    result: (result) => (isHiding ? hideOut(result) : result),
    hides: () => isHiding,
  }
}

const fields = ['trigger', 'inputs', 'vars', 'env', 'output', 'response', 'stop', 'error', 'wait', 'data', 'input', 'logs'] as const

/** Told by their JSON text: what nothing was hidden in reads the same. */
function hiddenFields(whole: ExecutionEvent, shown: ExecutionEvent): readonly string[] {
  return fields.filter((field) => {
    const [one, other] = [fieldOf(whole, field), fieldOf(shown, field)]
    return one !== other && JSON.stringify(one) !== JSON.stringify(other)
  })
}

function fieldOf(event: ExecutionEvent, field: string): unknown {
  return Object.entries(event).find(([name]) => name === field)?.[1]
}

/** Without the members that are undefined. */
function compact(event: ExecutionEvent): ExecutionEvent {
  return Object.fromEntries(Object.entries(event).filter(([, value]) => value !== undefined)) as unknown as ExecutionEvent // Only optional ones are.
}

/** `ship` of `each_line[3].ship`. */
function nodeIdOf(step: string): string {
  return step.slice(step.lastIndexOf('.') + 1).replace(/\[\d+\]$/, '')
}
