/** CloudFormation: the template library and its reader, the check of a template before anything is sent, and one stack's creation, update and deletion with its events as progress. May import {@code slipway.operations}, {@code slipway.cloud}, {@code slipway.model}, {@code slipway.async}, the SDK and snakeyaml-engine. */
@NullMarked
package slipway.operations.stacks;

import org.jspecify.annotations.NullMarked;
