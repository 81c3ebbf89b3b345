/** Where a bundle is read from: a file, or bytes at hand (uploaded in a browser, kept in the inbox until its turn). */
import { type FileHandle, open } from 'node:fs/promises'
import { basename } from 'node:path'
import { isRefusal } from '../../../shared/domain/refusal.ts'
import { truncated, unreadable } from './bundle-faults.ts'

/** A path, or what a job was given. */
export type BundleSource = string | { readonly name: string; readonly bytes: Uint8Array }

/** A bundle that is being read. */
export interface SourceReader {
  /** for messages; never a path */
  readonly name: string
  readonly size: number
  /** @throws Refusal `bundle.truncated`, `bundle.unreadable` */
  read(position: number, length: number): Promise<Buffer>
  close(): Promise<void>
}

/** How much is read at once. */
export const BLOCK: number = 1024 * 1024

/** @throws Refusal `bundle.missing`, `bundle.unreadable` */
export async function openSource(source: BundleSource): Promise<SourceReader> {
  if (typeof source !== 'string') return ofBytes(source.name, source.bytes)
  const name = basename(source)
  return telling(name, async () => {
    const file = await open(source, 'r')
    try {
      return ofFile(name, file, (await file.stat()).size)
    } catch (error) {
      await file.close()
      throw error
    }
  })
}

/** A stretch of it in blocks. */
export async function* blocksOf(reader: SourceReader, from: number, length: number): AsyncGenerator<Buffer> {
  for (let at = from; at < from + length; at += BLOCK)
    yield await reader.read(at, Math.min(BLOCK, from + length - at))
}

function ofBytes(name: string, bytes: Uint8Array): SourceReader {
  const whole = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  return {
    name,
    size: whole.length,
    read: async (position, length) => {
      if (position + length > whole.length) throw truncated(name)
      return whole.subarray(position, position + length)
    },
    close: async () => undefined,
  }
}

function ofFile(name: string, file: FileHandle, size: number): SourceReader {
  return {
    name,
    size,
    read: (position, length) =>
      telling(name, async () => {
        const buffer = Buffer.allocUnsafe(length)
        let read = 0
        while (read < length) {
          const { bytesRead } = await file.read(buffer, read, length - read, position + read)
          // It was cut while it was read.
          if (bytesRead === 0) throw truncated(name)
          read += bytesRead
        }
        return buffer
      }),
    close: () => file.close(),
  }
}

/** Errors of the system (a stick pulled out) in the clerk's words. */
async function telling<T>(name: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (isRefusal(error)) throw error
    if (error instanceof Error && 'code' in error && typeof error.code === 'string')
      throw unreadable(name, error.code)
    throw error
  }
}
