/** CloudFormation templates as text and as values: reading with positions, structure, references, parameters, functions. Pure: no AWS client, no thread, no file. Imports only Jackson's and snakeyaml's parsers and {@code localcloud.state.Place}. */
@NullMarked
package slipway.localcloud.cloudformation.template;

import org.jspecify.annotations.NullMarked;
