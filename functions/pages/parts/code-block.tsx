import type { FC } from 'hono/jsx'

/** Text to copy, in lines that may be wider than the page: the block can be focused to scroll it by keyboard. */
export const CodeBlock: FC<{ label: string; text: string }> = ({ label, text }) => (
  <section class="code" aria-label={label} tabindex={0}>
    <pre>{text}</pre>
  </section>
)
