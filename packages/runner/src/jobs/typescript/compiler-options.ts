import type { TsConfigJsonResolved } from 'get-tsconfig';
import type { TransformOptions } from 'oxc-transform';

type CompilerOptions = NonNullable<TsConfigJsonResolved['compilerOptions']>;

/** Newer syntax is compiled down for the oldest Node that this package supports. */
const TARGET = 'node20';
/** declared as a const enum, which has no value at run time */
const HELPERS = { mode: 'Runtime' } as unknown as NonNullable<TransformOptions['helpers']>;
/** TypeScript targets with standard class fields, unless `useDefineForClassFields` is set. */
const TARGETS_WITH_FIELDS = /^(?:es20(?:2[2-9]|[3-9]\d)|esnext)$/i;

/**
 * The options of a tsconfig that affect how a file runs: decorators and their metadata, class fields, unused imports,
 * JSX. Null: there is no tsconfig. Decorators are always those of `experimentalDecorators`, as TypeORM, class-validator
 * and Nest expect.
 */
export function compilerOptions(options: CompilerOptions | null): TransformOptions {
  const hasFields = options === null || definesFields(options);
  return {
    sourceType: 'module',
    sourcemap: true,
    target: TARGET,
    helpers: HELPERS,
    decorator: { legacy: true, emitDecoratorMetadata: options?.emitDecoratorMetadata ?? options === null },
    assumptions: { setPublicClassFields: !hasFields },
    typescript: {
      removeClassFieldsWithoutInitializer: !hasFields,
      onlyRemoveTypeImports: options?.verbatimModuleSyntax === true || options?.preserveValueImports === true,
    },
    jsx: jsxOptions(options ?? {}),
  };
}

/**
 * Without a `target`, newer compilers define class fields and older ones do not; not defining them is safer for
 * decorated fields.
 */
function definesFields({ useDefineForClassFields, target }: CompilerOptions): boolean {
  return useDefineForClassFields ?? TARGETS_WITH_FIELDS.test(target ?? '');
}

function jsxOptions(options: CompilerOptions): NonNullable<TransformOptions['jsx']> {
  const { jsx, jsxFactory, jsxFragmentFactory, jsxImportSource } = options;
  if (jsx?.toLowerCase() === 'react') {
    return {
      runtime: 'classic',
      ...(jsxFactory === undefined ? {} : { pragma: jsxFactory }),
      ...(jsxFragmentFactory === undefined ? {} : { pragmaFrag: jsxFragmentFactory }),
    };
  }
  return {
    runtime: 'automatic',
    ...(jsxImportSource === undefined ? {} : { importSource: jsxImportSource }),
  };
}
