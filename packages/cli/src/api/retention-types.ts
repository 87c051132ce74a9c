export interface ApiRetention {
  readonly settings: readonly ApiRetentionSetting[]
  readonly size: { readonly bytes: number; readonly freeBytes: number; readonly fileBytes: number }
  readonly last?: ApiCleanUp
}

export interface ApiRetentionSetting {
  readonly name: string
  readonly value: string
  readonly origin: string
  readonly about: string
}

export interface ApiCleanUp {
  readonly at: string
  readonly success: number
  readonly failure: number
  readonly kept: number
  readonly bytes: number
  readonly files: number
  readonly events: number
  readonly freedBytes: number
}
