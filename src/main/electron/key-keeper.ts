import type { AppOptions } from '../core/app.ts'
import type { ElectronApi } from './electron-api.ts'

/**
 * Keeps a ledger's key with the operating system's help (DPAPI, Keychain, libsecret, KWallet), so that the same
 * person on the same machine need not type the passphrase. Only text can be kept, so the key goes in as base64.
 */
export function keyKeeper(
  safeStorage: ElectronApi['safeStorage'],
  platform: NodeJS.Platform,
): NonNullable<AppOptions['keeper']> {
  return {
    // On a Linux without a keyring Electron "encrypts" with a password that everybody knows; that protects nothing.
    available: () =>
      safeStorage.isEncryptionAvailable() &&
      (platform !== 'linux' || !['basic_text', 'unknown'].includes(safeStorage.getSelectedStorageBackend())),
    protect: (bytes) => Uint8Array.from(safeStorage.encryptString(Buffer.from(bytes).toString('base64'))),
    unprotect: (bytes) =>
      Uint8Array.from(Buffer.from(safeStorage.decryptString(Buffer.from(bytes)), 'base64')),
  }
}
