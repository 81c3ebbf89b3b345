import { createInterface } from 'node:readline'
import { Writable } from 'node:stream'

/** What a command needs of the world around it. */
export type Terminal = {
  out(text: string): void
  err(text: string): void
  env: Readonly<Record<string, string | undefined>>
  /** progress can be shown, and questions asked */
  interactive: boolean
  /** Asks without showing what is typed. */
  askSecret(question: string): Promise<string>
  /** Calls `stop` on Ctrl+C; gives the way to end that. */
  onInterrupt(stop: () => void): () => void
}

/** The terminal of this process. */
export function processTerminal(): Terminal {
  return {
    out: (text) => process.stdout.write(text),
    err: (text) => process.stderr.write(text),
    env: process.env,
    interactive: process.stdin.isTTY === true && process.stderr.isTTY === true,
    askSecret,
    onInterrupt: (stop) => {
      let asked = false
      const listener = (): void => {
        // The second time the person means it.
        if (asked) process.exit(130)
        asked = true
        stop()
      }
      process.on('SIGINT', listener)
      process.on('SIGTERM', listener)
      return () => {
        process.off('SIGINT', listener)
        process.off('SIGTERM', listener)
      }
    },
  }
}

function askSecret(question: string): Promise<string> {
  process.stderr.write(question)
  const silent = new Writable({ write: (_chunk, _encoding, done) => done() })
  const lines = createInterface({ input: process.stdin, output: silent, terminal: true })
  return new Promise((resolve, reject) => {
    lines.on('SIGINT', () => {
      lines.close()
      process.stderr.write('\n')
      reject(new Error('interrupted'))
    })
    lines.question('', (answer) => {
      lines.close()
      process.stderr.write('\n')
      resolve(answer)
    })
  })
}
