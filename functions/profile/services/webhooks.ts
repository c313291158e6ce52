import { backoff } from '../../../src/backoff.ts'
import { type Config, publicOriginFrom } from '../../../src/config.ts'
import type { AddedWebhook, WebhookForm, Webhooks as WebhookList } from '../../../src/contract/webhooks.ts'
import { LaurelError } from '../../../src/errors.ts'
import type { ProfileStore } from '../../../src/storage/profile-store.ts'
import type { Delivery, StoredWebhook } from '../../../src/storage/webhook-table.ts'
import { urls } from '../../../src/urls.ts'
import type { News } from '../../../src/view/news.ts'
import { webhookAddress } from '../../../src/webhooks/address.ts'
import { messageBody } from '../../../src/webhooks/forms.ts'
import { newWebhookSecret, signatureHeaders } from '../../../src/webhooks/signature.ts'
import type { ProfileContext } from '../context.ts'

export interface NewWebhook {
  url: string
  form: WebhookForm
  /** Origin of the server, as the owner reached it. */
  origin: string
}

/** HTTP 410 Gone (RFC 9110 section 15.5.11): the receiver wants no more messages. */
const GONE = 410

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

  /** @throws LaurelError `webhook_address`, `too_many_webhooks` */
  add({ url, form, origin }: NewWebhook): AddedWebhook {
    const { webhooks } = this.#store
    if (webhooks.count() >= this.#config.WEBHOOKS_MAX) {
      throw new LaurelError(
        'too_many_webhooks',
        `A profile has at most ${this.#config.WEBHOOKS_MAX} webhooks.`,
        {
          hint: 'Remove one first.',
        },
      )
    }
    const stored = {
      id: crypto.randomUUID(),
      url: webhookAddress(url),
      form,
      secret: newWebhookSecret(),
      origin,
    }
    webhooks.add(stored, this.#context.now())
    const added = webhooks.list().find(({ id }) => id === stored.id)
    if (!added) throw new Error('a webhook was added and is not there')
    return { ...added, secret: stored.secret }
  }

  /** @throws LaurelError `webhook_not_found` */
  remove(id: string): void {
    if (!this.#store.webhooks.remove(id)) throw notFound()
  }

  /** Sends a test message after responding. @throws LaurelError `webhook_not_found` */
  async try(id: string): Promise<void> {
    if (!this.#store.webhooks.get(id)) throw notFound()
    this.#store.webhooks.enqueue('[]', this.#context.now(), id)
    await this.#schedule()
  }

  /** When the next delivery is due, in Unix seconds; null if there is none. */
  get dueAt(): number | null {
    return this.#store.profile() ? this.#store.webhooks.dueAt() : null
  }

  /** Delivers what is due. A failed delivery is retried with growing pauses, and dropped in the end. */
  async deliverDue(): Promise<void> {
    for (let sent = 0; sent < this.#config.DELIVERIES_AT_ONCE; sent++) {
      const delivery = this.#store.profile() ? this.#store.webhooks.due(this.#context.now()) : null
      if (!delivery) return
      await this.#deliver(delivery)
    }
  }

  async #deliver(delivery: Delivery): Promise<void> {
    const webhook = this.#store.webhooks.get(delivery.webhook_id)
    const status = webhook ? await this.#send(webhook, delivery) : null
    // The profile may have been erased meanwhile.
    if (!this.#store.profile()) return
    const delivered = status !== null && status >= 200 && status < 300
    const { DELIVERY_ATTEMPTS_MAX, DELIVERY_RETRY_BASE_SECONDS, DELIVERY_RETRY_MAX_SECONDS } = this.#config
    const attempts = delivery.attempts + 1
    const over = delivered || attempts >= DELIVERY_ATTEMPTS_MAX || webhook === null || status === GONE
    const pause = backoff(attempts, DELIVERY_RETRY_BASE_SECONDS, DELIVERY_RETRY_MAX_SECONDS)
    this.#store.webhooks.attempted(
      delivery,
      { at: this.#context.now(), status, delivered },
      over ? null : this.#context.now() + pause,
    )
  }

  /** Returns the HTTP status; null if the URL cannot be reached. */
  async #send({ url, form, secret, origin }: StoredWebhook, delivery: Delivery): Promise<number | null> {
    const profile = this.#store.profile()
    const view = this.#store.view()
    if (!profile) return null
    const news: News[] = JSON.parse(delivery.news)
    const achievements = view?.achievements ?? []
    const body = messageBody(form, {
      handle: profile.handle,
      site: urls({ origin: publicOriginFrom({ ...this.#context.env }) ?? origin }),
      achievements,
      unlockedCount: achievements.filter(({ unlocked }) => unlocked).length,
      totalCount: achievements.length,
      news,
      at: delivery.created_at,
    })
    const signed = await signatureHeaders(secret, { id: delivery.id, timestamp: this.#context.now(), body })
    try {
      const response = await fetch(url, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json', 'User-Agent': 'Laurel', ...signed },
        body,
        // A redirect could lead to a private address (SSRF).
        redirect: 'manual',
        signal: AbortSignal.timeout(this.#config.DELIVERY_TIMEOUT_SECONDS * 1000),
      })
      await response.body?.cancel()
      return response.status
    } catch {
      return null
    }
  }
}

function notFound(): LaurelError {
  return new LaurelError('webhook_not_found', 'This profile has no such webhook.')
}
