/** How the shipping to a replica stands. Times in ms since 1970. */
export interface ReplicaStatus {
  /** `behind`: it has not everything of more than a second ago. */
  readonly state: 'copying' | 'following' | 'behind' | 'failing'
  readonly directory: string
  /** Since when it is so. */
  readonly since: number
  /** How old what is missing may be; 0 when nothing is. */
  readonly lagMs: number
  /** When all there was had been shipped; undefined before that. */
  readonly shippedAt: number | undefined
  /** Why it fails. */
  readonly error?: string
}
