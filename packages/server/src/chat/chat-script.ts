/**
 * Sends messages without loading the page anew, and goes on with the chat after a reload. Runs in the browser, from the page, under the
 * hash of its text; all that it shows is text. Without it the form is sent as forms are.
 */
export const chatScript = `
const form = document.querySelector('form')
const list = document.querySelector('ol')
const state = document.querySelector('[role=status]')
const key = 'millrace chat ' + location.pathname

function show({ role, text }) {
  const item = document.createElement('li')
  const who = document.createElement('span')
  item.className = role
  who.className = 'unseen'
  who.textContent = role === 'person' ? 'You: ' : 'Answer: '
  item.append(who, text)
  list.append(item)
  item.scrollIntoView({ block: 'nearest' })
  return item
}

async function send(body) {
  const headers = { 'content-type': 'application/json', accept: 'application/json' }
  const answer = await fetch(location.pathname, { method: 'POST', headers, body: JSON.stringify(body) })
  const told = await answer.json()
  if (!answer.ok) throw new Error(told.detail)
  form.session.value = told.session
  sessionStorage.setItem(key, told.session)
  return told
}

async function say(text) {
  const said = show({ role: 'person', text })
  form.message.value = ''
  form.message.disabled = true
  state.textContent = 'Waiting for the answer …'
  try {
    show({ role: 'workflow', text: (await send({ message: text, session: form.session.value })).answer })
    state.textContent = ''
  } catch (error) {
    state.textContent = error.message || 'That did not work: try again later.'
    form.message.value = text
    said.remove()
  }
  form.message.disabled = false
  form.message.focus()
}

form.addEventListener('submit', (event) => {
  event.preventDefault()
  const text = form.message.value.trim()
  if (text !== '' && !form.message.disabled) say(text)
})

form.message.addEventListener('keydown', (event) => {
  if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return
  event.preventDefault()
  form.requestSubmit()
})

const before = sessionStorage.getItem(key)
if (before !== null && form.session.value === '') send({ session: before }).then(({ messages }) => messages.forEach(show), () => {})
`
