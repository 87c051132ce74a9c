import type { NodeType } from '@millrace/kit'
import { forEach } from './for-each.ts'
import { httpRequest } from './http/request.ts'
import { ifNode } from './if.ts'
import { logNode } from './log.ts'
import { loop } from './loop.ts'
import { respondNode } from './respond.ts'
import { set } from './set.ts'
import { stopNode } from './stop.ts'
import { switchNode } from './switch.ts'
import { transform } from './transform.ts'
import { tryScope } from './try.ts'
import { waitDelay } from './wait/delay.ts'
import { workflowCall } from './workflow/call.ts'

const logic = [ifNode, switchNode, forEach, loop, tryScope, stopNode]
const data = [set, transform, logNode]
const network = [httpRequest, respondNode]
const wait = [waitDelay]
const workflow = [workflowCall]

/** Every node type of the library, in the palette's order. */
export const nodeTypes: readonly NodeType[] = [...logic, ...data, ...network, ...wait, ...workflow]
