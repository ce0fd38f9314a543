/**
 * Showing figures, tables and progress in a notebook, and the check of the set-up.
 *
 * <p>The Java kernels have no package in common, so this package compiles against none of them and
 * reaches them by reflection. Outside a kernel everything here falls back to plain text.
 *
 * <p>This is the reader's side of the way from experiment to verdict: what a cell shows.
 */
package dyingrelu.notebook;
