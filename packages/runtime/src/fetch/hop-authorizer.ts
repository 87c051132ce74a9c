import type { OutgoingRequest } from './outgoing-request.ts'

/** Adds credentials to requests on their way out, hop by hop. */
export interface HopAuthorizer {
  /**
   * The request with its credentials. Asked anew for each hop, with what the hop before was given left out, so that a redirect carries nothing
   * on. Asked again with the answer when that was a 401. Rejects to refuse the hop.
   */
  authorize(request: OutgoingRequest, challenge: Response | undefined): Promise<OutgoingRequest>
  /** Whether a 401 is answered, once in each hop. */
  readonly answersChallenge: boolean
}
