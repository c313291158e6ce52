import type { FC } from 'hono/jsx'
import { t } from '../../../src/language/language.ts'
import { Icon } from '../../../src/ui/icon.tsx'

/** How many characters of code a line has room for on most screens. */
const LINE = 80

/** Text in its own field, with a copy button (unhidden by a script). */
export const CopyText: FC<{ id: string; label: string; text: string; rows?: number; hint?: string }> = (
  props,
) => (
  <div class="copy-text" data-copy-group>
    <label for={props.id}>{props.label}</label>
    <textarea
      id={props.id}
      readonly
      rows={props.rows ?? rowsOf(props.text)}
      spellcheck={false}
      aria-describedby={props.hint ? `${props.id}-hint` : undefined}
      data-copy-source
    >
      {props.text}
    </textarea>
    <button class="button" type="button" data-copy hidden>
      <Icon name="copy" /> <span data-copy-label>{t('Copy')}</span>
    </button>
    {props.hint && (
      <p class="hint" id={`${props.id}-hint`}>
        {props.hint}
      </p>
    )}
  </div>
)

function rowsOf(text: string): number {
  return text.split('\n').reduce((rows, line) => rows + Math.max(1, Math.ceil(line.length / LINE)), 0)
}
