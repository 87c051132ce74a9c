import type { Json, JsonObject } from '@millrace/engine'

/** What kind of field a value gets, read from the JSON Schema of a node's parameters by `form-fields`. */
export type FormShape =
  | { readonly kind: 'text'; readonly isLong: boolean; readonly format?: 'uri' }
  /** A text that nobody is to read over a shoulder. */
  | { readonly kind: 'secret' }
  | { readonly kind: 'code'; readonly language: 'javascript' | 'typescript' | 'python' | 'sql' | 'text' }
  | { readonly kind: 'number'; readonly isWhole: boolean; readonly minimum?: number; readonly maximum?: number }
  /** A number of bytes; as a text with its unit where the schema takes one. */
  | { readonly kind: 'bytes'; readonly takesText: boolean }
  | { readonly kind: 'switch' }
  | { readonly kind: 'choice'; readonly choices: readonly Json[] }
  /** Some of a few. Those that stand alone are chosen with nothing beside them; one may be written without its list. */
  | { readonly kind: 'several'; readonly choices: readonly Json[]; readonly alone: readonly Json[]; readonly takesOne: boolean }
  /** One item may be written without its list where `takesOne` says so. */
  | { readonly kind: 'list'; readonly item: FormShape; readonly takesOne?: true }
  /** Keys that the person names, each with a value of this shape; some names are known. */
  | { readonly kind: 'map'; readonly value: FormShape; readonly names?: NameSource }
  | { readonly kind: 'group'; readonly fields: readonly FormField[] }
  /** Exactly one of these fields. */
  | { readonly kind: 'operation'; readonly fields: readonly FormField[] }
  /** One of several groups, or something plainer. */
  | { readonly kind: 'variants'; readonly variants: readonly FormVariant[] }
  /** A structured condition. */
  | { readonly kind: 'condition'; readonly operators: JsonObject }
  | { readonly kind: 'connection'; readonly types: readonly string[] }
  /** When a schedule starts, in one of its two languages. */
  | { readonly kind: 'times'; readonly by: 'cron' | 'rrule' }
  | { readonly kind: 'duration' }
  /** A day, or a day with its time. */
  | { readonly kind: 'moment'; readonly hasTime: boolean }
  /** The name of something that there is. */
  | { readonly kind: 'name'; readonly of: NameSource }
  /** The handle of a file, as a node before gives it. */
  | { readonly kind: 'file' }
  /** Hardly ever written out. */
  | { readonly kind: 'expression' }
  /** Anything: typed as text or JSON. */
  | { readonly kind: 'any' }

/** Where known names come from; columns are those of the table that stands beside, inputs those of the workflow that does. */
export type NameSource = 'table' | 'column' | 'workflow' | 'workflow-input' | 'time-zone' | 'node-type'

export interface FormField {
  readonly name: string
  readonly title: string
  /** Markdown, a sentence or two. */
  readonly help: string
  readonly isRequired: boolean
  /** What counts when nothing is written. */
  readonly fallback: Json | undefined
  readonly shape: FormShape
  /** Whether an expression may stand in its place. */
  readonly takesExpression: boolean
  /** Whether few need it: it stands below the others, folded. */
  readonly isFolded: boolean
}

export interface FormVariant {
  readonly title: string
  readonly shape: FormShape
  /** What makes a value this one: the field that says so, with its word. */
  readonly marks: readonly { readonly name: string; readonly value: Json }[]
}
