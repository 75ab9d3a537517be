/** A setting that cannot be used. The message is one line for people and names the setting. */
export class SettingsError extends Error {
  override readonly name = 'SettingsError';
}
