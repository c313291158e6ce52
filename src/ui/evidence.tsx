import type { FC } from 'hono/jsx'
import type { Achievement } from '../contract/achievements.ts'
import { measured } from './units.ts'

/** The session that an achievement was earned in. Only owners get one. */
export const Evidence: FC<{ achievement: Achievement }> = ({ achievement }) => {
  const { evidence, threshold_metric } = achievement
  if (evidence?.session_id === undefined) return null
  return (
    <p class="evidence">
      <strong>Only you can see this:</strong> earned in{' '}
      {evidence.title ? `“${evidence.title}”` : 'a session without a title'}, with{' '}
      {measured(evidence.value, threshold_metric)}. <code>{evidence.session_id}</code>
    </p>
  )
}
