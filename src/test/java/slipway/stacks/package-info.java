/**
 * The rules of the topology that a linter cannot know, held against the shipped templates. Every rule comes with a
 * change to a template that breaks it, and is shown to notice. May import the template reader and evaluator of the
 * local cloud, and nothing that runs.
 */
@NullMarked
package slipway.stacks;

import org.jspecify.annotations.NullMarked;
