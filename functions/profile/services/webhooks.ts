import { backoff } from '../../../src/backoff.ts'
import { type Config, publicSiteFrom } from '../../../src/config.ts'
import type { AddedWebhook, WebhookForm, Webhooks as WebhookList } from '../../../src/contract/webhooks.ts'
import { LaurelError } from '../../../src/errors.ts'
import { type Delivery, isTest } from '../../../src/storage/delivery-table.ts'
import type { ProfileStore } from '../../../src/storage/profile-store.ts'
import type { StoredWebhook } from '../../../src/storage/webhook-table.ts'
import { urls } from '../../../src/urls.ts'
import type { News } from '../../../src/view/news.ts'
import { webhookAddress } from '../../../src/webhooks/address.ts'
import { type Answer, standingAfter } from '../../../src/webhooks/delivery.ts'
import { messageBody, WEBHOOK_FORMS } from '../../../src/webhooks/forms.ts'
import { newWebhookSecret, randomToken } from '../../../src/webhooks/signature.ts'
import type { ProfileContext } from '../context.ts'
import { sendMessage } from '../webhook-sender.ts'

export interface NewWebhook {
  url: string
  form: WebhookForm
  /** Origin of the server, as the owner reached it. */
  origin: string
}

/** URLs that are notified of unlocks, and the deliveries. */
export class Webhooks {
  readonly calls = ['list', 'add', 'remove', 'try'] as const
  readonly #context: ProfileContext
  readonly #store: ProfileStore
  readonly #config: Config
  readonly #schedule: () => Promise<void>

  /** `schedule`: sets the alarm to what is due next. */
  constructor(context: ProfileContext, schedule: () => Promise<void>) {
    this.#context = context
    this.#store = context.store
    this.#config = context.config
    this.#schedule = schedule
  }

  list(): WebhookList {
    return { webhooks: this.#store.webhooks.list(), webhooks_max: this.#config.WEBHOOKS_MAX }
  }

  /**
   * Adds a webhook. Unless the form’s own addresses are known, it is sent a test, and live once that is answered.
   * @throws LaurelError `webhook_address`, `too_many_webhooks`
   */
  async add({ url, form, origin }: NewWebhook): Promise<AddedWebhook> {
    const { webhooks } = this.#store
    const { WEBHOOKS_MAX, ALLOW_PRIVATE_TARGETS } = this.#config
    if (webhooks.count() >= WEBHOOKS_MAX) {
      throw new LaurelError('too_many_webhooks', `A profile can have at most ${WEBHOOKS_MAX} webhooks.`, {
        hint: 'Remove one first.',
      })
    }
    const isKnown = WEBHOOK_FORMS[form].knownAddress !== null
    const stored = {
      id: crypto.randomUUID(),
      url: webhookAddress(url, { form, origin, allowPrivate: ALLOW_PRIVATE_TARGETS }),
      form,
      secret: newWebhookSecret(),
      origin,
      state: isKnown ? ('live' as const) : ('unconfirmed' as const),
    }
    // Nobody will have seen the secret of one that stays behind.
    this.#store.transaction(() => {
      webhooks.add(stored, this.#context.now())
      if (!isKnown) this.#queueTest(stored.id)
    })
    await this.#schedule()
    const added = webhooks.list().find(({ id }) => id === stored.id)
    if (!added) throw new Error('a webhook was added and is not there')
    return { ...added, secret: stored.secret }
  }

  /** @throws LaurelError `webhook_not_found` */
  remove(id: string): void {
    this.#store.deliveries.removeAllOf(id)
    if (!this.#store.webhooks.remove(id)) throw notFound()
  }

  /** Sends a test message after responding. @throws LaurelError `webhook_not_found`, `webhook_test_pending` */
  async try(id: string): Promise<void> {
    const { webhooks, deliveries } = this.#store
    if (!webhooks.get(id)) throw notFound()
    if (deliveries.hasTest(id)) {
      throw new LaurelError('webhook_test_pending', 'A test is already on its way to this webhook.', {
        hint: 'You’ll see the result within a minute or two.',
      })
    }
    this.#queueTest(id)
    await this.#schedule()
  }

  #queueTest(id: string): void {
    const { DELIVERY_RETRY_BASE_SECONDS: patience, DELIVERIES_PENDING_MAX: max } = this.#config
    this.#store.deliveries.test(id, this.#context.now(), { patience, max })
  }

