import { type Column, type SQL, sql } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/node-postgres'
import pg from 'pg'
import { Refusal } from '../../../shared/domain/refusal.ts'
import { copyIn } from './copy-in.ts'
import { newerStore, statementsOf, storeMigrations } from './migrations.ts'
import type { Store } from './store.ts'
import { columnsOf, postgresTables } from './tables.ts'

/** Whole fen and counts of a province stay far below 2^53. */
const INT8 = 20
pg.types.setTypeParser(INT8, Number)

/** One receiver at a time writes into a store; any number, held for the length of the session. */
const LOCK = 0x4c4c5046

/**
 * What a bundle asks of the store it asks by key. Told of a few thousand keys, the server would rather read a whole table of
 * an office or two: its work would grow with every office that comes.
 */
const BEGIN = 'BEGIN; SET LOCAL enable_seqscan = off'

/**
 * A store in a PostgreSQL database, its tables made or brought up to date.
 * @throws Refusal `platform.store-unreachable`, `platform.store-in-use`
 */
export async function postgresStore(url: string): Promise<Store> {
  const client = new pg.Client({ connectionString: url })
  // A connection that breaks while nothing is asked of it: the next query says so.
  client.on('error', () => undefined)
  try {
    await client.connect()
  } catch (error) {
    throw new Refusal(
      'platform.store-unreachable',
      `连不上 PostgreSQL 数据库（${shownAddress(url)}）：${error instanceof Error ? error.message : String(error)}。请核对地址、用户和密码，以及数据库是否已启动。`,
    )
  }
  try {
    await prepare(client)
  } catch (error) {
    await client.end()
    throw error
  }
  const orm = drizzle(client)
  const inTurn = turns()
  return {
    kind: 'postgres',
    tables: postgresTables,
    all: <T>(query: SQL) => inTurn(async () => (await orm.execute(query)).rows as T[]),
    run: (query) => inTurn(async () => void (await orm.execute(query))),
    insert: (table, rows) =>
      inTurn(async () => {
        if (rows.length > 0) await copyIn(client, table, columnsOf(table), rows)
      }),
    among: (column: Column, values) => sql`${column} = ANY(${sql.param([...values])})`,
    transaction: async (body) => {
      await inTurn(() => client.query(BEGIN))
      try {
        const result = await body()
        await inTurn(() => client.query('COMMIT'))
        return result
      } catch (error) {
        await inTurn(() => client.query('ROLLBACK'))
        throw error
      }
    },
    close: () => inTurn(() => client.end()),
  }
}

/** One thing after the other on the one connection, in the order in which they were asked for. */
function turns(): <T>(act: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve()
  return (act) => {
    const next = last.then(act, act)
    last = next.catch(() => undefined)
    return next
  }
}

/** The address without its password. */
export function shownAddress(url: string): string {
  try {
    const { hostname, port, pathname } = new URL(url)
    return `${hostname}${port === '' ? '' : `:${port}`}${pathname}`
  } catch {
    return url.replace(/:[^:@/]*@/, ':…@')
  }
}

async function prepare(client: pg.Client): Promise<void> {
  const lock = await client.query<{ got: boolean }>('SELECT pg_try_advisory_lock($1) AS got', [LOCK])
  if (lock.rows[0]?.got !== true)
    throw new Refusal(
      'platform.store-in-use',
      '这个数据库正被另一个接收程序使用。请等它结束，或关闭它后再试。',
    )
  await client.query('CREATE TABLE IF NOT EXISTS platform_schema (version bigint NOT NULL)')
  const known = await client.query<{ version: number }>('SELECT version FROM platform_schema')
  const from = known.rows[0]?.version ?? 0
  if (known.rows.length === 0) await client.query('INSERT INTO platform_schema VALUES (0)')
  if (from > storeMigrations.length) throw newerStore()
  for (let at = from; at < storeMigrations.length; at += 1) {
    const step = storeMigrations[at]
    if (step === undefined) return
    await client.query('BEGIN')
    try {
      for (const statement of statementsOf(step, 'postgres')) await client.query(statement)
      await client.query('UPDATE platform_schema SET version = $1', [at + 1])
      await client.query('COMMIT')
    } catch (error) {
      await client.query('ROLLBACK')
      throw error
    }
  }
}
