import { Skeleton } from 'antd'
import { type ComponentType, lazy, type ReactNode, Suspense } from 'react'

/**
 * Tabs whose screens live in folders of their own, each read when it is first opened. The file is named like the
 * folder and exports the screen by the same name: `batches/Batches.tsx` exports `Batches`.
 */
const SCREENS = import.meta.glob<Record<string, ComponentType>>([
  './batches/Batches.tsx',
  './publicity/Publicity.tsx',
  './payments/Payments.tsx',
  './checks/Checks.tsx',
  './printing/Printing.tsx',
])

/** The screen of a folder, or `undefined` where there is none. */
function screenOf(name: string): ComponentType | undefined {
  const load = SCREENS[`./${name.toLowerCase()}/${name}.tsx`]
  if (load === undefined) return undefined
  return lazy(async () => {
    const screen = (await load())[name]
    if (screen === undefined) throw new Error(`${name}.tsx exports no ${name}`)
    return { default: screen }
  })
}

export const DELIVERED: Readonly<
  Record<'batches' | 'publicity' | 'payments' | 'checks' | 'print', ComponentType | undefined>
> = {
  batches: screenOf('Batches'),
  publicity: screenOf('Publicity'),
  payments: screenOf('Payments'),
  checks: screenOf('Checks'),
  print: screenOf('Printing'),
}

/** Holds the place of a screen while it is read. */
export function WhileRead({ children }: { children: ReactNode }) {
  return <Suspense fallback={<Skeleton active style={{ padding: 16 }} />}>{children}</Suspense>
}
