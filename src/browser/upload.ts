import { type Answer, answerOf } from './answer.ts'

/**
 * Puts the file's bytes to `path`, and tells how many are on their way.
 * XMLHttpRequest, since `fetch` reports no upload progress.
 */
export function upload(path: string, file: Blob, onProgress: (sentBytes: number) => void): Promise<Answer> {
  return new Promise((resolve) => {
    const request = new XMLHttpRequest()
    request.upload.addEventListener('progress', (event) => onProgress(event.loaded))
    request.addEventListener('loadend', () => resolve(answerOf(request.status, request.responseText)))
    request.open('PUT', path)
    request.setRequestHeader('Content-Type', 'application/octet-stream')
    request.send(file)
  })
}
