import type { FC } from 'hono/jsx'
import { Icon } from '../../../src/ui/icon.tsx'

/** Text in its own field, with a copy button (unhidden by a script). */
export const CopyText: FC<{ id: string; label: string; text: string; rows?: number }> = (props) => (
  <div class="copy-text" data-copy-group>
    <label for={props.id}>{props.label}</label>
    <textarea
      id={props.id}
      readonly
      rows={props.rows ?? (props.text.includes('\n') ? 4 : 2)}
      spellcheck={false}
      data-copy-source
    >
      {props.text}
    </textarea>
    <button class="button" type="button" data-copy hidden>
      <Icon name="copy" /> <span data-copy-label>Copy</span>
    </button>
  </div>
)
