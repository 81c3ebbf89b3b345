/** How a job and the second thread beside it talk: messages through a port, and words of memory that both see. */
import { MessageChannel, type MessagePort, receiveMessageOnPort } from 'node:worker_threads'
import type { Assistance, AssistantWork } from '../procedure.ts'

/** Words that both threads see; that of number `sent` counts the messages of the second one. */
export type SharedWords = { readonly words: Int32Array<SharedArrayBuffer>; readonly sent: number }

/** The job's side. */
export type SecondThread<Told> = {
  /** what came since it was last asked, without waiting */
  heard(): Told[]
  /** Ends when more than `before` messages were sent, or after a moment. @throws what the second thread failed with */
  news(before: number): Promise<void>
  end(): Promise<void>
}

/** How long to look for a sign of life of the other thread at once, in milliseconds. */
const PATIENCE = 100

export function sharedWords(count: number): Int32Array<SharedArrayBuffer> {
  return new Int32Array(new SharedArrayBuffer(count * Int32Array.BYTES_PER_ELEMENT))
}

/** Starts a second thread on that work; it gets `input` and, as `words`, the words. */
export function startSecondThread<Told>(
  assist: NonNullable<Assistance['assist']>,
  work: AssistantWork,
  input: object,
  { words, sent }: SharedWords,
): SecondThread<Told> {
  const { port1: port, port2 } = new MessageChannel()
  const assistant = assist(work, { ...input, words: words.buffer }, port2)
  const failed = assistant.done.then(() => new Promise<never>(() => undefined))
  // Whoever waits for it is told.
  failed.catch(() => undefined)
  return {
    heard: () => {
      const told: Told[] = []
      for (let one = receiveMessageOnPort(port); one !== undefined; one = receiveMessageOnPort(port))
        told.push(one.message as Told)
      return told
    },
    news: async (before) => {
      await Promise.race([Atomics.waitAsync(words, sent, before, PATIENCE).value, failed])
    },
    end: async () => {
      await assistant.end()
      port.close()
    },
  }
}

/** The second thread's side: tells the job something, which it hears at once. */
export function telling<Told>(
  port: MessagePort,
  { words, sent }: SharedWords,
): (told: Told, moved?: ArrayBuffer[]) => void {
  return (told, moved = []) => {
    port.postMessage(told, moved)
    Atomics.add(words, sent, 1)
    Atomics.notify(words, sent)
  }
}
