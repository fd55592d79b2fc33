/**
 * The Stacks panel: what a deployment will do, its parameters as a form, and the deployment itself as a tree with lanes of
 * time; when it fails, the cause first. Imports {@code ui.controls}, {@code ui.fx}, {@code ui.workspace} and {@code model};
 * view models also {@code operations}.
 */
@NullMarked
package slipway.ui.stacks;

import org.jspecify.annotations.NullMarked;
