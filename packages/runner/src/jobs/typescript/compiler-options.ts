import type { TsConfigJsonResolved } from 'get-tsconfig';
import type { TransformOptions } from 'oxc-transform';

type CompilerOptions = NonNullable<TsConfigJsonResolved['compilerOptions']>;

/** Syntax that is newer than this is compiled away: the oldest Node that runs this package. */
const TARGET = 'node20';
/** Declared as a const enum, which has no value at run time. */
const HELPERS = { mode: 'Runtime' } as unknown as NonNullable<TransformOptions['helpers']>;
/** TypeScript targets whose class fields are those of the language unless `useDefineForClassFields` says otherwise. */
const TARGETS_WITH_FIELDS = /^(?:es20(?:2[2-9]|[3-9]\d)|esnext)$/i;

/**
 * What of a tsconfig decides how a file runs: decorators and their metadata, class fields, unused imports, JSX. Null:
 * there is no tsconfig. Decorators are always those of `experimentalDecorators`, as TypeORM, class-validator and Nest
 * expect them.
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

/** Without a `target` newer compilers have fields, older ones have not: decorated fields are safer without. */
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
