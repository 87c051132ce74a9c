/** What somebody has set while the server ran, as text. */
export interface StoredSetting {
  readonly account: string
  /** Left out, it is for every workflow of the account. */
  readonly workflowId?: string
  readonly name: string
  readonly value: string
}

/** A value of null takes the setting back. */
export type SettingWrite = Omit<StoredSetting, 'value'> & { readonly value: string | null }

export interface SettingStore {
  /** Of all accounts, for the process that reads them once: there are few. */
  all(): Promise<readonly StoredSetting[]>
  /** All of them or none, on disk when it resolves. */
  put(changes: readonly SettingWrite[]): Promise<void>
}
