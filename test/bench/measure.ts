/** Prints what a piece of the bench measured, as one line of JSON. */
export function report(facts: Readonly<Record<string, unknown>>): void {
  console.log(JSON.stringify(facts))
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.floor((sorted.length - 1) / 2)] ?? Number.NaN
}

/** Starts; what it gives, when called, is the seconds since: on the wall, and of the processor (all threads). */
export function stopwatch(): () => { wall: number; processor: number } {
  const started = performance.now()
  const before = process.cpuUsage()
  return () => {
    const used = process.cpuUsage(before)
    return { wall: (performance.now() - started) / 1000, processor: (used.user + used.system) / 1e6 }
  }
}
