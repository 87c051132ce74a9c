/** What `millrace init` writes: it runs as it stands, and shows expressions, a branch and an answer. */
export const firstWorkflow = `# Try it:       millrace run hello.yaml --data '{"name":"Ada"}'
# Serve it:     millrace start
# Check it:     millrace validate hello.yaml
# Node types:   millrace node list
id: hello
name: Say hello

triggers:
  web: { type: webhook, with: { path: /hello, auth: none, respond: last-node } }

nodes:
  has_name:
    type: if
    with: { condition: "{{ trigger.body?.name }}" }
    next: { true: greet, false: ask }

  greet:
    type: set
    with: { values: { greeting: "Hello, {{ trigger.body.name }}!" } }

  ask:
    type: set
    with: { values: { greeting: "Hello! What is your name?" } }
`
