import type { FC } from 'hono/jsx'

/** A sentence with code spans between backticks. */
export const CodeSpans: FC<{ text: string }> = ({ text }) => (
  <>{text.split('`').map((part, index) => (index % 2 === 1 ? <code>{part}</code> : part))}</>
)
