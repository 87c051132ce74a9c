import { isJsonObject, type Json } from '@millrace/engine'
import type { ApiAttempt, ApiControl, ApiExecution, ApiStep } from '../api/execution-types.ts'
import type { Host } from '../host.ts'
import { durationText } from '../output/duration-text.ts'
import { fitWidth } from '../output/fit-width.ts'
import { createPaint, type Paint } from '../output/paint.ts'
import { oneLine, printable } from '../output/printable.ts'
import { statusCell, statusMark } from '../output/status-mark.ts'
import { timeText } from './execution-shape.ts'

const narrowest = 60

/** The whole story of an execution on one page: values shortened to a line each. */
export function showExecution(execution: ApiExecution, { out }: Pick<Host, 'out'>): string {
  const paint = createPaint(out)
  const columns = out.isTerminal ? Math.max(narrowest, out.size().columns) : 120
  const lines = [
    ...headLines(execution, paint),
    '',
    ...execution.steps.flatMap((step) => stepLines(step, paint)),
    ...resultLines(execution, paint),
  ]
  return `${[...lines.map((line) => fitWidth(line, columns)), ...answerLines(execution, paint)].join('\n')}\n`
}

function headLines(
  {
    id,
    status,
    canceling,
    workflowId,
    workflowVersion,
    triggerId,
    triggerType,
    startedAt,
    durationMs,
    controls,
    letter,
    replayedAs,
    replayOf,
    replayFrom,
    replays = [],
    waitsFor,
  }: ApiExecution,
  paint: Paint,
): readonly string[] {
  const took = durationMs === undefined ? '' : ` in ${durationText(durationMs)}`
  const trigger = triggerId === triggerType ? triggerId : `${triggerId} (${triggerType})`
  return [
    `${paint('bold', workflowId)} version ${workflowVersion}  ${statusMark(paint, status)}${canceling ? ', canceling' : ''}${took}`,
    paint('dim', `execution ${id}, trigger ${trigger}, started ${timeText(startedAt)}`),
    ...controls.map((control) => paint('dim', controlText(control))),
    ...(waitsFor === undefined ? [] : [oneLine(waitsFor.sentence)]),
    ...(replayOf === undefined
      ? []
      : [paint('dim', `runs ${replayOf} again${replayFrom === undefined ? '' : ` from ${oneLine(replayFrom)}`}`)]),
    ...ranAgainLines(replayedAs, replays).map((line) => paint('dim', line)),
    ...(letter === 'open' ? [paint('dim', `a dead letter: millrace execution retry ${id}`)] : []),
  ]
}

function ranAgainLines(replayedAs: string | undefined, replays: NonNullable<ApiExecution['replays']>): readonly string[] {
  const listed = replays.map(({ executionId, status }) => `was run again as ${executionId}: ${status}`)
  // A dead letter's replay may be older than those that are listed.
  if (replayedAs === undefined || replays.some(({ executionId }) => executionId === replayedAs)) return listed
  return [`was run again as ${replayedAs}`, ...listed]
}

const controlled = { pause: 'paused', resume: 'resumed', cancel: 'canceled' } as const

function controlText({ action, at, by, reason, forced }: ApiControl): string {
  const who = by === undefined ? '' : ` by ${oneLine(by)}`
  return `${controlled[action]}${forced ? ' by force' : ''} ${timeText(at)}${who}${reason === undefined ? '' : `: ${oneLine(reason)}`}`
}

