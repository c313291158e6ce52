import { hex } from '../digest.ts'
import { type Message, t } from '../language/language.ts'
import { type KnownProblem, type Problem, postJson } from './answer.ts'
import { onFiles } from './drop-zone.ts'
import { guardKey } from './key-guard.ts'
import { paths } from './paths.ts'
import { problemText } from './spoken.ts'
import { attachUploadControl } from './upload-control.ts'
import { uploadShown } from './upload-progress.ts'

/**
 * The form on the front page. With a script it creates the profile in place, so that the chosen history can upload
 * while the owner key is on screen; without one it is an ordinary post.
 */
export function attachCreateForm(form: HTMLFormElement, panel: HTMLElement): void {
  let files: File[] = []
  const zone = form.querySelector<HTMLElement>('.drop')
  const input = form.querySelector<HTMLInputElement>('input[type=file]')
  const chosen = form.querySelector('[data-chosen]')
  for (const element of form.querySelectorAll<HTMLElement>('[data-needs-script]')) element.hidden = false
  if (zone && input) {
    onFiles(zone, input, (together) => {
      files = together
      if (chosen) chosen.textContent = files.map(({ name }) => name).join(', ')
    })
  }
  form.addEventListener('submit', async (event) => {
    event.preventDefault()
    const button = form.querySelector<HTMLButtonElement>('[type=submit]')
    if (button) button.disabled = true
    const problem = await create(form, panel, files)
    if (button) button.disabled = false
    if (problem) showProblem(form, problem)
  })
}

async function create(
  form: HTMLFormElement,
  panel: HTMLElement,
  files: readonly File[],
): Promise<Problem | undefined> {
  const created = await createProfile(form)
  if ('message' in created) return created
  form.hidden = true
  showCreated(panel, created)
  await bringHistory(panel, created.handle, files)
  return undefined
}

const UNEXPECTED: KnownProblem = { message: 'The server sent an unexpected response.' }

export interface CreatedProfile {
  handle: string
  ownerKey: string
  recoveryCode: string
}

/** Creates the profile described by a form's fields. `namingKey`: the key by which sessions are already named. */
export async function createProfile(
  form: HTMLFormElement,
  namingKey?: Uint8Array,
): Promise<CreatedProfile | Problem> {
  const fields = new FormData(form)
  const answer = await postJson(paths.profilesApi, {
    handle: fields.get('handle'),
    time_zone: fields.get('time_zone'),
    visibility: fields.get('visibility'),
    ...(fields.has('invitation') && { invitation: fields.get('invitation') }),
    ...(namingKey && { naming_key: hex(namingKey) }),
  })
  if (!answer.ok) return answer.problem
  const { handle, owner_key: ownerKey, recovery_code: recoveryCode } = answer.body
  if (typeof handle !== 'string' || typeof ownerKey !== 'string' || typeof recoveryCode !== 'string') {
    return UNEXPECTED
  }
  return { handle, ownerKey, recoveryCode }
}

export function showCreated(panel: HTMLElement, { handle, ownerKey, recoveryCode }: CreatedProfile): void {
  const name = panel.querySelector('[data-created-handle]')
  if (name) name.textContent = `@${handle}`
  const values = { '#owner-key': ownerKey, '#recovery-code': recoveryCode }
  const sent = { '[name=handle]': handle, '[name=owner_key]': ownerKey }
  for (const [field, value] of Object.entries({ ...values, ...sent })) {
    const input = panel.querySelector<HTMLInputElement>(field)
    if (input) input.value = value
  }
  const address = panel.querySelector('[data-created-address]')
  if (address) address.textContent = new URL(paths.profile(handle), location.href).href
  guardKey(panel, handle)
  nameInHeader(handle)
  panel.hidden = false
  panel.focus()
}

/** The header was made for a reader without a page. */
function nameInHeader(handle: string): void {
  const signIn = document.querySelector<HTMLAnchorElement>(`header.site a[href="${paths.signIn}"]`)
  if (!signIn) return
  signIn.href = paths.profile(handle)
  signIn.textContent = `@${handle}`
}

/** Name of a profile's first history. */
export const FIRST_SOURCE = 'default'

/** Uploads the chosen files; if there are none, or they are refused, a control remains to choose others. */
async function bringHistory(panel: HTMLElement, handle: string, files: readonly File[]): Promise<void> {
  const progress = panel.querySelector<HTMLElement>('[data-first-upload]')
  const control = panel.querySelector<HTMLElement>('[data-upload]')
  if (files.length > 0 && progress) {
    progress.hidden = false
    const leave = keepUntilDone(panel, 'Your page opens as soon as the upload is done.')
    const answer = await uploadShown(progress, { handle, source: FIRST_SOURCE }, files)
    leave(answer.ok)
    if (answer.ok) return
  }
  if (!control) return
  control.dataset.upload = handle
  attachUploadControl(control, () => {
    if (progress) progress.hidden = true
  })
}

/**
 * Keeps the form that leads on from interrupting the upload: it is sent once the upload is
 * done. `why`: what to say then.
 */
export function keepUntilDone(panel: HTMLElement, why: Message): (isDone: boolean) => void {
  const form = panel.querySelector<HTMLFormElement>('[data-key-kept]')
  const note = panel.querySelector('[data-created-note]')
  let wantsOn = false
  const stay = (event: Event) => {
    event.preventDefault()
    wantsOn = true
    if (note) note.textContent = t(why)
  }
  form?.addEventListener('submit', stay)
  return (isDone) => {
    form?.removeEventListener('submit', stay)
    if (note) note.textContent = ''
    if (isDone && wantsOn) form?.requestSubmit()
  }
}

export function showProblem(form: HTMLFormElement, problem: Problem): void {
  const place = form.querySelector('[data-form-error]')
  if (!place) return
  const notice = document.createElement('div')
  notice.className = 'notice notice-error'
  notice.setAttribute('role', 'alert')
  notice.textContent = problemText(problem)
  place.replaceChildren(notice)
}
