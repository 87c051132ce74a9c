import type { JsonObject } from '@millrace/engine'
import { createContext } from 'react'

/** All parameters of the open node: what some fields know depends on another, as columns on the table. */
export const ParamsContext = createContext<JsonObject>({})
