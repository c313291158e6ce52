import type { Child, FC } from 'hono/jsx'
import { type Message, piecesOf, type Values, wordingOf } from './language.ts'

interface SentenceProps {
  /** With `n`, the form for more than one. */
  text: Message
  /** What stands for the `{names}` in it. */
  with?: Values<Child>
  /** The number that the form depends on; it stands for `{n}`. */
  n?: number
  /** The form for one. */
  one?: string
}

/** A message whose values are elements: `<Sentence text="Read {link}." with={{ link: <a href="…">…</a> }} />`. */
export const Sentence: FC<SentenceProps> = ({ text, with: values = {}, n, one }) => (
  <>{piecesOf<Child>(wordingOf(text, n, one), n === undefined ? values : { n, ...values })}</>
)
