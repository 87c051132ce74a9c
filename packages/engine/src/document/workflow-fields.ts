/**
 * The keys of the workflow file, each once: validation, the JSON Schema and the test of the docs read these tables.
 * A key added here must be added to the types in `workflow.ts` and to docs/workflow-file.md.
 */
export type Field = FieldShape & {
  /** One sentence for whoever writes the file. */
  readonly about: string
  readonly required?: true
}

export type FieldShape =
  | { readonly kind: 'text' | 'texts' | 'flag' | 'map' | 'next' | 'any' | 'share' }
  | { readonly kind: 'list'; readonly least: number }
  | { readonly kind: 'workflow-id' }
  | { readonly kind: 'duration'; readonly least: 'zero' | 'positive' }
  | { readonly kind: 'choice'; readonly choices: readonly string[] }
  /** Or `none`. */
  | { readonly kind: 'limit'; readonly of: 'duration' | 'size' | 'count' }
  | { readonly kind: 'number'; readonly min: number; readonly max: number; readonly isWhole: boolean }

export type Fields = Readonly<Record<string, Field>>

export const workflowFields = {
  id: { kind: 'workflow-id', required: true, about: 'The name that addresses and references use; it never changes.' },
  name: { kind: 'text', about: 'The name that people see.' },
  description: { kind: 'text', about: 'What the workflow is for.' },
  tags: { kind: 'texts', about: 'Words to find the workflow by.' },
  vars: { kind: 'map', about: 'Constants, read as `vars.<name>`.' },
  inputs: { kind: 'map', about: 'What a caller hands over, read as `inputs.<name>`.' },
  triggers: { kind: 'map', about: 'What starts executions, by trigger id.' },
  nodes: { kind: 'map', required: true, about: 'The nodes, by node id.' },
  settings: { kind: 'map', about: 'What holds for the whole execution.' },
} as const satisfies Fields

export const inputTypes = ['string', 'number', 'integer', 'boolean', 'object', 'array'] as const

export const inputFields = {
  type: { kind: 'choice', choices: inputTypes, about: 'The JSON type of the value; any when left out.' },
  required: { kind: 'flag', about: 'Whether a start without it is refused.' },
  default: { kind: 'any', about: 'The value when the caller gives none.' },
  description: { kind: 'text', about: 'What the input means.' },
  enum: { kind: 'list', least: 1, about: 'The only values that are accepted.' },
} as const satisfies Fields

export const triggerFields = {
  type: { kind: 'text', required: true, about: 'The trigger type.' },
  name: { kind: 'text', about: 'The name that people see.' },
  with: { kind: 'map', about: 'The parameters of the trigger type.' },
  inputs: { kind: 'map', about: 'Inputs that each start by this trigger has, unless its starter gives others.' },
  disabled: { kind: 'flag', about: 'Whether the trigger is switched off.' },
} as const satisfies Fields

export const nodeFields = {
  type: { kind: 'text', required: true, about: 'The node type.' },
  name: { kind: 'text', about: 'The name that people see.' },
  with: { kind: 'map', about: 'The parameters of the node type; expressions may stand in them.' },
  next: { kind: 'next', about: 'Where to go: a node, a list of nodes, or a map from port to either.' },
  retry: { kind: 'map', about: 'How often and when a failed attempt is repeated.' },
  timeout: { kind: 'duration', least: 'positive', about: 'How long one attempt may take; for a scope, the whole of it.' },
  join: { kind: 'choice', choices: ['all', 'any'], about: 'Whether the node waits for all incoming edges or fires on the first.' },
  onError: {
    kind: 'choice',
    choices: ['fail', 'continue', 'skip'],
    about: 'What happens when the node fails and no `error` edge leads on.',
  },
  fallback: { kind: 'any', about: 'The output when the node fails and no `error` edge leads on; expressions may stand in it.' },
  disabled: { kind: 'flag', about: 'Whether the node is passed over.' },
  notes: { kind: 'text', about: 'Remarks for people.' },
  nodes: { kind: 'map', about: 'The nodes inside a scope.' },
  catch: { kind: 'map', about: 'Only in `try`: what runs after a failure inside `nodes`.' },
  finally: { kind: 'map', about: 'Only in `try`: what runs in any case.' },
} as const satisfies Fields