function stepLines(step: ApiStep, paint: Paint): readonly string[] {
  const depth = step.step.split('.').length - 1
  const indent = '  '.repeat(depth)
  const facts = [
    ...(step.durationMs === undefined || step.status === 'skipped' ? [] : [durationText(step.durationMs)]),
    ...(step.attempts.length > 1 ? [`${step.attempts.length} attempts`] : []),
    ...(step.port === undefined || step.port === 'success' ? [] : [`→ ${step.port}`]),
    ...takenNote(step),
    ...noteOf(step),
  ]
  const detail = (name: string, text: string) => `${' '.repeat(13)}${indent}${paint('dim', `${name.padEnd(6)} ${text}`)}`
  return [
    `${statusCell(paint, step.status)}  ${indent}${step.step}  ${paint('dim', facts.join(', '))}`.trimEnd(),
    ...(step.input === undefined ? [] : [detail('input', valueText(step, 'input'))]),
    ...(step.output === undefined || step.error ? [] : [detail('output', valueText(step, 'output'))]),
    ...step.logs.map(({ level, message }) => detail(level, oneLine(message))),
    ...attemptLines(step).map((text) => detail('tried', text)),
    ...(step.error ? [detail('error', oneLine(`${step.error.code}: ${step.error.message} (${step.error.class})`))] : []),
  ]
}

function takenNote({ taken }: ApiStep): readonly string[] {
  if (taken === undefined) return []
  return [taken.given ? 'its output was given' : `taken from ${taken.executionId}`]
}

function noteOf({ reason, waitsFor }: ApiStep): readonly string[] {
  const note = waitsFor?.sentence ?? reason
  return note === undefined ? [] : [oneLine(note)]
}

/** How somebody can answer the steps that wait for it. Never shortened: an address is of use only whole. */
function answerLines({ id, steps }: ApiExecution, paint: Paint): readonly string[] {
  return steps.flatMap(({ step, waiting }) => {
    if (waiting === undefined) return []
    const { event, url } = waiting
    return [
      '',
      `${paint('bold', printable(step))} waits for ${waitedFor[waiting.for]}:`,
      ...(url === undefined ? [] : [`  ${printable(url)}`]),
      ...(event === undefined ? [] : [`  millrace event emit ${printable(event)}`]),
      ...(waiting.for === 'approval' ? [`  millrace execution approve ${id} ${printable(step)}`] : []),
    ]
  })
}

const waitedFor = { event: 'an event', call: 'a call', approval: 'a decision', form: 'a form' } as const

/** Of a step that was tried once, its error says all. */
function attemptLines({ attempts }: ApiStep): readonly string[] {
  return attempts.length < 2 && attempts[0]?.retryDelayMs === undefined ? [] : attempts.map(attemptText)
}

function attemptText({ attempt, error, durationMs, retryDelayMs }: ApiAttempt): string {
  const outcome =
    error === undefined ? (durationMs === undefined ? 'goes on' : 'ok') : oneLine(`${error.code} (${error.class}): ${error.message}`)
  const took = durationMs === undefined ? '' : ` in ${durationText(durationMs)}`
  const next = retryDelayMs === undefined ? '' : `, again after ${durationText(retryDelayMs)}`
  return `${attempt}. ${outcome}${took}${next}`
}

function resultLines({ status, result, error }: ApiExecution, paint: Paint): readonly string[] {
  if (error)
    return [
      '',
      paint('red', `${error.code}${error.step === undefined ? '' : ` in step ${error.step}`}: ${printable(error.message)}`),
      ...cleanUpLines(error.details).map((line) => paint('red', line)),
    ]
  return status === 'success' ? ['', `${paint('dim', 'result')} ${preview(result)}`] : []
}

/** What a cancel tells of its clean-up, if there is something to tell. */
function cleanUpLines(details: Json | undefined): readonly string[] {
  if (!isJsonObject(details) || typeof details.cleanUp !== 'string') return []
  const failures = Array.isArray(details.failures) ? details.failures.filter(isJsonObject) : []
  return [
    `The clean-up ${details.cleanUp === 'cut short' ? 'was cut short' : 'has failed'}.`,
    ...failures.map(({ step, code, message }) => oneLine(`  ${step}: ${code}: ${message}`)),
  ]
}

/** What is too large comes as the beginning of its JSON text. */
function valueText(step: ApiStep, field: 'input' | 'output'): string {
  const value = step[field] ?? null
  const large = step.previews?.[field]
  return large === undefined ? preview(value) : `(${large.bytes} bytes) ${oneLine(String(value))}`
}

function preview(value: Json): string {
  return oneLine(JSON.stringify(value))
}
