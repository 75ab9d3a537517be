// Where the repository is, for what npm shows: the one place to set it, such as 'https://example.com/owner/zenpulse'.
// Empty: there is no public address yet, and the package names none. A release workflow passes its own.
const ADDRESS = '';

exports.publicAddress = () => process.env['ZENPULSE_PUBLIC_ADDRESS'] || ADDRESS;
