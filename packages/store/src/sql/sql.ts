/**
 * Statements with their values apart from the text. From the small package that the Prisma client itself takes them
 * from: importing the client's runtime costs 20 MB.
 */
export { join, raw, sql, type Sql } from '@prisma/client-runtime-utils';
