/** A workflow as people write them: comments everywhere, mixed quoting, block and flow, an anchor, odd blank lines. */
export const realisticWorkflow = `# Orders: from the shop to the warehouse.
# Owner: fulfilment team

id: process_order                      # slug; the name may change
name: 'Process order'

inputs:
  order: { type: object, required: true }   # the whole order

# What starts it
triggers:
  placed: { type: webhook, with: { path: /orders, method: POST, respond: last-node } }
  # at night, for those that were missed
  nightly:
    type: schedule
    with: { cron: "0 2 * * *", timezone: Europe/Berlin }

nodes:
  is_large:
    type: if
    with: { condition: "{{ trigger.body.total > 100 }}" }
    next: { true: review, false: charge } # ports

  # A human looks at large orders.
  review:
    type: wait.event
    with:
      name: "order-approved-{{ trigger.body.id }}"
      timeout: 3d       # three days
    next:
      received: charge
      timeout: reject

  charge:
    type: http.request
    with: {
      method: POST, # always
      url: "{{ vars.pay_url }}/charge",
      body: "{{ trigger.body }}",
      connection: stripe
    }
    retry: &patient { attempts: 5, delay: 1s, backoff: exponential, maxDelay: 1m }
    timeout: 30s
    next: { success: each_line, error: apologise }

  each_line:
    type: for-each
    with: { items: "{{ trigger.body.lines }}", concurrency: 4 }
    nodes:
      ship:
        type: http.request
        with: { url: "{{ vars.ship_url }}/{{ item.sku }}" }
        retry: *patient
    next:
    - done   # not indented
    - log_it
  apologise:
    type: mail.send
    with:
      to: '{{ trigger.body.email }}'
      subject: We are sorry
      # keep it short
      text: |
        Dear {{ trigger.body.name }},

        something went wrong: # not a comment
          we will look at it.
      tags: [order, "apology"]
  reject: {type: stop}
  done:
    type: respond
    with: {status: 200, body: {ok: true}}
  log_it: # says so
    type: log
    notes: >-
      Folded text
      over two lines.
  # the end
`
