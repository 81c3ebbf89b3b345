import type { FileRef } from '../../shared/contract/files.ts'
import { client } from '../client.ts'

/** Hands a produced file to the person, by the host's ordinary way of saving. */
export async function saveFile(file: FileRef): Promise<void> {
  saveBlob(await client.files.read({ token: file.token }), file.name)
}

export function saveBlob(blob: Blob, name: string): void {
  const url = URL.createObjectURL(blob)
  const link = document.createElement('a')
  link.href = url
  link.download = name
  link.click()
  // The browser has taken the bytes by the next turn of its own; a minute is ample.
  setTimeout(() => URL.revokeObjectURL(url), 60_000)
}

/** Opens the machine's print dialogue for a PDF. */
export function printPdf(blob: Blob): void {
  document.getElementById('print-frame')?.remove()
  const frame = document.createElement('iframe')
  frame.id = 'print-frame'
  frame.title = '打印'
  frame.className = 'print-frame'
  frame.src = URL.createObjectURL(blob)
  frame.addEventListener('load', () => {
    frame.contentWindow?.focus()
    frame.contentWindow?.print()
  })
  document.body.append(frame)
}
