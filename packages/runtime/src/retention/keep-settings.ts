import { type CaptureLevel, knownPatterns, parseDuration, parseSize, readPattern, type WorkflowSettings } from '@millrace/engine'

/** How a setting is written, and what it is where nobody sets it. */
interface SettingKind {
  readonly byDefault: string
  readonly about: string
  /** Only for the whole instance. */
  readonly isShared?: true
  /** Whether the text is a value of it. */
  readonly accepts: (text: string) => boolean
  /** What the texts are, for messages. */
  readonly takes: string
  readonly inFile?: (settings: WorkflowSettings) => string | number | readonly string[] | undefined
}

const duration = { accepts: (text: string) => text === 'none' || (parseDuration(text) ?? 0) > 0, takes: 'a duration such as 30d, or none' }
const count = { accepts: (text: string) => text === 'none' || /^\d{1,15}$/.test(text), takes: 'a whole number, or none' }
const size = { accepts: (text: string) => text === 'none' || parseSize(text) !== undefined, takes: 'a size such as 500MB, or none' }
const level = { accepts: (text: string) => ['full', 'shapes', 'none'].includes(text), takes: 'full, shapes or none' }
const patterns = { accepts: isPatternList, takes: `a list of ${knownPatterns.join(', ')}, or none` }

/** What is kept of executions, and for how long: every setting, in the order in which it is shown. */
export const keepSettings = {
  'success.age': {
    ...duration,
    byDefault: '30d',
    about: 'How long after their end executions that succeeded or were canceled are kept.',
    inFile: ({ retention }) => retention?.success?.age,
  },
  'success.count': {
    ...count,
    byDefault: 'none',
    about: 'How many of them are kept of each workflow, the newest.',
    inFile: ({ retention }) => retention?.success?.count,
  },
  'success.bytes': {
    ...size,
    byDefault: 'none',
    about: 'How much of them is kept of each workflow, the newest.',
    inFile: ({ retention }) => retention?.success?.bytes,
  },
  'failure.age': {
    ...duration,
    byDefault: '90d',
    about: 'How long executions that failed, timed out or crashed are kept.',
    inFile: ({ retention }) => retention?.failure?.age,
  },
  'failure.count': {
    ...count,
    byDefault: 'none',
    about: 'How many of those are kept of each workflow.',
    inFile: ({ retention }) => retention?.failure?.count,
  },
  'failure.bytes': {
    ...size,
    byDefault: 'none',
    about: 'How much of those is kept of each workflow.',
    inFile: ({ retention }) => retention?.failure?.bytes,
  },
  'total.bytes': {
    ...size,
    byDefault: 'none',
    isShared: true,
    about: 'How much all data may take: beyond it the oldest executions go, those that succeeded first.',
  },
  'events.age': {
    ...duration,
    byDefault: '7d',
    isShared: true,
    about: 'How long events are kept after they were sent.',
  },
  'capture.inputs': {
    ...level,
    byDefault: 'full',
    about: 'What is kept of what comes in: trigger, inputs, and what each step is given.',
    inFile: ({ capture }) => (typeof capture === 'string' ? capture : capture?.inputs),
  },
  'capture.outputs': {
    ...level,
    byDefault: 'full',
    about: 'What is kept of what comes out: outputs, log lines, messages of errors, the result.',
    inFile: ({ capture }) => (typeof capture === 'string' ? capture : capture?.outputs),
  },
  'capture.truncate': {
    ...count,
    byDefault: 'none',
    about: 'A value with more characters is kept as its beginning and its size.',
    inFile: ({ capture }) => (typeof capture === 'string' ? undefined : capture?.truncate),
  },
  'redact.patterns': {
    ...patterns,
    byDefault: 'none',
    about: 'What is masked wherever it stands, besides what each workflow says.',
    isShared: true,
  },
} as const satisfies Readonly<Record<string, SettingKind>>

export type KeepSettingName = keyof typeof keepSettings

export const keepSettingNames = Object.keys(keepSettings) as readonly KeepSettingName[]

export function kindOf(name: KeepSettingName): SettingKind {
  return keepSettings[name]
}

function isPatternList(text: string): boolean {
  try {
    for (const pattern of patternsIn(text)) readPattern(pattern)
    return true
  } catch {
    // `readPattern` throws for what it cannot use: that is the answer.
    return false
  }
}

/** Names with commas between. A regular expression may hold a comma itself: those stand in the workflow file. */
export function patternsIn(text: string): readonly string[] {
  if (text === 'none') return []
  return text.split(',').map((part) => part.trim())
}

/** Undefined stands for no limit. */
export function limitOf(name: KeepSettingName, text: string): number | undefined {
  if (text === 'none') return undefined
  if (kindOf(name).takes === duration.takes) return parseDuration(text)
  return kindOf(name).takes === size.takes ? parseSize(text) : Number(text)
}

/** `accepts` has let nothing else in. */
export function levelOf(text: string): CaptureLevel {
  return text as CaptureLevel
}
