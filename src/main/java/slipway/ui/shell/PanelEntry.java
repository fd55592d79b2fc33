package slipway.ui.shell;

import java.util.function.Function;
import org.kordamp.ikonli.feather.Feather;
import slipway.ui.fx.Panel;

/**
 * A panel in the navigation. Its place in {@link Panels#ALL} gives its key: Ctrl+1 for the first.
 *
 * @param id the same word in every layer: {@code stacks} for {@code ui.stacks} and {@code operations.stacks}
 */
public record PanelEntry(String id, String name, Feather glyph, Function<PanelContext, Panel> factory) {}
