import { ORPCError, os } from '@orpc/server'
import { type Role, refusalData } from '../../shared/contract/procedure.ts'
import { isRefusal } from '../../shared/domain/refusal.ts'
import { procedures } from './contract-walk.ts'
import type { Dispatch } from './dispatch.ts'

/** What a host says of each call that it carries. */
export type RpcContext = { role: Role }

const base = os.$context<RpcContext>().errors({
  REFUSED: { status: 409, data: refusalData },
  LOCKED: { status: 423 },
})

/**
 * The contract as an oRPC router whose every handler is `dispatch`; built by walking the contract, so a new
 * procedure needs nothing here. Parsing stays in `dispatch`, once for all hosts.
 */
export function rpcRouter(dispatch: Dispatch) {
  const router: Record<string, Record<string, ReturnType<typeof handler>>> = {}
  for (const { name } of procedures) {
    const [domain = '', key = ''] = name.split('.')
    router[domain] = { ...router[domain], [key]: handler(dispatch, name) }
  }
  return router
}

function handler(dispatch: Dispatch, name: (typeof procedures)[number]['name']) {
  return base.handler(async ({ input, context, signal }): Promise<unknown> => {
    try {
      return await dispatch(name, input, { role: context.role, ...(signal === undefined ? {} : { signal }) })
    } catch (error) {
      throw carried(error)
    }
  })
}

/** A refusal or an internal error as it crosses the wire: the Chinese sentence and the code, never a stack. */
function carried(error: unknown): ORPCError<string, unknown> {
  if (isRefusal(error)) {
    if (error.code === 'ledger.locked')
      return new ORPCError('LOCKED', { status: 423, message: error.message })
    return new ORPCError('REFUSED', {
      status: 409,
      message: error.message,
      data: { code: error.code, params: { ...error.params } },
    })
  }
  if (error instanceof Error && error.name === 'Cancelled') {
    return new ORPCError('CLIENT_CLOSED_REQUEST', { status: 499, message: '已取消' })
  }
  return new ORPCError('INTERNAL_SERVER_ERROR', {
    status: 500,
    message:
      error instanceof Error && error.name === 'InternalError'
        ? error.message
        : '程序内部出错，这一步没有完成。',
  })
}
