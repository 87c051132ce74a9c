/** A workflow with what there is: comments, quotes of both kinds, flow and block, scopes, routes in all forms. */
export const orderText = `# How an order goes.
id: order
name: 'An order'
triggers:
  placed:
    type: webhook # from the shop
    with: { path: /orders, method: POST, auth: none }
  nightly: { type: schedule, with: { cron: "0 2 * * *", timezone: Europe/Berlin } }

nodes:
  # Large ones are looked at.
  is_large:
    type: if
    with: { condition: "{{ trigger.body.total > 100 && !trigger.body.vip }}" }
    next: { true: review, false: charge }

  review:
    type: log
    with: { message: 'It''s large: {{ trigger.body.id }}' }
    next: charge # in any case

  charge:
    type: http.request
    name: Charge the card
    with:
      method: POST
      url: "https://pay.test/{{ nodes.is_large.output.id }}" # theirs
      body: |
        Of {{ nodes.review.output }}
        and {{ nodes['is_large'].output }}
    next:
      success: [each_line, tell]
      error: apologise

  each_line:
    type: for-each
    with: { items: "{{ trigger.body.lines }}" }
    nodes:
      ship:
        type: http.request
        with: { url: "https://ship.test/{{ item.sku }}?paid={{ nodes.charge.output.id }}" }
        next: pack
      pack: { type: log, with: { message: packed } }

  guarded:
    type: try
    nodes:
      risky: { type: http.request, with: { url: https://risk.test } }
    catch:
      undo: { type: log, with: { message: "{{ error.message }}" } }
    finally:
      close: { type: log, disabled: true }

  tell: { type: log, with: { message: "Charged {{ nodes.charge.output.status }}" } }
  apologise: { type: log, with: { message: sorry } } # the end
settings:
  timeout: 1h # all of it
`
