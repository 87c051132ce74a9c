import type { Effects, HttpResponse, Json, JsonObject, LogLine, NamedPorts, NodeTypeFacts, ParamMistake, ScopeKind } from '@millrace/engine'
import type { z } from 'zod'
import type { NodeHost } from './node-host.ts'
import type { OutputType } from './output-type.ts'

export type NodeGroup = 'logic' | 'data' | 'network' | 'wait' | 'code' | 'workflow'

/** How an attempt ends when it does not throw. Build one with `done`, `respond`, `waitUntil`, `waitFor`, `again`, `waitForSignal`, `call` or `stop`. */
export type NodeResult =
  | { readonly type: 'done'; readonly output: Json; readonly port?: string }
  | { readonly type: 'respond'; readonly output: Json; readonly response: HttpResponse }
  | { readonly type: 'wait'; readonly until: number; readonly output: Json }
  | { readonly type: 'wait-for'; readonly ms: number; readonly output: Json }
  | { readonly type: 'again'; readonly until: number; readonly memory: Json }
  /** An event names its key; the address of a token is the runtime's to make. `about` is what the page at that address shows. */
  | {
      readonly type: 'signal'
      readonly channel: 'event' | 'token'
      readonly key?: string
      readonly until?: number
      readonly about?: Json
    }
  | { readonly type: 'call'; readonly workflow: string; readonly version?: number; readonly inputs: JsonObject; readonly wait: boolean }
  | {
      readonly type: 'stop'
      readonly status: 'success' | 'failed'
      readonly output: Json
      readonly message?: string
      readonly only?: 'path'
    }

/** What came over one taken edge. */
export interface Arrival {
  readonly node: string
  readonly output: Json
  readonly at: number
}

/** What a node may use when its workflow is published. */
export interface Workshop {
  /** One script that defines `packages`, a map from name to what the npm package exports. Rejects for one that is not allowed or not there. */
  bundle(names: readonly string[]): Promise<string>
}

/** Given `with` as written; undefined when there is nothing to prepare. */
export type Prepare = (written: JsonObject, workshop: Workshop) => Promise<Json | undefined>

/** All that a node may use. It imports no I/O of its own. */
export interface NodeContext<Params> extends NodeHost {
  /** Evaluated and parsed by the node's schema; secrets are resolved in it. */
  readonly params: Params
  /** What arrived over the taken edge. */
  readonly input: Json
  /** The same, told apart by where it came from, in the order of the file. `at` counts the arrivals, from 0. Empty for nodes that begin a section. */
  readonly arrivals: readonly Arrival[]
  /** Aborted when the attempt times out or the execution is cancelled. */
  readonly signal: AbortSignal
  /** The same for every attempt of one step: pass it on where the other side takes an idempotency key. */
  readonly idempotencyKey: string
  readonly attempt: number
  /** What the step left when it asked to be run `again`; undefined the first time. */
  readonly memory: Json | undefined
  /** Which execution the step belongs to, e.g. for links and messages. */
  readonly execution: { readonly id: string; readonly workflowId: string; readonly step: string }
  /** What `prepare` made of the parameters when the workflow was published. */
  prepared(): Promise<Json | undefined>
  /** Milliseconds since 1970. */
  now(): number
  /** The guarded fetch: private addresses are refused unless allowed, at each redirect too. */
  readonly fetch: typeof globalThis.fetch
  log(level: LogLine['level'], message: string, data?: Json): void
}

/** One documented, tested use of a node. The generic test runs it and compares port and output. */
export interface NodeExample {
  readonly name: string
  readonly with: JsonObject
  readonly input?: Json
  /** What comes from which node, for a type that reads `arrivals`. */
  readonly arrivals?: Readonly<Record<string, Json>>
  readonly port?: string
  /** A file that is there, as base64; its handle is the input. */
  readonly file?: string
  /** What the outside answers to the node's request here. */
  readonly reply?: HttpResponse
  /** Needs a server of another kind, so it is shown but only its parameters are checked: the node's own test runs it. */
  readonly needs?: string
  /** Left out when the output cannot be the same twice. */
  readonly output?: Json
}

