/**
 * Every problem that the server itself reports; those of the runtime and the store pass through with their own codes.
 * Codes are public. `docs/errors.md` lists the same, and a test compares the two.
 */
export const serverProblems = {
  NOT_FOUND: { status: 404, title: 'There is nothing at this address' },
  METHOD_NOT_ALLOWED: { status: 405, title: 'The address does not take this method' },
  UPGRADE_REQUIRED: { status: 426, title: 'The address speaks WebSocket' },
  HOST_NOT_ALLOWED: { status: 421, title: 'The Host header names another server' },
  CROSS_SITE: { status: 403, title: 'A page of another site may not do this' },
  REQUEST_INVALID: { status: 400, title: 'A parameter or the body does not fit' },
  REQUEST_MALFORMED: { status: 400, title: 'The request is not HTTP/1.1' },
  HEADERS_TOO_LARGE: { status: 431, title: 'The headers are too large' },
  HEADER_REPEATED: { status: 400, title: 'A header that must be single came twice' },
  REQUEST_TIMEOUT: { status: 408, title: 'The request took too long to arrive' },
  BODY_TOO_LARGE: { status: 413, title: 'The body is too large' },
  BODY_NOT_JSON: { status: 400, title: 'The body is not valid JSON' },
  BODY_TOO_DEEP: { status: 400, title: 'The body is nested too deep' },
  BODY_NOT_TEXT: { status: 400, title: 'The body is not text in the encoding it claims' },
  BODY_NOT_MULTIPART: { status: 400, title: 'The body is not the multipart it claims to be' },
  TOO_MANY_FIELDS: { status: 400, title: 'The query or form has too many fields' },
  CONTENT_TYPE_INVALID: { status: 400, title: 'The Content-Type header cannot be understood' },
  CHARSET_UNKNOWN: { status: 415, title: 'The character set of the body is not known' },
  CONTENT_ENCODING_UNSUPPORTED: { status: 415, title: 'Compressed bodies are not taken' },
  WEBHOOK_NOT_FOUND: { status: 404, title: 'No workflow has a webhook at this path' },
  WEBHOOK_METHOD_NOT_ALLOWED: { status: 405, title: 'The webhook does not take this method' },
  RESPONSE_INVALID: { status: 500, title: 'The respond step gave an answer that cannot be sent' },
  RESPONSE_MISSING: { status: 500, title: 'The execution ended without a respond step' },
  EXECUTION_CANCELED: { status: 500, title: 'The execution was canceled' },
  EXECUTION_TIMED_OUT: { status: 504, title: 'The execution timed out' },
  EXECUTION_FAILED: { status: 500, title: 'The execution failed' },
  WORKFLOW_UNKNOWN: { status: 404, title: 'There is no such workflow or version' },
  WORKFLOW_INVALID: { status: 422, title: 'The workflow file has mistakes' },
  WORKFLOW_ID_MISMATCH: { status: 422, title: 'The file is of another workflow' },
  TRIGGER_NOT_FOUND: { status: 404, title: 'The workflow has no such trigger' },
  NODE_TYPE_NOT_FOUND: { status: 404, title: 'There is no such node type' },
  EXECUTION_NOT_FOUND: { status: 404, title: 'There is no such execution' },
  EXECUTION_FINISHED: { status: 409, title: 'The execution has finished already' },
  IDEMPOTENCY_KEY_REUSED: { status: 409, title: 'The idempotency key belongs to another request' },
  STORE_UNAVAILABLE: { status: 503, title: 'The store cannot be written to' },
  INTERNAL: { status: 500, title: 'Something broke inside the server' },
} as const satisfies Readonly<Record<string, { readonly status: number; readonly title: string }>>

export type ServerProblemCode = keyof typeof serverProblems
