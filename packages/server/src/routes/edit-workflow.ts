import { type Change, edit, type Problem, parseWorkflow } from '@millrace/engine'
import { z } from 'zod'
import { jsonAnswer } from '../answer.ts'
import { ProblemError } from '../problem.ts'
import { defineRoute, type Route } from '../route.ts'
import type { Settings } from '../server-ports.ts'
import { change } from '../views/change-schema.ts'
import { editedWorkflow } from '../views/workflow-schema.ts'
import { workflowGroup } from './workflows.ts'

const body = z.strictObject({ source: z.string().meta({ description: 'The file.' }), change })

const example = {
  source: 'id: greet\nnodes:\n  hello: { type: log } # says it\n',
  change: { type: 'set', path: ['nodes', 'hello', 'with', 'message'], value: 'Hello' },
}

/** The text of a file with a change made in it: nothing is kept or published. */
export function editRoute({ registry }: Settings): Route {
  return defineRoute({
    method: 'post',
    path: '/api/v1/workflows/edit',
    access: 'local',
    group: workflowGroup,
    summary: 'Make a change in the text of a workflow file',
    description: 'Comments, order, quoting and blank lines stay. `inverse`, applied to the new `source`, gives the old one, byte for byte.',
    body: { type: 'json', schema: body, example },
    answers: {
      200: { description: 'The new text, the way back, and every problem of the new text.', schema: editedWorkflow },
      422: { description: 'The change cannot be made: `problems` says why and where.' },
    },
    handle({ body: { source, change } }) {
      refuseLongWork(source, change)
      const edited = edit(source, change)
      if (!edited.ok) throw refused(edited.problem)
      const parsed = parseWorkflow(edited.source, registry)
      const problems = parsed.ok ? parsed.warnings : parsed.problems
      return jsonAnswer(200, { source: edited.source, inverse: edited.inverse, problems })
    },
  })
}

/** Characters read for one request, about two seconds' worth (40 changes of 100 KB took 5.6 s): each change of a list reads the whole text again. */
const mostRead = 1_500_000

function refuseLongWork(source: string, change: Change): void {
  if (change.type !== 'all' || change.changes.length < 2) return
  // What the changes bring is read again too, by those after them.
  const written = source.length + JSON.stringify(change).length
  const most = Math.max(1, Math.floor(mostRead / written))
  if (change.changes.length <= most) return
  throw new ProblemError('REQUEST_INVALID', `A text of this size takes ${most} changes at once, not ${change.changes.length}: send fewer.`)
}

function refused(problem: Problem): ProblemError {
  const { line, column } = problem.position
  return new ProblemError('CHANGE_REFUSED', `Line ${line}, column ${column}: ${problem.message}`, {
    extra: { problems: [{ ...problem, position: { ...problem.position } }] },
  })
}
