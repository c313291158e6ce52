import type { FC } from 'hono/jsx'
import { Icon } from '../../../src/ui/icon.tsx'

/** The owner key, shown once, with a copy button (unhidden by a script). */
export const OwnerKey: FC<{ ownerKey: string }> = ({ ownerKey }) => (
  <div class="key" data-copy-group>
    <label for="owner-key">Your owner key</label>
    <span class="key-line">
      <input id="owner-key" class="key-value" value={ownerKey} readonly data-copy-source />
      <button class="button" type="button" data-copy hidden>
        <Icon name="copy" /> <span data-copy-label>Copy</span>
      </button>
    </span>
    <p class="hint">
      It is shown this once: only its fingerprint is kept. With it you sign in from other browsers, report
      from a terminal, change settings and delete the page. Keep it where you keep passwords.
    </p>
  </div>
)
