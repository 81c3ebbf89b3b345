import { z } from 'zod'
import { session } from './procedure.ts'

/** A file that the application holds for the screen: an uploaded workbook, or a produced one waiting to be saved. */
export const fileRef = z.object({ token: z.string(), name: z.string(), size: z.int(), mime: z.string() })
export type FileRef = z.infer<typeof fileRef>

export const files = {
  /** Hands a file to the application. It stays in memory, never in a temporary file. */
  put: session('交入文件')
    .input(z.object({ file: z.file() }))
    .output(fileRef),
  read: session('取出文件')
    .input(z.object({ token: z.string() }))
    .output(z.file()),
  forget: session('放下文件')
    .input(z.object({ token: z.string() }))
    .output(z.object({ ok: z.literal(true) })),
}
