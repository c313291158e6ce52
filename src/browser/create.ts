import { PROFILES_API, snapshotPath } from './addresses.ts'
import { type Problem, postJson } from './answer.ts'
import { onFile } from './drop-zone.ts'
import { attachUploadControl } from './upload-control.ts'
import { uploadShown } from './upload-progress.ts'

/**
 * The form on the front page. With a script it creates the profile in place, so that the chosen history can be
 * uploaded while the owner key is on the screen; without one it is an ordinary post.
 */
export function attachCreateForm(form: HTMLFormElement, panel: HTMLElement): void {
  let history: File | undefined
  const zone = form.querySelector<HTMLElement>('.drop')
  const input = form.querySelector<HTMLInputElement>('input[type=file]')
  const chosen = form.querySelector('[data-chosen]')
  for (const element of form.querySelectorAll<HTMLElement>('[data-needs-script]')) element.hidden = false
  if (zone && input) {
    onFile(zone, input, (file) => {
      history = file
      if (chosen) chosen.textContent = file.name
    })
  }
  form.addEventListener('submit', async (event) => {
    event.preventDefault()
    const button = form.querySelector<HTMLButtonElement>('[type=submit]')
    if (button) button.disabled = true
    const problem = await create(form, panel, history)
    if (button) button.disabled = false
    if (problem) showProblem(form, problem)
  })
}

async function create(
  form: HTMLFormElement,
  panel: HTMLElement,
  history: File | undefined,
): Promise<Problem | undefined> {
  const fields = new FormData(form)
  const answer = await postJson(PROFILES_API, {
    handle: fields.get('handle'),
    time_zone: fields.get('time_zone'),
    visibility: fields.get('visibility'),
  })
  if (!answer.ok) return answer.problem
  const { handle, owner_key } = answer.body
  if (typeof handle !== 'string' || typeof owner_key !== 'string') {
    return { message: 'The server gave an answer that this page does not understand.' }
  }
  form.hidden = true
  showCreated(panel, handle, owner_key)
  await bringHistory(panel, handle, history)
  return undefined
}

function showCreated(panel: HTMLElement, handle: string, ownerKey: string): void {
  const name = panel.querySelector('[data-created-handle]')
  const key = panel.querySelector<HTMLInputElement>('[data-copy-source]')
  const link = panel.querySelector<HTMLAnchorElement>('[data-created-link]')
  if (name) name.textContent = `@${handle}`
  if (key) key.value = ownerKey
  if (link) link.href = `/@${handle}`
  panel.hidden = false
  panel.focus()
}

/** Uploads what was chosen; a file that was refused, or none, leaves a control to choose another. */
async function bringHistory(panel: HTMLElement, handle: string, history: File | undefined): Promise<void> {
  const progress = panel.querySelector<HTMLElement>('[data-first-upload]')
  const control = panel.querySelector<HTMLElement>('[data-upload]')
  if (history && progress) {
    progress.hidden = false
    const answer = await uploadShown(progress, snapshotPath(handle), history)
    if (answer.ok) return
  }
  if (!control) return
  control.dataset.upload = snapshotPath(handle)
  attachUploadControl(control, () => {
    if (progress) progress.hidden = true
  })
}

function showProblem(form: HTMLFormElement, { message, hint }: Problem): void {
  const place = form.querySelector('[data-form-error]')
  if (!place) return
  const notice = document.createElement('div')
  notice.className = 'notice notice-error'
  notice.setAttribute('role', 'alert')
  notice.textContent = [message, hint].filter(Boolean).join(' ')
  place.replaceChildren(notice)
}
