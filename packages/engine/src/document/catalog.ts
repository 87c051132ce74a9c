import type { JsonObject } from '../json.ts'
import type { ValueType } from '../types/value-type.ts'

/**
 * What may safely be done with a step again: `pure` needs no commit barrier, `read` may be repeated,
 * `idempotent` may be repeated with the same key, `external` is never repeated by a replay.
 */
export type Effects = 'pure' | 'read' | 'idempotent' | 'external'

/** The three kinds of scope, the only nodes that contain nodes. */
export type ScopeKind = 'for-each' | 'loop' | 'try'

/** What the engine must know of a node type in order to validate and route it. The library supplies it. */
export interface NodeTypeFacts {
  readonly type: string
  /** Output ports, the normal one first. `error` and `timeout` are added by the engine to every node that can fail. */
  ports(params: JsonObject): readonly string[]
  readonly effects: Effects
  readonly scope?: ScopeKind
  /** Of a scope: what stands for keys of `with` that are not written. */
  readonly defaults?: JsonObject
  /** Keys of `with` whose text is taken as written, never as a template: code is full of braces. */
  readonly literalParams?: readonly string[]
  /**
   * `token` for a type whose steps wait at a single-use address, which other nodes read as `waiting.<node>.url`; `event` for one whose
   * steps wait for an event; `time` for one whose steps wait for a time.
   */
  readonly waits?: 'token' | 'event' | 'time'
  /** May end its path although it has edges, as `stop` does. */
  readonly endsPath?: boolean
  /** The workflow whose end a step waits for, where `with` says it plainly. */
  awaitsWorkflow?(written: JsonObject): string | undefined
  /** What is known of the output, of whatever normal port; nothing, when left out. Not asked of scopes: the engine knows theirs. */
  outputType?(written: JsonObject, inferred: InferredParams): ValueType
  /** Checks `with`. A value that holds an expression stands for any value. */
  checkParams(params: JsonObject): readonly ParamMistake[]
}

/** What is known of a step before it runs. */
export interface InferredParams {
  /** What arrives over its edges. */
  readonly input: ValueType
  /** The same, by the node that it comes from; each may come or not. Nothing for nodes that begin a section. */
  readonly arrivals: Readonly<Record<string, ValueType>>
  /** `with`, its expressions evaluated: a map of what is written, without defaults. */
  readonly params: ValueType
}

export interface TriggerTypeFacts {
  readonly type: string
  /** What is known of the data that it brings; nothing, when left out. */
  dataType?(written: JsonObject): ValueType
  /** Keys of `with` that `look` is made of: nothing in them is evaluated at publication. */
  readonly lookParams?: readonly string[]
  /** What it looks with for what is new; undefined where `with` has mistakes. */
  look?(written: JsonObject): LookFacts | undefined
  /** Keys of `with` that are evaluated each time it might fire, and so may read `trigger`. */
  readonly firingParams?: readonly string[]
  checkParams(params: JsonObject): readonly ParamMistake[]
  /** What is dangerous about a `with` that has no mistakes. */
  doubts?(params: JsonObject): readonly ParamMistake[]
}

/** A small workflow with which a trigger looks. In its expressions `trigger.cursor` is what the look before has left. */
export interface LookFacts {
  /** As in a file. */
  readonly nodes: JsonObject
  /** For mistakes in them: where in the trigger's `with` the places stand that somebody has written, by their path under `nodes`. */
  readonly places: readonly LookPlace[]
}

export interface LookPlace {
  readonly inNodes: readonly string[]
  readonly inWith: readonly string[]
}

/** A mistake in `with`; `path` is relative to it. */
export interface ParamMistake {
  readonly path: readonly (string | number)[]
  readonly message: string
  /** Set when a key is unknown: the keys that are known there. */
  readonly knownKeys?: readonly string[]
}

/** The node and trigger types that workflows may use. */
export interface Catalog {
  node(type: string): NodeTypeFacts | undefined
  trigger(type: string): TriggerTypeFacts | undefined
  nodeTypes(): readonly string[]
  triggerTypes(): readonly string[]
}
