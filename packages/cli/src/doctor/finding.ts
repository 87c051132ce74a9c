/** What one look found. */
export interface Finding {
  /** What was looked at: `node`, `database`, `sandbox`. */
  readonly area: string
  readonly status: FindingStatus
  /** One sentence or less. */
  readonly message: string
  /** What to do about it; given with every warning and problem. */
  readonly advice?: string
}

/** `warning`: it works, but not as well or as safely as it could. `problem`: something does not work or is open to others. */
export type FindingStatus = 'ok' | 'warning' | 'problem'

/** The ways to say what was found in one area. */
export function findingsIn(area: string) {
  return {
    ok: (message: string): Finding => ({ area, status: 'ok', message }),
    warning: (message: string, advice: string): Finding => ({ area, status: 'warning', message, advice }),
    problem: (message: string, advice: string): Finding => ({ area, status: 'problem', message, advice }),
  }
}
