import type { Effects, ScopeKind } from '../document/catalog.ts'
import type { NodeDefinition, Workflow } from '../document/workflow.ts'
import type { Template } from '../expression/template.ts'
import type { RetryPlan } from './retry-plan.ts'

/** A workflow made ready to run: edges resolved, templates compiled, durations in milliseconds. Never changes. */
export interface Plan {
  readonly workflow: Workflow
  readonly root: Section
  /** Every node, at any depth: ids are unique in a workflow. */
  readonly nodes: ReadonlyMap<string, PlanNode>
  readonly timeoutMs?: number
  /** How long an execution may clean up when it is canceled. */
  readonly cancelTimeoutMs: number
  /** The workflow to start when an execution ends as failed or timed_out; nothing the engine does. */
  readonly onFailure?: string
  /** Absent where every start runs at once. */
  readonly admission?: AdmissionPlan
  /** What the templates name, so that only that is handed to an execution. `*` says that a name is computed: any may be needed. */
  readonly uses: {
    readonly vars: readonly string[]
    readonly env: readonly string[]
    readonly secrets: readonly string[]
    /** The nodes whose address is named, as `waiting.<node>`. */
    readonly waiting: readonly string[]
  }
}

/** What decides when an execution may run; nothing the engine does. */
export interface AdmissionPlan {
  readonly concurrency?: {
    readonly limit: number
    readonly key?: Template
    readonly onLimit: 'queue' | 'drop' | 'cancel-running'
    readonly whileWaiting: 'hold' | 'release'
    readonly maxQueued?: number
  }
  readonly priority: number
  readonly rateLimit?: {
    readonly limit: number
    readonly perMs: number
    readonly key?: Template
    readonly onLimit: 'reject' | 'queue' | 'drop'
  }
  readonly debounce?: { readonly delayMs: number; readonly key?: Template; readonly maxDelayMs?: number }
}

/** Nodes that start and end together: the whole workflow, a scope's body, or a `catch` or `finally`. */
export interface Section {
  readonly part: 'root' | 'body' | 'catch' | 'finally'
  readonly nodes: readonly PlanNode[]
  /** Nodes without incoming edges. */
  readonly entries: readonly PlanNode[]
}

export interface PlanNode {
  readonly id: string
  /** Its place in `section.nodes`. */
  readonly index: number
  readonly section: Section
  readonly definition: NodeDefinition
  readonly effects: Effects
  /** The normal ports, the first of them the one a disabled node leaves by. */
  readonly ports: readonly string[]
  /** The whole of `with`. */
  readonly params: Template
  /** Each key of `with` on its own; scopes, which have no literal ones, evaluate them at different times. */
  readonly param: ReadonlyMap<string, Template>
  /** What it gives when it fails for good. */
  readonly fallback?: Template
  readonly incoming: readonly Edge[]
  readonly outgoing: readonly Edge[]
  readonly retry?: RetryPlan
  readonly timeoutMs?: number
  readonly scope?: PlanScope
}

export interface PlanScope {
  readonly kind: ScopeKind
  readonly body: Section
  readonly catch?: Section
  readonly finally?: Section
}

export interface Edge {
  readonly from: PlanNode
  /** `*` stands for every normal port that has no edge list of its own. */
  readonly port: string
  readonly to: PlanNode
}