/** A code that the node's failures may carry besides `BAD_PARAMS`. Public: error paths branch on it. */
export interface NodeFailure {
  readonly code: string
  /** When it comes, and whether a retry may help. */
  readonly when: string
}

/** Everything there is to say of a node type: form, palette, validation, docs page and mock come from this one value. */
export interface NodeDefinition<Schema extends z.ZodType> {
  readonly type: string
  readonly title: string
  readonly icon: string
  readonly group: NodeGroup
  /** One sentence. */
  readonly summary: string
  /** Markdown. */
  readonly docs: string
  readonly params: Schema
  /** The normal port first; or how the parameters name them, as in `switch`. `error` and `timeout` are never listed: every node has them. */
  readonly ports?: readonly string[] | NamedPorts
  /**
   * What it gives out over its normal ports, for completion and for warnings where an expression reads what cannot be there: a schema
   * (`z.object` has no other fields than those named, `z.looseObject` may), or a function where parameters or input decide.
   * `inputGoesOn` stands for what came in. Left out, nothing is known.
   */
  readonly output?: z.ZodType | OutputType
  /** Its `stop` may end only its path, although it has edges. */
  readonly endsPath?: true
  readonly effects: Effects
  /** Where the parameters tell more than `effects`, which is then the worst case: a GET reads, a POST does not. Given them evaluated. */
  readonly effectsOf?: (params: JsonObject) => Effects
  /** Parameters whose text is taken as written, never as a template: users' code is full of braces. */
  readonly literalParams?: readonly string[]
  /** Connection types that `with.connection` may name. */
  readonly connections?: readonly string[]
  /**
   * `token` for a type that waits at a single-use address, read elsewhere as `waiting.<node>.url`; `event` for one that waits for an
   * event; `time` for one that waits for a time.
   */
  readonly waits?: 'token' | 'event' | 'time'
  /** The workflow that a step calls and waits for, where it is written out: what waits for itself is warned of. */
  readonly awaitsWorkflow?: (written: JsonObject) => string | undefined
  /** Runs when the workflow is published; what it gives belongs to that version. Rejects to refuse the version, telling why. */
  readonly prepare?: Prepare
  readonly errors?: readonly NodeFailure[]
  readonly examples: readonly NodeExample[]
  /** What the schema cannot see: mistakes in `with` as written, its expressions not yet evaluated. */
  readonly check?: (written: JsonObject) => readonly ParamMistake[]
  run(context: NodeContext<z.output<Schema>>): NodeResult | Promise<NodeResult>
}

/** A scope's type tells the same, but the engine itself runs it: for-each, loop, try. */
export interface ScopeDefinition<Schema extends z.ZodType> extends Omit<NodeDefinition<Schema>, 'run' | 'effects'> {
  readonly scope: ScopeKind
  /** What stands for parameters that are not written; the engine reads a scope's parameters itself and knows no schema. */
  readonly defaults?: JsonObject
}

/** A node type as the registry holds it, its parameter type erased. */
export interface NodeType extends NodeTypeFacts {
  readonly title: string
  readonly icon: string
  readonly group: NodeGroup
  readonly summary: string
  readonly docs: string
  readonly errors: readonly NodeFailure[]
  readonly connections: readonly string[]
  /** Where the parameters name the ports. */
  readonly namedPorts?: NamedPorts
  readonly effectsOf?: (params: JsonObject) => Effects
  readonly prepare?: Prepare
  readonly examples: readonly NodeExample[]
  readonly params: z.ZodType
  /** Absent where a function tells it. */
  readonly output?: z.ZodType
  /** Absent for scopes. Parses `context.params` by the schema first and fails as fatal `BAD_PARAMS` when they do not fit. */
  readonly run?: (context: NodeContext<JsonObject>) => NodeResult | Promise<NodeResult>
}
