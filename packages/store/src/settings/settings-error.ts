/** A setting that cannot be used. The message is one line and names the setting. */
export class SettingsError extends Error {
  override readonly name = 'SettingsError';
}
