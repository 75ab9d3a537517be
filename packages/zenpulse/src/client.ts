export {
  createClient,
  type ZenpulseClient,
  type ZenpulseClientOptions,
  type ZenpulseSchemas,
} from './client/create-client.ts';
