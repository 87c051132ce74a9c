import type { Problem } from '../problem.ts'

/** What a problem's code stands for. Codes are public: once released, a code keeps its meaning. */
export interface ProblemKind {
  readonly severity: Problem['severity']
  /** What is wrong, in a few words. */
  readonly title: string
  /** What to do about it. */
  readonly action: string
}

const error = (title: string, action: string): ProblemKind => ({ severity: 'error', title, action })
const warning = (title: string, action: string): ProblemKind => ({ severity: 'warning', title, action })

/** Every mistake that the checks of this folder report. `docs/errors.md` lists the same, and a test compares the two. */
export const documentProblems = {
  NOT_A_WORKFLOW: error('The file holds no map', 'Begin with `id:` and `nodes:`.'),
  UNKNOWN_KEY: error('A key that the format does not have', 'Correct the spelling, or delete the key.'),
  MISSING_KEY: error('A required key is absent', 'Add the key.'),
  WRONG_TYPE: error('A value of the wrong kind', 'Write the kind of value that the message names.'),
  INVALID_ID: error('An id that expressions and paths could not use', 'Use lower-case letters, digits and `_`, a letter first.'),
  INVALID_CHOICE: error('A word that is not one of the choices', 'Use one of the words that the message lists.'),
  OUT_OF_RANGE: error('A number outside its limits', 'Use a number within the limits that the message names.'),
  INVALID_DURATION: error('A text that is not a duration', 'Write a number with its unit, such as `500ms`, `5s`, `1h30m` or `PT5M`.'),
  INVALID_SIZE: error('A text that is not a size', 'Write a number of bytes or one with its unit, such as `500MB` or `2GiB`.'),
  INVALID_PATTERN: error('A pattern that cannot be used', 'Name a known one, or write a regular expression between slashes.'),
  INVALID_PATH: error('A path to values that leads nowhere', 'Begin with `trigger`, `inputs`, `vars`, `env` or `nodes.<id>.output`.'),
  INPUT_MISMATCH: error(
    'A default, a choice or what a trigger gives does not fit the input',
    'Make the value fit `type` and `enum`, or change those.',
  ),
  FAILS_INTO_ITSELF: error('A workflow whose `onFailure` is itself', 'Name another workflow.'),
  NEEDS_RECORD: error(
    'Something that cannot be had without a record',
    'Take `record: never` out of the settings, or what needs the record.',
  ),
  LOST_IN_A_CRASH: warning(
    'A wait that a crash or restart would lose',
    'Take `record: never` out of the settings, unless that may be lost.',
  ),
  RATE_LIMIT_AND_DEBOUNCE: error('Both a rate limit and a debounce', 'Keep one of the two.'),
  CONSTANT_KEY: error('A key that reads nothing', 'Write an expression, or delete the key.'),
  CALLS_INTO_OWN_LIMIT: warning(
    'A workflow that waits for a place that it holds itself',
    'Raise the limit, or write `whileWaiting: release`.',
  ),
  NO_NODES: error('A workflow or scope without nodes', 'Add at least one node.'),
  DUPLICATE_NODE_ID: error('Two nodes with one id', 'Rename one: ids are unique in the whole file, inside scopes too.'),
  UNKNOWN_NODE_TYPE: error('A node type that is not installed', 'Correct the spelling, or install the plugin that brings the type.'),
  UNKNOWN_TRIGGER_TYPE: error('A trigger type that is not installed', 'Correct the spelling, or install the plugin that brings the type.'),
  NOT_A_SCOPE: error('Nodes inside a node that is no scope', 'Move them out, or use `for-each`, `loop` or `try`.'),
  HANDLER_OUTSIDE_TRY: error('`catch` or `finally` on something other than `try`', 'Put the scope inside a `try`.'),
  TRY_WITHOUT_HANDLER: error('A `try` with neither `catch` nor `finally`', 'Add one of them, or take the nodes out of the `try`.'),
  RETRY_ON_SCOPE: error('`retry` on a scope', 'Put `retry` on the nodes inside, or use a `loop`.'),
  SECRET_IN_SCOPE: error('A secret in the parameters of a scope', 'Read the secret in the node that uses it.'),
  SECRET_IN_FALLBACK: error('A secret in a fallback', 'Write something else there: secrets are known only inside the call to a node.'),
  UNUSED_FALLBACK: error('A `fallback` that is never used', 'Delete it, or what keeps the node from going on.'),
  UNKNOWN_PARAM: error('A parameter that the type does not have', 'Correct the spelling, or delete the parameter.'),
  INVALID_PARAM: error('A parameter that does not fit the type', 'Change it as the message says.'),
  UNSAFE_PARAM: warning('Parameters that fit, and leave something open', 'Do as the message says, or write that it is meant so.'),
  TYPE_CHECK_FAILED: error('A node or trigger type broke while it checked its parameters', 'Report it to the author of the type.'),
  UNKNOWN_TARGET: error('An edge to a node that does not exist', 'Name an existing node, or add it.'),
  EDGE_CROSSES_SCOPE: error('An edge into or out of a scope', 'Lead to the scope itself, or move the node.'),
  SELF_EDGE: error('A node that leads to itself', 'Put it inside a `loop`, or use `retry`.'),
  UNKNOWN_PORT: error('A port that the node does not have', 'Use one of the ports that the message lists.'),
  CYCLE: error('Nodes that lead back to each other', 'Put the nodes to repeat inside a `loop` or `for-each`.'),
  UNKNOWN_NAME: error('A name that expressions do not know', 'Use one of the names that the message lists.'),
  NAME_NOT_HERE: error('A name that has no value at this place', 'Use it only where the message says.'),
  UNKNOWN_NODE: error('An expression that reads a node that does not exist', 'Name an existing node.'),
  UNKNOWN_NODE_FACT: error('Something other than `output` is read of a node', 'Read `nodes.<id>.output`.'),
  SELF_REFERENCE: error('A node that reads its own output, or that of the scope it stands in', 'Read a node that has run before.'),
  REFERENCE_INTO_SCOPE: error('An expression that reads a node inside another scope', 'Read the output of the scope.'),
  NO_ADDRESS: error('`waiting` names a node that waits at no address', 'Name a `wait.webhook`, a `wait.approval` or a `wait.form`.'),
  UNKNOWN_ADDRESS: error('Something that an address does not have', 'Read `url`, `token`, `approveUrl` or `rejectUrl` of it.'),
  UNKNOWN_INPUT: error('An input that is not declared', 'Declare it under `inputs`, or correct the spelling.'),
  NOT_UPSTREAM: warning('A node that may not have run yet is read', 'Lead a path from the node that is read to the one that reads.'),
  NO_ERROR_HERE: warning('`error` is read where none arrives', 'Read it in a `catch`, or behind an `error` or `timeout` port.'),
  UNKNOWN_FIELD: warning('A field that the value cannot have', 'Correct the spelling, or read a field that the message lists.'),
  UNDECLARED_VAR: warning('A variable that the file does not define', 'Define it under `vars`, unless the instance does.'),
  NOT_EVALUATED: warning('An expression where nothing evaluates it', 'Write the value itself, or move the expression into a node.'),
  TOO_MANY_PROBLEMS: warning('More problems than are listed', 'Mend the listed ones first.'),
} as const satisfies Readonly<Record<string, ProblemKind>>

export type DocumentProblemCode = keyof typeof documentProblems
