import Database from 'better-sqlite3'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import {
  ChangeShapes,
  shapedFields,
  shapeId,
  shapeOf,
} from '../../../../../src/main/core/db/change-shapes.ts'
import { people } from '../../../../../src/main/core/db/schema/index.ts'
import { tableInfo } from '../../../../../src/main/core/db/tables.ts'

describe('shapes of the change log', () => {
  let db: Database.Database
  beforeEach(() => {
    db = new Database(':memory:')
    db.exec(
      'CREATE TABLE change_shapes (id TEXT PRIMARY KEY, tbl TEXT NOT NULL, columns TEXT NOT NULL) STRICT',
    )
  })
  afterEach(() => db.close())

  it('names every column but the id, and the same columns the same way', () => {
    const shape = shapeOf(tableInfo(people))
    expect(JSON.parse(shape.columns)).toEqual(tableInfo(people).insertNames.filter((name) => name !== 'id'))
    expect(shape.id).toBe(shapeId('people', shape.columns))
    expect(shapeId('people', '["a","b"]')).not.toBe(shapeId('people', '["b","a"]'))
    expect(shapeId('people', '["a"]')).not.toBe(shapeId('agents', '["a"]'))
  })

  it('gives back what was written, bytes and odd text included', () => {
    const columns = '["a","b","c"]'
    const shape = { id: shapeId('t', columns), tbl: 't', columns }
    const shapes = new ChangeShapes(db)
    shapes.keep(shape)
    shapes.keep(shape)
    const cell = fc.oneof(fc.string({ unit: 'binary' }), fc.integer(), fc.constant(null))
    fc.assert(
      fc.property(cell, cell, fc.uint8Array(), (a, b, bytes) => {
        const read = shapes.read(shapedFields(shape.id, ['ID', a, b, bytes]))
        expect(read).toEqual({ a, b, c: { $bytes: Buffer.from(bytes).toString('base64') } })
      }),
    )
  })

  it('takes entries that name their columns as they are', () => {
    expect(new ChangeShapes(db).read('{"name":"甲","phone":null}')).toEqual({ name: '甲', phone: null })
  })

  it('reads nothing in a shape that is missing, was altered, or has another number of columns', () => {
    const id = shapeId('t', '["a"]')
    const shape = { id, tbl: 't', columns: '["b"]' }
    expect(new ChangeShapes(db).read(JSON.stringify([id, 1]))).toBeUndefined()
    new ChangeShapes(db).keep(shape)
    expect(new ChangeShapes(db).read(JSON.stringify([id, 1]))).toBeUndefined()
    db.prepare('UPDATE change_shapes SET columns = ?').run('["a"]')
    expect(new ChangeShapes(db).read(JSON.stringify([id, 1]))).toEqual({ a: 1 })
    expect(new ChangeShapes(db).read(JSON.stringify([id, 1, 2]))).toBeUndefined()
  })
})
