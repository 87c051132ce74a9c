import type { NodeType } from '@millrace/kit'
import { httpRequest } from './http/request.ts'
import { ifNode } from './if.ts'
import { respondNode } from './respond.ts'
import { set } from './set.ts'
import { waitDelay } from './wait/delay.ts'

const logic = [ifNode]
const data = [set]
const network = [httpRequest, respondNode]
const wait = [waitDelay]

/** Every node type of the library, in the palette's order. */
export const nodeTypes: readonly NodeType[] = [...logic, ...data, ...network, ...wait]
