import { createORPCClient } from '@orpc/client'
import { RPCLink as FetchLink } from '@orpc/client/fetch'
import { RPCLink as PortLink } from '@orpc/client/message-port'
import type { ContractRouterClient } from '@orpc/contract'
import type { Contract } from '../shared/contract/index.ts'

/** Every call to the ledger, typed by the contract. */
export type LedgerClient = ContractRouterClient<Contract>

/** What the preload script listens for: our page hands one end of a channel to the main process. */
const CONNECT = 'liaison:connect'

/** Calls over a MessagePort inside Electron (its own scheme), over HTTP in a browser. */
export const client: LedgerClient = createORPCClient(
  location.protocol === 'app:' ? portLink() : new FetchLink({ url: `${location.origin}/rpc` }),
)

function portLink(): PortLink<Record<never, never>> {
  const { port1, port2 } = new MessageChannel()
  port1.start()
  window.postMessage(CONNECT, location.origin, [port2])
  return new PortLink({ port: port1 })
}
