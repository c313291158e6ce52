import { expect } from 'vitest'
import { bearer, call, type Keyed, sendForm } from './client.ts'

/** In which golden histories, and those of canaries, have their sessions. */
export const YEAR = '2025'
export const MONTH = '06'

/** Returns the path of the story of a period: `2025`, `2025/06`. */
export const storyPath = ({ handle }: Pick<Keyed, 'handle'>, period: string) => `/@${handle}/${period}`

/** Returns the page of a period as its owner sees it. */
export async function ownersStory(owner: Keyed, period: string, query = ''): Promise<string> {
  const headers = { Accept: 'text/html', ...bearer(owner.key) }
  const answer = await call(storyPath(owner, period) + query, { headers })
  expect([answer.status, answer.headers.get('Cache-Control')]).toEqual([200, 'no-store'])
  return answer.text()
}

/** Sends the form of a page that the owner was shown. Returns where it leads. */
export async function sendSeen(owner: Keyed, period: string, page: string): Promise<string> {
  const fieldOf = (name: string) => new RegExp(`name="${name}" value="([^"]*)"`).exec(page)?.[1] ?? ''
  const fields = { publish: fieldOf('publish'), names: fieldOf('names'), seen: fieldOf('seen') }
  const answer = await sendForm(storyPath(owner, period), fields, bearer(owner.key))
  expect(answer.status).toBe(303)
  return answer.headers.get('Location') ?? ''
}

/** Publishes the story of a period, as a preview shows it now. */
export async function publishStory(owner: Keyed, period: string, query = '?as=draft'): Promise<void> {
  const location = await sendSeen(owner, period, await ownersStory(owner, period, query))
  expect(location).toBe(storyPath(owner, period))
}

/** Publishes the stories that every route of a story shows in tests. */
export async function publishStories(owner: Keyed): Promise<void> {
  for (const period of [YEAR, `${YEAR}/${MONTH}`]) await publishStory(owner, period)
}
