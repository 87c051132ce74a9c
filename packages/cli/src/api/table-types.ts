import type { Json, JsonObject } from '@millrace/engine'

export interface ApiColumn {
  readonly name: string
  readonly type: string
  /** Where a pointer or a relation leads to. */
  readonly table?: string
  readonly required?: true
  readonly default?: Json
  readonly unique?: true
  readonly index?: true
  readonly search?: true
}

export interface ApiTable {
  readonly name: string
  readonly columns: readonly ApiColumn[]
  readonly isLocked: boolean
  /** Who may do what, besides the operator. */
  readonly access?: Readonly<Record<string, readonly string[]>>
  readonly createdAt: string
  readonly updatedAt: string
}

export interface ApiTableDetail extends ApiTable {
  readonly count: number
}

export interface ApiTableToken {
  readonly tokenId: string
  /** Null is who is not signed in. */
  readonly id: string | null
  readonly roles: readonly string[]
  readonly createdAt: string
  readonly expiresAt?: string
}

export interface ApiNewTableToken extends ApiTableToken {
  readonly token: string
}

/** What a change of a table would take away, or what stands against it. */
export interface ApiLoss {
  readonly change: JsonObject
  readonly count: number
  readonly examples: readonly { readonly id: string; readonly value: Json }[]
  readonly isDiscardable: boolean
}

export interface ApiTableChanged {
  readonly table: ApiTable
  readonly losses: readonly ApiLoss[]
}

export interface ApiImported {
  readonly table: string
  readonly isNew: boolean
  readonly newColumns: readonly ApiColumn[]
  readonly renamed: Readonly<Record<string, string>>
  readonly count: number
  readonly created: number
  readonly updated: number
  readonly wrong: number
  readonly mistakes: readonly { readonly line: number; readonly message: string }[]
}

export interface ApiSchemaApplied {
  readonly items: readonly {
    readonly table: string
    readonly action: 'create' | 'add-columns' | 'keep' | 'conflict'
    readonly columns: readonly string[]
  }[]
  readonly records: number
}
