import type { Json } from '@millrace/engine'

// What the API answers, as far as the commands read it; its OpenAPI document tells all. Times are ISO texts.

export interface ApiPage<T> {
  readonly items: readonly T[]
  readonly nextCursor?: string
}

export interface ApiWorkflowSummary {
  readonly id: string
  readonly name?: string
  readonly version: number
  readonly publishedAt: string
}

export interface ApiConnection {
  readonly name: string
  readonly type: string
  readonly values: Readonly<Record<string, Json>>
  /** The secret fields that have a value. */
  readonly secrets: readonly string[]
  readonly origin: 'environment' | 'store'
  readonly problem?: string
  readonly updatedAt?: string
}

export interface ApiConnectionType {
  readonly type: string
  readonly title: string
  readonly summary: string
  readonly secretFields: readonly string[]
  /** JSON Schema, as far as the command line needs it. */
  readonly schema: { readonly properties: Readonly<Record<string, { readonly type?: string }>>; readonly required?: readonly string[] }
}

export interface ApiValue {
  readonly key: string
  readonly value: Json
  readonly revision: number
  readonly expiresAt?: string
}

export interface ApiFile {
  readonly fileId: string
  readonly name: string
  readonly mediaType: string
  readonly size: number
  readonly sha256: string
}
