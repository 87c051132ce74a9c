import { describe, expect, test } from 'vitest'
import { addNode } from '../model/changes/add-node.ts'
import { connect } from '../model/changes/connect.ts'
import { orderText } from '../model/testing/order-text.ts'
import { testTypes } from '../model/testing/test-types.ts'
import { draftState } from './draft/draft-state.ts'
import { createEditorStore } from './editor-store.ts'
import { layOut } from './layout/lay-out.ts'

function openStore(source = orderText) {
  let time = 0
  const draft = draftState({ source, revision: 0, base: { version: 1 }, newest: { version: 1 }, isBehind: false, problems: [] })
  const tick = () => (time += 2_000)
  return createEditorStore({ workflowId: 'order', source, layout: {}, types: testTypes, draft }, tick)
}

const keysOf = (store: ReturnType<typeof openStore>) => store.getState().nodes.map(({ id }) => id)

describe('a workflow that is edited', () => {
  test('follows an action in text and canvas, selects what is new, and is undone byte for byte', () => {
    const store = openStore()
    store.getState().act('add log', (draft) => addNode(draft, { type: 'log', after: { from: 'tell', port: 'success' } }))
    expect(keysOf(store)).toContain('log')
    expect([...store.getState().selection]).toEqual(['log'])
    expect(store.getState().undo()?.label).toBe('add log')
    expect(store.getState().text.source).toBe(orderText)
    expect(store.getState().redo()?.label).toBe('add log')
    expect(keysOf(store)).toContain('log')
  })

  test('stays as it is when an action is refused, and says why', () => {
    const store = openStore()
    const refused = store.getState().act('connect', (draft) => connect(draft, { from: 'tell', port: 'success', to: 'is_large' }))
    expect(refused).toMatchObject({ ok: false, reason: expect.stringContaining('circle') })
    expect(store.getState().text.source).toBe(orderText)
  })

  test('keeps the canvas while the text is broken, and follows it again', () => {
    const store = openStore()
    store.getState().type(`${orderText}\nnodes: [`)
    expect(store.getState().canvas).toMatchObject({ isStale: true })
    expect(keysOf(store)).toContain('ship')
    store.getState().type(`${orderText}\n`)
    expect(store.getState().canvas).toMatchObject({ isStale: false })
  })

  test('draws nothing anew that has not changed', () => {
    const store = openStore()
    store.getState().setPlaces({ places: {}, lanes: {} })
    const before = new Map(store.getState().nodes.map((node) => [node.id, node]))
    store.getState().type(orderText.replace('message: packed', 'message: packed well'))
    const anew = store.getState().nodes.filter((node) => before.get(node.id) !== node && node.type !== 'trigger')
    // The scope around it is another piece of the text, too.
    expect(anew.map(({ id }) => id).sort()).toEqual(['each_line', 'pack', 'ship'])
  })

  test('takes what somebody else has written, and undoes only what is its own', () => {
    const store = openStore()
    store.getState().type(orderText.replace('message: packed', 'message: mine'))
    const theirs = store.getState().text.source.replace('message: sorry', 'message: theirs')
    store.getState().receive(theirs)
    store.getState().undo()
    expect(store.getState().text.source).toContain('message: theirs')
    expect(store.getState().text.source).toContain('message: packed')
  })

  test('takes a move back in the order in which things were done, and what somebody else has moved not', () => {
    const store = openStore()
    const { place, type, undo, redo, changeLayout } = store.getState()
    place('move charge', { nodes: { charge: { x: 80, y: 80 } } })
    type(`${orderText}\n`)
    place('move tell', { nodes: { tell: { x: 8, y: 8 } } })
    changeLayout({ nodes: { tell: { x: 500, y: 500 } } })
    expect(undo()).toMatchObject({ label: 'move tell', isHeld: true })
    expect(undo()?.label).toBe('typing')
    expect(undo()).toMatchObject({ label: 'move charge', isHeld: false })
    expect(store.getState()).toMatchObject({ text: { source: orderText }, layout: { nodes: { tell: { x: 500, y: 500 } } } })
    redo()
    expect(store.getState().layout.nodes).toMatchObject({ charge: { x: 80, y: 80 } })
  })

  test('moves nothing but what is moved, and lays everything out again once it is tidied up', () => {
    const store = openStore()
    const placesOf = () => Object.fromEntries(store.getState().nodes.map(({ id, position }) => [id, position]))
    store.getState().setPlaces(layOut(store.getState().canvas))
    const before = placesOf()
    store.getState().place('move charge', { nodes: { charge: { x: 960, y: 800 } } })
    expect(placesOf()).toEqual({ ...before, charge: { x: 960, y: 800 } })
    store.getState().undo()
    expect(store.getState().layout).toEqual({})
  })

  test('undoes what was done in one go as one step', () => {
    const store = openStore()
    const { together, act, place } = store.getState()
    together('add log', () => {
      act('add', (draft) => addNode(draft, { type: 'log', after: { from: 'tell', port: 'success' } }))
      place('move it', { nodes: { log: { x: 8, y: 8 } } })
      place('add a note', { notes: { n: { x: 0, y: 0, width: 240, height: 128, text: '' } } })
    })
    expect(store.getState().history.past.map(({ label }) => label)).toEqual(['add log'])
    store.getState().undo()
    expect(store.getState()).toMatchObject({ text: { source: orderText }, layout: {} })
    expect(store.getState().nodes.some(({ type }) => type === 'note')).toBe(false)
  })

  test('puts another text in its place as a step that is undone', () => {
    const store = openStore()
    const theirs = orderText.replace('message: sorry', 'message: theirs')
    store.getState().replace('take theirs', theirs)
    store.getState().replace('keep mine', orderText)
    expect(store.getState().undo()?.label).toBe('keep mine')
    expect(store.getState().text.source).toBe(theirs)
    expect(store.getState().undo()?.label).toBe('take theirs')
    expect(store.getState().text.source).toBe(orderText)
  })
})
