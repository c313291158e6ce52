import { vi } from 'vitest'
import { clientOf, settle } from './profiles.ts'

export interface Sent {
  url: string
  headers: Headers
  body: { type: string; data: { challenge?: string; unlocks: { id: string; tier: string | null }[] } }
  redirect: RequestInit['redirect']
}

/** How an address answers a message: with a response, or null if it cannot be reached. */
export type Receiver = (message: Sent) => Response | null

/** Answers a test as an address has to that wants to be notified. */
export const echo: Receiver = ({ body }) => Response.json({ challenge: body.data.challenge })

/**
 * Stands in for the world outside. Messages about unlocks are answered with these statuses in turn, the last one for
 * good; tests by `tested`. Returns the messages and the tests as they come.
 */
export function receiving(
  statuses: readonly (number | null | Response)[],
  tested: Receiver = echo,
): { told: Sent[]; tests: Sent[] } {
  const told: Sent[] = []
  const tests: Sent[] = []
  vi.spyOn(globalThis, 'fetch').mockImplementation(async (input, init) => {
    const { headers, body, redirect } = init ?? {}
    const message: Sent = {
      url: String(input),
      headers: new Headers(headers),
      body: JSON.parse(String(body)),
      redirect,
    }
    const isTest = message.body.type === 'laurel.test'
    const status = isTest ? undefined : (statuses[Math.min(told.length, statuses.length - 1)] ?? null)
    const kept = isTest ? tests : told
    kept.push(message)
    const response = status === undefined ? tested(message) : answer(status)
    if (response === null) throw new TypeError('unreachable')
    return response
  })
  return { told, tests }
}

function answer(status: number | null | Response): Response | null {
  if (status === null || status instanceof Response) return status?.clone() ?? null
  return new Response(null, { status })
}

export const HOOK = {
  url: 'https://hooks.dev/hook?token=canary',
  form: 'json',
  origin: 'https://laurel.example',
} as const

export const addHook = (
  handle: string,
  more: { url?: string; form?: 'json' | 'discord'; origin?: string } = {},
) => clientOf(handle).webhooks.add({ ...HOOK, ...more })

/** Adds a webhook, whose address answers the test. */
export async function addLiveHook(handle: string, more: { url?: string; origin?: string } = {}) {
  const added = await addHook(handle, more)
  await settle(handle)
  return added
}

export const listedHooks = async (handle: string) => (await clientOf(handle).webhooks.list()).webhooks