  /** When the next delivery is due, in Unix seconds; null if there is none. */
  get dueAt(): number | null {
    return this.#store.profile() ? this.#store.deliveries.dueAt() : null
  }

  /** Delivers what is due. */
  async deliverDue(): Promise<void> {
    for (let sent = 0; sent < this.#config.DELIVERIES_AT_ONCE; sent++) {
      const delivery = this.#store.profile() ? this.#store.deliveries.due(this.#context.now()) : null
      if (!delivery) return
      await this.#deliver(delivery)
    }
  }

  async #deliver(delivery: Delivery): Promise<void> {
    const webhook = this.#store.webhooks.get(delivery.webhook_id)
    if (!webhook) return this.#store.deliveries.remove(delivery.id)
    const answer = await this.#send(webhook, delivery)
    // The profile may have been erased meanwhile.
    if (this.#store.profile()) this.#store.transaction(() => this.#record(webhook, delivery, answer))
  }

  /** Records an attempt. What failed is sent again after a pause, unless it was a test or is too old. */
  #record(webhook: StoredWebhook, delivery: Delivery, answer: Answer): void {
    const { webhooks, deliveries } = this.#store
    const { DELIVERY_LIFE_SECONDS, FAILING_HOSTS_MAX, WEBHOOK_FAILING_SECONDS: patience } = this.#config
    const { host } = new URL(webhook.url)
    const now = this.#context.now()
    const { delivered } = answer
    if (delivered || isTest(delivery) || now - delivery.created_at >= DELIVERY_LIFE_SECONDS)
      deliveries.remove(delivery.id)
    if (delivered) deliveries.reached(host, now)
    else deliveries.leaveAlone(host, now + this.#pause(host, answer), FAILING_HOSTS_MAX)
    const standing = standingAfter(answer, webhook, { now, patience })
    webhooks.attempted(webhook.id, { at: now, delivered, ...standing })
    if (standing.state === 'disabled') deliveries.removeAllOf(webhook.id)
  }

  /** Returns how many seconds a host that failed again is left alone: growing pauses, or what it asks for if more. */
  #pause(host: string, { retryAfterSeconds }: Answer): number {
    const { DELIVERY_RETRY_BASE_SECONDS, DELIVERY_RETRY_MAX_SECONDS } = this.#config
    const failures = this.#store.deliveries.failures(host) + 1
    const pause = backoff(failures, DELIVERY_RETRY_BASE_SECONDS, DELIVERY_RETRY_MAX_SECONDS)
    return Math.min(DELIVERY_RETRY_MAX_SECONDS, Math.max(pause, retryAfterSeconds ?? 0))
  }

  async #send(webhook: StoredWebhook, delivery: Delivery): Promise<Answer> {
    const { handle } = this.#context.profile()
    const achievements = this.#store.view()?.achievements ?? []
    const news: News[] = JSON.parse(delivery.news)
    const challenge = randomToken()
    const body = messageBody(webhook.form, {
      handle,
      site: urls(publicSiteFrom(this.#context.env) ?? { origin: webhook.origin }),
      achievements,
      unlockedCount: achievements.filter(({ unlocked }) => unlocked).length,
      totalCount: achievements.length,
      news,
      at: delivery.created_at,
      challenge,
    })
    const mustEcho = isTest(delivery) && WEBHOOK_FORMS[webhook.form].knownAddress === null
    const message = { id: delivery.id, body, challenge: mustEcho ? challenge : null }
    return sendMessage(webhook, message, { config: this.#config, now: this.#context.now() })
  }
}

function notFound(): LaurelError {
  return new LaurelError('webhook_not_found', 'This profile has no such webhook.')
}
