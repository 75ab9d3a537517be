/**
 * Statements with their values separate from the text. Imported from the small package that the Prisma client uses
 * itself, because the client's runtime takes 20 MB.
 */
export { join, raw, sql, type Sql } from '@prisma/client-runtime-utils';
