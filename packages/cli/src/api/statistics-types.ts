/** What ended in a window. */
export interface ApiEnded {
  readonly total: number
  readonly byStatus: Readonly<Record<string, number>>
  readonly successRate?: number
  readonly durationMs?: Readonly<Record<'average' | 'min' | 'max' | 'p50' | 'p95' | 'p99', number>>
}

export interface ApiStatisticsSlot extends ApiEnded {
  readonly from: string
  readonly to: string
}

export interface ApiStatistics extends ApiStatisticsSlot {
  readonly unfinished: Readonly<Record<string, number>>
  readonly workflows: readonly (ApiEnded & { readonly workflowId: string; readonly unfinished: Readonly<Record<string, number>> })[]
  readonly slots?: readonly ApiStatisticsSlot[]
}
