import type { FC } from 'hono/jsx'

/** Text to copy. Its lines may be wider than the page, so it is focusable for scrolling by keyboard. */
export const CodeBlock: FC<{ label: string; text: string }> = ({ label, text }) => (
  <section class="code" aria-label={label} tabindex={0}>
    <pre>{text}</pre>
  </section>
)
