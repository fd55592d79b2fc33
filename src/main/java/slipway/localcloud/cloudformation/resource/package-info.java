/** The resource types that stacks can hold: one class, or one entry of {@link MetadataTypes}, per type, and the registry of them. Types reach other services by SDK interfaces, volumes and discovery; they know nothing of stacks, events or templates. */
@NullMarked
package slipway.localcloud.cloudformation.resource;

import org.jspecify.annotations.NullMarked;
