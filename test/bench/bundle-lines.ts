/** The figures of exchange bundles: a whole ledger out and in, and a day's edits there and back. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { measurePiece } from './child.ts'
import type { Line } from './figures.ts'

type Spent = { wall: number; processor: number }
type Peak = { peakMb: number }

export async function bundles(quick: boolean): Promise<Line[]> {
  const people = quick ? 20_000 : 200_000
  // A smaller ledger has a smaller goal.
  const share = people / 200_000
  const folder = mkdtempSync(join(tmpdir(), 'liaison-bench-bundles-'))
  try {
    const step = <T>(name: string) => measurePiece<T>('bundles.ts', name, folder, people)
    await step('prepare')
    const full = await step<Spent & { bytes: number; entries: number; text: number }>('full')
    const zstd = await step<Spent & { bytes: number }>('zstd')
    const copy = await step<Spent & { bytes: number }>('copy')
    const take = await step<Spent & { moved: Spent; same: boolean }>('take')
    const changes = await step<{ sent: Spent; took: Spent; bytes: number; edits: number; same: boolean }>(
      'changes',
    )
    const line = (what: string, spent: Spent & Peak, goal: number, beside: string, ratio: string): Line => ({
      what,
      measured: said(spent),
      goal: `≤ ${goal} s`,
      beside,
      ratio,
      peakMb: spent.peakMb,
      reached: spent.wall <= goal,
    })
    const over = (one: Spent, other: Spent) =>
      `${(one.processor / other.processor).toFixed(2)} × of processor time`
    const { peakMb, sent, took } = changes
    const edits = changes.edits.toLocaleString('en')
    return [
      line(
        `full bundle of ${people.toLocaleString('en')} people (${full.entries.toLocaleString('en')} entries, ${megabytes(full.text)} of text → ${megabytes(full.bytes)})`,
        full,
        4 * share,
        `zstd of the same text, nothing else ${said(zstd)}, ${megabytes(zstd.bytes)}`,
        over(full, zstd),
      ),
      line(
        '… taken into an empty encrypted ledger',
        take,
        8 * share,
        `VACUUM INTO of the ledger ${said(copy)}, ${megabytes(copy.bytes)}; the journal moved in afterwards ${said(take.moved)}`,
        over(take, copy),
      ),
      line(`bundle of ${edits} edits, made`, { ...sent, peakMb }, 0.3, '', ''),
      line('… taken in', { ...took, peakMb }, 0.3, '', ''),
      {
        what: '… its size',
        measured: `${Math.round(changes.bytes / 1000)} kB`,
        goal: '≤ 200 kB',
        beside: '',
        ratio: '',
        reached: changes.bytes <= 200_000,
      },
      {
        what: '… records that agree afterwards, cell by cell',
        measured: take.same && changes.same ? 'all' : 'NOT all',
        goal: 'all',
        beside: 'people, households, work, insured months of both ledgers',
        ratio: '',
        reached: take.same && changes.same,
      },
    ]
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function said({ wall, processor }: Spent): string {
  return `${wall.toFixed(2)} s, processor ${processor.toFixed(2)} s`
}

function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(bytes < 10e6 ? 1 : 0)} MB`
}