export const retryFields = {
  attempts: { kind: 'number', min: 1, max: 100, isWhole: true, required: true, about: 'All attempts, the first one included.' },
  delay: { kind: 'duration', least: 'zero', about: 'The wait before the second attempt; 1s when left out.' },
  backoff: { kind: 'choice', choices: ['constant', 'linear', 'exponential'], about: 'How the wait grows from attempt to attempt.' },
  factor: { kind: 'number', min: 1, max: 1000, isWhole: false, about: 'What the wait is multiplied by when it grows exponentially.' },
  maxDelay: { kind: 'duration', least: 'zero', about: 'The longest wait; 1h when left out.' },
  jitter: { kind: 'share', about: 'The share of the wait that is left to chance, 0 to 1; true means 0.5.' },
  on: { kind: 'texts', about: 'What is tried again: `retryable`, `timeout`, codes of errors; both classes when left out.' },
} as const satisfies Fields

export const settingsFields = {
  timeout: { kind: 'duration', least: 'positive', about: 'The execution ends as `timed_out` after it.' },
  cancelTimeout: { kind: 'duration', least: 'positive', about: 'How long `try` scopes may clean up after a cancel; 1m when left out.' },
  onFailure: { kind: 'workflow-id', about: 'The workflow that is started when an execution fails or times out.' },
  record: { kind: 'choice', choices: ['always', 'never'], about: 'Whether executions are kept on disk; `never` loses them in a crash.' },
  concurrency: { kind: 'map', about: 'How many executions may run at once, of all or for each key.' },
  priority: { kind: 'number', min: 0, max: 100, isWhole: true, about: 'Who is admitted first, 0 to 100; 50 when left out.' },
  rateLimit: { kind: 'map', about: 'How many executions may start within a time, of all or for each key.' },
  debounce: { kind: 'map', about: 'Of starts that follow each other closely, only the last one runs.' },
  retention: { kind: 'map', about: 'How long finished executions are kept, how many and how much.' },
  capture: { kind: 'any', about: 'Which values the history keeps: `full`, `shapes` or `none`, or a map.' },
  redact: { kind: 'map', about: 'Which values the history masks.' },
} as const satisfies Fields

export const retentionFields = {
  success: { kind: 'map', about: 'Limits for executions that succeeded or were canceled.' },
  failure: { kind: 'map', about: 'Limits for executions that failed, timed out or crashed.' },
} as const satisfies Fields

export const limitFields = {
  age: { kind: 'limit', of: 'duration', about: 'How long after their end they are kept; or `none`.' },
  count: { kind: 'limit', of: 'count', about: 'How many are kept, the newest; or `none`.' },
  bytes: { kind: 'limit', of: 'size', about: 'How much of them is kept, the newest; or `none`.' },
} as const satisfies Fields

export const captureLevels = ['full', 'shapes', 'none'] as const

export const captureFields = {
  inputs: { kind: 'choice', choices: captureLevels, about: 'What comes in: trigger, inputs, vars, env, and what each step is given.' },
  outputs: { kind: 'choice', choices: captureLevels, about: 'What comes out: outputs, log lines, messages of errors, the result.' },
  truncate: { kind: 'limit', of: 'count', about: 'A value with more characters is kept as its beginning and its size; or `none`.' },
} as const satisfies Fields

export const redactFields = {
  paths: { kind: 'texts', about: 'Where the values stand, such as `trigger.body.password` or `nodes.*.output.email`.' },
  patterns: { kind: 'texts', about: '`email`, `creditCard`, `iban`, `phone`, or a regular expression between slashes.' },
} as const satisfies Fields

export const concurrencyFields = {
  limit: { kind: 'number', min: 1, max: 10_000, isWhole: true, required: true, about: 'How many may run at once.' },
  key: { kind: 'text', about: 'An expression: the limit counts for each of its values.' },
  onLimit: { kind: 'choice', choices: ['queue', 'drop', 'cancel-running'], about: 'What becomes of a start when there is no place.' },
  whileWaiting: { kind: 'choice', choices: ['hold', 'release'], about: 'Whether an execution that waits keeps its place.' },
  maxQueued: { kind: 'number', min: 0, max: 1_000_000, isWhole: true, about: 'How many may be queued; beyond it a start is refused.' },
} as const satisfies Fields

export const rateLimitFields = {
  limit: { kind: 'number', min: 1, max: 10_000, isWhole: true, required: true, about: 'How many may start within the time.' },
  per: { kind: 'duration', least: 'positive', required: true, about: 'The time.' },
  key: { kind: 'text', about: 'An expression: the limit counts for each of its values.' },
  onLimit: { kind: 'choice', choices: ['reject', 'queue', 'drop'], about: 'What becomes of a start beyond the limit.' },
} as const satisfies Fields

export const debounceFields = {
  delay: { kind: 'duration', least: 'positive', required: true, about: 'How long no other start may come before it runs.' },
  key: { kind: 'text', about: 'An expression: only starts with the same value replace each other.' },
  maxDelay: { kind: 'duration', least: 'positive', about: 'After so long it runs, however many starts come.' },
} as const satisfies Fields
