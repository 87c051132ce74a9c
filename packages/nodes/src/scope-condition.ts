import { z } from 'zod'

/** Only a whole expression passes in place of a boolean: a text, plain or with an expression in it, would be true for ever. */
export const scopeCondition = z.boolean({ error: 'must be one whole expression, {{ … }}' }).optional()
